"""The figures that a title says in words, where fields should: “Renewals from 81% to 88% by June 2027”."""

from __future__ import annotations

import re

from impactmap.model.quantity import parse_quantity
from impactmap.model.reading import reads
from impactmap.model.when import parse_when

_SCALE = r"\s?(?:%|k|M|bn)"
_FIGURE = rf"(?:[$€£¥]\s?)?\d[\d.,]*(?:{_SCALE})?"
_UNIT = rf"(?:[$€£¥]\s?\d[\d.,]*(?:{_SCALE})?|\d[\d.,]*{_SCALE})"  # plainly an amount, and no "3 cities"
_DATE = r"[\w\ -]{0,20}\d{4}[\w-]{0,10}"
# Behind a target nothing follows but when: "to 3 cities" is no figure of the gain.
_TARGET = (
    rf"(?P<target>{_FIGURE})(?:\s+in\s+(?P<by>{_DATE}))?"
    r"(?=[.,;)]?$|[,;)]|\s+\(|\s+(?:by|until|till|within|before|in)\b)"
)
# From the surest to the least sure: what an earlier one has found stands.
_GAIN = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\bfrom\s+(?P<baseline>{_FIGURE})\s+(?:(?:up|down)\s+)?to\s+{_TARGET}",
        rf"(?<![\w.,])(?P<baseline>{_FIGURE})\s*(?:→|[-=–]>)\s*{_TARGET}",
        rf"(?<![\w.,])(?P<baseline>{_UNIT})\s+to\s+{_TARGET}",
        rf"\bto\s+{_TARGET}",
        rf"\b(?:by|until|till)\s+(?P<by>{_DATE})",
    )
)
# A sum, or a share of something, with its period: "€2M a year", "12% of revenue".
_SIZE = re.compile(
    rf"(?<![\w.,]){_UNIT}(?:\s+to\s+{_UNIT})?(?:\s+of\s+\w+)?(?:\s+(?:an?|per|each|every)\s+(?:day|week|month|quarter|year))?(?!\w)",
    re.IGNORECASE,
)


def said_of_gain(title: str) -> dict[str, str]:
    """The parts of a gain, by the names of their fields, that its title says so that they can be read."""
    found: dict[str, str] = {}
    for form in _GAIN:
        for match in form.finditer(title):
            said = {field: text for field, text in match.groupdict().items() if text and _reads(field, text)}
            found = said | found
    return found


def said_of_harm(title: str) -> str:
    """The size of a harm, as its title says it: one, or "" where it says none, or several."""
    found = [match[0] for match in _SIZE.finditer(title) if _reads("size", match[0])]
    return found[0] if len(found) == 1 else ""


def _reads(field: str, text: str) -> bool:
    return reads(parse_when if field == "by" else parse_quantity, text)
