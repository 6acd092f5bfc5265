"""A03: a deliverable that serves nothing."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule


def _find(ground: Ground) -> Iterator[Hit]:
    model = ground.model
    if not (model.needs or model.causes):
        return  # a list of ideas, before there is anything to serve
    for solution in model.solutions:
        if not solution.addresses:
            hint = "name in 'addresses' the cause or need that it is for, or take it out"
            yield Hit(solution, "this solution serves nothing on the map", hint, field="addresses")


RULE = Rule(
    code="A03",
    name="orphan-deliverable",
    source="Gojko Adzic, Impact Mapping: every deliverable hangs on an impact",
    why="What serves no impact is built because somebody wanted it.",
    trips="""\
title: Drafts
needs: [I can't tell which draft is current]
solutions: [Mobile app]
""",
    clean="""\
title: Drafts
needs: [{id: draft, title: I can't tell which draft is current}]
solutions: [{title: One link per document, addresses: draft}]
""",
    severity="error",
    profiles={"opportunity-tree": "off"},  # O07 says it there
    find=_find,
)
