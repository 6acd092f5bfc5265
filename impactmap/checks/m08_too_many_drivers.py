"""M08: more drivers than anybody can steer by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule


def _find(ground: Ground) -> Iterator[Hit]:
    limits, ledger = ground.settings.limits, ground.ledger
    drivers: dict[str, dict[str, None]] = defaultdict(dict)
    for made, parts in ledger.steps.items():
        drivers[made] |= dict.fromkeys(parts)
    for influence in ground.model.influences:
        if influence.from_ and influence.to:
            drivers[influence.to] |= dict.fromkeys([influence.from_])
    for metric in ground.model.metrics:
        direct = len(drivers[metric.id])
        if direct > limits.drivers:
            hint = "put a step between, or leave out those that hardly move it"
            yield Hit(metric, f"{direct} drivers on one level, more than {limits.drivers}", hint, field="formula")
        if metric.role == "north star":
            inputs = [name for name in _below(drivers, metric.id) if not drivers.get(name)]
            if len(inputs) > limits.inputs:
                hint = "name as inputs the few that teams can move"
                message = f"the north star hangs on {len(inputs)} inputs, more than {limits.inputs}"
                yield Hit(metric, message, hint, field="role")


def _below(drivers: dict[str, dict[str, None]], start: str) -> set[str]:
    found: set[str] = set()
    todo = [start]
    while todo:
        one = todo.pop()
        if one not in found:
            found.add(one)
            todo += drivers.get(one, {})
    return found - {start}


RULE = Rule(
    code="M08",
    name="too-many-drivers",
    source="Amplitude: three to five inputs; Mixpanel: a metric tree that fits a screen",
    why="A tree of everything steers nobody. The few inputs that matter are a choice, and that choice is the strategy.",
    trips="""\
title: Shop
metrics:
  - {id: sales, formula: a + b + c + d + e}
  - {id: a}
  - {id: b}
  - {id: c}
  - {id: d}
  - {id: e}
""",
    clean="""\
title: Shop
metrics:
  - {id: sales, formula: a + b + c}
  - {id: a}
  - {id: b}
  - {id: c}
""",
    severity="info",
    profiles={"north-star": "warning"},
    find=_find,
)
