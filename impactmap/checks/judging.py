"""Which rules are asked, and how heavily each weighs: by profile, settings and audience."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Literal

from impactmap.checks.rule import Ground, Rule
from impactmap.diagnostics import Severity, UsageError, did_you_mean

_WEIGHT = {"off": 0, "info": 1, "warning": 2, "error": 3}


def severity(rule: Rule, ground: Ground) -> Severity | Literal["off"]:
    """What a finding of this rule weighs in this spec.

    The project's settings come before the profile. An audience of `public` is a gate that neither opens; only a
    waiver with a reason and a date does. What a rule reads out of wording is never above a warning otherwise.
    """
    settled = [(len(key), weight) for key, weight in ground.settings.severities.items() if fits(rule, key)]
    found = max(settled)[1] if settled else rule.profiles.get(ground.profile, rule.severity)
    if rule.wording and found == "error":
        found = "warning"
    if rule.public and ground.audience == "public" and _WEIGHT[rule.public] > _WEIGHT[found]:
        return rule.public
    return found


def is_selected(rule: Rule, select: Iterable[str], ignore: Iterable[str]) -> bool:
    """Whether a rule is asked: by the longest of the prefixes and names that fit it; between equals `ignore` wins."""
    wanted, unwanted = tuple(select), tuple(ignore)
    least = 0 if not wanted else -1
    chosen = max((len(one) for one in wanted if fits(rule, one)), default=least)
    dropped = max((len(one) for one in unwanted if fits(rule, one)), default=-1)
    return chosen >= 0 and chosen > dropped


def fits(rule: Rule, wanted: str) -> bool:
    """Whether a code, the beginning of one (`C`, `C0`), or a name means this rule."""
    return rule.code.startswith(wanted.upper()) or rule.name == wanted.casefold()


def is_called(rule: Rule, name: str) -> bool:
    """Whether this rule, and no other, is meant by a code or name."""
    return name.casefold() in (rule.code.casefold(), rule.name)


def check_codes(rules: Collection[Rule], wanted: Iterable[str]) -> None:
    """Raises UsageError with the nearest for every code or name that means no rule."""
    wrong = [one for one in dict.fromkeys(wanted) if not one or not any(fits(rule, one) for rule in rules)]
    if wrong:
        raise UsageError("; ".join(f"there is no rule '{one}': {nearest_rule(rules, one)}" for one in wrong))


def nearest_rule(rules: Collection[Rule], wanted: str) -> str:
    """A hint for a code or name that means no rule."""
    names = {rule.code.casefold(): rule.code for rule in rules} | {rule.name: rule.name for rule in rules}
    hint = did_you_mean(wanted, names)
    near = hint.split("'")[1] if hint else ""
    groups = "".join(sorted({rule.code[0] for rule in rules}))
    return f"did you mean '{names[near]}'?" if near else f"codes begin with one of {', '.join(groups)}"
