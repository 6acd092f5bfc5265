"""A spec as far as it could be understood: what checks look at when the author is not done yet."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from impactmap.diagnostics import Diagnostic, Span
from impactmap.model import Model

MAP = ""  # the key of the map's own fields in `places`


class Understood(Struct, frozen=True):
    """The model without what is wrong, and all that was found while reading, in source order.

    `places` tells where the values of an item's fields stand, by its id (the map's own: `MAP`) and attribute, also of
    values that could not be read and so are not in the model. `complete` is False when a part of the source could not
    be read at all: what seems to be missing may stand there. `text` is the source, its lines ended by line feeds.
    """

    model: Model
    diagnostics: tuple[Diagnostic, ...] = ()
    places: Mapping[str, Mapping[str, Span]] = field(default_factory=dict)
    complete: bool = True
    text: str = ""

    @property
    def sound(self) -> bool:
        """Whether nothing was left out: the model is what the spec says."""
        return not any(diagnostic.severity == "error" for diagnostic in self.diagnostics)
