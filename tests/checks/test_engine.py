"""What happens to hits: places, order, severities, profiles, audience, selection, waivers, failures, partial specs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from spec_corpus import TODAY, cases, codes, found, understood

from impactmap import UsageError, checks, load
from impactmap.assemble import understand
from impactmap.checks import Ground, Hit, Rule, Waived, every, explained
from impactmap.checks.judging import is_selected
from impactmap.checks.reading import ERRORS, WARNINGS
from impactmap.pipeline import check
from impactmap.readers import read
from impactmap.settings import Settings, Thresholds

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
GOOD = ("blue-corp.md", "blue-corp-in-yaml.yaml", "food-delivery.md", "bank-irregular-pay.md", "駅の乗り換え.md")

BARE = "title: T\ncauses: [Menus are hard]\n"
RULE = {rule.code: rule for rule in every()}


# ---- samples ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", GOOD)
def test_samples_of_good_practice_run_clean(name: str) -> None:
    said = [one for one in check(SAMPLES / name, today=TODAY) if one.severity != "info" and not one.waived]
    assert said == []


def test_the_sample_that_goes_wrong_on_purpose_trips_what_it_should() -> None:
    said = {one.code for one in check(SAMPLES / "bank-cross-sell.md", today=TODAY)}
    assert said == {"N01", "C01", "M01", "K01", "K05"}


def test_two_teams_that_trip_over_each_other() -> None:
    errors = {one.code for one in check(SAMPLES / "two-teams.md", today=TODAY) if one.severity == "error"}
    assert errors == {"T01", "T06"}


def test_both_syntaxes_get_the_same_findings() -> None:
    both = [
        [(one.code, one.message, one.entity, one.waived) for one in check(SAMPLES / name, today=TODAY)]
        for name in ("blue-corp.md", "blue-corp-in-yaml.yaml")
    ]
    assert both[0] == both[1]


# ---- places -------------------------------------------------------------------------------------------------


def placed(text: str, code: str) -> str:
    """The source that a finding points at."""
    (one,) = [finding for finding in found(text) if finding.code == code]
    assert one.span
    line = text.split("\n")[one.span.line - 1]
    return line[one.span.column - 1 : one.span.end_column - 1]


@pytest.mark.parametrize(
    ("text", "code", "there"),
    [
        (BARE, "C01", "Menus are hard"),
        ("# T\n\n## Root causes\n- Menus are hard {#m}\n  - category: product\n", "C01", "Menus are hard"),
        ("# T\n\n## Root causes\n- A\n  - evidence: survey, n=40\n", "C02", "survey"),
        ("# T\n\n## Root causes\n- A\n  - evidence: interview, n=2\n", "C03", "2"),
        ("title: T\nneeds: [A]\n", "C08", None),
        ("title: The map\nneeds:\n  - id: n\n    title: A need\ncauses: [B]\nharms: [C]\n", "N06", "The map"),
        ("title: T\nsolutions:\n  - title: A Bonus per account\n", "K05", "Bonus"),
        ("title: T\nmetrics:\n  - title: Revenue\n    role: top KPI\n", "M01", "top KPI"),
    ],
)
def test_findings_stand_at_the_words_that_are_meant(text: str, code: str, there: str | None) -> None:
    if there is None:
        assert code not in codes(text)
    else:
        assert placed(text, code) == there


def test_findings_come_in_source_order() -> None:
    for case in cases():
        said = found(case.text)
        places = [(one.span.line, one.span.column) for one in said if one.span]
        assert places == sorted(places)
        assert found(case.text) == said


# ---- severities ---------------------------------------------------------------------------------------------


def weights(text: str, code: str, settings: Settings | None = None, profile: str = "", audience: str = "") -> list[str]:
    said = found(text, settings, profile=profile, audience=audience)
    return [one.severity for one in said if one.code == code]


def test_a_profile_weighs_otherwise() -> None:
    assert weights(BARE, "C01") == ["warning"]
    assert weights("profile: north-star\n" + BARE, "C01") == ["info"]
    assert weights(BARE, "C01", Settings(profile="north-star")) == ["info"]
    assert weights("profile: customer-first\n" + BARE, "C01", Settings(profile="north-star")) == ["warning"]
    assert weights("profile: customer-first\n" + BARE, "C01", profile="north-star") == ["info"]
    assert weights("title: T\ngains: [A, B]\n", "O01") == []
    assert weights("title: T\ngains: [A, B]\n", "O01", profile="opportunity-tree") == ["error"]


def test_settings_come_before_the_profile() -> None:
    assert weights(BARE, "C01", Settings(severities={"C01": "error"})) == ["error"]
    assert weights(BARE, "C01", Settings(severities={"C01": "off"})) == []
    assert weights(BARE, "C01", Settings(severities={"cause-without-evidence": "info"})) == ["info"]
    assert weights(BARE, "C01", Settings(severities={"c": "error", "C01": "info", "N": "off"})) == ["info"]
    assert weights("title: T\nsolutions: [A bonus per sale]\n", "K05", Settings(severities={"K05": "error"})) == [
        "warning"
    ]


def test_an_audience_of_public_is_a_gate() -> None:
    mail = "causes: [{title: A, evidence: [{method: interview, n: 9, quote: write to jane@x.org}]}]\n"
    for lowered in (None, Settings(severities={"C01": "off", "C10": "info"}), Settings(profile="north-star")):
        assert weights("audience: public\n" + BARE, "C01", lowered) == ["error"]
        assert weights("title: T\naudience: public\n" + mail, "C10", lowered) == ["error"]
    assert weights("title: T\n" + mail, "C10") == ["warning"]


@pytest.mark.parametrize("chosen", [Settings(ignore=("C",)), Settings(select=("N",)), Settings(ignore=("C01", "C10"))])
def test_no_selection_opens_the_gate(chosen: Settings) -> None:
    assert weights(BARE, "C01", chosen) == []
    assert weights("audience: public\n" + BARE, "C01", chosen) == ["error"]


def test_the_gate_says_why() -> None:
    (one,) = found(BARE, Settings(severities={"C01": "off"}), audience="public")
    assert (one.severity, one.message) == ("error", "this cause names no evidence, and the audience is public")
    assert "public" not in found(BARE)[0].message


def test_for_the_public_an_assumption_is_no_evidence() -> None:
    text = "title: T\naudience: public\ncauses:\n  - title: A\n    evidence: assumption\n"
    (one,) = [finding for finding in found(text) if finding.code == "C01"]
    assert (one.severity, one.message) == (
        "error", "what stands here as evidence is an assumption, and the audience is public"
    )  # fmt: skip
    assert placed(text, "C01") == "assumption"
    for spec in (text, "audience: public\n" + BARE):
        assert "assumption" not in next(one.hint for one in found(spec) if one.code == "C01")


@pytest.mark.parametrize(
    ("own", "projects", "asked", "severity"),
    [
        ("", "", "", "warning"),
        ("", "public", "", "error"),
        ("draft", "public", "", "error"),
        ("internal", "public", "", "error"),
        ("public", "draft", "", "error"),
        ("public", "", "", "error"),
        ("internal", "draft", "", "warning"),
        ("draft", "internal", "public", "error"),
        ("public", "public", "internal", "warning"),
    ],
)
def test_the_widest_audience_counts_unless_one_is_asked_for(own: str, projects: str, asked: str, severity: str) -> None:
    text = f"audience: {own}\n{BARE}" if own else BARE
    assert weights(text, "C01", Settings(audience=projects), audience=asked) == [severity]


def test_only_a_waiver_opens_the_gate() -> None:
    text = "title: T\ncauses: [{title: A, waive: 'C01, \"talks in June\", until 2027'}]\n"
    (one,) = [finding for finding in found(text, audience="public") if finding.code == "C01"]
    assert one.severity == "error"
    assert one.waived == Waived("talks in June", "2027")


def test_limits_are_settable() -> None:
    text = "title: T\ncauses: [{title: A, evidence: 'interview, n=5'}]\n"
    assert "C03" not in codes(text)
    assert "C03" in codes(text, Settings(limits=Thresholds(thin_sample=5)))
    stale = "title: T\nas of: 2026-11\ncauses: [{title: A, evidence: 'observation, n=9, 2026-01'}]\n"
    assert "C09" not in codes(stale)
    assert "C09" in codes(stale, Settings(limits=Thresholds(stale_months=6)))


def test_without_as_of_the_day_of_the_check_counts() -> None:
    text = "title: T\ncauses: [{title: A, evidence: 'observation, n=9, 2026-01'}]\n"
    assert "C09" not in codes(text)
    assert "C09" in codes(text, today=date(2030, 1, 1))


# ---- selection ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("select", "ignore", "asked"),
    [
        ((), (), True),
        (("C",), (), True),
        (("C01",), (), True),
        (("c01",), (), True),
        (("cause-without-evidence",), (), True),
        (("N",), (), False),
        (("C02",), (), False),
        ((), ("C",), False),
        ((), ("C02",), True),
        (("C",), ("C01",), False),
        (("C01",), ("C",), True),
        (("C",), ("C",), False),
        (("C0",), ("C",), True),
        ((), ("cause-without-evidence",), False),
    ],
)
def test_rules_are_chosen_by_code_and_prefix(select: tuple[str, ...], ignore: tuple[str, ...], asked: bool) -> None:
    assert is_selected(RULE["C01"], select, ignore) is asked
    assert ("C01" in codes(BARE, Settings(select=select, ignore=ignore))) is asked


def test_no_selection_hides_what_is_wrong_with_the_spec() -> None:
    assert "unknown-field" in codes("title: T\ncauses: [{title: A, colour: red}]\n", Settings(select=("N",)))


READING = {
    "bad-formula": "metrics: [{id: a, formula: b +}, {id: b, value: 3}]",
    "unknown-metric": "metrics: [{id: a, formula: b * 2}]",
    "unit-clash": "metrics: [{id: a, formula: b + c}, {id: b, value: $3}, {id: c, value: 4%}]",
    "self-reference": "metrics: [{id: a, formula: a * 2}]\ncauses: [{id: c, title: C, explains: c}]",
    "cycle": "metrics: [{id: a, formula: b * 2}, {id: b, formula: a / 2}]\n"
    "causes: [{id: c, title: C, explains: d}, {id: d, title: D, explains: c}]",
}


def test_errors_of_reading_that_belong_to_a_rule_are_those_that_the_reader_reports() -> None:
    assert {code for rule in every() for code in rule.reading} == READING.keys()
    for code, text in READING.items():
        said = [one for one in found(f"title: T\n{text}\n") if one.code == code]
        assert len(said) == sum(code in rule.reading for rule in every())
        assert {one.severity for one in said} == {"error"}


NO_METHOD = "title: T\nneeds: [{title: N, evidence: '9 of them, n=9'}]\n"


def test_a_warning_of_reading_can_be_ignored_by_its_code_alone() -> None:
    assert "no-method" in codes(NO_METHOD)
    assert "no-method" not in codes(NO_METHOD, Settings(ignore=("No-Method",)))
    for other in (Settings(ignore=("N",)), Settings(select=("C",)), Settings(ignore=("no-sample",))):
        assert "no-method" in codes(NO_METHOD, other)
    for wrong in (Settings(select=("no-method",)), Settings(severities={"no-method": "off"})):
        with pytest.raises(UsageError, match="'no-method' is a warning of reading: no rule"):
            found(NO_METHOD, wrong)
    text = spec("'no-method, \"so it is\", until 2027'")
    assert said_of("", "W05", text)[0] == "'no-method' is a warning of reading, and waivers are for rules"


def test_an_error_of_reading_cannot_be_ignored() -> None:
    with pytest.raises(UsageError, match="'unknown-field' is an error of reading, and nothing can be drawn: it is alw"):
        found(BARE, Settings(ignore=("unknown-field",)))
    # The name of M04 is a code of reading too: the rule is not asked then, and the error stays.
    assert "bad-formula" in codes(f"title: T\n{READING['bad-formula']}\n", Settings(ignore=("bad-formula",)))


def test_every_code_of_reading_is_explained() -> None:
    """Codes are words with hyphens, or stand first in a call that says something."""
    root = Path(checks.__file__).parents[1]
    said = set()
    for floor in ("readers", "assemble"):
        for file in (root / floor).glob("*.py"):
            said |= set(_sayings(ast.parse(file.read_text("utf-8"))))
    assert said - {*WARNINGS, *ERRORS} == set()
    assert {*ERRORS} & {*WARNINGS} == set()
    for code in (*WARNINGS, *ERRORS):
        weight = "warning" if code in WARNINGS else "error"
        assert explained(code.upper())[0].startswith(f"## {code}\n\nA{'n' * (weight == 'error')} {weight} of reading. ")


def _sayings(tree: ast.AST) -> Iterator[str]:
    """The codes that a module gives to whatever reports, warns, refuses or raises."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            code = node.args[0].value
            if name in _SAYING and isinstance(code, str) and re.fullmatch(r"[a-z]+(-[a-z]+)*", code):
                yield code


_SAYING = ("report", "warn", "error", "warning", "_refuse", "Flaw")


def test_of_a_chain_that_could_not_be_read_in_full_nobody_says_that_it_leads_nowhere() -> None:
    chain = (
        "title: T\nneeds: [{id: n, title: N}]\ncauses: [{id: c, title: C, explains: n}]\n"
        "harms: [{title: H, %s: c}]\nmetrics: [{id: m, title: M%s}]\n"
    )
    echoes = {"N06", "N07", "C08"}
    assert echoes & set(codes(chain % ("caused by", ""))) == {"N06", "C08"}
    assert echoes & set(codes(chain % ("comes of", ""))) == set()
    assert "unknown-field" in codes(chain % ("comes of", ""))
    # What is wrong elsewhere has cost the chain nothing.
    assert echoes & set(codes(chain % ("caused by", ", colour: red"))) == {"N06", "C08"}


def test_a_need_that_leads_nowhere_is_one_finding_and_the_columns_come_in_reading_order() -> None:
    text = "title: T\nneeds: [A, {id: b, title: B}]\n"
    others = (
        "causes: [{id: c, title: C, explains: b}]\nharms: [{id: h, title: H, caused by: c}]\n"
        "gains: [{title: G, reverses: h}]\n"
    )
    assert [one.message for one in found(text + others) if one.code == "N06"] == [
        "this need leads to no root cause and no business harm and no KPI gain"
    ]
    assert [one.message for one in found(text) if one.code == "N06"] == [
        "the map has no root cause",
        "the map has no business harm",
        "the map has no KPI gain",
    ]


def test_a_goal_on_the_whole_is_offered_another_metric_than_itself() -> None:
    text = "title: T\nmetrics: [{id: gmv, role: north star}]\nteams: [{title: A, goal: gmv from 1 to 2}]\n"
    (one,) = [one for one in found(text) if one.code == "T03"]
    assert "gmv" not in one.hint


def test_no_method_is_said_once() -> None:
    text = "title: T\ncauses: [{title: C, evidence: 'shadowing 12 technicians'}]\n"
    assert "C02" not in codes(text)


def test_the_maps_own_actors_are_people() -> None:
    text = "title: T\nactors: [Floor wardens]\nharms: [Floor wardens are annoyed]\ncauses: [Floor wardens don't read]\n"
    assert {"H01", "C06"} <= set(codes(text))
    for other in ("[Owners]", "[{title: Floor wardens, kind: internal}]"):
        assert not {"H01", "C06"} & set(codes(text.replace("[Floor wardens]", other)))


@pytest.mark.parametrize("code", READING)
def test_errors_of_reading_are_shown_whatever_is_chosen(code: str) -> None:
    text = f"title: T\n{READING[code]}\n"
    for chosen in (Settings(select=("M04",)), Settings(select=("N",)), Settings(ignore=("M", "C"))):
        assert code in codes(text, chosen)


@pytest.mark.parametrize(
    ("name", "called"), [("cycle", ["C07", "M04"]), ("Unit-Clash", ["M04"]), ("bad-formula", ["M04"]), ("c07", ["C07"])]
)
def test_an_error_of_reading_tells_the_rules_that_it_breaks(name: str, called: list[str]) -> None:
    assert [one.split()[1] for one in explained(name) if one.split()[1].isupper()] == called


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("cycle", "'cycle' is an error of reading (C07 and M04), and nothing can be drawn: it is always shown, "
                  "and can be neither chosen nor ignored nor waived"),
        ("Unit-Clash", "'Unit-Clash' is an error of reading (M04)"),
        ("X01", "'X01' is a check that failed: it is always shown"),
        ("check-failed", "it is always shown"),
        ("X", "it is always shown"),
        ("", "an empty code means no rule"),
        (" ", "an empty code means no rule"),
    ],
)  # fmt: skip
def test_what_must_be_seen_cannot_be_chosen(name: str, said: str) -> None:
    for chosen in (Settings(select=(name,)), Settings(ignore=(name,)), Settings(severities={name: "off"})):
        with pytest.raises(UsageError) as caught:
            found(BARE, chosen)
        assert said in str(caught.value)


def test_a_slip_in_the_code_of_an_error_of_reading_is_told_where_it_means_something() -> None:
    with pytest.raises(UsageError, match="did you mean 'unknown-metric'"):
        explained("unknwon-metric")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("C1", "there are C01, C02, C03, C05, C06, C07, C08, C09, C10"),
        ("t9", "there are T01, T02, T03, T04, T05, T06, T07"),
        ("thin-sampel", "did you mean 'thin-sample'?"),
        ("no-metod", "did you mean 'no-method'?"),
        ("Q", "begin with"),
    ],
)
def test_codes_that_no_rule_has(name: str, hint: str) -> None:
    with pytest.raises(UsageError, match="there is no rule"):
        found(BARE, Settings(ignore=(name,)) if name != "C1" else Settings(severities={"C99": "off"}))
    with pytest.raises(UsageError) as caught:
        explained(name)
    assert hint in str(caught.value)


# ---- waivers ------------------------------------------------------------------------------------------------


def waived(text: str, today: date = TODAY) -> dict[str, bool]:
    return {one.code: one.waived is not None for one in found(text, today=today)}


def spec(waiver: str) -> str:
    return f"title: T\ncauses:\n  - title: Menus are hard\n    waive: {waiver}\n"


@pytest.mark.parametrize(
    ("waiver", "said"),
    [
        ("'C01, \"talks in June\", until 2027-01'", {"C01": True}),
        ("'cause-without-evidence, \"talks in June\", until 2027-01'", {"C01": True}),
        ("'C01, talks in June, until 2026-11-22'", {"C01": True}),
        ("{rules: C01, reason: talks in June, until: 2027}", {"C01": True}),
        ("'C01, \"talks in June\", until 2026-11-21'", {"C01": False, "W03": False}),
        ("'C01, \"talks in June\", until 2026-Q3'", {"C01": False, "W03": False}),
        ("'C01, until 2027'", {"C01": False, "W01": False}),
        ("'C01, \"talks in June\"'", {"C01": False, "W02": False}),
        ("C01", {"C01": False, "W01": False, "W02": False}),
        ("'C02, \"talks in June\", until 2027'", {"C01": False, "W04": False}),
        ("'C1, \"talks in June\", until 2027'", {"C01": False, "W05": False}),
        ("'C, \"talks in June\", until 2027'", {"C01": False, "W05": False}),
        ("'\"talks in June\", until 2027'", {"C01": False, "W05": False}),
        ("'C01 C02, \"talks in June\", until 2027'", {"C01": True, "W04": False}),
        ("['C01, \"talks in June\", until 2027', 'C02, \"so it is\", until 2027']", {"C01": True, "W04": False}),
    ],
)
def test_waivers(waiver: str, said: dict[str, bool]) -> None:
    assert waived(spec(waiver)) == said


def said_of(waiver: str, code: str, text: str = "") -> tuple[str, str, str]:
    """What is said of a waiver, its hint, and the source that it points at."""
    text = text or spec(waiver)
    (one,) = [one for one in found(text) if one.code == code]
    return one.message, one.hint, placed(text, code)


@pytest.mark.parametrize(
    ("waiver", "message", "hint", "there"),
    [
        ("C01, talks until 2099-01", "'until 2099-01' is read as a part of the reason", "comma", "until 2099-01"),
        ('C01, "talks" until 2099', "'until 2099' is read as a part of the reason", "comma", "until 2099"),
        ("C01, talks, until soon", "'soon' is not a date", "a date is 2026-11-01", "until soon"),
        ("C01, talks till the board meets", "'the board meets' is not a date", "2026-11-01", "till the board meets"),
        ("C01, talks until 2099-13", "there is no month 13", "2026-11-01", "until 2099-13"),
        ("C01, talks, 2099-13", "there is no month 13", "2026-11-01", "2099-13"),
        ("C01, talks", "a waiver says no end, and does not count", "add 'until'", "C01, talks"),
        ('C01, "as agreed on 2026-03-01"', "a waiver says no end, and does not count", "add 'until'", ""),
        ("C01, until it rains, we talk", "a waiver says no end, and does not count", "add 'until'", ""),
    ],
)
def test_an_end_that_is_none_is_named(waiver: str, message: str, hint: str, there: str) -> None:
    said = said_of(f"'{waiver}'", "W02")
    assert said[0].endswith(message)
    assert hint in said[1]
    assert said[2] == there or not there


@pytest.mark.parametrize(
    ("waiver", "message", "hint"),
    [
        ("C, talks, until 2099", "'C' is the beginning of 9 codes, and a waiver names each rule in full", "C01, C02"),
        ("C01 C, talks, until 2099", "'C' is the beginning of 9 codes", "C01, C02"),
        ("C0 M01, talks, until 2099", "'C0' is the beginning of 8 codes", "C01, C02"),
        (
            "cycle, talks, until 2099",
            "'cycle' is an error of reading (C07 and M04), and nothing can be drawn",
            "mend it",
        ),
        ("X01, talks, until 2099", "'X01' is a check that failed", "mend it"),
        ("cause, talks, until 2099", "a waiver names no rule that there is: 'cause'", "codes begin"),
        ('C01 "talks", until 2099', "a waiver names no rule", "begin with its code and a comma"),
    ],
)
def test_a_waiver_that_names_no_rule_is_told_why(waiver: str, message: str, hint: str) -> None:
    said = said_of(f"'{waiver}'", "W05")
    assert said[0].startswith(message)
    assert hint in said[1]


def test_a_waiver_cannot_hold_what_reading_found() -> None:
    text = "title: T\nmetrics: [{id: a, formula: b * 2, waive: 'M04, so it is, until 2099'}]\n"
    assert "errors of reading (bad-formula, unknown-metric," in said_of("", "W04", text)[1]
    assert "reading" not in said_of("'C02, so it is, until 2099'", "W04")[1]


def test_a_waiver_of_the_map_holds_for_all() -> None:
    text = "title: T\nwaivers: ['C01, \"a sketch\", until 2027']\ncauses: [A one, B two]\n"
    assert [one.waived is not None for one in found(text) if one.code == "C01"] == [True, True]
    markdown = '# T\n\n## Waivers\n- C01, "a sketch", until 2027\n\n## Root causes\n- A one\n'
    assert waived(markdown) == {"C01": True}


def test_a_waiver_holds_for_what_stands_inside() -> None:
    text = (
        "title: T\nneeds: [A]\nteams:\n"
        "  - {title: X, waive: 'T05, \"so\", until 2027', goal: Y}\n  - {title: Z, goal: V}\n"
    )
    assert [one.waived is not None for one in found(text) if one.code == "T05"] == [True, False]


def test_a_waiver_of_a_rule_that_was_not_asked_is_not_unused() -> None:
    text = spec("'C01, \"talks in June\", until 2027'")
    assert codes(text, Settings(select=("N", "W"))) == []
    assert codes(text, Settings(severities={"C01": "off"})) == []
    assert codes(text, Settings(ignore=("W",))) == ["C01"]


def test_nothing_waives_what_is_said_about_waivers() -> None:
    text = "title: T\nwaivers: ['W03, \"so\", until 2027']\ncauses: [{title: A, waive: 'C01, \"x\", until 2020'}]\n"
    assert waived(text)["W03"] is False


def test_an_influence_path_waives_by_itself() -> None:
    text = (
        "title: T\nactors: [{id: s, title: Schools}, {id: p, title: Pupils, served through: s}]\nteams:\n"
        "  - title: X\n    goals: [{title: Grades, actor: p, influence path: our lessons}, {title: Renew, actor: s}]\n"
    )
    assert "T06" not in codes(text)


# ---- failures and half specs --------------------------------------------------------------------------------


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def find(ground: Ground) -> Iterator[Hit]:
        yield Hit(None, "before", "it fails")
        raise KeyError("\ud800 odd")

    rule: Rule = structs.replace(RULE["C08"], find=find)
    others = tuple(rule if one.code == "C08" else one for one in every())
    monkeypatch.setattr(checks, "every", lambda: others)


def test_a_rule_that_fails_is_a_finding(broken: None) -> None:
    said = found(BARE)
    (one,) = [finding for finding in said if finding.code == "X01"]
    assert (one.name, one.severity) == ("check-failed", "error")
    assert "C08" in one.message
    assert "KeyError" in one.message
    assert "C01" in [finding.code for finding in said]


@pytest.mark.parametrize(
    ("text", "wrong", "said", "unsaid"),
    [
        # An unreadable value is not missing as well.
        ("title: T\ncauses: [{title: A, evidense: observation}]", "unknown-field", "", "C01"),
        ("title: T\nharms: [{title: A, size: huge}]", "bad-quantity", "", "H02"),
        ("title: T\ngains: [{title: A, baseline: 3, target: x, by: 2027}]", "bad-quantity", "", "G01"),
        ("title: T\nteams: [{title: A, goal: {title: B, need: nobody}}]", "unknown-reference", "", "T05"),
        # The rest is checked all the same.
        ("title: T\ncauses: [{title: A, colour: red}]", "unknown-field", "C01", ""),
        ("title: T\ncauses: [A]\nharms: [{title: B, size: x}, C]", "bad-quantity", "H02", ""),
        ("title: T\ncauses: [{id: a, title: A, explains: b}, {id: b, title: B, explains: a}]", "cycle", "C01", "X01"),
        ("title: T\nharms: [{id: a, title: A, caused by: b}, {id: b, title: B, caused by: a}]", "cycle", "H02", "X01"),
        (
            "title: T\nactors: [{id: a, title: A, via: b}, {id: b, title: B, via: a}]\ncauses: [C]",
            "cycle",
            "C01",
            "X01",
        ),
        ("title: T\ncauses: [{id: a, note: b}]", "no-title", "C01", "X01"),
        ("causes: [A]", "no-title", "C01", "X01"),
        ("title: T", "nothing-to-draw", "", "X01"),
        ("title: T\ncauses: [A\n", "yaml-syntax", "", "X01"),
    ],
)
def test_a_spec_with_errors_gets_every_check_that_can_run(text: str, wrong: str, said: str, unsaid: str) -> None:
    assert not understood(text).sound
    listed = codes(text)
    assert wrong in listed or wrong == "yaml-syntax"
    assert said in (*listed, "")
    assert unsaid not in listed


def test_a_sound_spec_is_understood_as_it_is_assembled() -> None:
    for name in GOOD:
        data = (SAMPLES / name).read_bytes()
        assert understand(read(data, name)).model == load(SAMPLES / name)


# ---- anything -----------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    ["a", "b", "A need", "gmv", "a * b", "3", "11%", "$5", "2027", "observation, n=2", "x", "", "0", "1 to 3", "up",
     "+", "top KPI", "north star", "captured", "target", "C01, \"so\", until 2027", "T06", "bonus per sale",
     "\ud800", "猫"]
)  # fmt: skip
FIELDS = st.sampled_from(
    ["title", "id", "evidence", "explains", "caused_by", "reverses", "metric", "baseline", "target", "by", "formula",
     "value", "role", "side", "better", "guards", "max", "min", "actor", "served_through", "need", "goals", "team",
     "addresses", "test", "status", "waive", "surface", "from", "to", "sign", "kind", "owner", "nonsense"]
)  # fmt: skip
SECTIONS = st.sampled_from(
    ["actors", "needs", "causes", "harms", "gains", "metrics", "influences", "counter_metrics", "solutions", "tests",
     "teams", "goals", "waivers", "profile", "audience", "as_of", "title"]
)  # fmt: skip
ITEM: Any = st.deferred(lambda: WORDS | st.dictionaries(FIELDS, WORDS | st.lists(WORDS | ITEM, max_size=2), max_size=5))


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(SECTIONS, WORDS | st.lists(ITEM, max_size=4), min_size=1, max_size=8))
def test_no_check_raises_and_the_same_spec_gives_the_same_findings(value: dict[str, Any]) -> None:
    import json

    text = json.dumps(value).replace("\\ud800", "?")
    said = found(text)
    assert "X01" not in [one.code for one in said], [one.message for one in said if one.code == "X01"]
    assert found(text) == said
    spans = [one.span for one in said if one.span]
    assert spans == sorted(spans)
    lines = text.split("\n")
    assert all(1 <= span.line <= len(lines) for span in spans)
    for profile in ("opportunity-tree", "impact-mapping", "north-star"):
        assert "X01" not in codes(text, profile=profile)


def test_personal_data_in_the_maps_own_words_is_found() -> None:
    text = "# Call jane1@x.org\n\nAsk jane2@x.org about it.\n\n## Root causes\n- c\n"
    found = [one for one in check(text.encode(), path="p.md", today=TODAY) if one.code == "C10"]
    assert [one.span.line for one in found if one.span] == [1, 3]


def test_an_empty_reason_waives_nothing() -> None:
    text = "title: t\ncauses:\n- title: Menus are deep\n  waive: 'C01, \"\", until 2099'\n"
    found = {one.code: one.waived for one in check(text.encode(), path="p.yaml", today=TODAY)}
    assert "W01" in found and found["C01"] is None


@pytest.mark.parametrize(
    "item", ["causes: [{title: A, owner: @}]", "metrics: [{id: a, owner: @}]", "teams: [{title: A, owner: @}]"]
)
def test_how_to_reach_an_owner_is_personal_data_and_who_it_is_is_not(item: str) -> None:
    for owner, trips in (("jane@x.org", True), ("'Jane, +44 20 7946 0958'", True), ("Dr. Müller", False)):
        text = "title: T\n" + item.replace("@", owner, 1)
        said = [one for one in found(text, audience="public") if one.code == "C10"]
        assert [one.severity for one in said] == ["error"] * trips
        assert all("keep elsewhere how to reach them" in one.hint for one in said)


# ---- languages ----------------------------------------------------------------------------------------------


def test_a_voice_in_another_language_silences_no_rule() -> None:
    for voice in ("毎朝、勘で階段を選んでいる。", "Δεν ξέρω ποιο σχέδιο ισχύει"):
        evidence = f"[{{method: interview, n: 9, quote: {voice}}}]"
        text = f"title: T\nneeds: [Increase Q3 upsell revenue]\ncauses: [{{title: A, evidence: {evidence}}}]\n"
        assert "N01" in codes(text)


def test_english_rules_say_nothing_of_other_languages_and_judge_english_names_among_them() -> None:
    text = (
        "title: 駅の乗り換え\nneeds: [混んだ駅で乗り換えたい, KPI を上げる]\ncauses: [Search 機能がない]\n"
        "metrics: [{id: a, title: 利用者数}, {id: b, title: Daily transfers}, {id: c, title: Total licences sold}]\n"
    )
    wording = {rule.code for rule in every() if rule.wording}
    assert [(one.code, one.entity) for one in found(text) if one.code in wording] == [("M10", "c")]
