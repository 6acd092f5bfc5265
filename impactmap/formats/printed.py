"""A picture as SVG for programs that draw it once and for all: on its sheet, in one set of colours, in known fonts."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from impactmap.diagnostics import LayoutError
from impactmap.drawing import Page, draw, stylesheet
from impactmap.drawing.templates import number
from impactmap.formats.fonts import BOX, FAMILY, Lettering, Run, lettering
from impactmap.measure import Face, width
from impactmap.measure.characters import DIRECTION
from impactmap.measure.clusters import clusters
from impactmap.measure.direction import is_rtl
from impactmap.paper import Frame
from impactmap.theme import Mode, Theme

_TEXT = re.compile(r"<text\b([^>]*)>([^<]*)</text>")
_ATTRIBUTE = re.compile(r' ([\w-]+)="([^"]*)"')
# usvg knows no `:not()`, and passes over the whole rule.
_UNLESS = re.compile(r"([^\n]+):not\((\.[\w-]+)\)\{stroke-opacity:([\d.]+)\}")
_STRONG = re.compile(r"[^\W\d_]")  # a letter
_EMBED, _END = "\u202b", "\u202c"


class Printed(Struct, frozen=True):
    """A drawing, the fonts that it names, and the characters that are bold in it."""

    svg: str
    fonts: Lettering
    bold: frozenset[str]


def printed(
    page: Page, frame: Frame, mode: Mode, theme: Theme, own: tuple[Path, ...], *, pixels: bool, apart: bool = False
) -> Printed:
    """The page on its sheet, lettered with the packaged font (`own`) and what the machine has for the rest.

    `auto` is light: paper and slides have no setting to follow. `pixels` is as in `lettering`. With
    `apart` the clusters of letters that change their order are placed one by one, for what cannot place them itself.
    """
    colours = replace(theme, light=theme.dark) if mode == "dark" else theme
    style = _UNLESS.sub(r"\1{stroke-opacity:\3}\n\1\2{stroke-opacity:1}", stylesheet(colours, "light", "#map"))
    svg = str(draw(page, prefix="map", style=style, fonts=FAMILY, frame=frame))
    lines = [(dict(_ATTRIBUTE.findall(about)), html.unescape(words)) for about, words in _TEXT.findall(svg)]
    fonts = lettering({character for _, words in lines for character in words}, own, pixels=pixels)
    bold = {character for about, words in lines if _face(about) == "bold" for character in words} | {BOX}
    placed = iter(lines)
    svg = _TEXT.sub(lambda _: "\n".join(_line(*next(placed), fonts, apart)), svg)
    return Printed(svg, fonts, frozenset(bold))


@contextmanager
def guarded(program: str) -> Iterator[None]:
    """What the program raises, its panics too, or reading what it made, as a LayoutError: no mistake of the spec's."""
    try:
        yield
    except BaseException as error:
        # A panic is no Exception, and its class cannot be imported.
        if (
            isinstance(error, (ValueError, RuntimeError, LookupError, TypeError, AttributeError))
            or type(error).__name__ == "PanicException"
        ):
            raise LayoutError(f"{program} could not draw the picture: {error}") from None
        raise


def _line(about: dict[str, str], words: str, fonts: Lettering, apart: bool) -> Iterator[str]:
    """A line of text as elements that one font draws each, where the whole line has been measured to stand.

    A line is held to the width of its letters alone: usvg, which both formats draw with, adds the letter spacing to it.
    """
    spacing, length = float(about.get("letter-spacing", 0)), float(about["textLength"])
    rtl = words.startswith(_EMBED)
    words = words.strip(_EMBED + _END)
    runs = fonts.runs(words)
    if len(runs) > 1:
        runs = [part for run in runs for part in _ways(run)]
    whole = sum(_width(run.text, about, spacing) for run in runs)
    squeeze = length / whole if whole else 1.0
    left = float(about["x"]) - (length if rtl else 0)
    for back, run in _in_view(runs, rtl):
        here = {name: value for name, value in about.items() if name != "text-anchor"}
        if run.family != FAMILY:
            here["font-family"] = run.family
        if run.family in fonts.reordering:
            # usvg miscounts the width of such letters, so they have their own; and measured they were upright and thin.
            for name in ("textLength", "lengthAdjust", "font-weight", "font-style"):
                here.pop(name, None)
            pieces = clusters(run.shown) if apart else [run.shown]
        else:
            pieces = [run.shown]
        for piece in pieces:
            bare = piece.strip()
            text = run.text if len(pieces) == 1 else piece
            wide = _width(text, about, spacing) * squeeze
            ahead = piece[len(piece.rstrip()) :] if back else piece[: len(piece) - len(piece.lstrip())]
            if bare:
                here["x"] = number(left + _width(ahead, about, spacing) * squeeze)
                if "textLength" in here:
                    here["textLength"] = number(_width(text.strip(), about, 0) * squeeze)
                yield _element(here, f"{_EMBED}{bare}{_END}" if back else bare)
            left += wide


def _ways(run: Run) -> Iterator[Run]:
    """The run in pieces that read in one direction; what has none goes with what stands before it."""
    way, start = "", 0
    for place, character in enumerate(run.text):
        new = DIRECTION[ord(character)]
        if way and new not in ("-", way) and run.shown == run.text:
            yield Run(run.text[start:place], run.text[start:place], run.family)
            start = place
        way = new if new != "-" else way
    yield Run(run.text[start:], run.shown[start:] if run.shown == run.text else run.shown, run.family)


def _in_view(runs: list[Run], rtl: bool) -> Iterator[tuple[bool, Run]]:
    """The runs from left to right, and which read from right to left.

    Those that read the other way than their line does stand in reverse. A run without letters goes with its
    neighbours where they agree, and else with its line.
    """
    ways = [is_rtl(run.text) if _STRONG.search(run.text) else None for run in runs]
    for place, way in enumerate(ways):
        if way is None:
            before = ways[place - 1] if place else rtl
            after = next((one for one in ways[place:] if one is not None), rtl)
            ways[place] = before if before == after else rtl
    pairs = zip(map(bool, ways), runs, strict=True)
    stretches = [list(group) for _, group in groupby(pairs, key=lambda one: one[0])]
    for stretch in reversed(stretches) if rtl else stretches:
        yield from reversed(stretch) if stretch[0][0] else stretch


def _face(about: dict[str, str]) -> Face:
    return "bold" if "font-weight" in about else "italic" if "font-style" in about else "regular"


def _width(words: str, about: dict[str, str], spacing: float) -> float:
    return width(words, float(about["font-size"]), _face(about)) + spacing * len(clusters(words))


def _element(about: dict[str, str], words: str) -> str:
    attributes = "".join(f' {name}="{html.escape(value)}"' for name, value in about.items())
    return f"<text{attributes}>{html.escape(words)}</text>"
