"""Every structural rule against specs that must trip it, and more that must not."""

from __future__ import annotations

import pytest
from spec_corpus import SPECS, Case, cases, found, understood

from impactmap.checks import RULES, every, known
from impactmap.convert import convert

CASES = tuple(cases())


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_rule_says_what_it_should(case: Case) -> None:
    assert understood(case.text).sound, "the spec itself is wrong"
    said = [finding for finding in found(case.text) if finding.code == case.code]
    assert bool(said) is case.trips, case.text
    assert all(finding.span for finding in said)
    assert all(finding.message and finding.hint and finding.source for finding in said)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_rule_says_the_same_of_the_same_spec_in_markdown(case: Case) -> None:
    written = convert(case.text.encode(), "markdown", syntax="yaml").text
    said = [[(one.code, one.message) for one in found(text)] for text in (case.text, written)]
    assert sorted(said[0]) == sorted(said[1]), written


def test_every_rule_has_a_corpus() -> None:
    texts = {path.stem for path in (SPECS.parent / "corpus").glob("*.toml")}
    specs = {path.stem for path in SPECS.glob("*.toml")}
    assert texts | specs == RULES.keys()
    assert not texts & specs


@pytest.mark.parametrize("code", sorted({case.code for case in CASES}))
def test_the_corpus_is_large_enough(code: str) -> None:
    sizes = [sum(case.code == code and case.trips is trips for case in CASES) for trips in (True, False)]
    assert sizes[0] >= 6
    assert sizes[1] >= 10


@pytest.mark.parametrize("rule", [rule for rule in known() if rule.trips], ids=lambda rule: rule.code)
def test_the_examples_of_a_rule_are_true(rule) -> None:  # type: ignore[no-untyped-def]
    assert understood(rule.trips).sound
    assert understood(rule.clean).sound
    assert rule.code in [finding.code for finding in found(rule.trips)]
    assert rule.code not in [finding.code for finding in found(rule.clean)]


def test_the_table_and_the_rules_agree() -> None:
    assert [rule.code for rule in every()] == list(RULES)
    for rule in every():
        module = RULES[rule.code]
        assert module == f"{rule.code.lower()}_{rule.name.replace('-', '_')}"
        assert rule.why
        assert rule.source
    names = [rule.name for rule in known()]
    assert len(set(names)) == len(names)


def test_rules_that_read_wording_are_never_errors() -> None:
    for rule in every():
        if rule.wording:
            assert rule.severity != "error"
            assert "error" not in rule.profiles.values()
