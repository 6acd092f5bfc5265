"""Findings as workflow commands of GitHub Actions, which shows them beside the lines of a pull request."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from impactmap.checks.finding import Finding
from impactmap.findings.checked import Checked

MEDIA = "workflow commands"
_COMMAND = {"error": "error", "warning": "warning", "info": "notice"}


def report(checked: Sequence[Checked]) -> str:
    """`::warning file=…,line=…,col=…,title=…::message`, one line each; what is waived is a notice."""
    return "".join(_command(finding) + "\n" for one in checked for finding in one.findings)


def _command(finding: Finding) -> str:
    places: dict[str, object] = {"file": finding.path.replace("\\", "/")}
    if span := finding.span:
        places |= {"line": span.line, "endLine": span.end_line}
        # Columns are shown only within one line; the last one is inclusive there.
        if span.line == span.end_line:
            places |= {"col": span.column, "endColumn": max(span.column, span.end_column - 1)}
    name = finding.code if finding.code == finding.name else f"{finding.code} {finding.name}"
    places["title"] = f"{name} (waived)" if finding.waived else name
    message = finding.message + (f"\n{finding.hint}" if finding.hint else "")
    if finding.waived:
        message += f"\nwaived until {finding.waived.until}: {finding.waived.reason}"
    command = "notice" if finding.waived else _COMMAND[finding.severity]
    properties = ",".join(f"{key}={_property(str(value))}" for key, value in places.items())
    return f"::{command} {properties}::{_data(message)}"


def _data(text: str) -> str:
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    # A line break would begin a new command, and other line ends look like one to some readers of logs.
    return "".join("\ufffd" if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c for c in escaped)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
