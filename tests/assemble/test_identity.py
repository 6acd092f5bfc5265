"""Ids: given, made, unique."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impactmap.assemble.identity import is_id, slug
from impactmap.model import Model

Find = Callable[..., list[tuple[str, str, str, str, str]]]
Make = Callable[..., Model]

SLUGS = [
    ("Copies travel by e-mail", "copies-travel-by-e-mail"),
    ("I can't tell — which (draft) is the current one", "i-cant-tell-which-draft-is-the-current"),
    ("Größe der Straße", "größe-der-straße"),
    ("現在の草稿", "現在の草稿"),
    ("हिन्दी में", "हिन्दी-में"),
    ("Cafe\u0301 1.10 ½", "café-1-10-½"),
    ("snake_case stays", "snake_case-stays"),
    ("🎉 ❤️", ""),
    ("…", ""),
    ("Donaudampfschifffahrtselektrizitätenhauptbetriebswerk", "donaudampfschifffahrtselektrizitätenhaup"),
    ("a" * 39 + " bc", "a" * 39),
]


@pytest.mark.parametrize(("title", "made"), SLUGS)
def test_slugs(title: str, made: str) -> None:
    assert slug(title) == made
    assert not made or is_id(made)


def test_metrics_join_words_as_formulas_can_read_them(model: Make) -> None:
    assert model(metrics=["Active users per day", "e-mail rate"]).metrics[1].id == "e_mail_rate"


@pytest.mark.parametrize("identifier", ["a", "A.b-c_d", "9", "_x", "größe", "現在", "हिन्दी"])
def test_good_ids(model: Make, identifier: str) -> None:
    assert model(needs=[{"title": "N", "id": identifier}]).needs[0].id == identifier


def test_ids_are_in_composed_form(model: Make) -> None:
    found = model(needs=[{"title": "N", "id": "cafe\u0301"}], causes=[{"title": "C", "explains": "café"}])
    assert found.needs[0].id == unicodedata.normalize("NFC", "café")
    assert found.causes[0].explains == ("café",)


BAD = [
    ("a b", "write 'a-b'"),
    ("#email", "write 'email'"),
    ("-a", "write 'a'"),
    ("a:b", "write 'a-b'"),
    ("🎉", "an id is made of letters, digits, '-', '_' and '.'"),
    ("a\u202eb", "write 'a-b'"),
    ("../etc", "write 'etc'"),
]


@pytest.mark.parametrize(("identifier", "hint"), BAD)
def test_bad_ids(findings: Find, identifier: str, hint: str) -> None:
    assert findings(needs=[{"title": "N", "id": identifier}]) == [
        ("bad-id", "error", f"'{identifier}' cannot be an id", identifier, hint)
    ]


def test_ids_twice(findings: Find) -> None:
    found = findings(
        causes=[{"title": "A", "id": "x"}, {"title": "B", "id": "x", "evidence": [{"method": "survey", "id": "x"}]}],
        needs=[{"title": "N", "id": "X"}],
        harms=[{"title": "H", "caused by": "x, B, N"}],
    )
    assert found == [
        ("duplicate-id", "error", "the id 'x' is taken by a root cause at line 7", "x", "ids are unique in a map"),
        ("duplicate-id", "error", "the id 'x' is taken by a root cause at line 7", "x", "ids are unique in a map"),
    ]


def test_given_ids_win_and_made_ones_count_on(model: Make) -> None:
    found = model(
        needs=["Search", "search!", {"title": "Other", "id": "search"}, "Search-2", "🎉", "🎊"],
        causes=["Search", {"title": "x", "id": "SEARCH-3"}],
        tests=["Search"],
    )
    assert [need.id for need in found.needs] == ["search-2", "search-4", "search", "search-2-2", "need", "need-2"]
    assert [e.id for e in (*found.causes, *found.tests)] == ["search-5", "SEARCH-3", "search-6"]


def test_made_ids_differ_from_given_ones_in_more_than_letter_case(model: Make) -> None:
    found = model(
        needs=["Straße", {"title": "x", "id": "STRASSE"}], causes=[{"title": "C", "explains": "Straße, STRASSE"}]
    )
    assert [need.id for need in found.needs] == ["straße-2", "STRASSE"]
    assert found.causes[0].explains == ("straße-2", "STRASSE")


def test_ids_of_what_stands_inside(model: Make) -> None:
    found = model(
        metrics=[{"id": "m"}, {"id": "k"}],
        causes=[{"title": "C", "id": "email", "evidence": ["survey", {"method": "survey", "id": "own"}, "survey"]}],
        harms=["m guard", {"title": "H", "evidence": "survey"}],
        influences=[{"from": "m", "to": "k"}, {"from": "m", "to": "k", "title": "Own"}],
        counter_metrics=["m", {"title": "Own words", "metric": "k"}],
    )
    assert [e.id for e in found.causes[0].evidence] == ["email-evidence-1", "own", "email-evidence-3"]
    assert found.harms[1].evidence[0].id == "h-evidence-1"
    assert [e.id for e in found.influences] == ["m-k", "own-2"]
    assert [e.id for e in found.counter_metrics] == ["m-guard-2", "own-words"]


TITLES = st.text(alphabet="aA bé🎉-_.2", max_size=6)
IDS = st.sampled_from(["", "a", "A", "b", "a-2", "c.d", "é", "need"])
KINDS = st.sampled_from(["needs", "causes", "metrics", "teams", "solutions"])


@settings(deadline=None)
@given(st.lists(st.tuples(KINDS, TITLES, IDS), min_size=1, max_size=12))
def test_ids_are_always_unique_and_good(items: list[tuple[str, str, str]]) -> None:
    from impactmap.assemble import assemble
    from impactmap.diagnostics import Span
    from impactmap.document import Document, Field, Mapping, Scalar, Sequence

    span = Span(1, 1, 1, 2)

    def mapping(**fields: Any) -> Mapping:
        return Mapping(tuple(Field(Scalar(name, span), value) for name, value in fields.items()), span)

    sections: dict[str, list[Any]] = {}
    given_ids = set()
    for kind, title, identifier in items:
        own = identifier if identifier not in given_ids else ""
        given_ids.add(own)
        evidence = Sequence((Scalar("survey", span), Scalar("diary", span)), span)
        fields = {"title": Scalar(f"x{title}", span), "id": Scalar(own, span)}
        if kind in ("needs", "causes"):
            fields["evidence"] = evidence
        sections.setdefault(kind, []).append(mapping(**fields))
    root = mapping(title=Scalar("A map", span), **{k: Sequence(tuple(v), span) for k, v in sections.items()})
    found = assemble(Document("p", "", root))
    every = [entity.id for entity in found.walk()]
    assert len(set(every)) == len(every) == len(found.by_id)
    assert all(map(is_id, every))
    assert given_ids - {""} <= set(every)


@settings(deadline=None)
@given(st.text())
def test_a_slug_is_an_id_or_nothing(title: str) -> None:
    made = slug(title)
    assert not made or is_id(made)
    assert len(made) <= 40
    assert slug(unicodedata.normalize("NFD", title)) == slug(unicodedata.normalize("NFC", title))
