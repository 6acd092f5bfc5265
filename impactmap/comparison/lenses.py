"""One spec through two lenses: the customer-first map and the business-first trees, and what each has no place for.

A comparison is worth nothing against a straw man, so the tree is the strongest valid one: the outcome that surfaces
most needs is at its root, and the trees of the other outcomes can be looked at beside it. The same fact carries the
same number in every picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from impactmap import chain, trees
from impactmap.diagnostics import UsageError
from impactmap.graph import Card, Graph, Tag
from impactmap.model import Entity, Gain, Metric, Model, Solution, Trial
from impactmap.views import view

MOST_TREES = 8
MOST_CARDS = 6_000  # in all pictures of a report together, beyond the first two

Lens = Literal["customer-first", "business-first", "both"]
Reason = Literal[
    "harm",
    "need-elsewhere",
    "need-nowhere",
    "cause",
    "gain",
    "solution-elsewhere",
    "test-elsewhere",
    "parents",
    "solution",
    "test",
    "focus",
    "work-without-need",
    "goal-without-need",
]
TOP = ("north star", "top KPI")


class NoOutcomeError(UsageError):
    """The spec has nothing to put at the root of a tree: what is missing is in the spec, not in the command."""


class Loss(Struct, frozen=True):
    """Facts that a lens has no place for, or (`both`) that neither picture has one for, and why."""

    lens: Lens
    reason: Reason
    facts: tuple[Entity, ...]


class Measure(Struct, frozen=True):
    """A picture in figures.

    `first_need` is how many steps lie between where it starts and its first customer need, None where it shows none;
    `shown` counts its needs and causes, `backed` those of them that are more than assumed.
    """

    first_need: int | None
    shown: int
    backed: int


class Pairing(Struct, frozen=True):
    """The map beside one tree. Cards carry their numbers; those of facts that the other picture lacks are hollow."""

    outcome: Gain | Metric
    map: Graph
    tree: Graph
    measures: tuple[Measure, Measure]
    losses: tuple[Loss, ...]


class Lenses(Struct, frozen=True):
    """The map beside each tree, the one that was asked for or the strongest first.

    `outcomes` counts all there are; `strongest` is the one whose tree holds most, and `most` measures that: it is not
    always the first. `equals` are all that surface as many needs and as many causes as the strongest, itself among
    them, in the order of the spec; `alike` tells whether it is the very same needs and causes.

    `numbers` are those of the facts, by id: in the reading order of the map, then of the trees.
    """

    model: Model
    pairings: tuple[Pairing, ...]
    outcomes: int
    strongest: Gain | Metric
    most: Measure
    equals: tuple[str, ...]
    alike: bool
    numbers: Mapping[str, int]


def lenses(model: Model, outcome: str = "", most: int = MOST_TREES) -> Lenses:
    """Compares both lenses on one spec, with `most` trees at most.

    `outcome` (id or title) is the gain or metric whose tree comes first; by default the strongest is first. Raises
    UsageError for one that there is not, and NoOutcomeError for a spec that has neither gain nor top metric: no tree
    can be drawn.
    """
    picture = view("impact-map").graph(model, "right", "")
    strongest, roots = _roots(model, outcome)
    trees = [_tree(model, root) for root in roots[:1]]
    size = 2 * len(picture.cards)
    for root in roots[1:most]:
        tree = _tree(model, root)
        size += len(picture.cards) + len(tree.cards)
        if size > MOST_CARDS:
            break
        trees.append(tree)
    numbers: dict[str, int] = {}
    for graph in (picture, *trees):
        for card in graph.cards:
            numbers.setdefault(card.id, len(numbers) + 1)
    pairings = (_pairing(model, root, picture, tree, numbers) for root, tree in zip(roots, trees, strict=False))
    found = tuple(pairings)
    best = next((one for one in found if one.outcome.id == strongest.id), None)
    measure = best.measures[1] if best else _measure(_tree(model, strongest))
    equals, alike = _equals(model, strongest, roots)
    return Lenses(model, found, len(roots), strongest, measure, equals, alike, numbers)


# ---- the trees --------------------------------------------------------------------------------------------


def _tree(model: Model, root: Gain | Metric) -> Graph:
    return view("opportunity-tree").graph(model, "right", root.id)


def _roots(model: Model, outcome: str) -> tuple[Gain | Metric, list[Gain | Metric]]:
    """The strongest outcome, and those worth a tree: the one asked for, the strongest, then the other gains."""
    lens = view("opportunity-tree")
    names = [name for name in lens.variants(model) if name]
    roots = [chain.outcome(model, name) for name in names]
    if not roots:
        # Without a gain the lens chooses a top metric, or says what is missing.
        try:
            roots = [chain.outcome(model, outcome) if outcome else _root_of(model, lens.graph(model, "right", ""))]
        except UsageError as error:
            raise error if outcome else NoOutcomeError(str(error)) from error
    roots = [*_stronger(model, roots), *roots]
    strongest = roots[0]
    if outcome:
        asked = chain.outcome(model, outcome)
        roots = [asked, *(root for root in roots if root.id != asked.id)]
    return strongest, roots


def _equals(model: Model, strongest: Gain | Metric, roots: list[Gain | Metric]) -> tuple[tuple[str, ...], bool]:
    """The outcomes (ids) that surface as many needs and as many causes as the strongest, and whether the same ones."""
    reach = chain.reach(model)
    needs = {need.id for need in model.needs}

    def surfaced(root: Gain | Metric) -> tuple[frozenset[str], frozenset[str]]:
        behind = reach.all_back(trees.stands_for(model, root))
        return frozenset(needs & behind), frozenset(trees.on_the_way(model, reach, behind))

    found = {root.id: surfaced(root) for root in roots}
    most = found[strongest.id]
    order = {item.id: place for place, item in enumerate((*model.gains, *model.metrics))}
    equals = [one for one, sets in found.items() if tuple(map(len, sets)) == tuple(map(len, most))]
    return tuple(sorted(equals, key=order.__getitem__)), all(found[one] == most for one in equals)


def _root_of(model: Model, tree: Graph) -> Gain | Metric:
    return chain.outcome(model, tree.cards[0].id)


def _stronger(model: Model, roots: list[Gain | Metric]) -> list[Metric]:
    """A top metric that surfaces more needs than any one gain: to leave it out would make the tree a straw man."""
    best = max(_needs(_tree(model, root)) for root in roots[:1])
    tops = [metric for metric in model.metrics if metric.role in TOP and metric not in roots]
    reached = [(_needs(_tree(model, metric)), metric) for metric in tops] if len(model.needs) > best else []
    return [metric for n, metric in reached if n == max(n for n, _ in reached) > best][:1]


def _needs(tree: Graph) -> int:
    return sum(card.entity == "need" for card in tree.cards)


# ---- one tree beside the map ------------------------------------------------------------------------------


def _pairing(model: Model, root: Gain | Metric, picture: Graph, tree: Graph, numbers: Mapping[str, int]) -> Pairing:
    left, right = ({card.id for card in graph.cards} for graph in (picture, tree))
    return Pairing(
        root,
        numbered(picture, numbers, right),
        numbered(tree, numbers, left),
        (_measure(picture), _measure(tree)),
        tuple(loss for loss in _losses(model, root, tree) if loss.facts),
    )


def numbered(graph: Graph, numbers: Mapping[str, int], others: set[str]) -> Graph:
    """The graph with a number on every card, hollow on those that are not among `others`."""

    def tagged(card: Card) -> Card:
        return replace(card, tag=Tag(str(numbers[card.id]), "both" if card.id in others else "alone"))

    return replace(graph, cards=tuple(map(tagged, graph.cards)))


def _measure(graph: Graph) -> Measure:
    claims = [card for card in graph.cards if card.entity in ("need", "cause")]
    needs = [card.rank for card in claims if card.entity == "need"]
    return Measure(min(needs, default=None), len(claims), sum(not card.assumed for card in claims))


def _losses(model: Model, root: Gain | Metric, tree: Graph) -> Iterator[Loss]:
    shown = {card.id for card in tree.cards}
    reach = chain.reach(model)
    surfaced = reach.all_back(gain.id for gain in model.gains)
    tests = [entity for entity in model.walk() if isinstance(entity, Trial)]
    unserved = [solution for solution in model.solutions if not _serves(model, reach, solution)]

    def missing(entities: Iterable[Entity]) -> tuple[Entity, ...]:
        return tuple(entity for entity in entities if entity.id not in shown)

    yield Loss("business-first", "harm", missing(model.harms))
    yield Loss("business-first", "need-elsewhere", missing(need for need in model.needs if need.id in surfaced))
    yield Loss("business-first", "need-nowhere", missing(need for need in model.needs if need.id not in surfaced))
    yield Loss("business-first", "cause", missing(model.causes))
    yield Loss("business-first", "gain", missing(model.gains))
    yield Loss("business-first", "solution-elsewhere", missing(one for one in model.solutions if one not in unserved))
    yield Loss("business-first", "test-elsewhere", missing(tests))
    yield Loss("business-first", "parents", tuple(_under_several(model, reach, tree)))
    yield Loss("customer-first", "solution", model.solutions)
    yield Loss("customer-first", "test", tuple(tests))
    yield Loss("customer-first", "focus", model.gains if len(model.gains) > 1 else ())
    yield Loss("both", "work-without-need", tuple(unserved))
    yield Loss("both", "goal-without-need", tuple(_aimless(model)))


def _serves(model: Model, reach: chain.Reach, solution: Solution) -> bool:
    """Whether a solution takes on a need, or a cause of one."""
    needs = {need.id for need in model.needs}
    return bool(reach.all_back(solution.addresses) & needs)


def _under_several(model: Model, reach: chain.Reach, tree: Graph) -> Iterator[Entity]:
    """What has several parents in this tree by the facts: a strict tree shows one of them."""
    shown = {card.id for card in tree.cards}
    for card in tree.cards:
        entity = model.by_id[card.id]
        above = entity.addresses if isinstance(entity, Solution) else reach.back.get(card.id, ())
        if card.entity in ("cause", "solution") and len(shown & set(above)) > 1:
            yield entity


def _aimless(model: Model) -> Iterator[Entity]:
    """Goals that name a metric and no need, neither themselves nor through their team."""
    for team in model.teams:
        yield from (goal for goal in team.goals if goal.metric and not goal.need and not team.need)
    by_id = {team.id: team for team in model.teams}
    for goal in model.goals:
        team_of = by_id.get(goal.team)
        if goal.metric and not goal.need and not (team_of and team_of.need):
            yield goal
