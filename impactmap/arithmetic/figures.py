"""What a metric states, as numbers that can be computed with, and numbers again as people read them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

from msgspec import Struct

from impactmap.arithmetic.units import BARE, SHORT, Unit, is_number, read_unit
from impactmap.model import Metric, Quantity
from impactmap.model.quantity_text import PERIODS

EXACT = Context(prec=60)
_PARTS = {"%": -2, "pp": -2, "‰": -3}  # powers of ten
CENT = Decimal("0.01")
SPELLED = 30  # powers of ten; beyond it nobody reads digits
LARGEST_SHARE = Decimal("1.5")  # 0.92 and 1.2 may be rates, 400 is none
LARGEST = 300  # powers of ten; hand-made quantities may be of any size


class Figure(Struct, frozen=True):
    """A stated figure: fractions for percentages, so 11% is 0.11, and 1 per 10,000 is 0.0001.

    `value` is the likely figure, else the middle of a range. `about` tells that the author hedged it: a range, or
    "about", "at most", "at least".
    """

    value: Decimal
    low: Decimal
    high: Decimal
    unit: Unit
    likely: Decimal | None = None
    about: bool = False

    @property
    def is_range(self) -> bool:
        return self.low != self.high


def unit_of(metric: Metric, quantity: Quantity | None = None) -> Unit:
    """The unit of a metric: that of its value or target, completed by its `unit` and `per`; BARE where none is said.

    With `quantity`, the unit of that figure of the metric's.
    """
    said = quantity or metric.value or metric.target
    unit, per = metric.unit, metric.per
    if said is not None:
        unit, per = said.unit or unit, said.per or per
        if said.total is not None:
            unit = "ratio" if not said.unit else unit
    return read_unit(unit, per)


def figure(metric: Metric, quantity: Quantity) -> Figure | None:
    """A quantity of a metric as numbers; None when one of them is not finite or too large to compute with."""
    unit = unit_of(metric, quantity)
    numbers = [quantity.low, quantity.high, *([] if quantity.likely is None else [quantity.likely])]
    divisor = Decimal(1)
    if quantity.total is not None:
        numbers.append(quantity.total)
        divisor = quantity.total
    if not all(map(is_sound, numbers)) or not divisor:
        return None
    if is_number(quantity.per):
        divisor = EXACT.multiply(divisor, Decimal(quantity.per.replace(",", "")))
    power = _PARTS.get(quantity.unit or metric.unit.strip(), 0)

    def scaled(number: Decimal) -> Decimal:
        return EXACT.divide(EXACT.scaleb(number, power), divisor)

    low, high = scaled(quantity.low), scaled(quantity.high)
    likely = None if quantity.likely is None else scaled(quantity.likely)
    if not all(map(is_sound, (low, high, likely or low))):
        return None
    middle = EXACT.divide(EXACT.add(low, high), Decimal(2)) if low != high else low
    about = low != high or bool(quantity.bound)
    return Figure(middle if likely is None else likely, low, high, unit, likely, about)


def is_share(quantity: Quantity) -> bool:
    """Whether a figure is a part of something: a percentage, points, or 3 of 5."""
    return quantity.unit in _PARTS or quantity.total is not None


def is_level(value: Decimal | None, unit: Unit) -> bool:
    """Whether a metric can plainly be no share: it has a unit, or is bare and above any share that people write."""
    if unit.ratio or unit.percent:
        return False
    return not unit.is_bare or (value is not None and abs(value) > LARGEST_SHARE)


def is_sound(number: Decimal) -> bool:
    """Whether a number is finite and of a size that can be computed with."""
    return number.is_finite() and abs(number.adjusted()) <= LARGEST


def point(value: Decimal, unit: Unit = BARE) -> Figure:
    """A plain figure."""
    return Figure(value, value, value, unit)


def shown(value: Decimal, unit: Unit, *, compact: bool = False) -> str:
    """A number for people, in its unit: `$1,140,000`, `11%`, `60,000`, `40 min`. Never more than people read."""
    return quantity(value, unit).format(compact=compact) if abs(value.adjusted()) <= SPELLED else f"{value:.3g}"


def quantity(value: Decimal, unit: Unit) -> Quantity:
    """A number as a Quantity of its unit, rounded as people would: a percentage is in hundredths again."""
    if unit.percent:
        value = EXACT.scaleb(value, 2)
    name = unit.currency or ("%" if unit.percent else _counted(value, unit))
    number = rounded(value)
    to_cents = number.quantize(CENT, context=EXACT) if unit.currency and abs(number.adjusted()) <= SPELLED else number
    if number != number.to_integral_value() and (abs(number) >= 1 or number == to_cents):
        number = to_cents  # $17.10 and $0.80; below a dollar, parts of a cent stay
    return Quantity(low=number, high=number, unit=name, per=unit.over[-1] if unit.over else "")


def _counted(value: Decimal, unit: Unit) -> str:
    """The word that so many are counted in: `orders`, `min`, `bed days`; "" where there is none."""
    words = [name for name, power in unit.of("word").items() if power == 1]
    if not words:
        return ""
    words.sort(key=lambda name: name in PERIODS)  # beds × days are bed days
    name = SHORT.get(words[-1], words[-1]) if words[-1] in PERIODS else words[0]
    kind = unit.kind or (words[0] if name != words[0] and len(words) > 1 else "")
    return f"{kind} {name if value == 1 or name in SHORT.values() else f'{name}s'}".strip()


def rounded(value: Decimal) -> Decimal:
    """Whole from 1,000 on, two decimals from 10, else three figures; no trailing noughts, no exponent."""
    if not value:
        return Decimal(0)
    size = value.adjusted()
    if abs(size) > SPELLED:
        return Context(prec=3).plus(value)
    decimals = 0 if size >= 3 else 2 if size >= 1 else 2 - size
    made = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=EXACT)
    made = made.normalize(EXACT)
    return made.quantize(Decimal(1), context=EXACT) if made == made.to_integral_value() else made


def percent(share: Decimal) -> str:
    """A change for people: `+9.47%`, `+14.0%`, `−3.00%`, `0%` for none at all."""
    if not share:
        return "0%"
    value = abs(EXACT.scaleb(share, 2))
    sign = "+" if share > 0 else "−"
    if value < Decimal("0.005"):
        return f"{sign}<0.01%"
    if value.adjusted() > 8:
        return f"{sign}{value:.2e}%"
    decimals = 2 if value < 10 else 1 if value < 100 else 0
    return f"{sign}{value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=EXACT):,f}%"
