"""Names of fields, shapes of values, empty and doubled things."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from impactmap import load
from impactmap.diagnostics import Diagnostic, Span
from impactmap.model import Model, Need

Find = Callable[..., list[tuple[str, str, str, str, str]]]
Make = Callable[..., Model]

CAUSE_FIELDS = "a root cause has title, id, status, owner, tags, note, link, waive, explains, category, evidence"


def test_four_short_lists_are_a_map(model: Make) -> None:
    found = model(need="I can't tell which draft", causes=["By e-mail", "By file name"], harms=["Cut"], gains=["More"])
    assert found == Model(
        title="A map",
        needs=(Need(title="I can't tell which draft", id="i-cant-tell-which-draft"),),
        causes=found.causes,
        harms=found.harms,
        gains=found.gains,
    )
    assert [e.id for e in found.walk()] == ["i-cant-tell-which-draft", "by-e-mail", "by-file-name", "cut", "more"]
    assert found.path == "spec"
    assert found.diagnostics == ()
    assert found.causes[1].span == Span(7, 1, 7, 13)


def test_the_fields_of_the_map(model: Make) -> None:
    found = model(
        {
            "As-Of": "2026-11",
            "currency": "USD",
            "Profile": "OST",
            "audience": "published",
            "note": "Hello.",
            "needs": "A",
        }
    )
    assert str(found.as_of) == "2026-11"
    assert (found.currency, found.profile, found.audience) == ("USD", "opportunity-tree", "public")
    assert found.summary == "Hello."


def test_one_mapping_is_a_list_of_one(model: Make) -> None:
    assert (
        model(need={"name": "A need", "Customer": "Ann"}).needs
        == model(needs=[{"title": "A need", "who": "Ann"}]).needs
    )


def test_names_in_any_spelling(model: Make) -> None:
    found = model(Root_Causes=["A"], BUSINESS_HARM=[{"Title": "H", "Caused-By": "a", "TAGS": "x, y,, z"}])
    assert found.harms[0].caused_by == ("a",)
    assert found.harms[0].tags == ("x", "y", "z")


def test_absent_values_are_as_good_as_no_field(model: Make) -> None:
    plain = model(harms=["H"])
    assert (
        model(harms=[{"title": "H", "size": "", "caused by": "", "tags": [], "evidence": []}], gains="", teams=[])
        == plain
    )


FIELDS: list[tuple[dict[str, Any], list[tuple[str, str, str, str, str]]]] = [
    (
        {"causes": [{"title": "A", "evidense": "observation"}]},
        [("unknown-field", "error", "a root cause has no field 'evidense'", "evidense", "did you mean 'evidence'?")],
    ),
    (
        {"causes": [{"title": "A", "colour": "red"}]},
        [("unknown-field", "error", "a root cause has no field 'colour'", "colour", CAUSE_FIELDS)],
    ),
    (
        {"causes": [{"title": "A", "teams": "red"}]},
        [("unknown-field", "error", "a root cause has no field 'teams'", "teams", "'teams' is a section of the map")],
    ),
    (
        {"currncy": "USD", "causes": "A"},
        [("unknown-field", "error", "a map has no field 'currncy'", "currncy", "did you mean 'currency'?")],
    ),
    (
        {"date": "2026-11", "causes": "A"},
        [
            (
                "unknown-field",
                "error",
                "a map has no field 'date'",
                "date",
                "the day that the facts of a map hold for is 'as of'",
            )
        ],
    ),
    (
        {"evidence": "USD", "causes": "A"},
        [
            (
                "unknown-field",
                "error",
                "a map has no field 'evidence'",
                "evidence",
                "it belongs to an item, such as a need",
            )
        ],
    ),
    (
        {"causes": [{"title": "A", "note": ["x", "y"]}]},
        [("wrong-type", "error", "a root cause's 'note' is one text, not a list", "x…", "")],
    ),
    (
        {"causes": [{"title": "A", "note": {"x": "y"}}]},
        [("wrong-type", "error", "a root cause's 'note' is one text, not a list of fields", "x…", "")],
    ),
    (
        {"causes": [{"title": ["A"]}]},
        [("wrong-type", "error", "a root cause's 'title' is one text, not a list", "A", "")],
    ),
    (
        {"causes": [["A", "B"], "C"]},
        [("wrong-type", "error", "a root cause is a text or a list of fields, not a list", "A…", "")],
    ),
    (
        {"metrics": {"docs": {"title": "Documents"}, "mau": {"title": "Users"}}},
        [
            (
                "wrong-type",
                "error",
                "'metrics' is a list, not a mapping from ids to fields",
                "docs",
                "write '- id: docs' and its fields below",
            )
        ],
    ),
    (
        {"causes": [{"title": "A", "category": "poeple"}]},
        [
            (
                "unknown-choice",
                "error",
                "a root cause's 'category' cannot be 'poeple'",
                "poeple",
                "did you mean 'people'? It is one of "
                "people, process, product, policy, technology, information, environment",
            )
        ],
    ),
    (
        {"influences": [{"title": "A", "sign": "sideways"}]},
        [("unknown-choice", "error", "an influence's 'sign' cannot be 'sideways'", "sideways", "one of +, -")],
    ),
    (
        {"causes": [{"note": "no title"}]},
        [("no-title", "error", "a root cause has no title", "note…", "say it in one sentence")],
    ),
    (
        {"causes": ["A", "", {"note": "", "id": ""}, {}, {"tags": [""], "evidence": []}]},
        [("empty-item", "warning", "a root cause without any text is left out", "", "")] * 4,
    ),
    (
        {"root_causes": "A", "causes": "B"},
        [
            (
                "duplicate-field",
                "error",
                "'causes' and 'root_causes' are the same field of a map",
                "causes",
                "it was given at line 3 already; put both into one list",
            )
        ],
    ),
]


@pytest.mark.parametrize(("value", "expected"), FIELDS)
def test_findings(findings: Find, value: dict[str, Any], expected: list[tuple[str, str, str, str, str]]) -> None:
    found = findings(value)
    if expected[0][0] == "empty-item":  # of nothing, nothing is underlined
        found = [(*finding[:3], "", finding[4]) for finding in found]
    assert found == expected


def test_everything_in_one_run(findings: Find) -> None:
    found = findings(
        causes=[{"title": "A", "evidense": "x", "category": "y", "explains": "z"}], harms=[{"size": "a", "title": "B"}]
    )
    assert [finding[0] for finding in found] == [
        "unknown-field", "no-method", "unknown-choice", "unknown-reference", "bad-quantity",
    ]  # fmt: skip


def test_repeated_fields_make_a_list_where_there_may_be_one(model: Make, pairs: Any) -> None:
    need = pairs([("title", "A"), ("tag", "x"), ("tags", "y"), ("evidence", "interview"), ("evidence", "survey, n=3")])
    found = model(repeats=True, needs=[need]).needs[0]
    assert found.tags == ("x", "y")
    assert [(e.method, e.n) for e in found.evidence] == [("interview", None), ("survey", 3)]


@pytest.mark.parametrize("repeats", [True, False])
def test_a_field_that_holds_one_thing_is_said_once(findings: Find, pairs: Any, repeats: bool) -> None:
    need = pairs([("title", "A"), ("moment", "x"), ("Moment", "y"), ("step", "z"), ("moment", "")])
    assert findings(repeats=repeats, needs=[need]) == [
        ("duplicate-field", "error", "a need has 'Moment' twice", "Moment",
         "it was given at line 6 already; keep one of them"),
        ("duplicate-field", "error", "'step' and 'moment' are the same field of a need", "step",
         "it was given at line 6 already; keep one of them"),
    ]  # fmt: skip


def test_a_second_key_that_the_reader_reported_is_not_reported_again(
    document: Any, pairs: Any, tell: Callable[..., Any]
) -> None:
    need = pairs([("title", "A"), ("note", "x"), ("note", "y")])
    plain = document(needs=[need])
    place = plain.root.fields[1].value.items[0].fields[2].name.span
    told = Diagnostic("duplicate-key", "error", "twice", "spec", place)
    assert [f[0] for f in tell(document(needs=[need]))] == ["duplicate-field"]
    assert [f[0] for f in tell(replace(plain, diagnostics=(told,)))] == ["duplicate-key"]


def test_a_slip_in_a_name_that_others_depend_on_brings_no_second_error(findings: Find) -> None:
    found = findings(
        cuases=[{"titel": "By mail", "idd": "mail"}, {"title": "Other"}],
        harms=[{"title": "H", "causes": "mail, other"}],
    )
    assert [(finding[0], finding[3], finding[4]) for finding in found] == [
        ("unknown-field", "cuases", "did you mean 'causes'?"),
        ("unknown-field", "titel", "did you mean 'title'?"),
        ("unknown-field", "idd", "did you mean 'id'?"),
    ]


def test_what_was_refused_is_not_missed_by_those_who_name_it(findings: Find) -> None:
    found = findings(
        gizmos=[{"label": "By mail"}], causes=[["x", "Deep"]], harms=[{"title": "H", "causes": "By mail, Deep"}]
    )
    assert [finding[0] for finding in found] == ["unknown-field", "wrong-type"]


def test_nothing_to_draw(document: Any, tell: Callable[..., Any]) -> None:
    assert tell(document(needs="", causes=[])) == [
        (
            "nothing-to-draw",
            "error",
            "the spec has nothing to draw",
            "",
            "lists: actors, needs, causes, harms, gains, metrics, influences, counter_metrics, solutions, tests, "
            "teams, goals",
        )
    ]
    assert tell(document({"title": ""}, repeats=True)) == [
        (
            "nothing-to-draw",
            "error",
            "the spec has nothing to draw",
            "",
            "write `## Customer need`, `## Root causes`, `## Business harm` or `## KPI gains`, and a list below it",
        )
    ]


def test_items_that_were_refused_are_not_nothing(findings: Find) -> None:
    assert [f[0] for f in findings(causes=[["x", "y"]])] == ["wrong-type"]
    assert [f[0] for f in findings(gizmos=["x"])] == ["unknown-field"]


def test_no_title(findings: Find) -> None:
    message = ("no-title", "error", "the map has no title", "")
    assert findings(title="", needs="A") == [(*message, "begin with 'title: What it is about'")]
    assert findings(title="", needs="A", repeats=True) == [(*message, "begin with '# What it is about'")]


def test_what_the_reader_could_not_read_is_not_missed(document: Any, tell: Callable[..., Any]) -> None:
    broken = Diagnostic("syntax", "error", "broken", "spec")
    for value in ({"title": ""}, {"title": "", "needs": "A"}, {"harms": [{"title": "H", "causes": "gone"}]}):
        source = replace(document(value), diagnostics=(broken,), complete=False)
        assert [f[0] for f in tell(source)] == ["syntax"]


@pytest.mark.parametrize(
    ("section", "name", "hint"),
    [
        ("gains", "caused by", "did you mean 'reverses', which names a business harm?"),
        ("gains", "causes", "did you mean 'reverses', which names a business harm?"),
        ("harms", "reverses", "did you mean 'caused by', which names a root cause, a need or a business harm?"),
        ("harms", "explains", "did you mean 'caused by', which names a root cause, a need or a business harm?"),
        ("causes", "caused by", "did you mean 'explains', which names a need or a root cause?"),
    ],
)
def test_the_link_of_another_kind(findings: Find, section: str, name: str, hint: str) -> None:
    (found,) = findings({section: [{"title": "A", name: "x"}]})
    assert (found[0], found[4]) == ("unknown-field", hint)


def test_a_slip_in_the_name_of_a_field_is_reported_once(findings: Find) -> None:
    found = findings(causes=[{"title": "A", "evidence": [{"methd": "interview", "n": "4"}]}])
    assert [finding[0] for finding in found] == ["unknown-field"]


@pytest.mark.parametrize(
    ("section", "low", "high", "wrong"),
    [
        ("gains", {"low": "5"}, {"high": "3"}, "3"),
        ("gains", {"high": "$3"}, {"low": "$5"}, "$5"),
        ("counter-metrics", {"min": "8%"}, {"max": "5%"}, "5%"),
        ("gains", {"low": "5 min"}, {"high": "3 h"}, None),
        ("gains", {"low": "3"}, {"high": "3"}, None),
    ],
)
def test_the_lower_end_is_not_above_the_upper_one(
    findings: Find, section: str, low: dict[str, str], high: dict[str, str], wrong: str | None
) -> None:
    found = findings({section: [{"title": "A", **low, **high}]})
    assert [(f[0], f[1], f[3]) for f in found] == ([("bad-quantity", "error", wrong)] if wrong else [])


def test_a_sample_of_nobody(findings: Find) -> None:
    assert findings(causes=[{"title": "A", "evidence": "interview, n=0"}]) == [
        ("no-sample", "warning", "n=0 says that nobody was asked", "0", "leave it out if it is unknown")
    ]


def test_a_field_of_the_map_under_its_title_is_doubted() -> None:
    spec = "# T\n\nCurrency: EUR\nas of: 2026-10\n\n## Customer need\n- n\n"
    (found,) = load(spec.encode(), path="p.md").diagnostics
    assert (found.code, found.severity, found.message) == (
        "near-field",
        "warning",
        "'Currency: …' under the title is read as prose",
    )
    assert found.span and found.span.line == 3
    assert not load(b"# T\n\nThe currency: euros.\n\n## Customer need\n- n\n", path="p.md").diagnostics
    assert not load(b"title: T\nsummary: 'currency: EUR'\nneed: n\n", path="p.yaml").diagnostics
