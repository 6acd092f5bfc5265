"""Two models as one list of facts: what is in both, what changed, and what only one of them has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from impactmap import chain
from impactmap.comparison.alignment import Alignment, By, Pair, align
from impactmap.comparison.changes import Change, changes
from impactmap.model import Entity, Evidence, Model
from impactmap.model.grammar import Items, rules

Standing = Literal["only first", "only second", "moved", "re-linked", "re-worded", "changed", "same"]
"""What became of a fact, the weightiest first: a fact that has moved may be re-worded too."""
STANDINGS: tuple[Standing, ...] = get_args(Standing)

_BY_SORT: tuple[tuple[str, Standing], ...] = (
    ("kind", "moved"),
    ("place", "moved"),
    ("links", "re-linked"),
    ("words", "re-worded"),
    ("value", "changed"),
)


class Entry(Struct, frozen=True):
    """A fact and what became of it.

    `first` and `second` are the item in either model, None where it has none; `under` is the item in which a piece of
    evidence stands (of the second model where it is there), `by` what a pair was known by.
    """

    kind: str
    standing: Standing
    first: Entity | None
    second: Entity | None
    by: By | Literal[""] = ""
    changes: tuple[Change, ...] = ()
    under: Entity | None = None

    @property
    def item(self) -> Entity:
        """The item as it is now, or as it last was."""
        found = self.second or self.first
        assert found  # noqa: S101 - an entry has at least one side
        return found


class Difference(Struct, frozen=True):
    """All facts of two models in the order of the vocabulary: first what the second has, then what only the first had.

    `own` are changes of the map's own fields. `evidence` holds, by the id of what it stands under, the evidence that
    came, went or changed there. `links_gone` and `links_new` are the single links of the
    need-to-gain chain that only one model has, as ids of the model that has them. `reordered` tells whether items
    stand in another order.
    """

    first: Model
    second: Model
    alignment: Alignment
    own: tuple[Change, ...]
    entries: tuple[Entry, ...]
    evidence: Mapping[str, tuple[Entry, ...]]
    links_gone: tuple[tuple[str, str], ...]
    links_new: tuple[tuple[str, str], ...]
    reordered: bool

    @property
    def altered(self) -> tuple[Entry, ...]:
        """The entries that are not the same in both."""
        return tuple(entry for entry in self.entries if entry.standing != "same")

    @property
    def empty(self) -> bool:
        return not (self.own or self.altered)

    def of(self, *standings: Standing) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.standing in standings)


def difference(first: Model, second: Model) -> Difference:
    """Compares two models, item by item and field by field."""
    alignment = align(first, second)
    gone, new = _links(first, second, alignment)
    entries = list(_entries(first, second, alignment))
    evidence: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.under and entry.standing != "same":
            evidence[entry.under.id].append(entry)
    return Difference(
        first,
        second,
        alignment,
        changes(first, second, (first, second), alignment.forth),
        tuple(_rests_on(entry, evidence) for entry in entries),
        {under: tuple(several) for under, several in evidence.items()},
        gone,
        new,
        _reordered(alignment, second),
    )


def _entries(first: Model, second: Model, alignment: Alignment) -> Iterator[Entry]:
    by_second = {id(pair.second): pair for pair in alignment.pairs}
    depths = (_depths(first), _depths(second))
    above = (_above(first), _above(second))
    gone: dict[str, list[Entity]] = defaultdict(list)
    for item in alignment.only_first:
        gone[item.entity].append(item)
    order = list(dict.fromkeys([*(item.entity for item in second.walk()), *gone]))
    present: dict[str, list[Entity]] = defaultdict(list)
    for item in second.walk():
        present[item.entity].append(item)
    for kind in order:
        for item in present[kind]:
            pair = by_second.get(id(item))
            under = above[1].get(item.id)
            if pair is None:
                yield Entry(kind, "only second", None, item, under=under)
            else:
                yield replace(_entry(pair, (first, second), alignment.forth, depths), under=under)
        for item in gone[kind]:
            yield Entry(kind, "only first", item, None, under=above[0].get(item.id))


def _rests_on(entry: Entry, evidence: Mapping[str, list[Entry]]) -> Entry:
    """An item whose evidence is not the same has changed as well."""
    if entry.standing == "same" and entry.item.id in evidence and entry.kind != Evidence.entity:
        return replace(entry, standing="changed")
    return entry


def _entry(
    pair: Pair,
    models: tuple[Model, Model],
    forth: Mapping[str, str],
    depths: tuple[Mapping[str, int], Mapping[str, int]],
) -> Entry:
    found = changes(pair.first, pair.second, models, forth)
    sorts = {change.sort for change in found}
    standing: Standing = next((standing for sort, standing in _BY_SORT if sort in sorts), "same")
    if depths[0].get(pair.first.id) != depths[1].get(pair.second.id):
        standing = "moved"
    return Entry(pair.second.entity, standing, pair.first, pair.second, pair.by, found)


def _depths(model: Model) -> Mapping[str, int]:
    """How deep each item stands in its own column: a cause of a cause is at 1."""
    back = chain.reach(model).back
    found: dict[str, int] = {}
    for column in (model.needs, model.causes, model.harms, model.gains):
        found |= chain.depths(column, back)
    return found


def _above(model: Model) -> Mapping[str, Entity]:
    """What each piece of evidence stands under."""
    found: dict[str, Entity] = {}
    for item in model.walk():
        for rule in rules(type(item)):
            if rule.slot == Items(Evidence.entity):
                found |= {piece.id: item for piece in getattr(item, rule.attribute)}
    return found


def steps(model: Model) -> dict[tuple[str, str], None]:
    """The single links of the chain, each tie taken apart, in order."""
    return {(source, target): None for tie in chain.ties(model) for source in tie.sources for target in tie.targets}


def _links(
    first: Model, second: Model, alignment: Alignment
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    old, new = steps(first), steps(second)
    forth, back = alignment.forth, alignment.back
    gone = tuple(step for step in old if (forth.get(step[0], ""), forth.get(step[1], "")) not in new)
    come = tuple(step for step in new if (back.get(step[0], ""), back.get(step[1], "")) not in old)
    return gone, come


def _reordered(alignment: Alignment, second: Model) -> bool:
    """Whether items of one kind that are in both stand in another order."""
    places = {id(item): place for place, item in enumerate(second.walk())}
    last: dict[str, int] = {}
    for pair in alignment.pairs:
        place = places[id(pair.second)]
        if place < last.get(pair.second.entity, -1):
            return True
        last[pair.second.entity] = place
    return False
