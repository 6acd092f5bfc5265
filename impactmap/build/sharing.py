"""Which things several maps speak of: the same metric, cause, team, need or actor, by their ids and titles."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from impactmap.build.about import Kind, Thing

KINDS: tuple[Kind, ...] = ("metric", "cause", "team", "need", "actor")
"""What maps may share, in the order in which it is told: what one asks for first comes first."""

_FEW = 64
"""So many maps are counted one by one; above that, a thing keeps its maps as the bits of one number."""

_NUMBERED = re.compile(r"[^\W\d]{0,12}[-_.]?\d+")
"""`c1`, `need-2`, `7`: an id that only numbers the things of its own map, and says nothing beside another map's."""


_Key = tuple[Kind, str, str]  # a kind, "id" or "title", and that in its folded form


class Shared(Struct, frozen=True):
    """A thing in two maps or more. `name` is its folded title; `maps` are places in the list of maps, in order.

    `also` are the titles that other maps have for it under the same id: whoever reads them judges whether it is one.
    """

    kind: Kind
    name: str
    title: str
    maps: tuple[int, ...]
    also: tuple[str, ...] = ()


class Tie(Struct, frozen=True):
    """What one map has in common with others: so many things of a kind, with so many other maps."""

    kind: Kind
    things: int
    maps: int


def shared(maps: Sequence[Iterable[Thing]]) -> tuple[Shared, ...]:
    """The things that two maps or more have: kinds in the order of `KINDS`, those in most maps first.

    Two things of a kind are the same when their ids or their titles are; an id that only numbers is no sign of it.
    """
    from impactmap.assemble.identity import folded

    group = _Groups()
    titles: dict[_Key, Counter[str]] = defaultdict(Counter)
    having: dict[_Key, list[int]] = defaultdict(list)
    for place, things in enumerate(maps):
        for thing in things:
            title = thing.title or thing.id
            key: _Key = (thing.kind, "title", folded(title))
            titles[key][title] += 1
            if not having[key] or having[key][-1] != place:
                having[key].append(place)
            if thing.id and not _NUMBERED.fullmatch(thing.id):
                group.join((thing.kind, "id", thing.id), key)
    members: dict[_Key, list[_Key]] = defaultdict(list)
    for key in having:
        members[group.head(key)].append(key)
    found = [one for keys in members.values() for one in _shared(keys, titles, having)]
    return tuple(sorted(found, key=lambda one: (KINDS.index(one.kind), -len(one.maps), one.name)))


def ties(found: Sequence[Shared], number: int) -> Iterator[tuple[tuple[int, ...], tuple[Tie, ...]]]:
    """For each of `number` maps: the places in `found` of what it shares, and that in figures by kind."""
    of: list[list[int]] = [[] for _ in range(number)]
    for index, one in enumerate(found):
        for place in one.maps:
            of[place].append(index)
    bits = {index: _bits(one.maps) for index, one in enumerate(found) if len(one.maps) > _FEW}
    for indexes in of:
        by_kind: dict[Kind, list[int]] = defaultdict(list)
        for index in indexes:
            by_kind[found[index].kind].append(index)
        counted = (Tie(kind, len(some), _together(some, found, bits) - 1) for kind, some in by_kind.items())
        yield tuple(indexes), tuple(counted)


def _shared(
    keys: Iterable[_Key],
    titles: dict[_Key, Counter[str]],
    having: dict[_Key, list[int]],
) -> Iterator[Shared]:
    """The things under these keys as one, named as most maps name it; nothing when only one map has them."""
    keys = sorted(keys, key=lambda key: (-titles[key].total(), key))
    maps = sorted({place for key in keys for place in having[key]})
    if len(maps) > 1:
        kind, _, name = keys[0]
        title, *also = (min(titles[key].items(), key=lambda pair: (-pair[1], pair[0]))[0] for key in keys)
        yield Shared(kind, name, title, tuple(maps), tuple(also))


def _bits(places: Iterable[int]) -> int:
    """A number with a bit for each place."""
    flags = bytearray(max(places := tuple(places)) // 8 + 1)
    for place in places:
        flags[place // 8] |= 1 << place % 8
    return int.from_bytes(flags, "little")


def _together(some: Iterable[int], found: Sequence[Shared], bits: dict[int, int]) -> int:
    """How many maps have one of these things. Without the bits, a metric of all maps would cost their square."""
    many, few = 0, set[int]()
    for index in some:
        if index in bits:
            many |= bits[index]
        else:
            few.update(found[index].maps)
    return many.bit_count() + (sum(not many >> place & 1 for place in few) if many else len(few))


class _Groups:
    """Keys that are the same thing, directly or through others."""

    def __init__(self) -> None:
        self._above: dict[_Key, _Key] = {}

    def head(self, key: _Key) -> _Key:
        """The key that stands for the whole group."""
        while (above := self._above.get(key, key)) != key:
            self._above[key] = self._above.get(above, above)
            key = above
        return key

    def join(self, one: _Key, other: _Key) -> None:
        self._above[self.head(one)] = self.head(other)
