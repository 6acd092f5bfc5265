"""Findings for people: the look of compile errors, with the rule's code and name."""

from __future__ import annotations

from collections.abc import Sequence

from impactmap.checks.finding import Finding
from impactmap.diagnostics import Diagnostic
from impactmap.findings.checked import Checked
from impactmap.report import describe

MEDIA = "lines for people"


def report(checked: Sequence[Checked]) -> str:
    """Every finding under its line, coloured with `click.style` (which the printing strips without a terminal)."""
    told = [describe(_diagnostic(finding), one.lines) for one in checked for finding in one.findings]
    return "".join(f"{one}\n" for one in told)


def _diagnostic(finding: Finding) -> Diagnostic:
    code = finding.code if finding.code == finding.name else f"{finding.code} {finding.name}"
    message = finding.message
    if finding.waived:
        message += f" (waived until {finding.waived.until}: {finding.waived.reason})"
    return Diagnostic(code, finding.severity, message, finding.path, finding.span, finding.hint)
