"""The formats, one per file: each turns drawn pages into the text of a file.

A format is a module with `ALONE` (whether a file holds one picture, or all views of a model) and
`document(pages, title, mode, theme, review) -> str`; the tables below name it and the extensions of its files.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, cast

from impactmap.diagnostics import UsageError, did_you_mean

if TYPE_CHECKING:
    from impactmap.drawing import Page
    from impactmap.notes import Review
    from impactmap.theme import Mode, Theme

FORMATS = {"svg": "impactmap.formats.svg", "html": "impactmap.formats.html"}
EXTENSIONS = {".svg": "svg", ".html": "html", ".htm": "html"}


class Format(Protocol):
    ALONE: bool

    def document(
        self, pages: Sequence[Page], *, title: str, mode: Mode, theme: Theme, review: Review | None = None
    ) -> str:
        """The pages, the first one in front, as the text of a file.

        `review` is what is to be said about the map; a format that holds one picture alone has no place for it.
        """


def form(name: str) -> Format:
    """The format of that name. Raises UsageError with the nearest name."""
    if name not in FORMATS:
        hint = did_you_mean(name, FORMATS) or f"there are {' and '.join(FORMATS)}"
        raise UsageError(f"there is no format '{name}': {hint}")
    return cast(Format, importlib.import_module(FORMATS[name]))
