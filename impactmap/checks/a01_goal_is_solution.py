"""A01: a goal that builds something."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.model import Gain, Goal
from impactmap.wording.phrases import said
from impactmap.wording.things import output


def _find(ground: Ground) -> Iterator[Hit]:
    terms = ground.terms
    for goal in _goals(ground):
        wording = terms.read(goal.title)
        if found := output(terms, wording):
            words = said(wording, found)
            yield Hit(
                goal,
                f"“{words}” is a delivery, not a goal",
                "say what is to be different once it is there, and by how much: a metric, from where, to where, "
                "until when; "
                "then it may also be reached in a cheaper way",
                words,
                "title",
            )


def _goals(ground: Ground) -> Iterator[Goal | Gain]:
    """The goals of teams; in an impact map the gains are goals too."""
    yield from (aim.goal for aim in ground.aims)
    if ground.profile == "impact-mapping":
        yield from ground.model.gains


RULE = Rule(
    code="A01",
    name="goal-is-solution",
    source="Adzic, Impact Mapping: a goal is the problem to be solved, not the solution",
    why="A goal that is a delivery is reached on the day of delivery, whether anything has changed or not.",
    trips="title: CRM\nteams:\n  - title: Sales tools\n    goals: [Deliver the new CRM]\n",
    clean="title: CRM\nteams:\n  - title: Sales tools\n    goals: [First proposal sent within a day]\n",
    severity="warning",
    wording=True,
    find=_find,
)
