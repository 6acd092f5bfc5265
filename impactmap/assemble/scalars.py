"""From what was typed to what it means: one converter per slot of the grammar, listed in `CONVERTERS`.

A converter gets a Reading and returns the value, or None when it has reported why there is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from impactmap.assemble.amounts import amount
from impactmap.assemble.links import bare_link, problem
from impactmap.assemble.reading import Reading, several, single, unreadable
from impactmap.assemble.report import Report
from impactmap.document import Node, Scalar
from impactmap.model.grammar import Amount, Choice, Count, Day, Formula, Refs, Rule, Slot, Text, Texts, Url, wordings
from impactmap.model.grammar import choose as word_of
from impactmap.model.reading import ReadingError, plain, short
from impactmap.model.when import When, parse_when


def convert(report: Report, noun: str, rule: Rule, node: Node) -> Any:
    """The Python value of a field (see the slots in `impactmap.model.grammar`); None when it was reported instead.

    References come as the list of their Scalars. `Items` are not converted here.
    """
    return CONVERTERS[type(rule.slot)](Reading(report, noun, rule, node))


def text(reading: Reading) -> str | None:
    scalar = single(reading, "one text")
    return scalar.text if scalar else None


def texts(reading: Reading) -> tuple[str, ...] | None:
    scalars = several(reading, "a list of texts")
    if scalars is None:
        return None
    parts = (part for s in scalars for part in (s.text.split(",") if s is reading.node else [s.text]))
    return tuple(part.strip() for part in parts if part.strip())


def choice(reading: Reading) -> str | None:
    scalar = single(reading, "one word")
    if scalar is None:
        return None
    slot = reading.rule.slot
    assert isinstance(slot, Choice)  # noqa: S101 - CONVERTERS says so; this tells mypy
    word = word_of(slot, scalar.text)
    if word is None:
        expected = f"one of {', '.join(slot.words)}"
        nearest = reading.report.nearby.did_you_mean(scalar.text, wordings(slot))
        reading.report.error(
            "unknown-choice",
            f"{reading.subject} cannot be '{short(scalar.text)}'",
            scalar.span,
            f"{nearest} It is {expected}" if nearest else expected,
        )
    return word


_COUNT = re.compile(r"\d{1,15}|\d{1,3}(?:,\d{3}){1,4}")


def count(reading: Reading) -> int | None:
    scalar = single(reading, "a whole number")
    if scalar is None:
        return None
    typed = plain(scalar.text).strip()
    if _COUNT.fullmatch(typed):
        return int(typed.replace(",", ""))
    reading.report.error(
        "bad-count", f"'{short(scalar.text)}' is not a whole number", scalar.span, "write it in digits, such as 14"
    )
    return None


def day(reading: Reading) -> When | None:
    scalar = single(reading, "one date")
    if scalar is None:
        return None
    try:
        return parse_when(scalar.text)
    except ReadingError as error:
        unreadable(reading, scalar, "bad-date", error)
        return None


def url(reading: Reading) -> str | None:
    scalar = single(reading, "one link")
    if scalar is None:
        return None
    address = bare_link(scalar.text.strip())
    if wrong := problem(address):
        reading.report.error("unsafe-link", wrong[0], scalar.span, wrong[1])
        return None
    return address


def references(reading: Reading) -> list[Scalar] | None:
    return several(reading, "the id or title of an item")


CONVERTERS: dict[type[Slot], Callable[[Reading], Any]] = {
    Text: text,
    Texts: texts,
    Choice: choice,
    Amount: amount,
    Count: count,
    Day: day,
    Url: url,
    Formula: text,
    Refs: references,
}
