"""One model of a customer need, its causes, the harm and the gains; many lenses to argue over.

The Python API is two functions, `load` (a spec's path or text becomes a `Model`) and `render` (a model becomes
the bytes of a picture), and the errors that they raise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from impactmap.diagnostics import Diagnostic, ImpactmapError, LayoutError, SpecError, UsageError
    from impactmap.document import Limits
    from impactmap.model import Model
    from impactmap.pipeline import load, render

__version__ = "0.1.0"
__all__ = [
    "Diagnostic",
    "ImpactmapError",
    "LayoutError",
    "Limits",
    "Model",
    "SpecError",
    "UsageError",
    "load",
    "render",
]

_HOMES = {"load": "pipeline", "render": "pipeline", "Model": "model", "Limits": "document"}


def __getattr__(name: str) -> Any:
    """Imports a public name when it is first used: the command line starts without them."""
    if name not in __all__:
        raise AttributeError(f"module 'impactmap' has no attribute '{name}'")
    import importlib

    return getattr(importlib.import_module(f"impactmap.{_HOMES.get(name, 'diagnostics')}"), name)
