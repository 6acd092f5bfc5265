"""Two versions as one picture."""

from __future__ import annotations

from dataclasses import replace

from comparing import models
from hypothesis import given, settings

from impactmap import load
from impactmap.comparison.difference import difference
from impactmap.comparison.merged import GONE, merged, off_map
from impactmap.comparison.version_report import version_report
from impactmap.drawing import laid_out
from impactmap.graph import Card, Graph
from impactmap.layout import solve
from impactmap.model import Cause, CounterMetric, Gain, Harm, Model, Need

N, C, D = Need(id="n", title="N"), Cause(id="c", title="Copies travel"), Cause(id="d", title="Search is slow")


def cards(graph: Graph) -> dict[str, Card]:
    return {card.id: card for card in graph.cards}


def test_signs_and_words() -> None:
    one = Model(title="T", needs=(N,), causes=(C, D))
    other = Model(
        title="T", needs=(N,), causes=(C, Cause(id="e", title="Pages are long")), harms=(Harm(id="h", title="H"),)
    )
    graph = merged(difference(one, other))
    found = {id: card.tag.role if card.tag else "" for id, card in cards(graph).items()}
    assert found == {"n": "", "c": "", f"{GONE}d": "removed", "e": "added", "h": "added"}
    assert [key.mark for key in graph.legend[-4:]] == ["added", "removed", "path", "influence"]


def test_what_changed_is_said_on_the_card() -> None:
    one = Model(title="T", needs=(N,), causes=(C,))
    other = Model(title="T", needs=(N,), causes=(Cause(id="c", title="Copies move", status="x", note="y", owner="z"),))
    card = cards(merged(difference(one, other)))["c"]
    assert card.tag and card.tag.text == "~"
    assert [badge.text for badge in card.badges if badge.role == "change"] == ["re-worded"]
    assert card.badges[-1].text == "+3 more"
    assert (card.facts[0].label, card.facts[0].text) == ("Was", "Copies travel")


def test_a_guard_that_went_is_told_on_what_it_guarded() -> None:
    gain = Gain(id="g", title="G", metric="")
    one = Model(title="T", gains=(gain,), counter_metrics=(CounterMetric(id="k", title="Complaints", guards=("g",)),))
    card = cards(merged(difference(one, Model(title="T", gains=(gain,)))))["g"]
    assert [badge.text for badge in card.badges] == ["guard removed: Complaints"]
    assert card.tag and card.tag.role == "changed"


def test_a_gain_that_lost_its_guard_is_marked_and_one_that_got_it() -> None:
    gains = (Gain(id="g", title="G"), Gain(id="k", title="K"))

    def guarded(*gone: str) -> Model:
        counter = CounterMetric(id="c", title="Complaints", guards=gone)
        return Model(title="T", gains=gains, counter_metrics=(counter,))

    graph = merged(difference(guarded("g"), guarded("k")))
    found = cards(graph)
    assert [badge.text for badge in found["g"].badges if badge.role == "change"] == ["guard removed: Complaints"]
    assert [badge.text for badge in found["k"].badges if badge.role == "change"] == ["guard added: Complaints"]
    assert all(card.tag and card.tag.text == "~" for card in found.values())
    assert off_map(difference(guarded("g"), guarded("k")), graph) == 0


def test_what_the_map_has_no_slot_for_is_counted_on_the_picture() -> None:
    one = load("samples/blue-corp.md")
    fee = next(metric for metric in one.metrics if metric.id == "fee")
    metrics = tuple(replace(metric, title="Fee") if metric is fee else metric for metric in one.metrics)
    other = replace(one, title="Other", metrics=metrics, solutions=one.solutions[1:])
    report = version_report(difference(one, other), ("a", "b"))
    # The map's title, the metric, a solution and its two tests; the table has a row for each.
    assert report.lead == ("5 changes are not on this map: see the table.",)
    assert len(report.sheets[0].tables[0].rows) == 5
    only = version_report(difference(one, replace(one, metrics=metrics)), ("a", "b"))
    assert only.lead == ("1 change is not on this map: see the table.",)
    harms = (replace(one.harms[0], note="seen again"), *one.harms[1:])
    assert version_report(difference(one, replace(one, harms=harms)), ("a", "b")).lead == ()


def test_badges_are_whole() -> None:
    """What has no room is in the card's details: no badge ends in the middle of a quotation."""
    long = "Copies travel by e-mail; nothing marks one of them as the source of truth for anybody"
    one = Model(
        title="T",
        causes=(Cause(id="c", title=long), Cause(id="d", title=f"Not {long} at all, {long}")),
        harms=(Harm(id="h", title="H", caused_by=("c",), note=long),),
    )
    other = replace(one, harms=(Harm(id="h", title="H", caused_by=("d",), note=f"{long}!"),))
    card = cards(merged(difference(one, other)))["h"]
    assert [b.text for b in card.badges if b.role == "change"] == ["caused by: 1 removed, 1 added", "note changed"]
    assert any(fact.label == "Changed" and long in fact.text for fact in card.facts)


def test_what_is_new_has_no_news() -> None:
    gain, guard = Gain(id="g", title="G"), CounterMetric(id="k", title="Complaints", guards=("g",))
    graph = merged(
        difference(
            Model(title="T", gains=(Gain(id="x", title="Rain"),)),
            Model(title="T", gains=(gain,), counter_metrics=(guard,)),
        )
    )
    card = cards(graph)["g"]
    assert card.tag and card.tag.role == "added"
    assert not [badge for badge in card.badges if badge.role == "change"]


def test_the_legend_tells_of_what_was_removed_too() -> None:
    backed = Harm(id="h", title="H", basis="a count")
    graph = merged(difference(Model(title="T", harms=(backed,), causes=(C,)), Model(title="T", harms=(backed,))))
    assert {"researched", "assumed", "removed"} <= {key.mark for key in graph.legend}


def test_new_links_are_strong_and_removed_ones_dotted() -> None:
    harm = Harm(id="h", title="H", caused_by=("c",))
    one = Model(title="T", needs=(N,), causes=(C, D), harms=(harm,))
    other = Model(title="T", needs=(N,), causes=(C, D), harms=(Harm(id="h", title="H", caused_by=("d",)),))
    links = {(link.sources, link.targets): (link.emphasis, link.faint) for link in merged(difference(one, other)).links}
    assert links[("d",), ("h",)] == (True, False)
    assert links[("c",), ("h",)] == (False, True)
    assert links[("n",), ("c", "d")] == (False, False)
    both = Model(title="T", needs=(N,), causes=(C, D), harms=(Harm(id="h", title="H", caused_by=("c", "d")),))
    links = {(link.sources, link.targets): (link.emphasis, link.faint) for link in merged(difference(one, both)).links}
    assert links[("c",), ("h",)] == (False, False) and links[("d",), ("h",)] == (True, False)


def test_a_connector_for_many_that_went_stays_one() -> None:
    harms = (Harm(id="h", title="H"), Harm(id="i", title="I"))
    one = Model(title="T", causes=(C, D), harms=harms)
    graph = merged(difference(one, Model(title="T", causes=(C, D))))
    (gone,) = [link for link in graph.links if link.faint]
    assert gone.shared and gone.targets == (f"{GONE}h", f"{GONE}i")


def test_a_lane_has_room_for_what_stood_deeper() -> None:
    deep = Cause(id="d", title="Search is slow", explains=("c",))
    one = Model(
        title="T",
        needs=(N,),
        causes=(Cause(id="c", title="C", explains=("n",)), deep),
        harms=(Harm(id="h", title="H"),),
    )
    other = Model(
        title="T", needs=(N,), causes=(Cause(id="c", title="C", explains=("n",)),), harms=(Harm(id="h", title="H"),)
    )
    graph = merged(difference(one, other))
    assert {id: card.rank for id, card in cards(graph).items()} == {"n": 0, "c": 1, f"{GONE}d": 2, "h": 3}


def test_a_removed_cause_keeps_its_lane_when_what_it_explained_has_left_it() -> None:
    one = Model(title="T", causes=(C, Cause(id="d", title="Search is slow", explains=("c",))))
    other = Model(title="T", needs=(Need(id="n", title="Copies travel"),))
    graph = merged(difference(one, other))
    assert {id: card.rank for id, card in cards(graph).items()} == {"n": 0, f"{GONE}d": 1}
    laid_out(graph, solve)


@given(models(), models())
@settings(max_examples=40, deadline=None)
def test_any_two_versions_can_be_drawn(one: Model, other: Model) -> None:
    graph = merged(difference(one, other))
    ids = [card.id for card in graph.cards]
    assert len(ids) == len(set(ids))
    laid_out(graph, solve)


def test_two_quite_different_maps_can_be_drawn() -> None:
    one, other = load("samples/blue-corp.md"), load("samples/food-delivery.md")
    graph = merged(difference(one, other))
    assert sum(card.id.startswith(GONE) for card in graph.cards) == 9  # all but the gain that has the same id
    laid_out(graph, solve)
