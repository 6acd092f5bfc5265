"""List items to located blocks: a title, an id, fields, and a note for the rest."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from impactmap.diagnostics import Span
from impactmap.document import Field, Mapping, Node, Scalar, Sequence
from impactmap.model import ENTITIES, Evidence
from impactmap.model.entities import Entity
from impactmap.model.grammar import Formula, Items, Refs, Rule, Text, Texts, Url, find, fold, rules
from impactmap.readers.markdown_blocks import Block, Chunk
from impactmap.readers.markdown_colons import missing_colon
from impactmap.readers.markdown_names import DASHES
from impactmap.readers.markdown_prose import Prose, joined, prose
from impactmap.readers.markdown_text import Renderer, Run, with_addresses

_TASK = re.compile(r"\[[ xX]\](?=\s|$)")
_ID = re.compile(r"\{:?[ ]*#([^\s{}]+)[^{}]*\}$")
_STRAY_ID = re.compile(r"\{:?[ ]*#[^{}]*\}")
_BLOCK = re.compile(r"(?:^|\s)\^((?=[\d-]*[A-Za-z])[A-Za-z0-9][A-Za-z0-9-]*)$")  # how Obsidian names a part of a page
_NAME = re.compile(r"([^\W\d_][\w'’/ \u00a0\u2010\u2011-]{0,48}?)[ \u00a0]*(?:::?|：)")
_COLON = re.compile(r"::?|：")
_NEARLY = 0.8  # how like the name of a field a word must be to be taken for it with a slip
_WORDS = 4  # a field has no longer name, a sentence has
_CONTINUED = re.compile(r"\n([A-Za-z][\w -]{0,30}?)::?[ \t]")

_LINKS = frozenset(
    rule.name for kind in ENTITIES.values() for rule in rules(kind) if isinstance(rule.slot, Refs) and rule.slot.many
)


class _Named(Struct, frozen=True):
    """The words of an item that begin with `name:`."""

    name: Run
    value: Run
    rule: Rule | None


class ItemReader:
    """Reads the items of a page."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer
        self._reading = renderer.reading

    # ---- items ---------------------------------------------------------------------------------------------

    def items(self, block: Block, entity: type[Entity]) -> list[Node]:
        """The items of a list; a bullet with nothing behind it is none."""
        found = (self.item(item.blocks, entity) for item in block.blocks if item.blocks)
        return [node for node in found if node is not None]

    def item(self, blocks: list[Block], entity: type[Entity]) -> Node | None:
        """An item from what stands in it: its first paragraph or heading is its title. None when it is empty."""
        if not blocks or blocks[0].kind == "list":
            return self.build(None, blocks, entity)
        first = blocks[0]
        if first.kind not in {"paragraph", "heading"}:
            return self._untitled(blocks, entity)
        self._continued(first.chunk, entity)
        title = self._head(first.chunk)
        if entity is Evidence:
            title = with_addresses(title)
        named = self._named(title, entity)
        if named and fold(named.name.text) in {"title", "name"}:
            title = named.value
        elif named:
            self._lone(named, entity)
        return self.build(title, blocks[1:], entity)

    def _lone(self, named: _Named, entity: type[Entity]) -> None:
        """Warns of a field where an item is due: its title was forgotten, or its indent."""
        name = named.name.text
        alike = [rule.name for rule in rules(entity) if rule.name.count(" ") == fold(name).count(" ")]
        near = difflib.get_close_matches(fold(name), alike, 1, _NEARLY)
        if near and name.islower():  # "Evidence: …" may well begin a title
            self._reading.warn(
                "lone-field",
                f"this item looks like the field '{near[0]}' of one",
                self._renderer.scalar(named.name).span,
                "write the title of its item above it, and indent it under that",
            )

    def _untitled(self, blocks: list[Block], entity: type[Entity]) -> Node | None:
        """An item that begins with something other than words of its own: a quote, code, a table."""
        found = prose(self._renderer, blocks[:1])
        if not found:
            return self.build(None, blocks[1:], entity)
        title = joined(self._renderer, found)
        return self.build(None, blocks[1:], entity, Field(Scalar("title", title.span), title))

    def build(self, title: Run | None, rest: list[Block], entity: type[Entity], *extra: Field) -> Node | None:
        """An item from its title, if it has one, what stands below it, and further fields."""
        fields: list[Field] = []
        if title is not None:
            fields.extend(self._title(title))
        link = next((field for field in fields if field.name.text == "link"), None)
        below, notes = self._below(rest, entity)
        if title is None and notes and not below and not extra:
            # Nothing but a nested bullet: `- - words`.
            words = joined(self._renderer, notes)
            return Scalar(words.text.removeprefix("- ").strip(), words.span)
        below = [*extra, *below]
        for field in below:
            rule = find(entity, field.name.text)
            if link and rule and rule.name == "link":
                fields.remove(link)  # the title's link was only a guess at the item's
                link = None
        fields.extend(below)
        if notes:
            self._note(fields, notes, entity)
        if not fields:
            return None
        if len(fields) == 1 and fields[0].name.span == fields[0].value.span and fields[0].name.text == "title":
            return fields[0].value
        return Mapping(tuple(fields), _around([field.value.span for field in fields]), repeats=True)

    def _title(self, title: Run) -> Iterator[Field]:
        found = _ID.search(title.text) or _BLOCK.search(title.text)
        words = title.cut(0, found.start()) if found else title
        for stray in _STRAY_ID.finditer(words.text):
            self._reading.warn(
                "stray-id",
                "an id stands at the end of the title, in one word",
                self._renderer.scalar(words.cut(*stray.span())).span,
                "move it to the end: `Title {#id}`",
            )
        if words.text:
            yield self._made("title", words)
        if found:
            yield self._made("id", title.cut(*found.span(1)))
        if title.links:
            link = title.links[0]
            span = self._reading.span(link.start, link.stop)
            yield Field(Scalar("link", span), Scalar(link.href, span))

    def _made(self, name: str, run: Run) -> Field:
        """A field whose name nobody typed."""
        value = self._renderer.scalar(run)
        return Field(Scalar(name, value.span), value)

    def _below(self, rest: list[Block], entity: type[Entity]) -> tuple[list[Field], list[Prose]]:
        """What stands under a title: the fields in its lists, and all else as prose."""
        fields: list[Field] = []
        notes: list[Prose] = []
        for block in rest:
            if block.kind != "list":
                self._nested_table(block, entity)
                notes.extend(prose(self._renderer, [block]))
                continue
            for item in block.blocks:
                if field := self._field(item, entity):
                    fields.append(field)
                    continue
                self._nested_item(item, entity)
                notes.extend(prose(self._renderer, item.blocks))
        return fields, notes

    def _nested_item(self, item: Block, entity: type[Entity]) -> None:
        """Warns of a bullet that is read as prose and looks like something else."""
        if not item.blocks or item.blocks[0].kind != "paragraph":
            return
        title = self._head(item.blocks[0].chunk)
        below = [inner for block in item.blocks[1:] if block.kind == "list" for inner in block.blocks]
        if _ID.search(title.text) or any(self._is_known(inner, entity) for inner in below):
            own = (
                rule.name for rule in rules(entity) if isinstance(rule.slot, Refs) and entity.entity in rule.slot.kinds
            )
            link = next(own, None)
            self._reading.warn(
                "item-in-item",
                "this item stands under another, so it is only a note of that one",
                self._renderer.scalar(title).span,
                "move it out to the items of the section" + (f", with `- {link}: <parent>` under it" if link else ""),
            )
        else:
            self._no_colon(title, entity)

    def _is_known(self, item: Block, entity: type[Entity]) -> bool:
        """Whether a bullet is a field of this sort of item, or the link of another sort."""
        named = self._name_in(item, entity)
        if named is None or named.rule is None:
            return named is not None and fold(named.name.text) in _LINKS
        return named.rule.name != "note"

    def _no_colon(self, words: Run, entity: type[Entity]) -> None:
        """Warns of `evidence - interview` and `size $3M`."""
        if slip := missing_colon(words.text, entity):
            place = self._renderer.scalar(words.cut(0, slip.named)).span
            self._reading.warn("no-colon", slip.wrong, place, slip.hint)

    def _nested_table(self, block: Block, entity: type[Entity]) -> None:
        heads = self._reading.line_text(block.first).split("|") if block.kind == "table" else []
        if sum(find(entity, head.strip()) is not None for head in heads) > 1:
            start = self._reading.line_start(block.first)
            self._reading.warn(
                "item-in-item",
                "this table stands under an item, so it is only a note of that one",
                self._reading.span(start, start + len(self._reading.line_text(block.first).rstrip())),
                "put it straight under the heading of the section",
            )

    def _note(self, fields: list[Field], notes: list[Prose], entity: type[Entity]) -> None:
        """Adds prose to the item's note, which may also be a field of its own."""
        for i, field in enumerate(fields):
            rule = find(entity, field.name.text)
            if rule and rule.name == "note" and isinstance(field.value, Scalar) and field.value.text:
                text = joined(self._renderer, notes)
                whole = Scalar(f"{field.value.text}\n\n{text.text}", _around([field.value.span, text.span]))
                fields[i] = replace(field, value=whole)
                return
        value = joined(self._renderer, notes)
        fields.append(Field(Scalar("note", value.span), value))

    def _continued(self, chunk: Chunk, entity: type[Entity]) -> None:
        """Warns of a field that lacks its bullet, and so goes on with the line above."""
        for found in _CONTINUED.finditer(chunk.content):
            if find(entity, found[1]):
                start = chunk.places[chunk.content.count("\n", 0, found.start(1))]
                self._reading.warn(
                    "no-bullet",
                    f"'{found[1]}:' goes on with the line above and is no field",
                    self._reading.span(start, start + len(found[1])),
                    f"write `- {found[1]}: …`, indented under its item",
                )

    # ---- fields --------------------------------------------------------------------------------------------

    def _head(self, chunk: Chunk) -> Run:
        run = self._renderer.plain(chunk)
        task = _TASK.match(run.text)
        return run.cut(task.end()) if task else run

    def _named(self, run: Run, entity: type[Entity] | None) -> _Named | None:
        """The name that a text begins with: any short one before `: `, and a known one before a mere `:`."""
        found = _NAME.match(run.text)
        if not found or len(found[1].split()) > _WORDS:
            return None
        name = run.cut(0, found.end(1))
        name = replace(name, text=name.text.translate(DASHES))
        rule = find(entity, name.text) if entity else None
        after = run.text[found.end() : found.end() + 1]
        if after and not after.isspace() and (rule is None or after == "/"):
            return None
        return _Named(name, run.cut(found.end()), rule)

    def _field(self, item: Block, entity: type[Entity] | None) -> Field | None:
        """The field that a nested item is; None when it is prose."""
        if not item.blocks or item.blocks[0].kind not in {"paragraph", "heading"}:
            return None
        chunk, rest = item.blocks[0].chunk, item.blocks[1:]
        run = self._head(chunk)
        if block_id := _BLOCK.search(run.text):
            run = run.cut(0, block_id.start())
        named = self._named(run, entity)
        if named is None:
            # A bare name with its value below it.
            rule = find(entity, run.text) if entity and rest else None
            if rule is None:
                return None
            named = _Named(run, run.cut(len(run.text)), rule)
        elif named.rule and isinstance(named.rule.slot, Formula):
            typed = self._renderer.typed(chunk)
            colon = _COLON.search(typed.text)
            named = replace(named, value=typed.cut(colon.end() if colon else 0))
        return Field(self._renderer.scalar(named.name), self.value(named.value, named.rule, rest))

    def value(self, value: Run, rule: Rule | None, rest: list[Block] | None = None) -> Node:
        """The value of a field: what stands behind its name, and below it."""
        slot = rule.slot if rule else None
        if isinstance(slot, Items):
            value = with_addresses(value) if slot.kind == "evidence" else value
            if not rest:
                return self.build(value, [], ENTITIES[slot.kind]) or self._renderer.scalar(value)
        if isinstance(slot, Url) and value.links:
            link = value.links[0]
            value = Run(link.href, [link.start] * len(link.href), [link.stop] * len(link.href), link.start)
        if not rest:
            return self._renderer.scalar(value)
        match slot:
            case Items():
                return self._entities(value, rest, ENTITIES[slot.kind])
            case Refs() | Texts():
                return self._several(value, rest)
            case Text():
                return self._text(value, rest)
        items = [item for block in rest for item in block.blocks]
        if not value.text and items and all(block.kind == "list" for block in rest):
            fields = [self._field(item, None) for item in items]
            if all(fields):
                known = tuple(field for field in fields if field)
                return Mapping(known, _around([field.name.span for field in known]), repeats=True)
            return self._several(value, rest)
        return self._text(value, rest)

    def _entities(self, value: Run, rest: list[Block], entity: type[Entity]) -> Node:
        """Entities that stand inside another: one with its fields, or a list of them."""
        items = [item for block in rest for item in block.blocks]
        named = [field for item in items if (field := self._name_in(item, entity))]
        fields = len(named) == len(items) and any(name.rule for name in named)
        if value.text or fields or not items:
            return self.build(value if value.text else None, rest, entity) or self._renderer.scalar(value)
        nodes = [node for block in rest if block.kind == "list" for node in self.items(block, entity)]
        if others := prose(self._renderer, [block for block in rest if block.kind != "list"]):
            nodes.append(joined(self._renderer, others))
        return Sequence(tuple(nodes), self._over(value, nodes))

    def _name_in(self, item: Block, entity: type[Entity]) -> _Named | None:
        if not item.blocks or item.blocks[0].kind != "paragraph":
            return None
        return self._named(self._head(item.blocks[0].chunk), entity)

    def _several(self, value: Run, rest: list[Block]) -> Node:
        """Several short texts: one behind the name, one for each item below."""
        nodes: list[Node] = [self._renderer.scalar(value)] if value.text else []
        for block in rest:
            for inner in block.blocks if block.kind == "list" else [block]:
                parts = prose(self._renderer, inner.blocks if inner.kind == "item" else [inner])
                nodes.extend([joined(self._renderer, parts)] if parts else [])
        return Sequence(tuple(nodes), self._over(value, nodes))

    def _text(self, value: Run, rest: list[Block]) -> Scalar:
        """One text, with what stands below it as further paragraphs."""
        parts = [Prose(value.text, value.start, value.stop)] if value.text else []
        parts.extend(prose(self._renderer, rest))
        return joined(self._renderer, parts) if parts else self._renderer.scalar(value)

    def _over(self, value: Run, nodes: list[Node]) -> Span:
        return _around([node.span for node in nodes]) if nodes else self._renderer.scalar(value).span


def _around(spans: list[Span]) -> Span:
    """The span from the first to the last of some."""
    first = min(spans, key=lambda span: (span.line, span.column))
    last = max(spans, key=lambda span: (span.end_line, span.end_column))
    return Span(first.line, first.column, last.end_line, last.end_column)
