"""Specs to measure with: full-dress maps of 25 cards, from a fixed seed, and the DOT that a person would write."""

from __future__ import annotations

import random
import textwrap
from collections.abc import Iterator

from impactmap.graph import Card, Graph

_SUBJECTS = ("The account team", "Every reviewer", "A new colleague", "The buyer", "Our support desk", "The site lead")
_VERBS = ("cannot find", "copies", "waits for", "rewrites", "loses track of", "has to ask for", "never sees")
_OBJECTS = ("the current draft", "last quarter's figures", "the signed offer", "the price list", "the renewal date")
_TAILS = ("before the call", "in a shared mailbox", "after every handover", "until the contract is signed", "each week")
_METHODS = ("interview", "survey", "observation", "analytics", "support tickets")


def full_dress(number: int) -> str:
    """A spec of 25 cards with evidence, figures, metrics, solutions and a team; the same for the same number."""
    dice = random.Random(20_261_122 + number)

    def sentence() -> str:
        return " ".join(map(dice.choice, (_SUBJECTS, _VERBS, _OBJECTS, _TAILS)))

    def evidence() -> str:
        if dice.random() < 0.15:
            return "  - evidence: assumption"
        return f"  - evidence: {dice.choice(_METHODS)}, n={dice.randint(4, 60)}, 2026-{dice.randint(1, 9):02}"

    lines = ["---", "as_of: 2026-10", "owner: Research", "currency: USD", "---", ""]
    lines += [f"# Map {number}: {sentence()}", ""]
    lines += ["Why this map exists, in a sentence that a reader needs before the picture.", ""]
    lines += ["## Actors", "- Account teams {#teams}", "  - segment: 40 to 200 seats", "", "## Customer need"]
    for i in range(2):
        lines += [f"- I need {dice.choice(_OBJECTS)} {dice.choice(_TAILS)} {{#n{i}}}", "  - actor: teams", evidence()]
    lines += ["", "## Root causes"]
    for i in range(9):
        lines += [f"- {sentence()} {{#c{i}}}", f"  - explains: n{i % 2}", evidence()]
    lines += ["", "## Business harm"]
    for i in range(8):
        near = sorted({i, min(8, i + dice.randint(0, 1))})
        lines += [f"- {sentence()} {{#h{i}}}", f"  - caused by: {', '.join(f'c{c}' for c in near)}"]
        lines += [f"  - size: {dice.randint(2, 30)}% of accounts", evidence()]
    lines += ["", "## KPI gains"]
    for i in range(6):
        near = sorted({i, min(7, i + dice.randint(0, 2))})
        lines += [f"- {sentence()} {{#g{i}}}", f"  - reverses: {', '.join(f'h{h}' for h in near)}"]
        lines += [f"  - metric: m{i % 3}"] if i < 3 else [f"  - baseline: {40 + i}%", f"  - target: {60 + i}%"]
    lines += ["", "## Metrics", "", "| id | metric | role | formula | value | target |", "|---|---|---|---|---|---|"]
    lines += ["| m0 | Active accounts | north star | m1 * m2 | | 5200 |"]
    lines += ["| m1 | Accounts | input | | 120 | 130 |", "| m2 | Users per account | input | | 34 | 40 |"]
    lines += ["| late | Late replies | counter | | 11% | |", "", "## Counter-metrics", "- late", "  - guards: m0"]
    lines += ["  - max: 12%", "", "## Solutions"]
    for i in range(3):
        lines += [f"- {sentence()}", f"  - addresses: c{i}, c{i + 3}"]
    lines += ["", "## Teams", "- Drafts", "  - goal: m2 from 34 to 40 by 2027-06-30", "  - need: n0", ""]
    return "\n".join(lines)


def dot(graph: Graph) -> str:
    """A graph as ready-made DOT: the same words in the same lanes, and no styling that would cost time."""
    return "\n".join(("digraph map {", "rankdir=LR; node [shape=box];", *_lanes(graph), *_lines(graph), "}", ""))


def _lanes(graph: Graph) -> Iterator[str]:
    for number, lane in enumerate(graph.lanes):
        yield f"subgraph cluster_{number} {{ label={_quoted(lane.heading)};"
        yield from (f"{_quoted(card.id)} [label={_quoted(_words(card))}];" for card in graph.cards if lane.holds(card))
        yield "}"


def _lines(graph: Graph) -> Iterator[str]:
    for link in graph.links:
        yield from (f"{_quoted(one)} -> {_quoted(other)};" for one in link.sources for other in link.targets)


def _words(card: Card) -> str:
    badges = "  ".join(badge.text for badge in card.badges)
    parts = ("\n".join(textwrap.wrap(card.title, 30)), card.who, card.figure, badges, card.remark)
    return "\n".join(part for part in parts if part)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
