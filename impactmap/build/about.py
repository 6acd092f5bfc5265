"""What the index of a build knows of each spec: made where the spec is rendered, kept in the manifest.

It is small, and nothing of it depends on the day: what the checks say is judged by the date that a map holds for.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Literal, get_args

from msgspec import Struct, structs

from impactmap.health import ASPECTS, Share, health

if TYPE_CHECKING:
    from impactmap.model import Model
    from impactmap.notes import Review
    from impactmap.settings import Settings

Kind = Literal["actor", "need", "cause", "metric", "team"]
"""What maps share with one another, in the order of the vocabulary."""

_TITLE, _SUMMARY = 80, 200  # characters that are kept of a title and of a summary
_MOST = 100  # things of one map; an index is no second copy of it
_OWNERS = 3
_WORDS = 1500  # characters of what is searched for and stands nowhere on the page
_UNSOUGHT = ("evidence", "waiver")  # what they are called is the source of a fact and the name of a rule


class Thing(Struct, frozen=True):
    """Something that other maps may speak of too; `id` is folded, so that equal ids are equal texts."""

    kind: Kind
    id: str
    title: str


class About(Struct, frozen=True):
    """One map. `as_of` is in ISO form, as precise as it was typed; `owners` are those who answer for most of it.

    `errors` and `warnings` count what the checks find and nothing waives. `words` are those of the titles and owners of
    all items, as `searchable` writes them, that the rest does not hold. What a map does not say is empty.
    """

    title: str = ""
    summary: str = ""
    owners: tuple[str, ...] = ()
    as_of: str = ""
    audience: str = ""
    errors: int = 0
    warnings: int = 0
    health: tuple[Share, ...] = ()
    things: tuple[Thing, ...] = ()
    words: str = ""

    def to_json(self) -> str:
        """One line of JSON without what is empty; the same for the same facts."""
        told: dict[str, Any] = {name: value for name, value in structs.asdict(self).items() if value}
        if self.health:
            told["health"] = [[one.aspect, one.count, one.total, dict(one.kinds)] for one in self.health]
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
    from impactmap.model.reading import short

    if said is None:
        from impactmap.reviewing import review

        said = review(model, settings)
    standing = Counter(note.weight for note in said.notes)
    about = About(
        title=short(model.title, _TITLE),
        summary=short(model.summary, _SUMMARY),
        owners=_owners(model),
        as_of=str(model.as_of) if model.as_of else "",
        audience=model.audience,
        errors=standing["error"],
        warnings=standing["warning"],
        health=health(model),
        things=tuple(_things(model))[:_MOST],
    )
    seen = searchable("\n".join((about.title, about.summary, about.audience, *about.owners)))
    return structs.replace(about, words=_words(model, seen))


def searchable(text: str) -> str:
    """The form in which the page compares what is searched for: accents and letter case make no difference.

    `fold` in the page's script gives the same.
    """
    if text.isascii():
        return text.lower()
    bare = (one for one in unicodedata.normalize("NFKD", text) if not unicodedata.category(one).startswith("M"))
    return "".join(bare).lower()


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


def _words(model: Model, seen: str) -> str:
    """The words of the items, each once, in the order of the vocabulary; none that is a part of another or of `seen`.

    A word is searched for as a part of the text, so nothing is lost by that.
    """
    words = list(dict.fromkeys(_said(model)))
    lengths = accumulate(len(word) + 1 for word in words)
    words = [word for word, end in zip(words, lengths, strict=True) if end <= 4 * _WORDS]  # enough to choose from
    text = " ".join(words)
    telling = [word for word in words if word not in seen and text.count(word) == 1]
    ends = accumulate(len(word) + 1 for word in telling)
    return " ".join(word for word, end in zip(telling, ends, strict=True) if end <= _WORDS)


def _said(model: Model) -> Iterator[str]:
    for entity in model.walk():
        if entity.entity not in _UNSOUGHT:
            yield from searchable(entity.title).split()
    for entity in model.walk():
        yield from searchable(entity.owner).split()


# ---- JSON -------------------------------------------------------------------------------------------------


def _pairs(things: Iterable[Thing], kind: str) -> list[list[str]]:
    return [[thing.id, thing.title] for thing in things if thing.kind == kind]


def _texts(told: Any) -> Iterable[str]:
    return (one for one in told if isinstance(one, str)) if isinstance(told, list) else ()


def _read_health(told: Any) -> Iterable[Share]:
    for row in told if isinstance(told, list) else ():
        match row:
            case [str(aspect), int(count), int(total), dict(kinds)] if aspect in ASPECTS and 0 <= count <= total > 0:
                numbers = [number for number in kinds.values() if type(number) is int and number >= 0]
                if len(numbers) == len(kinds) and sum(numbers) == total:
                    yield Share(aspect, count, total, tuple(kinds.items()))


def _read_things(told: Any) -> Iterable[Thing]:
    for kind in get_args(Kind) if isinstance(told, dict) else ():
        rows = told.get(kind)
        for row in rows if isinstance(rows, list) else ():
            match row:
                case [str(identifier), str(title)]:
                    yield Thing(kind, identifier, title)
