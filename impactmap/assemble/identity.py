"""Ids: given ones are checked, missing ones are made from titles, all are unique."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

from impactmap.assemble.draft import Draft
from impactmap.assemble.report import Report
from impactmap.model.entities import CounterMetric, Evidence, Goal, Influence, Metric, Waiver
from impactmap.model.grammar import Refs, rules
from impactmap.model.model import ENTITIES
from impactmap.model.reading import short

_ASCII_WORD = re.compile(r"[a-z0-9_]+")
LENGTH = 40  # characters of an id made from a title, cut at a word

# Other items refer to these, so their ids are settled first; what nobody refers to takes what is left.
REFERABLE = frozenset(
    kind
    for entity in ENTITIES.values()
    for rule in rules(entity)
    if isinstance(rule.slot, Refs)
    for kind in rule.slot.kinds
)


def folded(name: str) -> str:
    """The form in which ids and titles are compared when they are not typed alike.

    Letter case, Unicode form, white space and trailing punctuation make no difference.
    """
    text = " ".join(unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold()).split())
    return text.rstrip(".!?…:;,。") or text


def is_id(text: str) -> bool:
    """Whether a text is an id: letters, digits, `_`, `.` and `-`, the first of them a letter, digit or `_`."""
    return bool(text) and _in_word(text[0]) and all(_in_word(c) or c in ".-" or _is_mark(c) for c in text)


def slug(text: str, joint: str = "-", length: int = LENGTH) -> str:
    """A readable id made from a title: lower case, words joined; "" when the title has no letters or digits."""
    made = ""
    for word in _words(unicodedata.normalize("NFC", text[: length * 8]).lower()):
        longer = f"{made}{joint}{word}" if made else word[:length]
        if len(longer) > length:
            break
        made = longer
    return unicodedata.normalize("NFC", made)


def _words(text: str) -> list[str]:
    """The runs of letters and digits; "can't" is one word."""
    text = text.replace("'", "").replace("’", "")
    if text.isascii():
        return _ASCII_WORD.findall(text)
    words: list[str] = []
    inside = False
    for character in text:
        if _in_word(character) and not inside:
            words.append(character)
            inside = True
        elif inside and (_in_word(character) or _is_mark(character)):
            words[-1] += character  # vowel signs of Indic scripts and the like belong to their letter
        else:
            inside = False
    return words


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _is_mark(character: str) -> bool:
    return not character.isascii() and unicodedata.category(character)[0] == "M"


class Ids:
    """The ids of one model."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}

    def give(self, report: Report, drafts: Iterable[Draft]) -> None:
        """Settles the ids that the author gave; `drafts` come in source order.

        Reports ids that are not ids and ids given twice; their items go on with a made one.
        """
        holders: dict[str, Draft] = {}
        for draft in drafts:
            given = draft.values.pop("id", "")
            if not given:
                continue
            identifier = unicodedata.normalize("NFC", given)
            span = draft.places["id"]
            if not is_id(identifier):
                better = slug(identifier, "_" if draft.kind is Metric else "-")
                report.error(
                    "bad-id",
                    f"'{short(given)}' cannot be an id",
                    span,
                    f"write '{better}'" if better else "an id is made of letters, digits, '-', '_' and '.'",
                )
            elif identifier in holders:
                first = holders[identifier]
                report.error(
                    "duplicate-id",
                    f"the id '{short(given)}' is taken by {first.noun} at line {first.places['id'].line}",
                    span,
                    "ids are unique in a map",
                )
            else:
                holders[identifier] = draft
                draft.id = identifier
                self._taken |= {identifier, folded(identifier)}

    def make(self, draft: Draft) -> None:
        """Makes the id of a draft that has none, out of its title, or of what it belongs to."""
        base = _RECIPES.get(draft.kind, _from_title)(draft)
        draft.id = self._free(base or draft.entity)

    def _free(self, base: str) -> str:
        """`base`, or with the lowest number from 2 on that makes it unique, in any letter case."""
        number = self._last.get(base, 1)
        made = base if number == 1 else f"{base}-{number}"
        while made in self._taken or folded(made) in self._taken:
            number += 1
            made = f"{base}-{number}"
        self._last[base] = number
        self._taken |= {made, folded(made)}
        return made


def _from_title(draft: Draft) -> str:
    return slug(draft.title)


def _metric(draft: Draft) -> str:
    return slug(draft.title, "_")  # formulas name metrics by id, and there a hyphen is a minus


def _by_place(draft: Draft) -> str:
    parent = draft.parent
    if parent is None:
        return _from_title(draft)
    return f"{parent.id}-{draft.entity}-{draft.position}"


def _by_metric(suffix: str) -> Callable[[Draft], str]:
    """For entities that may be named by a metric alone: `docs-guard` leaves `docs` to the metric."""

    def recipe(draft: Draft) -> str:
        metrics = draft.targets.get("metric")
        return f"{metrics[0][0].id}-{suffix}" if metrics and draft.title == metrics[0][0].title else slug(draft.title)

    return recipe


def _influence(draft: Draft) -> str:
    ends = [draft.targets[end][0][0].id for end in ("from_", "to") if draft.targets.get(end)]
    return "-".join(ends) if len(ends) == 2 and "title" not in draft.places else slug(draft.title)


_RECIPES: dict[object, Callable[[Draft], str]] = {
    Metric: _metric,
    Evidence: _by_place,
    CounterMetric: _by_metric("guard"),
    Goal: _by_metric("goal"),
    Influence: _influence,
    Waiver: _by_place,
}
