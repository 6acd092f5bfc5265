"""What the index of a build knows of each spec: made where the spec is rendered, kept in the manifest.

It is small, and nothing of it depends on the day: what the checks say is judged by the date that a map holds for.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal, get_args

from msgspec import Struct, structs

if TYPE_CHECKING:
    from impactmap.model import Model
    from impactmap.notes import Review
    from impactmap.settings import Settings

Kind = Literal["actor", "need", "cause", "metric", "team"]
"""What maps share with one another, in the order of the vocabulary."""

_TITLE, _SUMMARY = 80, 200  # characters that are kept of a title and of a summary
_MOST = 100  # things of one map; an index is no second copy of it
_OWNERS = 3


class Thing(Struct, frozen=True):
    """Something that other maps may speak of too; `id` is folded, so that equal ids are equal texts."""

    kind: Kind
    id: str
    title: str


class Health(Struct, frozen=True):
    """A line of a map's health in words (`3 of 4 needs and causes researched`), and its figures."""

    aspect: str
    words: str
    count: int
    total: int


class About(Struct, frozen=True):
    """One map. `as_of` is in ISO form, as precise as it was typed; `owners` are those who answer for most of it.

    `errors` and `warnings` count what the checks find and nothing waives. What a map does not say is empty.
    """

    title: str = ""
    summary: str = ""
    owners: tuple[str, ...] = ()
    as_of: str = ""
    audience: str = ""
    errors: int = 0
    warnings: int = 0
    health: tuple[Health, ...] = ()
    things: tuple[Thing, ...] = ()

    def to_json(self) -> str:
        """One line of JSON without what is empty; the same for the same facts."""
        told: dict[str, Any] = {name: value for name, value in structs.asdict(self).items() if value}
        if self.health:
            told["health"] = [[one.aspect, one.words, one.count, one.total] for one in self.health]
        if self.things:
            told["things"] = {kind: _pairs(self.things, kind) for kind in get_args(Kind) if _pairs(self.things, kind)}
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> About:
        """What `to_json` has written; of anything else, what can be understood, and never an error."""
        try:
            told = json.loads(text)
        except (ValueError, RecursionError):
            return cls()
        if not isinstance(told, dict):
            return cls()
        known: dict[str, Any] = {}
        for name, default in structs.asdict(cls()).items():
            value = told.get(name)
            if isinstance(value, type(default)) and not isinstance(value, bool):
                known[name] = value
        known["owners"] = tuple(_texts(told.get("owners")))
        known["health"] = tuple(_read_health(told.get("health")))
        known["things"] = tuple(_read_things(told.get("things")))
        return cls(**known)


class Entry(Struct, frozen=True):
    """A spec on the index page.

    `path` is the spec as messages name it, `outputs` are its files relative to the page (with `/`), and `picture` the
    one that shows it best, "" when there is none. `failed` is why the last build made nothing of it, else "".
    """

    path: str
    picture: str
    outputs: tuple[str, ...]
    about: About
    failed: str = ""


def of(model: Model, settings: Settings | None = None, said: Review | None = None) -> About:
    """What the index says of a map under the settings of its project; `said` is its review where there is one already.

    Raises UsageError for settings that name no rule.
    """
    from impactmap.health import health
    from impactmap.model.reading import short

    if said is None:
        from impactmap.reviewing import review

        said = review(model, settings)
    standing = Counter(note.weight for note in said.notes)
    return About(
        title=short(model.title, _TITLE),
        summary=short(model.summary, _SUMMARY),
        owners=_owners(model),
        as_of=str(model.as_of) if model.as_of else "",
        audience=model.audience,
        errors=standing["error"],
        warnings=standing["warning"],
        health=tuple(Health(one.aspect, str(one), one.count, one.total) for one in health(model)),
        things=tuple(_things(model))[:_MOST],
    )


def _owners(model: Model) -> tuple[str, ...]:
    """Who answers for most items, then who comes first."""
    owners = Counter(entity.owner for entity in model.walk() if entity.owner)
    return tuple(name for name, _ in owners.most_common(_OWNERS))


def _things(model: Model) -> Iterable[Thing]:
    from impactmap.assemble.identity import folded
    from impactmap.model.reading import short

    kinds = set(get_args(Kind))
    for entity in model.walk():
        if entity.entity in kinds:
            yield Thing(entity.entity, folded(entity.id), short(entity.title, _TITLE))  # type: ignore[arg-type]


# ---- JSON -------------------------------------------------------------------------------------------------


def _pairs(things: Iterable[Thing], kind: str) -> list[list[str]]:
    return [[thing.id, thing.title] for thing in things if thing.kind == kind]


def _texts(told: Any) -> Iterable[str]:
    return (one for one in told if isinstance(one, str)) if isinstance(told, list) else ()


def _read_health(told: Any) -> Iterable[Health]:
    for row in told if isinstance(told, list) else ():
        match row:
            case [str(aspect), str(words), int(count), int(total)] if total > 0:
                yield Health(aspect, words, count, total)


def _read_things(told: Any) -> Iterable[Thing]:
    for kind in get_args(Kind) if isinstance(told, dict) else ():
        rows = told.get(kind)
        for row in rows if isinstance(rows, list) else ():
            match row:
                case [str(identifier), str(title)]:
                    yield Thing(kind, identifier, title)
