"""Findings as JUnit XML, which test runners and build servers show: a suite for each spec, a case for each finding."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from impactmap.checks.finding import Finding
from impactmap.findings.checked import Checked

MEDIA = "JUnit XML"


def report(checked: Sequence[Checked]) -> str:
    """Errors and warnings are failures; what is waived is skipped. A clean spec is a case that passed."""
    suites = [line for one in checked for line in _suite(one)]
    total = sum(max(1, len(one.findings)) for one in checked)
    failures = sum(_fails(finding) for one in checked for finding in one.findings)
    head = f'<testsuites name="impactmap check" tests="{total}" failures="{failures}">'
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *suites, "</testsuites>"]) + "\n"


def _suite(checked: Checked) -> list[str]:
    failures = sum(map(_fails, checked.findings))
    skipped = sum(finding.waived is not None for finding in checked.findings)
    name = _attribute(checked.path)
    head = (
        f'  <testsuite name={name} tests="{max(1, len(checked.findings))}" failures="{failures}" errors="0" '
        f'skipped="{skipped}">'
    )
    cases = [line for finding in checked.findings for line in _case(finding)]
    return [head, *(cases or [f'    <testcase classname={name} name="check"/>']), "  </testsuite>"]


def _fails(finding: Finding) -> bool:
    return not finding.waived and finding.severity != "info"


def _case(finding: Finding) -> list[str]:
    place = f"{finding.path}:{finding.span.line}:{finding.span.column}" if finding.span else finding.path
    rule = finding.code if finding.code == finding.name else f"{finding.code} {finding.name}"
    line = f' line="{finding.span.line}"' if finding.span else ""
    name = _attribute(f"{rule} at {place}")
    head = f"    <testcase classname={_attribute(finding.path)} name={name} file={_attribute(finding.path)}{line}>"
    said = _text(f"{place}: {finding.message}\n{finding.hint}".rstrip())
    if finding.waived:
        message = f"waived until {finding.waived.until}: {finding.waived.reason}"
        body = f"      <skipped message={_attribute(message)}/>"
    elif _fails(finding):
        kind = _attribute(finding.severity)
        body = f"      <failure message={_attribute(finding.message)} type={kind}>{said}</failure>"
    else:
        body = f"      <system-out>{said}</system-out>"
    return [head, body, "    </testcase>"]


def _attribute(text: str) -> str:
    return quoteattr(_allowed(text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _text(text: str) -> str:
    return escape(_allowed(text), {"\r": "&#13;"})


def _allowed(text: str) -> str:
    """The characters that XML 1.0 has; for others the sign that something was there."""
    return "".join(c if _is_allowed(ord(c)) else "\ufffd" for c in text)


def _is_allowed(code: int) -> bool:
    return code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF
