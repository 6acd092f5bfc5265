"""A value on its way from text to meaning, and the shapes that it may have."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from impactmap.assemble.report import Report
from impactmap.document import Node, Scalar, Sequence
from impactmap.model.grammar import Rule
from impactmap.model.reading import ReadingError


class Reading(Struct, frozen=True):
    """A value to convert: of which field of what ("a root cause"), and where findings go."""

    report: Report
    noun: str
    rule: Rule
    node: Node

    @property
    def subject(self) -> str:
        return f"{self.noun}'s '{self.rule.name}'"


def is_absent(node: Node) -> bool:
    """Whether a value is nothing: `size:` with no value is the same as no `size` at all."""
    return isinstance(node, Scalar) and not node.text.strip()


def says_nothing(node: Node) -> bool:
    """Whether a value is nothing, or a list of nothing: `tags: []`."""
    return all(map(says_nothing, node.items)) if isinstance(node, Sequence) else is_absent(node)


def single(reading: Reading, wanted: str) -> Scalar | None:
    """The value as one text; a list or a mapping is reported."""
    if isinstance(reading.node, Scalar):
        return reading.node
    given = "a list" if isinstance(reading.node, Sequence) else "a list of fields"
    reading.report.error("wrong-type", f"{reading.subject} is {wanted}, not {given}", reading.node.span)
    reading.report.refuse(reading.node)
    return None


def several(reading: Reading, wanted: str) -> list[Scalar] | None:
    """The value as texts: one, or a list of them; anything else is reported."""
    if isinstance(reading.node, Scalar):
        return [reading.node]
    if isinstance(reading.node, Sequence):
        found = [replace(reading, node=node) for node in reading.node.items if not is_absent(node)]
        texts = [single(part, wanted) for part in found]
        return [text for text in texts if text is not None]
    reading.report.error("wrong-type", f"{reading.subject} is {wanted}, not a list of fields", reading.node.span)
    reading.report.refuse(reading.node)
    return None


def unreadable(reading: Reading, scalar: Scalar, code: str, error: ReadingError) -> None:
    """Reports a text that a parser refused, at the characters that the parser named."""
    reading.report.error(code, error.message, reading.report.place(scalar, error.start, error.end), error.hint)
