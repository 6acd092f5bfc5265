"""What a report is made from: a spec with all that was found in it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from impactmap.checks.finding import Finding
from impactmap.health import Share


class Checked(Struct, frozen=True):
    """One spec: `path` as the user named it, its findings in source order, the lines of its source, and its health."""

    path: str
    findings: tuple[Finding, ...]
    lines: Sequence[str] = ()
    health: tuple[Share, ...] = ()
