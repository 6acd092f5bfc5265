"""What is read as prose and was probably meant as a field, or as the items of a section."""

from __future__ import annotations

from typing import Any

import pytest

from impactmap.model import Gain
from impactmap.model.grammar import Amount, find
from impactmap.readers.markdown_colons import _PROSE


def warned(reads: Any, section: str, bullet: str) -> list[str]:
    document = reads.document(f"# T\n\n## {section}\n- a\n  - {bullet}\n", "a.md")
    assert all(d.code == "no-colon" and d.span.line == 5 and d.span.column == 5 for d in document.diagnostics)
    return [f"{d.message} | {d.hint}" for d in document.diagnostics]


@pytest.mark.parametrize(
    ("section", "bullet", "hint"),
    [
        ("KPI gains", "from 11% to 15%", "`from: 11%` and `to: 15%`"),
        ("KPI gains", "From 11% → 15%.", "`from: 11%` and `to: 15%`"),
        ("KPI gains", "from **$1.2M** to $1.5M per year by 2027-Q1",
         "`from: $1.2M`, `to: $1.5M per year` and `by: 2027-Q1`"),
        ("Goals", "from 150 to 171", "`from: 150` and `to: 171`"),
        ("KPI gains", "to 15%", "`to: 15%`"),
        ("KPI gains", "by 2027-03-31", "`by: 2027-03-31`"),
        ("KPI gains", "at least 20%", "`at least: 20%`"),
        ("Business harm", "size about half of accounts", "`size: about 50% of accounts`"),
        ("Business harm", "Size $0.9M to $1.4M per year.", "`Size: $0.9M to $1.4M per year`"),
        ("Business harm", "cost 3 of 5 renewals", "`cost: 3 of 5 renewals`"),
        ("Counter-metrics", "max 8%", "`max: 8%`"),
    ],
)  # fmt: skip
def test_a_field_without_its_colon(reads: Any, section: str, bullet: str, hint: str) -> None:
    (found,) = warned(reads, section, bullet)
    assert "so this is only a note | " in found
    assert found.endswith(f" | did you mean {hint}?")


@pytest.mark.parametrize(
    ("section", "bullet"),
    [
        ("KPI gains", "from the interviews we learned"),
        ("KPI gains", "from 12 interviews"),
        ("KPI gains", "from support to 12 teams"),
        ("KPI gains", "from 9 to 5 people work on it at night"),
        ("KPI gains", "from 11% to 15% by the time we ship"),
        ("KPI gains", "now 5 people do it"),
        ("KPI gains", "today 40 of 50 customers leave"),
        ("KPI gains", "at least 3 customers said so"),
        ("KPI gains", "to 5 customers it matters"),
        ("KPI gains", "by 3 people"),
        ("KPI gains", "by 2027 all have moved"),
        ("KPI gains", "goal of the team"),
        ("Business harm", "size of the market matters"),
        ("Business harm", "size of 3 of 5 teams"),
        ("Business harm", "cost 3 people their jobs"),
        ("Business harm", "cost half a million"),
        ("Business harm", "from 11% to 15%"),
        ("Root causes", "size 3"),
    ],
)
def test_prose_that_begins_with_the_name_of_a_field(reads: Any, section: str, bullet: str) -> None:
    assert warned(reads, section, bullet) == []


def test_the_names_that_begin_sentences_are_names_of_quantities() -> None:
    assert all(isinstance(rule.slot, Amount) for name in _PROSE if (rule := find(Gain, name)) or pytest.fail(name))


MAP = "# T\n\n## Needs\n- n {{#n}}\n\n## Why it happens\n\nWe asked.\n\n{body}\n## Harms\n- h\n{more}"


@pytest.mark.parametrize(
    ("body", "more", "holds", "meant"),
    [
        ("- a {#c}\n- b\n", "", "ids", "'Root causes' or 'KPI gains'"),
        ("- a {#c}\n", "## Gains\n- g\n", "ids", "'Root causes'"),
        ("- x\n- b\n  - explains: n\n", "", "fields", "'Root causes'"),
        ("- b\n  - **Explains:** n\n  - evidence: survey\n", "", "fields", "'Root causes'"),
        ("- b\n  - evidence: interview, n=3\n", "## Gains\n- g\n", "fields", "'Root causes'"),
        ("- b {#b}\n  - caused by: c\n", "", "ids", "'Business harm'"),
        ("- b\n  - Reverses: h\n", "", "fields", "'KPI gains'"),
        ("- b\n  - addresses: c\n", "", "fields", "'Solutions'"),
        ("- b\n  - guards: m\n", "", "fields", "'Counter-metrics'"),
        ("- x\n\nAnd:\n\n- b\n  - explains: n\n", "", "fields", "'Root causes'"),
        ("| a | explains |\n|---|---|\n| b | n |\n", "", "fields", "'Root causes'"),
    ],
)
def test_items_under_a_heading_of_prose(reads: Any, body: str, more: str, holds: str, meant: str) -> None:
    (found,) = reads.document(MAP.format(body=body, more=more), "a.md").diagnostics
    assert (found.code, found.severity, found.span.line) == ("near-section", "warning", 6)
    assert found.message == f"'Why it happens' holds items with {holds} and is read as prose"
    assert found.hint == f"did you mean {meant}?"


@pytest.mark.parametrize(
    "body",
    [
        "- a\n- b\n  - c\n",
        "- evidence: it is prose\n- for: everybody\n",
        "- a\n  - for: everybody\n  - from: Berlin\n  - note: x\n  - actor: y\n",
        "- use `{#id}` for ids\n- see [b](#b)\n- a ^block\n",
        "| need | evidence | size |\n|---|---|---|\n| a | b | c |\n",
        "> - a {#c}\n",
        "```\n- a {#c}\n```\n",
    ],
)
def test_other_lists_under_a_heading_of_prose(reads: Any, body: str) -> None:
    document = reads.document(MAP.format(body=body, more=""), "a.md")
    assert (document.diagnostics, document.skipped) == ((), {})


def test_what_is_skipped_is_known_by_id_and_title(reads: Any) -> None:
    body = "- Copies travel {#c}\n- Others\n"
    document = reads.document(MAP.format(body=body, more=""), "a.md")
    assert document.skipped == dict.fromkeys(("c", "Copies travel", "Others"), "Why it happens")
    # Where the heading has been warned of already, that is enough.
    document = reads.document(f"# T\n\n## Root cuases\n{body}\n## Harms\n- h\n", "a.md")
    assert [d.hint for d in document.diagnostics] == ["did you mean 'root causes'?"]
    assert document.skipped["c"] == "Root cuases"
