"""YAML to located blocks, from PyYAML's event stream.

Never by `compose` or `load`: those recurse, build objects, and take the second of two equal keys in silence.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any

import yaml
from msgspec import Struct, field
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)

from impactmap.diagnostics import Span
from impactmap.document import Field, Mapping, Node, Scalar, Sequence
from impactmap.model import ENTITIES, Model
from impactmap.model.grammar import Items, Refs, Texts, find, fold
from impactmap.readers.decoding import CONTROL, name
from impactmap.readers.reading import Reading
from impactmap.readers.smallest import YAML
from impactmap.readers.yaml_errors import Trouble, explain

LOADER: Any = yaml.CLoader if yaml.__with_libyaml__ else yaml.Loader

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_WORD = re.compile(r"\S*")
_FIGURE = re.compile(r"[:,[]([^\n:,[\]{}]*\d),$")
_THOUSANDS = re.compile(r"\d{3}(?!\d)")
_RESUMES = 50  # so many syntax errors are enough for one run
_NODES = 4  # names, lists and mappings beside each text that the limit `items` allows, itself included


def _cut_figure(text: str, comma: int, rest: str) -> str:
    """The figure with a comma whose thousands were taken for the name of a field: `{value: 12,000}`; or ""."""
    before = _FIGURE.search(text, max(comma - 20, 0), comma) if _THOUSANDS.match(rest) else None
    return f"{before[1].strip()},{rest}" if before else ""


class _StopError(Exception):
    """Enough is read; why has been reported."""


def read_yaml(reading: Reading, start: int = 0, stop: int | None = None, loader: Any = LOADER) -> Mapping:
    """The root of the spec in the characters from `start` up to `stop`; what is wrong goes to the reading.

    After a syntax error reading goes on with the next field of the map. `loader` is a PyYAML loader class, of
    which only the parser is used.
    """
    stop = len(reading.text) if stop is None else stop
    builder = _Builder(reading)
    base = start
    for _ in range(_RESUMES):
        trouble = _run(builder, base, stop, loader)
        if trouble is None:
            break
        reading.complete = False
        reading.report("syntax", trouble.message, reading.span(trouble.start, trouble.stop), trouble.hint)
        builder.unwind()
        following = _next_field(reading, max(trouble.start, base), stop, builder.indent)
        if following is None:
            break
        base = following
    return builder.root(start, stop)


def _run(builder: _Builder, base: int, stop: int, loader: Any) -> Trouble | None:
    """Builds from the characters from `base` up to `stop`; the error that it stopped at, if any."""
    reading = builder.reading
    builder.base = base
    try:
        for event in _events(reading.text[base:stop], loader):
            builder.take(event)
    except _StopError:
        reading.complete = False
        builder.unwind()
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # the Python parser leaks the last two
        return explain(error, reading, base, builder.open_bracket)
    return None


def _events(text: str, loader: Any) -> Iterator[Event]:
    parser = loader(text)
    try:
        while parser.check_event():
            yield parser.get_event()
    finally:
        parser.dispose()


def _next_field(reading: Reading, trouble: int, stop: int, indent: int) -> int | None:
    """The first line after that of the trouble which begins with a field of the map itself."""
    after = reading.line_start(reading.line_of(trouble) + 1)
    field_start = re.compile(rf"^ {{{indent}}}[A-Za-z][\w -]{{0,40}}:(?=\s)", re.MULTILINE)
    found = field_start.search(reading.text, after, stop)
    return found.start() if found else None


@functools.cache
def _may_be_list(name: str) -> bool:
    """Whether some entity, or the map, has a list of this name."""
    found = (find(kind, name) for kind in (Model, *ENTITIES.values()))
    return any(rule and isinstance(rule.slot, Items | Texts | Refs) for rule in found)


class _Open(Struct):
    """A collection whose end has not come yet."""

    start: int
    mapping: bool
    flow: bool
    as_key: bool = False
    dropped: bool = False  # a part that was reported: it is read to its end and handed to nobody
    fields: list[Field] = field(default_factory=list)
    items: list[Node] = field(default_factory=list)
    key: Scalar | None = None
    awaiting: bool = False  # the key has come, its value has not
    skip: bool = False  # the value that comes next is dropped
    first: dict[str, int] = field(default_factory=dict)  # folded name: the line on which it stands

    def close(self, reading: Reading, end: int) -> Node:
        spans = [f.value.span for f in self.fields] if self.mapping else [n.span for n in self.items]
        opening = reading.span(self.start, max(end, self.start))
        if not self.flow and spans:
            last = max(spans, key=lambda s: (s.end_line, s.end_column))
            opening = Span(opening.line, opening.column, last.end_line, last.end_column)
        return Mapping(tuple(self.fields), opening) if self.mapping else Sequence(tuple(self.items), opening)


class _Builder:
    """Puts located blocks together as the events come."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.base = 0
        self.indent = 0  # spaces before the fields of the map itself
        self._stack: list[_Open] = []
        self._root: Node | None = None
        self._fields: list[Field] = []  # those of the root, over all that was resumed
        self._first: dict[str, int] = {}
        self._documents = 0
        self._parts = 0  # texts, and lists and mappings with nothing in them
        self._nodes = 0  # these and all else
        self._last = 0

    # ---- the outcome ---------------------------------------------------------------------------------------

    def root(self, start: int, stop: int) -> Mapping:
        """The map: an empty one, and an error, when what was read is none."""
        whole = self.reading.span(start, stop)
        if isinstance(self._root, Mapping) or self._fields:
            return Mapping(tuple(self._fields), whole)
        if self.reading.complete:
            self.reading.complete = False
            if self._root is None or (isinstance(self._root, Scalar) and not self._root.text):
                self.reading.report("empty", "there is no spec in it", None, YAML)
            else:
                what = "a list" if isinstance(self._root, Sequence) else "a text"
                self.reading.report(
                    "root",
                    f"a spec is fields with names, and this is {what}",
                    self._root.span,
                    "write `title: …` first, then `need:`, `causes:`, `harms:`, `gains:`",
                )
        return Mapping((), whole)

    def unwind(self) -> None:
        """Closes what is open, after an error: what was read before it is kept."""
        self._documents = 0
        while self._stack:
            top = self._stack.pop()
            if not top.dropped and not top.as_key:
                # What a bracket opened is not to be judged without its end.
                self._attach(None if top.flow else top.close(self.reading, self._last))

    @property
    def open_bracket(self) -> int | None:
        """Where the innermost `[` or `{` stands that has not been closed."""
        return next((opened.start for opened in reversed(self._stack) if opened.flow), None)

    # ---- events --------------------------------------------------------------------------------------------

    def take(self, event: Event) -> None:
        """One event of the parser. Raises _StopError when it goes over a limit."""
        if isinstance(event, DocumentStartEvent):
            self._documents += 1
        elif not isinstance(event, NodeEvent):
            if self._stack and type(event).__name__ in {"MappingEndEvent", "SequenceEndEvent"}:
                self._last = self._offset(event.end_mark)
                self._end(self._stack.pop())
        elif self._documents > 1 and not self._stack:
            self._second(event)
        else:
            self._node(event)

    def _second(self, event: NodeEvent) -> None:
        if isinstance(event, ScalarEvent) and not event.value and self._documents == 2:
            return  # a line of `---` at the end closes a document, and begins none
        self.reading.report(
            "documents",
            "a second YAML document begins here; a spec is one",
            self._span(event.start_mark, event.start_mark),
            "put it in a file of its own",
        )
        raise _StopError

    def _node(self, event: NodeEvent) -> None:
        start = self._offset(event.start_mark)
        self._nodes += 1
        top = self._stack[-1] if self._stack else None
        is_name = top is not None and top.mapping and not top.awaiting
        self._count(0 if is_name or isinstance(event, CollectionStartEvent) else 1, start)
        self._last = self._offset(event.end_mark)
        if isinstance(event, AliasEvent):
            self._refuse("alias", "*", start, self._last)
            self._attach(None)
            return
        if event.anchor is not None:
            self._refuse("anchor", "&", start, start + 1 + len(event.anchor))
        tag = getattr(event, "tag", None)
        if tag is not None:
            sign = max(self.reading.text.find("!", start), start)  # behind an anchor, if there is one
            end = _WORD.match(self.reading.text, sign)
            self._refuse("tag", "!", sign, end.end() if end else sign)
        if isinstance(event, CollectionStartEvent):
            self._begin(event, start)
        elif isinstance(event, ScalarEvent):
            self._attach(self._scalar(event, start, self._last))

    def _count(self, parts: int, start: int) -> None:
        """Counts what the limit `items` counts, as a Markdown page of the same spec would."""
        self._parts += parts
        limit = self.reading.limits.items
        if self._parts > limit or self._nodes > _NODES * limit:
            what = f"{limit:,} parts" if self._parts > limit else f"{_NODES * limit:,} names, lists and texts"
            text = self.reading.text  # each part stands on a line, behind a comma or in brackets of its own
            enough = sum(map(text.count, "\n,[{"), 1)
            self.reading.over("items", f"the spec has more than {what}", self.reading.span(start, start + 1), enough)
            raise _StopError

    def _refuse(self, code: str, sign: str, start: int, stop: int) -> None:
        what = {
            "alias": "an alias of YAML, which stands for another part; a spec repeats it instead",
            "anchor": "an anchor of YAML, a name for other parts to refer to; a spec has none",
            "tag": "a tag of YAML, which names a type; in a spec all is text",
        }[code]
        self.reading.report(
            code, f"'{sign}' begins {what}", self.reading.span(start, stop), f"quote a text that starts with '{sign}'"
        )

    def _begin(self, event: CollectionStartEvent, start: int) -> None:
        top = self._stack[-1] if self._stack else None
        opened = _Open(start, isinstance(event, MappingStartEvent), bool(event.flow_style))
        if top is not None:
            opened.as_key = top.mapping and not top.awaiting
            opened.dropped = top.dropped or top.as_key or (top.awaiting and top.skip)
        elif opened.mapping:
            opened.fields, opened.first = self._fields, self._first
            self.indent = start - self.reading.line_start(self.reading.line_of(start))
        self._stack.append(opened)
        depth = self.reading.limits.depth
        if len(self._stack) > depth:
            self.reading.over(
                "depth", f"the spec is nested more than {depth} deep", self.reading.span(start, start + 1)
            )
            raise _StopError

    def _end(self, closed: _Open) -> None:
        if not closed.fields and not closed.items:
            self._count(1, closed.start)
        node = closed.close(self.reading, self._last)
        if not closed.as_key:
            self._attach(node)
            return
        top = self._stack[-1]
        top.awaiting = top.skip = True
        if not top.dropped:
            self.reading.report(
                "key",
                "a name must be plain text, and this is a list or a group of fields",
                node.span,
                "quote a text with braces in it" if closed.mapping else "write `name: value`",
            )

    # ---- nodes ---------------------------------------------------------------------------------------------

    def _attach(self, node: Node | None) -> None:
        """Puts a part where it belongs; None for one that was refused."""
        if not self._stack:
            if not isinstance(self._root, Mapping):
                self._root = node
            return
        top = self._stack[-1]
        if not top.mapping:
            if node is not None:
                top.items.append(node)
        elif not top.awaiting:
            self._name(top, node)
        else:
            if top.key is not None and node is not None and not top.skip:
                top.fields.append(Field(top.key, node))
            top.key, top.awaiting, top.skip = None, False, False

    def _name(self, top: _Open, node: Node | None) -> None:
        top.awaiting, top.skip = True, not isinstance(node, Scalar)
        if not isinstance(node, Scalar):
            return
        top.key = node
        folded = fold(node.text)
        if top.dropped:
            return
        if folded == "<<":
            top.skip = True
            self.reading.report(
                "merge-key", "'<<' merges another part in, which a spec does not do", node.span, "write the fields out"
            )
        elif figure := _cut_figure(self.reading.text, self._last - len(node.text), node.text):
            top.skip = True
            self.reading.report(
                "key", f"the comma in '{figure}' ends the value before it", node.span, f'quote it: "{figure}"'
            )
        elif not folded:
            top.skip = True
            self.reading.report("key", "the name before ':' is missing", node.span, "write `name: value`")
        elif folded in top.first:
            top.skip = True
            self.reading.report(
                "duplicate-key",
                f"'{node.text}' is said twice",
                node.span,
                f"it first stands on line {top.first[folded]}; "
                + ("make one list of the two" if _may_be_list(folded) else "delete one of them"),
            )
        else:
            top.first[folded] = node.span.line

    def _scalar(self, event: ScalarEvent, start: int, stop: int) -> Scalar:
        text: str = event.value
        span = self.reading.span(*self._inside(event.style or "", start, stop))
        if not event.style and text in _NULLS:
            return Scalar("", span)
        if found := CONTROL.search(text):
            self.reading.report("control-character", f"{name(found[0])} cannot be drawn", span, "delete it")
            text = CONTROL.sub("\ufffd", text)
        text = text.strip()
        limit = self.reading.limits.text
        if len(text) > limit:
            self.reading.over("text", f"this text has {len(text):,} characters", span, len(text))
            text = text[:limit]
        return Scalar(text, span)

    def _inside(self, style: str, start: int, stop: int) -> tuple[int, int]:
        """Where the text of a scalar itself stands: inside its quotes, under its `|`."""
        text = self.reading.text
        if style in {"'", '"'} and "\n" not in text[start:stop]:
            opening = text.find(style, start, stop)  # behind an anchor or a tag
            return opening + 1, max(stop - 1, opening + 1)
        if style in {"|", ">"}:
            body = text.find("\n", start, stop)
            if body >= 0 and (raw := text[body:stop]).strip():
                return body + len(raw) - len(raw.lstrip()), body + len(raw.rstrip())
            return start, start + 1
        return start, stop

    # ---- places --------------------------------------------------------------------------------------------

    def _offset(self, mark: Any) -> int:
        # By index: PyYAML's own lines also end where no editor ends them.
        return self.base + int(mark.index)

    def _span(self, start: Any, stop: Any) -> Span:
        return self.reading.span(self._offset(start), self._offset(stop) + 1)
