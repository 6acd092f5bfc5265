"""The health line: what is counted, and that nothing is claimed for what a map does not have."""

from __future__ import annotations

import pytest

from impactmap import load
from impactmap.health import health, in_words, together

SEEN = "evidence: observation, n=9, 2026-08"
TOPS = """
  - {id: ns, title: Value, role: north star, formula: a * b}
  - {id: kpi, title: Money, role: top KPI, formula: a * c}
  - {id: a, value: 2}
  - {id: b, value: 3}
  - {id: c, value: 4}
"""


def line(spec: str) -> str:
    return in_words(health(load(f"title: T\n{spec}\n", syntax="yaml")))


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("solutions: [S]", ""),
        ("harms: [H]", ""),
        ("need: N", "0 of 1 need researched"),
        (f"needs:\n  - title: N\n    {SEEN}\n  - M", "1 of 2 needs researched"),
        (f"needs:\n  - title: N\n    {SEEN}\ncauses: [C, D]", "1 of 3 needs and causes researched"),
        ("causes:\n  - title: C\n    evidence: assumption", "0 of 1 cause researched"),
        ("causes:\n  - title: C\n    evidence: stakeholder opinion, n=9", "0 of 1 cause researched"),
        ("gains: [G]", "0 of 1 gain guarded"),
        (
            "gains: [{id: g, title: G}, H]\nmetrics: [{id: m}]\ncounter_metrics: [{metric: m, guards: g, max: 1}]",
            "1 of 2 gains guarded",
        ),
        (
            "metrics: [{id: k, role: top KPI}, {id: m}]\ncounter_metrics: [{metric: m, guards: k, max: 1}]",
            "1 of 1 top metric guarded · 0 of 1 metric on the customer's side",
        ),
        # A broken guard guards still, and is told; of one whose metric has no value nobody knows.
        (
            "gains: [{id: g, title: G}]\nmetrics: [{id: m, value: 3}, {id: n, value: 3}, o]\n"
            "counter_metrics: [{metric: m, guards: g, max: 1}, {metric: n, max: 4}, {metric: o, max: 4}]",
            "1 of 1 gain guarded · 1 of 2 guards hold today",
        ),
        (
            "gains: [{id: g, title: G}]\nmetrics: [{id: m, value: 3}]\n"
            "counter_metrics: [{metric: m, guards: g, max: 4}]",
            "1 of 1 gain guarded · 1 of 1 guard holds today",
        ),
        # A gain and the top metric that it moves are one number.
        (
            "gains: [{title: G, metric: k}]\nmetrics: [{id: k, role: top KPI}]",
            "0 of 1 gain guarded · 0 of 1 metric on the customer's side",
        ),
        ("metrics: [{id: m}]", ""),
        (
            "metrics: [{id: x, side: delivered}, {id: y, side: captured}, {id: z, side: both}, {id: u}]",
            "2 of 3 metrics on the customer's side",
        ),
        (f"metrics:{TOPS}", "0 of 1 top metric guarded · 1 of 3 inputs lift both"),
        (
            f"metrics:{TOPS}teams: [{{title: X, goals: [a from 2 to 3, b from 3 to 4]}}]",
            "0 of 1 top metric guarded · 1 of 3 inputs lift both · 2 of 2 goals ladder up",
        ),
        (
            f"metrics:{TOPS}  - {{id: likes}}\nteams: [{{title: X, goal: likes from 2 to 3}}]",
            "0 of 1 top metric guarded · 1 of 3 inputs lift both · 0 of 1 goal ladders up",  # likes move no top
        ),
        ("teams: [{title: X, goal: {title: G}}]", ""),  # no top to reach
        (
            "actors: [{id: school, title: S}, {id: pupil, title: P, served through: school}]\n"
            f"metrics:{TOPS}teams:\n  - title: X\n    goals:\n"
            "      - {title: One, metric: a, actor: pupil}\n"
            "      - {title: Two, metric: a, actor: school}\n"
            "      - {title: Three, metric: b, actor: pupil, influence_path: marks go home}\n",
            "0 of 1 top metric guarded · 1 of 3 inputs lift both · 2 of 3 goals ladder up",
        ),
    ],
)
def test_what_is_counted(spec: str, said: str) -> None:
    assert line(spec) == said


def test_several_maps_count_as_one() -> None:
    specs = ("need: N", f"causes:\n  - title: C\n    {SEEN}", "gains: [G, H]", "solutions: [S]")
    shares = (health(load(f"title: T\n{spec}\n", syntax="yaml")) for spec in specs)
    assert in_words(together(shares)) == "1 of 2 needs and causes researched · 0 of 2 gains guarded"
    assert together([]) == ()
