"""Text from a spec is only ever text: in a real browser, with the page's policy and again without it."""

from __future__ import annotations

import re
from typing import Any

import pytest

COUNT = """
    window.ran = 0;
    for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) window[name] = () => { window.ran += 1 };
    window.violations = [];
    document.addEventListener('securitypolicyviolation', e => window.violations.push(e.violatedDirective));
"""


def without_policy(html: str) -> str:
    found, count = re.subn(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html)
    assert count == 1
    return found


def exercise(page: Any) -> None:
    """Uses everything on the page that shows text."""
    page.locator("[data-action=outline]").click()
    for tab in page.locator(".tab").all():
        tab.click()
        page.evaluate(
            """() => { for (const card of document.querySelectorAll('.view[data-current] .card')) {
                card.dispatchEvent(new PointerEvent('pointerover', {bubbles: true, pointerType: 'mouse'}));
                card.dispatchEvent(new MouseEvent('click', {bubbles: true, detail: 1})); } }"""
        )
    page.locator("#search").fill("a")
    page.keyboard.press("Enter")
    for link in page.locator(".details .go").all()[:1]:
        link.click()
    page.locator(".chips:visible .chip").first.click()


@pytest.mark.parametrize("policy", [True, False], ids=["with-policy", "without-policy"])
def test_nothing_runs_and_nothing_loads(open_page: Any, specimen: Any, watch: Any, policy: bool) -> None:
    page = None
    for payload in specimen.PAYLOADS:
        html = specimen.page_of(specimen.poisoned(payload), specimen.poisoned(f"2{payload}"), title=payload)
        html = html if policy else without_policy(html)
        if page is None:
            page = open_page(html, init=COUNT, reduced_motion="reduce")
            file = next(iter(watch.files))
        else:
            from pathlib import Path
            from urllib.parse import unquote, urlsplit

            Path(unquote(urlsplit(file).path)).write_text(html, "utf-8")
            page.goto(file)
        exercise(page)
        state = page.evaluate(
            """() => ({ran: window.ran, violations: window.violations, scripts: document.scripts.length,
                styles: document.styleSheets.length, images: document.images.length, title: document.title,
                frames: frames.length, handlers: [...document.querySelectorAll('*')].some(e =>
                    [...e.attributes].some(a => a.name.startsWith('on'))),
                links: [...document.querySelectorAll('a[href]')].map(a => a.protocol),
                polluted: Object.keys(Object.prototype).length + Object.keys(window).filter(k => /^[_]{2}proto/.test(k)).length})"""
        )
        links = set(state.pop("links"))
        assert links <= {"file:", "http:", "https:", "mailto:"}, payload
        assert "7*7" not in payload or "7*7" in state["title"]
        del state["title"]
        assert state == {
            "ran": 0, "violations": [], "scripts": 1, "styles": 1, "images": 0, "frames": 0, "handlers": False, "polluted": 0
        }, payload  # fmt: skip
        assert not watch.seen, payload


def test_the_policy_stops_what_slips_in(open_page: Any, both: str, watch: Any) -> None:
    """Were a payload markup after all, the policy would stop it; and the watch would see it without."""
    slipped = both.replace(
        "<main>", '<main><script>alert(1)</script><img src="https://evil.example/x" onerror="alert(2)">'
    )
    page = open_page(slipped, init=COUNT)
    assert page.evaluate("window.ran") == 0
    assert set(page.evaluate("window.violations")) >= {"script-src-elem", "img-src"}
    assert watch.seen
    watch.seen.clear()
    page.context.route("https://evil.example/**", lambda route: route.abort())
    page = open_page(without_policy(slipped), init=COUNT)
    page.wait_for_function("window.ran >= 2")
    assert any(each.startswith("request: https://evil.example") for each in watch.seen)
    watch.seen.clear()


def test_the_page_leaves_no_global_name(open_page: Any, both: str) -> None:
    init = "window.before = new Set(Object.getOwnPropertyNames(window))"
    page = open_page(both, init=init)
    ours = page.evaluate(
        "Object.getOwnPropertyNames(window).filter(n => !window.before.has(n) && n !== 'before' && !/^[0-9]+$/.test(n))"
    )
    assert ours == []
