"""The metric tree: north star and top KPI side by side, what they are made of, and the inputs that both may share.

After Itamar Gilad: a north star that measures the value delivered to customers is paired with a top business KPI
that measures the value captured, and their input metrics are looked for levers that lift both. A shared metric is
drawn once, so it is no tree in the strict sense. Formulas are arithmetic; what is only supposed to move something is
drawn apart from them. Guards after the counter-metrics of "WTF is your metric doing to your customers?".
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Literal

from msgspec.structs import replace

from impactmap import chain
from impactmap.formulas import TOPS, formulas, joint, tops
from impactmap.geometry import Direction
from impactmap.graph import Card, Graph, Joint, Key, Lane, Link
from impactmap.model import Model
from impactmap.portrait import count, quoted, subtitle
from impactmap.sheet import LEVERS, Sheet, guarded_by
from impactmap.trees import left_out, no_slot

NAME = "metric-tree"
DOC = "north star and top KPI, the formulas that make them, and which inputs lift both"
DIRECTION: Direction = "down"
ROOTED = False
LENS = "Metric tree"
MOST_ABREAST = 8  # inputs in one row; where there are more,
ABREAST = 6  # so many, which leaves room for the lines to the rows below
MOST_NAMED = 2  # inputs to move down, in the line that sums up

_SIGNS = {"-": "−"}


def applies(model: Model) -> bool:
    return any(metric.formula.strip() or metric.role in TOPS for metric in model.metrics)


def variants(model: Model) -> tuple[str, ...]:
    return ("",)


def graph(model: Model, direction: Direction = DIRECTION, outcome: str = "") -> Graph:
    """Both trees in one; `outcome` has no say here."""
    tree = _Tree(model)
    return Graph(
        view=NAME,
        key=NAME,
        lens=LENS,
        title=model.title,
        subtitle=subtitle(LENS, model),
        preface="",
        direction=direction,
        lanes=tree.lanes(),
        cards=tuple(tree.cards()),
        links=tuple(tree.links()),
        legend=(Key("influence", "supposed to move it: no formula says so"),) if tree.influences else (),
        summary=tree.summary(),
        lost=tuple(tree.lost()),
        sides=("Part of", "Made of"),
    )


class _Tree:
    """The metrics in rows: what is made of the tops, the tops, what these are made of, and the inputs."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.metrics = {metric.id: metric for metric in model.metrics}
        self.formulas = formulas(model)
        self.tops = tops(model, self.formulas)
        self.ledger = Sheet(model)
        named = [top.id for top in self.tops]
        crown = self.formulas.crown(named)
        # What is made of a top tells what becomes of it: the KPI goes up, and the value down.
        self.above = self._made_of(named) - crown
        inside = self.formulas.under([*named, *self.above])
        # What is only supposed to move one of them stands beside the inputs, whatever it is made of itself.
        self.parts = {metric: parts for metric, parts in self.formulas.parts.items() if metric in inside}
        inside |= _movers(model, inside)
        below = [metric.id for metric in model.metrics if metric.id in inside - crown - self.above]
        inputs = sorted((one for one in below if not self.parts.get(one)), key=self.ledger.side)
        order = [top.id for top in self.tops]
        order[1:1] = [metric.id for metric in model.metrics if metric.id in crown.difference(order)]
        self.ranks = self._depths([metric.id for metric in model.metrics if metric.id in self.above], 0)
        self.ranks |= self._depths(order, 1 + max(self.ranks.values(), default=-1))
        self.rows = [1 + max(self.ranks.values(), default=0)]  # where the lanes under the tops begin
        self.ranks |= self._depths([one for one in below if self.parts.get(one)], self.rows[0])
        self.rows.append(max(self.rows[0], 1 + max(self.ranks.values(), default=0)))
        rows = self._abreast(inputs)
        self.ranks |= {one: self.rows[1] + row for row, members in enumerate(rows) for one in members}
        self.inputs = inputs
        self.deepest = self.rows[1] + max(0, len(rows) - 1)
        self.influences = [one for one in model.influences if one.from_ != one.to and {one.from_, one.to} <= inside]

    def _depths(self, column: Iterable[str], first: int) -> dict[str, int]:
        """The row of each metric: as far under `first` as its longest way from those that it goes into."""
        metrics = [self.metrics[one] for one in column]
        depth = chain.depths(metrics, self.formulas.uses)
        return {metric.id: first + depth[metric.id] for metric in metrics}

    def _made_of(self, tops: list[str]) -> set[str]:
        """What is made of a top. What only watches a metric, as a guard or for health, is in no tree."""
        watching = {counter.metric for counter in self.model.counter_metrics}
        watching |= {metric.id for metric in self.model.metrics if metric.role in ("counter", "health")}
        found: set[str] = set()
        todo = list(tops)
        while todo:
            for use in self.formulas.uses.get(todo.pop(), ()):
                if use not in found and use not in watching:
                    found.add(use)
                    todo.append(use)
        return found

    def _abreast(self, inputs: list[str]) -> list[list[str]]:
        """The inputs in rows that can be read: those of the same formulas stay together, in rows about as long."""
        if len(inputs) <= MOST_ABREAST:
            return [inputs] if inputs else []
        families: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for one in inputs:
            families[self.formulas.uses.get(one, ())].append(one)
        rows: list[list[str]] = []
        for family in families.values():
            if rows and len(rows[-1]) + len(family) <= ABREAST:
                rows[-1] += family
                continue
            count_of_rows = -(-len(family) // ABREAST)
            ends = [len(family) * row // count_of_rows for row in range(count_of_rows + 1)]
            rows += [family[start:end] for start, end in pairwise(ends)]
        return rows

    def cards(self) -> Iterator[Card]:
        named = {top.id for top in self.tops}
        for metric, rank in sorted(self.ranks.items(), key=lambda item: item[1]):
            card = self.ledger.card(self.metrics[metric], self.formulas.in_words(self.model, metric))
            yield replace(card, rank=rank, strong=metric in named)

    def links(self) -> Iterator[Link]:
        """A link for every formula, then one for every influence, from the upper row to the lower."""
        for metric in self.ranks:
            if targets := self.parts.get(metric):
                yield Link((metric,), targets, joint=joint(self.formulas.expressions[metric]))
        for one in self.influences:
            words = [_SIGNS.get(one.sign, one.sign), one.confidence or "assumed"]
            text = " ".join(filter(None, words)) + (f", {one.lag} lag" if one.lag else "")
            turned = self.ranks[one.from_] > self.ranks[one.to]
            upper, lower = (one.to, one.from_) if turned else (one.from_, one.to)
            arrow: Literal["source", "target"] = "source" if turned else "target"
            yield Link((upper,), (lower,), joint=Joint(text, "influence"), arrow=arrow, faint=True)

    # ---- around it --------------------------------------------------------------------------------------

    def lanes(self) -> tuple[Lane, ...]:
        made, inputs = self.rows
        heading, caption = _CROWNS[frozenset(top.role for top in self.tops) & frozenset(TOPS)]
        caption += "; above it, what is made of it" if self.above else ""
        lanes = [Lane("gain", heading, caption, 0, made - 1, "no metric named yet")]
        if made < inputs:
            lanes.append(Lane("gain", "Made of", "what the formulas give on the way", made, inputs - 1))
        lanes.append(Lane("gain", "Inputs", "what teams can move", inputs, self.deepest, "no input named yet"))
        return tuple(lanes)

    def summary(self) -> str:
        """How the inputs pull; where value delivered brings the business nothing, it is said."""
        missing = [role for role in TOPS if all(top.role != role for top in self.tops)]
        if missing:
            lone = f"no {' and no '.join(missing)} named: value delivered and value captured are not paired"
            return " · ".join((lone, *self._broken()))
        kinds = {one: self.ledger.kind(one) for one in self.inputs}
        found = Counter(kinds.values())
        parts = [f"{found['lifts-both'] or 'none'} of {count(len(kinds), 'input')} lift{_s(found['lifts-both'])} both"]
        parts += [f"{found[kind]} {words}" for kind, words in LEVERS.items() if found[kind] and kind != "lifts-both"]
        parts += [f"{found['']} not known"] if found[""] else []
        falling = [quoted(self.metrics[one].title) for one in kinds if self.ledger.falls(one)]
        if falling:
            more = [f"{len(falling) - MOST_NAMED} more"] if len(falling) > MOST_NAMED else []
            parts.append(f"by moving down: {', '.join((*falling[:MOST_NAMED], *more))}")
        idle = [self.metrics[one].title for one, kind in kinds.items() if kind == "value-only"]
        if idle:
            who = f"{quoted(idle[0])} moves" if len(idle) == 1 else f"{len(idle)} inputs of value delivered move"
            parts.append(f"{who} the top KPI by nothing")
        parts = parts if kinds else ["no input named yet"]
        return " · ".join((*parts, *self._counted_against(), *self._broken()))

    def _counted_against(self) -> Iterator[str]:
        """Where a map names several tops of a role, the one that levers are told by."""
        roles = [top.role for top in self.tops]
        judges = [top for at, top in enumerate(self.tops) if top.role not in roles[:at] and roles.count(top.role) > 1]
        if judges:
            yield f"levers are counted against {' and '.join(quoted(top.title) for top in judges)}"

    def _broken(self) -> Iterator[str]:
        """How many of the guards that stand here are broken today."""
        broken = self.ledger.guards.broken(one for metric in self.ranks for one in self.ledger.guarding.get(metric, ()))
        if broken:
            yield f"{count(broken, 'guard')} broken today"

    def lost(self) -> Iterator[str]:
        """What this lens has no slot for, and the metrics that stand in neither tree."""
        model = self.model
        guards = [counter for counter in model.counter_metrics if self.ranks.keys() & guarded_by(model, counter)]
        shown = self.ranks.keys() | {counter.metric for counter in guards}
        strays = [metric for metric in model.metrics if metric.id not in shown]
        watched = [metric for metric in strays if metric.role in ("counter", "health")]
        idle = [counter for counter in model.counter_metrics if counter not in guards]
        apart = [one for one in model.influences if one not in self.influences]
        neither = "Feeds neither top:" if len(self.tops) == 2 else "Feeds no top metric:"
        yield from left_out(neither, "metric", (metric for metric in strays if metric not in watched))
        yield from left_out("Watched, and guards nothing here:", "metric", watched)
        yield from left_out("Guards nothing that stands here:", "counter-metric", idle)
        yield from left_out("Joins nothing that stands here:", "influence", apart)
        yield from no_slot(model.needs, model.causes, model.harms, model.solutions)


_CROWNS = {
    frozenset(TOPS): (
        "North star and top KPI",
        "value delivered to customers, and value captured for the business",
    ),
    frozenset(TOPS[:1]): ("North star", "value delivered to customers; no top KPI says what is captured"),
    frozenset(TOPS[1:]): ("Top KPI", "value captured for the business; no north star says what is delivered"),
    frozenset[str](): ("On top", "made of the others; neither a north star nor a top KPI is named"),
}


def _movers(model: Model, inside: set[str]) -> set[str]:
    """The metrics that are supposed to move one of those inside, directly or through others."""
    back: dict[str, list[str]] = defaultdict(list)
    metrics = {metric.id for metric in model.metrics}
    for one in model.influences:
        if one.from_ in metrics:
            back[one.to].append(one.from_)
    found: set[str] = set()
    todo = list(inside)
    while todo:
        found |= (new := set(back.get(todo.pop(), ())) - found - inside)
        todo += sorted(new)
    return found


def _s(number: int) -> str:
    return "" if number > 1 else "s"
