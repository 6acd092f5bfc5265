"""The formats, one per file: each turns pictures into what a file holds.

A format is a module with `ALONE` (whether a file holds one picture, or all views of a model), `DRAWN` (whether it
wants pages on which everything has its place, or only what is to be shown) and `document(…)`; the tables below name
it and the extensions of its files.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, Protocol, cast

from impactmap.diagnostics import UsageError, did_you_mean
from impactmap.paper import ITS_OWN, Paper

if TYPE_CHECKING:
    from impactmap.drawing import Page
    from impactmap.graph import Graph
    from impactmap.notes import Review
    from impactmap.theme import Mode, Theme

FORMATS = {
    "svg": "impactmap.formats.svg",
    "html": "impactmap.formats.html",
    "text": "impactmap.formats.text",
    "mermaid": "impactmap.formats.mermaid",
    "png": "impactmap.formats.png",
    "pdf": "impactmap.formats.pdf",
}
EXTENSIONS = {
    ".svg": "svg",
    ".html": "html",
    ".htm": "html",
    ".txt": "text",
    ".mmd": "mermaid",
    ".png": "png",
    ".pdf": "pdf",
}
"""The first extension of a format is the one that its files get."""
SHEETS = frozenset({"pdf", "png"})
"""Formats whose pictures have a sheet to lie on, and whose files are no text."""


class Drawn(Protocol):
    """A format that shows pictures as they are drawn."""

    ALONE: bool
    DRAWN: Literal[True]

    def document(
        self,
        pages: Sequence[Page],
        *,
        title: str,
        mode: Mode,
        theme: Theme,
        review: Review | None = None,
        paper: Paper = ITS_OWN,
        warnings: list[str] | None = None,
    ) -> str | bytes:
        """The pages, the first one in front, as what a file holds; text is written as UTF-8.

        `review` is what is to be said about the map; a format that holds one picture alone has no place for it.
        `paper` is for formats with a size of their own. What could not be shown as it is meant to be is added to
        `warnings`, in a sentence each. Raises UsageError where what the format needs is not installed.
        """


class Told(Protocol):
    """A format that says what a picture shows, and places nothing."""

    ALONE: bool
    DRAWN: Literal[False]

    def document(self, graphs: Sequence[Graph], *, title: str) -> str:
        """The graphs, the first one in front, as the text of a file."""


def form(name: str) -> Drawn | Told:
    """The format of that name. Raises UsageError with the nearest name."""
    if name not in FORMATS:
        hint = did_you_mean(name, FORMATS) or f"there are {', '.join(FORMATS)}"
        raise UsageError(f"there is no format '{name}': {hint}")
    return cast("Drawn | Told", importlib.import_module(FORMATS[name]))


def extension(name: str) -> str:
    """The extension that files of a format get, with its dot."""
    return next(ending for ending, kind in EXTENSIONS.items() if kind == name)
