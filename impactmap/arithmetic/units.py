"""Units and periods, carried along through formulas so that dollars are never added to minutes.

A unit is a product of three sorts of dimension, each with its power, or one of two states without any:

- **money**: `$`, `USD` and `US$` are one; `€` and `GBP` are others. Nothing is ever converted.
- **periods**: what follows `per`, where it is a stretch of time (`per month`).
- **words**: everything else that a figure is counted in or over (`orders`, `per user`). Singular and plural are one,
  and the last word counts: "active users" are users. A duration (`75 min`, `12 months`) is counted in a word as well,
  so it is never added to beds or to other durations; nothing is converted. Only in products is it a stretch of time
  again, for `per month` times months cancels.
- *ratio*: stated to be without dimension, as 11%, 3 of 5, 1 per 10,000, or dollars over dollars.
- *bare*: nothing is said, as with 400. A bare metric may hold anything that its author did not write down.

Percentages are fractions: 11% is 0.11, and `per 10,000` divides the figure.

A ratio times a number of the formula itself (`100 * share`) is an index and becomes bare; divided by one, as in a mean,
it stays. So does a ratio beside a bare count, or beside a number above 1; `1 - share` is a ratio.

Sums, `min` and `max` need like units.

- Money beside other money, a ratio or words is a clash. A bare *metric* beside money is a warning, and nothing at
  all where the map states its currency. A bare *number* of the formula itself takes on what stands beside it.
- Two stated periods that differ clash; a missing one fits any.
- Two stated words that differ clash, and so do words beside a ratio; a missing word fits any.

Products and quotients add and take away powers; `per month × per month` stays per month, for it is a count in the
same month. A factor that is a number may be a conversion (12 months to the year), so what it touches holds its
periods and words *loosely*: they clash with nothing. A bare metric may hold a word that cancels (60,000 are users
perhaps), so it loosens the words alone; so does a duration that cancels, for bed days over the days that each patient
stays are patients. Nothing loosens money.

A metric with a formula may state a unit as well. It must be like the computed one where both are known, and then it
completes it: 400 × 18, stated in `$`, is in dollars.

The rules are this project's own. They err towards silence: what is left unsaid is never held against its author.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from msgspec import Struct

from impactmap.model.figure import CURRENCY_CODES
from impactmap.model.quantity_text import PERIODS

_SIGNS = {
    "$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY",
    "₫": "VND", "₪": "ILS", "₦": "NGN", "₱": "PHP", "฿": "THB", "₴": "UAH", "A$": "AUD", "AU$": "AUD", "C$": "CAD",
    "CA$": "CAD", "HK$": "HKD", "NZ$": "NZD", "S$": "SGD", "SG$": "SGD", "NT$": "TWD", "R$": "BRL", "MX$": "MXN",
    "CN¥": "CNY", "JP¥": "JPY",
}  # fmt: skip
_SIGN_OF = {code: sign for sign, code in reversed(_SIGNS.items())}
_PERIOD_OF = {alias: period for period, aliases in PERIODS.items() for alias in (period, *aliases)}
SHORT = {"minute": "min", "second": "sec"}  # how people write these durations
_NO_UNIT = frozenset({"", "#", "count", "number", "no.", "none", "n"})
_RATIOS = {"%": "%", "percent": "%", "pct": "%", "ratio": "", "x": "", "×": "", "‰": "", "pp": "%"}

Sort = Literal["money", "period", "word"]


class Dimension(Struct, frozen=True):
    sort: Sort
    name: str


@dataclass(frozen=True, slots=True)
class Unit:
    """What a value is counted in; `powers` are sorted, without noughts. `percent` only says how it is shown."""

    powers: tuple[tuple[Dimension, int], ...] = ()
    ratio: bool = False  # without dimension, and said to be
    loose_periods: bool = False
    loose_words: bool = False
    literal: bool = False  # numbers of the formula itself, and nothing else
    percent: bool = False
    kind: str = field(default="", compare=False)  # the "bed" of bed days, which is only for people

    @property
    def is_bare(self) -> bool:
        """Whether nothing is known but perhaps a period."""
        return not self.ratio and not self.of("money") and not self.of("word")

    def of(self, sort: Sort) -> dict[str, int]:
        """The dimensions of one sort, with their powers."""
        return {dimension.name: power for dimension, power in self.powers if dimension.sort == sort}

    @property
    def currency(self) -> str:
        """The sign or code of plain money: "$" of "$ per user per month"; "" for everything else."""
        money = self.of("money")
        return next((_SIGN_OF.get(name, name) for name, power in money.items() if power == 1 and len(money) == 1), "")

    @property
    def over(self) -> tuple[str, ...]:
        """What it is counted per: words first, then periods."""
        return tuple(d.name for sort in ("word", "period") for d, power in self.powers if d.sort == sort and power < 0)

    def __str__(self) -> str:
        """For people: `$ per month`, `order`, `%`; the empty string where nothing is known."""
        signed = [(_spoken(d), p) for d, p in self.powers]
        above = " × ".join(_power(name, power) for name, power in signed if power > 0)
        money_below = "".join(f" per {_power(n, -p)}" for (n, p), (d, _) in zip(signed, self.powers, strict=True)
                              if p < 0 and d.sort == "money")  # fmt: skip
        below = money_below + "".join(f" per {name}" for name in self.over)
        return ((above or ("%" if self.percent else "")) + below).strip()


BARE = Unit()
RATIO = Unit(ratio=True)
PERCENT = Unit(ratio=True, percent=True)
LITERAL = Unit(literal=True)


def _power(name: str, power: int) -> str:
    return name if power == 1 else f"{name}^{power}"


def _spoken(dimension: Dimension) -> str:
    if dimension.sort == "money":
        return _SIGN_OF.get(dimension.name, dimension.name)
    return SHORT.get(dimension.name, dimension.name) if dimension.sort == "word" else dimension.name


def _unit(powers: Mapping[Dimension, int], *, ratio: bool = False, percent: bool = False, loose_periods: bool = False,
          loose_words: bool = False) -> Unit:  # fmt: skip
    # A stretch of time above the line is a duration, and so a word.
    kept = {Dimension("word", d.name) if d.sort == "period" and p > 0 else d: p for d, p in powers.items() if p}
    powers_sorted = tuple(sorted(kept.items(), key=lambda item: (item[0].sort, item[0].name)))
    return Unit(powers_sorted, ratio, loose_periods, loose_words, percent=percent)


# ---- from what authors write --------------------------------------------------------------------------------


def read_unit(unit: str, per: str = "") -> Unit:
    """The unit that two texts say: what a figure is counted in (`$`, `users per week`), and over what (`month`)."""
    head, *below = _parted(unit)
    powers: dict[Dimension, int] = {}
    ratio = percent = False
    if head.casefold() in _RATIOS:
        ratio, percent = True, _RATIOS[head.casefold()] == "%"
    elif head.casefold() not in _NO_UNIT:
        powers[_dimension(head)] = 1
    for name in filter(None, (*below, *_parted(per))):
        if is_number(name):
            ratio = True
        else:
            dimension = _dimension(name)
            powers[dimension] = max(powers.get(dimension, 0) - 1, -1)
    made = _unit(powers, percent=percent)
    made = replace(made, ratio=ratio and all(d.sort == "period" for d, _ in made.powers))
    kind = " ".join(head.split()[:-1]) if is_duration(made) else ""
    return replace(made, kind="" if kind[:1].isdigit() else kind)


def is_duration(unit: Unit) -> bool:
    """Whether something is counted in a stretch of time: `75 min`, `bed days`."""
    return any(name in PERIODS and power > 0 for name, power in unit.of("word").items())


def _parted(text: str) -> list[str]:
    words = text.replace("/", " per ").split()
    parts: list[list[str]] = [[]]
    for word in words:
        if word.casefold() in ("per", "each", "every"):
            parts.append([])
        else:
            parts[-1].append(word)
    return [" ".join(part) for part in parts]


def is_number(name: str) -> bool:
    """Whether a figure is counted per so many: `per 10,000`."""
    digits = name.replace(",", "")
    return digits.isascii() and digits.isdigit() and int(digits[:24]) > 0


def _dimension(name: str) -> Dimension:
    code = _SIGNS.get(name.upper(), name.upper())
    if code in CURRENCY_CODES and (name in _SIGNS or len(name) == 3):
        return Dimension("money", code)
    if len(name) <= 4 and (name[-1] in "$£¤¥֏฿" or "₠" <= name[-1] <= "⃀"):
        return Dimension("money", name)
    last = singular(name.casefold().split()[-1])
    period = _PERIOD_OF.get(last)
    return Dimension("period", period) if period else Dimension("word", last)


def singular(word: str) -> str:
    """An English noun without its plural; other words stay, but for a last s."""
    if len(word) > 3 and word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


# ---- through formulas -----------------------------------------------------------------------------------------


def product(factors: Iterable[tuple[bool, Unit]]) -> Unit:
    """The unit of a product; each factor says whether it is divided by."""
    powers: dict[Dimension, int] = {}
    seen: list[tuple[bool, Unit]] = []
    for divides, unit in factors:
        for said, power in unit.powers:
            dimension = Dimension("period", said.name) if said.sort == "word" and said.name in PERIODS else said
            added = -power if divides else power
            before = powers.get(dimension, 0)
            same_period = dimension.sort == "period" and added == before == -1
            powers[dimension] = before if same_period else before + added
        seen.append((divides, unit))
    known = [unit for _, unit in seen if not unit.literal]
    literal = len(known) < len(seen)
    bare = any(unit.is_bare for unit in known)
    durations = {d for unit in known for d, _ in unit.powers if d.sort == "word" and d.name in PERIODS}
    bare = bare or any(not powers[Dimension("period", d.name)] for d in durations)
    loose_words = literal or bare or any(unit.loose_words for unit in known)
    loose_periods = literal or any(unit.loose_periods for unit in known)
    made = _unit(powers, loose_periods=loose_periods, loose_words=loose_words)
    if not known:
        return LITERAL
    if any(d.sort != "period" for d, _ in made.powers):
        return made
    scaled = any(unit.literal and not divides for divides, unit in seen)
    ratio = not bare and not scaled and not any(unit.loose_words for unit in known)
    percent = ratio and all(unit.percent and not divides for divides, unit in seen if not unit.literal)
    return replace(made, ratio=ratio, percent=percent)


class Misfit(Struct, frozen=True):
    """Why two units do not go together; `grave` is False for what is only doubtful: a bare metric beside money."""

    what: str
    grave: bool = True


def misfit(one: Unit, other: Unit) -> Misfit | None:
    """Why one unit cannot be added to, or compared with, another; None where it can."""
    if one.literal or other.literal:
        return None
    money, others = one.of("money"), other.of("money")
    if money != others:
        if money and others:
            return Misfit(f"{_named(one)} and {_named(other)}")
        lacking = other if money else one
        if lacking.is_bare:
            return Misfit(f"{_named(one)} and {_named(other)}", grave=False)
        if not (lacking.loose_words and not lacking.ratio):
            return Misfit(f"{_named(one)} and {_named(other)}")
    if not (one.loose_periods or other.loose_periods) and _differ(one.of("period"), other.of("period")):
        return Misfit(f"{_periods(one)} and {_periods(other)}")
    if one.loose_words or other.loose_words:
        return None
    words, others = one.of("word"), other.of("word")
    if _differ(words, others) or (words and other.ratio) or (others and one.ratio):
        return Misfit(f"{_named(one)} and {_named(other)}")
    return None


def counted(unit: Unit) -> Unit:
    """A unit without its being a ratio: a number above 1 went into it."""
    return replace(unit, ratio=False, percent=False)


def _differ(powers: Mapping[str, int], others: Mapping[str, int]) -> bool:
    """Whether both say something, above or below the line, and nothing of it is the same."""
    for sign in (1, -1):
        here = {name for name, power in powers.items() if power * sign > 0}
        there = {name for name, power in others.items() if power * sign > 0}
        if here and there and not here & there:
            return True
    return False


def _named(unit: Unit) -> str:
    return str(unit) or ("a ratio" if unit.ratio else "no unit")


def _periods(unit: Unit) -> str:
    return str(_unit({d: p for d, p in unit.powers if d.sort == "period"})) or "no period"


def together(one: Unit, other: Unit) -> Unit:
    """The unit of a sum: what either side says."""
    if one.literal or other.literal:
        return other if one.literal else one
    powers = dict(one.powers)
    for sort in ("money", "period", "word"):
        if not any(d.sort == sort for d in powers):
            powers |= {d: p for d, p in other.powers if d.sort == sort}
    made = _unit(
        powers,
        loose_periods=one.loose_periods or other.loose_periods,
        loose_words=one.loose_words or other.loose_words,
    )
    dimensioned = any(d.sort != "period" for d in powers)
    ratio = not dimensioned and one.ratio and other.ratio
    return replace(made, ratio=ratio, percent=ratio and (one.percent or other.percent))


def completed(computed: Unit, stated: Unit) -> Unit:
    """The unit of a formula's metric that states one as well: its word counts where it says something."""
    powers = dict(stated.powers)
    for sort in ("money", "period", "word"):
        said = any(d.sort == sort for d in powers) or (sort != "period" and not stated.is_bare)
        if not said:
            powers |= {d: p for d, p in computed.powers if d.sort == sort}
    ratio = stated.ratio or (stated.is_bare and computed.ratio)
    known = not stated.is_bare
    return _unit(
        powers,
        ratio=ratio,
        loose_periods=computed.loose_periods and not stated.of("period"),
        loose_words=computed.loose_words and not known,
        percent=stated.percent or (stated.is_bare and computed.percent),
    )
