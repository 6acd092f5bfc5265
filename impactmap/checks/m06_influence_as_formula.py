"""M06: a hypothesis written as arithmetic, or an influence that does not say which way or how sure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from impactmap.checks.rule import Ground, Hit, Rule

if TYPE_CHECKING:
    from impactmap.arithmetic import Expression

# Between units of one thing, 60 and 12 are no opinion.
_CONVERSIONS = {2, 3, 4, 5, 7, 10, 12, 13, 22, 24, 26, 28, 30, 31, 40, 52, 60, 90, 100, 250, 252, 360, 365, 1000}


def _find(ground: Ground) -> Iterator[Hit]:
    ledger = ground.ledger
    for identifier, tree in ledger.formulas.items():
        if not ledger.units[identifier].currency and _is_guess(tree):
            hint = "make it an influence with sign, strength and confidence, so that it can be tested"
            message = "one metric times a number is a hypothesis, not arithmetic"
            yield Hit(ledger.metrics[identifier], message, hint, field="formula")
    for influence in ground.model.influences:
        missing = [name for name in ("sign", "confidence") if not getattr(influence, name)]
        if missing:
            hint = "add 'sign: +' or 'sign: -', and 'confidence: assumed', 'correlated' or 'tested'"
            yield Hit(influence, f"this influence has no {' and no '.join(missing)}", hint, field=missing[0])


def _is_guess(tree: Expression) -> bool:
    """Whether a formula is one metric and a bare factor that is neither a conversion nor a whole count."""
    from impactmap.arithmetic import Name, Number, Product

    if not isinstance(tree, Product) or len(tree.factors) != 2:
        return False
    parts = [factor.expression for factor in tree.factors]
    numbers = [part.value for part in parts if isinstance(part, Number)]
    if not any(isinstance(part, Name) for part in parts) or len(numbers) != 1 or not numbers[0]:
        return False
    number = numbers[0]
    return number not in _CONVERSIONS and 1 / number not in _CONVERSIONS and number != number.to_integral_value()


RULE = Rule(
    code="M06",
    name="influence-as-formula",
    source="Mixpanel on metric trees: keep what is so by definition apart from what is believed to be so",
    why="'retention = onboarding × 0.4' looks like a fact and is a bet. As an influence it can be doubted and tested.",
    trips="""\
title: App
metrics: [{id: retention, formula: onboarding * 0.4}, {id: onboarding, value: 50}]
""",
    clean="""\
title: App
metrics: [{id: retention}, {id: onboarding}]
influences: [{from: onboarding, to: retention, sign: +, confidence: assumed}]
""",
    severity="warning",
    find=_find,
)
