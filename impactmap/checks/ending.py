"""What a waiver without an end says in its place."""

from __future__ import annotations

import re

from impactmap.checks.rule import Hit
from impactmap.model import Waiver
from impactmap.model.reading import short
from impactmap.model.when import WhenError, parse_when

FORM = 'T06, "why it may stand", until 2027-01'
_ENDLESS = "a waiver says no end, and does not count"
# What stands last in a reason: "… until soon", or figures that look like a date ("…, 2099-13").
_UNTIL = re.compile(r"\b(?:until|till)\s+([^,]{1,40})$|(?<!\S)(20\d\d-Q?\d{1,2}(?:-\d{1,2})?)$", re.IGNORECASE)


def endless(waiver: Waiver) -> Hit:
    """That it says no end; what was meant as one, and became a part of the reason, is named."""
    plain = Hit(waiver, _ENDLESS, "add 'until' and a date, such as 'until 2027-01'", field="until")
    found = _UNTIL.search(waiver.reason)
    if not found:
        return plain
    try:
        parse_when(found[1] or found[2])
    except WhenError as error:
        return Hit(waiver, f"{_ENDLESS}: {error.message}", error.hint, words=found[0], field="until")
    if found[2]:
        return plain  # a date alone may be that of a meeting
    message = f"{_ENDLESS}: '{short(found[0])}' is read as a part of the reason"
    return Hit(waiver, message, f"part it with a comma: '{FORM}'", words=found[0], field="until")
