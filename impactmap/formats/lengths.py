"""How long lines have to be for lanes to be columns where a program of its own places the cards.

Mermaid takes no places, but lengths: a line of length 3 keeps its ends three ranks apart. When all lines are as long
as their ends are to be apart, and all cards hang together, there is one way to place them: ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

from msgspec import Struct

from impactmap.drawing.joints import Web


class Tie(Struct, frozen=True):
    """A line that nobody sees: it keeps `upper` as far before `lower` as their places say (names of nodes)."""

    upper: str
    lower: str


def places(ranks: int, web: Web) -> tuple[Sequence[int], Sequence[int]]:
    """The place of each rank of cards, and of each knot, counted along the direction from 0."""
    levels = web.levels()
    ranks = max(ranks, 1 + max(levels, default=0))
    of_ranks = list(accumulate(levels.get(rank, 0) + bool(rank) for rank in range(ranks)))
    return of_ranks, [of_ranks[knot.slot] - levels[knot.slot] + knot.level for knot in web.knots]


def ties(place: Mapping[str, int], joined: Sequence[tuple[str, str]]) -> tuple[Tie, ...]:
    """What has to be tied to the rest for every node to keep its place; `joined` are the pairs that a line joins."""
    root = {name: name for name in place}

    def find(name: str) -> str:
        while root[name] != name:
            root[name] = name = root[root[name]]
        return name

    for one, other in joined:
        if place[one] != place[other]:  # a line within a rank fixes nothing
            root[find(one)] = find(other)
    islands: dict[str, list[str]] = {}
    for name in sorted(place, key=lambda name: place[name]):
        islands.setdefault(find(name), []).append(name)
    found: list[Tie] = []
    main, *others = islands.values() or ([],)
    main = list(main)
    for island in others:
        # To the nearest place before it, as lanes are neighbours; an island that begins with all others is tied behind.
        before = [name for name in main if place[name] < place[island[0]]]
        if before:
            found.append(Tie(max(before, key=lambda name: place[name]), island[0]))
        else:
            behind = [(one, other) for one in island[:1] for other in main if place[other] > place[one]]
            behind += [(one, other) for one in main[:1] for other in island if place[other] > place[one]]
            if not behind:
                continue
            found.append(Tie(*min(behind, key=lambda pair: place[pair[1]])))
        main += island
    return tuple(found)
