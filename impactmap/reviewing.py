"""What the checks say of a map, as notes for its page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from impactmap.checks import Finding, check, known
from impactmap.health import health
from impactmap.model import Entity, Model
from impactmap.model.grammar import Items, rules
from impactmap.model.reading import short
from impactmap.notes import NAMES, Note, Review
from impactmap.settings import Settings
from impactmap.understood import Understood

_WIDEST = 160  # characters of an item that a note names


def review(model: Model, settings: Settings | None = None) -> Review:
    """The notes on a map, the heaviest first, then in the order of the model.

    The same model always gets the same notes: what depends on a day is judged by the day that the map holds for, and
    left out where it names none. Raises UsageError for settings that name no rule.
    """
    # Before the first day no waiver has ended, and no evidence is old.
    day = model.as_of.last_day() if model.as_of else date.min
    found = check(Understood(replace(model, diagnostics=())), settings, day)
    holders = _holders(model)
    place = {identifier: number for number, identifier in enumerate(model.by_id)}
    whys = {rule.code: rule.why for rule in known()}
    weights = list(NAMES)

    def order(note: Note) -> tuple[int, int, str, str]:
        at = place.get(note.subjects[0], -1) if note.subjects else -1
        return weights.index(note.weight), at, note.code, note.message

    notes = (_note(finding, model, holders, whys.get(finding.code, "")) for finding in found)
    return Review(tuple(sorted(notes, key=order)), tuple(map(str, health(model))))


def _note(finding: Finding, model: Model, holders: Mapping[str, str], why: str) -> Note:
    subjects: list[str] = []
    one = finding.entity
    while one:
        subjects.append(one)
        one = holders.get(one, "")
    titles = (model.by_id[one].title for one in subjects if one in model.by_id)
    about = next(filter(None, titles), model.title)
    return Note(
        code=finding.code,
        name=finding.name,
        severity=finding.severity,
        message=finding.message,
        hint=finding.hint,
        source=finding.source,
        why=why,
        about=short(about, _WIDEST),
        subjects=tuple(subjects),
        reason=finding.waived.reason if finding.waived else "",
        until=finding.waived.until if finding.waived else "",
    )


def _holders(model: Model) -> dict[str, str]:
    """The item in which each item stands (ids), for those that stand in one."""
    return {inner.id: outer.id for outer in model.walk() for inner in _inside(outer)}


def _inside(entity: Entity) -> Iterable[Entity]:
    for rule in rules(type(entity)):
        if isinstance(rule.slot, Items):
            yield from getattr(entity, rule.attribute)
