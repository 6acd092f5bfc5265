"""C02: a cause that rests on opinions and counts alone."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.model import Evidence

# They tell what people think, or how often something happens; not why.
_NO_WHY = ("stakeholder opinion", "assumption", "survey", "analytics", "desk research")


def _find(ground: Ground) -> Iterator[Hit]:
    for cause in ground.model.causes:
        evidence = [one for one in cause.evidence if one.stance != "contradicts"]
        methods = list(dict.fromkeys(one.method for one in evidence if one.method))
        # Who calls it an assumption has said so, and where no method is named reading says that; a second voice would
        # only nag.
        if methods and all(map(_tells_no_why, evidence)) and methods != ["assumption"]:
            hint = "go and see: observation, task analysis, a diary or interviews tell why"
            message = f"this cause rests on {' and '.join(methods)} alone"
            yield Hit(cause, message, hint, words=methods[0], field="evidence")


def _tells_no_why(evidence: Evidence) -> bool:
    return evidence.method in _NO_WHY or not (evidence.method or evidence.quote or evidence.n)


RULE = Rule(
    code="C02",
    name="no-observation",
    source="Delta CX impact map: qualitative, preferably observational research",
    why="Counts tell that something happens and opinions tell what somebody makes of it; why it happens is found by "
    "watching people or letting them tell.",
    trips="""\
title: Menus
causes:
  - title: Menus are too long
    evidence: workshop, 2026-03
  - title: Owners are busy
    evidence: survey, n=400
""",
    clean="""\
title: Menus
causes:
  - title: Menus can only be edited at a desk
    evidence: ['survey, n=400', 'observation, n=8']
""",
    severity="warning",
    profiles={"impact-mapping": "info", "north-star": "info"},
    find=_find,
)
