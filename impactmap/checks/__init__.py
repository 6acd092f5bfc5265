"""The checks: what a thoughtful colleague would say about a spec, one rule per file.

To add a rule, add a module that holds a `RULE` and a line to the table. What a rule gets and gives is in
`impactmap.checks.rule`; everything else about its findings (place, severity, waivers, order) happens here.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache, partial

from msgspec import Struct
from msgspec.structs import replace

from impactmap.checks.explaining import explanation
from impactmap.checks.finding import Finding, Waived
from impactmap.checks.judging import check_codes, is_called, is_gate, is_selected, nearest_rule, severity, widest
from impactmap.checks.placing import Places
from impactmap.checks.quoting import Titles
from impactmap.checks.reading import meaning
from impactmap.checks.rule import DEFAULT_PROFILE, Ground, Hit, Rule
from impactmap.checks.waiving import Waivers, of_waivers
from impactmap.diagnostics import Span, UsageError
from impactmap.settings import Settings
from impactmap.understood import Understood

__all__ = ["RULES", "Finding", "Ground", "Hit", "Rule", "Waived", "check", "every", "explained", "known"]

RULES = {
    "N01": "n01_need_is_business",
    "N02": "n02_solution_as_need",
    "N03": "n03_company_voice",
    "N04": "n04_generic_actor",
    "N05": "n05_vague_need",
    "N06": "n06_broken_chain",
    "N07": "n07_dangling_node",
    "C01": "c01_cause_without_evidence",
    "C02": "c02_no_observation",
    "C03": "c03_thin_sample",
    "C05": "c05_missing_solution_as_cause",
    "C06": "c06_blames_customer",
    "C07": "c07_why_cycle_or_echo",
    "C08": "c08_single_cause",
    "C09": "c09_stale_evidence",
    "C10": "c10_personal_data",
    "H01": "h01_harm_is_customer_pain",
    "H02": "h02_harm_unsized",
    "G01": "g01_unmeasurable_gain",
    "G02": "g02_contradictory_values",
    "G03": "g03_output_as_gain",
    "G04": "g04_gain_not_reproducible",
    "G05": "g05_double_counted_gain",
    "G06": "g06_wrong_direction",
    "M01": "m01_missing_pair",
    "M02": "m02_north_star_captures_value",
    "M03": "m03_no_shared_input",
    "M04": "m04_bad_formula",
    "M05": "m05_identity_mismatch",
    "M06": "m06_influence_as_formula",
    "M07": "m07_naked_ratio",
    "M08": "m08_too_many_drivers",
    "M09": "m09_business_heavy",
    "M10": "m10_vanity_metric",
    "K01": "k01_no_counter_metric",
    "K02": "k02_same_side_guard",
    "K03": "k03_unbounded_guard",
    "K04": "k04_dependent_guard",
    "K05": "k05_no_accountability",
    "K06": "k06_guard_broken",
    "T01": "t01_toddler_soccer",
    "T02": "t02_same_surface",
    "T03": "t03_output_metric_goal",
    "T04": "t04_no_ladder",
    "T05": "t05_goal_without_need",
    "T06": "t06_beyond_control",
    "T07": "t07_no_direct_key_result",
    "O01": "o01_outcome_count",
    "O02": "o02_traction_outcome",
    "O03": "o03_two_parents",
    "O05": "o05_few_solutions",
    "O07": "o07_wrong_parent",
    "O08": "o08_incomplete_test",
    "A01": "a01_goal_is_solution",
    "A02": "a02_impact_not_change",
    "A03": "a03_orphan_deliverable",
}

FAILED = Rule(
    code="X01",
    name="check-failed",
    source="impactmap",
    why="A check itself went wrong. All others were still made; please report it.",
    trips="",
    clean="",
    severity="error",
    find=lambda ground: (),
    always=True,
)


@cache
def every() -> tuple[Rule, ...]:
    """The rules of the catalogue, in its order."""
    return tuple(importlib.import_module(f"impactmap.checks.{module}").RULE for module in RULES.values())


@cache
def known() -> tuple[Rule, ...]:
    """The rules of the catalogue, those about waivers, and what is said when a check fails."""
    return (*every(), *(rule for rule, _ in of_waivers()), FAILED)


def explained(name: str) -> tuple[str, ...]:
    """The rule of that code or name in words, as Markdown; of a code of reading what it means, and the rules it breaks.

    Raises UsageError with the nearest.
    """
    rules = [rule for rule in known() if is_called(rule, name) or name.casefold() in rule.reading]
    found = (meaning(name), *map(explanation, rules))
    if not any(found):
        raise UsageError(f"there is no rule '{name}': {nearest_rule(known(), name)}")
    return tuple(filter(None, found))


def check(
    understood: Understood,
    settings: Settings | None = None,
    today: date | None = None,
    profile: str = "",
    audience: str = "",
) -> tuple[Finding, ...]:
    """All that is to be said about a spec, in source order: what reading and what the rules find.

    `profile` overrides that of the spec, and that of the settings holds for specs that name none. `audience` overrides
    both too; without it the widest of them counts, so that no spec opens the gate of its project. `today` decides which
    waivers have ended, and how old evidence is in a map without an `as of`. Never raises for a spec: a rule that fails
    is a finding. Raises UsageError for codes that no rule has.
    """
    return _Check(understood, settings or Settings(), today or date.today(), profile, audience).findings()


class _Check(Struct, frozen=True):
    understood: Understood
    settings: Settings
    today: date
    profile: str
    audience: str

    def findings(self) -> tuple[Finding, ...]:
        model, settings = self.understood.model, self.settings
        check_codes(known(), (*settings.select, *settings.severities), settings.ignore)
        profile = self.profile or model.profile or settings.profile or DEFAULT_PROFILE
        audience = self.audience or widest(model.audience, settings.audience)
        ground = Ground(model, settings, self.today, profile, audience)
        places = Places(self.understood)
        titles = Titles(model)
        asked = [rule for rule in every() if self._is_asked(rule, ground)]
        judged = [rule for rule in asked if not rule.chain or places.chain_is_whole]
        waivers = Waivers(model, known(), asked, self.today)
        found = list(self._read())
        for rule in judged:
            hits = self._found(rule, ground, places, titles, partial(rule.find, ground))
            found += [waivers.applied(finding, rule) for finding in hits]
        for rule, find in of_waivers():
            if self._is_selected(rule):
                found += self._found(rule, ground, places, titles, partial(find, waivers))
        return tuple(sorted(found, key=_in_source_order))

    def _is_asked(self, rule: Rule, ground: Ground) -> bool:
        """What a map for the public must not have is asked whatever is chosen."""
        return is_gate(rule, ground) or (self._is_selected(rule) and severity(rule, ground) != "off")

    def _is_selected(self, rule: Rule) -> bool:
        return is_selected(rule, self.settings.select, self.settings.ignore)

    def _read(self) -> Iterator[Finding]:
        """What reading found, with its own codes; of these only warnings can be left out, and by their codes alone."""
        ignored = {code.casefold() for code in self.settings.ignore}
        for one in self.understood.diagnostics:
            if one.code in ignored and one.severity != "error":
                continue
            yield Finding(
                code=one.code, name=one.code, severity=one.severity, path=one.path, span=one.span,
                message=one.message, hint=one.hint, source="the spec's grammar",
            )  # fmt: skip

    def _found(
        self, rule: Rule, ground: Ground, places: Places, titles: Titles, find: Callable[[], Iterable[Hit]]
    ) -> tuple[Finding, ...]:
        weight = severity(rule, ground)
        if weight == "off":
            return ()
        why = f", and the audience is {ground.audience}" if is_gate(rule, ground) else ""
        base = Finding(
            code=rule.code, name=rule.name, severity=weight, path=ground.model.path, span=None,
            message="", hint="", source=rule.source,
        )  # fmt: skip
        try:
            hits = [hit for hit in dict.fromkeys(find()) if not places.was_given(hit)]
            return tuple(
                replace(
                    base, span=places.of(hit), message=hit.message + why, hint=hit.hint,
                    entity=_id(hit), gist=titles.out_of(hit.message),
                )
                for hit in hits
            )  # fmt: skip
        except Exception as error:  # whatever it is: one rule must not cost the author all the others
            message = f"the check {rule.code} ({rule.name}) failed: {type(error).__name__}: {error}"
            hint = "this is a defect of impactmap, please report it; the other checks were made"
            return (replace(base, code=FAILED.code, name=FAILED.name, severity="error", message=message, hint=hint),)


def _id(hit: Hit) -> str:
    return hit.entity.id if hit.entity else ""


_NOWHERE = Span(0, 0, 0, 0)


def _in_source_order(finding: Finding) -> tuple[Span, str]:
    """What one rule says of one place stays in the order in which the rule says it."""
    return finding.span or _NOWHERE, finding.code
