"""A picture in words: an outline that reads as an argument, for mail, terminals, code reviews and screen readers.

The first paragraph is the alternative text of the picture (`alt`), whatever follows it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from impactmap.formats.columns import fold
from impactmap.formats.outline import outline
from impactmap.formats.plaintext import plain, shortened
from impactmap.graph import Graph, Lane
from impactmap.language import capital
from impactmap.portrait import count

ALONE = True
DRAWN: Literal[False] = False

MOST_IN_ALT = 250  # characters: what a screen reader says in one breath
MOST_OF_TITLE = 90
SEPARATOR = " · "  # of what a lens sums up to


def alt(graph: Graph) -> str:
    """One short paragraph for the place of the picture: the lens, what it is about, how much of what, what it comes to.

    At most 250 characters, of whole words; no line breaks, and nothing that could act on who reads it.
    """
    counts = Counter(card.noun for card in graph.cards if not card.is_placeholder)
    many = [count(number, noun) for noun, number in counts.items()]
    listed = " and ".join(filter(None, (", ".join(many[:-1]), many[-1]))) if many else "nothing in it yet"
    lens, title = plain(graph.subtitle).partition(SEPARATOR)[0] or plain(graph.lens), plain(graph.title)
    about = ", ".join(
        filter(None, (shortened(lens, MOST_OF_TITLE), f"“{shortened(title, MOST_OF_TITLE)}”" if title else ""))
    )
    said = shortened(f"{about}: {plain(listed)}.", MOST_IN_ALT)
    for part in graph.summary.split(SEPARATOR):
        sentence = capital(plain(part)).rstrip(".")
        if sentence and len(said) + len(sentence) + 2 > MOST_IN_ALT:
            break
        said += f" {sentence}." if sentence else ""
    return said


def document(graphs: Sequence[Graph], *, title: str) -> str:
    """The first graph as plain text in lines of at most 78 columns; it ends with a line break."""
    return "\n".join(_lines(graphs[0])) + "\n"


def _lines(graph: Graph) -> Iterator[str]:
    yield from fold(alt(graph))
    yield ""
    yield from fold(plain(graph.title))
    yield from fold(plain(graph.subtitle))
    if graph.preface:
        yield ""
        yield from fold(plain(graph.preface))
    sums = [*graph.summary.split(SEPARATOR), *([graph.ruler.text] if graph.ruler else [])]
    yield from _section("In short", map(capital, sums))
    yield from _section("What stands in it", (_lane(graph, lane) for lane in graph.lanes))
    lines = [(line.depth, line.text) for line in outline(graph)]
    if lines:
        yield ""
        yield "The argument"
        yield ""
        for depth, text in lines:
            yield from _item(text, depth)
    yield from _section("Left out", graph.lost)


def _section(heading: str, items: Sequence[str] | Iterator[str]) -> Iterator[str]:
    texts = [item for item in items if item]
    if texts:
        yield from ("", heading, "")
        for text in texts:
            yield from _item(text, 0)


def _item(text: str, depth: int) -> Iterator[str]:
    return fold(plain(text), f"{'  ' * depth}- ", "  " * (depth + 1))


def _lane(graph: Graph, lane: Lane) -> str:
    found = lane.count(graph.cards)
    heading = f"{lane.heading} ({lane.caption})" if lane.caption else lane.heading
    return f"{heading}: {found or lane.vacant or 'none'}"
