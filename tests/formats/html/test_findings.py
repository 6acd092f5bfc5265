"""Findings on the page, read without a browser."""

from __future__ import annotations

import re
from types import ModuleType

import pytest
from markupsafe import escape

from impactmap.drawing.templates import printable
from impactmap.notes import Note, Review


def note(code: str, *subjects: str, **more: str) -> Note:
    given = {"name": f"rule-{code}", "severity": "warning", "message": f"message of {code}", "hint": f"hint of {code}"}
    given |= {"source": f"source of {code}", "why": f"why of {code}"}
    return Note(code=code, subjects=subjects, **(given | more))  # type: ignore[arg-type]


REVIEW = Review(
    (
        note("E1", "email", severity="error"),
        note("W1", "email"),
        note("W2", "inner", "private"),
        note("W3", "elsewhere", about="An item of no picture"),
        note("W4"),
        note("X0", "email", until="2027-01", reason="so be it"),
        note("X1", "search", until="2027-01", reason="talks are in June"),
    ),
    ("3 of 4 needs researched",),
)


def page_of(specimen: ModuleType, review: Review | None) -> str:
    return str(specimen.page_of(specimen.IMPACT_MAP, specimen.TREE, review=review))


def test_cards_are_marked_in_figures_and_in_words(specimen: ModuleType) -> None:
    page = page_of(specimen, REVIEW)
    picture = page[page.index('<div class="stage">') : page.index('<section class="outline"')]
    assert picture.count('class="corner ') == 3
    assert picture.count("Findings: 1 error, 1 warning, 1 waived</title>") == 1
    assert picture.count("Findings: 1 warning</title>") == 1
    assert picture.count("Findings: 1 waived</title>") == 1
    for weight in ("error", "warning", "waived"):
        assert picture.count(f'class="corner {weight}" aria-hidden="true"') == 1
    figures = re.findall(r'class="corner-text"[^>]*>([^<]*)<', picture)
    assert figures == ["2", "1", "1"], "what is waived counts only where nothing else is said"


def test_all_is_listed_and_explained(specimen: ModuleType) -> None:
    page = page_of(specimen, REVIEW)
    listed = page[page.index('<section class="findings') :]
    for one in REVIEW.notes:
        for text in (f"{one.code} {one.name}", one.message, one.hint, f"Source: {one.source}", one.why):
            assert listed.count(text) >= 1, text
    assert listed.count("<summary>") == 7
    assert "1 error, 4 warnings, 2 waived" in listed and "3 of 4 needs researched" in listed
    assert "Waived until 2027-01: talks are in June" in listed
    assert 'Not in the pictures: <span dir="auto">An item of no picture' in listed
    assert listed.count("The map as a whole") == 1
    assert [listed.count(f"<h3>{name}</h3>") for name in ("Errors", "Warnings", "Hints", "Waived")] == [1, 1, 0, 1]


def test_the_outline_has_them_at_their_items(specimen: ModuleType) -> None:
    page = page_of(specimen, REVIEW)
    item = page[page.index('data-id="private" data-noun') :]
    item = item[: item.index('<li class="item"')]
    assert "W2 rule-W2" in item and "E1" not in item


def test_the_button_counts_what_is_open(specimen: ModuleType) -> None:
    assert 'aria-label="Findings: 1 error, 4 warnings, 2 waived"' in page_of(specimen, REVIEW)
    assert '<span class="number">5</span>' in page_of(specimen, REVIEW)


def test_a_map_without_findings_says_so_quietly_and_one_without_a_review_nothing(specimen: ModuleType) -> None:
    page = page_of(specimen, Review())
    assert '<span class="name">No findings</span>' in page and "The checks found nothing." in page
    assert 'class="corner' not in page
    page = page_of(specimen, None)
    assert (
        '<button type="button" class="tool" data-action="findings"' not in page
        and '<section class="findings' not in page
        and "<kbd>f</kbd>" not in page
    )


def test_what_they_say_is_text(specimen: ModuleType, payload: str) -> None:
    fields = ("message", "hint", "about", "source", "why", "name", "code")
    hostile = Note(
        severity="error", reason=payload, until="2027", subjects=("email",), **dict.fromkeys(fields, payload)
    )  # type: ignore[arg-type]
    page = page_of(specimen, Review((hostile,), (payload,)))
    assert str(escape(printable(payload))) in page
    plain = page_of(specimen, Review((note("E1", "email", until="2027", reason="r"),), ("h",)))
    assert (
        page.count("<script") == plain.count("<script")
        and page.count("<img") == 0
        and page.count("<svg ") == plain.count("<svg ")
    )


@pytest.mark.parametrize("review", [None, Review()])
def test_the_same_script_whatever_is_found(specimen: ModuleType, review: Review | None) -> None:
    script = page_of(specimen, REVIEW).split("<script>")[1].split("</script>")[0]
    assert script in page_of(specimen, review)
