"""Dates as precise as people know them: when one begins (when it ends, it says itself)."""

from __future__ import annotations

from datetime import date

from impactmap.model.when import When


def first_day(when: When) -> date:
    """The first day of a day, month, quarter or year."""
    month = when.month or (when.quarter * 3 - 2 if when.quarter else 1)
    return date(when.year, month, when.day or 1)
