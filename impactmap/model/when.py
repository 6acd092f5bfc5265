"""Dates as precise as people know them: `2026-11-01`, `2026-11`, `2026-Q4`, `2026`."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from impactmap.model.reading import ReadingError, plain, short

# Written out: the calendar module's names follow the locale of the machine, and a map must not.
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
YEARS = range(1900, 2201)
FORMS = "2026-11-01, 2026-11, 2026-Q4 or 2026"


@dataclass(frozen=True, slots=True, order=True)
class When:
    """A day, month, quarter or year; parts that nobody gave are 0."""

    year: int
    quarter: int = 0
    month: int = 0
    day: int = 0

    def __str__(self) -> str:
        """The ISO form, which `parse_when` reads back."""
        if self.quarter:
            return f"{self.year:04}-Q{self.quarter}"
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)]
        return "-".join(parts)

    def last_day(self) -> date:
        """The last day of the day, month, quarter or year."""
        month = self.month or self.quarter * 3 or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def long(self) -> str:
        """`1 November 2026`, `November 2026`, `Q4 2026`, `2026`."""
        return self._words(len(max(MONTHS, key=len)))

    def short(self) -> str:
        """`1 Nov 2026`, `Nov 2026`, `Q4 2026`, `2026`."""
        return self._words(3)

    def _words(self, letters: int) -> str:
        if self.quarter:
            return f"Q{self.quarter} {self.year}"
        day = f"{self.day} " if self.day else ""
        month = f"{MONTHS[self.month - 1][:letters]} " if self.month else ""
        return f"{day}{month}{self.year}"


class WhenError(ReadingError):
    """A text is not a date, or names one that no calendar has."""


_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
_YEAR = re.compile(r"\d{4}")
_QUARTER_LAST = re.compile(r"(\d{4})[ -]?Q(\d+)", re.IGNORECASE)
_QUARTER_FIRST = re.compile(r"Q(\d+)[ -]?(\d{4})", re.IGNORECASE)
_WORDS = re.compile(r"(?:(\d{1,2})\.? +)?([^\W\d_]+)\.?,? +(\d{4})")
_WORDS_AMERICAN = re.compile(r"([^\W\d_]+)\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})", re.IGNORECASE)
_FIGURES = re.compile(r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})")
_TIME = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})[T ].*", re.IGNORECASE)
_HALF = re.compile(r"(?:H([12])[ -]?(\d{4})|(\d{4})[ -]?H([12]))", re.IGNORECASE)
_MONTH_BY_NAME = {
    name: number
    for number, month in enumerate(MONTHS, start=1)
    for name in (month.casefold(), month[:3].casefold(), *(("sept",) if number == 9 else ()))
}


def parse_when(text: str) -> When:
    """The date that `text` says: `2026-11-01`, `2026-11`, `2026-Q4`, `Q4 2026`, `2026`, `1 Nov 2026`, `November 2026`.

    Raises WhenError with the offending characters for anything else, for days that don't exist and for
    figures in an order that countries read differently.
    """
    typed = plain(text)
    date = typed.strip()
    start = len(typed) - len(typed.lstrip())
    end = start + len(date)

    def wrong(message: str, hint: str = f"a date is {FORMS}") -> WhenError:
        return WhenError(message, start, max(end, start), hint)

    parts = _parts(date)
    if parts is None:
        raise wrong(f"'{short(date)}' is not a date" if date else "a date is missing", _hint(date))
    year, quarter, month, day = parts
    if year not in YEARS:
        raise wrong(f"the year {year} is outside {YEARS.start} to {YEARS.stop - 1}")
    if quarter is not None and not 1 <= quarter <= 4:
        raise wrong(f"there is no quarter {short(str(quarter), 12)}", "a year has the quarters Q1 to Q4")
    if month is not None and not 1 <= month <= 12:
        raise wrong(f"there is no month {month}", "a date is year, month, day: 2026-11-01")
    if month is not None and day is not None:
        last = calendar.monthrange(year, month)[1]
        if not 1 <= day <= last:
            raise wrong(f"{MONTHS[month - 1]} {year} has no day {day}", f"its last day is {last}")
    return When(year=year, quarter=quarter or 0, month=month or 0, day=day or 0)


_Parts = tuple[int, int | None, int | None, int | None]


def _parts(date: str) -> _Parts | None:
    """Year, quarter, month and day as typed, not yet checked; None when the text has no known form."""
    if len(date) > 40:
        return None
    if found := _YEAR.fullmatch(date):
        return int(date), None, None, None
    if found := _ISO.fullmatch(date):
        return int(found[1]), None, int(found[2]), int(found[3]) if found[3] else None
    if found := _QUARTER_LAST.fullmatch(date):
        return int(found[1]), int(found[2]), None, None
    if found := _QUARTER_FIRST.fullmatch(date):
        return int(found[2]), int(found[1]), None, None
    if (found := _WORDS.fullmatch(date)) and found[2].casefold() in _MONTH_BY_NAME:
        return int(found[3]), None, _MONTH_BY_NAME[found[2].casefold()], int(found[1]) if found[1] else None
    if (found := _WORDS_AMERICAN.fullmatch(date)) and found[1].casefold() in _MONTH_BY_NAME:
        return int(found[3]), None, _MONTH_BY_NAME[found[1].casefold()], int(found[2])
    return None


def _hint(date: str) -> str:
    """How a text that is no date could be meant: the rewrite, both of two rewrites, or the forms there are."""
    if found := _TIME.fullmatch(date):
        return f"write the day alone: {found[1]}"
    if found := _HALF.fullmatch(date):
        year, half = found[2] or found[3], int(found[1] or found[4])
        return f"write a quarter, such as {year}-Q{half * 2}, or a month"
    if found := _FIGURES.fullmatch(date):
        candidates = dict.fromkeys(_rewrites(found[1], found[2], found[3]))
        if candidates:
            return f"write {' or '.join(candidates)}"
    return f"a date is {FORMS}"


def _rewrites(first: str, second: str, third: str) -> list[str]:
    """The days that three figures may mean, in ISO form."""
    if len(first) == 4:
        orders = [(first, second, third)]
    elif len(third) == 4:
        orders = [(third, first, second), (third, second, first)]
    else:
        return []
    found = []
    for year, month, day in orders:
        try:
            found.append(str(parse_when(f"{year}-{month}-{day}")))
        except WhenError:
            continue
    return found
