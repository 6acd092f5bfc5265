"""Pages as SVG markup, and the style sheet that colours it."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from types import MappingProxyType

from markupsafe import Markup

from impactmap.drawing.corner import Remark, corner
from impactmap.drawing.marks import hatching
from impactmap.drawing.page import Page
from impactmap.drawing.templates import environment
from impactmap.graph import Card, Graph
from impactmap.language import capital, language
from impactmap.paper import Frame
from impactmap.theme import Mode, Theme

FONTS = "'Liberation Sans', Arimo, Arial, Helvetica, 'Noto Sans', sans-serif"
"""Families that share one set of widths first (the metrics table is made from the first of them)."""

_NONE: Mapping[str, Remark] = MappingProxyType({})


def draw(
    page: Page,
    *,
    prefix: str,
    standalone: bool = True,
    style: str = "",
    remarks: Mapping[str, Remark] = _NONE,
    fonts: str = FONTS,
    frame: Frame | None = None,
) -> Markup:
    """A page as an `<svg>` element.

    `prefix` starts every id in it. A standalone one is a document of its own
    and carries `style`; otherwise it is for a page that has the rules of `stylesheet` already. `remarks` are marks
    for the corners of cards (by id), for a page that explains and colours them. `fonts` are families in CSS; the
    `frame` of a standalone one is the sheet that it lies on, else it has its own size.
    """
    template = environment().get_template("map.svg.j2")
    return Markup(  # noqa: S704 - what the template wrote is escaped already
        template.render(
            page=page,
            graph=page.graph,
            prefix=prefix,
            standalone=standalone,
            style=style,
            fonts=fonts,
            frame=frame or Frame(page.width, page.height, (0, 0, page.width, page.height)),
            describe=describe,
            hatching=hatching,
            label=label,
            remarks=remarks,
            corner=corner,
            language=language,
        )
    )


def identity(graph: Graph, mode: Mode, theme: Theme) -> str:
    """An id for a picture: the same for the same picture, different for others on one host page."""
    return "m" + hashlib.sha256(repr((graph, mode, theme)).encode("utf-8", "backslashreplace")).hexdigest()[:10]


def stylesheet(theme: Theme, mode: Mode, scope: str) -> Markup:
    """The rules for one standalone picture, with plain colours, as not every program that shows SVG knows variables."""
    first, other = (theme.dark, None) if mode == "dark" else (theme.light, theme.dark if mode == "auto" else None)
    printed = theme.light if mode != "light" else None
    sets = tuple(palette and tuple(palette.tokens().items()) for palette in (first, other, printed))
    return _scoped(_rules(sets, tuple(theme.light.hues)), scope)


def variable_rules(theme: Theme, scope: str) -> Markup:
    """The same rules with every colour as a CSS variable, for pages that define `--ink`, `--need-accent`, ….

    The names are those of `Palette.tokens`.
    """
    names = tuple((name, f"var(--{name})") for name in theme.light.tokens())
    return _scoped(_rules((names, None, None), tuple(theme.light.hues)), scope)


_ANY_SCOPE = "\ue000"  # no selector and no colour has this character


@functools.lru_cache(maxsize=32)
def _rules(sets: tuple[tuple[tuple[str, str], ...] | None, ...], kinds: tuple[str, ...]) -> str:
    """The rules for any picture in these colours; a run has few themes and many pictures."""
    first, other, printed = (dict(tokens) if tokens else None for tokens in sets)
    template = environment().get_template("drawing.css.j2")
    return template.render(scope=_ANY_SCOPE, first=first, other=other, printed=printed, kinds=kinds)


def _scoped(rules: str, scope: str) -> Markup:
    return Markup(rules.replace(_ANY_SCOPE, scope))  # noqa: S704 - what the template wrote is escaped already


def label(card: Card) -> str:
    """What a screen reader says of a card, and what hovering shows."""
    parts = [card.title, card.who, card.figure, *(badge.text for badge in card.badges), card.remark]
    return f"{capital(card.noun)}: " + "; ".join(part for part in parts if part)


def describe(graph: Graph) -> str:
    """The picture in a paragraph: how much of what is in it, what it sums up to, what it leaves out."""
    counts = []
    for lane in graph.lanes:
        n = lane.count(graph.cards)
        counts.append(f"{lane.heading}: {n}")
    sentences = [f"{graph.lens}. {', '.join(counts)}.", graph.preface, graph.summary, *graph.lost]
    return " ".join(sentence for sentence in sentences if sentence)
