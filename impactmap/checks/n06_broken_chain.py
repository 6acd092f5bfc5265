"""N06: a need without a cause, a harm or a gain; a chain without a need."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule

_COLUMNS = (
    ("causes", "root cause", "add why it goes unmet, as far as research tells", "explains"),
    ("harms", "business harm", "add what it costs the business while it is unmet", "caused by"),
    ("gains", "KPI gain", "add what moves once it is met", "reverses"),
)
_NEED = "begin with what customers try to do and cannot: “When …, I can't …, so …”"


def _find(ground: Ground) -> Iterator[Hit]:
    model = ground.model
    there = []
    for attribute, name, hint, link in _COLUMNS:
        if items := getattr(model, attribute):
            leads = ground.paths.reach.all_back(item.id for item in items)
            there.append((leads, name, f"{hint}, or link one to it with '{link}'"))
        elif model.needs:
            yield Hit(None, f"the map has no {name}", hint, field=attribute)
    # One column alone is a draft, or the list of something else; two are a chain without its beginning.
    if not model.needs and len(there) > 1:
        yield Hit(None, "the map has no customer need", _NEED, field="needs")
    for need in model.needs:
        if missing := [(name, hint) for leads, name, hint in there if need.id not in leads]:
            names, hints = zip(*missing, strict=True)
            yield Hit(need, f"this need leads to no {' and no '.join(names)}", "; ".join(hints))


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
    chain=True,
    find=_find,
)
