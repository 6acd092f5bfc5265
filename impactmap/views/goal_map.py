"""The goal map: why, who, how, what, as one tree from a goal to what could be delivered.

After Gojko Adzic's impact mapping: a measurable goal, the actors who can help or hinder it, the impacts, which are
changes in what those actors do, and only then deliverables. Each path rests on two assumptions: that the deliverable
brings the impact about, and that the impact leads to the goal. A gain, or the metric that it moves, is the goal; an
actor's causes stand for the behaviour that has to stop. That a cause is an impact turned round is this project's
reading.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from impactmap import chain, trees
from impactmap.geometry import Direction
from impactmap.graph import PLACEHOLDER, Badge, Card, Fact, Graph, Key, Lane, Link
from impactmap.guards import Guards
from impactmap.model import Actor, Cause, Entity, Gain, Metric, Model, Need, Solution, Trial
from impactmap.paths import Paths
from impactmap.portrait import count, course, goal_ends, legend, portrait, quoted, subtitle, travelled
from impactmap.teams import aims
from impactmap.trees import Tree, left_out

NAME = "goal-map"
DOC = "why, who, how, what: from a goal over people and what they do differently to deliverables"
DIRECTION: Direction = "right"
ROOTED = True
LENS = "Goal map"
MOST_SHOWN = 2  # needs and measures on an actor's card; the rest is counted


def applies(model: Model) -> bool:
    return bool(model.gains and (model.needs or model.causes or model.solutions))


def variants(model: Model) -> tuple[str, ...]:
    return trees.variants(model)


def graph(model: Model, direction: Direction = DIRECTION, outcome: str = "") -> Graph:
    """The map of one goal: a gain or metric by id or title, by default the gain that surfaces most needs."""
    root = trees.choose(model, outcome, "a goal map")
    grown = _GoalMap(model, root)
    tree = grown.tree
    cards = sorted((tree.place(grown.card(entity)) for entity in tree.nodes), key=lambda card: card.rank)
    passed = {solution for solution, trials in grown.trials.items() if any(t.verdict == "passed" for t in trials)}
    links = tuple(
        Link((parent,), (child,), faint=isinstance(tree.entities[child], Solution) and child not in passed)
        for child, parent in tree.parents.items()
    )
    return Graph(
        view=NAME,
        key=f"{NAME}.{root.id}",
        lens=LENS,
        title=model.title,
        subtitle=subtitle(f"{LENS} for {quoted(root.title)}", model),
        preface="",
        direction=direction,
        lanes=_lanes(model),
        cards=tuple(cards),
        links=links,
        legend=_legend(cards, links),
        summary=_summary(tree, cards, passed),
        lost=tuple(_lost(model, root, grown)),
        stacked=True,
    )


def _lanes(model: Model) -> tuple[Lane, ...]:
    """The columns. What is named, but leads to another goal, is not called missing."""
    change = "no change in behaviour leads to this goal" if model.needs or model.causes else ""
    deliverable = "no deliverable brings about an impact of this goal" if model.solutions else ""
    return (
        Lane("gain", "Why", "the goal", 0, 0),
        Lane("actor", "Who", "whose behaviour can help or hinder", 1, 1, "nobody leads to this goal yet"),
        Lane("cause", "How", "what they are to do differently", 2, 2, change or "no change in behaviour named yet"),
        Lane("solution", "What", "what could bring that about", 3, 3, deliverable or "no deliverable named yet"),
    )


_KINDS = {"actor": "actor", "need": "impact", "cause": "impact", "solution": "deliverable"}


# ---- the tree -----------------------------------------------------------------------------------------------


class _GoalMap:
    """A goal and what leads to it: actors by their needs, impacts by their actors, deliverables by their impacts."""

    def __init__(self, model: Model, root: Gain | Metric) -> None:
        self.model = model
        self.tree = Tree(root)
        self.paths = Paths(model)
        self.reach = self.paths.reach
        self.ends = trees.stands_for(model, root)
        self.behind = self.reach.all_back(self.ends)
        self.needs = [need for need in model.needs if need.id in self.behind]
        self.guards = Guards(model)
        self.nobody = _nobody(model)
        self.trials = chain.trials(model)
        self.measures = _measures(model)
        self._grow(root)

    def _grow(self, root: Entity) -> None:
        for need in self.needs:
            self.tree.hang(self.actor(need), root.id, 1)
        impacts = {impact.id: impact for impact in self._impacts()}
        for impact in impacts.values():
            for actor in self.actors(impact):
                self.tree.hang(actor, root.id, 1)
                self.tree.hang(impact, actor.id, 2)
        for actor in self.model.actors:
            if actor.stance:
                self.tree.hang(actor, root.id, 1)
        for solution in self.model.solutions:
            for impact_id in solution.addresses:
                if impact_id in impacts:
                    self.tree.hang(solution, impact_id, 3)
        self.tree.arrange()

    def _impacts(self) -> Iterator[Need | Cause]:
        """What has to change: causes; a need itself where it has none, or where a solution takes it on directly."""
        on_way = trees.on_the_way(self.model, self.reach, self.behind)
        addressed = {one for solution in self.model.solutions for one in solution.addresses}
        for need in self.needs:
            explained = on_way.intersection(self.reach.ahead.get(need.id, ()))
            if not explained or need.id in addressed:
                yield need
        yield from (cause for cause in self.model.causes if cause.id in on_way)

    def needs_of(self, impact: Need | Cause) -> list[Need]:
        back = self.reach.all_back([impact.id])
        return [need for need in self.needs if need.id in back]

    def actors(self, impact: Need | Cause) -> list[Actor]:
        """Whom an impact concerns: those whose needs it explains, or nobody by name."""
        return [self.actor(need) for need in self.needs_of(impact)] or [self.nobody]

    def actor(self, need: Need) -> Actor:
        found = self.model.by_id.get(need.actor)
        return found if isinstance(found, Actor) else self.nobody

    # ---- cards ------------------------------------------------------------------------------------------

    def card(self, entity: Entity) -> Card:
        marked = self.guards.marked(portrait(self.model, entity), entity)
        card = travelled(self.paths, marked, self.ends)
        noun = _KINDS.get(entity.entity, "goal")
        card = replace(card, kind=noun, noun=noun)
        match entity:
            case Gain() | Metric():
                return self._goal(card, entity)
            case Actor():
                return self._actor(card, entity)
            case Need() | Cause():
                return self._impact(card, entity)
            case Solution():
                return self._deliverable(card, entity)
        return card

    def _goal(self, card: Card, root: Gain | Metric) -> Card:
        """A goal says where it starts and where it shall end, or it cannot be measured."""
        start, end = chain.ends(self.model, root) if isinstance(root, Gain) else (root.value, root.target)
        if start and end:
            return replace(card, assumed=False, remark="")
        missing = "baseline" if end else "target" if start else "baseline, no target"
        return replace(card, assumed=True, remark=f"not measurable yet: no {missing}")

    def _actor(self, card: Card, actor: Actor) -> Card:
        """An actor, and what they say: the needs stand on their card, as this map has no lane for them.

        So does what measures the change in them, for it is one measure for all the impacts of a need.
        """
        needs = [need for need in self.needs if self.actor(need) is actor]
        voices = [quoted(need.title) for need in needs[:MOST_SHOWN]]
        if len(needs) > MOST_SHOWN:
            voices.append(f"and {count(len(needs) - MOST_SHOWN, 'need')} more")
        if actor is self.nobody:
            voices.insert(0, "say who, as precisely as you can:")
        measured = list(dict.fromkeys(words for need in needs for words in self.measures.get(need.id, ())))
        badges = [Badge(f"measured: {words}", "status") for words in measured[:MOST_SHOWN]]
        badges += [Badge(f"+{len(measured) - MOST_SHOWN} more", "more")] if len(measured) > MOST_SHOWN else []
        facts = [Fact("Need", need.title) for need in needs] + [Fact("Measured by", words) for words in measured]
        return replace(
            card,
            remark=" ".join(voices),
            assumed=actor is self.nobody,
            kind=PLACEHOLDER if actor is self.nobody else card.kind,
            badges=(*card.badges, *badges),
            facts=(*card.facts, *facts),
        )

    def _impact(self, card: Card, impact: Need | Cause) -> Card:
        """A behaviour to change, with the needs that it keeps unmet."""
        wanted = "wanted: this stops" if isinstance(impact, Cause) else "wanted: this is met"
        needs = [need for need in self.needs_of(impact) if need is not impact]
        return replace(
            card,
            who="",  # it hangs under its actor
            remark=f"{wanted}; {card.remark}" if card.remark else wanted,
            facts=(*card.facts, *(Fact("Need", need.title) for need in needs)),
        )

    def _deliverable(self, card: Card, solution: Solution) -> Card:
        """A deliverable says whether anybody has tried it: the tests have no lane here."""
        trials = self.trials[solution.id]
        passed, failed = (sum(trial.verdict == verdict for trial in trials) for verdict in ("passed", "failed"))
        badges = [Badge(f"{passed} of {count(len(trials), 'test')} passed" if trials else "untested", "status")]
        if failed:
            badges.append(Badge(f"{count(failed, 'test')} failed", "against"))
        return replace(card, badges=(*card.badges, *badges))


def _nobody(model: Model) -> Actor:
    """Who stands where a need has no actor; with an id that no fact of the model has."""
    name = "nobody-named"
    while name in model.by_id:
        name += "-yet"
    return Actor(title="Nobody named yet", id=name)


def _measures(model: Model) -> Mapping[str, list[str]]:
    """The goals that name a need (id) and its actor, in words: `Active users per customer 150 → 171 (+14%)`."""
    found: dict[str, list[str]] = defaultdict(list)
    for aim in aims(model):
        metric = model.by_id.get(aim.goal.metric)
        figure = course(*goal_ends(model, aim.goal))
        for name in aim.needs:
            need = model.by_id.get(name)
            if (
                isinstance(need, Need)
                and need.actor
                and need.actor == aim.actor
                and isinstance(metric, Metric)
                and figure
            ):
                found[name].append(f"{metric.title} {figure}")
    return found


# ---- around it ------------------------------------------------------------------------------------------------


def _legend(cards: Iterable[Card], links: Iterable[Link]) -> tuple[Key, ...]:
    untested = any(link.faint for link in links)
    return (*legend(cards), *([Key("influence", "no test of it has passed")] if untested else []))


def _summary(tree: Tree, cards: Iterable[Card], passed: set[str]) -> str:
    """How much of it is bet: a path rests on the deliverable bringing the impact, and the impact the goal."""
    assumed = {card.id for card in cards if card.assumed}
    bets = [
        (child not in passed) + (parent in assumed)
        for child, first in tree.parents.items()
        if isinstance(tree.entities[child], Solution)
        for parent in (first, *tree.also.get(child, ()))
    ]
    kinds = [card.kind for card in cards]  # a placeholder is of no kind that is counted
    parts = [count(kinds.count("actor"), "actor"), count(kinds.count("impact"), "impact")]
    if bets:
        words = (f"{bets.count(number)} on {word}" for number, word in ((1, "one"), (0, "none")) if number in bets)
        parts.append(", ".join((f"{bets.count(2)} of {count(len(bets), 'path')} on two assumptions", *words)))
    return " · ".join(parts)


def _lost(model: Model, root: Gain | Metric, grown: _GoalMap) -> Iterator[str]:
    """What this lens has no slot for, or this goal no place for: each kind in a sentence, by title."""
    tests = [entity for entity in model.walk() if isinstance(entity, Trial)]
    yield from left_out("No slot in this lens for", "business harm", model.harms)
    yield from left_out("No slot in this lens for", "test", tests)
    placed = grown.tree.entities.keys() | {need.id for need in grown.needs}
    outside: tuple[tuple[str, str, Iterable[Entity]], ...] = (
        ("Does not lead to this goal:", "customer need", model.needs),
        ("Does not lead to this goal:", "root cause", model.causes),
        ("Without a need that leads to this goal:", "actor", model.actors),
        ("Brings about no impact of this goal:", "deliverable", model.solutions),
    )
    for words, noun, entities in outside:
        yield from left_out(words, noun, (entity for entity in entities if entity.id not in placed))
    shown = (root.id, *trees.stands_for(model, root))
    yield from left_out(
        "One goal at a time; left out:", "other gain", (gain for gain in model.gains if gain.id not in shown)
    )
