"""Embedded pictures: drawn once for each content, then written into as many pages as want them."""

from __future__ import annotations

import functools
import hashlib
from typing import TYPE_CHECKING

from markupsafe import Markup
from msgspec import Struct

from impactmap.diagnostics import Diagnostic
from impactmap.embed.asking import Asked
from impactmap.embed.trouble import EmbedError, Problem, located, problems_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from impactmap.document import Syntax
    from impactmap.drawing import Page
    from impactmap.geometry import Direction
    from impactmap.theme import Mode

MOST_KEPT = 256
"""Pictures that one process keeps; a docs server draws only what has changed since."""

LEGIBLE = 0.62
"""The part of its own size below which a picture offers to be enlarged: text of 15 px is then smaller than 9 px."""


class Drawn(Struct, frozen=True):
    """A picture before it is written anywhere: everything in its place, and what the spec's readers had to say."""

    page: Page
    said: tuple[Diagnostic, ...]
    warnings: tuple[str, ...]


def drawn(asked: Asked) -> Drawn:
    """The picture that is asked for. Raises EmbedError with all that is wrong."""
    source, wanted = asked.source, asked.look
    try:
        logo = asked.colours().logo
        return _drawn(source.data, source.syntax, asked.view, wanted.direction, wanted.outcome, logo)
    except Exception as error:
        # Whatever it is, the page has to say so; a docs host would print a traceback, or swallow it.
        raise EmbedError(problems_of(error, source.data, source.place)) from error


@functools.lru_cache(MOST_KEPT)
def _drawn(
    data: bytes, syntax: Syntax | None, view: str, direction: Direction | None, outcome: str, logo: str
) -> Drawn:
    from impactmap.drawing import laid_out
    from impactmap.layout import solve
    from impactmap.pipeline import Options, graphs, load

    model = load(data, syntax=syntax)
    warnings: list[str] = []
    graph = next(graphs(model, Options(view=view, direction=direction, outcome=outcome), True, warnings))
    page, warning = laid_out(graph, solve, logo)
    return Drawn(page, model.diagnostics, (*warnings, *([warning] if warning else ())))


def remarks(asked: Asked, picture: Drawn) -> tuple[Problem, ...]:
    """What is worth a warning about a picture that could be drawn."""
    source = asked.source
    said = located(picture.said, source.data, source.place)
    return (*said, *(Problem(f"{source.place.path}: {warning}") for warning in picture.warnings))


def identity(asked: Asked, picture: Drawn, page: str, number: int) -> str:
    """An id that no other picture of the site has, the same in every build: sites also put pages together."""
    from impactmap.drawing import identity

    its_own = identity(picture.page.graph, asked.theme, asked.colours())
    return "m" + hashlib.sha256(f"{its_own} {number} {page}".encode("utf-8", "backslashreplace")).hexdigest()[:10]


def inline(
    asked: Asked,
    picture: Drawn,
    prefix: str,
    *,
    figure: bool = True,
    name: str = "",
    classes: Sequence[str] = (),
) -> Markup:
    """The picture as HTML, with its style and without script.

    Every id in it starts with `prefix`. The `figure` around it has the id `name` and these classes besides its own;
    a host that puts one of its own around gives it the class `figure_class`.
    """
    from impactmap.drawing import draw, variable_rules
    from impactmap.drawing.templates import environment

    theme, mode, wanted = asked.colours(), asked.theme, asked.look
    template = environment().get_template("embed.html.j2")
    return Markup(  # noqa: S704 - what the template wrote is escaped already
        template.render(
            prefix=prefix,
            figure=figure,
            name=name,
            classes=classes,
            alt=told(asked, picture),
            caption=wanted.caption,
            words=words(picture) if wanted.text else "",
            width=wanted.width,
            own=f"{picture.page.width:.0f}px",
            least=f"{picture.page.width * LEGIBLE:.0f}px",
            first=(theme.dark if mode == "dark" else theme.light).tokens(),
            dark=theme.dark.tokens() if mode == "auto" else None,
            light=theme.light.tokens() if mode != "light" else None,
            rules=variable_rules(theme, f"#{prefix}"),
            svg=draw(picture.page, prefix=prefix, standalone=False),
        )
    )


def figure_class(prefix: str) -> str:
    """The class that gives the element around a picture its width."""
    return f"{prefix}-figure"


def told(asked: Asked, picture: Drawn) -> str:
    """The picture in a short paragraph, for who cannot see it: the page's author's, else what it shows."""
    from impactmap.formats.text import alt

    return asked.look.alt or alt(picture.page.graph)


def words(picture: Drawn) -> str:
    """The picture in words."""
    from impactmap.formats.text import document

    graph = picture.page.graph
    return document([graph], title=graph.title)


def words_below(picture: Drawn) -> Markup:
    """The picture in words as HTML, folded away: for under a picture that is a file."""
    from impactmap.drawing.templates import environment

    template = environment().get_template("embed-words.html.j2")
    return Markup(template.render(words=words(picture)))  # noqa: S704 - the template has escaped it


def as_file(asked: Asked, format: str, theme: Mode | None = None) -> tuple[bytes, tuple[str, ...]]:
    """The picture as a file of a format, in its own theme or another, and warnings about it.

    Raises EmbedError with all that is wrong, and when what the format needs is not installed.
    """
    from impactmap.pipeline import Options, load, picture

    source, wanted = asked.source, asked.look
    try:
        options = Options(
            view=asked.view,
            format=format,
            theme=theme or asked.theme,
            direction=wanted.direction,
            outcome=wanted.outcome,
            brand=asked.colours(),
        )
        return picture(load(source.data, syntax=source.syntax), options)
    except Exception as error:
        raise EmbedError(problems_of(error, source.data, source.place)) from error
