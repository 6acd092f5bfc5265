"""How quantities are shown: compact, in English, with the digits that the author typed and a true minus."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING

from impactmap.model.figure import CURRENCY_CODES

if TYPE_CHECKING:
    from impactmap.model.quantity import Quantity

_SUFFIXES = {12: "T", 9: "bn", 6: "M", 3: "k"}
# What "a" may stand before ("a year"), with the short forms that people type; all else is counted "per".
PERIODS = {
    "second": ("sec", "secs"),
    "minute": ("min", "mins"),
    "hour": ("hr", "hrs"),
    "day": (),
    "night": (),
    "shift": (),
    "week": ("wk",),
    "fortnight": (),
    "sprint": (),
    "month": ("mo",),
    "quarter": (),
    "half-year": (),
    "year": ("yr", "annum"),
    "decade": (),
}
_EXACT = Context(prec=80)
_LARGEST = 60  # powers of ten; beyond it (only hand-made quantities get there) nothing is spelled out


def written(quantity: Quantity, *, compact: bool = False) -> str:
    """A quantity for people: `$0.9–1.4M a year`, `11% of contacts`, `3 of 5 roadmap slots`, `≤ 8%`."""
    text = _bounded(quantity.bound, _figures(quantity, compact))
    if quantity.total is not None:
        text += f" of {_number(quantity.total, compact)}" + (f" {quantity.of}" if quantity.of else "")
    elif quantity.of:
        text += f" of {quantity.of}"
    if quantity.per:
        article = "an" if quantity.per == "hour" else "a"
        text += f" {article if quantity.per in PERIODS else 'per'} {quantity.per}"
    if quantity.likely is not None:
        text += f", likely {_with_unit(_number(quantity.likely, compact), quantity.unit)}"
    return text


def change(baseline: Quantity | None, target: Quantity | None) -> str:
    """How far it is from one to the other: `+14%`, `−3%`, `×12` from tenfold on, or `+4 pp` between percentages.

    The empty string where that is undefined: a range, a bound, other units or wholes, no baseline above nought.
    """
    if baseline is None or target is None or any(q.is_range or q.bound for q in (baseline, target)):
        return ""
    if any(getattr(baseline, part) != getattr(target, part) for part in ("unit", "total", "of", "per")):
        return ""
    before, after = baseline.low, target.low
    if not (before.is_finite() and after.is_finite()) or max(before.adjusted(), after.adjusted()) > _LARGEST:
        return ""
    difference = _EXACT.subtract(after, before)
    if baseline.unit == "%":
        return f"{_signed(difference)} pp"
    if before <= 0:
        return ""
    if after >= 10 * before:
        return _signed(_rounded(_EXACT.divide(after, before))).replace("+", "×")
    return f"{_signed(_rounded(_EXACT.divide(difference * 100, before)))}%"


def _rounded(percent: Decimal) -> Decimal:
    """Three figures at most and two decimals, more only where a small change would read as none."""
    size = percent.adjusted() if percent else 0
    decimals = 0 if size >= 2 else 1 if size == 1 else 2 if size >= -2 else -size
    return percent.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=_EXACT)


def _signed(value: Decimal) -> str:
    text = f"{value:,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", "−") if value < 0 else f"+{text}" if value else text.lstrip("-")


def _bounded(bound: str, figures: str) -> str:
    return f"{bound}{figures}" if bound == "~" else f"{bound} {figures}" if bound else figures


def _figures(quantity: Quantity, compact: bool) -> str:
    low, high, unit = quantity.low, quantity.high, quantity.unit
    if low == high:
        return _with_unit(_number(low, compact), unit)
    # A nought takes the scale of the other end: "$0–1M".
    (first, first_scale), (second, second_scale) = _scaled(low, compact), _scaled(high, compact)
    if compact and second_scale != first_scale and high <= 10 * low:
        first, first_scale = _compact(low, high.adjusted() // 3 * 3)
    if not low:
        first_scale = second_scale
    if bool(first_scale) != bool(second_scale):
        # Readers would lend the scale of "500–1.4M" to the 500.
        (first, first_scale), (second, second_scale) = (_spelled(low), ""), (_spelled(high), "")
    if low < 0 or high < 0:
        return f"{_with_unit(first + first_scale, unit)} to {_with_unit(second + second_scale, unit)}"
    if first_scale == second_scale:
        return _with_unit(f"{first}–{second}{second_scale}", unit)
    if _leads(unit):
        return f"{_with_unit(first + first_scale, unit)}–{_with_unit(second + second_scale, unit)}"
    return _with_unit(f"{first}{first_scale}–{second}{second_scale}", unit)


def _with_unit(figure: str, unit: str) -> str:
    if unit in ("", "%", "x", "‰", "¢"):
        return figure + unit
    if _leads(unit):
        minus = figure[:1] if figure[:1] == "−" else ""
        return f"{minus}{unit}{' ' if unit in CURRENCY_CODES else ''}{figure[len(minus) :]}"
    return f"{figure} {unit}"


def _leads(unit: str) -> bool:
    """Whether a unit stands before its figure: currency signs and codes do."""
    return unit in CURRENCY_CODES or (unit != "" and (unit[-1] in "$£¤¥֏฿" or "₠" <= unit[-1] <= "⃀"))


def _number(value: Decimal, compact: bool) -> str:
    digits, scale = _scaled(value, compact)
    return digits + scale


def _scaled(value: Decimal, compact: bool) -> tuple[str, str]:
    """Digits and scale letter: as the author typed it, or with `compact` in three figures from 10,000 up."""
    if not value.is_finite() or abs(value.adjusted()) > _LARGEST:
        return str(value), ""
    size = value.adjusted() if value else 0
    if compact:
        return _compact(value)
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or exponent <= 0 or size < 3:
        return _spelled(value), ""
    # The exponent remembers the scale: 9E+5 was "0.9M", for as thousands it would have had more digits.
    for power in (12, 9, 6, 3):
        if size >= power >= exponent:
            return _spelled(value.scaleb(-power, context=_EXACT)), _SUFFIXES[power]
    power = next((power for power in (3, 6, 9, 12) if power >= exponent), 0)
    return _spelled(value.scaleb(-power, context=_EXACT)), _SUFFIXES.get(power, "")


def _compact(value: Decimal, power: int = 0) -> tuple[str, str]:
    """Three figures and a scale letter; of this power of ten where one is given."""
    if abs(value) < 10_000 and not power:
        return _spelled(value), ""
    rounded = Context(prec=3, rounding=ROUND_HALF_UP).plus(value)
    power = min(power or rounded.adjusted() // 3 * 3, 12)
    text = _spelled(rounded.scaleb(-power, context=_EXACT))
    return (text.rstrip("0").rstrip(".") if "." in text else text), _SUFFIXES[power]


def _spelled(value: Decimal) -> str:
    """All digits, in groups of three; nought without a sign."""
    return f"{value:,f}".replace("-", "−") if value else f"{abs(value):,f}"
