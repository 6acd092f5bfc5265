"""Findings as reports, one format per file: for people, for programs, for code hosts and for test runners.

A format is a module with `MEDIA` (what its output is, in a word or two for help texts) and `report`. To add one, add
a module and a line to the table.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Protocol, cast

from impactmap.checks.finding import Finding
from impactmap.diagnostics import UsageError, did_you_mean
from impactmap.findings.checked import Checked

__all__ = ["FORMATS", "Checked", "Report", "report_form"]

FORMATS = {
    "text": "impactmap.findings.text",
    "json": "impactmap.findings.json",
    "sarif": "impactmap.findings.sarif",
    "github": "impactmap.findings.github",
    "junit": "impactmap.findings.junit",
}


class Report(Protocol):
    MEDIA: str

    def report(self, checked: Sequence[Checked]) -> str:
        """All that was found in these specs, as one text that ends in a line break, or "" when there is nothing."""


def report_form(name: str) -> Report:
    """The format of that name. Raises UsageError with the nearest."""
    if name not in FORMATS:
        hint = did_you_mean(name, FORMATS) or f"there are {', '.join(FORMATS)}"
        raise UsageError(f"there is no format '{name}': {hint}")
    return cast(Report, importlib.import_module(FORMATS[name]))


def findings_of(checked: Sequence[Checked]) -> tuple[Finding, ...]:
    return tuple(finding for one in checked for finding in one.findings)
