"""Findings for programs: a list of flat objects, always with the same keys."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from impactmap.checks.finding import Finding
from impactmap.findings.checked import Checked

MEDIA = "a JSON list"


def report(checked: Sequence[Checked]) -> str:
    """`[{"code", "name", "severity", "path", "line", …}]`; places are null where a finding is about the whole file."""
    found = [_object(finding) for one in checked for finding in one.findings]
    # ASCII alone: lone surrogates and odd line ends of a spec survive every pipe.
    return json.dumps(found, indent=2) + "\n"


def _object(finding: Finding) -> dict[str, Any]:
    span = finding.span
    waived = finding.waived
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "path": finding.path,
        "line": span.line if span else None,
        "column": span.column if span else None,
        "end_line": span.end_line if span else None,
        "end_column": span.end_column if span else None,
        "message": finding.message,
        "hint": finding.hint,
        "source": finding.source,
        "waived": {"reason": waived.reason, "until": waived.until} if waived else None,
    }
