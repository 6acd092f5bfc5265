"""One HTML page for all the pictures of a spec: a file that works offline, and reads without script too.

The page holds each picture twice: as SVG, and as an outline in words that a screen reader walks, that is
printed after it, and from which the script takes the details of a card. All that the templates write is
computed here; the script and the style are constant but for the theme's colours, and the page's policy
names them by hash, so that nothing else can ever run or load.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from markupsafe import Markup
from msgspec import Struct

from impactmap.drawing import Page, Remark, draw, variable_rules
from impactmap.drawing.templates import environment, source
from impactmap.formats.locked import colour_rules, policy
from impactmap.formats.noted import Listing, listing, notes_by_card, remark
from impactmap.graph import Card, Fact, Graph, Lane
from impactmap.language import capital, language
from impactmap.notes import NAMES, Note, Review
from impactmap.paper import ITS_OWN, Paper
from impactmap.theme import Mode, Theme

MOST_NEIGHBOURS = 24
"""So many neighbours of a card are listed by name; a shared connector may have hundreds."""

_SCRIPTS = ("page-camera.js", "page-map.js", "page-place.js", "page.js")
_SCHEMES = frozenset({"http", "https", "mailto"})

ALONE = False
DRAWN = True


class Companion(Struct, frozen=True):
    """What runs in a page beside its own script: files of the templates' folder, in order.

    They are part of the script and the style that the policy names, and stand in the script's scope after `page.js`,
    whose `page` they may use. A page with a companion may reach the server that it came from, and nothing else.
    """

    scripts: tuple[str, ...]
    styles: tuple[str, ...] = ()


class Picture(Struct, frozen=True):
    """A graph and its drawing: an `<svg>` element for embedding, its ids under a prefix of its own."""

    graph: Graph
    svg: Markup


class Neighbour(Struct, frozen=True):
    """The other end of a link, for people; `anchor` is its place in the outline."""

    card: Card
    anchor: str


class Way(Struct, frozen=True):
    """The cards on one side of a card. `more` counts those that are not listed."""

    label: str
    neighbours: tuple[Neighbour, ...]
    more: int


class Item(Struct, frozen=True):
    """A card in words, and the notes on it. `facts` are gathered by label, in the order of first appearance."""

    card: Card
    anchor: str
    noun: str
    facts: tuple[tuple[str, tuple[Fact, ...]], ...]
    ways: tuple[Way, ...]
    notes: tuple[Note, ...] = ()


class Group(Struct, frozen=True):
    """A lane and its cards."""

    lane: Lane
    items: tuple[Item, ...]


class Chip(Struct, frozen=True):
    """A switch that shows and hides the cards of one noun: a lens may call two entities one kind."""

    noun: str
    entity: str
    name: str
    count: int


class View(Struct, frozen=True):
    """What the page says of one picture. `anchor` starts every id that the page makes for it.

    Where a lens comes several times, its first view names it once before their tabs (`lens`), and the tabs
    only say what each starts from (`tab`); `label` is both, and the same as `tab` otherwise.
    """

    anchor: str
    label: str
    tab: str
    lens: str
    picture: Picture
    groups: tuple[Group, ...]
    chips: tuple[Chip, ...]


def document(
    pages: Sequence[Page],
    *,
    title: str,
    mode: Mode,
    theme: Theme,
    review: Review | None = None,
    paper: Paper = ITS_OWN,
    warnings: list[str] | None = None,
    companion: Companion | None = None,
    first: int = 1,
) -> str:
    """Drawn pages of one spec as a whole HTML document; see `page`."""
    pictures = [
        Picture(
            drawn.graph,
            draw(drawn, prefix=f"map-{number}", standalone=False, remarks=_remarks(drawn.graph, review)),
        )
        for number, drawn in enumerate(pages, start=first)
    ]
    return page(pictures, title=title, mode=mode, theme=theme, review=review, companion=companion, first=first)


def _remarks(graph: Graph, review: Review | None) -> dict[str, Remark]:
    return {card: remark(notes) for card, notes in notes_by_card(graph, review).items()}


def page(
    pictures: Sequence[Picture],
    *,
    title: str,
    mode: Mode,
    theme: Theme,
    review: Review | None = None,
    companion: Companion | None = None,
    first: int = 1,
) -> str:
    """A whole HTML document with the pictures as views, of which the first is shown at start.

    `mode` is how it starts; its reader may choose otherwise. The ids inside the drawings have to differ from picture
    to picture. With a `review` the page lists its notes, and shows them at their cards. The ids that the page makes for
    its views are numbered from `first`: a page of a few views that will stand beside others wants other ids than those.
    Raises ValueError when a colour of the theme is not written `#rrggbb`.
    """
    style, script = _style(theme, companion), _script(companion)
    template = environment().get_template("page.html.j2")
    views = _views(pictures, review, first)
    return template.render(
        title=title,
        mode=mode,
        views=views,
        listing=_listing(views, review),
        weights=NAMES,
        policy=policy(script, style, connects=companion is not None),
        style=Markup(style),  # noqa: S704 # our own files, and colours that were checked
        script=Markup(script),  # noqa: S704 # our own files
        safe=safe_href,
        external=_is_external,
        language=language,
    )


# ---- what may be linked -----------------------------------------------------------------------------------


def safe_href(href: str) -> str:
    """The link when it is http, https, mailto, `#…` or relative; else the empty string.

    Links were checked when the spec was read; this is a second lock on the last door.
    """
    href = href.strip()
    if not href or not href.isprintable() or "\\" in href or href.startswith("//"):
        return ""
    scheme, colon, _ = re.split(r"[/?#]", href, maxsplit=1)[0].partition(":")
    return "" if colon and scheme.lower() not in _SCHEMES else href


def _is_external(href: str) -> bool:
    return href.lower().startswith(("http:", "https:"))


# ---- the views in words -----------------------------------------------------------------------------------


def _listing(views: Sequence[View], review: Review | None) -> Listing | None:
    """The notes with the cards that they stand at, each in the first view that has it."""
    if review is None:
        return None
    cards: dict[str, tuple[Card, str]] = {}
    for view in views:
        for item in (item for group in view.groups for item in group.items):
            cards.setdefault(item.card.id, (item.card, item.anchor))
    return listing(review, cards)


def _views(pictures: Sequence[Picture], review: Review | None, first: int) -> tuple[View, ...]:
    often = Counter(picture.graph.lens for picture in pictures)
    named: set[str] = set()
    views = []
    for number, picture in enumerate(pictures, start=first):
        graph = picture.graph
        several = often[graph.lens] > 1
        start = graph.cards[0].title if graph.cards else graph.key
        views.append(
            View(
                anchor=f"view-{number}",
                label=f"{graph.lens}: {start}" if several else graph.lens,
                tab=start if several else graph.lens,
                lens=graph.lens if several and graph.lens not in named else "",
                picture=picture,
                groups=_groups(graph, f"view-{number}", review),
                chips=_chips(graph),
            )
        )
        named.add(graph.lens)
    return tuple(views)


def _groups(graph: Graph, anchor: str, review: Review | None) -> tuple[Group, ...]:
    notes = notes_by_card(graph, review)
    neighbours = [Neighbour(card, f"{anchor}-item-{number}") for number, card in enumerate(graph.cards, start=1)]
    known = {neighbour.card.id: neighbour for neighbour in neighbours}
    before: dict[str, dict[str, None]] = defaultdict(dict)  # dicts for their order, as sets have none
    after: dict[str, dict[str, None]] = defaultdict(dict)
    for link in graph.links:
        for origin in link.sources:
            after[origin].update(dict.fromkeys(link.targets))
        for target in link.targets:
            before[target].update(dict.fromkeys(link.sources))
    items = []
    for neighbour in neighbours:
        card = neighbour.card
        sides = tuple(zip(graph.sides, (list(before[card.id]), list(after[card.id])), strict=True))
        titles = {known[i].card.title for _, ids in sides for i in ids if i in known}
        ways = tuple(
            Way(label, tuple(known[i] for i in ids[:MOST_NEIGHBOURS] if i in known), len(ids[MOST_NEIGHBOURS:]))
            for label, ids in sides
            if ids
        )
        # A fact that only repeats a neighbour ("Explains: …") is said by the link to it.
        told = (fact for fact in card.facts if fact.href or fact.text not in titles)
        items.append(Item(card, neighbour.anchor, capital(card.noun), _by_label(told), ways, notes.get(card.id, ())))
    return tuple(Group(lane, tuple(item for item in items if lane.holds(item.card))) for lane in graph.lanes)


def _by_label(facts: Iterable[Fact]) -> tuple[tuple[str, tuple[Fact, ...]], ...]:
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        found[fact.label].append(fact)
    return tuple((label, tuple(together)) for label, together in found.items())


def _chips(graph: Graph) -> tuple[Chip, ...]:
    """One for each noun in reading order, named after its lane where it has one to itself."""
    cards: dict[str, list[Card]] = defaultdict(list)
    nouns: dict[Lane, set[str]] = defaultdict(set)
    for card in graph.cards:
        cards[card.noun].append(card)
        nouns[graph.lane_of(card)].add(card.noun)
    chips = []
    for noun, members in cards.items():
        lanes = {graph.lane_of(card): None for card in members}
        alone = len(lanes) == 1 and all(nouns[lane] == {noun} for lane in lanes)
        name = next(iter(lanes)).heading if alone else capital(noun)
        chips.append(Chip(noun, members[0].entity, name, sum(not card.is_placeholder for card in members)))
    return tuple(chips)


# ---- style and script -------------------------------------------------------------------------------------


def _script(companion: Companion | None) -> str:
    """The script's files as one, in a scope of its own so that it leaves no global name."""
    names = (*_SCRIPTS, *(companion.scripts if companion else ()))
    return '(() => {\n"use strict";\n' + "\n".join(map(source, names)) + "})();\n"


def _style(theme: Theme, companion: Companion | None) -> str:
    """The theme's colours as variables, then the pictures' rules and the page's."""
    names = ("page.css", *(companion.styles if companion else ()))
    return "\n".join((colour_rules(theme), str(variable_rules(theme, ".map")), *map(source, names)))
