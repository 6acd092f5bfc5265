"""The titles that messages quote: a finding is known again without them (see `impactmap.findings.fingerprint`)."""

from __future__ import annotations

import re

from impactmap.model import Model

# As messages quote: 'A title' (with an apostrophe in it perhaps), or “words of one”. None is longer.
_QUOTED = re.compile(r"(?<!\w)'(.{1,300}?)'(?!\w)|“([^”]{1,300})”")


class Titles:
    """The titles of a map."""

    def __init__(self, model: Model) -> None:
        self._all = "\n".join([model.title, *(item.title for item in model.walk())])

    def out_of(self, message: str) -> str:
        """The message without titles, and without words that were quoted out of one."""
        return _QUOTED.sub(self._unless_other, message)

    def _unless_other(self, quoted: re.Match[str]) -> str:
        words = (quoted[1] or quoted[2]).rstrip("…").rstrip()
        return "" if words in self._all else quoted[0]
