"""What lenses with one outcome at their root share: the choice of the outcome, a strict tree, and what it leaves out.

A strict tree shows every fact once. What has several parents hangs under the first one; the others are named on
its card.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from impactmap import chain
from impactmap.diagnostics import UsageError
from impactmap.graph import Badge, Card, Fact
from impactmap.model import Entity, Gain, Metric, Model
from impactmap.paths import Paths
from impactmap.portrait import count, quoted

# ---- the outcome --------------------------------------------------------------------------------------------


def variants(model: Model) -> tuple[str, ...]:
    """A tree for every gain, the one that surfaces most first."""
    best = _strongest(model)
    return (best.id, *(gain.id for gain in model.gains if gain is not best)) if best else ("",)


def choose(model: Model, name: str, tree: str) -> Gain | Metric:
    """The gain or metric of that id or title; without a name the gain that surfaces most needs, or a top metric.

    Raises UsageError where there is none, in which the lens is called `tree` ("a goal map").
    """
    if name:
        return chain.outcome(model, name)
    best = _strongest(model)
    if best:
        return best
    for role in ("north star", "top KPI"):
        for metric in model.metrics:
            if metric.role == role:
                return metric
    raise UsageError(f"{tree} needs an outcome at its root, and this map has neither a gain nor a top metric")


def _strongest(model: Model) -> Gain | None:
    """The gain whose tree has most in it: needs first, then causes; of equals, the first in the spec."""
    paths = Paths(model)
    return max(
        model.gains,
        key=lambda gain: (paths.behind(gain.id, model.needs), paths.behind(gain.id, model.causes)),
        default=None,
    )


def stands_for(model: Model, root: Gain | Metric) -> tuple[str, ...]:
    """The gains whose needs lead to a root (ids): the root itself, or those that move it or what it is made of."""
    if isinstance(root, Gain):
        return (root.id,)
    fed = chain.feeds(model, root)
    return tuple(gain.id for gain in model.gains if gain.metric in fed)


def on_the_way(model: Model, reach: chain.Reach, behind: set[str]) -> set[str]:
    """The causes that lead to an outcome (ids), of all facts `behind` it.

    A cause of such a cause is one of them: to mend it mends the other.
    """
    causes = {cause.id for cause in model.causes}
    return causes & reach.all_ahead(behind & causes)


# ---- the tree -----------------------------------------------------------------------------------------------


class Tree(Struct):
    """Nodes in the order that they were hung, parents by child, and further parents that a strict tree cannot show."""

    root: Entity
    ranks: dict[str, int] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    also: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.hang(self.root, "", 0)

    @property
    def nodes(self) -> list[Entity]:
        return list(self.entities.values())

    def hang(self, entity: Entity, parent: str, rank: int) -> None:
        """Hangs an entity under a parent that is there already; where it hangs elsewhere, notes the parent."""
        if entity.id in self.entities:
            if self.parents.get(entity.id) != parent and parent not in self.also[entity.id]:
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

    def arrange(self) -> None:
        """Puts the nodes in the order of a walk, so that each row has its siblings together."""
        children: Mapping[str, list[str]] = defaultdict(list)
        for child, parent in self.parents.items():
            children[parent].append(child)
        order, todo = [], [self.root.id]
        while todo:
            node = todo.pop()
            order.append(node)
            todo += reversed(children[node])
        self.entities = {node: self.entities[node] for node in order}
        self.parents = {node: self.parents[node] for node in order if node in self.parents}

    def place(self, card: Card) -> Card:
        """The card at its rank, with a word on the parents under which it does not hang."""
        card = replace(card, rank=self.ranks[card.id], strong=card.id == self.root.id)
        also = self.also.get(card.id, [])
        if not also:
            return card
        return replace(
            card,
            badges=(*card.badges, Badge(f"also under {count(len(also), 'other')}", "more")),
            facts=(*card.facts, *(Fact("Also under", self.entities[other].title) for other in also)),
        )


# ---- what has no place in it --------------------------------------------------------------------------------

MOST_NAMED = 4
MOST_LETTERS = 72  # of one title


def left_out(words: str, noun: str, entities: Iterable[Entity]) -> Iterable[str]:
    """A sentence with the titles of these entities, or none where there are none."""
    titles = [entity.title for entity in entities]
    if not titles:
        return
    shown = [quoted(_short(title)) for title in titles[:MOST_NAMED]]
    if len(titles) > MOST_NAMED:
        shown.append(f"and {len(titles) - MOST_NAMED} more")
    yield f"{words} {count(len(titles), noun)}: {', '.join(shown)}."


def _short(title: str) -> str:
    """A title cut at a word where it is long: the line under the tree only names what stands in other lenses."""
    if len(title) <= MOST_LETTERS:
        return title
    cut = title[:MOST_LETTERS]
    return (cut.rsplit(" ", 1)[0] if " " in cut[MOST_LETTERS // 2 :] else cut) + "…"


def no_slot(*kinds: Sequence[Entity]) -> Iterable[str]:
    """A sentence that counts the facts of these kinds, for which a lens has no slot at all."""
    counts = [count(len(entities), entities[0].noun.split(" ", 1)[1]) for entities in kinds if entities]
    if counts:
        yield f"No slot in this lens for {' and '.join(filter(None, (', '.join(counts[:-1]), counts[-1])))}."
