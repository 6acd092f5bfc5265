"""References by id and title, lists of them, people in passing, circles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from impactmap.model import Actor, Model, Team

Find = Callable[..., list[tuple[str, str, str, str, str]]]
Make = Callable[..., Model]

CAUSES = [
    {"title": "Copies travel by e-mail, nothing marks one.", "id": "email"},
    {"title": "Search ranks by file name", "id": "search"},
    {"title": "People keep copies; all of them", "id": "private"},
    "Look and feel",
    "Café closes",
]

LISTS: list[tuple[Any, tuple[str, ...]]] = [
    ("email", ("email",)),
    ("EMAIL", ("email",)),
    ("email, search, private", ("email", "search", "private")),
    (["email", "search, private"], ("email", "search", "private")),
    ("email; search", ("email", "search")),
    ("email and search", ("email", "search")),
    ("email, search, and private", ("email", "search", "private")),
    ("email, search & private", ("email", "search", "private")),
    ("Copies travel by e-mail, nothing marks one", ("email",)),
    ("copies  travel by E-MAIL, nothing marks one, search", ("email", "search")),
    ("search, Copies travel by e-mail, nothing marks one., private", ("search", "email", "private")),
    ("People keep copies; all of them; search", ("private", "search")),
    ("Look and feel", ("look-and-feel",)),
    ("email, look and feel", ("email", "look-and-feel")),
    ("search and email and private", ("search", "email", "private")),
    ("look-and-feel", ("look-and-feel",)),
    ("CAFE\u0301 CLOSES!", ("café-closes",)),
    (",email,,", ("email",)),
    ("Copies travel by e-mail, nothing marks one and search", ("email", "search")),
]


@pytest.mark.parametrize(("typed", "ids"), LISTS)
def test_lists_of_names(model: Make, typed: Any, ids: tuple[str, ...]) -> None:
    found = model(causes=CAUSES, harms=[{"title": "H", "caused by": typed}])
    assert found.harms[0].caused_by == ids
    assert found.diagnostics == ()


NO = "no root cause, need or business harm is called"
KNOWN = "known: email, search, private, look-and-feel, café-closes"
TWICE = "'email' is named twice in 'caused by'"
WRONG: list[tuple[Any, list[tuple[str, str, str, str, str]]]] = [
    ("emial", [("unknown-reference", "error", f"{NO} 'emial'", "emial", "did you mean 'email'?")]),
    ("email, serach", [("unknown-reference", "error", f"{NO} 'serach'", "serach", "did you mean 'search'?")]),
    ("email, zzz and yyy", [("unknown-reference", "error", f"{NO} 'zzz and yyy'", "zzz and yyy", KNOWN)]),
    ("email and zzz", [("unknown-reference", "error", f"{NO} 'zzz'", "zzz", KNOWN)]),
    (
        "zzz, yyy",
        [
            ("unknown-reference", "error", f"{NO} 'zzz'", "zzz", KNOWN),
            ("unknown-reference", "error", f"{NO} 'yyy'", "yyy", KNOWN),
        ],
    ),
    (
        "Copies travel by mail, nothing marks one",
        [
            (
                "unknown-reference",
                "error",
                f"{NO} 'Copies travel by mail, nothing marks one'",
                "Copies travel by mail, nothing marks one",
                "did you mean 'Copies travel by e-mail, nothing marks one.'?",
            )
        ],
    ),
    (
        "email, search, email",
        [("duplicate-reference", "warning", TWICE, "email", "the first time at line 24")],
    ),
    ("H", [("self-reference", "error", "a business harm cannot name itself in 'caused by'", "H", "name another item")]),
    (
        "email, Sales",
        [
            (
                "wrong-kind",
                "error",
                "'Sales' is a team; a business harm's 'caused by' needs a root cause, a need or a business harm",
                "Sales",
                KNOWN,
            )
        ],
    ),
    ({"a": "b"}, [("wrong-type", "error", "a business harm's 'caused by' is the id or title of an item, "
                   "not a list of fields", "a…", "")]),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "expected"), WRONG)
def test_wrong_names(findings: Find, typed: Any, expected: list[tuple[str, str, str, str, str]]) -> None:
    found = findings(causes=CAUSES, teams=["Sales"], harms=[{"title": "H", "caused by": typed, "id": "h"}])
    assert found == expected


def test_a_name_that_stands_in_prose(document: Any, tell: Any) -> None:
    found = replace(
        document(causes=["C"], harms=[{"title": "H", "caused by": "usage, Copies travel"}]),
        skipped={"usage": "Why it happens", "Copies travel.": "Why it happens"},
    )
    assert [hint for *_, hint in tell(found)] == ["it stands under 'Why it happens', which is read as prose"] * 2


def test_the_same_title_twice(findings: Find, model: Make) -> None:
    sections: dict[str, Any] = {"causes": ["Search", {"title": "search!", "id": "s2"}, {"title": "Search", "id": "s3"}]}
    assert findings(**sections, harms=[{"title": "H", "caused by": "sEARCH"}]) == [
        (
            "ambiguous-reference",
            "error",
            "'sEARCH' is the title of 3 items, at lines 4 and 5 and others",
            "sEARCH",
            "give them ids and name one of these",
        )
    ]
    # Letter for letter, the title is that of two.
    assert findings(**sections, harms=[{"title": "H", "caused by": "s2, Search"}])[0][2].startswith(
        "'Search' is the title of 2 items"
    )
    assert model(**sections, harms=[{"title": "H", "caused by": "s2, search!"}]).harms[0].caused_by == ("s2",)


def test_a_made_id_does_not_hide_that_a_title_is_there_twice(findings: Find) -> None:
    assert [f[0] for f in findings(causes=["Search", "Search"], harms=[{"title": "H", "caused by": "search"}])] == [
        "ambiguous-reference"
    ]
    assert findings(causes=["Search", "Search"], harms=[{"title": "H", "caused by": "search-2"}]) == []


def test_the_item_itself_gives_way_to_its_namesake(model: Make) -> None:
    found = model(needs=["Find drafts"], causes=[{"title": "Find drafts", "explains": "Find drafts"}])
    assert found.causes[0].explains == ("find-drafts",)
    assert found.needs[0].id == "find-drafts"


def test_ids_go_before_titles(model: Make) -> None:
    found = model(
        causes=[{"title": "search", "id": "a"}, {"title": "b", "id": "search"}],
        harms=[{"title": "H", "from": "search"}],
    )
    assert found.harms[0].caused_by == ("search",)


def test_metrics_are_not_declared_in_passing(findings: Find) -> None:
    found = findings(gains=[{"title": "G", "metric": "Net promoters"}])
    told = ("unknown-reference", "error", "no metric is called 'Net promoters'", "Net promoters")
    assert found == [(*told, "declare it: 'metrics: [{id: net_promoters, title: Net promoters}]'")]
    found = findings(gains=[{"title": "G", "metric": "Net promoters"}], repeats=True)
    assert found == [(*told, "declare it in a section '## Metrics': '- Net promoters {#net_promoters}'")]


def test_one_reference_where_one_is_wanted(findings: Find, model: Make) -> None:
    metrics = [{"id": "m"}, {"id": "k"}]
    assert model(metrics=metrics, gains=[{"title": "G", "metric": ["m"]}]).gains[0].metric == "m"
    for typed, part in (("m, k", "m, k"), (["m", "k"], "m…")):
        assert findings(metrics=metrics, gains=[{"title": "G", "metric": typed}]) == [
            ("too-many-references", "error", "a KPI gain's 'metric' names one metric, not 2", part, "keep one of them")
        ]


# ---- people and teams -----------------------------------------------------------------------------------


def test_people_in_passing(model: Make) -> None:
    found = model(
        actors=[{"title": "Buyers", "served through": "Resellers"}],
        needs=[
            {"title": "A", "actor": "Shop owners"},
            {"title": "B", "who": "shop owners"},
            {"title": "C", "actor": "buyers"},
        ],
        goals=[{"title": "G", "actor": "Shops, cafés and bars", "team": "Growth"}],
    )
    assert found.actors == (
        Actor(title="Buyers", id="buyers", served_through="resellers"),
        Actor(title="Resellers", id="resellers"),
        Actor(title="Shop owners", id="shop-owners"),
        Actor(title="Shops, cafés and bars", id="shops-cafés-and-bars"),
    )
    assert [need.actor for need in found.needs] == ["shop-owners", "shop-owners", "buyers"]
    assert found.teams == (Team(title="Growth", id="growth"),)
    assert (found.goals[0].actor, found.goals[0].team) == ("shops-cafés-and-bars", "growth")
    assert found.diagnostics == ()
    assert found.actors[2].span is not None


def test_people_nearly_declared(findings: Find) -> None:
    found = findings(
        actors=[{"title": "Account executives", "id": "ae"}],
        needs=[{"title": "A", "actor": "Account executive"}, {"title": "B", "actor": "Shop owners"}],
    )
    assert found == [
        (
            "near-actor",
            "warning",
            "'Account executive' is taken for a new actor",
            "Account executive",
            "did you mean 'Account executives'?",
        )
    ]
    assert [f[:2] for f in findings(teams=["Onboarding"], goals=[{"title": "G", "team": "Onbaording"}])] == [
        ("near-team", "warning")
    ]


def test_series_are_no_slips(findings: Find) -> None:
    actors = [{"title": name, "actor": name} for name in ("Segment A", "Segment B", "Tier 1 sellers", "Tier 2 sellers")]
    assert findings(needs=actors) == []


def test_two_people_where_one_is_wanted(findings: Find) -> None:
    found = findings(actors=["Buyers", "Sellers"], needs=[{"title": "A", "actor": "buyers, sellers"}])
    assert [f[0] for f in found] == ["too-many-references"]


def test_something_else_is_no_person(findings: Find) -> None:
    assert findings(harms=[{"title": "H", "id": "unused"}], needs=[{"title": "A", "actor": "unused"}]) == [
        ("wrong-kind", "error", "'unused' is a business harm; a need's 'actor' needs an actor", "unused",
         "the spec has no actor yet")
    ]  # fmt: skip


# ---- what is filled in ----------------------------------------------------------------------------------


def test_what_stands_inside_knows_whose_it_is(model: Make, findings: Find) -> None:
    found = model(teams=[{"title": "Growth", "goals": ["G"]}], solutions=[{"title": "S", "test": "T"}])
    assert (found.teams[0].goals[0].team, found.solutions[0].tests[0].solution) == ("growth", "s")
    same = [{"title": "Growth", "goals": [{"title": "G", "team": "growth"}]}]
    assert model(teams=same).teams[0].goals[0].team == "growth"
    assert findings(teams=["Core", {"title": "Growth", "goals": [{"title": "G", "team": "Core"}]}]) == [
        (
            "wrong-parent",
            "error",
            "a goal under 'Growth' names another team: 'Core'",
            "Core",
            "leave out 'team', or move it",
        )
    ]


def test_counter_metrics_named_by_their_metric(model: Make) -> None:
    found = model(
        metrics=[{"title": "Duplicate share", "id": "dup"}, {"id": "docs"}],
        counter_metrics=[
            {"title": "dup", "guards": "docs"}, {"title": "duplicate share."}, {"metric": "dup"},
            {"title": "Own words", "metric": "dup"}, "Something else",
        ],
    ).counter_metrics  # fmt: skip
    assert [(c.title, c.metric) for c in found] == [
        ("Duplicate share", "dup"), ("Duplicate share", "dup"), ("Duplicate share", "dup"),
        ("Own words", "dup"), ("Something else", ""),
    ]  # fmt: skip


def test_influences_named_by_their_ends(model: Make, findings: Find) -> None:
    metrics = [{"id": "a", "title": "Onboarding"}, {"id": "b", "title": "Retention"}]
    assert model(metrics=metrics, influences=[{"from": "a", "to": "b"}]).influences[0].title == "Onboarding → Retention"
    assert findings(metrics=metrics, influences=[{"from": "a"}]) == [
        ("no-title", "error", "an influence has no title", "from…", "give a title, or both 'from' and 'to'")
    ]
    assert [f[0] for f in findings(metrics=metrics, influences=[{"from": "a", "to": "zzz"}])] == ["unknown-reference"]


# ---- circles --------------------------------------------------------------------------------------------


def links(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    return [{"title": f"Cause {name}", "id": name, "explains": to} for name, to in pairs]


CIRCLES = [
    (links(("a", "b"), ("b", "a")), "root causes in a circle: Cause a → Cause b → Cause a", "b",
     "take out one of the links: 'explains' at lines 9, 15"),
    (links(("x", "c"), ("c", "a"), ("a", "b"), ("b", "c")),
     "root causes in a circle: Cause c → Cause a → Cause b → Cause c", "a",
     "take out one of the links: 'explains' at lines 15, 21, 27"),
    (links(*((f"c{i}", f"c{(i + 1) % 9}") for i in range(9))),
     "root causes in a circle: Cause c0 → Cause c1 → Cause c2 → Cause c3 → Cause c4 → … (4 more) → Cause c0", "c1",
     "take out one of the links: 'explains' at lines 9, 15, 21, 27, 33, 39"),
]  # fmt: skip


@pytest.mark.parametrize(("causes", "message", "part", "hint"), CIRCLES)
def test_circles(findings: Find, causes: Any, message: str, part: str, hint: str) -> None:
    assert findings(causes=causes) == [("cycle", "error", message, part, hint)]


def test_circles_of_other_kinds(findings: Find) -> None:
    found = findings(
        actors=[{"title": "A", "via": "B"}, {"title": "B", "via": "A"}],
        harms=[{"title": "H", "caused by": "I"}, {"title": "I", "caused by": "H"}],
    )
    assert [(f[0], f[2]) for f in found] == [
        ("cycle", "actors in a circle: A → B → A"), ("cycle", "business harms in a circle: H → I → H"),
    ]  # fmt: skip


def test_no_circle_in_a_diamond_or_a_long_chain(model: Make) -> None:
    chain = links(*((f"c{i}", f"c{i + 1}, c{min(i + 2, 3000)}") for i in range(3000)))
    assert len(model(causes=[*chain, {"title": "End", "id": "c3000"}]).causes) == 3001


@pytest.mark.parametrize("joint", [",", ";", " and "])
def test_more_references_than_are_looked_up(findings: Find, joint: str) -> None:
    found = findings(causes=["a"], harms=[{"title": f"H{i}", "caused by": joint.join("a" * 9000)} for i in range(4)])
    assert {f[0] for f in found} == {"duplicate-reference", "too-many-references"}
    assert [f[2] for f in found if f[0] == "too-many-references"] == ["the spec has more than 20,000 references"]


def test_the_item_itself_is_none_of_the_known(findings: Find) -> None:
    (found,) = findings(causes=[{"title": "A", "explains": "zzz"}])
    assert found[4] == "the spec has no other need or root cause yet"
    (found,) = findings(causes=["B", {"title": "A", "explains": "zzz"}])
    assert found[4] == "known: b"


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ('"Slow, boring forms", Other', ("slow-boring-forms", "other")),
        ("Other, “Slow, boring forms”", ("other", "slow-boring-forms")),
        ("'Slow, boring forms' and \"Other\"", ("slow-boring-forms", "other")),
        ('"Other"', ("other",)),
        ('"Other"  ;  "Slow, boring forms" ', ("other", "slow-boring-forms")),
        ('"Search, or not", they say', ("search-or-not-they-say",)),
        ('"Search, or not", they say, Other', ("search-or-not-they-say", "other")),
        ("'Tis slow, Other, don't", ("tis-slow", "other", "dont")),
    ],
)
def test_quotation_marks_around_a_name(model: Make, typed: str, ids: tuple[str, ...]) -> None:
    causes = ["Slow, boring forms", "Other", '"Search, or not", they say', "'Tis slow", "don't"]
    assert model(causes=causes, harms=[{"title": "H", "caused by": typed}]).harms[0].caused_by == ids


def test_an_unknown_name_in_quotation_marks(findings: Find) -> None:
    (found,) = findings(causes=["A"], harms=[{"title": "H", "caused by": 'A, "Nobody, ever"'}])
    assert found[2:4] == ("no root cause, need or business harm is called 'Nobody, ever'", "Nobody, ever")
