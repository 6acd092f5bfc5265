"""What `impactmap metrics` has to tell, as one value; and that as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from msgspec import Struct

from impactmap.account.table import table
from impactmap.arithmetic import Ledger, Lever, Worth, levers, open_ledger, read_changes
from impactmap.arithmetic.figures import figure
from impactmap.arithmetic.influences import web, what_if
from impactmap.arithmetic.simulation import DRAWS, Spread, simulate
from impactmap.claims import Claim, Effect, claims
from impactmap.model import Model

NO_METRICS = "the spec has no metrics"


class Account(Struct, frozen=True):
    """`after` is the same as `before` where nothing was `changed`; `spread` is that of the what-if, if there is one."""

    ledger: Ledger
    before: Mapping[str, Worth]
    after: Mapping[str, Worth]
    changed: tuple[str, ...]
    targets: Mapping[str, Worth]
    spread_before: Mapping[str, Spread]
    spread: Mapping[str, Spread]
    levers: Mapping[str, Lever]
    claims: Mapping[str, Claim]
    notes: tuple[str, ...]


def account(model: Model, changes: Sequence[str], with_influences: bool) -> Account:
    """Works everything out. Raises UsageError for a change that makes no sense."""
    ledger = open_ledger(model)
    wanted = read_changes(ledger, changes)
    before = after = ledger.at_values()
    notes = list(ledger.notes)
    spread_before = spread = simulate(ledger)
    given, blocked = ledger.given(wanted)
    followed = web(ledger) if with_influences else None
    if wanted and followed:
        moved = what_if(ledger, wanted)
        after, more = moved.worths, moved.notes
        notes += more
    elif wanted:
        after = ledger.what_if(wanted)
    elif followed:
        notes += followed.notes
    if given:
        spread = simulate(ledger, given, followed)
    notes += [f"'{name}' is set, and its formula left aside" for name in given if name in ledger.formulas]
    notes += [f"'{name}' cannot be changed: it {why}" for name, why in blocked.items()]
    notes += [
        f"'{name}': {one.failed:,} of {DRAWS:,} draws came to nothing" for name, one in spread.items() if one.failed
    ]
    pulls = levers(ledger)
    notes += [f"the class of '{name}' is not known: {one.reason}" for name, one in pulls.items() if not one.kind]
    return Account(
        ledger=ledger,
        before=before,
        after=after,
        changed=tuple(change.metric for change in wanted),
        targets=ledger.at_targets(),
        spread_before=spread_before,
        spread=spread,
        levers=pulls,
        claims=claims(ledger) if ledger.metrics else {},
        notes=tuple(dict.fromkeys(notes)),
    )


def as_table(found: Account) -> str:
    """For people, at most 100 columns wide."""
    return table(found) if found.ledger.metrics else NO_METRICS


def as_json(found: Account) -> dict[str, Any]:
    """For programs: figures are plain numbers or null, fractions for percentages."""
    ledger = found.ledger
    return {
        "metrics": {identifier: _metric(found, identifier) for identifier in ledger.metrics},
        "levers": {
            identifier: {
                "class": lever.kind or None,
                "north_star": number(lever.north_star),
                "top_kpi": number(lever.top_kpi),
                "move": lever.move or None,
                "reason": lever.reason or None,
            }
            for identifier, lever in found.levers.items()
        },
        "gains": {identifier: _gain(found, claim) for identifier, claim in found.claims.items()},
        "notes": list(found.notes) if ledger.metrics else [NO_METRICS],
    }


def _metric(found: Account, identifier: str) -> dict[str, Any]:
    ledger = found.ledger
    metric = ledger.metrics[identifier]
    before, after = found.before[identifier], found.after[identifier]
    target = found.targets.get(identifier)
    own = figure(metric, metric.target) if metric.target else None
    told: dict[str, Any] = {
        "name": metric.title,
        "role": metric.role or None,
        "value": number(before.value),
        "what_if": number(after.value),
        "formula": metric.formula or None,
        "unit": str(ledger.units[identifier]) or None,
        "stated": number(before.stated),
        "target": number(target.value if target else own.value if own else None),
        "reason": before.reason or None,
        "range": _range(before, found.spread_before.get(identifier)),
    }
    if found.changed:
        told["what_if_reason"] = after.reason or None
        told["what_if_range"] = _range(after, found.spread.get(identifier))
    told["influenced_by"] = list(after.moved_by)
    if after.moved_by:
        told["confidence"] = after.confidence or None
    return told


def _range(worth: Worth, spread: Spread | None) -> dict[str, int | float | str | None] | None:
    """Bounds and percentiles. Near a division by 0 both could be anything: then there are none, but the reason."""
    if spread is None:
        return None
    told: dict[str, int | float | str | None] = {"low": number(worth.low), "high": number(worth.high)}
    for name in ("p10", "p50", "p90"):
        told[name] = None if worth.unbounded else number(getattr(spread, name))
    return told | {"reason": f"no bounds: {worth.unbounded}" if worth.unbounded else None}


def _gain(found: Account, claim: Claim) -> dict[str, Any]:
    model = found.ledger.model
    gain = next(gain for gain in model.gains if gain.id == claim.gain)
    return {
        "name": gain.title,
        "metric": gain.metric or None,
        "north_star": number(claim.north_star.value),
        "top_kpi": number(claim.top_kpi.value),
        "range": {"north_star": _ends(claim.north_star), "top_kpi": _ends(claim.top_kpi)},
        "assumed": number(claim.assumed),
        "causes": number(claim.causes),
        "inputs": number(claim.inputs),
        "wants_evidence": list(claim.culprits),
        "reason": "; ".join(dict.fromkeys(filter(None, (claim.north_star.reason, claim.top_kpi.reason)))) or None,
    }


def _ends(effect: Effect) -> list[int | float | None] | None:
    return None if effect.low is None else [number(effect.low), number(effect.high)]


def number(value: Decimal | float | None) -> int | float | None:
    """A plain JSON number: an integer where it is whole, else to twelve figures."""
    if value is None:
        return None
    if -(10**15) < value < 10**15 and value == int(value):
        return int(value)
    return float(f"{value:.12g}")
