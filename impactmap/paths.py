"""Evidence that travels: a path need → cause → harm → gain is as strong as its weakest link.

A path starts at a fact with nothing behind it, a need as a rule, and ends at a gain (where a map has no gains: at
its last column). It is researched end to end when no fact on it is assumed; see `impactmap.chain.is_assumed`. So a
fact may stand by itself and yet be shaky: every way to it leads through something that is assumed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Literal

from msgspec import Struct

from impactmap import chain
from impactmap.model import Entity, Model

Standing = Literal["researched", "assumed", "shaky"]


class Tally(Struct, frozen=True):
    """So many paths, and how many of them are researched end to end."""

    total: int
    researched: int


class Paths:
    """All paths of a model, counted, never listed: a map of shared connectors has millions."""

    def __init__(self, model: Model) -> None:
        columns: tuple[tuple[Entity, ...], ...] = (model.needs, model.causes, model.harms, model.gains)
        self.facts = {fact.id: fact for column in columns for fact in column}
        self.assumed = {fact.id for fact in self.facts.values() if chain.is_assumed(model, fact)}
        self.reach = chain.reach(model)
        self.ends = frozenset(fact.id for fact in next((column for column in reversed(columns) if column), ()))
        self._ahead: dict[frozenset[str], Mapping[str, Tally]] = {}

    def standing(self, fact: str) -> Standing:
        """How a fact stands, after all that leads to it."""
        if fact in self.assumed:
            return "assumed"
        return "researched" if self._behind[fact].researched else "shaky"

    def through(self, fact: str, ends: Collection[str] = ()) -> Tally:
        """The paths through a fact to these ends, by default to all."""
        wanted = frozenset(ends) & self.ends or self.ends
        if wanted not in self._ahead:
            self._ahead[wanted] = self._counted(self.reach.ahead, wanted)
        ahead, behind = self._ahead[wanted][fact], self._behind[fact]
        # The fact itself is counted on both sides.
        return Tally(behind.total * ahead.total, 0 if fact in self.assumed else behind.researched * ahead.researched)

    @cached_property
    def tally(self) -> Tally:
        """All paths from end to end."""
        counts = [self._behind[end] for end in self.ends]
        return Tally(sum(count.total for count in counts), sum(count.researched for count in counts))

    def behind(self, fact: str, some: Iterable[Entity]) -> int:
        """How many of these facts lead to a fact, itself counted, too."""
        return (self._all_behind[fact] & sum(self._bits[one.id] for one in some)).bit_count()

    def doubts(self, fact: str) -> Iterator[Entity]:
        """The assumed facts on the paths through a fact, in the order of the spec; itself, too."""
        left = self._doubts_behind & self._all_behind[fact] | self._doubts_ahead[fact]
        order = tuple(self.facts.values())
        while left and self.through(fact).total:
            lowest = left & -left
            yield order[lowest.bit_length() - 1]
            left ^= lowest

    # Sets of facts are kept as bits, one for each fact: joining them takes no time even where all hangs on all.

    @cached_property
    def _bits(self) -> Mapping[str, int]:
        return {fact: 1 << i for i, fact in enumerate(self.facts)}

    @cached_property
    def _all_behind(self) -> Mapping[str, int]:
        return self._gathered(self.reach.back, self._bits)

    @cached_property
    def _doubts_behind(self) -> int:
        return sum(self._bits[fact] for fact in self.assumed)

    @cached_property
    def _doubts_ahead(self) -> Mapping[str, int]:
        """What is assumed ahead of each fact, on a path: what leads to no end is on none."""
        return self._gathered(
            self.reach.ahead, {fact: self._bits[fact] for fact in self.assumed if self.through(fact).total}
        )

    def _gathered(self, steps: Mapping[str, tuple[str, ...]], own: Mapping[str, int]) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for fact in self._in_order(steps):
            found[fact] = own.get(fact, 0)
            for one in steps.get(fact, ()):
                found[fact] |= found.get(one, 0)
        return found

    @cached_property
    def _behind(self) -> Mapping[str, Tally]:
        return self._counted(self.reach.back, frozenset())

    def _counted(self, steps: Mapping[str, tuple[str, ...]], ends: frozenset[str]) -> Mapping[str, Tally]:
        """For each fact the paths that begin there and follow the steps: to `ends`, or to where there are no more."""
        found: dict[str, Tally] = {}
        for fact in self._in_order(steps):
            further = [found[one] for one in steps.get(fact, ()) if one in found]
            stops = fact in ends if ends else not steps.get(fact)
            total = sum(count.total for count in further) + stops
            researched = sum(count.researched for count in further) + stops
            found[fact] = Tally(total, 0 if fact in self.assumed else researched)
        return found

    def _in_order(self, steps: Mapping[str, tuple[str, ...]]) -> list[str]:
        """The facts so that each comes after those that its steps lead to."""
        order: dict[str, None] = {}
        todo = list(self.facts)
        open_: set[str] = set()
        while todo:
            fact = todo[-1]
            missing = [one for one in steps.get(fact, ()) if one not in order and one not in open_]
            if fact in order or not missing:
                todo.pop()
                order[fact] = None
            else:
                open_.add(fact)
                todo += missing
        return list(order)
