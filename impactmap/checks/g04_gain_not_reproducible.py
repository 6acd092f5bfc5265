"""G04: a gain that the inputs of its metric do not give."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from impactmap.chain import metric_of
from impactmap.checks.rule import Ground, Hit, Rule


def _find(ground: Ground) -> Iterator[Hit]:
    from impactmap.arithmetic import fraction
    from impactmap.arithmetic.figures import figure, percent

    ledger = ground.ledger
    slack = Decimal(ground.settings.limits.mismatch_percent) / 100
    then = ledger.at_targets()
    for gain in ground.model.gains:
        metric = metric_of(ground.model, gain)
        worth = then.get(metric.id) if metric else None
        if metric is None or gain.target is None or worth is None or worth.computed is None:
            continue  # nothing that it is made of is to change, so there is nothing to compare with
        now, wanted = ledger.values[metric.id].value, figure(metric, gain.target)
        if now is None or wanted is None or wanted.is_range:
            continue
        if abs(wanted.value - worth.computed) <= slack * abs(worth.computed):
            continue
        claimed, given = fraction(now, wanted.value), fraction(now, worth.computed)
        if claimed is None or given is None:
            continue
        message = f"this gain says {percent(claimed)}, what it is made of gives {percent(given)}"
        hint = "mend the target, or those of the inputs; or say in 'basis' where the rest comes from"
        yield Hit(gain, message, hint, field="target")


RULE = Rule(
    code="G04",
    name="gain-not-reproducible",
    source="Itamar Gilad, The Most Important Thing: simple formulas illustrate the realities of the business",
    why="A top that grows faster than all that it is made of was wished for, not worked out.",
    trips="""\
title: Docs
gains: [{title: Documents, metric: docs, target: 864}, {title: Users, metric: users, target: 68.4}]
metrics: [{id: docs, formula: users * each}, {id: users, value: 60}, {id: each, value: 12}]
""",
    clean="""\
title: Docs
gains: [{title: Documents, metric: docs, target: 820.8}, {title: Users, metric: users, target: 68.4}]
metrics: [{id: docs, formula: users * each}, {id: users, value: 60}, {id: each, value: 12}]
""",
    severity="warning",
    find=_find,
)
