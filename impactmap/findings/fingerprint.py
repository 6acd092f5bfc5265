"""By what a finding is known again when its line has moved, or an item got another title."""

from __future__ import annotations

import hashlib
import re

from impactmap.checks.finding import Finding

_WORD = re.compile(r"\w+")


def fingerprint(finding: Finding) -> str:
    """32 hexadecimal digits out of the item's id and the words of the message; places and titles play no part.

    An item without an id of its own has one made from its title: with another title it is another item.
    """
    words = " ".join(_WORD.findall((finding.gist or finding.message).casefold()))
    return hashlib.sha256(f"{finding.entity}\n{words}".encode("utf-8", "backslashreplace")).hexdigest()[:32]
