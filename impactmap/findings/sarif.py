"""Findings as SARIF 2.1.0 (OASIS), which code hosts and editors take in.

Rules go with it: name, why and source, so that a reader needs nothing else. A waiver is a suppression with its
justification.
"""

from __future__ import annotations

import hashlib
import json
import ntpath
import posixpath
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from impactmap import __version__
from impactmap.checks import Rule, known
from impactmap.checks.finding import Finding
from impactmap.findings.checked import Checked
from impactmap.findings.fingerprint import fingerprint

MEDIA = "SARIF 2.1.0"
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVEL = {"error": "error", "warning": "warning", "info": "note"}


def report(checked: Sequence[Checked]) -> str:
    """One run over all specs."""
    found = [finding for one in checked for finding in one.findings]
    codes = dict.fromkeys(finding.code for finding in found)
    by_code = {rule.code: rule for rule in known()}
    rules = [_rule(by_code[code]) if code in by_code else _grammar(code) for code in codes]
    places = {code: place for place, code in enumerate(codes)}
    run = {
        "tool": {"driver": {"name": "impactmap", "version": __version__, "rules": rules}},
        # Columns count characters, not UTF-16 units.
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": {"uri": _uri(one.path)}} for one in checked],
        "results": [_result(finding, places[finding.code]) for finding in found],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.name.replace("-", " ")},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"{rule.why}\n\nSource: {rule.source}"},
        "defaultConfiguration": {"level": _LEVEL[rule.severity]},
    }


def _grammar(code: str) -> dict[str, Any]:
    return {"id": code, "shortDescription": {"text": f"the spec cannot be read as written: {code.replace('-', ' ')}"}}


def _result(finding: Finding, rule: int) -> dict[str, Any]:
    text = f"{finding.message}. {finding.hint}" if finding.hint else finding.message
    location: dict[str, Any] = {"artifactLocation": {"uri": _uri(finding.path)}}
    if span := finding.span:
        location["region"] = {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
        }
    # Two findings of one rule in one item with the same words are told apart by nothing but their place.
    mark = hashlib.sha256(f"{finding.code} {fingerprint(finding)}".encode("utf-8", "backslashreplace")).hexdigest()[:32]
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": _LEVEL[finding.severity],
        "message": {"text": text},
        "locations": [{"physicalLocation": location}],
        "partialFingerprints": {"impactmap/v1": mark},
    }
    if finding.waived:
        justification = f"{finding.waived.reason} (until {finding.waived.until})"
        result["suppressions"] = [{"kind": "inSource", "status": "accepted", "justification": justification}]
    return result


def _uri(path: str) -> str:
    """A path as a URI reference: relative as it is, absolute ones as file URIs."""
    drive, rest = ntpath.splitdrive(path)
    is_drive = len(drive) == 2 and rest[:1] in ("/", "\\")
    slashed = (rest if is_drive else path).replace("\\", "/")
    quoted = quote(slashed.encode("utf-8", "surrogatepass"), safe="/")
    if is_drive:
        return f"file:///{drive}{quoted}"
    return f"file://{quoted}" if posixpath.isabs(slashed) else quoted
