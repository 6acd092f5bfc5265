"""What a writer is fed with: the located blocks of a spec, in the words of the grammar and in no syntax.

Not the Model: it keeps what things mean, not how they were said. A figure typed as `$0.9M to $1.4M per year`, a
reference by title, an actor named in passing, a column without links, evidence in one line: all that a person would
find again is in the blocks. That the meaning stays is proven by reading back (see `impactmap.convert`).
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from impactmap.document import Document, Field, Mapping, Node, Scalar, Sequence
from impactmap.model import ENTITIES, Model
from impactmap.model.entities import Entity
from impactmap.model.grammar import Choice, Items, Refs, Rule, Texts, choose, find

Path = tuple[str | int, ...]
"""Where a fact stands in a Model: `("causes", 3, "evidence", 0, "quote")`."""


class Words(Struct, frozen=True):
    """One text. Lines count from 1."""

    text: str
    line: int


class Several(Struct, frozen=True):
    """Several texts: references, tags, the two ends of a range."""

    members: tuple[Words, ...]


class Group(Struct, frozen=True):
    """A quantity in parts (low, high, per, …)."""

    parts: tuple[tuple[str, Words], ...]


class Entry(Struct, frozen=True):
    """A field and its value; `line` is where it begins in the source."""

    rule: Rule
    value: Words | Several | Group | tuple[Item, ...]
    line: int


class Item(Struct, frozen=True):
    """An entity, or the map itself, with what its author says of it: title and id first, each field once."""

    kind: type[Entity] | type[Model]
    entries: tuple[Entry, ...]
    line: int

    def entry(self, attribute: str) -> Entry | None:
        return next((entry for entry in self.entries if entry.rule.attribute == attribute), None)

    def words(self, attribute: str) -> str:
        """The one text of a field; "" when it has none, or more."""
        entry = self.entry(attribute)
        return entry.value.text if entry and isinstance(entry.value, Words) else ""

    def without(self, *attributes: str) -> Item:
        return Item(self.kind, tuple(e for e in self.entries if e.rule.attribute not in attributes), self.line)


def singular(rule: Rule) -> str:
    """What a field is called that holds one of its entities: `test` of `tests`."""
    kind = rule.slot.kind if isinstance(rule.slot, Items) else ""
    return kind if rule.name == f"{kind}s" else rule.name


def spec_of(document: Document) -> Item:
    """The whole spec of a document that has been read and assembled without an error."""
    return _item(Model, document.root)


def _item(kind: type[Entity] | type[Model], node: Mapping) -> Item:
    values: dict[str, list[Field]] = {}
    for field in node.fields:
        rule = find(kind, field.name.text)
        if rule and not _is_absent(field.value):
            values.setdefault(rule.attribute, []).append(field)
    entries = []
    for fields in values.values():
        rule = find(kind, fields[0].name.text)
        value = _value(rule, [field.value for field in fields]) if rule else None
        if rule and value is not None:
            # A name that nobody typed stands where its value stands.
            entries.append(Entry(rule, value, min(fields[0].name.span.line, fields[0].value.span.line)))
    entries.sort(key=lambda entry: ("title", "id").index(entry.rule.name) if entry.rule.name in ("title", "id") else 2)
    return Item(kind, tuple(entries), min((entry.line for entry in entries), default=node.span.line))


def _value(rule: Rule, nodes: list[Node]) -> Words | Several | Group | tuple[Item, ...] | None:
    if isinstance(rule.slot, Items):
        return tuple(_items(ENTITIES[rule.slot.kind], nodes)) or None
    if isinstance(nodes[0], Mapping):
        parts = [(f.name.text, _words(f.value)) for f in nodes[0].fields if isinstance(f.value, Scalar)]
        return Group(tuple((name, words) for name, words in parts if words.text.strip()))
    if len(nodes) == 1 and isinstance(nodes[0], Scalar):
        words = _words(nodes[0])
        known = choose(rule.slot, words.text) if isinstance(rule.slot, Choice) else None
        return Words(known, words.line) if known else words
    members: list[Words] = []
    for node in nodes:
        if isinstance(node, Scalar):
            members += _parted(_words(node)) if isinstance(rule.slot, Texts) else [_words(node)]
        elif isinstance(node, Sequence):
            members += [_words(part) for part in node.items if isinstance(part, Scalar) and not _is_absent(part)]
    if len(members) == 1 and not isinstance(rule.slot, Texts | Refs):
        return members[0]
    return Several(tuple(members)) if members else None


def _parted(words: Words) -> Iterator[Words]:
    return (Words(part.strip(), words.line) for part in words.text.split(",") if part.strip())


def _words(node: Node) -> Words:
    return Words(node.text if isinstance(node, Scalar) else "", node.span.line)


def _items(kind: type[Entity], nodes: list[Node]) -> Iterator[Item]:
    """Those that are not empty, as the assembler takes them."""
    for value in nodes:
        for node in value.items if isinstance(value, Sequence) else (value,):
            if isinstance(node, Scalar) and not _is_absent(node):
                rule = find(kind, "title")
                if rule:
                    yield Item(kind, (Entry(rule, _words(node), node.span.line),), node.span.line)
            elif isinstance(node, Mapping) and not all(_says_nothing(field.value) for field in node.fields):
                yield _item(kind, node)


def _is_absent(node: Node) -> bool:
    return isinstance(node, Scalar) and not node.text.strip()


def _says_nothing(node: Node) -> bool:
    return all(map(_says_nothing, node.items)) if isinstance(node, Sequence) else _is_absent(node)
