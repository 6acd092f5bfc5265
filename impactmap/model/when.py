"""Dates as precise as people know them: `2026-11-01`, `2026-11`, `2026-Q4`, `2026`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class When:
    """A day, month, quarter or year; parts that nobody gave are 0."""

    year: int
    quarter: int = 0
    month: int = 0
    day: int = 0
