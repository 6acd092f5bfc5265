"""N07: a cause that leads to no harm; a gain that reaches no need."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule


def _find(ground: Ground) -> Iterator[Hit]:
    model, reach = ground.model, ground.paths.reach
    causes = {cause.id for cause in model.causes}
    if model.harms:
        # A deeper cause works through those that it explains.
        above = {cause.id: tuple(name for name in cause.explains if name in causes) for cause in model.causes}
        leads = reach.all_back(harm.id for harm in model.harms)
        for cause in model.causes:
            if leads.isdisjoint(_closure(above, cause.id)):
                hint = "let a harm name it in 'caused by', or take it out"
                yield Hit(cause, "this cause leads to no business harm", hint)
    if model.needs:
        reached = reach.all_ahead(need.id for need in model.needs)
        for gain in model.gains:
            if gain.id not in reached:
                hint = "say in 'reverses' which harm it takes away: a harm that comes from a cause of a need"
                yield Hit(gain, "this gain goes back to no customer need", hint, field="reverses")


def _closure(above: dict[str, tuple[str, ...]], start: str) -> set[str]:
    found: set[str] = set()
    todo = [start]
    while todo:
        one = todo.pop()
        if one not in found:
            found.add(one)
            todo += above[one]
    return found


RULE = Rule(
    code="N07",
    name="dangling-node",
    source="Lenny's Podcast and Delta CX: whatever is measured must solve a customer problem and "
    "show in the company's results",
    why="A cause that harms nobody's business is trivia, and a gain that no need stands behind is a number to be "
    "pushed.",
    trips="""\
title: Drafts
needs: [{id: draft, title: I can't tell which draft is current}]
causes: [{id: mail, title: Copies travel by e-mail, explains: draft}]
harms: [{id: cut, title: Licences are cut at renewal, caused by: mail}]
gains: [{title: Licences are kept, reverses: cut}, NPS +5]
""",
    clean="""\
title: Drafts
needs: [{id: draft, title: I can't tell which draft is current}]
causes: [{id: mail, title: Copies travel by e-mail, explains: draft}]
harms: [{id: cut, title: Licences are cut at renewal, caused by: mail}]
gains: [{title: Licences are kept, reverses: cut}]
""",
    severity="warning",
    profiles={"opportunity-tree": "info", "impact-mapping": "info"},
    chain=True,
    find=_find,
)
