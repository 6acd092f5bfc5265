"""T06: a key result on people whom the team does not serve directly."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.model import Actor
from impactmap.model.reading import short


def _find(ground: Ground) -> Iterator[Hit]:
    for aim in ground.aims:
        actor = ground.model.by_id.get(aim.actor)
        # Who can say how the team moves them has thought about it.
        if not isinstance(actor, Actor) or not ground.beyond.get(actor.id) or aim.goal.influence_path:
            continue
        between = ground.model.by_id.get(actor.served_through)
        through = f" through '{short(between.title, 30)}'" if between else ""
        message = f"this key result measures '{short(actor.title, 30)}', who are served only{through}"
        hint = "measure those whom you serve yourselves, or say in 'influence path' how you move the others"
        yield Hit(aim.goal, message, hint, words=aim.goal.actor, field="actor")


RULE = Rule(
    code="T06",
    name="beyond-control",
    source="Jeff Gothelf: you can't control your customers' users",
    why="Too much that others do lies between the team and people one step beyond its customers. A key result on them "
    "can be missed by the best work, and reached by none.",
    trips="""\
title: Learning
actors: [{id: school, title: Schools}, {id: pupil, title: Pupils, served through: school}]
teams: [{title: Course, goal: {title: Better grades, actor: pupil}}]
""",
    clean="""\
title: Learning
actors: [{id: school, title: Schools}, {id: pupil, title: Pupils, served through: school}]
teams: [{title: Course, goal: {title: Schools renew, actor: school}}]
""",
    severity="error",
    profiles={"opportunity-tree": "warning", "impact-mapping": "warning"},
    find=_find,
)
