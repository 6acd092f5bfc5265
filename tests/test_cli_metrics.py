"""`impactmap metrics`, run as a user runs it; and the page about it."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from impactmap import load
from impactmap.account import number
from impactmap.cli import cli

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8")
BLUE = str(ROOT / "samples" / "blue-corp.md")

RANGES = """# T

## Needs
- n

## KPI gains
- g {#g}
  - metric: a
  - target: 20

## Metrics
| id | name | role | formula | value | better |
|---|---|---|---|---|---|
| x | Star | north star | a * b | | |
| k | Captured | top KPI | c / z | | |
| a | A | input | | 10 to 14, likely 11 | |
| b | B | input | | 5% | |
| c | C | input | | | |
| z | Z | input | | 0 | |
| s | S | input | a * 10 | 200 | |

## Influences
- from: a
  to: b
"""
HYPOTHESES = """# T

## Needs
- n

## Metrics
- x {#x}
  - role: north star
  - formula: b * 2
- a {#a}
  - value: 100
- b {#b}
  - value: 10

## Influences
- one {#one}
  - from: a
  - to: b
  - sign: +
  - strength: 0.5
  - confidence: assumed
- two {#two}
  - from: x
  - to: a
  - sign: +
  - strength: 0.5
"""


def run(*arguments: str, text: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["metrics", *arguments], input=text)


def told(*arguments: str, text: str | None = None) -> dict[str, Any]:
    result = run(*arguments, "--format", "json", text=text)
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_json_of_blue_corp() -> None:
    found = told(BLUE)
    assert {name: one["value"] for name, one in found["metrics"].items()} == {
        "docs": 720000, "mau": 60000, "customers": 400, "mau_per_customer": 150, "docs_per_user": 12,
        "revenue": 1140000, "recurring": 1080000, "fee": 18, "new": 60000, "duplicates": 0.11, "reopened": 0.52,
    }  # fmt: skip
    assert all(one["what_if"] == one["value"] for one in found["metrics"].values())
    assert found["metrics"]["revenue"] == {
        "name": "Revenue per month", "role": "top KPI", "value": 1140000, "what_if": 1140000,
        "formula": "new + recurring", "unit": "$", "stated": None, "target": 1291200, "reason": None, "range": None,
        "influenced_by": [],
    }  # fmt: skip
    assert found["metrics"]["fee"]["formula"] is None
    assert {name: one["class"] for name, one in found["levers"].items()} == {
        "customers": "lifts-both", "mau_per_customer": "lifts-both", "docs_per_user": "value-only",
        "fee": "capture-only", "new": "capture-only",
    }  # fmt: skip
    assert found["levers"]["new"]["top_kpi"] == pytest.approx(0.0052632, abs=1e-7)
    assert found["gains"]["adoption"]["north_star"] == 0.14
    assert found["gains"]["adoption"]["wants_evidence"] == ["private"]
    assert found["gains"]["adoption"]["assumed"] == pytest.approx(1 / 6)
    assert found["notes"] == []
    assert isinstance(found["metrics"]["docs"]["value"], int)


def test_json_of_a_what_if() -> None:
    found = told(BLUE, "--set", "mau_per_customer=171", "--set", "new=+10%")["metrics"]
    assert (found["docs"]["value"], found["docs"]["what_if"]) == (720000, 820800)
    assert found["revenue"]["what_if"] == 1297200
    assert found["fee"]["what_if"] == found["fee"]["value"] == 18


def test_ranges_reasons_and_notes(tmp_path: Path) -> None:
    spec = RANGES.replace("- from: a\n  to: b\n", "- i\n  - from: a\n  - to: b\n")
    found = told("-", "--with-influences", text=spec)
    a, k, s = (found["metrics"][name] for name in "aks")
    assert (a["value"], a["range"]["low"], a["range"]["high"]) == (11, 10, 14)
    assert 10 < a["range"]["p10"] < a["range"]["p50"] < a["range"]["p90"] < 14
    assert (k["value"], k["what_if"], k["reason"]) == (None, None, "'c' has no value")
    assert (s["value"], s["stated"]) == (110, 200)
    assert found["gains"]["g"]["inputs"] == 1 and "a" in found["gains"]["g"]["wants_evidence"]
    assert found["notes"] == [
        "'s' is stated as 200, but its formula gives 110, which counts",
        "a → b: no strength: direction only",
        "the class of 'c' is not known: 'c' has no value",
        "the class of 'z' is not known: 'c' has no value",
    ]
    wide = told("-", "--set", "a=30 to 40", text=spec)["metrics"]["a"]
    assert wide["range"] == a["range"] and wide["what_if"] == 35
    assert 30 < wide["what_if_range"]["p10"] < wide["what_if_range"]["p90"] < wide["what_if_range"]["high"] == 40
    table = run("-", "--set", "a=10 to 20", text=spec)
    assert "'k' is n/a: 'c' has no value" in table.stdout and "p10 to p90" in table.stdout


def test_hypotheses_enter_only_when_asked() -> None:
    plain, moved = told("-", "--set", "a=+20%", text=HYPOTHESES), None
    moved = told("-", "--set", "a=+20%", "--with-influences", text=HYPOTHESES)
    assert (plain["metrics"]["x"]["what_if"], moved["metrics"]["x"]["what_if"]) == (20, 22)
    assert moved["metrics"]["x"]["influenced_by"] == ["one"] and moved["metrics"]["x"]["confidence"] == "assumed"
    assert plain["metrics"]["x"]["influenced_by"] == [] and plain["notes"] == []
    assert moved["notes"] == ["x → a: closes a circle; its feedback is not followed"]
    table = run("-", "--set", "a=+20%", "--with-influences", text=HYPOTHESES).stdout
    assert "11*" in table and "* 'b' moves by hypothesis: one, assumed at best" in table


@pytest.mark.parametrize("name", ["blue-corp.md", "blue-corp-in-yaml.yaml", "food-delivery.md", "bank-cross-sell.md"])
@pytest.mark.parametrize("changes", [(), ("+10%",), ("10 to 20",)])
def test_tables_fit_a_hundred_columns(name: str, changes: tuple[str, ...]) -> None:
    path = ROOT / "samples" / name
    first = load(path).metrics[2].id
    result = run(str(path), *(part for change in changes for part in ("--set", f"{first}={change}")))
    assert result.exit_code == 0, result.stderr
    assert "\x1b" not in result.stdout
    for line in result.stdout.splitlines():
        assert sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) <= 100, line
    assert ("what-if" in result.stdout) == bool(changes)


def test_long_and_wide_names_stay_in_line() -> None:
    rows = "".join(f"- {name}\n  - value: 5\n  - role: input\n" for name in ("駅" * 40, "a" * 90, "b"))
    result = run("-", text=f"# T\n\n## Metrics\n{rows}")
    assert max(map(len, result.stdout.splitlines())) <= 100 and "…" in result.stdout
    rows = (
        f"- {'a' * 60} {{#{'a' * 60}}}\n  - value: $123,456,789,012 to $987,654,321,098\n  - target: $987,654,321,098\n"
    )
    result = run("-", "--set", f"{'a' * 60}=+10%", text=f"# T\n\n## Metrics\n{rows}  - role: input\n")
    assert "p10 to p90" in result.stdout and max(map(len, result.stdout.splitlines())) <= 100
    result = run("-", "--set", f"{'a' * 60}=+10%", text=f"# T\n\n## Metrics\n{rows}- b\n  - formula: {'a' * 60} * 2\n")
    assert "formula" in result.stdout and max(map(len, result.stdout.splitlines())) <= 100


def test_a_spec_without_metrics_says_so() -> None:
    minimal = str(ROOT / "samples" / "minimal.md")
    result = run(minimal)
    assert (result.exit_code, result.stdout) == (0, "the spec has no metrics\n")
    assert told(minimal) == {"metrics": {}, "levers": {}, "gains": {}, "notes": ["the spec has no metrics"]}


def test_a_wrong_spec_is_told_with_its_lines() -> None:
    result = run("-", text="# T\n\n## Metrics\n- a\n  - formula: b * 2\n- c\n  - formula: a +\n")
    assert result.exit_code == 1 and result.stdout == ""
    assert "<stdin>:5:14: error[unknown-metric]: there is no metric 'b'" in result.stderr
    assert "<stdin>:7:16: error[bad-formula]: '+' needs a value after it" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--set", "fe=5"], "there is no metric 'fe': did you mean 'fee'?"),
        (["--set", "fee=€20"], "'fee' is in $, '€20' is in €"),
        (["--set", "fee=5", "--set", "fee=6"], "'fee' is changed twice"),
        (["--set", "fee"], "'fee' is no change"),
        (["--format", "xml"], "xml"),
        (["--limit", "deep=3"], "there is no limit 'deep'"),
        (["nothing.md", "more.md"], "nothing.md"),
    ],
)
def test_wrong_use_is_said_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    from impactmap.cli import main

    monkeypatch.setattr("sys.argv", ["impactmap", "metrics", BLUE, *arguments])
    with pytest.raises(SystemExit) as caught:
        main()
    out, err = capsys.readouterr()
    assert caught.value.code == 2 and message in err and "Traceback" not in err and out == ""


def test_a_missing_file_is_wrong_use(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from impactmap.cli import main

    monkeypatch.setattr("sys.argv", ["impactmap", "metrics", "nowhere.md"])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 2 and "nowhere.md" in capsys.readouterr().err


def test_the_same_output_every_time() -> None:
    spec = RANGES.replace("- from: a\n  to: b\n", "- i\n  - from: a\n  - to: b\n")
    assert run("-", text=spec).stdout == run("-", text=spec).stdout


@pytest.mark.parametrize(
    ("value", "expected"), [(2.0, 2), (0.1, 0.1), (None, None), (1e20, 1e20), (1 / 3, 0.333333333333)]
)
def test_numbers_for_programs(value: float | None, expected: float | None) -> None:
    found = number(value)
    assert found == expected and type(found) is type(expected)


def test_the_page_shows_what_the_tool_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    shown = re.findall(r"^```console\n\$ impactmap metrics (.*)\n((?:.*\n)*?)```$", PAGE, re.MULTILINE)
    assert len(shown) == 2
    for arguments, output in shown:
        result = run(*arguments.split())
        assert result.stdout == output, f"docs/metrics.md should show:\n{result.stdout}"


def test_the_parts_of_specs_on_the_page_can_be_read() -> None:
    table, influence = re.findall(r"^```markdown\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    model = load(f"# T\n\n{table}\n{influence}")
    assert len(model.metrics) == 5 and model.influences[0].strength == "0.3"


UNBOUNDED = """# T

## Needs
- n

## KPI gains
- g
  - metric: a
  - target: 20

## Metrics
| id | name | role | formula | value |
|---|---|---|---|---|
| rev | Rev | top KPI | a * p / d | |
| ns | NS | north star | a * b | |
| a | A | input | | 8 to 12, likely 11 |
| p | P | input | | $10 |
| d | D | input | | -1 to 2 |
| b | B | input | | |
"""


def test_a_division_that_may_be_by_nought_has_no_range() -> None:
    found = told("-", text=UNBOUNDED)["metrics"]
    nothing = {"low": None, "high": None, "p10": None, "p50": None, "p90": None}
    assert found["rev"]["range"] == {**nothing, "reason": "no bounds: 'd' can be 0"}
    assert found["a"]["range"]["low"] == 8 and found["a"]["range"]["reason"] is None
    lines = run("-", text=UNBOUNDED).stdout
    assert "- 'rev' has no bounds: 'd' can be 0\n" in lines
    assert "- 'a' is between 8 and 12, p10 to p90 9." in lines
    assert "- 'g' on rev: no bounds: 'd' can be 0\n" in lines


def test_a_class_that_cannot_be_told_is_null_with_its_reason() -> None:
    found = told("-", text=UNBOUNDED)
    assert found["levers"]["a"]["class"] is None and found["levers"]["p"]["class"] == "capture-only"
    assert "the class of 'a' is not known: 'b' has no value" in found["notes"]
    table = run("-", text=UNBOUNDED).stdout
    assert re.search(r"^  a +n/a +\+10\.0%  not known$", table, re.MULTILINE)
    assert "- the class of 'a' is not known: 'b' has no value\n" in table


def test_ranges_leave_room_for_formulas() -> None:
    table = run(BLUE, "--set", "mau=60000 to 65000", "--set", "fee=$18 to $20").stdout
    assert "change  at targets  formula\n" in table and "new + recurring" in table
    assert "- 'mau' would be between 60,000 and 65,000, p10 to p90 " in table
    assert max(map(len, table.splitlines())) <= 100
    huge = "".join(f"- {'m' * 28}{n}\n  - role: north star\n  - value: $123,456,789,012,345\n" for n in range(2))
    huge += f"- x\n  - formula: {'m' * 28}0 * 123456789\n"
    table = run("-", "--set", f"{'m' * 28}0=+10%", text=f"# T\n\n## Metrics\n{huge}").stdout
    assert "formula" in table and max(map(len, table.splitlines())) <= 100
