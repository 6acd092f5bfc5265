"""Which things several maps speak of: the same metric, cause, team, need or actor, by what they are called."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from msgspec import Struct

from impactmap.build.about import Kind, Thing

KINDS: tuple[Kind, ...] = ("metric", "cause", "team", "need", "actor")
"""What maps may share, in the order in which it is told: what one asks for first comes first."""

_FEW = 64
"""So many maps are counted one by one; above that, a thing keeps its maps as the bits of one number."""

_NUMBERED = re.compile(r"[^\W\d]{0,12}[-_.]?\d+")
"""`c1`, `need-2`, `7`: an id that only numbers the things of its own map, and says nothing beside another map's."""


class Shared(Struct, frozen=True):
    """A thing in two maps or more. `name` is its folded title; `maps` are places in the list of maps, in order."""

    kind: Kind
    name: str
    title: str
    maps: tuple[int, ...]


class Namesake(Struct, frozen=True):
    """An id that means one thing here and another there, to judge by their titles: whoever reads them knows.

    `titles` are two or more, each with the places of its maps in order: those of most maps first.
    """

    kind: Kind
    id: str
    titles: tuple[tuple[str, tuple[int, ...]], ...]


class Tie(Struct, frozen=True):
    """What one map has in common with others: so many things of a kind, with so many other maps."""

    kind: Kind
    things: int
    maps: int


def shared(maps: Sequence[Iterable[Thing]]) -> tuple[Shared, ...]:
    """The things that two maps or more have: kinds in the order of `KINDS`, those in most maps first.

    Two things of a kind are the same when their titles are, but for letter case, spaces and a full stop; ids are the
    business of each map. A thing without a title is called by its id.
    """
    having = _by_title((place, thing) for place, things in enumerate(maps) for thing in things)
    found = (
        Shared(kind, name, _most_common(titles), places)
        for (kind, name), (titles, places) in having.items()
        if len(places) > 1
    )
    return tuple(sorted(found, key=lambda one: (KINDS.index(one.kind), -len(one.maps), one.name)))


def namesakes(maps: Sequence[Iterable[Thing]]) -> tuple[Namesake, ...]:
    """The ids under which several maps have things of one kind with different titles, in the order of `shared`.

    An id that only numbers is none, and neither is one that all of these titles give by themselves: nobody chose it.
    """
    having: dict[tuple[Kind, str], list[tuple[int, Thing]]] = defaultdict(list)
    for place, things in enumerate(maps):
        for thing in things:
            if thing.id and not _NUMBERED.fullmatch(thing.id):
                having[thing.kind, thing.id].append((place, thing))
    found = []
    for (kind, identifier), placed in having.items():
        if placed[0][0] == placed[-1][0]:
            continue
        titles = [(_most_common(titles), places) for titles, places in _by_title(placed).values()]
        if len(titles) > 1 and not all(_gives(title, identifier) for title, _ in titles):
            titles.sort(key=lambda pair: (-len(pair[1]), pair[0]))
            found.append(Namesake(kind, identifier, tuple(titles)))
    return tuple(sorted(found, key=lambda one: (KINDS.index(one.kind), -_spread(one), one.id)))


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


def _by_title(placed: Iterable[tuple[int, Thing]]) -> dict[tuple[Kind, str], tuple[Counter[str], tuple[int, ...]]]:
    """By kind and folded title: how often it is written how, and the places of the maps that have it."""
    from impactmap.assemble.identity import folded

    titles: dict[tuple[Kind, str], Counter[str]] = defaultdict(Counter)
    having: dict[tuple[Kind, str], dict[int, None]] = defaultdict(dict)
    fold = cache(folded)  # what is shared is written alike in most maps
    for place, thing in placed:
        title = thing.title or thing.id
        key = thing.kind, fold(title)
        titles[key][title] += 1
        having[key][place] = None
    return {key: (written, tuple(having[key])) for key, written in titles.items()}


def _most_common(titles: Counter[str]) -> str:
    """As most write it; of several, the first of the alphabet."""
    return min(titles.items(), key=lambda pair: (-pair[1], pair[0]))[0]


def _spread(one: Namesake) -> int:
    return sum(len(places) for _, places in one.titles)


def _gives(title: str, identifier: str) -> bool:
    """Whether a title without an id of its own is given this one."""
    from impactmap.assemble.identity import folded, slug

    return folded(slug(title)) == identifier


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
