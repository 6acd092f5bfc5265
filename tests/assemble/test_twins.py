"""Through the readers: Markdown and YAML say the same, and a broken spec says everything at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from impactmap.assemble import assemble
from impactmap.diagnostics import SpecError
from impactmap.model import Model
from impactmap.readers import read

SAMPLES = Path(__file__).parents[2] / "samples"

MARKDOWN = """---
as of: 2026-11-01
currency: USD
---
# Find the current draft

Blue corp makes a productivity suite for enterprises.

## Actors
- Account executives {#ae}
  - kind: user
- IT buyers {#it}
  - kind: customer

## Customer need
- When I start a proposal I can't tell which draft is the current one. {#current-draft}
  - actor: ae
  - evidence: observation, n=9, 2026-08
  - evidence: interview, n=14, 2026-09, "I mail it to myself, that way I know."

## Root causes
- Copies travel by e-mail; nothing marks one as the source of truth. {#email}
  - evidence: observation, n=9, 2026-08
- Search ranks by file name, and every draft is called "Proposal". {#search}
  - evidence: support tickets, n=214, <https://support.example/report/91>
- People keep private copies because sharing exposes comments. {#private}

## Business harm
- Licences sit unused and are cut at renewal. {#unused}
  - caused by: email, search, private
  - size: $0.9M to $1.4M per year
- Support answers "where is my file" contacts. {#contacts}
  - caused by: search
  - size: 11% of contacts

## KPI gains
- More people per customer use it every month. {#adoption}
  - reverses: unused, contacts
  - metric: mau_per_customer
  - baseline: 150
  - target: 171
  - by: 2027-03-31

## Metrics
| id               | name                     | role       | formula                      | value |
|------------------|--------------------------|------------|------------------------------|-------|
| mau              | Monthly active users     | north star | customers * mau_per_customer |       |
| customers        | Paying customers         | input      |                              | 400   |
| mau_per_customer | Active users per customer | input     |                              | 150   |
| duplicates       | Duplicate-document share | counter    |                              | 11%   |

## Counter-metrics
- duplicates
  - guards: mau
  - max: 8%

## Solutions
- One link per document, with its history {#one-link}
  - addresses: email, private
  - test: five teams move one live proposal to it; desirability; at least four stay after two weeks

## Teams
- Onboarding
  - goal: mau_per_customer from 150 to 171 by 2027-03-31
  - actor: ae
  - need: current-draft
"""

YAML = """
as_of: 2026-11-01
currency: USD
title: Find the current draft
summary: Blue corp makes a productivity suite for enterprises.
teams:
  title: Onboarding
  goal: mau_per_customer from 150 to 171 by 2027-03-31
  actor: ae
  need: current-draft
actors:
  - {id: ae, title: Account executives, kind: user}
  - {id: it, name: IT buyers, kind: customer}
need:
  title: When I start a proposal I can't tell which draft is the current one.
  id: current-draft
  actor: ae
  evidence:
    - observation, n=9, 2026-08
    - 'interview, n=14, 2026-09, "I mail it to myself, that way I know."'
root_causes:
  - id: email
    title: Copies travel by e-mail; nothing marks one as the source of truth.
    evidence: {method: observation, n: 9, collected: 2026-08}
  - id: search
    title: Search ranks by file name, and every draft is called "Proposal".
    evidence: support tickets, n=214, <https://support.example/report/91>
  - {id: private, title: People keep private copies because sharing exposes comments.}
harms:
  - id: unused
    title: Licences sit unused and are cut at renewal.
    caused_by: [email, search, private]
    size: {low: $0.9M, high: $1.4M, per: year}
  - id: contacts
    title: Support answers "where is my file" contacts.
    caused_by: search
    size: 11% of contacts
outcomes:
  - id: adoption
    title: More people per customer use it every month.
    reverses: [unused, contacts]
    metric: mau_per_customer
    baseline: 150
    target: 171
    by: 2027-03-31
metrics:
  - {id: mau, name: Monthly active users, role: north star, formula: customers * mau_per_customer}
  - {id: customers, name: Paying customers, role: input, value: 400}
  - {id: mau_per_customer, name: Active users per customer, role: input, value: 150}
  - {id: duplicates, name: Duplicate-document share, role: counter, value: 11%}
guardrails:
  - {title: duplicates, guards: mau, max: 8%}
solutions:
  - id: one-link
    title: One link per document, with its history
    addresses: email, private
    test: five teams move one live proposal to it; desirability; at least four stay after two weeks
"""


def test_twins() -> None:
    markdown = assemble(read(MARKDOWN.encode(), "a.md"))
    assert markdown == assemble(read(YAML.encode(), "a.yaml"))
    assert markdown.diagnostics == ()
    assert markdown.path == "a.md"
    assert str(markdown.harms[0].size) == "$0.9–1.4M a year"
    assert markdown.causes[1].evidence[0].link == "https://support.example/report/91"
    assert [goal.title for goal in markdown.teams[0].goals] == ["Active users per customer"]
    assert markdown.causes[0].span is not None
    assert markdown.causes[0].span.line == 22


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.*")), ids=lambda path: path.stem)
def test_samples(path: Path) -> None:
    found = assemble(read(path.read_bytes(), path.name))
    assert isinstance(found, Model)
    assert [d for d in found.diagnostics if d.severity == "error"] == []


BROKEN = """# Broken

## Customer need
- First need {#a}
  - evidense: observation, n=9
- Second need
  - evidence: observatoin, n=nine, 2024-02-30

## Root causes
- Copies travel by e-mail, nothing marks one {#email}
  - explains: Second need, Frist need
- Search ranks {#email}

## Business harm
- Licences cut
  - caused by: emial, copies travel by e-mail, nothing marks one and search ranks
  - size: about 0,95 per year
"""


def test_everything_that_is_wrong_at_its_line_and_column() -> None:
    with pytest.raises(SpecError) as caught:
        assemble(read(BROKEN.encode(), "broken.md"))
    lines = BROKEN.split("\n")
    assert [
        (d.span.line, d.span.column, d.code, lines[d.span.line - 1][d.span.column - 1 : d.span.end_column - 1])
        for d in caught.value.diagnostics
        if d.span
    ] == [
        (5, 5, "unknown-field", "evidense"),
        (7, 15, "unknown-choice", "observatoin"),
        (7, 30, "bad-count", "nine"),
        (7, 36, "bad-date", "2024-02-30"),
        (11, 28, "unknown-reference", "Frist need"),
        (12, 18, "duplicate-id", "email"),
        (16, 16, "unknown-reference", "emial"),
        (17, 17, "bad-quantity", "0,95"),
    ]
    assert str(caught.value) == "broken.md:5:5: a need has no field 'evidense' (and 7 more)"
