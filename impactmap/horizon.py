"""The control horizon: who is served directly, and who only through others.

What a team does reaches the people whom it serves directly; how those serve theirs is out of its hands. After Jeff
Gothelf, "You can't control your customers' users".
"""

from __future__ import annotations

from impactmap.model import Actor, Model


def steps_beyond(model: Model) -> dict[str, int]:
    """How many others stand between the business and each actor (by id): 0 for those whom it serves directly."""
    through = {actor.id: actor.served_through for actor in model.actors}
    found: dict[str, int] = {}
    for actor in model.actors:
        way, further = {actor.id: None}, actor.served_through
        while further in through and further not in found and further not in way:
            way[further] = None
            further = through[further]
        steps = found.get(further, -1)
        for one in reversed(way):
            steps += 1
            found[one] = steps
    return found


def outside(model: Model) -> tuple[Actor, ...]:
    """Those who stand beside the chain: the business's own people and regulators, unless somebody is served by them."""
    between = {actor.served_through for actor in model.actors}
    return tuple(
        actor
        for actor in model.actors
        if actor.kind in ("internal", "regulator") and not actor.served_through and actor.id not in between
    )
