"""N06: a need without a cause, a harm or a gain."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule

_COLUMNS = (
    ("causes", "root cause", "add why it goes unmet, as far as research tells"),
    ("harms", "business harm", "add what it costs the business while it is unmet"),
    ("gains", "KPI gain", "add what moves once it is met"),
)


def _find(ground: Ground) -> Iterator[Hit]:
    model = ground.model
    if not model.needs:
        return
    links = {"causes": "explains", "harms": "caused by", "gains": "reverses"}
    for attribute, name, hint in _COLUMNS:
        column = getattr(model, attribute)
        if not column:
            yield Hit(None, f"the map has no {name}", hint, field=attribute)
            continue
        leads = ground.paths.reach.all_back(item.id for item in column)
        for need in model.needs:
            if need.id not in leads:
                how = f"{hint}, or link one to it with '{links[attribute]}'"
                yield Hit(need, f"this need leads to no {name}", how)


RULE = Rule(
    code="N06",
    name="broken-chain",
    source="Delta CX impact map: need, root causes, harm to the business, gains",
    why="A need without its cause is a wish, without its harm nobody pays for it, and without its gain nobody can "
    "tell whether meeting it worked. The chain is the argument.",
    trips="""\
title: Drafts
needs: [I can't tell which draft is current]
causes: [Copies travel by e-mail]
harms: [Licences are cut at renewal]
""",
    clean="""\
title: Drafts
needs: [I can't tell which draft is current]
causes: [Copies travel by e-mail]
harms: [Licences are cut at renewal]
gains: [More documents created]
""",
    severity="warning",
    profiles={"opportunity-tree": "info", "impact-mapping": "info", "north-star": "info"},
    find=_find,
)
