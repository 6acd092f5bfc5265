"""Which rules are asked, and how heavily each weighs: by profile, settings and audience."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Literal

from impactmap.checks.reading import ERRORS, WARNINGS, is_warning
from impactmap.checks.rule import Ground, Rule
from impactmap.diagnostics import Severity, UsageError, did_you_mean

PUBLIC = "public"
_WIDTH = {"draft": 1, "internal": 2, PUBLIC: 3}
_WEIGHT = {"off": 0, "info": 1, "warning": 2, "error": 3}


def severity(rule: Rule, ground: Ground) -> Severity | Literal["off"]:
    """What a finding of this rule weighs in this spec.

    The project's settings come before the profile. An audience of `public` is a gate that neither opens; only a
    waiver with a reason and a date does. What a rule reads out of wording is never above a warning otherwise, also
    where the settings say "error" of a group of rules that it belongs to.
    """
    settled = [(len(key), weight) for key, weight in ground.settings.severities.items() if fits(rule, key)]
    found = max(settled)[1] if settled else rule.profiles.get(ground.profile, rule.severity)
    if rule.wording and found == "error":
        found = "warning"
    if rule.public and is_gate(rule, ground) and _WEIGHT[rule.public] > _WEIGHT[found]:
        return rule.public
    return found


def is_gate(rule: Rule, ground: Ground) -> bool:
    """Whether a finding of this rule must not be in this map because it is for the public."""
    return bool(rule.public) and ground.audience == PUBLIC


def widest(*audiences: str) -> str:
    """The widest of these audiences ("" where all are): what more people will see is judged more strictly."""
    return max(audiences, key=lambda one: _WIDTH.get(one, 0))


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


def check_codes(rules: Collection[Rule], wanted: Iterable[str], ignored: Iterable[str] = ()) -> None:
    """Raises UsageError with the reason and the nearest for every code or name that can choose, or leave out, nothing.

    What is `ignored` may be a warning of reading too.
    """
    named = (*wanted, *(one for one in ignored if not is_warning(one)))
    if wrong := [problem for one in dict.fromkeys(named) if (problem := wrong_code(rules, one))]:
        raise UsageError("; ".join(wrong))


def wrong_code(rules: Collection[Rule], wanted: str) -> str:
    """Why a code, the beginning of one, or a name can choose no rule; "" where it can."""
    if not wanted.strip():
        return "an empty code means no rule: leave it out to mean all"
    if any(fits(rule, wanted) and not rule.always for rule in rules):
        return ""
    if is_warning(wanted):
        return f"'{wanted}' is a warning of reading: no rule, and shown unless 'ignore' names it"
    return always_shown(rules, wanted) or f"there is no rule '{wanted}': {nearest_rule(rules, wanted)}"


def wrong_weight(rules: Collection[Rule], wanted: str, weight: str) -> str:
    """Why the rules of a code cannot weigh that much; "" where they can."""
    if weight == "error" and all(rule.wording for rule in rules if fits(rule, wanted)):
        return f"'{wanted}' cannot be 'error': what is judged by its wording is a guess, and never above a warning"
    return ""


def always_shown(rules: Iterable[Rule], wanted: str) -> str:
    """Why what a code means can be neither chosen nor left out; "" where it can, or where it means nothing."""
    if any(rule.always and fits(rule, wanted) for rule in rules):
        what = "a check that failed"
    elif wanted.casefold() in ERRORS:
        broken = " and ".join(rule.code for rule in rules if wanted.casefold() in rule.reading)
        what = f"an error of reading{f' ({broken})' if broken else ''}, and nothing can be drawn"
    else:
        return ""
    return f"'{wanted}' is {what}: it is always shown, and can be neither chosen nor ignored nor waived"


def nearest_rule(rules: Collection[Rule], wanted: str) -> str:
    """A hint for a code or name that means no rule and nothing of reading; to a letter and a number, all of its letter.

    Which of them is nearest to "C04" nobody can tell.
    """
    alike = [rule.code for rule in rules if rule.code[0] == wanted[:1].upper()]
    if alike and wanted[1:].isdecimal():
        return f"there are {', '.join(alike)}"
    names = {name: name for name in (*(rule.name for rule in rules), *WARNINGS, *ERRORS)}
    names |= {rule.code.casefold(): rule.code for rule in rules}
    hint = did_you_mean(wanted, names)
    near = hint.split("'")[1] if hint else ""
    groups = "".join(sorted({rule.code[0] for rule in rules}))
    return f"did you mean '{names[near]}'?" if near else f"codes begin with one of {', '.join(groups)}"
