"""Quantities as people write them: `$0.9M to $1.4M per year`, `11% of contacts`, `€0.22`, `3 of 5`, `150`."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from impactmap.model.figure import Figure, QuantityError, read_figure
from impactmap.model.quantity_text import PERIODS, change, written
from impactmap.model.reading import plain, short

__all__ = ["Quantity", "QuantityError", "change", "parse_quantity"]


class Quantity(Struct, frozen=True):
    """A figure or a range of figures in one unit.

    `low` and `high` are equal for a plain figure; `likely` is given only when the author gave it.
    `unit` is "" or a currency sign or code ("$", "€", "USD"), "%", or a word ("min"). A percentage keeps
    the number that was typed: 11% is low=11, unit="%". `total` is the 5 of "3 of 5"; `of` is what the
    figure is a part of ("contacts"); `per` is the period or thing that it is counted over ("year").
    `bound` is "~", "≤" or "≥" where the author wrote "about", "at most" or "at least".
    A map's `currency` changes nothing here: a bare figure stays bare.
    """

    low: Decimal
    high: Decimal
    likely: Decimal | None = None
    unit: str = ""
    total: Decimal | None = None
    of: str = ""
    per: str = ""
    bound: str = ""

    @property
    def is_range(self) -> bool:
        return self.low != self.high

    def __str__(self) -> str:
        """For people, with every digit that was typed: `$0.9–1.4M a year`; `parse_quantity` reads it back."""
        return written(self)

    def format(self, *, compact: bool = False) -> str:
        """Like `str`, or with `compact` rounded to three figures: `$1.14M` for 1,140,000."""
        return written(self, compact=compact)


FORMS = "150, 11%, $0.9M to $1.4M per year, 3 of 5 or 40 min"
LENGTH = 200  # characters; a quantity is a few words

_PERIOD = {alias: period for period, aliases in PERIODS.items() for alias in (period, *aliases)}
_ADVERBS = {
    "hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter",
    "yearly": "year", "annually": "year", "p.a.": "year", "pa": "year",
}  # fmt: skip
_BOUNDS = {
    "~": ("~", "≈", "∼", "about", "around", "approximately", "approx.", "approx", "roughly", "circa", "ca.", "some"),
    "≤": ("≤", "<=", "⩽", "at most", "up to", "no more than", "not more than", "max.", "max", "maximum"),
    "≥": ("≥", ">=", "⩾", "at least", "no less than", "not less than", "min.", "minimum"),
}
_BOUND_OF = {word: bound for bound, words in _BOUNDS.items() for word in words}
_BOUND = re.compile(
    "|".join(
        re.escape(word) + (r"(?= )" if word[-1].isalpha() else "") for word in sorted(_BOUND_OF, key=len, reverse=True)
    ),
    re.IGNORECASE,
)
_UNITS = {
    "%": ("%", "percent", "per cent", "pct"),
    "pp": ("percentage points", "percentage point", "%-points", "pp"),
    "x": ("x", "×"),
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words}
_UNIT = re.compile(
    " *(" + "|".join(re.escape(word) for word in sorted(_UNIT_OF, key=len, reverse=True)) + r")(?!\w)", re.IGNORECASE
)
_SHARES = {
    "half": "50%", "a half": "50%", "one half": "50%",
    "a third": "33%", "one third": "33%", "two thirds": "67%",
    "a quarter": "25%", "one quarter": "25%", "three quarters": "75%",
    "a fifth": "20%", "one fifth": "20%", "a tenth": "10%", "one tenth": "10%",
}  # fmt: skip
_SHARE = re.compile(
    "(" + "|".join(sorted(_SHARES, key=len, reverse=True)) + r")(?:$| of(?: the)? +| the +)", re.IGNORECASE
)
_STOP = r"(?:to|and|of|out|in|per|a|an|each|every|likely|most)(?!\w)"
_WORD = r"(?:[^\W\d]|[°µ‰])(?:\w|['’.²³](?=\w)|[²³%]|-(?=[^\W\d]))*"
_WORDS = re.compile(rf" *(?!{_STOP})({_WORD}(?: +(?!{_STOP}){_WORD})*)", re.IGNORECASE)
_BETWEEN = re.compile(r"(between|from) +", re.IGNORECASE)
_THROUGH = re.compile(r" *[-–—] *| +(?:to|and) +", re.IGNORECASE)
_OF = re.compile(r" +(?:out +)?of +| +in +(?=\d)| */ *(?=\d)", re.IGNORECASE)
_PER = re.compile(r" +(?:per|each|every) +| */ *| +an? +(?=(?:" + "|".join(_PERIOD) + r")$)", re.IGNORECASE)
_ADVERB = re.compile(r" *(" + "|".join(re.escape(word) for word in _ADVERBS) + ")", re.IGNORECASE)
_LIKELY = re.compile(r"[,;]? *(?<!\w)(?:most +)?likely +", re.IGNORECASE)


def parse_quantity(text: str) -> Quantity:
    """The figure or range that `text` says, with its unit, whole and period.

    Reads `$0.9M to $1.4M per year`, `$0.9–1.4M a year`, `11% of contacts`, `3 of 5 roadmap slots`, `1 per
    10,000`, `between 3 and 5`, `at most 8%`, `3 to 5, likely 4`. Digits are grouped by commas; the point
    starts a fraction. Raises QuantityError, which holds the offending characters and a hint.
    """
    typed = plain(text)
    body = typed.rstrip()
    start = len(body) - len(body.lstrip())
    if not body:
        raise QuantityError("a quantity is missing", 0, len(text), f"a quantity is {FORMS}")
    if len(body) > LENGTH:
        raise QuantityError(f"a quantity of {len(body)} characters is too long", start, len(body), f"write {FORMS}")
    return _Reader(body).quantity(start)


class BackwardsError(QuantityError):
    """A range begins above its end: `first` and `second` are its two figures as typed, each with what follows them."""

    def __init__(self, first: str, second: str, rest: str, start: int, end: int) -> None:
        wrong = f"the range begins above its end: {first} to {second}"
        super().__init__(wrong, start, end, f"write '{second} to {first}'")
        self.first = first + rest
        self.second = second + rest


def in_figures(text: str) -> str:
    """The text with the share that it begins with in figures: `about 50% of accounts` for `about half of accounts`."""
    bound = _BOUND.match(text)
    start = bound.end() + 1 if bound and text[bound.end() : bound.end() + 1] == " " else 0
    found = _SHARE.match(text, start)
    if not found:
        return text
    whole = text[found.end() :]
    return f"{text[:start]}{_SHARES[found[1].casefold()]}{f' of {whole}' if whole else ''}"


class _End(Struct, frozen=True):
    """One end of a range as typed: the number, its unit, and where it stands."""

    figure: Figure
    unit: str
    start: int
    end: int


class _Reader:
    """Reads one quantity from left to right out of a text in plain characters."""

    def __init__(self, text: str) -> None:
        self.text = text

    def quantity(self, at: int) -> Quantity:
        start = at
        bound = ""
        if found := _BOUND.match(self.text, at):
            bound, at = _BOUND_OF[found[0].casefold()], found.end()
            while self.text[at : at + 1] == " ":
                at += 1
        likely_end: _End | None = None
        tail = len(self.text)
        for found in _LIKELY.finditer(self.text, at + 1):
            likely_end, tail = self._end(found.end()), found.start()
            if likely_end.end != len(self.text):
                raise self._left_over(likely_end.end, len(self.text))
            break
        read, at = self._range(at, tail)
        read = replace(read, bound=bound)
        read, at = self._whole(read, at, tail)
        read, at = self._period(read, at, tail)
        if at < tail:
            raise self._left_over(at, tail)
        if likely_end:
            read = self._likely(read, likely_end, start)
        return read

    def _end(self, at: int) -> _End:
        figure = read_figure(self.text, at)
        if figure is None:
            raise self._no_figure(at)
        unit, end = figure.currency, figure.end
        if found := _UNIT.match(self.text, end):
            word = _UNIT_OF[found[1].casefold()]
        elif found := _WORDS.match(self.text, end):
            adverb = _ADVERB.match(self.text, end)
            word = "" if adverb and adverb.end() == found.end() else found[1]
        else:
            word = ""
        if found and word:
            if unit:
                raise QuantityError(
                    f"'{short(found[1])}' cannot stand after a sum of money",
                    found.start(1),
                    found.end(1),
                    "after a sum, write 'per …' or 'of …'",
                )
            unit, end = word, found.end()
        return _End(figure, unit, at, end)

    def _range(self, at: int, tail: int) -> tuple[Quantity, int]:
        """The first figure, and the second one when there is a range."""
        between = _BETWEEN.match(self.text, at)
        low = self._end(between.end() if between else at)
        found = _THROUGH.match(self.text, low.end)
        if not found or found.end() >= tail or (found[0].strip().casefold() == "and" and not between):
            if between:
                raise QuantityError("a range needs its other end", at, tail, "write it like '3 to 5'")
            value = low.figure.value()
            return Quantity(low=value, high=value, unit=low.unit), low.end
        high = self._end(found.end())
        if low.unit and high.unit and low.unit != high.unit:
            raise QuantityError(
                f"a range from '{short(low.unit, 20)}' to '{short(high.unit, 20)}' mixes units",
                low.start,
                high.end,
                "give both ends the same unit",
            )
        least, most = _scaled_alike(low.figure, high.figure)
        if least > most:
            first, second = self.text[low.start : low.end], self.text[high.start : high.end]
            raise BackwardsError(first, second, self.text[high.end : tail], low.start, high.end)
        return Quantity(low=least, high=most, unit=low.unit or high.unit), high.end

    def _whole(self, read: Quantity, at: int, tail: int) -> tuple[Quantity, int]:
        """What the figure is a part of: `of contacts`, `of 5 roadmap slots`."""
        found = _OF.match(self.text, at)
        if not found or found.end() >= tail:
            return read, at
        start, at = at, found.end()
        total = read_figure(self.text, at) if read.unit != "%" else None
        if total is not None and not total.currency:
            whole = total.value()
            if whole <= 0 or read.high > whole:
                wrong = "is larger than its whole" if whole > 0 else "has no whole"
                raise QuantityError(
                    f"the part {wrong}: {read.high:,f} of {whole:,f}", start + 1, total.end, "write '3 of 5'"
                )
            read, at = replace(read, total=whole), total.end
            if at < tail and self.text[at] != " ":
                return read, at  # "of 5x": left over, unless a period follows
        end = self._before_period(at, tail)
        return replace(read, of=self.text[at:end].strip()), end

    def _before_period(self, at: int, tail: int) -> int:
        body = self.text[:tail]
        for position in range(at, tail):
            # `$` in the pattern for "a year" means the end of the quantity, so look at the part before "likely".
            if body[position] in " /" and (_PER.match(body, position) or self._adverb(position, tail)):
                return position
        return tail

    def _adverb(self, at: int, tail: int) -> re.Match[str] | None:
        found = _ADVERB.match(self.text, at)
        return found if found and found.end() == tail else None

    def _period(self, read: Quantity, at: int, tail: int) -> tuple[Quantity, int]:
        """What it is counted over: `per year`, `a month`, `per 10,000`, `monthly`."""
        if found := self._adverb(at, tail):
            return replace(read, per=_ADVERBS[found[1].casefold()]), tail
        found = _PER.match(self.text[:tail], at)
        if not found or found.end() >= tail:
            return read, at
        per = self.text[found.end() : tail].strip()
        return replace(read, per=_PERIOD.get(per.casefold(), per)), tail

    def _likely(self, read: Quantity, likely: _End, start: int) -> Quantity:
        if likely.unit and likely.unit != read.unit:
            raise QuantityError(
                f"the likely figure is in '{short(likely.unit, 20)}', the range is not",
                likely.start,
                likely.end,
                "give it the same unit",
            )
        values = [likely.figure.value()]
        if not likely.figure.power:
            # "$0.9–1.4M, likely 1.1" borrows the scale of the range, as its low end does.
            values += [likely.figure.value(power) for power in (3, 6, 9, 12)]
        for value in values:
            if read.low <= value <= read.high:
                return replace(read, likely=value)
        raise QuantityError(
            "the likely figure is outside the range", likely.start, likely.end, f"the range is {written(read)}"
        )

    def _no_figure(self, at: int) -> QuantityError:
        rest = self.text[at:]
        first = re.search(r"\d", rest)
        body = self.text.strip()
        if rest[:1] in ("<", ">") and first:
            sign = "≤" if rest[0] == "<" else "≥"
            return QuantityError(
                f"'{short(body)}' is not a quantity",
                at,
                len(self.text),
                f"write '{sign} {short(rest[first.start() :], 40)}'",
            )
        if (figures := in_figures(body)) != body:
            hint = f"write '{short(figures, 40)}'"
            return QuantityError(f"'{short(rest)}' is not a quantity", at, len(self.text), hint)
        if at == len(self.text) - len(self.text.lstrip()) and first:
            hint = f"begin with the figure: '{short(rest[first.start() :], 40)}'"
            return QuantityError(f"'{short(body)}' does not begin with a figure", at, len(self.text), hint)
        return QuantityError(
            f"'{short(rest or body)}' is not a quantity",
            min(at, len(self.text) - 1),
            len(self.text),
            f"a quantity is {FORMS}",
        )

    def _left_over(self, at: int, tail: int) -> QuantityError:
        rest = self.text[at:tail]
        at += len(rest) - len(rest.lstrip())
        hint = "a figure may be followed by its unit, 'of …' and 'per …'; the rest belongs in a note"
        return QuantityError(f"'{short(rest)}' is left over after the figure", at, tail, hint)


def _scaled_alike(low: Figure, high: Figure) -> tuple[Decimal, Decimal]:
    """Both values; the low one borrows the scale of the high one where that makes sense: `0.9–1.4M`."""
    if high.power and not low.power:
        borrowed = low.value(high.power)
        if borrowed <= high.value():
            return borrowed, high.value()
    return low.value(), high.value()
