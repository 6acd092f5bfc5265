"""Levers: what ten per cent more of an input does to the value delivered and to the value captured.

Reading: a product is healthy where the same inputs lift both its north star (value delivered to customers) and its
top KPI (value captured from them); after I. Gilad's paired metric trees. The formulas alone decide; hypotheses of
what influences what have no say here. An effect that cannot be computed is not "moves nothing": where an input goes
into such a top, its class is not known. An input that goes into neither top moves neither, whatever can be computed.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from impactmap.arithmetic.evaluate import fraction
from impactmap.arithmetic.figures import EXACT
from impactmap.arithmetic.ledger import Ledger, open_ledger, told_of
from impactmap.model import Model

STEP = Decimal("0.1")
NUDGE = Decimal("0.000001")  # for an input of 0, of which ten per cent are nothing: this shows the direction
Kind = Literal["lifts-both", "value-only", "capture-only", "conflicting", "neither", ""]


class Lever(Struct, frozen=True):
    """What +10% of one input does.

    `north_star` and `top_kpi` are the changes as fractions (0.0947 is +9.47%), positive where it is for the better;
    None where there is none to tell, and `reason` then says why. `kind` goes by the signs of both: `lifts-both`
    where they agree, also when both fall, for then moving the input the other way lifts both: `move` is the
    way to move it, "up" or "down", and "" where no way is good for one and harmless for the other. `kind` is ""
    where an effect is unknown, and so the class.
    """

    input: str
    kind: Kind
    north_star: Decimal | None
    top_kpi: Decimal | None
    move: Literal["up", "down", ""]
    reason: str = ""


class _Pull(Struct, frozen=True):
    """One top's change as a fraction, the sign of it, and why there is none. A sign of None is not known."""

    share: Decimal | None
    sign: int | None
    reason: str = ""


NOTHING = _Pull(Decimal(0), 0)


def levers(model_or_ledger: Model | Ledger) -> Mapping[str, Lever]:
    """The lever that each input is, by its id, in the order of the spec."""
    ledger = model_or_ledger if isinstance(model_or_ledger, Ledger) else open_ledger(model_or_ledger)
    return {identifier: _lever(ledger, identifier) for identifier in ledger.inputs}


def _lever(ledger: Ledger, identifier: str) -> Lever:
    value = ledger.values[identifier].value
    after: Mapping[str, Decimal | None] = {}
    if value is not None:
        after = ledger.moved({identifier: EXACT.add(value, EXACT.multiply(abs(value), STEP) if value else NUDGE)})
    pulls = [_pull(ledger, top, identifier, after) for top in (ledger.north_star, ledger.top_kpi)]
    signs = [pull.sign for pull in pulls]
    north_star, top_kpi = signs
    kind: Kind = "" if north_star is None or top_kpi is None else _kind(north_star, top_kpi)
    ways = {sign for sign in signs if sign}
    move: Literal["up", "down", ""] = "" if not kind or len(ways) != 1 else "up" if ways == {1} else "down"
    reasons = "; ".join(dict.fromkeys(pull.reason for pull in pulls if pull.reason))
    if kind and reasons and not value:
        reasons += ": its class goes by direction"
    return Lever(identifier, kind, pulls[0].share, pulls[1].share, move, reasons)


def _kind(north_star: int, top_kpi: int) -> Kind:
    """By the signs of the effects; with one top missing, by the other alone."""
    if north_star and top_kpi:
        return "lifts-both" if north_star == top_kpi else "conflicting"
    if north_star:
        return "value-only"
    return "capture-only" if top_kpi else "neither"


def _pull(ledger: Ledger, top: str, identifier: str, after: Mapping[str, Decimal | None]) -> _Pull:
    """What moving an input to `after` does to a top; better is positive."""
    if not top:
        return _Pull(None, 0)
    if why := _untold(ledger, top, identifier):
        return _Pull(None, None, why)
    if identifier not in ledger.feeds(top):
        return NOTHING
    before, now = ledger.values[top].value, after.get(top)
    if before is None or now is None:
        return _Pull(None, None, f"'{top}' has no value then")
    way = -1 if ledger.metrics[top].better == "down" else 1
    sign = 0 if now == before else way if now > before else -way
    if sign and not ledger.values[identifier].value:
        return _Pull(None, sign, f"'{identifier}' is 0, and ten per cent of that is nothing")
    share = fraction(before, now)
    if share is None:
        return _Pull(None, sign, f"'{top}' is 0 to begin with")
    return _Pull(way * share, sign)


def _untold(ledger: Ledger, top: str, identifier: str) -> str:
    """Why nobody can tell what an input does to a top; "" where that can be computed.

    A formula on the way that gives nothing hides it, also where a stated value stands in; one that cannot be read
    may be made of anything.
    """
    if identifier in ledger.feeds(top):
        own = ledger.values[identifier]
        if own.value is None:
            return told_of(identifier, own.reason)
        if ledger.values[top].value is None:
            return told_of(top, ledger.values[top].reason)
    for other in ledger.feeds(top):
        if not ledger.metrics[other].formula.strip() or ledger.values[other].computed is not None:
            continue
        if other in ledger.faults or identifier in ledger.feeds(other):
            return told_of(other, ledger.values[other].reason)
    return ""
