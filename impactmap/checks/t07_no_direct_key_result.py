"""T07: a chain of customers, and no key result on the first of them."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule


def _find(ground: Ground) -> Iterator[Hit]:
    actors = {actor.id: actor for actor in ground.model.actors}
    if not any(ground.beyond.values()) or not ground.aims:
        return
    measured = [actors.get(aim.actor) for aim in ground.aims]
    # Whom a goal measures is the author's to say; where one does not, nobody knows.
    if not all(measured) or any(actor and not ground.beyond.get(actor.id) for actor in measured):
        return
    direct = next(actor for actor in ground.model.actors if not ground.beyond.get(actor.id))
    hint = "add one on what they do: that they renew, use more of it, or speak well of it"
    yield Hit(direct, "no key result measures these direct customers", hint)


RULE = Rule(
    code="T07",
    name="no-direct-key-result",
    source="Jeff Gothelf: measure the people over whom you have direct control",
    why="Where others stand between you and the end users, it is their renewals and their praise that tell whether "
    "you do well.",
    trips="""\
title: Learning
actors: [{id: school, title: Schools}, {id: pupil, title: Pupils, served through: school}]
teams: [{title: Course, goal: {title: Better grades, actor: pupil}}]
""",
    clean="""\
title: Learning
actors: [{id: school, title: Schools}, {id: pupil, title: Pupils, served through: school}]
teams: [{title: Course, goals: [{title: Schools renew, actor: school}]}]
""",
    severity="warning",
    find=_find,
)
