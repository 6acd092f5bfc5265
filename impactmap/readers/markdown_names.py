"""Which headings name a section of the grammar, and which nearly do."""

from __future__ import annotations

import functools
import re

from impactmap.model import Model
from impactmap.model.grammar import Items, Rule, find, fold, rules
from impactmap.readers.markdown_text import Run
from impactmap.readers.reading import Reading

_LEADING = re.compile(r"^(?:[^\w:]|_|:\w+:)+")  # emoji, as signs and as :names:, quotes, bullets
_NUMBER = re.compile(r"^(?:\d+(?:\.\d+)*[.)]?|[ivxlcIVXLC]+[.)]|[A-Za-z][.)])[\s\u00a0]+")
_TRAILING = re.compile(r"[^\w)]+$")
_ID = re.compile(r"\s*\{[:#.][^{}]*\}\s*$")
_GLUED = re.compile(r"^ {0,3}(#{1,6})([^#\s][^\n]{0,60})$", re.MULTILINE)
_ASIDE = re.compile(r"\s*\([^()]*\)$")
_COLUMNS = frozenset({"needs", "causes", "harms", "gains", "metrics", "solutions"})  # a picture is empty without them
# What other methods call a column, or either of two.
_SPEAKS_OF = {
    "pain points": ("needs",),
    "pains": ("needs",),
    "customer problem": ("needs",),
    "customer problems": ("needs",),
    "user problem": ("needs",),
    "user problems": ("needs",),
    "business impact": ("harms", "gains"),
    "business impacts": ("harms", "gains"),
    "business costs": ("harms",),
    "business risks": ("harms",),
    "business benefits": ("gains",),
    "business results": ("gains",),
}
DASHES = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u2212", "------")
"""What word processors make of the hyphen in a name."""


def cleaned(heading: Run) -> Run:
    """The words of a heading, without its number, emoji, id and closing colon."""
    heading = without_id(heading)
    for pattern in (_LEADING, _NUMBER, _LEADING):
        if found := pattern.match(heading.text):
            heading = heading.cut(found.end())
    if found := _TRAILING.search(heading.text[-20:]):
        heading = heading.cut(0, len(heading.text) - len(found[0]))
    return heading


def without_id(heading: Run) -> Run:
    """The heading without the `{#id}` or `{: .class}` at its end."""
    attributes = _ID.search(heading.text)
    return heading.cut(0, attributes.start()) if attributes else heading


def section_named(name: str) -> Rule | None:
    """The section of the grammar that a heading names; None when it names none."""
    rule = find(Model, name.translate(DASHES))
    return rule if rule and isinstance(rule.slot, Items) else None


def section_nearly_named(name: str) -> str:
    """The name of a section that a heading was probably meant to be; empty when it is just a heading.

    A slip of the keys, or an aside in parentheses: prose has headings too, and some are not far from a section's
    ("Business goals", "Terms").
    """
    if len(name) > 40:
        return ""
    words = fold(name.translate(DASHES))
    short = _ASIDE.sub("", words)
    if short != words and section_named(short):
        return short
    for candidate in _section_names():
        if _slipped(words, candidate):
            return candidate
    return ""


def sections_meant(name: str) -> list[Rule]:
    """The columns of a map that a heading of prose speaks of: "Success metrics", "Root causes we know of".

    What ends in a section's name is one of its kind, and so is what begins with a name of two words ("Customer need");
    a single word in front ("Solution architecture", "Metric definitions") only says what something belongs to.
    """
    words = _ASIDE.sub("", fold(name.translate(DASHES))).split()
    if len(words) > 6:
        return []
    ends = {" ".join(words[-count:]) for count in (1, 2, 3)} | {" ".join(words[:count]) for count in (2, 3)}
    spoken = {word for phrase, meant in _SPEAKS_OF.items() if phrase in ends for word in meant}
    columns = (rule for rule in rules(Model) if rule.attribute in _COLUMNS)
    return [rule for rule in columns if rule.attribute in spoken or not ends.isdisjoint(map(fold, rule.names))]


def warn_of_glued(reading: Reading, text: str) -> None:
    """Warns of `##Root causes`, which Markdown takes for a part of a paragraph."""
    for found in _GLUED.finditer(text):
        words = found[2].strip(" \t#:*_")
        if section_named(words):
            reading.warn(
                "near-section",
                f"'{found[0].strip()}' is read as prose: a heading has a space behind its '#'",
                reading.span(found.start(1), found.end()),
                f"write '{found[1]} {words}'",
            )


@functools.cache
def _section_names() -> tuple[str, ...]:
    """Every name of a section, the one for headings first."""
    sections = [rule for rule in rules(Model) if isinstance(rule.slot, Items)]
    return tuple(dict.fromkeys(fold(name) for rule in sections for name in (rule.heading, *rule.names)))


def _slipped(typed: str, meant: str) -> bool:
    """Whether one word is the other with a slip: two in a long one; in a short one only letters lost or swapped."""
    if typed[:1] != meant[:1] or abs(len(typed) - len(meant)) > 2:
        return False
    if len(meant) < 8:
        return (
            len(meant) > 3
            and (len(typed) != len(meant) or sorted(typed) == sorted(meant))
            and _slips(typed, meant) == 1
        )
    return _slips(typed, meant) <= 2


def _slips(a: str, b: str) -> int:
    """How many letters were added, lost, changed or swapped with their neighbour."""
    rows = [list(range(len(b) + 1))]
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, rows[i - 2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
