"""One spec, two lenses: what each has no place for, and that the tree is no straw man."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from comparing import models
from hypothesis import given, settings

from impactmap import UsageError, load
from impactmap.comparison import lenses as module
from impactmap.comparison.lens_report import lens_report
from impactmap.comparison.lenses import Lenses, Measure, Pairing, lenses
from impactmap.model import Cause, Gain, Goal, Harm, Metric, Model, Need, Quantity, Solution, Team, Trial

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def compared(name: str, outcome: str = "") -> Lenses:
    return lenses(load(SAMPLES / name), outcome)


def losses(pairing: Pairing) -> dict[tuple[str, str], list[str]]:
    return {(loss.lens, loss.reason): [entity.id for entity in loss.facts] for loss in pairing.losses}


@pytest.mark.parametrize(("outcome", "others"), [("adoption", ["revenue-gain", "documents-gain"]), ("", None)])
def test_blue_corp(outcome: str, others: list[str] | None) -> None:
    found = compared("blue-corp.md", outcome)
    first = found.pairings[0]
    assert first.outcome.id == (outcome or "revenue-gain")
    assert found.outcomes == 3 and len(found.pairings) == 3
    assert first.measures == (Measure(0, 4, 3), Measure(1, 4, 3))
    assert losses(first) == {
        ("business-first", "harm"): ["one-off", "unused", "contacts"],
        ("business-first", "gain"): others or ["documents-gain", "adoption"],
        ("business-first", "parents"): ["one-link"],
        ("customer-first", "solution"): ["one-link", "attach", "mark", "rank"],
        ("customer-first", "test"): [trial.id for s in found.model.solutions for trial in s.tests],
        ("customer-first", "focus"): ["revenue-gain", "documents-gain", "adoption"],
        ("both", "goal-without-need"): ["customers-goal"],
    }


def test_food_delivery() -> None:
    first = compared("food-delivery.md").pairings[0]
    assert first.outcome.id == "renewal"
    assert first.measures == (Measure(0, 4, 4), Measure(1, 4, 4))
    assert losses(first)["business-first", "harm"] == ["refunds", "churn", "calls"]
    assert losses(first)["business-first", "gain"] == ["revenue-gain"]


def test_the_bank_that_starts_from_a_number() -> None:
    assert compared("bank-cross-sell.md").pairings[0].measures == (Measure(0, 3, 0), Measure(1, 3, 0))
    text = (SAMPLES / "bank-cross-sell.md").read_text("utf-8")
    for link in ("  - addresses: branches\n", "  - need: eight\n"):
        text = text.replace(link, "")
    first = lenses(load(text)).pairings[0]
    assert losses(first)["both", "work-without-need"] == ["a-bonus-for-every-account-opened-in-a"]
    assert losses(first)["both", "goal-without-need"] == ["per_household-goal"]
    assert ("both", "work-without-need") not in losses(compared("bank-irregular-pay.md").pairings[0])


def test_numbers_go_by_the_map_and_then_by_the_tree() -> None:
    found = compared("blue-corp.md")
    left, right = found.pairings[0].map, found.pairings[0].tree
    assert [card.tag.text for card in left.cards if card.tag] == [str(n) for n in range(1, 11)]
    assert [card.tag.text for card in right.cards if card.tag] == ["8", "1", "2", "3", "4", *map(str, range(11, 19))]


@given(models())
@settings(max_examples=60, deadline=None)
def test_tags_are_equal_just_where_the_fact_is_the_same(model: Model) -> None:
    if not model.gains:
        return
    for pairing in lenses(model).pairings:
        sides = [{card.id: card for card in graph.cards} for graph in (pairing.map, pairing.tree)]
        for one in sides[0].values():
            for other in sides[1].values():
                assert one.tag and other.tag
                assert (one.id == other.id) == (one.tag.text == other.tag.text)
        for side, twin in (sides, sides[::-1]):
            for id, card in side.items():
                assert card.tag and card.tag.role == ("both" if id in twin else "alone")
        lost = {entity.id for loss in pairing.losses if loss.lens == "business-first" for entity in loss.facts}
        assert sides[0].keys() - sides[1].keys() <= lost
        lost = {entity.id for loss in pairing.losses if loss.lens == "customer-first" for entity in loss.facts}
        assert {i for i in sides[1] if i not in sides[0] and sides[1][i].entity in ("solution", "test")} <= lost


# ---- no straw man -----------------------------------------------------------------------------------------

TWO = Model(
    title="T",
    needs=(Need(id="n1", title="N1"), Need(id="n2", title="N2"), Need(id="n3", title="N3")),
    causes=(Cause(id="c1", title="C1", explains=("n1",)), Cause(id="c2", title="C2", explains=("n2",))),
    harms=(Harm(id="h1", title="H1", caused_by=("c1",)), Harm(id="h2", title="H2", caused_by=("c2",))),
    gains=(
        Gain(id="g1", title="G1", reverses=("h1",), metric="a"),
        Gain(id="g2", title="G2", reverses=("h2",), metric="b"),
    ),
    metrics=(
        Metric(id="a", title="A", value=Quantity(Decimal(1), Decimal(1))),
        Metric(id="b", title="B", value=Quantity(Decimal(2), Decimal(2))),
        Metric(id="top", title="Top", formula="a + b", role="top KPI"),
    ),
)


def test_a_top_metric_that_surfaces_more_than_any_gain_is_the_root() -> None:
    found = lenses(TWO)
    assert [pairing.outcome.id for pairing in found.pairings] == ["top", "g1", "g2"]
    assert losses(found.pairings[0])["business-first", "need-nowhere"] == ["n3"]
    assert ("business-first", "need-elsewhere") not in losses(found.pairings[0])


def test_a_metric_that_surfaces_no_more_leaves_the_gain_at_the_root() -> None:
    assert lenses(replace(TWO, gains=TWO.gains[:1])).pairings[0].outcome.id == "g1"


def test_another_tree_than_the_strongest_says_so() -> None:
    found = lenses(TWO, "g2")
    assert found.pairings[0].outcome.id == "g2" and found.strongest.id == "top"
    assert losses(found.pairings[0])["business-first", "need-elsewhere"] == ["n1"]
    assert losses(found.pairings[0])["business-first", "need-nowhere"] == ["n3"]
    assert losses(found.pairings[0])["business-first", "cause"] == ["c1"]
    (sentence,) = lens_report(found).lead
    assert sentence.startswith("This is not the strongest tree:") and "4 needs and causes, not 2" in sentence
    assert lens_report(lenses(TWO)).lead == (
        "Of 3 trees this is the strongest: no other outcome surfaces more needs and causes.",
    )


def test_strongest_is_said_only_where_it_is_strictly_so() -> None:
    for outcome, why in (("", "comes first in the spec"), ("adoption", "was asked for")):
        assert lens_report(compared("blue-corp.md", outcome)).lead == (
            f"All 3 trees surface the same needs and causes; this one {why}.",
        )
    plain = replace(TWO, metrics=())
    assert lens_report(lenses(plain)).lead == (
        "Both trees surface as many needs and causes; this one comes first in the spec.",
    )
    # Cut off from all harms but its own, which has neither cause nor need.
    harms = (*TWO.harms, Harm(id="h0", title="H0", caused_by=("h0x",)), Harm(id="h0x", title="X"))
    third = replace(plain, harms=harms, gains=(Gain(id="g0", title="G0", reverses=("h0",)), *plain.gains))
    assert lens_report(lenses(third)).lead == (
        "Of 3 trees, 2 are equally strong and surface as many needs and causes; this one comes first in the spec.",
    )
    assert lens_report(lenses(replace(plain, gains=plain.gains[:1]))).lead == ()


def test_work_that_serves_no_need_is_named() -> None:
    model = replace(
        TWO,
        causes=(*TWO.causes, Cause(id="loose", title="L", explains=("n3",))),
        solutions=(
            Solution(id="s1", title="S1", addresses=("c1",), tests=(Trial(id="t1", title="X", solution="s1"),)),
            Solution(id="s2", title="S2"),
            Solution(id="s3", title="S3", addresses=("c2",)),
        ),
        teams=(Team(id="o", title="O", need=("n1",), goals=(Goal(id="q", title="Q", team="o", metric="a"),)),),
        goals=(Goal(id="k", title="K", metric="b"), Goal(id="j", title="J", metric="b", team="o")),
    )
    found = losses(lenses(model, "g1").pairings[0])
    assert found["both", "work-without-need"] == ["s2"]
    assert found["both", "goal-without-need"] == ["k"]
    assert found["business-first", "solution-elsewhere"] == ["s3"]
    assert found["customer-first", "test"] == ["t1"] and ("business-first", "test-elsewhere") not in found
    assert losses(lenses(model, "g2").pairings[0])["business-first", "test-elsewhere"] == ["t1"]


def test_an_outcome_without_a_need_has_no_first_customer_statement() -> None:
    model = replace(TWO, gains=(*TWO.gains, Gain(id="g3", title="G3", reverses=())))
    found = lenses(model, "g3").pairings[0]
    assert found.measures[1] == Measure(None, 0, 0)
    panel = lens_report(lenses(model, "g3")).sheets[0].panels[1]
    assert panel.ruler is None


def test_rulers_tell_how_far_it_is_to_the_customer() -> None:
    left, right = lens_report(compared("blue-corp.md")).sheets[0].panels
    assert left.ruler and (left.ruler.last, left.ruler.text) == (0, "starts with the customer")
    assert right.ruler and (right.ruler.last, right.ruler.text) == (1, "1 step to the first customer need")


def test_without_gain_or_metric_there_is_no_tree() -> None:
    with pytest.raises(UsageError, match="neither a gain nor"):
        lenses(Model(title="T", needs=(Need(id="n", title="N"),)))
    with pytest.raises(UsageError, match="no gain or metric is called 'x'"):
        lenses(TWO, "x")


def test_a_metric_can_be_the_root_where_there_is_no_gain() -> None:
    model = Model(title="T", needs=(Need(id="n", title="N"),), metrics=(Metric(id="m", title="M"),))
    assert lenses(model, "m").pairings[0].outcome.id == "m"
    assert lenses(replace(model, metrics=(Metric(id="m", title="M", role="top KPI"),))).pairings[0].outcome.id == "m"


def test_large_maps_come_with_fewer_trees(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_CARDS", 45)
    found = compared("blue-corp.md")
    assert (len(found.pairings), found.outcomes) == (2, 3)
    assert len(lenses(found.model, "", 1).pairings) == 1
