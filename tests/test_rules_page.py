"""docs/rules.md says what the rules say."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

from impactmap.checks import known
from impactmap.checks.explaining import explanation

ROOT = Path(__file__).resolve().parent.parent


def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("rules", ROOT / "tools" / "rules.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_that_of_the_rules() -> None:
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert page == tool().page(), "run `make docs`"
    for rule in known():
        assert explanation(rule) in page
        assert f"](#{rule.code.lower()}-{rule.name})" in page


def test_an_explanation_has_all_that_a_rule_says() -> None:
    for rule in known():
        text = explanation(rule)
        assert all(part.rstrip("\n") in text for part in (rule.why, rule.source, rule.trips, rule.clean))
        # A source that ends in a full stop would get two.
        assert ".." not in text.split("```")[0]
