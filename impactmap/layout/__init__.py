"""Layout engines: a Problem in, a Layout out, whatever happens in between.

`solve` is the only door. Ranks and order (`layers`, `order`) and lines (`routes`) are the tool's own; an engine of the
table below only says where nodes stand across the direction.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace

from impactmap.diagnostics import LayoutError, UsageError, did_you_mean
from impactmap.geometry import Layout, Problem
from impactmap.layout.failures import EngineMissingError

if TYPE_CHECKING:
    from impactmap.layout.layers import Layered

__all__ = ["ENGINES", "EngineMissingError", "Renderer", "solve"]


class Renderer(Protocol):
    """What an engine offers: Graphviz's `json0` for a DOT text. Raises LayoutError when it has none to give."""

    def __call__(self, source: str, *, seconds: float, megabytes: int) -> bytes: ...


def _embedded() -> Renderer:
    from impactmap.layout import embedded

    return embedded.render


def _dot() -> Renderer:
    from impactmap.layout import dot

    return dot.render


# name: loader, so that only the engine in use is imported
ENGINES: dict[str, Callable[[], Renderer]] = {"embedded": _embedded, "dot": _dot}

# Seconds per node and link of a full try and of a hurried one: twice what the slowest of some twenty graphs took
# (2 cores, 2026; hubs, dense pairs, random maps of 4 to 200 ranks, 500 to 5,500 nodes: 36 to 110 ns; hurried 18 to 28).
# What cannot finish by this reckoning is not begun: that saves the wait, and keeps the choice, and so the
# bytes, from depending on how fast the machine is.
_FULL, _HURRIED = 2e-7, 6e-8


def solve(problem: Problem, engine: str = "embedded", *, seconds: float = 10.0, megabytes: int = 512) -> Layout:
    """Lay a problem out, in about `seconds` at most.

    A full try has 60% of the time and a hurried one 30%; if both fail, the plain layout is the answer and
    its `warning` says why. `megabytes` bounds the memory of the embedded engine.

    Raises UsageError for an unknown engine, and LayoutError for a problem that breaks its contract and
    for `engine="dot"` where there is no `dot`.
    """
    from impactmap.layout.centring import centred
    from impactmap.layout.layers import check, layer, ordered
    from impactmap.layout.order import order
    from impactmap.layout.routes import draw

    if engine not in ENGINES:
        hint = did_you_mean(engine, ENGINES) or f"there are {' and '.join(map(repr, ENGINES))}"
        raise UsageError(f"there is no layout engine {engine!r}: {hint}")
    check(problem)
    layered = layer(problem)
    layered = ordered(layered, order(layered))
    across, warning = _placed(problem, layered, engine, seconds, megabytes) if problem.boxes else ([], "")
    return replace(draw(problem, layered, centred(problem, layered, across)), warning=warning)


def _placed(problem: Problem, layered: Layered, engine: str, seconds: float, megabytes: int) -> tuple[list[float], str]:
    """Cross positions from the first rung of the ladder that holds, and a warning from the second on."""
    from impactmap.layout import dialect, plain

    work = len(layered.above) * (layered.links + len(layered.above))
    why = ""
    for hurry, cost, share in ((False, _FULL, 0.6), (True, _HURRIED, 0.3)):
        if work * cost > seconds * share:
            why = why or f"the graph is too large for a full layout in {seconds:g} s"
            continue
        try:
            source = dialect.write(problem, layered, hurry=hurry)
            output = ENGINES[engine]()(source, seconds=seconds * share, megabytes=megabytes)
            across = dialect.read(output, problem, layered)
        except EngineMissingError:
            raise
        except LayoutError as error:
            why = why or str(error)
            continue
        return across, f"Laid out in haste: {why}." if hurry else ""
    return plain.place(problem, layered), f"Laid out without Graphviz, more plainly: {why}."
