"""M04: a formula that cannot be worked out."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule

_NOUGHT = "divides by "


def _find(ground: Ground) -> Iterator[Hit]:
    ledger = ground.ledger
    told = {diagnostic.code for diagnostic in ground.model.diagnostics}
    wrong: set[str] = set()
    for problem in ledger.problems:
        wrong.add(problem.metric)
        # What was refused when the spec was read is in the list already, under its own code.
        if problem.severity == "error" and problem.code not in told:
            metric = ledger.metrics[problem.metric]
            words = metric.formula[problem.start : problem.end]
            yield Hit(metric, problem.message, problem.hint or "mend the formula", words=words, field="formula")
    if "cycle" not in told:
        for circle in ledger.circles:
            wrong |= set(circle)
            names = " → ".join([*circle[:6], circle[0]])
            hint = "take one of them out of the other's formula"
            yield Hit(ledger.metrics[circle[0]], f"metrics made of each other: {names}", hint, field="formula")
    for identifier, worth in ledger.values.items():
        if identifier not in wrong and worth.reason.startswith(_NOUGHT):
            hint = "give it a value other than 0, or keep it out of the divisor"
            yield Hit(ledger.metrics[identifier], f"the formula {worth.reason}", hint, field="formula")


RULE = Rule(
    code="M04",
    name="bad-formula",
    source="impactmap: formulas are worked out, so they have to be sound",
    why="Figures that rest on a formula nobody can work out are decoration.",
    trips="""\
title: Shop
metrics: [{id: basket, formula: sales / orders}, {id: sales, value: 100}, {id: orders, value: 0}]
""",
    clean="""\
title: Shop
metrics: [{id: basket, formula: sales / orders}, {id: sales, value: 100}, {id: orders, value: 4}]
""",
    severity="error",
    reading=("bad-formula", "unknown-metric", "self-reference", "unit-clash", "cycle"),
    find=_find,
)
