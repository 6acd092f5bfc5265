"""A piece of evidence in one line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from impactmap.model import Evidence, Model, When

Find = Callable[..., list[tuple[str, str, str, str, str]]]
Make = Callable[..., Model]

LINES: list[tuple[str, dict[str, Any]]] = [
    ("observation", {"method": "observation"}),
    ("Interviews", {"method": "interview"}),
    ("A/B test", {"method": "experiment"}),
    ("observation, n=9, 2026-08", {"method": "observation", "n": 9, "collected": When(2026, month=8)}),
    ("survey,n = 9 , Q4 2026", {"method": "survey", "n": 9, "collected": When(2026, quarter=4)}),
    ("survey, n 1,204, November 2026", {"method": "survey", "n": 1204, "collected": When(2026, month=11)}),
    ("survey, n=9,2026", {"method": "survey", "n": 9, "collected": When(2026)}),
    ('interview, "I mail it, that way I know."', {"method": "interview", "quote": "I mail it, that way I know."}),
    ("interview, “I mail it, myself”", {"method": "interview", "quote": "I mail it, myself"}),
    ("interview, „So, ja“", {"method": "interview", "quote": "So, ja"}),
    ("interview, « Oui, oui »", {"method": "interview", "quote": "Oui, oui"}),
    ("interview, 'I can't, sorry'", {"method": "interview", "quote": "I can't, sorry"}),
    ("interview, it's theirs, they can't", {"method": "interview", "finding": "it's theirs, they can't"}),
    ("interview, it's odd, n=3, the users'", {"method": "interview", "n": 3, "finding": "it's odd, the users'"}),
    ('interview, "a" or "b"', {"method": "interview", "finding": '"a" or "b"'}),
    ('diary, a 5" screen, small', {"method": "diary", "finding": 'a 5" screen, small'}),
    ("tickets, <https://x.example/a,b>", {"method": "support tickets", "link": "https://x.example/a,b"}),
    ("tickets, https://x.example/a,b, n=3", {"method": "support tickets", "link": "https://x.example/a,b", "n": 3}),
    ("tickets, n < 5, x > 3", {"method": "support tickets", "finding": "n < 5, x > 3"}),
    ("survey, contradicts, low confidence", {"method": "survey", "stance": "contradicts", "confidence": "low"}),
    ("survey, for, confidence: strong", {"method": "survey", "stance": "supports", "confidence": "high"}),
    ("survey, confidence=medium", {"method": "survey", "confidence": "medium"}),
    ("survey, no confidence in it", {"method": "survey", "finding": "no confidence in it"}),
    ("survey, 60,000 seats, idle", {"method": "survey", "finding": "60,000 seats, idle"}),
    (
        "analytics, seats idle, n=3, most at night",
        {"method": "analytics", "n": 3, "finding": "seats idle, most at night"},
    ),
    ("n=9, observation", {"method": "observation", "n": 9}),
    ("survey, interview", {"method": "survey", "finding": "interview"}),
    ('interview, "one", "two"', {"method": "interview", "quote": "one", "finding": '"two"'}),
    ("survey, 1234", {"method": "survey", "finding": "1234"}),
    ("survey, <b>", {"method": "survey", "finding": "<b>"}),
    (",, survey ,", {"method": "survey"}),
    ("survey, 3.2026", {"method": "survey", "collected": When(2026, month=3)}),
    ("survey, March 5th, 2026, n=3", {"method": "survey", "n": 3, "collected": When(2026, month=3, day=5)}),
    ("survey, Sept 5, 2026", {"method": "survey", "collected": When(2026, month=9, day=5)}),
    ("survey, marginal 5, 2026", {"method": "survey", "finding": "marginal 5", "collected": When(2026)}),
    ("Ride-alongs, n=9", {"method": "observation", "n": 9}),
    ("exit interviews, n=9", {"method": "interview", "n": 9}),
    ("focus group, n=9", {"method": "interview", "n": 9}),
    ("phone logs, n=9", {"method": "analytics", "n": 9}),
    ("NPS comments, n=9", {"method": "survey", "n": 9}),
    ("stakeholder interviews, n=9", {"method": "stakeholder opinion", "n": 9}),
]


@pytest.mark.parametrize(("line", "fields"), LINES)
def test_lines(model: Make, line: str, fields: dict[str, Any]) -> None:
    found = model(needs=[{"title": "N", "evidence": line}])
    assert found.needs[0].evidence == (Evidence(id="n-evidence-1", **fields),)
    assert found.diagnostics == ()
    assert model(needs=[{"title": "N", "evidence": [{"title": line}]}]) == found


METHODS = (
    "observation, task analysis, diary, usability test, interview, experiment, support tickets, sales notes, "
    "analytics, survey, desk research, stakeholder opinion, assumption"
)
NO_METHOD = "a piece of evidence does not say how it was found out"
WRONG = [
    (
        "observatoin, n=nine, 2024-02-30, confidence: hihg",
        [
            ("unknown-choice", "error", "a piece of evidence's 'method' cannot be 'observatoin'", "observatoin",
             f"did you mean 'observation'? It is one of {METHODS}"),
            ("bad-count", "error", "'nine' is not a whole number", "nine", "write it in digits, such as 14"),
            ("bad-date", "error", "February 2024 has no day 30", "2024-02-30", "its last day is 29"),
            ("unknown-choice", "error", "a piece of evidence's 'confidence' cannot be 'hihg'", "hihg",
             "did you mean 'high'? It is one of low, medium, high"),
        ],
    ),
    ("survey, 03/04/2026", [("bad-date", "error", "'03/04/2026' is not a date", "03/04/2026",
                             "write 2026-03-04 or 2026-04-03")]),
    ("survey, <javascript:alert(1)>", [("unsafe-link", "error", "a link cannot begin with 'javascript:'",
                                        "<javascript:alert(1)>", "links are http, https, mailto, '#…' or relative")]),
    ("survey, n=3, n=4", [("duplicate-field", "error", "a piece of evidence has 'n' twice", "4",
                           "it was given at line 7 already")]),
    ("survey, FY26", [("bad-date", "error", "'FY26' is not a date", "FY26",
                       "fiscal years differ: write the month in which it ends, such as 2026-06")]),
    ("churn survey, n=9", [("no-method", "warning", NO_METHOD, "churn survey, n=9",
                            f"did you mean 'survey'? It is one of {METHODS}")]),
    ("usr interviews, n=9", [("no-method", "warning", NO_METHOD, "usr interviews, n=9",
                              f"did you mean 'interview'? It is one of {METHODS}")]),
    ("They sent us a report", [("no-method", "warning", NO_METHOD, "They sent us a report", f"one of {METHODS}")]),
    ("They told us", [("no-method", "warning", NO_METHOD, "They told us", f"one of {METHODS}")]),
    ("Report card, n=3", [("no-method", "warning", NO_METHOD, "Report card, n=3", f"one of {METHODS}")]),
]  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), WRONG)
def test_wrong_lines(findings: Find, line: str, expected: Any) -> None:
    assert findings(needs=[{"title": "N", "evidence": line}]) == expected


def test_places_in_a_quoted_text(document: Any) -> None:
    """The source has quotes round the text, and columns count from there."""
    from impactmap.assemble.report import Report
    from impactmap.diagnostics import Span
    from impactmap.document import Document, Scalar

    source = document(needs="x")
    report = Report(Document("p", 'a: "one, two"\nb: "say \\"hi\\", two"\nc: |\n  one,\n  two', source.root))
    assert report.place(Scalar("one, two", Span(1, 4, 1, 14)), 5, 8) == Span(1, 10, 1, 13)
    quoted = Document("p", 'a: "one, one"\nb: "hi \\"x\\", hi"', source.root)
    assert Report(quoted).place(Scalar("one, one", Span(1, 4, 1, 14)), 5, 8) == Span(1, 10, 1, 13)
    assert Report(quoted).place(Scalar('hi "x", hi', Span(2, 4, 2, 18)), 8, 10) == Span(2, 4, 2, 18)
    assert report.place(Scalar('say "hi", two', Span(2, 4, 2, 21)), 10, 13) == Span(2, 17, 2, 20)
    assert report.place(Scalar('say "hi", two', Span(2, 4, 2, 21)), 4, 8) == Span(2, 4, 2, 21)
    assert report.place(Scalar("one,\ntwo", Span(4, 3, 5, 6)), 5, 8) == Span(5, 3, 5, 6)
    assert report.place(Scalar("one, one", Span(4, 3, 5, 6)), 4, 8) == Span(4, 3, 5, 6)
    assert report.place(Scalar("x", Span(9, 1, 9, 2)), 0, 1) == Span(9, 1, 9, 2)


def test_a_line_and_fields(model: Make, findings: Find) -> None:
    assert model(needs=[{"title": "N", "evidence": [{"title": "survey, n=3", "finding": "F"}]}]).needs[0].evidence == (
        Evidence(id="n-evidence-1", method="survey", n=3, finding="F"),
    )
    titled = {"title": "Nine sessions, in spring", "method": "observation"}
    assert model(needs=[{"title": "N", "evidence": [titled]}]).needs[0].evidence[0].title == "Nine sessions, in spring"
    assert findings(needs=[{"title": "N", "evidence": [{"title": "survey, n=3", "n": "4"}]}]) == [
        ("duplicate-field", "error", "a piece of evidence has 'n' twice", "3", "it was given at line 10 already")
    ]


def test_a_title_beside_a_finding_stays_a_title(model: Make) -> None:
    found = model(needs=[{"title": "N", "evidence": [{"title": "Spring round", "finding": "F"}]}])
    assert (found.needs[0].evidence[0].title, found.needs[0].evidence[0].finding) == ("Spring round", "F")
    assert [d.code for d in found.diagnostics] == ["no-method"]


def test_pieces_beyond_all_measure_are_the_finding(model: Make) -> None:
    found = model(needs=[{"title": "N", "evidence": "survey, " + "a, " * 2000 + "n=3"}]).needs[0].evidence[0]
    assert found.finding == "a, " * 2000 + "n=3"
    assert found.n is None
