"""The lenses, one per file: each turns the one model into a graph to draw.

A view is a module (or any object) with what `View` names: `NAME`, `DOC` (a line for `impactmap views`), `DIRECTION`
(the one it is drawn in unless told otherwise), `ROOTED` (whether an outcome stands at its root), `applies`,
`variants` and `graph`. Other distributions add views through the entry point group `impactmap.views`.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Protocol, cast

from impactmap.diagnostics import UsageError, did_you_mean
from impactmap.geometry import Direction
from impactmap.graph import Graph
from impactmap.model import Model

ENTRY_POINTS = "impactmap.views"
BUILT_IN = {
    "impact-map": "impactmap.views.impact_map",
    "opportunity-tree": "impactmap.views.opportunity_tree",
    "goal-map": "impactmap.views.goal_map",
    "metric-tree": "impactmap.views.metric_tree",
    "goal-ladder": "impactmap.views.goal_ladder",
}


class View(Protocol):
    NAME: str
    DOC: str
    DIRECTION: Direction
    ROOTED: bool

    def applies(self, model: Model) -> bool:
        """Whether the model has anything to show through this lens."""

    def variants(self, model: Model) -> tuple[str, ...]:
        """The outcomes (ids) that are worth a picture each; `("",)` where there is but one picture."""

    def graph(self, model: Model, direction: Direction, outcome: str) -> Graph:
        """The model through this lens. Raises UsageError for an `outcome` (id or title) that is none."""


def view(name: str) -> View:
    """The view of that name. Raises UsageError with the nearest name."""
    if name in BUILT_IN:
        return cast(View, importlib.import_module(BUILT_IN[name]))
    plugged = _plugged()
    if name in plugged:
        return plugged[name]
    names = [*BUILT_IN, *plugged]
    hint = did_you_mean(name, names) or f"there are {', '.join(names)}"
    raise UsageError(f"there is no view '{name}': {hint}")


def every() -> Iterator[View]:
    """All views, the built-in ones first."""
    for name in BUILT_IN:
        yield view(name)
    yield from _plugged().values()


def _plugged() -> dict[str, View]:
    """The views of other distributions by name. Raises UsageError naming one that cannot be loaded."""
    from importlib.metadata import entry_points

    found: dict[str, View] = {}
    for point in entry_points(group=ENTRY_POINTS):
        try:
            found[point.name] = cast(View, point.load())
        except Exception as error:
            raise UsageError(f"the view '{point.name}' ({point.value}) cannot be loaded: {error}") from error
    return found
