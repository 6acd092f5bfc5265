"""The corpus of specs that structural rules are judged by: `checks/specs/<code>.toml`.

A file names what it is about, what stands around each spec (`@` is where it goes), the specs that must trip the rule
and those that must not. They are short YAML; a spec that begins with `#` is Markdown. Texts for rules that read wording
lie in `checks/corpus/` (see wording_corpus.py).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from impactmap.assemble import understand
from impactmap.checks import Finding, check
from impactmap.readers import read
from impactmap.settings import Settings
from impactmap.understood import Understood

SPECS = Path(__file__).parent / "checks" / "specs"
TODAY = date(2026, 11, 22)


@dataclass(frozen=True, slots=True)
class Case:
    code: str
    number: int
    trips: bool
    text: str

    def __str__(self) -> str:
        return f"{self.code}-{'trips' if self.trips else 'clean'}-{self.number}"


def cases() -> Iterator[Case]:
    for path in sorted(SPECS.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        around = data.get("around", "@")
        for key in ("trips", "clean"):
            for number, text in enumerate(data[key], start=1):
                yield Case(path.stem, number, key == "trips", around.replace("@", text, 1))


def understood(text: str, path: str = "map") -> Understood:
    data = text.encode("utf-8", "surrogatepass")
    return understand(read(data, path, "markdown" if text.startswith(("#", "---")) else "yaml"))


def found(
    text: str, settings: Settings | None = None, today: date = TODAY, profile: str = "", audience: str = ""
) -> tuple[Finding, ...]:
    return check(understood(text), settings, today, profile, audience)


def codes(
    text: str, settings: Settings | None = None, today: date = TODAY, profile: str = "", audience: str = ""
) -> list[str]:
    return [finding.code for finding in found(text, settings, today, profile, audience)]
