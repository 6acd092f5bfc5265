"""O01: not exactly one outcome at the root of the tree."""

from __future__ import annotations

import re
from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.checks.sides import names_a_figure

_AND = re.compile(r"\s+(?:and|&|\+)\s+|\s*,\s*")


def _find(ground: Ground) -> Iterator[Hit]:
    model = ground.model
    # A map of metrics alone has its top for an outcome.
    if not model.gains:
        if model.needs and not any(metric.role in ("north star", "top KPI") for metric in model.metrics):
            yield Hit(None, "the tree has no outcome", "add the one gain that it is for", field="gains")
        return
    for gain in model.gains[1:]:
        hint = "keep one, and draw the others in trees of their own"
        yield Hit(gain, f"a tree has one outcome, this is another beside '{model.gains[0].title}'", hint)
    names = {name.casefold() for metric in model.metrics for name in (metric.title, metric.id)}
    for gain in model.gains:
        parts = [part for part in _AND.split(gain.title.rstrip(".")) if part]
        if len(parts) > 1 and all(part.casefold() in names or names_a_figure(part) for part in parts):
            yield Hit(gain, "two outcomes in one", "choose one; the other may guard it as a counter-metric")


RULE = Rule(
    code="O01",
    name="outcome-count",
    source="Teresa Torres: an opportunity solution tree starts with one outcome",
    why="With two outcomes every opportunity can be justified by one of them, and no choice is ever made.",
    trips="""\
title: Drafts
profile: opportunity-tree
needs: [I can't tell which draft is current]
gains: [Revenue and NPS]
""",
    clean="""\
title: Drafts
profile: opportunity-tree
needs: [I can't tell which draft is current]
gains: [Licences renewed]
""",
    severity="error",
    # Elsewhere a map may show several gains, and is drawn as a tree for each.
    profiles={"customer-first": "off", "impact-mapping": "off", "north-star": "off"},
    find=_find,
)
