"""Markdown: text of a spec is only ever text, and a comment stays short."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from comparing import models, poisoned
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from impactmap import load
from impactmap.comparison.difference import difference
from impactmap.comparison.markdown import MOST_CHARACTERS, MOST_LINES, comment, escaped
from impactmap.comparison.written import Style, two_lenses, two_specs, two_versions
from impactmap.model import Cause, Model, Need

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
BLUE = load(SAMPLES / "blue-corp.md")
NAMES = ("old.md", "new.md")


def shown(markdown: str) -> str:
    """What a reader sees of a line, without the blanks of no width."""
    rendered = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown)
    assert re.fullmatch(r"<p>[^<>]*</p>\n?|", rendered), rendered
    return html.unescape(rendered[3:].rstrip()[:-4]).replace("\u200b", "")


HOSTILE = (
    "<script>alert(1)</script>", "**bold** _and_ ~~gone~~", "[a](http://evil.example)", "![x](y)", "`code`", "a | b",
    "# heading", "- item", "1. one", "1) one", "+ plus", "> quote", "=== under", "&lt;b&gt; &amp;", "\\* slash",
    "https://evil.example/x", "www.evil.example", "mailto:a@b.example", "$x$ costs $y$", "--- rule", "a\n\n# b",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_of_a_spec_is_text(text: str) -> None:
    assert shown(escaped(text)) == " ".join(text.split())


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zl", "Zp", "Cn", "Co")), max_size=40))
@settings(max_examples=300)
def test_any_text_reads_as_it_was_written(text: str) -> None:
    assert shown(escaped(text)) == " ".join(text.split())


@pytest.mark.parametrize("text", ["@ann", "ask @ann/team", "a@b.example", "#12", "see GH-12", "org/repo#12"])
def test_nobody_is_called_and_nothing_is_linked(text: str) -> None:
    made = escaped(text)
    assert not re.search(r"@\w|#\d|GH-\d", made.replace("&#8203;", "\u200b"))
    assert shown(made) == text


@pytest.mark.parametrize("text", ["https://a.example", "HTTP://a.example", "www.a.example", "mailto:a", "ftp://x"])
def test_addresses_are_no_links(text: str) -> None:
    made = escaped(text)
    assert not re.search(r"\w://|www\.|mailto:", made, re.IGNORECASE)
    assert shown(made) == text


def test_the_hash_of_a_commit_is_no_link() -> None:
    assert not re.search(r"[0-9a-f]{7}", escaped("fixed in 1a2b3c4d5e"))
    assert escaped("the facade defaced") == "the facade defaced"


def test_nothing_acts_on_a_terminal() -> None:
    made = escaped("a\x1b[31mb\x07\u202ec\u2066d\x85\ud800")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800]", made)


def test_a_comment_says_what_a_reviewer_asks() -> None:
    text = (SAMPLES / "blue-corp.md").read_text(encoding="utf-8")
    new = text.replace("target: 171", "target: 180").replace("- reopened\n  - guards: docs\n  - min: 50%\n", "")
    assert comment(difference(BLUE, load(new, path="new.md")), ("main", "now")) == (
        "### Find the current draft: 1 removed, 1 changed\n\nmain → now\n\n"
        "**KPI gains**\n- **Active users per customer**: target 171 → 180\n\n"
        "**Counter-metrics**\n- removed: **Documents reopened in 7 days**\n"
    )


def test_links_are_counted_as_they_are_listed() -> None:
    text = (SAMPLES / "blue-corp.md").read_text(encoding="utf-8")
    new = load(text.replace("  - guards: docs\n", "", 1), path="new.md")
    found = difference(BLUE, new)
    said = comment(found, NAMES)
    assert "old.md → new.md, 1 link removed" in said and "guards: − “Documents created per month”" in said
    told = json.loads(two_versions(BLUE, new, NAMES, Style("json"))[0])
    assert told["references"] == {"added": 0, "removed": 1} and told["counts"]["re-linked"] == 1


def test_no_changes() -> None:
    assert comment(difference(BLUE, BLUE), NAMES) == "### Find the current draft: no changes\n\nold.md → new.md\n"
    turned = replace(BLUE, harms=BLUE.harms[::-1])
    assert comment(difference(BLUE, turned), NAMES).endswith("\n\nThe items stand in another order.\n")


def many(n: int, title: str) -> Model:
    return Model(title="T", needs=tuple(Need(id=f"n{i}", title=f"{title} {i}") for i in range(n)))


@pytest.mark.parametrize("title", ["N", "A long title of a need that goes on and on " * 3, "*" * 80, "@a " * 40])
@pytest.mark.parametrize("n", [1, 54, 55, 56, 57, 2000])
def test_a_comment_is_short_and_counts_what_it_leaves_out(n: int, title: str) -> None:
    made = comment(difference(Model(title="T"), many(n, title)), NAMES)
    assert len(made.splitlines()) <= MOST_LINES and len(made) <= MOST_CHARACTERS
    said = made.count("- added: ")
    more = re.search(r"^and ([\d,]+) more$", made, re.MULTILINE)
    assert said + (int(more[1].replace(",", "")) if more else 0) == n
    assert f": {n:,} added" in made.splitlines()[0]


@given(models(), models())
@settings(max_examples=40, deadline=None)
def test_any_comment_is_within_its_bounds(one: Model, other: Model) -> None:
    made = comment(difference(one, other), NAMES)
    assert len(made.splitlines()) <= MOST_LINES and len(made) <= MOST_CHARACTERS
    rendered = MarkdownIt("commonmark").render(made)
    assert "<b>" not in made.replace(r"\<", "") and "<code>" not in rendered and "<em>" not in rendered


@pytest.mark.parametrize("payload", ["<script>alert(1)</script>", "@ann #12 `x` | *y*", "\x1b[31m\u202e"])
def test_no_page_lets_markup_through(payload: str) -> None:
    bad = poisoned(BLUE, payload)
    for made, _ in (
        two_lenses(bad, Style("markdown")),
        two_specs(BLUE, bad, (payload, payload), Style("markdown")),
        two_versions(BLUE, bad, (payload, "now"), Style("markdown")),
    ):
        text = made.decode()
        assert "<script" not in re.sub(r"\\<", "", text)
        assert not re.search(r"@\w|(?<!&)#\d", text)
        assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", text)
        for line in text.splitlines():
            if line.startswith("| "):
                assert len(re.findall(r"(?<!\\)\|", line)) in (4, 5, 6)


def test_tables_name_facts_by_their_numbers() -> None:
    text = two_lenses(BLUE, Style("markdown"))[0].decode()
    assert (
        "| Business-first | 3 business harms | an opportunity tree has no slot for harm to the business | **5** Sales"
        in text
    )
    assert "| Steps to the first customer need | 0 | 1 |" in text


def test_specs_with_nothing_in_common_say_so() -> None:
    other = Model(title="O", causes=(Cause(id="zz", title="Rain"),))
    text = two_specs(BLUE, other, NAMES, Style("markdown"))[0].decode()
    assert "The two specs have no fact in common." in text
    assert "Both specs say the same." in two_specs(BLUE, BLUE, NAMES, Style("markdown"))[0].decode()
