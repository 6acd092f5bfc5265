"""M03: a north star and a top KPI that have nothing in common."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule


def _find(ground: Ground) -> Iterator[Hit]:
    model = ground.model
    stars, tops = ([one for one in model.metrics if one.role == role] for role in ("north star", "top KPI"))
    if not stars or not tops:
        return
    # A top without a formula is not worked out yet; nothing can be said of it.
    if not all(top.formula.strip() for top in (stars[0], tops[0])):
        return
    both = ground.feeds(stars[0].id), ground.feeds(tops[0].id)
    if both[0] & both[1]:
        return
    for influence in model.influences:
        if any(influence.from_ in one and influence.to in other for one, other in (both, both[::-1])):
            return
    hint = "look for the input that lifts both, or for an influence of one on the other"
    yield Hit(tops[0], "the north star and the top KPI share no input", hint, field="formula")


RULE = Rule(
    code="M03",
    name="no-shared-input",
    source="Itamar Gilad: north star and top KPI should be made co-dependent",
    why="Where the two trees share nothing, what is good for customers cannot be seen to pay, and nobody finds the "
    "work that serves both.",
    trips="""\
title: Docs
metrics:
  - {id: docs, role: north star, formula: users * each}
  - {id: revenue, role: top KPI, formula: deals * price}
  - {id: users}
  - {id: each}
  - {id: deals}
  - {id: price}
""",
    clean="""\
title: Docs
metrics:
  - {id: docs, role: north star, formula: users * each}
  - {id: revenue, role: top KPI, formula: users * price}
  - {id: users}
  - {id: each}
  - {id: price}
""",
    severity="warning",
    profiles={"opportunity-tree": "info", "impact-mapping": "info"},
    find=_find,
)
