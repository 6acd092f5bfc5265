"""Which item of one model is which of another: by id, then by title, evidence by what it says.

The same pairs come out whichever model is first, and no item is in two of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Literal

from msgspec import Struct

from impactmap.comparison.likeness import pairs, words
from impactmap.model import ENTITIES, Entity, Evidence, Model
from impactmap.model.grammar import rules

By = Literal["id", "title", "place"]


class Pair(Struct, frozen=True):
    """One item in both models, and what it was known by: its id, its title, or (evidence) the item it stands under."""

    first: Entity
    second: Entity
    by: By


class Alignment(Struct, frozen=True, dict=True):
    """Pairs in the order of the first model, and what only one model has, in its own order."""

    pairs: tuple[Pair, ...]
    only_first: tuple[Entity, ...]
    only_second: tuple[Entity, ...]

    @cached_property
    def forth(self) -> Mapping[str, str]:
        """Ids of the first model to those of the second."""
        return {pair.first.id: pair.second.id for pair in self.pairs}

    @cached_property
    def back(self) -> Mapping[str, str]:
        """Ids of the second model to those of the first."""
        return {pair.second.id: pair.first.id for pair in self.pairs}


def align(first: Model, second: Model) -> Alignment:
    """Pairs the items of two models.

    Items of one kind are the same when they have the same id, else when their titles are alike. What is left over
    then may have changed its kind: an item with the very title that one of another kind has in the other model.
    """
    left, right = _of_kinds(first), _of_kinds(second)
    found: list[Pair] = []
    rest_left: list[Entity] = []
    rest_right: list[Entity] = []
    for kind in ENTITIES:
        if kind == Evidence.entity:
            continue
        by_id, some, others = _by(left[kind], right[kind], lambda item: item.id, "id")
        by_title, some, others = _by_title(some, others)
        found += by_id + by_title
        rest_left += some
        rest_right += others
    crossed, rest_left, rest_right = _crossed(rest_left, rest_right)
    found += crossed
    evidence = [pair for above in found for pair in _evidence(above)]
    found += evidence
    both = {id(pair.first): pair for pair in found}
    known = {id(pair.second) for pair in found}
    return Alignment(
        tuple(both[id(item)] for item in first.walk() if id(item) in both),
        tuple(item for item in first.walk() if id(item) not in both),
        tuple(item for item in second.walk() if id(item) not in known),
    )


def _of_kinds(model: Model) -> Mapping[str, list[Entity]]:
    found: dict[str, list[Entity]] = defaultdict(list)
    for item in model.walk():
        found[item.entity].append(item)
    return found


_Split = tuple[list[Pair], list[Entity], list[Entity]]


def _by(left: Sequence[Entity], right: Sequence[Entity], key: Callable[[Entity], Hashable], by: By) -> _Split:
    """Pairs of items with the same key, the first with the first of several, and what is left of both sides."""
    places: dict[Hashable, list[Entity]] = defaultdict(list)
    for item in reversed(right):
        places[key(item)].append(item)
    found, rest = list[Pair](), list[Entity]()
    for item in left:
        others = places.get(key(item))
        if others:
            found.append(Pair(item, others.pop(), by))
        else:
            rest.append(item)
    taken = {id(pair.second) for pair in found}
    return found, rest, [item for item in right if id(item) not in taken]


def _by_title(left: Sequence[Entity], right: Sequence[Entity]) -> _Split:
    places = pairs([item.title for item in left], [item.title for item in right])
    one, other = {i for i, _ in places}, {j for _, j in places}
    return (
        [Pair(left[i], right[j], "title") for i, j in places],
        [item for i, item in enumerate(left) if i not in one],
        [item for j, item in enumerate(right) if j not in other],
    )


def _crossed(left: Sequence[Entity], right: Sequence[Entity]) -> _Split:
    """Items that became another kind of thing: a need that turned out to be a cause."""
    some = [item for item in left if words(item.title)]
    others = [item for item in right if words(item.title)]
    found, _, _ = _by(some, others, lambda item: words(item.title), "title")
    one, other = {id(pair.first) for pair in found}, {id(pair.second) for pair in found}
    return (
        found,
        [item for item in left if id(item) not in one],
        [item for item in right if id(item) not in other],
    )


# ---- evidence, which has neither id nor title of its own ------------------------------------------------------


def pieces(item: Entity) -> tuple[Evidence, ...]:
    found: tuple[Evidence, ...] = getattr(item, "evidence", ())
    return found


def _says(item: Entity) -> Hashable:
    """All that a piece of evidence says; its id only counts where it stands."""
    return tuple(getattr(item, rule.attribute) for rule in rules(type(item)) if rule.attribute != "id")


def _study(item: Entity) -> Hashable:
    return getattr(item, "method", ""), str(getattr(item, "collected", None) or ""), getattr(item, "stance", "")


def _method(item: Entity) -> Hashable:
    return getattr(item, "method", "")


def _evidence(above: Pair) -> Iterator[Pair]:
    """Pairs the evidence of two items that are the same: word by word, then by study, then by method."""
    left: Sequence[Entity] = pieces(above.first)
    right: Sequence[Entity] = pieces(above.second)
    for key in (_says, _study, _method):
        found, left, right = _by(left, right, key, "place")
        yield from found
