"""Located blocks: what a reader hands on, the same for every syntax.

A spec is a tree of mappings, sequences and scalars in which every part knows its place in the source.
Scalars are still the text that the author typed; the meaning comes later (see `impactmap.assemble`).
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from impactmap.diagnostics import Diagnostic, Span

Syntax = Literal["markdown", "yaml"]


class Limits(Struct, frozen=True):
    """What a spec may cost. A spec over a limit is refused with a message that names the limit."""

    bytes: int = 4_000_000  # size of the source
    depth: int = 24  # nesting of YAML collections or Markdown lists
    items: int = 25_000  # texts: each title, id, value of a field, member of a list; 2,000 full items need some 22,000
    text: int = 20_000  # characters of one scalar


class Scalar(Struct, frozen=True):
    """A text as typed (quotes and markup removed, outer white space stripped)."""

    text: str
    span: Span


class Field(Struct, frozen=True):
    """A named value; `name` is as typed."""

    name: Scalar
    value: Node


class Mapping(Struct, frozen=True):
    """Fields in source order.

    `repeats` is True where the syntax lets a field be said several times to make a list (Markdown);
    otherwise (YAML) a reader has already reported the second one.
    """

    fields: tuple[Field, ...]
    span: Span
    repeats: bool = False


class Sequence(Struct, frozen=True):
    items: tuple[Node, ...]
    span: Span


Node = Scalar | Mapping | Sequence


class Document(Struct, frozen=True):
    """A source that has been read: the root holds the map's own fields and one field per section.

    Lines of `text` end in a line feed and nothing else does. `complete` is False when an error kept a part of
    the source from being read: what seems to be missing may stand there, so nobody should complain of it.
    `skipped` are ids and titles of what looks like items and was read as prose, each with the heading above it.
    """

    path: str
    text: str
    root: Mapping
    diagnostics: tuple[Diagnostic, ...] = field(default=())
    complete: bool = True
    skipped: dict[str, str] = field(default_factory=dict)


class Remark(Struct, frozen=True):
    """What a source says beside its facts: a comment, a block of the page, a field of front matter for other tools.

    Of a comment only its words are kept, over several lines perhaps; `line` is the first one, from 1. `kind` is
    "comment", "front matter", "footnote", "link" (the definition of one), or the kind of the block ("paragraph").
    """

    text: str
    line: int
    kind: str = "comment"
