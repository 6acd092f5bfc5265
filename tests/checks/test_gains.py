"""What the rules about gains say, and how they help."""

from __future__ import annotations

import pytest
from spec_corpus import found

from impactmap.wording.en.change import amount, way


def said(text: str, code: str) -> list[tuple[str, str]]:
    return [(one.message, one.hint) for one in found(f"title: T\n{text}") if one.code == code]


@pytest.mark.parametrize(
    ("gain", "hint"),
    [
        ("Renewals from 81% to 88% by 2027-Q2", "'baseline: 81%', 'target: 88%', 'by: 2027-Q2'"),
        ("Renewals from 81% up to 88% (by June 2027)", "'baseline: 81%', 'target: 88%', 'by: June 2027'"),
        ("Revenue to $1.4M by 2027.", "'target: $1.4M', 'by: 2027'; measure the figure as it is today, as 'baseline'"),
        ("Orders from Berlin to 3 cities", "measure the figure as it is today, as 'baseline'; agree on the least"),
        ("Improve retention", "measure the figure as it is today, as 'baseline'; agree on the least"),
        ("Answered by agents in 2027", "measure the figure"),
    ],
)
def test_a_gain_that_cannot_be_measured_is_helped_with_its_own_words(gain: str, hint: str) -> None:
    ((message, helped),) = said(f"gains: [{{title: '{gain}'}}]", "G01")
    assert message == f"“{gain}” cannot be measured: no baseline, no target, no date"
    assert helped.removeprefix("say in fields what the title says: ").startswith(hint)
    assert "…" not in helped


def test_the_metric_of_a_gain_is_what_is_to_be_measured() -> None:
    ((_, hint),) = said("gains: [{title: R, metric: k, target: 9, by: 2027}]\nmetrics: [{id: k, title: Kept}]", "G01")
    assert hint == "measure the figure of 'Kept', as its 'value'"


def test_figures_that_go_the_other_way_than_the_words() -> None:
    assert said("gains: [{title: More seats, baseline: 50, target: 30}]", "G02") == [
        (
            "the title says “More”, the figures go down: 50 to 30",
            "let it start at 30 and end at 50, or name the metric that these figures are of",
        )
    ]


@pytest.mark.parametrize(
    ("title", "start", "target", "ends"),
    [
        ("Retention +10%", "50", "80", "55"),
        ("Retention +10%", "50%", "80%", "55% or 60%"),
        ("Retention +3 points", "81%", "88%", "84%"),
        ("Calls −20%", "1,000", "700", "800"),
        ("Revenue up 12.5%", "$8M", "$10M", "$9M"),
    ],
)
def test_a_change_that_is_not_that_of_the_figures(title: str, start: str, target: str, ends: str) -> None:
    ((_, hint),) = said(f"gains: [{{title: '{title}', baseline: '{start}', target: '{target}'}}]", "G02")
    assert hint.endswith(f"makes {ends}")


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("More seats", 1),
        ("Renewals double", 1),
        ("Calls fall by half", -1),
        ("Fewer clicks to a booked slot", -1),
        ("Pay rise", 0),
        ("Patient falls", 0),
        ("More or less the same", 0),
        ("Growth", 0),
        ("もっと", 0),
        ("", 0),
    ],
)
def test_which_way_a_title_tells(title: str, told: int) -> None:
    assert way(title)[0] == told


@pytest.mark.parametrize("title", ["", "+", "+0%", "+1.2.3%", "by 10%", "Reach by 10%", "A −5% +5%", "9" * 400 + "%"])
def test_what_is_no_change_in_figures(title: str) -> None:
    assert amount(title) is None
