"""Which item is which: by id, by title, by what evidence says; the same whichever model is first."""

from __future__ import annotations

import pytest
from comparing import models
from hypothesis import given, settings
from hypothesis import strategies as st

from impactmap import load
from impactmap.comparison import likeness
from impactmap.comparison.alignment import Alignment, align
from impactmap.model import Cause, Evidence, Gain, Metric, Model, Need


def told(found: Alignment) -> set[tuple[str, str]]:
    return {(pair.first.id, pair.second.id) for pair in found.pairs}


def test_the_same_id_is_the_same_item_whatever_it_is_called() -> None:
    one = Model(needs=(Need(id="a", title="Find the draft"),))
    other = Model(needs=(Need(id="a", title="Pay the bills"), Need(id="b", title="Find the draft")))
    (pair,) = align(one, other).pairs
    assert (pair.second.id, pair.by) == ("a", "id")


def test_another_id_is_the_same_item_when_the_titles_are_alike() -> None:
    one = Model(
        causes=(Cause(id="a", title="Search ranks by file name."), Cause(id="b", title="Copies travel by mail"))
    )
    other = Model(
        causes=(Cause(id="c", title="Copies travel by mail"), Cause(id="d", title="The search ranks by file name"))
    )
    assert told(align(one, other)) == {("a", "d"), ("b", "c")}
    assert {pair.by for pair in align(one, other).pairs} == {"title"}


def test_titles_that_share_a_few_words_are_not_alike() -> None:
    one = Model(causes=(Cause(id="a", title="Search ranks by file name"),))
    other = Model(causes=(Cause(id="b", title="Search ranks by last edit and by team"),))
    found = align(one, other)
    assert not found.pairs and len(found.only_first) == len(found.only_second) == 1


def test_only_items_of_one_kind_are_the_same_unless_the_title_has_stayed() -> None:
    one = Model(needs=(Need(id="a", title="Copies travel by mail"), Need(id="b", title="Find the draft")))
    other = Model(causes=(Cause(id="c", title="Copies travel by mail."), Cause(id="b", title="Find the drafts")))
    assert told(align(one, other)) == {("a", "c")}


def test_a_gain_and_its_metric_of_one_title_stay_apart() -> None:
    one = Model(gains=(Gain(id="g", title="Revenue"),), metrics=(Metric(id="m", title="Revenue"),))
    other = Model(gains=(Gain(id="g2", title="Revenue"),), metrics=(Metric(id="m2", title="Revenue"),))
    assert told(align(one, other)) == {("g", "g2"), ("m", "m2")}


def test_the_most_alike_are_paired_first() -> None:
    assert likeness.pairs(["draft mail copy"], ["draft mail", "draft mail copy link", "draft mail copy"]) == [(0, 2)]
    assert likeness.pairs(["a b c d e"], ["a b c x y", "a b c d x"]) == [(0, 1)]


def test_equal_titles_pair_in_their_order() -> None:
    assert sorted(likeness.pairs(["mail", "mail"], ["Mail!", "mail", "mail"])) == [(0, 0), (1, 1)]


def test_scripts_without_spaces_are_compared_sign_by_sign() -> None:
    assert likeness.pairs(["乗り換えの時間が足りない"], ["乗り換え時間が足りない"]) == [(0, 0)]
    assert likeness.pairs(["乗り換え"], ["運賃が高い"]) == []


@given(st.lists(st.text("abc ", max_size=12), max_size=8), st.lists(st.text("abc ", max_size=12), max_size=8))
def test_pairs_of_titles_are_one_to_one_and_the_same_from_either_side(one: list[str], other: list[str]) -> None:
    found = likeness.pairs(one, other)
    assert {(j, i) for i, j in found} == set(likeness.pairs(other, one))
    assert len({i for i, _ in found}) == len({j for _, j in found}) == len(found)


def test_no_pair_is_missed_by_looking_at_shared_words_first() -> None:
    one = ["the draft that is current", "the the the", "by by mail"]
    other = ["current is that draft the", "the draft is current", "by mail by"]
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            alike = likeness.likeness(likeness.words(a), likeness.words(b)) >= likeness.ALIKE
            assert ((0, 0) in likeness.pairs([a], [b])) == alike, (i, j)


def test_likeness_is_the_same_from_either_side() -> None:
    """Difflib's own is not: it looks for the longest run of the first text in the second."""
    assert likeness.pairs(["a b"], ["b a c b"]) == likeness.pairs(["b a c b"], ["a b"]) == [(0, 0)]


def test_too_many_titles_are_not_compared_each_with_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likeness, "MOST_PAIRS", 0)
    assert likeness.pairs(["a b c", "d"], ["a b c x", "d"]) == [(1, 1)]
    assert likeness.pairs(["a b c", "e"], ["a b c x", "d"]) == []


def test_evidence_is_known_by_what_it_says() -> None:
    a, b, c = (Evidence(id=f"e{n}", method=m, n=n) for n, m in enumerate(["interview", "survey", "interview"], 1))
    one = Model(needs=(Need(id="n", title="N", evidence=(a, b, c)),))
    other = Model(
        needs=(
            Need(
                id="n",
                title="N",
                evidence=(
                    Evidence(id="e1", method="interview", n=3),
                    Evidence(id="e2", method="observation", n=2),
                    Evidence(id="e3", method="interview", n=9),
                ),
            ),
        )
    )
    found = align(one, other)
    assert {(p.first.id, p.second.id) for p in found.pairs if p.by == "place"} == {("e3", "e1"), ("e1", "e3")}
    assert [item.id for item in found.only_first] == ["e2"] and [item.id for item in found.only_second] == ["e2"]


@given(models(), models())
@settings(max_examples=80, deadline=None)
def test_alignment_is_one_to_one_and_the_same_from_either_side(one: Model, other: Model) -> None:
    found, back = align(one, other), align(other, one)
    assert {(b, a) for a, b in told(found)} == told(back)
    assert len(found.forth) == len(found.back) == len(found.pairs)
    assert {item.id for item in one.walk()} == {*found.forth, *(item.id for item in found.only_first)}
    assert {item.id for item in other.walk()} == {*found.back, *(item.id for item in found.only_second)}
    assert len(found.pairs) + len(found.only_first) == len(list(one.walk()))


def test_a_spec_and_its_yaml_twin_are_the_same_item_by_item() -> None:
    one, other = load("samples/blue-corp.md"), load("samples/blue-corp-in-yaml.yaml")
    assert not align(one, other).only_first and not align(one, other).only_second
