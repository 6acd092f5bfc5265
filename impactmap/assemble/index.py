"""Finding items by id or title."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from impactmap.assemble.draft import Draft
from impactmap.assemble.identity import REFERABLE, folded

_Table = dict[str, list[Draft]]


class Index:
    """The items of a spec by given id, by title and by made id, exactly and folded.

    Made ids come last: that two items have one title must not be hidden by the id that one of them got from it.
    """

    def __init__(self, drafts: Iterable[Draft]) -> None:
        self._given: _Table = {}
        self._given_folded: _Table = {}
        self._titles: _Table = {}
        self._titles_folded: _Table = {}
        self._made: _Table = {}
        self._made_folded: _Table = {}
        self._names: dict[str, dict[str, str]] = {}  # by kind: folded name to name
        self._merged: dict[tuple[str, ...], dict[str, str]] = {}
        self.joints = 0  # the most separators in one name: no reference needs to look further
        for draft in drafts:
            self.add(draft, given="id" in draft.places)

    def add(self, draft: Draft, *, given: bool = False) -> None:
        names = self._names.setdefault(draft.entity, {})
        if draft.id and (given or draft.entity in REFERABLE):
            _enter(self._given if given else self._made, draft.id, draft)
            _enter(self._given_folded if given else self._made_folded, folded(draft.id), draft)
            names[folded(draft.id)] = draft.id
            self._count(draft.id)
        if draft.title:
            key = folded(draft.title)
            _enter(self._titles, _tidy(draft.title), draft)
            _enter(self._titles_folded, key, draft)
            names.setdefault(key, draft.title)
            self._count(key)

    def find(self, name: str, kinds: tuple[str, ...] | None, asking: Draft | None = None) -> list[Draft]:
        """The items of these kinds (or of any) that a name means: none, one, or several with the same title.

        `asking` is left out where another item fits as well.
        """
        exact, key = _tidy(name), folded(name)
        for table, wanted in (
            (self._given, exact),
            (self._titles, exact),
            (self._given_folded, key),
            (self._titles_folded, key),
            (self._made, exact),
            (self._made_folded, key),
        ):
            found = [d for d in table.get(wanted, ()) if kinds is None or d.entity in kinds]
            if found:
                return [d for d in found if d is not asking] or found
        return []

    def has_given(self, name: str) -> Draft | None:
        """The item with this given id."""
        found = self._given.get(_tidy(name))
        return found[0] if found else None

    def names(self, kinds: tuple[str, ...]) -> Mapping[str, str]:
        """The ids and titles of these kinds: folded, and as they are shown."""
        if len(kinds) == 1:
            return self._names.get(kinds[0], {})
        # Actors and teams, which may still come up in passing, are always asked for alone.
        if kinds not in self._merged:
            self._merged[kinds] = {key: name for kind in kinds for key, name in self._names.get(kind, {}).items()}
        return self._merged[kinds]

    def ids(self, kinds: Iterable[str], most: int, asking: Draft | None = None) -> list[str]:
        """Some ids of these kinds, for a hint to `asking`, which is none of them."""
        found: list[str] = []
        for table in (self._given, self._made):
            for identifier, drafts in table.items():
                if len(found) == most:
                    return found
                if drafts[0].entity in kinds and drafts[0] is not asking:
                    found.append(identifier)
        return found

    def _count(self, name: str) -> None:
        self.joints = max(self.joints, name.count(",") + name.count(";") + name.count(" and ") + name.count("&"))


def _tidy(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split())


def _enter(table: _Table, key: str, draft: Draft) -> None:
    table.setdefault(key, []).append(draft)
