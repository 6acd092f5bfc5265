"""The goal ladder: who is served, the teams with their goals, and the metrics that the goals ladder up into.

After two sources. Goals that are decoupled: each team has a metric of its own, an input rather than the output, that
solves a customer problem and ladders up into the outcome for customers; two teams on one metric run after the same
ball ("toddler soccer", Lenny's podcast on customer focus and business metrics). And the control horizon: a key result
measures people whom the team serves directly, as those one step further are out of its hands (Jeff Gothelf, "You
can't control your customers' users"). That both stand in one picture is this project's reading.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from impactmap import chain
from impactmap.formulas import TOPS, formulas, tops
from impactmap.geometry import Direction
from impactmap.graph import Badge, Card, Fact, Graph, Joint, Key, Lane, Link
from impactmap.horizon import outside, steps_beyond
from impactmap.model import Metric, Model
from impactmap.portrait import count, portrait, quoted, subtitle
from impactmap.sheet import Sheet
from impactmap.teams import Aim, aims
from impactmap.trees import left_out, no_slot

NAME = "goal-ladder"
DOC = "whom each team serves, its goals, and the metrics that they ladder up into"
DIRECTION: Direction = "right"
ROOTED = False
LENS = "Goal ladder"
MOST_NAMED = 3  # inputs of nobody, in the line that sums up


def applies(model: Model) -> bool:
    return bool(model.teams or model.goals)


def variants(model: Model) -> tuple[str, ...]:
    return ("",)


def graph(model: Model, direction: Direction = DIRECTION, outcome: str = "") -> Graph:
    """Actors, teams and metrics from left to right; `outcome` has no say here."""
    ladder = _Ladder(model)
    cards = tuple(sorted(ladder.cards(), key=lambda card: card.rank))
    links = tuple(ladder.links())
    return Graph(
        view=NAME,
        key=NAME,
        lens=LENS,
        title=model.title,
        subtitle=subtitle(LENS, model),
        preface="",
        direction=direction,
        lanes=tuple(ladder.lanes()),
        cards=cards,
        links=links,
        legend=tuple(_legend(cards, links)),
        summary=ladder.summary(),
        lost=tuple(ladder.lost()),
    )


class _Ladder:
    """The rungs from left to right: actors, teams and their goals, and the metrics up to the tops."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.metrics = {metric.id: metric for metric in model.metrics}
        self.aims = aims(model)
        measured = {aim.actor for aim in self.aims}
        self.aside = [actor for actor in outside(model) if actor.id not in measured]
        self.steps = steps_beyond(model)
        for actor in self.aside:
            del self.steps[actor.id]
        self.horizon = max(self.steps.values(), default=0)  # the rank of those whom the teams serve directly
        self.formulas = formulas(model)
        self.tops = tops(model, self.formulas)
        self.sheet = Sheet(model)
        self.on: dict[str, list[Aim]] = defaultdict(list)
        for aim in self.aims:
            if aim.goal.metric in self.metrics:
                self.on[aim.goal.metric].append(aim)
        self.shared = {metric: names for metric in self.on if len(names := self._teams_on(metric)) > 1}
        self.team_rank = self.horizon + 1
        self.ranks, self.tops_rank = self._rungs()

    def _teams_on(self, metric: str) -> dict[str, str]:
        return {aim.team.id: aim.team.title for aim in self.on[metric] if aim.team}

    def _rungs(self) -> tuple[dict[str, int], int]:
        """The metrics that goals lead to on the way to the tops, each as far right as its longest way from them."""
        named = [top.id for top in self.tops]
        crown = self.formulas.crown(named)
        way = self.formulas.over(self.on) & self.formulas.under(named) | self.on.keys()
        ranks: dict[str, int] = {}
        first = self.team_rank + 1
        for block in (way - crown, crown):
            metrics = [metric for metric in self.model.metrics if metric.id in block]
            depth = chain.depths(metrics, self.formulas.parts)
            ranks |= {metric.id: first + depth[metric.id] for metric in metrics}
            if block is not crown:
                first = 1 + max(ranks.values(), default=self.team_rank)
        return ranks, first

    # ---- cards ------------------------------------------------------------------------------------------

    def cards(self) -> Iterator[Card]:
        yield from self._actors()
        for team in self.model.teams:
            card = portrait(self.model, team)
            own = [aim for aim in self.aims if aim.team is team]
            yield replace(card, rank=self.team_rank, strong=True, group=team.id, remark="" if own else "no goal yet")
            yield from map(self._goal, own)
        yield from (self._goal(aim) for aim in self.aims if aim.team is None)
        for metric, rank in self.ranks.items():
            card = self.sheet.card(self.metrics[metric], self.formulas.in_words(self.model, metric))
            yield replace(card, rank=rank, strong=self.metrics[metric] in self.tops)

    def _actors(self) -> Iterator[Card]:
        for actor, steps in self.steps.items():
            card = portrait(self.model, self.model.by_id[actor])
            yield replace(card, rank=self.horizon - steps, beyond=steps > 0)

    def _goal(self, aim: Aim) -> Card:
        goal, metric = aim.goal, self.metrics.get(aim.goal.metric)
        card = portrait(self.model, goal)
        beyond = self.steps.get(aim.actor, 0) > 0
        badges = list(card.badges)
        others = [
            title for team, title in self.shared.get(goal.metric, {}).items() if not aim.team or team != aim.team.id
        ]
        if others:
            more = f" and {count(len(others) - 1, 'other')}" if len(others) > 1 else ""
            badges.append(Badge(f"shared with {others[0]}{more}", "alarm"))
        if beyond:
            badges.append(Badge("beyond the horizon", "alarm"))
        if metric and self._is_output(metric):
            badges.append(Badge("an output, not an input", "status"))
        missing = ["no metric named" if not goal.metric else "its metric is unknown"] if not metric else []
        missing += [] if card.figure else ["no target yet"]
        missing += [] if aim.needs else ["no customer problem named"]
        missing += [] if aim.team else ["no team named"]
        needs = (Fact("Need", self.model.by_id[need].title) for need in aim.needs if need in self.model.by_id)
        return replace(
            card,
            title=card.title or (metric.title if metric else "A goal without words"),
            rank=self.team_rank,
            group=aim.team.id if aim.team else "",
            beyond=beyond,
            assumed=metric is None,
            badges=tuple(badges),
            remark="; ".join(missing),
            facts=(*(fact for fact in card.facts if fact.label != "Need"), *needs),
        )

    def _is_output(self, metric: Metric) -> bool:
        """Whether a metric is what others make: no lever that a team can move by itself."""
        if metric.role in (*TOPS, "output"):
            return True
        return not metric.role and metric.id in self.formulas.expressions

    # ---- links --------------------------------------------------------------------------------------------

    def links(self) -> Iterator[Link]:
        for actor in self.model.actors:
            if self.steps.get(actor.id) and actor.served_through in self.steps:
                yield Link((actor.id,), (actor.served_through,))
        yield from self._served()
        for metric, aims_on in self.on.items():
            goals = tuple(aim.goal.id for aim in aims_on)
            if metric in self.shared:
                yield Link(goals, (metric,), joint=Joint(count(len(self.shared[metric]), "team"), "alarm"))
            else:
                yield from (Link((goal,), (metric,)) for goal in goals)
        for metric, rank in self.ranks.items():
            for use in self.formulas.uses.get(metric, ()):
                if self.ranks.get(use, rank) > rank:
                    yield Link((metric,), (use,))

    def _served(self) -> Iterator[Link]:
        """From actors to the teams whose goals measure them; to the goals where those of a team differ in it."""
        for team in self.model.teams:
            own = [(aim.goal.id, aim.actor) for aim in self.aims if aim.team is team] or [(team.id, team.actor)]
            measured = {actor for _, actor in own}
            ends = [(team.id, measured.pop())] if len(measured) == 1 else own
            yield from (Link((actor,), (end,)) for end, actor in ends if actor in self.steps)
        for aim in self.aims:
            if aim.team is None and aim.actor in self.steps:
                yield Link((aim.actor,), (aim.goal.id,))

    # ---- around it ----------------------------------------------------------------------------------------

    def lanes(self) -> Iterator[Lane]:
        if self.horizon:
            beyond = "served through another: context, not a goal"
            yield Lane("actor", "Beyond the horizon", beyond, 0, self.horizon - 1, beyond=True)
        direct = "whose behaviour a team can change"
        yield Lane("actor", "Direct customers", direct, self.horizon, self.horizon, "nobody named yet")
        teams = "a metric of its own for each"
        yield Lane("team", "Teams and their goals", teams, self.team_rank, self.team_rank, "no team named yet")
        if self.tops_rank > self.team_rank + 1:
            yield Lane("gain", "Metrics", "what the goals add up to", self.team_rank + 1, self.tops_rank - 1)
        last = max(self.ranks.values(), default=self.tops_rank)
        vacant = "no north star or top KPI named yet"
        yield Lane(
            "gain", "Tops", "value delivered, and value captured", self.tops_rank, max(last, self.tops_rank), vacant
        )

    def summary(self) -> str:
        goals, teams = len(self.aims), len({aim.team.id for aim in self.aims if aim.team})
        parts = [f"{count(goals, 'goal')} of {count(teams, 'team')}"]
        if self.shared:
            parts.append(f"{count(len(self.shared), 'metric')} with several teams on it")
        beyond = sum(self.steps.get(aim.actor, 0) > 0 for aim in self.aims)
        if beyond:
            parts.append(f"{count(beyond, 'goal')} beyond the horizon")
        worked_on = self.formulas.under(metric for metric in self.on if not self._is_output(self.metrics[metric]))
        inputs = self.formulas.under(top.id for top in self.tops if self.formulas.parts.get(top.id))
        inputs -= {*worked_on, *self.on, *self.formulas.parts}
        idle = [metric for metric in self.model.metrics if metric.id in inputs]
        if idle:
            names = [quoted(metric.title) for metric in idle[:MOST_NAMED]]
            names += [f"{len(idle) - MOST_NAMED} more"] if len(idle) > MOST_NAMED else []
            parts.append(f"nobody's goal: {', '.join(names)}")
        return " · ".join(parts)

    def lost(self) -> Iterator[str]:
        solved = {need for aim in self.aims for need in aim.needs}
        yield from left_out("Behind no goal:", "customer need", (n for n in self.model.needs if n.id not in solved))
        yield from left_out("Outside the chain of customers:", "actor", self.aside)
        yield from no_slot(self.model.causes, self.model.harms, self.model.gains, self.model.solutions)


def _legend(cards: Iterable[Card], links: Iterable[Link]) -> Iterator[Key]:
    """Only what is in the picture: red badges say in words what is wrong, and need no key."""
    drawn = list(cards)
    if any(card.assumed for card in drawn):
        yield Key("assumed", "nothing measures it")
    if any(card.beyond for card in drawn):
        yield Key("beyond", "beyond the control horizon")
    if any(link.joint and link.joint.role == "alarm" for link in links):
        yield Key("alarm", "in each other's way")
