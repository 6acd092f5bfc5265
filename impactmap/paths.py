"""Evidence that travels: a path need → cause → harm → gain is as strong as its weakest link.

A path starts at a fact with nothing behind it, a need as a rule, and ends at a gain (where a map has no gains: at
its last column). It is researched end to end when no fact on it is assumed; see `impactmap.chain.is_assumed`. So a
fact may stand by itself and yet be shaky: every way to it leads through something that is assumed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from impactmap import chain
from impactmap.model import Entity, Model

Standing = Literal["researched", "assumed", "shaky"]


@dataclass(frozen=True, slots=True)
class Tally:
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
        self.ends = {fact.id for fact in next((column for column in reversed(columns) if column), ())}

    def standing(self, fact: str) -> Standing:
        """How a fact stands, after all that leads to it."""
        if fact in self.assumed:
            return "assumed"
        return "researched" if self._behind[fact].researched else "shaky"

    def through(self, fact: str, ends: Collection[str] = ()) -> Tally:
        """The paths through a fact to these ends, by default to all."""
        ahead = self._counted(self.reach.ahead, set(ends) & self.ends or self.ends)[fact]
        behind, own = self._behind[fact], fact not in self.assumed
        # The fact itself is counted on both sides.
        return Tally(behind.total * ahead.total, behind.researched * ahead.researched if own else 0)

    @cached_property
    def tally(self) -> Tally:
        """All paths from end to end."""
        counts = [self._behind[end] for end in self.ends]
        return Tally(sum(count.total for count in counts), sum(count.researched for count in counts))

    def doubts(self, fact: str) -> tuple[Entity, ...]:
        """The assumed facts on the paths through a fact, in the order of the spec."""
        living = self.reach.all_back(self.ends)
        if fact not in living:
            return ()
        way = self.reach.all_back([fact]) | self.reach.all_ahead([fact])
        return tuple(self.facts[one] for one in self.facts if one in self.assumed & way & living)

    @cached_property
    def _behind(self) -> Mapping[str, Tally]:
        return self._counted(self.reach.back, set())

    def _counted(self, steps: Mapping[str, tuple[str, ...]], ends: set[str]) -> Mapping[str, Tally]:
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
