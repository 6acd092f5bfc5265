"""How a text falls into words, and how terms are found among them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impactmap.wording import LANGUAGES, Table, Terms, terms
from impactmap.wording.forms import commands, joined, listed, nouns, verbs
from impactmap.wording.phrases import after, covers, left_over, opening, phrase_end
from impactmap.wording.terms import LONGEST, collect
from impactmap.wording.text import split, worded


def keys(text: str) -> list[str]:
    return [word.key for word in split(text)]


def found(table: Table, text: str) -> list[str]:
    wording = worded(text)
    return [wording.part(match.first, match.last) for match in table.find(wording)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Add a search-bar", ["add", "a", "search", "bar"]),
        ("I can’t, I can't", ["i", "can't", "i", "can't"]),
        ("the company's aim, O’Neil's", ["the", "company", "aim", "o'neil"]),
        ("users' menus", ["users", "menus"]),
        ("1,000.50 of 12% mau_per_customer", ["1,000.50", "of", "12%", "mau_per_customer"]),
        ("ＲＥＶＥＮＵＥ STRASSE straße", ["revenue", "strasse", "strasse"]),
        ("cafe\u0301 re\u00advenue", ["café", "revenue"]),
        ("\u00ad ' - . … ", []),
        ("A/B tests", ["a", "b", "tests"]),
        ("", []),
    ],
)
def test_words(text: str, wanted: list[str]) -> None:
    assert keys(text) == wanted


def test_words_know_their_place_and_whose_they_are() -> None:
    words = split("“Users’ menus” – the firm's own.")
    assert [(word.key, word.clause, word.owns) for word in words] == [
        ("users", 0, True), ("menus", 0, False), ("the", 1, False), ("firm", 1, True), ("own", 1, False),
    ]  # fmt: skip
    assert (words[0].start, words[0].end) == (1, 6)


@pytest.mark.parametrize(
    "mark", [", ", "; ", ": ", ". ", "! ", "? ", " (", ") ", "\n", " – ", " — ", " - ", "…", " “", "” "]
)
def test_a_term_does_not_run_over_the_end_of_a_clause(mark: str) -> None:
    table = Table(["search bar"])
    assert not found(table, f"search{mark}bar")
    assert worded(f"search{mark}bar").clause_end(0) == 1
    assert found(table, "search  bar search-bar search/bar") == ["search  bar", "search-bar", "search/bar"]


def test_the_longest_term_is_found_at_word_boundaries_in_any_case() -> None:
    table = Table(["revenue", "upsell revenue", "upsell", "revenue per user"])
    assert found(table, "Upsell Revenue per seat, REVENUE PER USER") == ["Upsell Revenue", "REVENUE PER USER"]
    assert not found(table, "revenues upsells prerevenue")
    assert "upsell" in table
    assert "upsell revenue" not in table
    assert len(table) == 4


def test_a_longer_word_that_is_no_such_term_hides_it() -> None:
    table = Table(["profit"], but=["non-profit"])
    assert found(table, "Non-profit projects and profit") == ["profit"]


def test_what_lies_within_bounds() -> None:
    table = Table(["a b", "b"])
    wording = worded("a b b")
    assert [match.first for match in table.find(wording, 1)] == [1, 2]
    assert [(match.first, match.last) for match in table.find(wording, 0, 1)] == []
    assert table.at(wording, 3) == table.at(wording, -1) == 0


@pytest.mark.parametrize(
    ("forms", "wanted"),
    [
        (nouns("search bar, policy, toy, box"), "search bar, search bars, policy, policies, toy, toys, box, boxes"),
        (commands("ship, move to, free"), "ship, shipping, move to, moving to, free, freeing"),
        (verbs("drop off, try"), "drop off, drops off, dropped off, dropping off, try, tries, tried, trying"),
        (verbs("visit"), "visit, visits, visited, visiting"),
        (listed("a\n  b, c,"), "a b, c"),
        (joined(listed("a"), listed("b, a")), "a, b"),
    ],
)
def test_forms(forms: frozenset[str], wanted: str) -> None:
    assert forms == set(wanted.split(", "))


def test_a_language_is_collected_from_its_modules() -> None:
    from impactmap.wording.en import business

    made = collect("xx", business)
    assert made.business_kpis is business.BUSINESS_KPIS
    assert not made.people
    with pytest.raises(TypeError):
        Terms(language="xx", bussiness_kpis=Table())  # type: ignore[call-arg]


@pytest.mark.parametrize("tag", ["", "en", "en-GB", "EN-us"])
def test_english_is_what_is_meant_where_nothing_tells(tag: str) -> None:
    assert terms(tag).language == "en"


def test_every_english_table_has_terms() -> None:
    assert [name for name in Terms.tables() if not getattr(terms("en"), name)] == []


@pytest.mark.parametrize("tag", ["ja", "ko", "fr", "xx-Latn"])
def test_an_unknown_language_has_no_terms(tag: str) -> None:
    assert not any(getattr(terms(tag), name) for name in Terms.tables())


@pytest.mark.parametrize("tag", sorted(LANGUAGES))
def test_a_language_says_which_it_is(tag: str) -> None:
    assert terms(tag).language == tag


@pytest.mark.parametrize(
    ("text", "is_read"),
    [
        ("Increase Q3 upsell revenue", True),
        ("Ein Dashboard für den Einkauf", False),
        ("No hay dashboard para los jefes de turno", False),
        ("Pas de tableau de bord avec les ventes", False),
        ("提高 NPS 和收入", False),
        ("Увеличить revenue", False),
        ("A traveller in Los Angeles can't find the bus", True),
        ("12 34", True),
    ],
)
def test_a_text_in_another_language_is_not_read(text: str, is_read: bool) -> None:
    assert bool(terms("").read(text).words) is is_read


def test_of_an_endless_title_the_beginning_is_read() -> None:
    text = "word " * LONGEST
    assert len(terms("").read(text)) < LONGEST / 4
    assert len(terms("").read(text, whole=True)) == LONGEST


@pytest.mark.parametrize(
    ("text", "rest"),
    [("We need to grow", "grow"), ("Please, we want to grow", "grow"), ("Growing", "Growing"), ("We need to", "")],
)
def test_the_sentence_begins_after_its_lead_in(text: str, rest: str) -> None:
    wording = worded(text)
    assert wording.part(opening(terms("en"), wording), len(wording)) == rest


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("a search bar for nurses", "a search bar"),
        ("single sign-on for nurses", "single sign-on"),
        ("revenue, then profit", "revenue"),
        ("12 tests", "12 tests"),
        ("tests 12 and 13", "tests"),
        ("word " * 40, ("word " * 12).strip()),
    ],
)
def test_where_a_noun_phrase_ends(text: str, phrase: str) -> None:
    wording = worded(text)
    assert wording.part(0, phrase_end(terms("en"), wording, 0)) == phrase
    assert phrase_end(terms("en"), wording, len(wording)) == len(wording)


def test_what_is_left_of_a_text() -> None:
    small = Table(["the", "of the"])
    wording = worded("the end of the e-road 12")
    assert left_over(wording, small) == 3  # end, road, 12: a single letter is no word
    assert covers(wording, 5, 6, small) is False
    assert covers(worded("the 12 of the"), 0, 4, small)
    assert after(wording, 0, small) == 1
    assert after(wording, 0, small, but=Table(["the end"])) == 0


_SMALL = st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=3).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(st.sets(_SMALL, max_size=6), st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=12))
def test_finding_is_what_trying_every_stretch_finds(phrases: set[str], words: list[str]) -> None:
    wording = worded(" ".join(words))
    expected, at = [], 0
    while at < len(words):
        length = max(
            (size for size in (1, 2, 3) if " ".join(words[at : at + size]) in phrases and at + size <= len(words)),
            default=0,
        )
        if length:
            expected.append((at, at + length))
        at += length or 1
    assert [(match.first, match.last) for match in Table(phrases).find(wording)] == expected


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_words_lie_in_the_text_in_order(text: str) -> None:
    wording = worded(text)
    ends = [0]
    for at, word in enumerate(wording.words):
        assert ends[-1] <= word.start < word.end <= len(text)
        ends.append(word.end)
        assert word.key
        assert at < wording.clause_end(at) <= len(wording)
    assert wording.part(0, len(wording)) in text


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("KR1: Ship it", "ship"),
        ("KR 1.2 – Ship it", "ship"),
        ("[KR3] Ship it", "ship"),
        ("(O2) Ship it", "ship"),
        ("Objective 2: Ship it", "ship"),
        ("Obj. 3 - Ship it", "ship"),
        ("O2 levels", "o2"),
        ("O2-levels", "o2"),
        ("KR1", "kr1"),
        ("Okra 3: rot", "okra"),
        ("1: Ship it", "1"),
    ],
)
def test_the_number_of_a_key_result_is_set_aside(text: str, first: str) -> None:
    wording = terms("en").read(text)
    assert wording.key(0) == first
    assert text.endswith(wording.part(0, len(wording)))
