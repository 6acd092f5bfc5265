"""What the one-line forms of entities share: putting what a line says into a draft, each field once."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from impactmap.assemble.draft import Draft, Kind
from impactmap.assemble.report import Report
from impactmap.assemble.scalars import convert
from impactmap.document import Scalar
from impactmap.model.grammar import Choice, Refs, Rule, choose, rules


def rule_of(kind: Any, attribute: str) -> Rule:
    """The field of an entity that is known to have it."""
    return _rules(kind)[attribute]


@functools.cache
def _rules(kind: Any) -> Mapping[str, Rule]:
    return {rule.attribute: rule for rule in rules(kind)}


def is_word(kind: Kind, attribute: str, text: str) -> bool:
    """Whether a text is one of the words of a field."""
    slot = rule_of(kind, attribute).slot
    return isinstance(slot, Choice) and choose(slot, text) is not None


def say(report: Report, draft: Draft, attribute: str, piece: Scalar) -> None:
    """Sets a field from a piece of a line; reports a piece that cannot be read, and a field that is set already."""
    rule = rule_of(draft.kind, attribute)
    if attribute in draft.places:
        report.error(
            "duplicate-field",
            f"{draft.noun} has '{rule.name}' twice",
            piece.span,
            f"it was given at line {draft.places[attribute].line} already",
        )
        return
    draft.places[attribute] = piece.span
    value = convert(report, draft.noun, rule, piece)
    if value is None:
        return
    if isinstance(rule.slot, Refs):
        draft.references[attribute] = value
    else:
        draft.values[attribute] = value


def bounds(text: str, marks: Mapping[str, str]) -> list[tuple[int, int]]:
    """Where the pieces of a line begin and end, empty ones left out; commas in quotes part nothing.

    `marks` maps opening quotation marks to what may close them. They quote at the start of a piece only, and a mark
    that found no partner is not looked for again.
    """
    found: list[tuple[int, int]] = []
    start = at = 0
    lone: set[str] = set()
    while at <= len(text):
        mark = text[at : at + 1]
        if at == len(text) or mark == ",":
            found.append((start, at))
            start = at + 1
        elif mark in marks and mark not in lone and not text[start:at].strip():
            closing = min((end for c in marks[mark] if (end := text.find(c, at + 1)) >= 0), default=-1)
            if closing < 0:
                lone.add(mark)
            else:
                at = closing
        at += 1
    return [(first, last) for first, last in found if text[first:last].strip()]
