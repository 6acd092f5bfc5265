"""A goal in one line: `mau_per_customer from 150 to 171 by 2027-03-31`."""

from __future__ import annotations

import re

from impactmap.assemble.draft import Draft
from impactmap.assemble.identity import folded
from impactmap.assemble.index import Index
from impactmap.assemble.oneline import say
from impactmap.assemble.report import Report
from impactmap.document import Scalar
from impactmap.model.quantity import parse_quantity
from impactmap.model.reading import plain, reads
from impactmap.model.when import parse_when

_METRIC = ("metric",)
_WORD = re.compile(r"\s+(?:from|to|by)\s+", re.IGNORECASE)
_REST = re.compile(
    r"(?:\s+from\s+(?P<baseline>.+?))?(?:\s+to\s+(?P<target>.+?))?(?:\s+by\s+(?P<by>.+?))?\s*",
    re.IGNORECASE | re.DOTALL,
)
# `KR2: …`, `O1. …`, `KR 1.2 – …`, `[KR3] …`: how people number their goals.
_NUMBER = re.compile(
    r"(?:\[(?:OKR|KR|O) ?\d+(?:\.\d+)*\]:?|(?:OKR|KR|O|key result|objective) ?\d+(?:\.\d+)*(?:[:.)]|\s+[-–—]))\s+",
    re.IGNORECASE,
)
WORDS = 12  # of from, to and by in one line; prose with more of them is prose
LENGTH = 300  # characters; a goal in one line is a line


def goal_line(report: Report, index: Index, draft: Draft) -> None:
    """Reads `<metric> from A to B by DATE` into the draft; any of from, to and by may be missing.

    The line stays a mere title when the goal names its metric elsewhere, when it names none that the map has
    (an unknown one is reported if the rest is plainly a target), or when no part of the rest can be read.
    A number before the metric is no part of its name, unless the map has a metric of that name.
    """
    line = draft.line
    if line is None or "metric" in draft.places or len(line.text) > LENGTH:
        return
    number = _NUMBER.match(line.text)
    if _known_metric(report, index, draft, line):
        return
    if number:
        line = report.cut(line, number.end(), len(line.text))
        if _known_metric(report, index, draft, line):
            return
    _unknown_metric(report, index, draft, line)


def _known_metric(report: Report, index: Index, draft: Draft, line: Scalar) -> bool:
    """Whether the line begins with a metric of the map; reads it, if the rest is meant as a goal."""
    if index.find(line.text, _METRIC):
        _fill(report, draft, {"metric": line})
        return True
    for end in reversed(_splits(line)):
        if index.find(line.text[:end], _METRIC):
            said = _said(report, line, end)
            if any(_is_meant(attribute, value) for attribute, value in said.items() if attribute != "metric"):
                _fill(report, draft, said)
            return True
    return False


def _unknown_metric(report: Report, index: Index, draft: Draft, line: Scalar) -> None:
    """Reads a line that is plainly a goal: its metric is reported with all other references."""
    for end in _splits(line):
        said = _said(report, line, end)
        values = {attribute: value for attribute, value in said.items() if attribute != "metric"}
        if values and all(_reads(attribute, value.text) for attribute, value in values.items()):
            near = report.nearby.find(folded(line.text[:end]), index.names(_METRIC), 0.8)
            if near or {"baseline", "target"} <= said.keys():
                _fill(report, draft, said)
                return


def _splits(line: Scalar) -> list[int]:
    """Where the metric may end; nowhere in a line with more than WORDS such places."""
    found = [found.start() for found in _WORD.finditer(line.text)]
    return found if len(found) <= WORDS else []


def _said(report: Report, line: Scalar, end: int) -> dict[str, Scalar]:
    """The line in parts, when the metric ends at character `end`; only the metric when the rest has another form."""
    said = {"metric": report.cut(line, 0, end)}
    found = _REST.fullmatch(line.text, end)
    for attribute, text in (found.groupdict() if found else {}).items():
        if found and text is not None:
            said[attribute] = report.cut(line, *found.span(attribute))
    return said


def _fill(report: Report, draft: Draft, said: dict[str, Scalar]) -> None:
    del draft.values["title"]  # the metric's title will do
    for attribute, value in said.items():
        say(report, draft, attribute, value)


def _is_meant(attribute: str, value: Scalar) -> bool:
    """Whether a value is one, or has figures in it and must be a wrong one."""
    return any(c.isdigit() for c in plain(value.text)) or _reads(attribute, value.text)


def _reads(attribute: str, text: str) -> bool:
    return reads(parse_when if attribute == "by" else parse_quantity, text)
