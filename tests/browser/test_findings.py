"""The list of findings: opened, walked, gone from; without script; with hostile words."""

from __future__ import annotations

from typing import Any

import pytest

from impactmap.notes import Note, Review

BUTTON = "[data-action=findings]"


def note(code: str, subject: str, severity: Any = "warning") -> Note:
    return Note(
        code=code, name=f"rule-{code}", severity=severity, message=f"message of {code}", hint="do so", source="S",
        why=f"why of {code}", about="A", subjects=(subject,) if subject else (),
    )  # fmt: skip


REVIEW = Review(
    (note("E1", "email", "error"), note("W1", "adoption"), note("W2", "one-link"), note("W3", "")), ("1 of 2 needs",)
)


@pytest.fixture(scope="session")
def noted(specimen: Any) -> str:
    return str(specimen.page_of(specimen.IMPACT_MAP, specimen.TREE, review=REVIEW))


@pytest.fixture
def page(open_page: Any, noted: str) -> Any:
    return open_page(noted, reduced_motion="reduce")


def current(page: Any) -> str:
    return str(page.locator(".view[data-current]").get_attribute("data-key"))


def heading(page: Any) -> str | None:
    found = page.locator(".details:not([hidden]) h2")
    return str(found.inner_text()) if found.count() else None


def test_the_button_opens_and_closes_the_list(page: Any) -> None:
    assert not page.locator(".findings").is_visible()
    page.click(BUTTON)
    assert page.locator(".findings").is_visible()
    assert page.locator(BUTTON).get_attribute("aria-pressed") == "true"
    assert page.evaluate("document.activeElement.id") == "findings-name"
    page.click("[data-action=close-findings]")
    assert not page.locator(".findings").is_visible()
    assert page.evaluate("document.activeElement.dataset.action") == "findings"


def test_a_finding_leads_to_its_card_in_the_view_that_is_shown(page: Any) -> None:
    page.get_by_role("tab", name="Opportunity").click()
    shown = current(page)
    page.click(BUTTON)
    page.locator(".findings .go").nth(0).click()
    assert current(page) == shown, "both views have the card"
    assert page.locator(".view[data-current] .card.chosen").get_attribute("data-id") == "email"
    assert not page.locator(".findings").is_visible(), "the details stand in its place"
    assert "Message of E1" in page.locator(".details").inner_text()


def test_a_finding_leads_to_another_view_where_its_card_is(page: Any) -> None:
    before = current(page)
    page.click(BUTTON)
    page.locator(".findings .go").nth(2).click()
    assert current(page) != before
    assert page.locator(".view[data-current] .card.chosen").get_attribute("data-id") == "one-link"


def test_keys_alone_do(page: Any) -> None:
    page.keyboard.press("f")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.action") == "close-findings"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "go"
    page.keyboard.press("Enter")
    assert heading(page) is not None
    assert page.evaluate("document.activeElement.tagName") == "H2"
    page.keyboard.press("Escape")
    assert page.locator(".findings").is_visible()
    assert page.evaluate("document.activeElement.className") == "go", "back where it was left"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.get_by_text("why of E1").locator("visible=true").count() == 1
    page.keyboard.press("Escape")
    assert not page.locator(".findings").is_visible()
    assert page.evaluate("document.activeElement.dataset.action") == "findings"


def test_the_panel_of_a_card_can_be_walked_by_keys(page: Any) -> None:
    page.locator('.view[data-current] .card[data-id="email"]').click()
    page.locator(".details summary").click()
    assert page.locator(".details").get_by_text("why of E1").is_visible()
    assert page.locator(".details [tabindex='-1']").count() == 1, "the heading alone is out of Tab's way"


def test_the_outline_that_is_out_of_sight_is_out_of_the_way(page: Any) -> None:
    reachable = "all => all.filter(e => e.tabIndex >= 0).length"
    assert page.eval_on_selector_all(".outline summary", reachable) == 0
    page.click("[data-action=outline]")
    assert page.eval_on_selector_all(".outline summary", reachable) > 0


def hits(page: Any) -> list[str]:
    found = page.locator(".view[data-current] .card.hit")
    return sorted(found.evaluate_all("cards => cards.map(card => card.dataset.id)"))


def listed(page: Any) -> list[str]:
    return [text.split()[0] for text in page.locator(".findings .code:visible").all_inner_texts()]


@pytest.mark.parametrize(
    ("text", "cards", "entries"),
    [
        ("w1", ["adoption"], ["W1"]),
        ("Message of É1", ["email"], ["E1"]),
        ("rule-w1", ["adoption"], ["W1"]),
        ("w2", [], ["W2"]),  # its card is in the other picture
        ("w3", [], ["W3"]),  # of the map as a whole
        ("message", ["adoption", "email"], ["E1", "W1", "W2", "W3"]),
        ("copies", ["email", "private"], ["E1"]),  # the card that a finding stands at
        ("why", [], []),  # what all findings of a rule share is no match
    ],
)
def test_search_looks_into_findings(page: Any, text: str, cards: list[str], entries: list[str]) -> None:
    total = page.locator(".findings .finding").count()
    page.click(BUTTON)
    page.fill("#search", text)
    assert hits(page) == cards
    assert listed(page) == entries
    assert page.locator(".findings h3:visible").count() == len({entry[0] for entry in entries})
    told = f"{len(entries)} of {total} findings"
    assert page.locator("[role=status]").inner_text().endswith(told)
    if len(entries) < total:
        assert page.locator(".findings .sum").inner_text() == told
    page.fill("#search", "")
    assert listed(page) == ["E1", "W1", "W2", "W3"]
    assert page.locator(".findings .sum").inner_text() == "1 error, 3 warnings"


def test_what_only_the_list_has_is_gone_to_there(page: Any) -> None:
    page.fill("#search", "w3")
    page.press("#search", "Enter")
    assert listed(page) == ["W3"]
    page.fill("#search", "no such words")
    page.press("#search", "Enter")
    assert listed(page) == []


def test_what_is_searched_for_does_not_stay_off_paper(page: Any) -> None:
    page.fill("#search", "w3")
    page.emulate_media(media="print")
    assert listed(page) == ["E1", "W1", "W2", "W3"]


def test_without_script_the_list_reads_and_leads(open_page: Any, noted: str) -> None:
    page = open_page(noted, java_script_enabled=False)
    assert page.locator(".findings").is_visible()
    assert page.locator(".findings .finding").count() == 4
    assert not page.locator(".findings button").is_visible()
    page.locator(".findings summary").first.click()
    assert page.locator(".findings details p").first.is_visible()
    page.locator(".findings a.go").nth(0).click()
    assert page.locator(":target h4").inner_text().startswith("Copies travel")


def test_it_is_printed_after_the_outlines(page: Any) -> None:
    page.emulate_media(media="print")
    assert page.locator(".findings").is_visible()
    assert not page.locator(".findings .tool").is_visible()
    top = "e => e.getBoundingClientRect().top + scrollY"
    assert page.locator(".findings").evaluate(top) > page.locator(".outline").last.evaluate(top)


def test_hostile_words_run_nothing(open_page: Any, specimen: Any) -> None:
    init = "window.ran = 0; for (const n of ['alert', 'print', 'open']) window[n] = () => { window.ran += 1 };"
    texts = [name for name in Note.__struct_fields__ if name not in ("severity", "subjects")]
    for payload in specimen.PAYLOADS:
        hostile = Note(severity="error", subjects=("email",), **dict.fromkeys(texts, payload))  # type: ignore[arg-type]
        page = open_page(specimen.page_of(specimen.IMPACT_MAP, review=Review((hostile,), (payload,))), init=init)
        page.click(BUTTON)
        page.locator(".findings .go").first.click()
        assert page.evaluate("[window.ran, document.scripts.length, document.querySelectorAll('img').length]") == [
            0,
            1,
            0,
        ]
        page.context.close()


@pytest.mark.parametrize("width", [390, 820])
def test_it_fits_a_narrow_page(open_page: Any, noted: str, width: int) -> None:
    page = open_page(noted, size=(width, 700))
    page.click(BUTTON)
    assert page.locator(".findings").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
