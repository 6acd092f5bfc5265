"""A picture as a Mermaid flowchart, for hosts that draw Mermaid and nothing else.

Mermaid places everything itself and knows few shapes; what it cannot show is listed in docs/text.md. All text stands in
quoted labels, made harmless by `_label`; names of nodes are made from ids, so that a small edit is a small diff.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from impactmap.drawing.joints import Knot, Strand, web
from impactmap.drawing.style import ROOMY
from impactmap.drawing.svg import describe
from impactmap.formats.lengths import Tie, places, ties
from impactmap.formats.plaintext import plain, shortened
from impactmap.graph import Card, Graph, Lane
from impactmap.theme import LIGHT, Hue

ALONE = True
DRAWN: Literal[False] = False

MOST_LETTERS = 300  # of one text on a card: a host refuses a drawing of more than 50,000 characters
MOST_IN_NAME = 40
MOST_SPOKEN = 2_000  # of the description
LONGEST = 10  # Mermaid takes longer lines for this long


def document(graphs: Sequence[Graph], *, title: str) -> str:
    """The first graph as the source of a flowchart, in light colours; it ends with a line break."""
    return "\n".join(_Chart(graphs[0]).lines()) + "\n"


class _Chart:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.web = web(graph, ROOMY)
        self.knots = [(f"j{number}", knot) for number, knot in enumerate(self.web.knots, start=1)]
        self.names = [*_names(card.id for card in graph.cards), *(name for name, _ in self.knots)]
        self.vacant = {
            f"v{number}": lane
            for number, lane in enumerate(graph.lanes, start=1)
            if not any(map(lane.holds, graph.cards))
        }
        ranks = 1 + max((*(card.rank for card in graph.cards), *(lane.last for lane in graph.lanes)), default=0)
        of_ranks, of_knots = places(ranks, self.web)
        self.place = dict(zip(self.names, (*(of_ranks[card.rank] for card in graph.cards), *of_knots), strict=True))
        self.place |= {name: of_ranks[lane.first] for name, lane in self.vacant.items()}

    def lines(self) -> Iterator[str]:
        graph = self.graph
        yield "flowchart " + {"right": "LR", "down": "TB"}[graph.direction]
        for key in graph.legend:
            yield f"  %% {_SIGNS.get(key.mark, key.mark)}: {_spoken(key.text)}"
        yield f"  accTitle: {_spoken(graph.title) or 'Untitled'}"
        yield f"  accDescr: {_spoken(describe(graph))}"
        for number, lane in enumerate(graph.lanes, start=1):
            yield from self._lane(f"lane{number}", lane, f"v{number}")
        for name, knot in self.knots:
            if not any(_within(lane, knot) for lane in graph.lanes):
                yield "  " + _knot(name, knot)
        yield from self._links()
        yield from self._classes()

    # ---- nodes ------------------------------------------------------------------------------------------------

    def _lane(self, name: str, lane: Lane, vacant: str) -> Iterator[str]:
        if lane.caption:  # in a heading of two lines, it would stand on the cards in many a version
            yield f"  %% {_spoken(lane.caption)}"
        yield f'  subgraph {name}["{_label(lane.heading)}"]'
        cards = [(name, card) for name, card in zip(self.names, self.graph.cards, strict=False) if lane.holds(card)]
        groups: dict[str, list[tuple[str, Card]]] = {}
        for own, card in cards:
            groups.setdefault(card.group or own, []).append((own, card))
        for members in groups.values():
            together = len(members) > 1
            inset = "      " if together else "    "
            if together:
                yield f'    subgraph {members[0][0]}_band[" "]'
            for own, card in members:
                yield f'{inset}{own}["{_words(card)}"]:::{_class(card.entity)}'
            yield from ["    end"] if together else []
        if vacant in self.vacant:
            yield f'    {vacant}["{_label(lane.vacant or "none")}"]:::vacant'
        for own, knot in self.knots:
            if _within(lane, knot):
                yield "    " + _knot(own, knot)
        yield "  end"

    # ---- lines ------------------------------------------------------------------------------------------------

    def _links(self) -> Iterator[str]:
        strands = self.web.strands
        pairs = [(self.names[strand.tail], self.names[strand.head]) for strand in strands]
        ends = list(zip(strands, pairs, strict=True))
        for strand, (tail, head) in ends:
            yield "  " + self._line(strand, tail, head)
        # An arrow that points back would turn the order of the lanes round: what it joins is tied the other way, too.
        back = [Tie(tail, head) for strand, (tail, head) in ends if strand.arrow == "tail"]
        for tie in (*back, *ties(self.place, pairs)):
            yield f"  {tie.upper} ~~{'~' * self._length(tie.upper, tie.lower)} {tie.lower}"
        alarms = [
            str(at) for at, strand in enumerate(strands) if strand.link.joint and strand.link.joint.role == "alarm"
        ]
        if strands:
            yield f"  linkStyle default stroke:{LIGHT.line}"
        if alarms:
            yield f"  linkStyle {','.join(alarms)} stroke:{LIGHT.hues['harm'].accent}"

    def _line(self, strand: Strand, tail: str, head: str) -> str:
        cards = self.graph.cards
        uncertain = strand.link.faint or any(
            cards[end].assumed or cards[end].shaky for end in (strand.tail, strand.head) if end < len(cards)
        )
        backwards = strand.arrow == "tail" if strand.arrow else self.place[tail] > self.place[head]
        if backwards:
            tail, head = head, tail
        more = self._length(tail, head) - 1
        tip = ">" if strand.arrow else ""
        if uncertain:
            line = f"-.{'.' * more}-{tip}"
        else:
            line = ("=" if strand.link.emphasis else "-") * (2 + more)
            line += tip or line[0]
        return f"{tail} {line} {head}"

    def _length(self, one: str, other: str) -> int:
        return min(LONGEST, max(1, abs(self.place[other] - self.place[one])))

    # ---- colours ----------------------------------------------------------------------------------------------

    def _classes(self) -> Iterator[str]:
        cards = list(zip(self.names, self.graph.cards, strict=False))
        named = [*(lane.entity for lane in self.graph.lanes), *(card.entity for card in self.graph.cards)]
        entities = dict.fromkeys(map(_class, named))
        for entity in entities:
            hue = _hue(entity)
            yield f"  classDef {entity} fill:{LIGHT.card},stroke:{hue.accent},stroke-width:1.6px,color:{LIGHT.ink}"
            yield f"  classDef {entity}Lane fill:{hue.lane},stroke:{hue.soft},color:{hue.accent}"
        for state, style in _STATES.items():
            having = [name for name, card in cards if getattr(card, state)]
            if having:
                yield f"  classDef {state} {style}"
                yield f"  class {','.join(having)} {state}"
        for number, lane in enumerate(self.graph.lanes, start=1):
            yield f"  class lane{number} {_class(lane.entity)}Lane"
        grouped: dict[tuple[Lane, str], list[tuple[str, Card]]] = {}
        for name, card in cards:
            if card.group:
                grouped.setdefault((self.graph.lane_of(card), card.group), []).append((name, card))
        for members in grouped.values():
            if len(members) > 1:
                hue = _hue(_class(members[0][1].entity))
                yield f"  style {members[0][0]}_band fill:{hue.soft},stroke:{hue.soft}"
        used = {knot.role for knot in self.web.knots} | ({"vacant"} if self.vacant else set())
        for role, style in _ROLES.items():
            if role in used:
                yield f"  classDef {role} {style}"


_SIGNS = {
    "researched": "solid",
    "assumed": "dashed",
    "shaky": "faded",
    "path": "thick",
    "influence": "dotted line",
    "alarm": "red",
    "beyond": "faded ground",
}
_STATES = {
    "assumed": "stroke-dasharray:7 5",
    "shaky": "stroke-opacity:0.45",
    "emphasis": "stroke-width:4px",
    "beyond": "fill-opacity:0.45",
}
_SHAPES = {
    "dot": ("((", "))"),
    "operator": ("((", "))"),
    "influence": ("([", "])"),
    "alarm": ("([", "])"),
}
_PLAIN_JOINT = f"fill:{LIGHT.card},stroke:{LIGHT.line},color:{LIGHT.ink}"
_ROLES = {
    "dot": f"fill:{LIGHT.line},stroke:{LIGHT.line},color:{LIGHT.line},font-size:1px",
    "operator": _PLAIN_JOINT,
    "influence": f"{_PLAIN_JOINT},stroke-dasharray:2 4",
    "alarm": f"fill:{LIGHT.hues['harm'].soft},stroke:{LIGHT.hues['harm'].accent},color:{LIGHT.hues['harm'].accent}",
    "vacant": f"fill:none,stroke:{LIGHT.line},stroke-dasharray:2 4,color:{LIGHT.muted}",
}


def _within(lane: Lane, knot: Knot) -> bool:
    """Whether a joint stands between cards of one lane; outside of it, the lane would lead to itself."""
    return lane.first < knot.slot <= lane.last


def _knot(name: str, knot: Knot) -> str:
    before, after = _SHAPES[knot.role]
    words = _label(" ".join(text.text for text in knot.texts))
    return f'{name}{before}"{words}"{after}:::{knot.role}'


def _class(entity: str) -> str:
    """The class of a thing: a lens of others may name an entity that has no colour."""
    return entity if entity in LIGHT.hues else "other"


def _hue(entity: str) -> Hue:
    return LIGHT.hues.get(entity, LIGHT.hues["actor"])


def _names(ids: Iterable[str]) -> Iterator[str]:
    """A name for each card that no word of Mermaid's equals, and that differs from all others."""
    taken = Counter[str]()
    for one in ids:
        slug = "c_" + (re.sub("[^A-Za-z0-9]+", "_", one)[:MOST_IN_NAME].strip("_") or "card")
        taken[slug] += 1
        # No slug has two underscores in a row, so that no numbered one equals another.
        yield slug if taken[slug] == 1 else f"{slug}__{taken[slug]}"


# ---- text is only ever text -----------------------------------------------------------------------------------


def _words(card: Card) -> str:
    tag = f"[{card.tag.text}] " if card.tag else ""
    badges = " · ".join(badge.text for badge in card.badges)
    return _label(tag + card.title, card.who, card.figure, card.remark, badges)


_CODES = {'"': "#quot;", "<": "#lt;", ">": "#gt;", "&": "#amp;", "`": "\u02cb"}
_CODED = re.compile('["<>&`]')
# What some version reads as an entity, a directive, a style, a formula, an icon, a link, an escape or, at the start, as
# a list or a string of Markdown is parted by an invisible word joiner; what it reads as emphasis, by a hair space.
_READ = re.compile(
    r"#(?=\w+;)|%(?=[%{])|\$(?=\$)|[{}](?=[{}])|\bfa\w?:(?=fa-)|:(?=//)|\bwww(?=\.)|@|\](?=[(\[])|\\|styl(?=e)|classDe(?=f)|^(?=`|[-*+>#=|~]|\d+[.)])"
)
_RUNS = re.compile(r"[*~]+|(?<![^\W_])_+|_+(?![^\W_])")  # underscores inside a word part nothing
JOINER, HAIR = "\u2060", "\u200a"


def _label(*lines: str) -> str:
    """Lines of text inside the quotes of a label. Only these codes are read alike with and without HTML labels."""
    return "<br/>".join(filter(None, map(_line, lines))) or " "


def _line(text: str) -> str:
    text = shortened(plain(text), MOST_LETTERS)
    text = _READ.sub(lambda found: found.group() + JOINER, text)
    text = _RUNS.sub(_apart, text)
    return _CODED.sub(lambda found: _CODES[found.group()], text)


def _apart(run: re.Match[str]) -> str:
    """Asterisks or underscores that neither open nor close anything."""
    before, after = run.string[: run.start()], run.string[run.end() :]
    return f"{HAIR if before else ''}{run.group()}{HAIR if after else ''}"


def _spoken(text: str) -> str:
    """Text of a comment, a title or a description, which ends with its line; there all codes are read."""
    coded = re.sub(
        r"[\"#%&;<>\\`{}]|s(?=tyle)|c(?=lassDef)",
        lambda found: f"#{ord(found.group())};",
        shortened(plain(text), MOST_SPOKEN),
    )
    return coded.strip()
