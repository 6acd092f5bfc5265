"""Baselines: what was there when a team began to check, so that only what is new fails.

A JSON file: path, then code, then fingerprints with how often each was there. Paths are relative to the file's own
folder, so that it means the same wherever the command runs.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from impactmap.checks import FAILED
from impactmap.checks.finding import Finding
from impactmap.diagnostics import UsageError
from impactmap.findings.checked import Checked
from impactmap.findings.fingerprint import fingerprint

KIND, VERSION = "impactmap-baseline", 2
LARGEST = 50_000_000  # bytes

Known = Mapping[str, Mapping[str, Mapping[str, int]]]


def written(checked: Iterable[Checked], folder: Path) -> bytes:
    """The baseline of these findings, without those that it cannot hide."""
    found: dict[str, dict[str, Counter[str]]] = {}
    for one in checked:
        for finding in one.findings:
            if can_hide(finding):
                codes = found.setdefault(_key(one.path, folder), {})
                codes.setdefault(finding.code, Counter())[fingerprint(finding)] += 1
    return (json.dumps({KIND: VERSION, "findings": found}, indent=1, sort_keys=True) + "\n").encode()


def can_hide(finding: Finding) -> bool:
    """What is waived needs no baseline; an error of reading and a check that failed are always shown."""
    unreadable = finding.code == finding.name and finding.severity == "error"
    return not (finding.waived or unreadable or finding.code == FAILED.code)


def read(data: bytes, path: str) -> Known:
    """The findings in a baseline file. Raises UsageError when it is none."""
    try:
        holds: Any = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path}: this is no baseline: {error}") from None
    if not isinstance(holds, dict) or KIND not in holds:
        raise UsageError(f"{path}: this is no baseline: it has no '{KIND}'; --write-baseline makes one")
    if holds[KIND] != VERSION:
        raise UsageError(f"{path}: a baseline of another version ({holds[KIND]!s:.20}): write it anew")
    known: Any = holds.get("findings")
    if not _is_sound(known):
        raise UsageError(f"{path}: a damaged baseline: write it anew with --write-baseline")
    found: Known = known
    return found


def _is_sound(findings: Any) -> bool:
    if not isinstance(findings, dict):
        return False
    for codes in findings.values():
        if not isinstance(codes, dict) or not all(isinstance(marks, dict) for marks in codes.values()):
            return False
        counts = [count for marks in codes.values() for count in marks.values()]
        if not all(type(count) is int and count > 0 for count in counts):
            return False
    return True


def without_known(checked: Sequence[Checked], known: Known, folder: Path) -> tuple[Checked, ...]:
    """What is new. Of findings that are alike, as many are known as there were."""
    return tuple(_without_known(one, known.get(_key(one.path, folder), {})) for one in checked)


def _without_known(one: Checked, codes: Mapping[str, Mapping[str, int]]) -> Checked:
    left = {(code, mark): count for code, marks in codes.items() for mark, count in marks.items()}
    new = []
    for finding in one.findings:
        key = finding.code, fingerprint(finding)
        if can_hide(finding) and left.get(key, 0) > 0:
            left[key] -= 1
        else:
            new.append(finding)
    return replace(one, findings=tuple(new))


def _key(path: str, folder: Path) -> str:
    if path.startswith("<"):
        return path  # standard input
    return Path(os.path.relpath(path, folder)).as_posix()
