"""C03: a handful of people, or nobody knows how many, sold as a pattern."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.chain import is_research
from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.model import Cause, Evidence, Need

# Here people were met, and can be counted. A log or a report is one thing.
_WITH_PEOPLE = ("observation", "task analysis", "diary", "usability test", "interview", "survey")


def _find(ground: Ground) -> Iterator[Hit]:
    thin = ground.settings.limits.thin_sample
    items: tuple[Need | Cause, ...] = (*ground.model.needs, *ground.model.causes)
    for item in items:
        research = [evidence for evidence in item.evidence if is_research(evidence)]
        # All that is known of the item counts together: five interviews after two observations are seven.
        if not research or not all(evidence.method in _WITH_PEOPLE for evidence in research):
            continue
        met = sum(evidence.n or 0 for evidence in research)
        if met > thin:
            continue
        weakest: Evidence = next((one for one in research if one.n is None), research[0])
        if weakest.n is None:
            hint = "add n=… : how many were asked or watched"
            yield Hit(weakest, "this evidence does not say how many people it comes from", hint, field="n")
        else:
            hint = "meet more of them, or call it an assumption until then"
            message = f"{met} {'person is' if met == 1 else 'people are'} an anecdote, not yet a pattern"
            yield Hit(weakest, message, hint, field="n")


RULE = Rule(
    code="C03",
    name="thin-sample",
    source="Itamar Gilad's confidence meter: anecdotes are near the bottom",
    why="What one to three people said may be true of them alone. It is a reason to look further, not to build.",
    trips="""\
title: Menus
causes:
  - title: Menus can only be edited at a desk
    evidence: interviews, n=2
""",
    clean="""\
title: Menus
causes:
  - title: Menus can only be edited at a desk
    evidence: interviews, n=12
""",
    severity="warning",
    profiles={"opportunity-tree": "info"},
    find=_find,
)
