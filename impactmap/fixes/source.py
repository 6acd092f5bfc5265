"""What fixers look at, and the edits that they make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from impactmap.assemble import assemble
from impactmap.diagnostics import Diagnostic, Span, SpecError
from impactmap.document import Document, Field, Limits, Mapping, Node, Scalar, Sequence, Syntax
from impactmap.model import ENTITIES, Model
from impactmap.model.entities import Entity
from impactmap.model.grammar import Items, Rule, find
from impactmap.readers import read
from impactmap.readers.markdown_page import Page, page_of
from impactmap.readers.reading import Reading
from impactmap.readers.sniffing import sniff

Kind = type[Entity] | type[Model]


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """The characters from `start` up to `stop` of a source become `new`; `code` says which fixer wants it, and why."""

    start: int
    stop: int
    new: str
    code: str = field(compare=False, default="")
    why: str = field(compare=False, default="")


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text with its edits. Of two that overlap the one that begins first is made, and the other left out."""
    parts = []
    at = 0
    for edit in sorted(set(edits)):
        if edit.start < at:
            continue
        parts += [text[at : edit.start], edit.new]
        at = edit.stop
    return "".join([*parts, text[at:]])


@dataclass
class Source:
    """A spec as its fixers see it: the text, its blocks, what is wrong with it."""

    document: Document
    syntax: Syntax
    limits: Limits
    model: Model | None = None
    diagnostics: tuple[Diagnostic, ...] = ()

    @classmethod
    def of(cls, data: bytes, path: str, syntax: Syntax | None = None, limits: Limits | None = None) -> Source:
        """Never raises for what is in `data`."""
        limits = limits or Limits()
        document = read(data, path, syntax, limits)
        source = cls(document, syntax or sniff(path, document.text), limits)
        try:
            source.model = assemble(document)
            source.diagnostics = source.model.diagnostics
        except SpecError as error:
            source.diagnostics = error.diagnostics
        return source

    @property
    def text(self) -> str:
        return self.document.text

    @property
    def yaml(self) -> bool:
        """Whether the facts stand in YAML, which a page in Markdown may hold too."""
        return not self.document.root.repeats

    @cached_property
    def reading(self) -> Reading:
        return Reading(self.document.path, self.text, self.limits)

    @cached_property
    def page(self) -> Page | None:
        """The page, unless the source is YAML or could not be read whole."""
        return page_of(self.reading) if self.syntax == "markdown" and self.document.complete else None

    def place(self, span: Span) -> tuple[int, int]:
        """From which character up to which a span goes."""
        start = self.reading.line_start(span.line - 1) + span.column - 1
        return start, self.reading.line_start(span.end_line - 1) + span.end_column - 1

    def typed(self, scalar: Scalar) -> tuple[int, int] | None:
        """Where a text stands letter by letter; None when quotes, escapes or markup make it another one there."""
        start, stop = self.place(scalar.span)
        return (start, stop) if self.text[start:stop] == scalar.text else None

    def fields(self) -> Iterator[tuple[Kind, Rule, Field]]:
        """Every field that the grammar has, those of the map first."""
        todo: list[tuple[Kind, Mapping]] = [(Model, self.document.root)]
        while todo:
            kind, mapping = todo.pop()
            for item in mapping.fields:
                rule = find(kind, item.name.text)
                if rule is None:
                    continue
                yield kind, rule, item
                if isinstance(rule.slot, Items):
                    todo += [
                        (ENTITIES[rule.slot.kind], node) for node in _nodes(item.value) if isinstance(node, Mapping)
                    ]

    def lines(self) -> Iterator[tuple[Kind, Scalar]]:
        """The titles of items and the items that are a mere text: where an entity may be said in one line."""
        for _, rule, item in self.fields():
            if isinstance(rule.slot, Items):
                kind = ENTITIES[rule.slot.kind]
                for node in _nodes(item.value):
                    if isinstance(node, Scalar):
                        yield kind, node
                    elif isinstance(node, Mapping):
                        titles = (f for f in node.fields if (r := find(kind, f.name.text)) and r.name == "title")
                        yield from ((kind, f.value) for f in titles if isinstance(f.value, Scalar))


def _nodes(value: Node) -> tuple[Node, ...]:
    return value.items if isinstance(value, Sequence) else (value,)


def scalars(value: Node) -> Iterator[Scalar]:
    """The texts of a field that holds one, or a list of them."""
    for node in _nodes(value):
        if isinstance(node, Scalar):
            yield node
