"""O05: too few solutions for the opportunity that was chosen."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.model import Cause, Need
from impactmap.model.grammar import fold

_MOST = 20  # targets; whoever has more has chosen none


def _find(ground: Ground) -> Iterator[Hit]:
    model, wanted = ground.model, ground.settings.limits.solutions
    causes = {cause.id for cause in model.causes}
    items: tuple[Need | Cause, ...] = (*model.needs, *model.causes)
    targets = [item for item in items if fold(item.status) == "target"]
    for item in targets[:_MOST]:
        # What addresses a part of the opportunity addresses it.
        below = {item.id} | (causes & ground.paths.reach.all_ahead([item.id]))
        count = sum(not below.isdisjoint(solution.addresses) for solution in model.solutions)
        if count < wanted:
            hint = "think of others before you fall in love with the first"
            few = f"{count} solution{'' if count == 1 else 's'}" if count else "no solution"
            yield Hit(item, f"the target has {few}, fewer than {wanted}", hint, words=item.status, field="status")


RULE = Rule(
    code="O05",
    name="few-solutions",
    source="Teresa Torres: compare and contrast about three solutions for the target opportunity",
    why="With one solution the question is whether to build it; with three it is which is best.",
    trips="""\
title: Drafts
causes: [{id: mail, title: Copies travel by e-mail, status: target}]
solutions: [{title: One link per document, addresses: mail}]
""",
    clean="""\
title: Drafts
causes: [{id: mail, title: Copies travel by e-mail, status: target}]
solutions:
  - {title: One link per document, addresses: mail}
  - {title: Attachments become links, addresses: mail}
  - {title: A mark on the current one, addresses: mail}
""",
    severity="info",
    profiles={"opportunity-tree": "warning"},
    find=_find,
)
