"""Dates as precise as people know them: `2026-11-01`, `2026-11`, `2026-Q4`, `2026`."""

from __future__ import annotations

import calendar
import re
from datetime import date

from msgspec import Struct

from impactmap.model.reading import ReadingError, plain, short

# Written out: the calendar module's names follow the locale of the machine, and a map must not.
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
YEARS = range(1900, 2201)
FORMS = "2026-11-01, 2026-11, 2026-Q4 or 2026"


class When(Struct, frozen=True, order=True):
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


# With the year first, or with a year and one other figure, no country reads another date.
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2}))?")
_MONTH_FIRST = re.compile(r"(\d{1,2})[-/.](\d{4})")
_YEAR = re.compile(r"\d{4}")
_QUARTER_LAST = re.compile(r"(\d{4})[ -]?Q(\d+)", re.IGNORECASE)
_QUARTER_FIRST = re.compile(r"Q(\d+)[ -]?(\d{4})", re.IGNORECASE)
_WORDS = re.compile(r"(?:(\d{1,2})\.? +)?([^\W\d_]+)\.?,? +(\d{4})")
_WORDS_AMERICAN = re.compile(r"([^\W\d_]+)\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})", re.IGNORECASE)
_FIGURES = re.compile(r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})")
_TIME = re.compile(r"[T ] *\d{1,2}:\d{2}[\d:.]* *(?:Z|UTC|[+-]\d{2}:?\d{2})?$", re.IGNORECASE)
_HALF = re.compile(r"(?:H([12])[ -]?(\d{4})|(\d{4})[ -]?H([12]))", re.IGNORECASE)
_SEASON = re.compile(r"(?:spring|summer|autumn|fall|winter|early|mid|late|end of)[ -](?:(\w+) )?(\d{4})", re.IGNORECASE)
_FISCAL = re.compile(r"FY ?['’]?(?:\d{4}|\d{2})(?:[-/]\d{2,4})?", re.IGNORECASE)
_NO_YEAR = re.compile(r"([^\W\d_]{3,9})\.?[ -]['’]?(\d{1,2})(?:st|nd|rd|th)?", re.IGNORECASE)
_MEANT = re.compile(
    "|".join(
        [
            r"\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?",
            r"(?:\d{1,2}[-/.]){1,2}\d{4}",
            r"\d{4}[ -]?[QH]\d+|[QH]\d+[ -]?\d{4}",
            _SEASON.pattern,
            _FISCAL.pattern,
        ]
    ),
    re.IGNORECASE,
)
_MONTH_BY_NAME = {
    name: number
    for number, month in enumerate(MONTHS, start=1)
    for name in (month.casefold(), month[:3].casefold(), *(("sept",) if number == 9 else ()))
}


def parse_when(text: str) -> When:
    """The date that `text` says: `2026-11-01`, `2026-11`, `11/2026`, `2026-Q4`, `Q4 2026`, `2026`, `1 Nov 2026`.

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


def is_dated(text: str) -> bool:
    """Whether a text can only be meant as a date, even if it is none: `2026-13`, `summer 2026`, `FY26`, `Mar-26`."""
    date = plain(text).strip()
    try:
        parse_when(date)
    except WhenError:
        named = _NO_YEAR.fullmatch(date)
        return bool(_MEANT.fullmatch(date) or (named and named[1].casefold() in _MONTH_BY_NAME))
    return True


_Parts = tuple[int, int | None, int | None, int | None]


def _parts(date: str) -> _Parts | None:
    """Year, quarter, month and day as typed, not yet checked; None when the text has no known form."""
    if len(date) > 40:
        return None
    if found := _YEAR.fullmatch(date):
        return int(date), None, None, None
    if found := _ISO.fullmatch(_TIME.sub("", date)):  # of a time stamp only the day counts
        return int(found[1]), None, int(found[3]), int(found[4]) if found[4] else None
    if found := _MONTH_FIRST.fullmatch(date):
        return int(found[2]), None, int(found[1]), None
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
    if found := _HALF.fullmatch(date):
        year, half = found[2] or found[3], int(found[1] or found[4])
        return f"write a quarter, such as {year}-Q{half * 2}, or a month"
    if found := _SEASON.fullmatch(date):
        return f"write a quarter, such as {found[2]}-Q2, or a month"
    if _FISCAL.fullmatch(date):
        return "fiscal years differ: write the month in which it ends, such as 2026-06"
    if (found := _NO_YEAR.fullmatch(date)) and (month := _MONTH_BY_NAME.get(found[1].casefold())):
        as_month = f"20{found[2]}-{month:02} for the month, or " if len(found[2]) == 2 else ""
        return f"write {as_month}the day with its year"
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
