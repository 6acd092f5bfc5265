"""The rules of the seven methods, as their authors state them, held against every sample and any model there can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from goldens import SAMPLES
from hypothesis import HealthCheck, given, settings
from soundness import faults
from wild_models import models

from impactmap import load
from impactmap.arithmetic import names, open_ledger
from impactmap.drawing import draw, laid_out
from impactmap.graph import PLACEHOLDER, Card, Graph
from impactmap.guards import standing
from impactmap.horizon import steps_beyond
from impactmap.layout import plain
from impactmap.model import Model
from impactmap.teams import aims
from impactmap.views import every, view

Rule = Callable[[Model], None]


def drawn(model: Model, name: str) -> Iterator[Graph]:
    """Every picture of a view, if the model has anything for it."""
    lens = view(name)
    if lens.applies(model):
        for variant in lens.variants(model):
            yield lens.graph(model, lens.DIRECTION, variant)


def by_id(graph: Graph) -> dict[str, Card]:
    return {card.id: card for card in graph.cards}


def parents(graph: Graph) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {card.id: [] for card in graph.cards}
    for link in graph.links:
        for target in link.targets:
            found[target] += link.sources
    return found


def badges(card: Card, role: str) -> list[str]:
    return [badge.text for badge in card.badges if badge.role == role]


def said(graph: Graph) -> str:
    """All that stands around the cards."""
    return " ".join((graph.summary, *graph.lost, *(lane.caption for lane in graph.lanes)))


# ---- the rules ------------------------------------------------------------------------------------------------


def every_graph_can_be_drawn(model: Model) -> None:
    for lens in every():
        for graph in drawn(model, lens.NAME):
            assert faults(graph) == [], graph.key
            page, _ = laid_out(graph, plain.solve)
            assert draw(page, prefix="p")


def customer_first_impact_map(model: Model) -> None:
    """Starts at the need, then causes, harm, gains; all facts are there, and nothing else."""
    for graph in drawn(model, "impact-map"):
        assert [lane.entity for lane in graph.lanes] == ["need", "cause", "harm", "gain"]
        facts = (*model.needs, *model.causes, *model.harms, *model.gains)
        assert Counter(card.id for card in graph.cards) == Counter(fact.id for fact in facts)
        assert graph.lost == ()


def opportunity_solution_tree(model: Model) -> None:
    """One outcome; a strict tree; tests hang on solutions, and solutions on opportunities; no slot for harm."""
    for graph in drawn(model, "opportunity-tree"):
        cards, above = by_id(graph), parents(graph)
        assert [name for name, over in above.items() if not over] == [graph.cards[0].id]
        assert graph.cards[0].kind == "outcome"
        assert all(len(over) <= 1 for over in above.values())
        under = {"outcome": (), "opportunity": ("outcome", "opportunity"), "solution": ("opportunity",)}
        for name, over in above.items():
            allowed = under.get(cards[name].kind, ("solution",))
            assert all(cards[one].kind in allowed for one in over)
        assert all(card.entity != "harm" for card in graph.cards)
        assert ("business harm" in said(graph)) == bool(model.harms)


def impact_mapping(model: Model) -> None:
    """Why, who, how, what, each under the one before; a goal is measurable; no test, no proof."""
    for graph in drawn(model, "goal-map"):
        cards, above = by_id(graph), parents(graph)
        levels = ("goal", "actor", "impact", "deliverable")
        assert len(graph.lanes) == 4
        for card in graph.cards:
            assert card.noun == levels[card.rank]  # of nobody named yet, too
            assert card.kind in (card.noun, PLACEHOLDER)
            assert [cards[one].noun for one in above[card.id]] == list(levels[: card.rank][-1:])
        goal = graph.cards[0]
        assert [card.kind for card in graph.cards].count("goal") == 1
        assert goal.assumed == ("not measurable" in goal.remark)
        assert goal.assumed or " → " in goal.figure
        untested = {
            solution.id
            for solution in model.solutions
            if all(t.verdict != "passed" for t in (*solution.tests, *_naming(model, solution.id)))
        }
        for link in graph.links:
            assert link.faint == (link.targets[0] in untested)
        shown = {fact.text for card in graph.cards for fact in card.facts if fact.label == "Need"}
        shown |= {card.title for card in graph.cards}
        assert all(need.title in shown for need in model.needs) or "customer need" in said(graph)
        assert {actor.id for actor in model.actors if actor.stance} <= cards.keys()
        missing = [fact for fact in (*model.causes, *model.solutions, *model.actors) if fact.id not in cards]
        assert not missing or graph.lost


def _naming(model: Model, solution: str) -> list[object]:
    return [test for test in model.tests if test.solution == solution]


def north_star_and_metric_trees(model: Model) -> None:
    """Both tops side by side, shared inputs once, formulas apart from hypotheses, levers told from the formulas."""
    ledger = open_ledger(model)
    for graph in drawn(model, "metric-tree"):
        cards = by_id(graph)
        tops = [metric for metric in model.metrics if metric.role in ("north star", "top KPI")]
        assert all(graph.lanes[0].holds(cards[top.id]) and cards[top.id].strong for top in tops)
        if len({top.role for top in tops}) < 2:
            assert "not paired" in graph.summary
            assert "no " in graph.lanes[0].caption or "neither" in graph.lanes[0].caption
        formula = [link for link in graph.links if not link.faint]
        for link in graph.links:
            assert link.faint == bool(link.joint and link.joint.role == "influence") == bool(link.arrow)
        made = {link.sources[0]: set(link.targets) for link in formula}
        assert len(made) == len(formula)
        inner = {card.id for card in graph.cards if not graph.lanes[-1].holds(card)}
        for metric, tree in ledger.formulas.items():
            if metric in inner:
                assert made.get(metric, set()) == set(names(tree))
        for influence in model.influences:
            if {influence.from_, influence.to} <= cards.keys() and influence.from_ != influence.to:
                ends = {influence.from_, influence.to}
                assert any({*link.sources, *link.targets} == ends for link in graph.links if link.faint)
        for card in graph.cards:
            assert not badges(card, "lever") or card.id in ledger.inputs
        left = {metric.title for metric in model.metrics if metric.id not in cards}
        assert not left or graph.lost


def counter_metrics(model: Model) -> None:
    """A guard stands on what it guards, and only there; watching a metric puts it in no tree."""
    gains = {gain.id: gain.metric for gain in model.gains}
    for graph in drawn(model, "metric-tree"):
        for card in graph.cards:
            guarding = [
                counter
                for counter in model.counter_metrics
                if card.id in {gains.get(name, name) for name in counter.guards}
            ]
            shields = [badge for badge in card.badges if badge.role in ("guard", "alarm")]
            assert len(shields) == len(guarding)
            for shield, counter in zip(shields, guarding, strict=True):
                is_broken = standing(open_ledger(model), counter).verdict == "broken"
                assert shield.role == ("alarm" if is_broken else "guard")
                assert shield.text.startswith(f"{'guard broken' if is_broken else 'guarded'}: {counter.title}")


def decoupled_team_goals(model: Model) -> None:
    """Two teams on one metric stand out; each goal has a customer problem, or says that it has none."""
    for graph in drawn(model, "goal-ladder"):
        cards = by_id(graph)
        assert {team.id for team in model.teams} | {aim.goal.id for aim in aims(model)} <= cards.keys()
        on: dict[str, set[str]] = {}
        for aim in aims(model):
            if aim.team and aim.goal.metric in cards:
                on.setdefault(aim.goal.metric, set()).add(aim.team.id)
        alarms = {link.targets[0] for link in graph.links if link.joint and link.joint.role == "alarm"}
        assert alarms == {metric for metric, teams in on.items() if len(teams) > 1}
        for aim in aims(model):
            card = cards[aim.goal.id]
            shared = any(text.startswith("shared with") for text in badges(card, "alarm"))
            others = on.get(aim.goal.metric, set()) - ({aim.team.id} if aim.team else set())
            assert shared == (aim.goal.metric in alarms and bool(others))
            assert ("no customer problem named" in card.remark) == (not aim.needs)
            assert card.group == (aim.team.id if aim.team else "")
            reached = [link for link in graph.links if card.id in link.sources]
            assert [link.targets for link in reached] == ([(aim.goal.metric,)] if aim.goal.metric in cards else [])


def control_horizon(model: Model) -> None:
    """Whoever is served through others lies beyond the horizon, and so does a goal that measures them."""
    steps = steps_beyond(model)
    for graph in drawn(model, "goal-ladder"):
        cards = by_id(graph)
        for actor in model.actors:
            if actor.id in cards:
                beyond = steps[actor.id] > 0
                assert cards[actor.id].beyond == beyond == graph.lane_of(cards[actor.id]).beyond
            else:
                assert actor.kind in ("internal", "regulator")
        for aim in aims(model):
            out_of_reach = steps.get(aim.actor, 0) > 0
            assert cards[aim.goal.id].beyond == out_of_reach
            assert ("beyond the horizon" in badges(cards[aim.goal.id], "alarm")) == out_of_reach


RULES: tuple[Rule, ...] = (
    every_graph_can_be_drawn,
    customer_first_impact_map,
    opportunity_solution_tree,
    impact_mapping,
    north_star_and_metric_trees,
    counter_metrics,
    decoupled_team_goals,
    control_horizon,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_samples_keep_to_the_rules_of_the_method(rule: Rule) -> None:
    for spec in SAMPLES:
        rule(load(spec))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_any_model_keeps_to_the_rules_of_the_method(rule: Rule) -> None:
    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(models())
    def hold(model: Model) -> None:
        rule(model)

    hold()
