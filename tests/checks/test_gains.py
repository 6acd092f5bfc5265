"""What the rules about gains say, and how they help."""

from __future__ import annotations

import pytest
from spec_corpus import found

from impactmap.wording.en.change import amount, way


def said(text: str, code: str) -> list[tuple[str, str]]:
    return [(one.message, one.hint) for one in found(f"title: T\n{text}") if one.code == code]


BOTH = "its baseline and target stand only in the title"
ALL = "says its baseline, target and date only in the title"
NONE = "cannot be measured: no baseline, no target, no date"


@pytest.mark.parametrize(
    ("gain", "told", "hint"),
    [
        ("Renewals from 81% to 88% by 2027-Q2", ALL, "'baseline: 81%', 'target: 88%', 'by: 2027-Q2'"),
        ("Renewals from 81% up to 88% (by June 2027)", ALL, "'baseline: 81%', 'target: 88%', 'by: June 2027'"),
        ("Renewals 71% → 85% until June 2027", ALL, "'baseline: 71%', 'target: 85%', 'by: June 2027'"),
        ("No-shows 5% -> 3%", f"cannot be measured: no date; {BOTH}", "'baseline: 5%', 'target: 3%'; name the day"),
        ("$4M to $5M in 2027", ALL, "'baseline: $4M', 'target: $5M', 'by: 2027'"),
        (
            "Revenue to $1.4M by 2027.",
            "cannot be measured: no baseline; its target and date stand only in the title",
            "'target: $1.4M', 'by: 2027'; measure the figure as it is today, as 'baseline'",
        ),
        (
            "Clean rooms till 2028",
            "cannot be measured: no baseline, no target; its date stands only in the title",
            "'by: 2028'; measure",
        ),
        (
            "Orders from Berlin to 3 cities",
            NONE,
            "measure the figure as it is today, as 'baseline'; agree on the least",
        ),
        ("From 2 to 3 cities", NONE, "measure"),
        ("Answers 5 to 10 days sooner", NONE, "measure"),
        ("Room 4 -> room 5", NONE, "measure"),
        ("Improve retention", NONE, "measure the figure as it is today, as 'baseline'; agree on the least"),
        ("Answered by agents in 2027", NONE, "measure the figure"),
    ],
)
def test_a_gain_that_cannot_be_measured_is_helped_with_its_own_words(gain: str, told: str, hint: str) -> None:
    ((message, helped),) = said(f"gains: [{{title: '{gain}'}}]", "G01")
    assert message.startswith(f"“{gain}” {told}")
    assert helped.removeprefix("say in fields what the title says: ").startswith(hint)
    assert "…" not in helped


@pytest.mark.parametrize(
    ("harm", "size"),
    [
        ("We lose €2M a year to returns", "€2M a year"),
        ("Returns cost 12% of revenue", "12% of revenue"),
        ("$0.9M to $1.4M per year is written off", "$0.9M to $1.4M per year"),
        ("40k seats a month stay empty", "40k"),
        ("We lose money", ""),
        ("Rivals win 3 of 5 deals in 2026", ""),
        ("We pay €2M in fines and 12% more in wages", ""),
    ],
)
def test_a_harm_is_offered_the_size_that_its_title_says(harm: str, size: str) -> None:
    ((message, hint),) = said(f"harms: [{{title: '{harm}'}}]", "H02")
    assert ("only in the title" in message) is bool(size)
    assert f"'size: {size or '$0.9M to $1.4M per year'}'" in hint


def test_a_day_that_is_over() -> None:
    gain = "gains: [{title: R, baseline: 1, target: 2, by: 2019}]"
    ((message, _),) = said(f"as of: 2026-11\n{gain}", "G02")
    assert message == "this was to be reached by 2019, and the map is as of November 2026"
    goal = "metrics: [{id: m}]\nteams: [{title: X, goal: m from 1 to 2 by 2026-Q3}]"
    assert len(said(f"as of: 2026-11\n{goal}", "G02")) == 1
    for by in ("2026", "2026-11", "2026-11-01", "2026-Q4", "2030"):
        assert not said(f"as of: 2026-11\n{gain.replace('2019', by)}", "G02")
    assert not said(gain, "G02"), "without an `as of` an old map would go wrong by itself"


def test_evidence_that_is_yet_to_come() -> None:
    cause = "causes: [{title: C, evidence: 'observation, n=8, 2031'}]"
    assert said(f"as of: 2026-11\n{cause}", "C09") == [
        (
            "this evidence is dated 2031, which is yet to come, as of November 2026",
            "correct the date, or move 'as of' on",
        )
    ]
    assert said(cause, "C09") == [("this evidence is dated 2031, which is yet to come", "correct the date")]
    for day in ("2026", "2026-Q4", "2026-11-30"):
        assert not said(f"as of: 2026-11\n{cause.replace('2031', day)}", "C09")


def test_stale_evidence_says_from_when_and_what_to_do() -> None:
    cause = "causes: [{title: C, evidence: 'observation, n=8, 2022-01'}]"
    ((message, hint),) = said(f"as of: 2026-11\n{cause}", "C09")
    assert message == "the newest evidence is of January 2022, more than 24 months old, as of November 2026"
    assert "'waive: C09, \"why it holds\", until 2027'" in hint
    waived = cause.replace("}", ", waive: 'C09, \"why it holds\", until 2027'}")
    assert all(one.waived for one in found(f"title: T\n{waived}") if one.code == "C09")


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
