"""T05: a goal behind which no customer need stands."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule


def _find(ground: Ground) -> Iterator[Hit]:
    for aim in ground.aims:
        if not aim.needs:
            hint = "name in 'need' what customers get out of it"
            yield Hit(aim.goal, "no customer need stands behind this goal", hint, field="need")


RULE = Rule(
    code="T05",
    name="goal-without-need",
    source="Lenny's Podcast: regardless of the metric, it must solve a customer problem",
    why="A number can be moved against customers as easily as for them. The need says which way was meant.",
    trips="""\
title: Drafts
needs: [I can't tell which draft is current]
metrics: [{id: users}]
teams: [{title: Growth, goal: users from 1 to 2}]
""",
    clean="""\
title: Drafts
needs: [{id: draft, title: I can't tell which draft is current}]
metrics: [{id: users}]
teams: [{title: Growth, goal: users from 1 to 2, need: draft}]
""",
    severity="warning",
    profiles={"impact-mapping": "info", "north-star": "info"},
    find=_find,
)
