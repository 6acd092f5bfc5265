"""The opportunity solution tree: one outcome, opportunities, sub-opportunities, solutions and their tests.

After Teresa Torres: a strict tree with one outcome at the root, opportunities as customers would say them, and
tests of assumptions under the solution that they belong to. A gain, or the metric that it moves, becomes the
outcome; the needs that lead to it become opportunities, their causes sub-opportunities. The tree that is drawn
is the strongest one that the facts allow: only what leads to the outcome stands in it, and what it has no
slot for is named under it.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from impactmap import chain, trees
from impactmap.geometry import Direction
from impactmap.graph import Card, Graph, Lane, Link
from impactmap.guards import Guards
from impactmap.model import Entity, Gain, Metric, Model, Trial
from impactmap.paths import Paths
from impactmap.portrait import count, legend, portrait, quoted, subtitle, travelled
from impactmap.trees import Tree, left_out

NAME = "opportunity-tree"
DOC = "one outcome, opportunities, solutions, tests: the business-first tree from the same facts"
DIRECTION: Direction = "down"
ROOTED = True
LENS = "Opportunity solution tree"


def applies(model: Model) -> bool:
    return bool(model.gains and (model.needs or model.solutions))


def variants(model: Model) -> tuple[str, ...]:
    return trees.variants(model)


def graph(model: Model, direction: Direction = DIRECTION, outcome: str = "") -> Graph:
    """The tree under one outcome: a gain or metric by id or title, by default the gain that surfaces most needs."""
    root = trees.choose(model, outcome, "an opportunity tree")
    tree = _grow(model, root)
    target = _target(tree)
    path = tree.path(target) if target else []
    # Reading order goes by rows; within one, by the parents' order, so that siblings stand together.
    paths, ends = Paths(model), trees.stands_for(model, root)
    guards = Guards(model)
    drawn = (travelled(paths, _card(model, guards, tree, node, path), ends) for node in tree.nodes)
    cards = sorted(drawn, key=lambda card: card.rank)
    return Graph(
        view=NAME,
        key=f"{NAME}.{root.id}",
        lens=LENS,
        title=model.title,
        subtitle=subtitle(f"{LENS} for {quoted(root.title)}", model),
        preface="",
        direction=direction,
        lanes=_lanes(tree, "no solution addresses these" if model.solutions else "no solution named yet"),
        cards=tuple(cards),
        links=tuple(Link((parent,), (child,), emphasis=child in path) for child, parent in tree.parents.items()),
        legend=legend(cards, path="path to the target opportunity" if len(path) > 1 else ""),
        summary=_summary(tree),
        lost=tuple(_lost(model, root, tree)),
        compact=True,
        stacked=True,
    )


# ---- the tree -----------------------------------------------------------------------------------------------


def _grow(model: Model, root: Gain | Metric) -> Tree:
    reach = chain.reach(model)
    tree = Tree(root)
    behind = reach.all_back(trees.stands_for(model, root))
    for need in model.needs:
        if need.id in behind:
            tree.hang(need, root.id, 1)
    _hang_causes(model, tree, reach, behind)
    solutions = _solutions_rank(tree)
    trials = chain.trials(model)
    for solution in model.solutions:
        for parent in solution.addresses:
            if parent in tree.entities:
                tree.hang(solution, parent, solutions)
        if solution.id in tree.entities:
            for trial in trials[solution.id]:
                tree.hang(trial, solution.id, solutions + 1)
    tree.arrange()
    return tree


def _hang_causes(model: Model, tree: Tree, reach: chain.Reach, behind: set[str]) -> None:
    on_way = trees.on_the_way(model, reach, behind)
    depth = chain.depths(model.causes, reach.back)
    for cause in sorted((cause for cause in model.causes if cause.id in on_way), key=lambda c: depth[c.id]):
        for parent in reach.back.get(cause.id, ()):
            if parent in tree.entities:
                tree.hang(cause, parent, tree.ranks[parent] + 1)


def _solutions_rank(tree: Tree) -> int:
    """The row under all opportunities."""
    return 1 + max(1, *(tree.ranks[node.id] for node in tree.nodes if _PARTS.get(node.entity)))


def _target(tree: Tree) -> str:
    """The opportunity that the team has chosen: the first whose status says `target`. Nobody's choice is made up."""
    opportunities = (node for node in tree.nodes if node.entity in ("need", "cause"))
    return next((node.id for node in opportunities if node.status.casefold() == "target"), "")


# ---- drawing it -------------------------------------------------------------------------------------------

_PARTS = {"need": "opportunity", "cause": "opportunity", "gain": "outcome", "metric": "outcome"}
_NOUNS = {"need": "opportunity", "cause": "sub-opportunity", "gain": "outcome", "metric": "outcome"}


def _card(model: Model, guards: Guards, tree: Tree, entity: Entity, path: list[str]) -> Card:
    card = tree.place(guards.marked(portrait(model, entity), entity))
    return replace(
        card,
        kind=_PARTS.get(entity.entity, card.kind),
        noun=_NOUNS.get(entity.entity, card.noun),
        emphasis=len(path) > 1 and entity.id in path,
    )


def _lanes(tree: Tree, unsolved: str) -> tuple[Lane, ...]:
    """The rows; `unsolved` is said where no solution stands in the tree."""
    ranks = set(tree.ranks.values())
    solutions = _solutions_rank(tree)
    lanes = [
        Lane("gain", "Outcome", "what the business wants to move", 0, 0),
        Lane("need", "Opportunities", "what customers need", 1, 1, "no need leads to this outcome"),
    ]
    if solutions > 2:
        lanes.append(Lane("cause", "Sub-opportunities", "why the need goes unmet", 2, solutions - 1))
    lanes.append(Lane("solution", "Solutions", "what could be done", solutions, solutions, unsolved))
    if solutions + 1 in ranks:
        lanes.append(Lane("test", "Tests", "what has to be true", solutions + 1, solutions + 1))
    return tuple(lanes)


def _summary(tree: Tree) -> str:
    kinds = [node.entity for node in tree.nodes]
    tested = {tree.parents[node.id] for node in tree.nodes if node.entity == "test"}
    parts = [count(kinds.count("need"), "opportunity")]
    if "solution" in kinds:
        solutions = kinds.count("solution")
        parts.append(f"{len(tested)} of {count(solutions, 'solution')} with a test")
    return " · ".join(parts)


def _lost(model: Model, root: Gain | Metric, tree: Tree) -> Iterable[str]:
    """What this lens has no slot for, or this outcome no place for: each kind in a sentence, by title."""
    yield from left_out("No slot in this lens for", "business harm", model.harms)
    tests = [entity for entity in model.walk() if isinstance(entity, Trial)]
    outside: tuple[tuple[str, str, Iterable[Entity]], ...] = (
        ("This outcome does not surface", "customer need", model.needs),
        ("This outcome does not reach", "root cause", model.causes),
        ("Serves no opportunity of this outcome:", "solution", model.solutions),
        ("Belongs to no solution in this tree:", "test", tests),
    )
    for words, noun, entities in outside:
        yield from left_out(words, noun, (entity for entity in entities if entity.id not in tree.entities))
    shown = (root.id, *trees.stands_for(model, root))
    yield from left_out(
        "One outcome at a time; left out:", "other gain", (gain for gain in model.gains if gain.id not in shown)
    )
