"""Quantities as people write them: `$0.9M to $1.4M per year`, `11% of contacts`, `€0.22`, `3 of 5`, `150`."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure or a range of figures in one unit.

    `low` and `high` are equal for a plain figure; `likely` is given only when the author gave it.
    `unit` is "" or a currency sign or code ("$", "€", "USD"), "%", or a word ("min"). A percentage keeps
    the number that was typed: 11% is low=11, unit="%". `total` is the 5 of "3 of 5"; `of` is what the
    figure is a part of ("contacts"); `per` is the period or thing that it is counted over ("year").
    """

    low: Decimal
    high: Decimal
    likely: Decimal | None = None
    unit: str = ""
    total: Decimal | None = None
    of: str = ""
    per: str = ""
