"""One value per slot: what is meant, and what is said of what cannot be."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from impactmap.model import Harm, Model, Quantity, When
from impactmap.model.quantity import parse_quantity

Find = Callable[..., list[tuple[str, str, str, str, str]]]
Make = Callable[..., Model]


def harm(make: Make, **fields: Any) -> Harm:
    return make(harms=[{"title": "H", **fields}]).harms[0]


ONE = Quantity(low=Decimal(900_000), high=Decimal(1_400_000), unit="$", per="year")


@pytest.mark.parametrize(
    "size",
    [
        "$0.9M to $1.4M per year",
        ["$0.9M", "$1.4M per year"],
        {"low": "$0.9M", "high": "$1.4M", "per": "year"},
        {"Low": "0.9M", "high": "1.4M", "unit": "$", "per": "yr"},
        {"low": "$900,000 a year", "high": "$1,400,000", "of": ""},
    ],
)
def test_shapes_of_a_quantity(model: Make, size: Any) -> None:
    assert harm(model, size=size).size == ONE


def test_more_shapes_of_a_quantity(model: Make) -> None:
    assert harm(model, size={"likely": "5", "of": "9 slots"}).size == Quantity(Decimal(5), Decimal(5), of="9 slots")
    full = harm(model, size={"low": "3", "likely": "4", "high": "5", "unit": "percent"}).size
    assert full == Quantity(low=Decimal(3), high=Decimal(5), likely=Decimal(4), unit="%")
    assert harm(model, size=["11% of contacts"]).size == parse_quantity("11% of contacts")


def test_bounds_that_the_name_says_already(model: Make) -> None:
    guard = model(counter_metrics=[{"title": "C", "max": "≤ 8%", "min": "at least 2%", "risk": "r"}]).counter_metrics[0]
    assert (str(guard.max), str(guard.min)) == ("8%", "2%")
    assert str(harm(model, size="at most 8%").size) == "≤ 8%"


A_QUANTITY = "a quantity is 150, 11%, $0.9M to $1.4M per year, 3 of 5 or 40 min"
SIZES = [
    ("lots", "'lots' is not a quantity", "lots", A_QUANTITY),
    ("about 0,95 %", "'0,95' has a decimal comma", "0,95", "write '0.95'"),
    (["1", "2", "3"], "a business harm's 'size' is one figure or two, not 3", "1…", "write [low, high]"),
    (["1", "2", ""], "a business harm's 'size' is one figure or two, not 3", "1…", "write [low, high]"),
    (["1", ""], "a business harm's 'size' is one figure or two, and one of these is empty", "1…", "write [low, high]"),
    (["1", ["2"]], "a business harm's 'size' is a figure, not a list", "2", ""),
    (["1 to 2", "3"], "'1 to 2' is more than one figure", "1 to 2", "write one figure here"),
    (["1 h", "3 min"], "a business harm's 'size' mixes the units 'h' and 'min'", "1 h…",
     "give all its figures the same unit"),
    (["3", "1"], "a business harm's 'size' begins above its end: 3 to 1", "3…",
     "low, likely and high are in this order"),
    ({"low": "3"}, "a business harm's 'size' needs both 'low' and 'high'", "low…", "or 'likely' alone"),
    ({"lwo": "3"}, "a business harm's 'size' has no field 'lwo'", "lwo", "did you mean 'low'?"),
    ({"mean": "3"}, "a business harm's 'size' has no field 'mean'", "mean",
     "it has low, likely, high, unit, per, of"),
    ({"low": "3", "LOW": "4"}, "a business harm's 'size' has 'LOW' twice", "LOW", "keep one of them"),
    ({"low": "3", "high": "x"}, "'x' is not a quantity", "x", A_QUANTITY),
    ({"low": "3", "high": "5", "likely": "6"}, "a business harm's 'size' does not hold its likely figure: 3 to 5",
     "low…", "low, likely and high are in this order"),
    ({"low": "$3", "high": "5", "unit": "€"}, "the unit is '€', but the figures are in '$'", "€", "say the unit once"),
]  # fmt: skip


@pytest.mark.parametrize(("size", "message", "part", "hint"), SIZES)
def test_wrong_quantities(findings: Find, size: Any, message: str, part: str, hint: str) -> None:
    found = findings(harms=[{"title": "H", "size": size}])
    assert [finding[1:] for finding in found] == [("error", message, part, hint)]
    assert found[0][0] in {"bad-quantity", "wrong-type", "unknown-field", "duplicate-field"}


def test_a_baseline_that_is_from_more_to_less(findings: Find) -> None:
    """Turned round it would be another gain."""
    (found,) = findings(gains=[{"title": "G", "from": "48 to 31"}])
    assert found[2:] == ("the range begins above its end: 48 to 31", "48 to 31", "write `from: 48` and `to: 31`")
    (found,) = findings(gains=[{"title": "G", "baseline": "48k to 31k h per month"}])
    assert found[-1] == "write `from: 48k per month` and `to: 31k h per month`"
    (found,) = findings(harms=[{"title": "H", "size": "48 to 31"}])
    assert found[-1] == "write '31 to 48'"


def test_a_bound_the_other_way(findings: Find) -> None:
    assert findings(counter_metrics=[{"title": "C", "max": "≥ 8%"}]) == [
        (
            "bad-quantity",
            "error",
            "a counter-metric's 'max' cannot be a bound the other way: '≥ 8%'",
            "≥ 8%",
            "write it without '≥'",
        )
    ]


@pytest.mark.parametrize(("typed", "n"), [("0", 0), ("14", 14), ("1,204", 1204), (" １４ ", 14)])
def test_counts(model: Make, typed: str, n: int) -> None:
    assert model(needs=[{"title": "N", "evidence": [{"method": "survey", "n": typed}]}]).needs[0].evidence[0].n == n


@pytest.mark.parametrize("typed", ["nine", "-1", "1.5", "1e3", "1,2", "9" * 50])
def test_wrong_counts(findings: Find, typed: str) -> None:
    assert findings(needs=[{"title": "N", "evidence": [{"method": "survey", "n": typed}]}]) == [
        ("bad-count", "error", f"'{typed}' is not a whole number", typed, "write it in digits, such as 14")
    ]


def test_dates(model: Make, findings: Find) -> None:
    assert model(needs="N", as_of="Q4 2026").as_of == When(2026, quarter=4)
    assert findings(needs="N", as_of="2024-02-30") == [
        ("bad-date", "error", "February 2024 has no day 30", "2024-02-30", "its last day is 29")
    ]


def test_text_stays_text(model: Make) -> None:
    strange = "<b>no\u202e {{ x }} 1.10 \ud800 \x1b[31m"
    found = model(needs=[{"title": strange, "note": strange, "tags": [strange], "owner": "12:30"}]).needs[0]
    assert (found.title, found.note, found.tags, found.owner) == (strange, strange, (strange,), "12:30")


SAFE = [
    "https://example.org/a?b=c#d", "HTTP://example.org", "mailto:ann@example.org", "#part", "docs/a.md", "./a:b",
    "../a", "/a", "?q=1", "a%20b",
]  # fmt: skip


@pytest.mark.parametrize("link", SAFE)
def test_safe_links(model: Make, link: str) -> None:
    assert harm(model, link=link).link == harm(model, link=f"<{link}>").link == link
    assert harm(model, link=f" [Report]({link}) ").link == link


NO_SCHEME = "links are http, https, mailto, '#…' or relative"
UNSAFE = [
    ("javascript:alert(1)", "a link cannot begin with 'javascript:'", NO_SCHEME),
    ("JaVaScRiPt:alert(1)", "a link cannot begin with 'javascript:'", NO_SCHEME),
    ("java\tscript:alert(1)", "a link cannot begin with 'javascript:'", NO_SCHEME),
    ("\x01javascript:alert(1)", "a link cannot begin with 'javascript:'", NO_SCHEME),
    ("java\u200bscript:alert(1)", "a link cannot begin with 'javascript:'", NO_SCHEME),
    ("javascript&#58;alert(1)", "a link cannot begin with 'javascript:'", NO_SCHEME),
    ("javascript&amp;colon;alert(1)", "a link cannot begin with 'javascript:'", NO_SCHEME),
    ("java&Tab;script:alert(1)", "a link cannot begin with 'javascript:'", NO_SCHEME),
    ("<javascript:alert(1)>", "a link cannot begin with 'javascript:'", NO_SCHEME),
    ("[x](javascript:alert(1))", "a link cannot begin with 'javascript:'", NO_SCHEME),
    ("data:text/html,x", "a link cannot begin with 'data:'", NO_SCHEME),
    ("vbscript:x", "a link cannot begin with 'vbscript:'", NO_SCHEME),
    ("file:///etc/passwd", "a link cannot begin with 'file:'", NO_SCHEME),
    ("C:\\x", "a link cannot begin with 'c:'", NO_SCHEME),
    ("//evil.example", "a link cannot begin with '//'", "write https://…"),
    ("/\t/evil.example", "a link cannot begin with '//'", "write https://…"),
    ("\\\\evil.example", "a link cannot hold control characters or backslashes", NO_SCHEME),
    ("https:evil.example", "after 'https:' come two slashes", "write https://…"),
    ("docs/my file.md", "a link cannot hold white space", "write %20 for a space"),
    ("a\u202eb", "a link cannot hold control characters or backslashes", NO_SCHEME),
    ("a\ud800b", "a link cannot hold control characters or backslashes", NO_SCHEME),
]


@pytest.mark.parametrize(("link", "message", "hint"), UNSAFE)
def test_unsafe_links(findings: Find, link: str, message: str, hint: str) -> None:
    assert findings(harms=[{"title": "H", "link": link}]) == [("unsafe-link", "error", message, link, hint)]
