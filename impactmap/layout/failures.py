"""The one failure that a caller must not paper over."""

from __future__ import annotations

from impactmap.diagnostics import LayoutError


class EngineMissingError(LayoutError):
    """The engine that the user asked for by name is not installed."""
