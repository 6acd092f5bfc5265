"""Changes to metrics, as a what-if is asked: `fee=$20`, `fee=+10%`, `new=-5000`, `share=+3pp`, `mau=160 to 180`."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from impactmap.arithmetic.figures import EXACT, Figure, figure, is_level, is_share
from impactmap.arithmetic.reading import finder, folded
from impactmap.arithmetic.units import BARE, misfit
from impactmap.diagnostics import UsageError, nearest
from impactmap.model import Metric, Quantity
from impactmap.model.quantity import QuantityError, parse_quantity
from impactmap.model.reading import plain, short

if TYPE_CHECKING:
    from impactmap.arithmetic.ledger import Ledger

FORMS = "write NAME=VALUE, NAME=+10%, NAME=+5 or NAME=160 to 180"


class Change(Struct, frozen=True):
    """One metric, and what is done to it.

    `to` sets it to the figure; `by` raises it by a share of its size (0.1 is +10%); `add` adds the figure.
    """

    metric: str
    kind: Literal["to", "by", "add"]
    figure: Figure

    def applied(self, before: Figure | None) -> Figure | None:
        """The metric's new figure; None when there is nothing to change."""
        if self.kind == "to":
            return self.figure
        if before is None:
            return None
        if self.kind == "add":
            parts = [(before.low, self.figure.low), (before.value, self.figure.value), (before.high, self.figure.high)]
            low, value, high = (EXACT.add(one, other) for one, other in parts)
        else:
            value = _raised(before.value, self.figure.value)
            corners = [_raised(a, b) for a in (before.low, before.high) for b in (self.figure.low, self.figure.high)]
            low, high = min(corners), max(corners)
        likely = value if before.likely is not None or self.figure.likely is not None else None
        return Figure(value, low, high, before.unit, likely, before.about or self.figure.about)


def _raised(value: Decimal, share: Decimal) -> Decimal:
    """A value moved by a share of its size: +10% of a loss of 50 is a loss of 45."""
    return EXACT.add(value, EXACT.multiply(abs(value), share))


def read_changes(ledger: Ledger, texts: Iterable[str]) -> tuple[Change, ...]:
    """What texts such as `fee=+10%` ask for; a metric goes by its id or its title.

    A sign in front makes it a change of what there is: by a percentage, or by an amount. Raises UsageError for an
    unknown name (with the nearest), another unit, a metric named twice, and what is no figure.
    """
    found: dict[str, Change] = {}
    for text in texts:
        name, equals, wanted = text.partition("=")
        if not equals or not name.strip() or not wanted.strip():
            raise UsageError(f"'{short(text)}' is no change: {FORMS}")
        metric = named(ledger, name.strip())
        if metric.id in found:
            raise UsageError(f"'{metric.id}' is changed twice: say it once")
        found[metric.id] = _read(ledger, metric, wanted.strip())
    return tuple(found.values())


def named(ledger: Ledger, name: str) -> Metric:
    """The metric of that id or title. Raises UsageError with the nearest one."""
    if not ledger.metrics:
        raise UsageError(f"there is no metric '{short(name)}': the map has none")
    identifier = finder(ledger.metrics)(name)
    if identifier:
        return ledger.metrics[identifier]
    key = " ".join(folded(name).split())
    titled = [metric for metric in ledger.metrics.values() if " ".join(folded(metric.title).split()) == key]
    if len(titled) == 1:
        return titled[0]
    if titled:
        raise UsageError(f"several metrics are called '{short(name)}': say which, {', '.join(m.id for m in titled)}")
    shown = {folded(metric.title): metric.id for metric in ledger.metrics.values() if metric.title}
    shown |= {folded(identifier): identifier for identifier in ledger.metrics}
    near = nearest(key[:120], shown)
    ids = list(ledger.metrics)
    hint = f"did you mean '{shown[near]}'?" if near else f"there are {', '.join(ids[:12])}{', …' * (len(ids) > 12)}"
    raise UsageError(f"there is no metric '{short(name)}': {hint}")


def _share(quantity: Quantity) -> str:
    """A percentage as people call it: "a tenth" for 10%."""
    return "a tenth" if quantity.low == quantity.high == 10 else "that share"


def _read(ledger: Ledger, metric: Metric, wanted: str) -> Change:
    typed = plain(wanted)
    signed = typed[0] in "+-–—"
    try:
        quantity = parse_quantity(wanted)
    except QuantityError as error:
        raise UsageError(
            f"'{metric.id}={short(wanted)}': {error.message}{'; ' * bool(error.hint)}{error.hint}"
        ) from None
    if quantity.bound in ("≤", "≥") or (signed and quantity.likely is None and quantity.bound):
        raise UsageError(f"'{metric.id}={short(wanted)}' is a bound, not a figure: {FORMS}")
    bare = Metric(id=metric.id, title=metric.title)  # the unit is what is typed here
    read = figure(bare, quantity)
    if read is None:
        raise UsageError(f"'{metric.id}={short(wanted)}' cannot be computed with: {FORMS}")
    own = ledger.units.get(metric.id, BARE)
    if signed and quantity.unit == "%":
        return Change(metric.id, "by", read)
    if quantity.unit == "pp" and (not signed or own.of("money") or own.of("word")):
        hint = "write it with a sign, +3pp" if not signed else f"it is in {own}"
        raise UsageError(f"'{metric.id}={short(wanted)}': percentage points are added to a percentage; {hint}")
    if own.percent and quantity.unit not in ("%", "pp") and not quantity.total:
        hint = f"write '{metric.id}={short(wanted)}pp'" if signed else f"write '{metric.id}={short(wanted)}%'"
        raise UsageError(f"'{metric.id}' is in per cent, and '{short(wanted)}' does not say so: {hint}")
    if is_share(quantity) and is_level(ledger.values[metric.id].value, own):
        hint = f"write '{metric.id}=+{short(wanted)}' to raise it by {_share(quantity)}"
        if quantity.unit != "%":
            hint = "write it as the map does"
        raise UsageError(
            f"'{metric.id}' is {'in ' + str(own) if str(own) else 'no percentage'}, '{short(wanted)}' is "
            f"{'in ' + str(read.unit) if str(read.unit) else 'a share'}: {hint}"
        )
    wrong = misfit(own, read.unit)
    if wrong and (wrong.grave or (own.is_bare and read.unit.of("money") and not ledger.model.currency)):
        raise UsageError(
            f"'{metric.id}' is {'in ' + str(own) if str(own) else 'without a unit'}, '{short(wanted)}' is in "
            f"{read.unit or 'another unit'}: write it as the map does"
        )
    kept = Figure(read.value, read.low, read.high, own, read.likely, read.about)
    return Change(metric.id, "add" if signed else "to", kept)
