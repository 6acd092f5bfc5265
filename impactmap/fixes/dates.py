"""Dates become ISO dates: `Nov 2026` is `2026-11`, and `13.04.2026`, which is none, can only mean `2026-04-13`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from impactmap.assemble.evidence import pieces
from impactmap.fixes.source import Edit, Source, scalars
from impactmap.model import Evidence
from impactmap.model.grammar import Day
from impactmap.model.when import WhenError, parse_when

_ONLY = re.compile(r"write (\d{4}(?:-\d{2}){1,2})")


def fix(source: Source) -> Iterator[Edit]:
    for _, rule, item in source.fields():
        if isinstance(rule.slot, Day):
            for scalar in scalars(item.value):
                if place := source.typed(scalar):
                    yield from _iso(scalar.text, *place)
    for kind, line in source.lines():
        if kind is Evidence and (place := source.typed(line)):
            for first, last in pieces(line.text):
                piece = line.text[first:last]
                start = place[0] + first + len(piece) - len(piece.lstrip())
                yield from _iso(piece.strip(), start, start + len(piece.strip()))
    for diagnostic in source.diagnostics:
        meant = _ONLY.fullmatch(diagnostic.hint)
        if diagnostic.code == "bad-date" and diagnostic.span and meant:
            start, stop = source.place(diagnostic.span)
            yield Edit(start, stop, meant[1], "date", f"'{source.text[start:stop]}' is {meant[1]}")


def _iso(typed: str, start: int, stop: int) -> Iterator[Edit]:
    try:
        date = str(parse_when(typed))
    except WhenError:
        return
    if date != typed:
        yield Edit(start, stop, date, "date", f"'{typed}' is {date}")
