"""Documents and diagnostics as lines of text, so that tests can assert all of one at a glance."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from impactmap.diagnostics import Diagnostic, Span
from impactmap.document import Document, Limits, Mapping, Node, Scalar
from impactmap.readers import read


def place(span: Span | None) -> str:
    """`3:5-9` on one line, `3:5-4:2` over several, `-` for the whole file."""
    if span is None:
        return "-"
    end = f"{span.end_line}:{span.end_column}" if span.end_line != span.line else str(span.end_column)
    return f"{span.line}:{span.column}-{end}"


def located(node: Node, indent: str = "") -> list[str]:
    """Every part of a tree on a line of its own, with its place."""
    if isinstance(node, Scalar):
        return [f"{indent}{node.text!r} {place(node.span)}"]
    if isinstance(node, Mapping):
        lines = []
        for field in node.fields:
            head = f"{indent}{field.name.text} {place(field.name.span)}"
            if isinstance(field.value, Scalar):
                lines.append(f"{head} = {field.value.text!r} {place(field.value.span)}")
            else:
                lines += [f"{head}:", *located(field.value, indent + "  ")]
        return lines or [f"{indent}{{}}"]
    lines = []
    for item in node.items:
        first, *rest = located(item, indent + "  ")
        lines += [f"{indent}- {first.lstrip()}", *rest]
    return lines or [f"{indent}[]"]


def told(diagnostic: Diagnostic) -> str:
    sign = {"error": "E", "warning": "W", "info": "I"}[diagnostic.severity]
    return f"{sign} {diagnostic.code} {place(diagnostic.span)} {diagnostic.message} | {diagnostic.hint}"


class Reads:
    """What a test asks of a source."""

    def document(self, source: str | bytes, path: str, limits: Limits | None = None) -> Document:
        data = source if isinstance(source, bytes) else source.encode()
        return read(data, path, limits=limits or Limits())

    def tree(self, source: str | bytes, path: str) -> str:
        """The located tree of a source with which nothing is wrong."""
        document = self.document(source, path)
        assert document.diagnostics == ()
        return "\n".join(located(document.root))

    def parts(self, source: str | bytes, path: str) -> str:
        """The located tree, whatever is wrong."""
        return "\n".join(located(self.document(source, path).root))

    def findings(self, source: str | bytes, path: str, limits: Limits | None = None) -> list[str]:
        return [told(diagnostic) for diagnostic in self.document(source, path, limits).diagnostics]

    def codes(self, source: str | bytes, path: str, limits: Limits | None = None) -> list[str]:
        return [f"{d.code} {place(d.span)}" for d in self.document(source, path, limits).diagnostics]


@pytest.fixture(scope="session")
def reads() -> Reads:
    return Reads()


@pytest.fixture(scope="session")
def tell() -> Callable[[Diagnostic], str]:
    return told


FULL_YAML = """\
as_of: 2026-11-01
currency: USD
title: Find the current draft
summary: Blue corp makes a productivity suite for enterprises.
actors:
  - {title: Account executives, id: ae, kind: user}
  - {title: IT buyers, id: it, kind: customer}
needs:
  - title: >-
      When I start a proposal I can't tell which draft is the current one, so I redo work or send
      the wrong file.
    id: current-draft
    actor: ae
    evidence:
      - observation, n=9, 2026-08
      - interview, n=14, 2026-09, "I mail it to myself, that way I know."
root_causes:
  - title: Copies travel by e-mail; nothing marks one as the source of truth.
    id: email
    evidence: observation, n=9, 2026-08
  - title: Search ranks by file name, and every draft is called "Proposal".
    id: search
    evidence:
      - task analysis, n=9
      - support tickets, n=214, https://support.example/report/91
  - title: People keep private copies because sharing exposes comments.
    id: private
harms:
  - title: Licences sit unused and are cut at renewal.
    id: unused
    caused_by: email, search, private
    size: $0.9M to $1.4M per year
  - title: Support answers "where is my file" contacts.
    id: contacts
    caused_by: search
    size: 11% of contacts
gains:
  - title: More people per customer use it every month.
    id: adoption
    reverses: unused, contacts
    metric: mau_per_customer
    baseline: 150
    target: 171
    by: 2027-03-31
metrics:
  - {id: docs, title: Documents created per month, role: north star, formula: mau * docs_per_user}
  - {id: mau, title: Monthly active users, role: input, formula: customers * mau_per_customer}
  - {id: customers, title: Paying customers, role: input, value: 400}
  - {id: mau_per_customer, title: Active users per customer, role: input, value: 150}
  - {id: docs_per_user, title: Documents per user per month, role: input, value: 12}
  - {id: revenue, title: Revenue per month, role: top KPI, formula: new + mau * fee}
  - {id: fee, title: Monthly fee per user, role: input, value: $18}
  - {id: new, title: Revenue from new customers, role: input, value: "$60,000"}
  - {id: duplicates, title: Duplicate-document share, role: counter, value: 11%}
counter_metrics:
  - {title: duplicates, guards: docs, max: 8%}
solutions:
  - title: One link per document, with its history
    id: one-link
    addresses: email, private
    test: five teams move one live proposal to it; desirability; at least four stay after two weeks
teams:
  - title: Onboarding
    goal: mau_per_customer from 150 to 171 by 2027-03-31
    actor: ae
    need: current-draft
"""

FULL_MARKDOWN = """\
---
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
- When I start a proposal I can't tell which draft is the current one, so I redo work or send the wrong file. \
{#current-draft}
  - actor: ae
  - evidence: observation, n=9, 2026-08
  - evidence: interview, n=14, 2026-09, "I mail it to myself, that way I know."

## Root causes
- Copies travel by e-mail; nothing marks one as the source of truth. {#email}
  - evidence: observation, n=9, 2026-08
- Search ranks by file name, and every draft is called "Proposal". {#search}
  - evidence: task analysis, n=9
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
| id               | name                              | role       | formula                | value  |
|------------------|-----------------------------------|------------|------------------------|--------|
| docs             | Documents created per month       | north star | mau * docs_per_user    |        |
| mau              | Monthly active users              | input      | customers * mau_per_customer |  |
| customers        | Paying customers                  | input      |                        | 400    |
| mau_per_customer | Active users per customer         | input      |                        | 150    |
| docs_per_user    | Documents per user per month      | input      |                        | 12     |
| revenue          | Revenue per month                 | top KPI    | new + mau * fee        |        |
| fee              | Monthly fee per user              | input      |                        | $18    |
| new              | Revenue from new customers        | input      |                        | $60,000 |
| duplicates       | Duplicate-document share          | counter    |                        | 11%    |

## Counter-metrics
- duplicates
  - guards: docs
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


@pytest.fixture(scope="session")
def full_yaml() -> str:
    """The spec of the design in full dress."""
    return FULL_YAML


@pytest.fixture(scope="session")
def full_markdown() -> str:
    """The same in Markdown."""
    return FULL_MARKDOWN
