"""Many specs at once: planned as a whole, rendered by many workers, and only what has changed.

`build` does it, and its `Outcome` tells what has come of it. Importing this costs nothing before it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from impactmap.build.building import build
    from impactmap.build.outcome import Failure, Outcome, PlanError

__all__ = ["Failure", "Outcome", "PlanError", "build"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'impactmap.build' has no attribute '{name}'")
    import importlib

    return getattr(importlib.import_module(f"impactmap.build.{'building' if name == 'build' else 'outcome'}"), name)
