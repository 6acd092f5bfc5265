"""The opportunity solution tree: one outcome, opportunities, sub-opportunities, solutions and their tests.

After Teresa Torres: a strict tree with one outcome at the root, opportunities as customers would say them, and
tests of assumptions under the solution that they belong to. A gain, or the metric that it moves, becomes the
outcome; the needs that lead to it become opportunities, their causes sub-opportunities. The tree that is drawn
is the strongest one that the facts allow: only what leads to the outcome stands in it, and what it has no
slot for is named under it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from impactmap import chain
from impactmap.diagnostics import UsageError
from impactmap.geometry import Direction
from impactmap.graph import Badge, Card, Fact, Graph, Lane, Link
from impactmap.model import Entity, Gain, Metric, Model, Trial
from impactmap.portrait import count, legend, portrait, quoted, subtitle

NAME = "opportunity-tree"
DOC = "one outcome, opportunities, solutions, tests: the business-first tree from the same facts"
DIRECTION: Direction = "down"
ROOTED = True
LENS = "Opportunity solution tree"


def applies(model: Model) -> bool:
    return bool(model.gains and (model.needs or model.solutions))


def variants(model: Model) -> tuple[str, ...]:
    """A tree for every gain, the one that surfaces most first."""
    best = _strongest(model)
    return (best.id, *(gain.id for gain in model.gains if gain is not best)) if best else ("",)


def graph(model: Model, direction: Direction = DIRECTION, outcome: str = "") -> Graph:
    """The tree under one outcome: a gain or metric by id or title, by default the gain that surfaces most needs."""
    root = _choose(model, outcome)
    tree = _grow(model, root)
    target = _target(tree)
    path = tree.path(target) if target else []
    cards = [_card(model, tree, node, path) for node in tree.nodes]
    lanes = _lanes(model, tree)
    links = [Link((parent,), (child,), emphasis=child in path) for child, parent in tree.parents.items()]
    # Reading order goes by rows; within one, by the parents' order, so that siblings stand together.
    cards.sort(key=lambda card: card.rank)
    return Graph(
        view=NAME,
        key=f"{NAME}.{root.id}",
        lens=LENS,
        title=model.title,
        subtitle=subtitle(f"{LENS} for {quoted(root.title)}", model),
        preface="",
        direction=direction,
        lanes=lanes,
        cards=tuple(cards),
        links=tuple(links),
        legend=legend(cards, path="path to the target opportunity" if len(path) > 1 else ""),
        summary=_summary(tree),
        lost=tuple(_lost(model, root, tree)),
        compact=True,
        stacked=True,
    )


# ---- the root -----------------------------------------------------------------------------------------------


def _choose(model: Model, outcome: str) -> Gain | Metric:
    if outcome:
        return chain.outcome(model, outcome)
    best = _strongest(model)
    if best:
        return best
    for role in ("north star", "top KPI"):
        for metric in model.metrics:
            if metric.role == role:
                return metric
    raise UsageError(
        "an opportunity tree needs an outcome at its root, and this map has neither a gain nor a top metric"
    )


def _strongest(model: Model) -> Gain | None:
    """The gain whose tree has most in it: needs first, then causes; of equals, the first in the spec."""
    reach = chain.reach(model)
    needs, causes = {n.id for n in model.needs}, {c.id for c in model.causes}

    def weight(gain: Gain) -> tuple[int, int]:
        behind = reach.all_back([gain.id])
        return len(behind & needs), len(behind & causes)

    return max(model.gains, key=weight, default=None)


# ---- the tree ---------------------------------------------------------------------------------------------


@dataclass
class _Tree:
    """Nodes in the order that they were hung, parents by child, and further parents that a strict tree cannot show."""

    root: Entity
    stands_for: tuple[str, ...] = ()
    ranks: dict[str, int] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    also: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    solutions_rank: int = 0

    @property
    def nodes(self) -> list[Entity]:
        return list(self.entities.values())

    def hang(self, entity: Entity, parent: str, rank: int) -> None:
        if entity.id in self.entities:
            if self.parents.get(entity.id) != parent:
                self.also[entity.id].append(parent)
            return
        self.entities[entity.id] = entity
        self.ranks[entity.id] = rank
        if parent:
            self.parents[entity.id] = parent

    def path(self, node: str) -> list[str]:
        """From the root to a node."""
        steps = [node]
        while steps[-1] in self.parents:
            steps.append(self.parents[steps[-1]])
        return steps[::-1]


def _grow(model: Model, root: Gain | Metric) -> _Tree:
    reach = chain.reach(model)
    tree = _Tree(root, stands_for=_stands_for(model, root))
    behind = reach.all_back(tree.stands_for)
    tree.hang(root, "", 0)
    for need in model.needs:
        if need.id in behind:
            tree.hang(need, root.id, 1)
    _hang_causes(model, tree, reach, behind)
    tree.solutions_rank = 1 + max(1, *tree.ranks.values())
    trials = chain.trials(model)
    for solution in model.solutions:
        for parent in solution.addresses:
            if parent in tree.entities:
                tree.hang(solution, parent, tree.solutions_rank)
        if solution.id in tree.entities:
            for trial in trials[solution.id]:
                tree.hang(trial, solution.id, tree.solutions_rank + 1)
    return _in_order(tree)


def _stands_for(model: Model, root: Gain | Metric) -> tuple[str, ...]:
    """The gains whose needs are opportunities: the root itself, or those that move it or what it is made of."""
    if isinstance(root, Gain):
        return (root.id,)
    fed = chain.feeds(model, root)
    return tuple(gain.id for gain in model.gains if gain.metric in fed)


def _hang_causes(model: Model, tree: _Tree, reach: chain.Reach, behind: set[str]) -> None:
    """Hangs the causes on the way to the outcome; one that lies deeper is part of it, as to mend it mends the other."""
    causes = {cause.id: cause for cause in model.causes}
    on_way = reach.all_ahead(behind & causes.keys())
    depth = chain.depths(model.causes, reach.back)
    for cause in sorted((causes[c] for c in causes if c in on_way), key=lambda c: depth[c.id]):
        for parent in reach.back.get(cause.id, ()):
            if parent in tree.entities:
                tree.hang(cause, parent, tree.ranks[parent] + 1)


def _in_order(tree: _Tree) -> _Tree:
    """The same tree with its nodes in the order of a walk, so that each row has its siblings together."""
    children: Mapping[str, list[str]] = defaultdict(list)
    for child, parent in tree.parents.items():
        children[parent].append(child)
    order, todo = [], [tree.root.id]
    while todo:
        node = todo.pop()
        order.append(node)
        todo += reversed(children[node])
    tree.entities = {node: tree.entities[node] for node in order}
    tree.parents = {node: tree.parents[node] for node in order if node in tree.parents}
    return tree


def _target(tree: _Tree) -> str:
    """The opportunity that the team has chosen: the first whose status says `target`. Nobody's choice is made up."""
    opportunities = (node for node in tree.nodes if node.entity in ("need", "cause"))
    return next((node.id for node in opportunities if node.status.casefold() == "target"), "")


# ---- drawing it -------------------------------------------------------------------------------------------

_PARTS = {"need": "opportunity", "cause": "opportunity", "gain": "outcome", "metric": "outcome"}
_NOUNS = {"need": "opportunity", "cause": "sub-opportunity", "gain": "outcome", "metric": "outcome"}


def _card(model: Model, tree: _Tree, entity: Entity, path: list[str]) -> Card:
    card = portrait(model, entity)
    also = tree.also.get(entity.id, [])
    badges, facts = card.badges, card.facts
    if also:
        badges = (*badges, Badge(f"also under {count(len(also), 'other')}", "more"))
        facts = (*facts, *(Fact("Also under", tree.entities[other].title) for other in also))
    return replace(
        card,
        kind=_PARTS.get(entity.entity, card.kind),
        noun=_NOUNS.get(entity.entity, card.noun),
        rank=tree.ranks[entity.id],
        strong=entity is tree.root,
        emphasis=len(path) > 1 and entity.id in path,
        badges=badges,
        facts=facts,
    )


def _lanes(model: Model, tree: _Tree) -> tuple[Lane, ...]:
    ranks = set(tree.ranks.values())
    solutions = tree.solutions_rank
    lanes = [
        Lane("gain", "Outcome", "what the business wants to move", 0, 0),
        Lane("need", "Opportunities", "what customers need", 1, 1, "no need leads to this outcome"),
    ]
    if solutions > 2:
        lanes.append(Lane("cause", "Sub-opportunities", "why the need goes unmet", 2, solutions - 1))
    lanes.append(Lane("solution", "Solutions", "what could be done", solutions, solutions, "no solution named yet"))
    if solutions + 1 in ranks:
        lanes.append(Lane("test", "Tests", "what has to be true", solutions + 1, solutions + 1))
    return tuple(lanes)


def _summary(tree: _Tree) -> str:
    kinds = [node.entity for node in tree.nodes]
    tested = {tree.parents[node.id] for node in tree.nodes if node.entity == "test"}
    parts = [count(kinds.count("need"), "opportunity")]
    if "solution" in kinds:
        solutions = kinds.count("solution")
        parts.append(f"{len(tested)} of {count(solutions, 'solution')} with a test")
    return " · ".join(parts)


def _lost(model: Model, root: Entity, tree: _Tree) -> Iterable[str]:
    """What this lens has no slot for, or this outcome no place for: each kind in a sentence, by title."""
    if model.harms:
        yield _named("No slot in this lens for", "business harm", model.harms)
    tests = [entity for entity in model.walk() if isinstance(entity, Trial)]
    outside: tuple[tuple[str, str, Iterable[Entity]], ...] = (
        ("This outcome does not surface", "customer need", model.needs),
        ("This outcome does not reach", "root cause", model.causes),
        ("Serves no opportunity of this outcome:", "solution", model.solutions),
        ("Belongs to no solution in this tree:", "test", tests),
    )
    for words, noun, entities in outside:
        missing = [entity for entity in entities if entity.id not in tree.entities]
        if missing:
            yield _named(words, noun, missing)
    others = [gain for gain in model.gains if gain.id not in (root.id, *tree.stands_for)]
    if others:
        yield _named("One outcome at a time; left out:", "other gain", others)


MOST_NAMED = 4
MOST_LETTERS = 72  # of one title


def _named(words: str, noun: str, entities: Iterable[Entity]) -> str:
    titles = [entity.title for entity in entities]
    shown = [quoted(_short(title)) for title in titles[:MOST_NAMED]]
    if len(titles) > MOST_NAMED:
        shown.append(f"and {len(titles) - MOST_NAMED} more")
    return f"{words} {count(len(titles), noun)}: {', '.join(shown)}."


def _short(title: str) -> str:
    """A title cut at a word where it is long: the line under the tree only names what stands in other lenses."""
    if len(title) <= MOST_LETTERS:
        return title
    cut = title[:MOST_LETTERS]
    return (cut.rsplit(" ", 1)[0] if " " in cut[MOST_LETTERS // 2 :] else cut) + "…"
