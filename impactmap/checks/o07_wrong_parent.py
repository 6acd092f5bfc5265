"""O07: a solution that hangs on the outcome itself, or a test of nothing."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule


def _find(ground: Ground) -> Iterator[Hit]:
    model = ground.model
    for trial in model.tests:
        if not trial.solution:
            hint = "put it under its solution, or name that in 'solution'"
            yield Hit(trial, "this test belongs to no solution", hint, field="solution")
    # Of other maps A03 says the same in their own words.
    if ground.profile == "opportunity-tree":
        for solution in model.solutions:
            if not solution.addresses:
                hint = "name in 'addresses' the opportunity that it is for"
                yield Hit(
                    solution, "this solution hangs on the outcome, not on an opportunity", hint, field="addresses"
                )


RULE = Rule(
    code="O07",
    name="wrong-parent",
    source="Teresa Torres: solutions hang on opportunities, tests on solutions",
    why="A solution without an opportunity is somebody's idea, and a test without a solution proves nothing about any.",
    trips="""\
title: Drafts
solutions: [One link per document]
tests: [Ask five teams]
""",
    clean="""\
title: Drafts
solutions: [{title: One link per document, test: Ask five teams}]
""",
    severity="error",
    find=_find,
)
