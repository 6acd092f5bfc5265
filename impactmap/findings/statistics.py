"""How often each rule found something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from impactmap.checks.finding import Finding


def counted(findings: Iterable[Finding]) -> str:
    """A line for each code, the most frequent first: `  4  C01 cause-without-evidence`."""
    count: Counter[tuple[str, str]] = Counter((finding.code, finding.name) for finding in findings)
    wide = len(str(max(count.values(), default=0)))
    ordered = sorted(count.items(), key=lambda item: (-item[1], item[0]))
    return "".join(
        f"{times:>{wide}}  {code if code == name else f'{code} {name}'}\n" for (code, name), times in ordered
    )


def summary(findings: Iterable[Finding], specs: int) -> str:
    """`2 errors, 1 warning, 3 waived in 2 specs`, or `nothing found in 1 spec`."""
    listed = list(findings)
    open_: Counter[str] = Counter(finding.severity for finding in listed if not finding.waived)
    words = {"error": "error", "warning": "warning", "info": "hint"}
    parts = [f"{count} {words[weight]}{'' if count == 1 else 's'}" for weight in words if (count := open_[weight])]
    waived = sum(finding.waived is not None for finding in listed)
    parts += [f"{waived} waived"] if waived else []
    return f"{', '.join(parts) or 'nothing found'} in {specs} spec{'' if specs == 1 else 's'}"
