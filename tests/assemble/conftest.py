"""Located blocks from Python values: a dict is a Mapping, a list a Sequence, a text a Scalar on a line of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from impactmap.assemble import assemble
from impactmap.diagnostics import Diagnostic, Span, SpecError
from impactmap.document import Document, Field, Mapping, Node, Scalar, Sequence
from impactmap.model import Model

Finding = tuple[str, str, str, str, str]


class Builder:
    """Lays out values line by line, so that every scalar has a true place in the source.

    A list of pairs, `Pairs([("n", "9"), ("n", "14")])`, is a mapping that names a field twice.
    """

    def __init__(self, repeats: bool) -> None:
        self.repeats = repeats
        self.lines: list[str] = []

    def document(self, value: dict[str, Any], path: str = "spec", **more: Any) -> Document:
        root = self.node({"title": "A map", **value})
        assert isinstance(root, Mapping)
        return Document(path, "\n".join(self.lines), root, **more)

    def scalar(self, text: str) -> Scalar:
        self.lines.append(text.replace("\n", " "))
        return Scalar(text, Span(len(self.lines), 1, len(self.lines), len(text) + 1))

    def node(self, value: Any) -> Node:
        if isinstance(value, str):
            return self.scalar(value)
        first = len(self.lines) + 1
        if not value:
            return (Sequence if isinstance(value, list) else Mapping)((), self.scalar("[]").span)
        if isinstance(value, list) and not isinstance(value, Pairs):
            items = tuple(self.node(item) for item in value)
            return Sequence(items, self.since(first))
        pairs = value.items() if isinstance(value, dict) else value
        fields = tuple(Field(self.scalar(name), self.node(part)) for name, part in pairs)
        return Mapping(fields, self.since(first), self.repeats)

    def since(self, first: int) -> Span:
        return Span(first, 1, len(self.lines), len(self.lines[-1]) + 1)


class Pairs(list[tuple[str, Any]]):
    """The fields of a mapping that names some twice."""


@pytest.fixture
def pairs() -> type[Pairs]:
    return Pairs


@pytest.fixture
def document() -> Callable[..., Document]:
    """The blocks of a map with these sections and fields."""

    def make(value: dict[str, Any] | None = None, *, repeats: bool = False, **sections: Any) -> Document:
        return Builder(repeats).document({**(value or {}), **sections})

    return make


@pytest.fixture
def model(document: Callable[..., Document]) -> Callable[..., Model]:
    """The Model of a map with these sections and fields."""
    return lambda *args, **sections: assemble(document(*args, **sections))


@pytest.fixture
def findings(document: Callable[..., Document]) -> Callable[..., list[Finding]]:
    """All that is found in a map: code, severity, message, the text that is underlined, hint."""

    def find(*args: Any, **sections: Any) -> list[Finding]:
        return told(document(*args, **sections))

    return find


@pytest.fixture
def tell() -> Callable[[Document], list[Finding]]:
    return told


def told(source: Document) -> list[Finding]:
    try:
        diagnostics = assemble(source).diagnostics
    except SpecError as error:
        diagnostics = error.diagnostics
    assert all(d.path == source.path for d in diagnostics)
    return [(d.code, d.severity, d.message, underlined(source, d), d.hint) for d in diagnostics]


def underlined(source: Document, finding: Diagnostic) -> str:
    """The text under the caret, "…" behind it when the finding goes on to another line."""
    span = finding.span
    if span is None:
        return ""
    line = source.text.split("\n")[span.line - 1]
    if span.line == span.end_line:
        return line[span.column - 1 : span.end_column - 1]
    return line[span.column - 1 :] + "…"
