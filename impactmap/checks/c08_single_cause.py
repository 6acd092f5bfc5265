"""C08: one chain of causes only."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule


def _find(ground: Ground) -> Iterator[Hit]:
    causes = {cause.id for cause in ground.model.causes}
    ahead = ground.paths.reach.ahead
    for need in ground.model.needs:
        here, known = need.id, set[str]()
        while len(further := [one for one in ahead.get(here, ()) if one in causes]) == 1 and further[0] not in known:
            here = further[0]
            known.add(here)
        if known and not further:
            hint = "ask what else has to come together for it to happen"
            yield Hit(need, "one chain of causes is all that this need has", hint)


RULE = Rule(
    code="C08",
    name="single-cause",
    source="root-cause analysis: trouble seldom has one cause",
    why="Five whys in a row follow one trail and leave the others. With a single cause the first answer became the "
    "only one.",
    trips="""\
title: Drafts
needs: [I can't tell which draft is current]
causes: [Copies travel by e-mail]
""",
    clean="""\
title: Drafts
needs: [I can't tell which draft is current]
causes: [Copies travel by e-mail, Search ranks by file name]
""",
    severity="info",
    chain=True,
    find=_find,
)
