"""M05: a stated value that differs from what its formula gives."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from impactmap.checks.rule import Ground, Hit, Rule


def _find(ground: Ground) -> Iterator[Hit]:
    from impactmap.arithmetic.figures import shown

    share = Decimal(ground.settings.limits.mismatch_percent) / 100
    for identifier, worth in ground.ledger.values.items():
        stated, computed = worth.stated, worth.computed
        if stated is None or computed is None:
            continue
        figure = ground.ledger.stated[identifier]
        within = figure.is_range and figure.low <= computed <= figure.high
        if within or abs(computed - stated) <= share * max(abs(stated), abs(computed)):
            continue
        message = f"stated as {shown(stated, worth.unit)}, but the formula gives {shown(computed, worth.unit)}"
        hint = "mend the value or the formula; or leave the value out, it is computed"
        yield Hit(ground.ledger.metrics[identifier], message, hint, field="value")


RULE = Rule(
    code="M05",
    name="identity-mismatch",
    source="Itamar Gilad, The Most Important Thing: the equations of a metric tree are identities",
    why="Where the arithmetic does not come out, one of the figures is not what people think it is.",
    trips="""\
title: Docs
metrics: [{id: docs, formula: users * each, value: 700000}, {id: users, value: 60000}, {id: each, value: 12}]
""",
    clean="""\
title: Docs
metrics: [{id: docs, formula: users * each, value: 720000}, {id: users, value: 60000}, {id: each, value: 12}]
""",
    severity="warning",
    profiles={"north-star": "error"},
    find=_find,
)
