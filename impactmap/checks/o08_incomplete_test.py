"""O08: a test that does not say what it tests, or what would count as passed."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.model import Trial


def _find(ground: Ground) -> Iterator[Hit]:
    for entity in ground.model.walk():
        if not isinstance(entity, Trial):
            continue
        missing = []
        # The sort of risk stands for the assumption where the test itself says what is done.
        if not entity.assumption and not entity.category:
            missing.append("assumption or category")
        if not entity.success_criterion:
            missing.append("success criterion")
        if missing:
            hint = "write '<what is done>; <category>; <what counts as passed>'"
            field = "success_criterion" if missing == ["success criterion"] else "category"
            yield Hit(entity, f"this test has no {' and no '.join(missing)}", hint, field=field)


RULE = Rule(
    code="O08",
    name="incomplete-test",
    source="Teresa Torres: test assumptions, with the criterion set beforehand",
    why="Whoever decides afterwards what counts as passed finds that it passed.",
    trips="""\
title: Drafts
solutions: [{title: One link per document, test: Test it}]
""",
    clean="""\
title: Drafts
solutions:
  - title: One link per document
    test: five teams move a proposal to it; desirability; four stay after two weeks
""",
    severity="warning",
    profiles={"impact-mapping": "info", "north-star": "info"},
    find=_find,
)
