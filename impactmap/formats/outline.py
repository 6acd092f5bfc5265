"""A graph as an outline that reads as an argument: each card once in full, under the first card that leads to it.

What words join two cards follows from what they are in their lens (`_CONNECTIVES`); a lens that joins others says so
itself (`Graph.sides`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from impactmap.formats.telling import described, sum_of
from impactmap.graph import Card, Fact, Graph, Link
from impactmap.language import capital
from impactmap.portrait import count

MOST_DEEP = 8  # cards under cards: deeper ones start at the margin again

WEAK_LINK = "Weak link"  # as `impactmap.portrait.travelled` calls what makes a card doubtful

_CONNECTIVES = {
    ("need", "cause"): "because of",
    ("cause", "cause"): "because of",
    ("need", "harm"): "so there is",
    ("cause", "harm"): "so there is",
    ("harm", "harm"): "which brings on",
    ("harm", "gain"): "solving it brings",
    ("cause", "gain"): "solving it brings",
    ("need", "gain"): "solving it brings",
    ("outcome", "opportunity"): "moved by meeting",
    ("outcome", "solution"): "could be moved by",
    ("opportunity", "opportunity"): "because of",
    ("opportunity", "solution"): "could be solved by",
    ("solution", "test"): "tried by",
    ("goal", "actor"): "reached through",
    ("actor", "impact"): "by changing",
    ("impact", "deliverable"): "brought about by",
    ("actor", "actor"): "served through",
    ("actor", "team"): "served by",
    ("actor", "goal"): "served by",
    ("team", "goal"): "with",
    ("goal", "metric"): "measured by",
}


class Line(Struct, frozen=True):
    """An item of the outline, so many levels in."""

    depth: int
    text: str


class _Node(Struct):
    """A card where it is told in full, with the words that lead to it and what is said aside of that step."""

    card: Card
    words: str = ""
    aside: str = ""
    steps: list[_Node | _Back] = field(default_factory=list)


class _Back(Struct):
    """Cards that are told elsewhere, and what leads to them."""

    words: str
    aside: str
    cards: list[str]


def outline(graph: Graph) -> Iterator[Line]:
    """The cards of a graph and how they hang together, line by line."""
    return _Outline(graph).lines()


class _Outline:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.cards = {card.id: card for card in graph.cards}
        often = Counter(card.title for card in graph.cards)
        self.titles = {card.title: card.id for card in graph.cards if often[card.title] == 1}
        self.said: dict[str, str] = {key.mark: key.text for key in graph.legend}
        self.told: set[str] = set()
        self.ahead: dict[str, list[tuple[str, str, str]]] = defaultdict(list)  # words, aside, card
        self.before: dict[str, list[str]] = defaultdict(list)
        self.sums: dict[str, list[str]] = defaultdict(list)
        self.moves: dict[str, list[tuple[str, list[str]]]] = defaultdict(list)
        self.starts = {card.id: None for card in graph.cards}
        heads: dict[tuple[int, str], str] = {}
        for card in graph.cards:
            if card.group:
                head = heads.setdefault((card.rank, card.group), card.id)
                if head != card.id:
                    self._lead(self.cards[head], card, "")
        for link in graph.links:
            self._link(link)
        self.roots: list[_Node] = []
        for one in (*self.starts, *self.cards):
            if one not in self.told:
                self.roots.append(self._grown(self.cards[one], "", "", 0))
        self.numbers: dict[str, int] = {}
        self.order: dict[str, int] = {}
        self._number(self.roots, Counter())

    # ---- what leads where -----------------------------------------------------------------------------------

    def _lead(self, source: Card, target: Card, aside: str) -> None:
        words = _CONNECTIVES.get((source.kind, target.kind)) or self.graph.sides[1].lower()
        self.ahead[source.id].append((words, aside, target.id))
        self.before[target.id].append(source.id)
        self.starts.pop(target.id, None)

    def _link(self, link: Link) -> None:
        joint, aside = link.joint, ""
        if joint and joint.role == "influence":
            self._influence(link, joint.text)
            return
        if joint and joint.role == "operator":
            titles = {target: self.cards[target].title for target in link.targets}
            for source in link.sources:
                self.sums[source].append(f"{capital(self.graph.sides[1])}: {sum_of(joint, titles)}")
        elif joint and joint.text:
            aside = ", ".join(filter(None, (joint.text, self.said.get("alarm", "") if joint.role == "alarm" else "")))
        elif link.faint:
            aside = self.said.get("influence", "assumed")
        for source in link.sources:
            for target in link.targets:
                self._lead(self.cards[source], self.cards[target], aside)

    def _influence(self, link: Link, words: str) -> None:
        """What is only supposed to move something is said on both sides, and tells no card in full."""
        movers, moved = (link.targets, link.sources) if link.arrow == "source" else (link.sources, link.targets)
        kept = re.sub(r"\s*\bassumed\b", "", words).strip(" ,")
        how = f" ({kept})" if kept else ""
        for one in movers:
            self.moves[one].append((f"moves, by assumption{how}:", list(moved)))
        for one in moved:
            self.moves[one].append((f"moved, by assumption{how}, by", list(movers)))

    # ---- where each card is told ------------------------------------------------------------------------------

    def _grown(self, card: Card, words: str, aside: str, depth: int) -> _Node:
        self.told.add(card.id)
        node = _Node(card, words, aside)
        back: dict[tuple[str, str], dict[str, None]] = {}
        for words_, aside_, target in self.ahead[card.id]:
            if target not in self.told and depth < MOST_DEEP:
                node.steps.append(self._grown(self.cards[target], words_, aside_, depth + 1))
            else:
                back.setdefault((words_, aside_), {})[target] = None
        node.steps += [_Back(*said, list(cards)) for said, cards in back.items()]
        return node

    def _number(self, nodes: Iterable[_Node | _Back], counts: Counter[str]) -> None:
        for node in nodes:
            if isinstance(node, _Node):
                counts[node.card.noun] += 1
                self.numbers[node.card.id] = counts[node.card.noun]
                self.order[node.card.id] = len(self.order)
                self._number(node.steps, counts)

    # ---- in words ---------------------------------------------------------------------------------------------

    def lines(self) -> Iterator[Line]:
        for root in self.roots:
            yield from self._lines(root, 0)

    def _lines(self, node: _Node, depth: int) -> Iterator[Line]:
        card = node.card
        name = f"{card.noun} {self.numbers[card.id]}"
        yield Line(depth, f"{capital(' '.join(filter(None, (node.words, name))))}: {card.title}")
        if node.aside:
            yield Line(depth + 1, capital(node.aside))
        near = {self.cards[other].title for other in (*self.before[card.id], *(way[2] for way in self.ahead[card.id]))}
        for text in described(
            self._referring(card, near), self.said, near, self.graph.sides[1] if self.sums[card.id] else ""
        ):
            yield Line(depth + 1, text)
        for text in self.sums[card.id]:
            yield Line(depth + 1, text)
        for words, cards in self.moves[card.id]:
            yield Line(depth + 1, f"{capital(words)} {self._see(card, cards)}")
        for step in node.steps:
            if isinstance(step, _Back):
                aside = f" ({step.aside})" if step.aside else ""
                yield Line(depth + 1, f"{capital(step.words)} {self._see(card, step.cards)}{aside}")
            else:
                yield from self._lines(step, depth + 1)

    def _referring(self, card: Card, near: Collection[str]) -> Card:
        """The card with its facts that name another card as references, but for those that its steps say anyway."""

        def told(fact: Fact) -> Fact:
            other = self.titles.get(fact.text, "")
            said = fact.text == card.title or (fact.text in near and fact.label != WEAK_LINK)
            return replace(fact, text=self._see(card, [other])) if other and not fact.href and not said else fact

        return replace(card, facts=tuple(map(told, card.facts)))

    def _see(self, at: Card, cards: Sequence[str]) -> str:
        """Cards by their numbers, and where they are told."""
        numbers: dict[str, list[int]] = defaultdict(list)
        for one in cards:
            numbers[self.cards[one].noun].append(self.numbers[one])
        named = ", ".join(
            f"{noun if len(found) == 1 else count(2, noun).removeprefix('2 ')} {_runs(sorted(found))}"
            for noun, found in numbers.items()
        )
        above = {self.order[one] < self.order[at.id] for one in cards}
        return f"{named}, see {'there' if len(above) > 1 else 'above' if above.pop() else 'below'}"


def _runs(numbers: Sequence[int]) -> str:
    """`1 to 3, 5 and 7`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1] = [runs[-1][0], number]
        else:
            runs.append([number])
    said = [
        f"{run[0]} {'to' if run[-1] > run[0] + 1 else 'and'} {run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs
    ]
    return " and ".join(filter(None, (", ".join(said[:-1]), said[-1])))
