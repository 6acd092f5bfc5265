"""Text from a spec is only ever text: in a real browser, with the page's policy and again without it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

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


# Uses everything on the page that shows text.
EXERCISE = """() => {
    const click = e => e?.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true, detail: 1}));
    click(document.querySelector('[data-action=outline]'));
    for (const tab of document.querySelectorAll('.tab')) {
        click(tab);
        for (const card of document.querySelectorAll('.view[data-current] .card')) {
            card.dispatchEvent(new PointerEvent('pointerover', {bubbles: true, pointerType: 'mouse'}));
            click(card);
        }
        click(document.querySelector('.details .go'));
        const search = document.querySelector('#search');
        search.value = 'a';
        search.dispatchEvent(new Event('input'));
        search.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true}));
        click(document.querySelector('.chips:not([hidden]) .chip'));
    }
}"""

STATE = """async () => {
    await new Promise(done => setTimeout(done, 10));  // for what would load or run a moment later
    const all = [...document.querySelectorAll('*')];
    return {
        ran: window.ran,
        violations: window.violations,
        scripts: document.scripts.length,
        styles: document.styleSheets.length,
        foreign: document.querySelectorAll('img, iframe, object, embed, link, base, form, foreignObject').length,
        handlers: all.some(e => [...e.attributes].some(a => a.name.startsWith('on'))),
        links: [...document.querySelectorAll('a[href]')].every(a => /^(file|https?|mailto):$/.test(a.protocol)),
        polluted: Object.keys(Object.prototype).length,
    };
}"""

HARMLESS = {
    "ran": 0,
    "violations": [],
    "scripts": 1,
    "styles": 1,
    "foreign": 0,
    "handlers": False,
    "links": True,
    "polluted": 0,
}


def test_nothing_runs_and_nothing_loads(open_page: Any, specimen: Any, watch: Any, tmp_path: Path) -> None:
    page = open_page("<!DOCTYPE html><title>first</title>", init=COUNT, reduced_motion="reduce")
    for number, payload in enumerate(specimen.PAYLOADS):
        html = specimen.page_of(specimen.poisoned(payload), specimen.poisoned(f"2{payload}"), title=payload)
        for policy in (html, without_policy(html)):
            file = tmp_path / f"payload{number}-{len(policy)}.html"
            file.write_text(policy, "utf-8")
            watch.files.add(file.as_uri())
            page.goto(file.as_uri())
            page.evaluate(EXERCISE)
            assert page.evaluate(STATE) == HARMLESS, payload
            assert not watch.seen, payload
            assert "{{7*7}}" not in payload or "{{7*7}}" in page.title()


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
