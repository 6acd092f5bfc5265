"""Whether a guard holds today; what must be broken and what must not stands in tests/checks/specs/K06.toml."""

from __future__ import annotations

import pytest

from impactmap import load
from impactmap.arithmetic import open_ledger
from impactmap.graph import Badge, Card
from impactmap.guards import Guards, Standing, standing
from impactmap.model import Model

PARTS = "{id: a, value: 30}, {id: b, value: 100}, {id: r, value: 10 to 30}, {id: n, value: 0}"


def spec(metric: str, limits: str) -> Model:
    guards = f"counter_metrics: [{{title: Late, metric: c, guards: g, {limits}}}]"
    text = f"title: T\ngains: [{{id: g, title: G}}]\nmetrics: [{{id: c, {metric}}}, {PARTS}]\n{guards}\n"
    return load(text, syntax="yaml")


@pytest.mark.parametrize(
    ("metric", "limits", "found"),
    [
        ("value: 11%", "max: 8%", Standing("broken", "11%", "max")),
        ("value: 52%", "min: 55%", Standing("broken", "52%", "min")),
        ("value: 1", "min: 2, max: 8", Standing("broken", "1", "min")),
        ("value: 6%", "max: 8%", Standing("holding", "6%")),
        ("value: 8%", "max: 8%", Standing("holding", "8%")),
        ("value: 5", "min: 2, max: 8", Standing("holding", "5")),
        # Of one of two limits nobody knows.
        ("value: 5", "min: 2, max: 1 per 10000", Standing("unknown", "5")),
        ("value: 5% to 9%", "max: 8%", Standing("unknown", "5–9%")),
        ("value: '9% to 12%, likely 10%'", "max: 8%", Standing("broken", "9–12%", "max")),
        ("value: 11% of contacts", "max: 8%", Standing("broken", "11%", "max")),
        ("unit: '%', value: 11", "max: 8", Standing("broken", "11%", "max")),
        ("unit: min, value: 75", "max: 40 min", Standing("broken", "75 min", "max")),
        ("formula: a / b", "max: 0.2", Standing("broken", "0.3", "max")),
        ("formula: r / b", "max: 0.2", Standing("unknown", "0.1 to 0.3")),
        ("formula: r / b", "max: 0.05", Standing("broken", "0.1 to 0.3", "max")),
        ("formula: r / b", "max: 0.3", Standing("holding", "0.1 to 0.3")),
        ("formula: a / n", "max: 0.2", Standing("unknown")),
        ("title: C", "max: 8%", Standing("unknown")),
        ("value: 11%", "risk: none", Standing("unknown", "11%")),
    ],
)
def test_how_a_guard_stands(metric: str, limits: str, found: Standing) -> None:
    model = spec(metric, limits)
    assert standing(open_ledger(model), model.counter_metrics[0]) == found


@pytest.mark.parametrize(
    ("metric", "limits", "badge"),
    [
        ("value: 11", "min: 2, max: 8", Badge("guard broken: Late 11, ≤\u00a08 wanted", "alarm")),
        ("value: 1", "min: 2, max: 8", Badge("guard broken: Late 1, ≥\u00a02 wanted", "alarm")),
        ("value: 5", "min: 2, max: 8", Badge("guarded: Late 5, ≥\u00a02\u00a0≤\u00a08", "guard")),
        ("title: C", "max: 8", Badge("guarded: Late ≤\u00a08", "guard")),
        ("value: 5", "risk: late", Badge("guarded: Late 5", "guard")),
        ("title: C", "risk: late", Badge("guarded: Late", "guard")),
    ],
)
def test_how_it_is_said(metric: str, limits: str, badge: Badge) -> None:
    model = spec(metric, limits)
    bare = Card(id="g", kind="gain", entity="gain", noun="gain", title="G", rank=0)
    card = Guards(model).marked(bare, model.gains[0])
    assert card.badges == (badge,)
    label, _, words = badge.text.partition(": ")
    assert [(fact.label.casefold(), fact.text) for fact in card.facts] == [
        ("guard broken" if label == "guard broken" else "guarded by", words)
    ]
    assert Guards(model).marked(bare, model.metrics[1]) == bare
