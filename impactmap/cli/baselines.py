"""`impactmap check --baseline` and `--write-baseline`: the file of what was there already."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from impactmap.cli.saying import tell
from impactmap.diagnostics import UsageError
from impactmap.terminal import visible

if TYPE_CHECKING:
    from impactmap.findings import Checked
    from impactmap.findings.baseline import Known


def read_baseline(file: Path) -> Known:
    """What a baseline knows. Raises UsageError when it is none, OSError when it cannot be read."""
    from impactmap.findings.baseline import LARGEST, read

    with file.open("rb") as opened:
        data = opened.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise UsageError(f"{file}: more than {LARGEST:,} bytes are too much for a baseline")
    return read(data, str(file))


def write_baseline(file: Path, checked: list[Checked]) -> None:
    """Writes what it can hide from then on, and says how much; `-` is standard output, for a file beside it."""
    from impactmap.findings.baseline import can_hide, written
    from impactmap.publish import publish

    data = written(checked, file.absolute().parent)
    if str(file) == "-":
        click.echo(data, nl=False)
    else:
        publish(file, data)
    count = sum(can_hide(finding) for one in checked for finding in one.findings)
    tell(f"{_findings(count)} → {'standard output' if str(file) == '-' else visible(str(file))}")


def without_known(checked: list[Checked], known: Known, file: Path) -> list[Checked]:
    """What is new; says how much is not, in any format, as nothing is hidden in silence."""
    from impactmap.findings import baseline, findings_of

    new = list(baseline.without_known(checked, known, file.absolute().parent))
    if hidden := len(findings_of(checked)) - len(findings_of(new)):
        tell(f"{_findings(hidden, 'known ')} hidden by {visible(str(file))}")
    return new


def _findings(count: int, kind: str = "") -> str:
    return f"{count} {kind}finding{'' if count == 1 else 's'}"
