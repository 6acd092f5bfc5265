"""The opportunity solution tree, held to the method's own rules."""

from __future__ import annotations

from collections import Counter

import pytest

from impactmap.diagnostics import UsageError
from impactmap.model import Cause, Gain, Harm, Metric, Model, Need, Solution, Trial
from impactmap.views import opportunity_tree as tree


def facts(**changes: object) -> Model:
    """Two gains: one reaches a need through two causes and a deeper one, the other only the second need."""
    sections: dict[str, object] = {
        "needs": (Need(id="n1", title="First need"), Need(id="n2", title="Second need")),
        "causes": (
            Cause(id="c1", title="Cause one", explains=("n1",)),
            Cause(id="c2", title="Cause two", explains=("n1",)),
            Cause(id="deep", title="Deep cause", explains=("c1",)),
            Cause(id="c3", title="Cause three", explains=("n2",)),
        ),
        "harms": (
            Harm(id="h1", title="Harm one", caused_by=("c1", "c2")),
            Harm(id="h2", title="Harm two", caused_by=("c3",)),
        ),
        "gains": (
            Gain(id="g2", title="Second gain", reverses=("h2",), metric="fee"),
            Gain(id="g1", title="First gain", reverses=("h1",), metric="mau"),
        ),
        "metrics": (
            Metric(id="docs", title="Documents", formula="mau * 12", role="north star"),
            Metric(id="mau", title="Active users"),
            Metric(id="fee", title="Fee"),
        ),
        "solutions": (
            Solution(id="s1", title="Solution one", addresses=("c1", "c2"), tests=(Trial(id="t1", title="Test one"),)),
            Solution(id="s2", title="Solution two", addresses=("c1",)),
            Solution(id="s3", title="Solution three", addresses=("c3",)),
        ),
        "tests": (Trial(id="t2", title="Test two", solution="s1"), Trial(id="t3", title="Loose test")),
    }
    return Model(title="T", **(sections | changes))  # type: ignore[arg-type]


def plain(lost: tuple[str, ...]) -> tuple[str, ...]:
    """Without the characters that keep titles of either direction apart."""
    return tuple(sentence.replace("\u2068", "").replace("\u2069", "") for sentence in lost)


def test_it_is_a_strict_tree_with_one_outcome_at_its_root() -> None:
    for outcome in ("g1", "g2", "docs"):
        graph = tree.graph(facts(), outcome=outcome)
        children = Counter(target for link in graph.links for target in link.targets)
        roots = [card for card in graph.cards if card.id not in children]
        assert [card.kind for card in roots] == ["outcome"]
        assert set(children.values()) <= {1}
        assert len({card.id for card in graph.cards}) == len(graph.cards)


def test_parts_stand_in_their_rows_and_tests_under_solutions() -> None:
    graph = tree.graph(facts(), outcome="g1")
    kinds = {card.id: (card.kind, card.entity, card.rank) for card in graph.cards}
    assert kinds == {
        "g1": ("outcome", "gain", 0),
        "n1": ("opportunity", "need", 1),
        "c1": ("opportunity", "cause", 2),
        "c2": ("opportunity", "cause", 2),
        "deep": ("opportunity", "cause", 3),
        "s1": ("solution", "solution", 4),
        "s2": ("solution", "solution", 4),
        "t1": ("test", "test", 5),
        "t2": ("test", "test", 5),
    }
    parents = {link.targets[0]: link.sources[0] for link in graph.links}
    assert (parents["t1"], parents["t2"]) == ("s1", "s1")
    assert [lane.heading for lane in graph.lanes] == [
        "Outcome",
        "Opportunities",
        "Sub-opportunities",
        "Solutions",
        "Tests",
    ]
    assert graph.direction == "down"


def test_a_second_parent_is_said_on_the_card() -> None:
    card = next(card for card in tree.graph(facts(), outcome="g1").cards if card.id == "s1")
    assert "also under 1 other" in [badge.text for badge in card.badges]
    assert [fact.text for fact in card.facts if fact.label == "Also under"] == ["Cause two"]


def test_what_has_no_slot_is_named() -> None:
    assert plain(tree.graph(facts(), outcome="g1").lost) == (
        "No slot in this lens for 2 business harms: “Harm one”, “Harm two”.",
        "This outcome does not surface 1 customer need: “Second need”.",
        "This outcome does not reach 1 root cause: “Cause three”.",
        "Serves no opportunity of this outcome: 1 solution: “Solution three”.",
        "Belongs to no solution in this tree: 1 test: “Loose test”.",
        "One outcome at a time; left out: 1 other gain: “Second gain”.",
    )


def test_without_a_choice_the_strongest_outcome_is_drawn() -> None:
    assert tree.graph(facts()).cards[0].id == "g1"
    assert tree.variants(facts()) == ("g1", "g2")


@pytest.mark.parametrize("outcome", ["mau", "Active users", "docs", "documents"])
def test_a_metric_stands_for_the_gains_that_move_it_or_what_it_is_made_of(outcome: str) -> None:
    graph = tree.graph(facts(), outcome=outcome)
    assert graph.cards[0].kind == "outcome"
    assert [card.id for card in graph.cards if card.entity == "need"] == ["n1"]


def test_the_path_to_the_target_opportunity_is_emphasised_where_one_is_chosen() -> None:
    assert not any(card.emphasis for card in tree.graph(facts(), outcome="g1").cards)
    chosen = facts(
        causes=(
            Cause(id="c1", title="Cause one", explains=("n1",)),
            Cause(id="c2", title="Cause two", explains=("n1",), status="Target"),
        )
    )
    graph = tree.graph(chosen, outcome="g1")
    assert [card.id for card in graph.cards if card.emphasis] == ["g1", "n1", "c2"]
    assert {link.targets[0] for link in graph.links if link.emphasis} == {"n1", "c2"}


def test_an_outcome_that_is_none_is_an_error_with_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"no gain or metric is called 'maau': did you mean 'mau'\?"):
        tree.graph(facts(), outcome="maau")
    with pytest.raises(UsageError, match="neither a gain nor a top metric"):
        tree.graph(Model(title="T", needs=(Need(id="n", title="n"),)))


def test_the_gains_that_a_metric_stands_for_are_not_left_out() -> None:
    assert not any(
        "other gain" in sentence for sentence in tree.graph(facts(gains=facts().gains[1:]), outcome="docs").lost
    )


def test_an_opportunity_tree_alone_is_a_spec() -> None:
    """Outcome, opportunities, solutions: no causes, no harms."""
    model = Model(
        title="T",
        needs=(Need(id="n", title="n"),),
        gains=(Gain(id="g", title="g"),),
        solutions=(Solution(id="s", title="s", addresses=("n",)),),
    )
    graph = tree.graph(model)
    assert {(link.sources, link.targets) for link in graph.links} == {(("g",), ("n",)), (("n",), ("s",))}
    assert {card.id: card.rank for card in graph.cards} == {"g": 0, "n": 1, "s": 2}
