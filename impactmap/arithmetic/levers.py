"""Levers: what ten per cent more of an input does to the value delivered and to the value captured.

Reading: a product is healthy where the same inputs lift both its north star (value delivered to customers) and its
top KPI (value captured from them); after I. Gilad's paired metric trees. The formulas alone decide; hypotheses of
what influences what have no say here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from impactmap.arithmetic.evaluate import fraction
from impactmap.arithmetic.ledger import Ledger, open_ledger, told_of
from impactmap.model import Model

STEP = Decimal("0.1")
Kind = Literal["lifts-both", "value-only", "capture-only", "conflicting", "neither"]


@dataclass(frozen=True, slots=True)
class Lever:
    """What +10% of one input does.

    `north_star` and `top_kpi` are the changes as fractions (0.0947 is +9.47%), positive where it is for the better;
    None where there is none to tell, and `reason` then says why. `kind` goes by the signs of both: `lifts-both`
    where they agree, also when both fall, for then moving the input the other way lifts both: `move` is the
    way to move it, "up" or "down", and "" where no way is good for one and harmless for the other.
    """

    input: str
    kind: Kind
    north_star: Decimal | None
    top_kpi: Decimal | None
    move: Literal["up", "down", ""]
    reason: str = ""


def levers(model_or_ledger: Model | Ledger) -> Mapping[str, Lever]:
    """The lever that each input is, by its id, in the order of the spec."""
    ledger = model_or_ledger if isinstance(model_or_ledger, Ledger) else open_ledger(model_or_ledger)
    return {identifier: _lever(ledger, identifier) for identifier in ledger.inputs}


def _lever(ledger: Ledger, identifier: str) -> Lever:
    before = ledger.values[identifier]
    if before.value is None:
        return Lever(identifier, "neither", None, None, "", told_of(identifier, before.reason))
    if not before.value:
        return Lever(identifier, "neither", None, None, "", f"'{identifier}' is 0, and ten per cent of that is nothing")
    step = abs(before.value) * STEP
    after = ledger.moved({identifier: before.value + step})
    effects = [_effect(ledger, top, after) for top in (ledger.north_star, ledger.top_kpi)]
    (north_star, n_sign, n_reason), (top_kpi, k_sign, k_reason) = effects
    kind = _kind(n_sign, k_sign)
    signs = {sign for sign in (n_sign, k_sign) if sign}
    move: Literal["up", "down", ""] = "" if len(signs) != 1 else "up" if signs == {1} else "down"
    return Lever(
        identifier, kind, north_star, top_kpi, move, "; ".join(dict.fromkeys(filter(None, (n_reason, k_reason))))
    )


def _kind(north_star: int | None, top_kpi: int | None) -> Kind:
    """By the signs of the effects; with one top missing, by the other alone."""
    if north_star and top_kpi:
        return "lifts-both" if north_star == top_kpi else "conflicting"
    if north_star:
        return "value-only"
    return "capture-only" if top_kpi else "neither"


def _effect(ledger: Ledger, top: str, after: Mapping[str, Decimal | None]) -> tuple[Decimal | None, int | None, str]:
    """The change of a top as a fraction, its sign, and why there is none; better is positive."""
    if not top:
        return None, None, ""
    worth = ledger.values[top]
    before, now = worth.value, after.get(top, worth.value)
    if before is None:
        return None, None, told_of(top, worth.reason)
    if now is None:
        return None, None, f"'{top}' has no value then"
    way = -1 if ledger.metrics[top].better == "down" else 1
    sign = 0 if now == before else way if now > before else -way
    share = fraction(before, now)
    return (None if share is None else way * share), sign, "" if share is not None else f"'{top}' is 0 to begin with"
