"""Findings as text, JSON, SARIF, workflow commands and JUnit; baselines; statistics."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impactmap import UsageError
from impactmap.checks import Finding, Waived
from impactmap.diagnostics import Span
from impactmap.findings import FORMATS, Checked, report_form
from impactmap.findings import baseline as baselines
from impactmap.findings.fingerprint import fingerprint
from impactmap.findings.statistics import counted, summary

HOSTILE = 'a\r\n::error file=x,line=1::b <c> & "d" \' ]]> %0A \x00\x1b[31m \u2028 \ud800 \ufffe 猫'
KEYS = [
    "code", "name", "severity", "path", "line", "column", "end_line", "end_column", "message", "hint", "source",
    "waived",
]  # fmt: skip


def finding(**changes: Any) -> Finding:
    given: dict[str, Any] = {
        "code": "C01", "name": "cause-without-evidence", "severity": "warning", "path": "maps/a b.md",
        "span": Span(4, 3, 4, 8), "message": "this cause names no evidence", "hint": "add some", "source": "Delta CX",
        "entity": "menus",
    }  # fmt: skip
    return Finding(**(given | changes))


PLAIN = finding()
WAIVED = finding(waived=Waived("talks, in: June", "2027-01"))
NOWHERE = finding(span=None, severity="error", code="nothing-to-draw", name="nothing-to-draw")
INFO = finding(severity="info", code="C08", name="single-cause", span=Span(1, 1, 3, 2))
ODD = finding(message=HOSTILE, hint=HOSTILE, path=f"{HOSTILE}.md", waived=Waived(HOSTILE, "2027"))
ODD_OPEN = finding(message=HOSTILE, hint=HOSTILE, path=f"{HOSTILE}.md")
ALL = (PLAIN, WAIVED, NOWHERE, INFO, ODD, ODD_OPEN)
LINES = ("# T", "", "## Root causes", "- Menus are hard")


def report(name: str, *findings: Finding) -> str:
    return report_form(name).report([Checked("maps/a b.md", findings, LINES)])


def test_a_format_that_is_not_there() -> None:
    with pytest.raises(UsageError, match="did you mean 'sarif'"):
        report_form("sarfi")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_takes_everything(name: str) -> None:
    text = report(name, *ALL)
    assert text.endswith("\n")
    assert report(name, *ALL) == text
    # Text is only ever text: no control character reaches a terminal or a log.
    plain = click.unstyle(text)
    assert not {c for c in plain if c < " " and c != "\n"}
    assert report_form(name).report([]).strip() in ("", "[]") or name in ("sarif", "junit")


# ---- text ---------------------------------------------------------------------------------------------------


def test_text_looks_like_compile_errors() -> None:
    assert click.unstyle(report("text", PLAIN)).split("\n") == [
        "maps/a b.md:4:3: warning[C01 cause-without-evidence]: this cause names no evidence",
        "    4 | - Menus are hard",
        "      |   ^^^^^ add some",
        "",
    ]
    assert click.unstyle(report("text", NOWHERE)).startswith("maps/a b.md: error[nothing-to-draw]: ")
    waived = click.unstyle(report("text", WAIVED)).split("\n")[0]
    assert waived.endswith(
        "warning[C01 cause-without-evidence]: this cause names no evidence (waived until 2027-01: talks, in: June)"
    )


def test_a_waived_finding_keeps_its_severity_in_every_format_that_tells_it() -> None:
    error = finding(severity="error", waived=Waived("talks", "2027"))
    assert "error[C01" in click.unstyle(report("text", error))
    assert json.loads(report("json", error))[0]["severity"] == "error"
    assert json.loads(report("sarif", error))["runs"][0]["results"][0]["level"] == "error"


# ---- JSON ---------------------------------------------------------------------------------------------------


def test_json_has_always_the_same_keys() -> None:
    listed = json.loads(report("json", *ALL))
    assert [list(one) for one in listed] == [KEYS] * len(ALL)
    assert listed[0] == {
        "code": "C01", "name": "cause-without-evidence", "severity": "warning", "path": "maps/a b.md", "line": 4,
        "column": 3, "end_line": 4, "end_column": 8, "message": "this cause names no evidence", "hint": "add some",
        "source": "Delta CX", "waived": None,
    }  # fmt: skip
    assert listed[1]["waived"] == {"reason": "talks, in: June", "until": "2027-01"}
    assert listed[2]["line"] is None
    assert listed[4]["message"] == HOSTILE
    assert report("json", *ALL).isascii()


# ---- GitHub -------------------------------------------------------------------------------------------------


def test_github_commands() -> None:
    assert report("github", PLAIN) == (
        "::warning file=maps/a b.md,line=4,endLine=4,col=3,endColumn=7,title=C01 cause-without-evidence"
        "::this cause names no evidence%0Aadd some\n"
    )
    assert report("github", NOWHERE).startswith("::error file=maps/a b.md,title=nothing-to-draw::")
    assert report("github", INFO).startswith("::notice file=maps/a b.md,line=1,endLine=3,title=C08 single-cause::")
    assert report("github", WAIVED).startswith("::notice ")
    assert "%0Awaived until 2027-01: talks, in: June" in report("github", WAIVED)


def test_github_commands_cannot_be_forged() -> None:
    for odd in (ODD, ODD_OPEN):
        text = report("github", odd)
        assert text.count("\n") == 1
        assert text.count("::") >= 2
        head = text.split("::")[1]
        assert head.count(",") == 5  # file, line, endLine, col, endColumn, title
        assert "%250A" in text
        assert "\r" not in text


@settings(max_examples=200)
@given(st.text(), st.text())
def test_github_commands_hold_one_line_whatever_the_text(message: str, path: str) -> None:
    text = report("github", finding(message=message, path=path))
    assert len(text.splitlines()) == 1
    head, _, rest = text[2:].partition("::")
    assert head.startswith("warning file=")
    assert ":" not in head
    assert "this" not in rest or message


# ---- JUnit --------------------------------------------------------------------------------------------------


def test_junit_is_xml_that_says_it_all() -> None:
    root = ElementTree.fromstring(report("junit", *ALL).encode())
    assert root.attrib == {"name": "impactmap check", "tests": "6", "failures": "3"}
    (suite,) = root
    assert suite.attrib | {"name": ""} == {"name": "", "tests": "6", "failures": "3", "errors": "0", "skipped": "2"}
    assert [case[0].tag for case in suite] == ["failure", "skipped", "failure", "system-out", "skipped", "failure"]
    assert suite[0].attrib["name"] == "C01 cause-without-evidence at maps/a b.md:4:3"
    assert suite[0][0].attrib == {"message": "this cause names no evidence", "type": "warning"}
    assert "add some" in str(suite[0][0].text)
    odd = suite[5][0].attrib["message"]
    assert odd == HOSTILE.replace("\x00", "\ufffd").replace("\x1b", "\ufffd").replace("\ud800", "\ufffd").replace(
        "\ufffe", "\ufffd"
    )


def test_a_clean_spec_is_a_test_that_passed() -> None:
    root = ElementTree.fromstring(report("junit").encode())
    assert root.attrib["tests"] == "1"
    assert len(root[0][0]) == 0


@settings(max_examples=200)
@given(st.text())
def test_junit_is_xml_whatever_the_text(text: str) -> None:
    made = report(
        "junit", finding(message=text, hint=text, path=text, waived=Waived(text, text)), finding(message=text)
    )
    assert len(ElementTree.fromstring(made.encode())[0]) == 2


# ---- SARIF --------------------------------------------------------------------------------------------------


def test_sarif() -> None:
    log = json.loads(report("sarif", *ALL))
    assert (log["version"], len(log["runs"])) == ("2.1.0", 1)
    run = log["runs"][0]
    driver = run["tool"]["driver"]
    ids = [rule["id"] for rule in driver["rules"]]
    assert ids == ["C01", "nothing-to-draw", "C08"]
    assert driver["rules"][0]["fullDescription"]["text"]
    results = run["results"]
    assert [ids[one["ruleIndex"]] for one in results] == [one["ruleId"] for one in results]
    assert [one["level"] for one in results] == ["warning", "warning", "error", "note", "warning", "warning"]
    place = results[0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "maps/a%20b.md"
    assert place["region"] == {"startLine": 4, "startColumn": 3, "endLine": 4, "endColumn": 8}
    assert "region" not in results[2]["locations"][0]["physicalLocation"]
    assert results[1]["suppressions"] == [
        {"kind": "inSource", "status": "accepted", "justification": "talks, in: June (until 2027-01)"}
    ]
    assert "suppressions" not in results[0]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a.md", "a.md"),
        ("maps/a b#1.md", "maps/a%20b%231.md"),
        ("/tmp/a.md", "file:///tmp/a.md"),  # noqa: S108 - a mere name
        ("C:\\maps\\a b.md", "file:///C:/maps/a%20b.md"),
        ("maps\\a.md", "maps/a.md"),
        ("<stdin>", "%3Cstdin%3E"),
        ("a:b.md", "a%3Ab.md"),
    ],
)
def test_paths_become_uris(path: str, uri: str) -> None:
    log = json.loads(report("sarif", finding(path=path)))
    assert log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


# What SARIF 2.1.0 (OASIS, 27 March 2020) demands of the objects that are written here, after its sections 3.13 to 3.35.
# Reports have also been checked with the schema that OASIS publishes; its text is not ours to copy.
TEXT: dict[str, Any] = {"type": "string"}
MESSAGE: dict[str, Any] = {"type": "object", "required": ["text"], "properties": {"text": TEXT}}
PLACE = {"type": "integer", "minimum": 1}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
ARTIFACT = {
    "type": "object",
    "additionalProperties": False,
    "required": ["uri"],
    # 3.4.3: a URI reference; no white space, no backslash, nothing outside ASCII.
    "properties": {"uri": {"type": "string", "pattern": r"^[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+$"}},
}


def closed(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "required": required, "properties": properties}


def listed(items: Any, **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": items, **more}


REGION = closed(
    ["startLine"], startLine=PLACE, startColumn=PLACE, endLine=PLACE, endColumn=PLACE
)  # fmt: skip
RULE = closed(
    ["id"], id=TEXT, name=TEXT, shortDescription=MESSAGE, fullDescription=MESSAGE, help=MESSAGE,
    defaultConfiguration=closed([], level=LEVEL),
)  # fmt: skip
SUPPRESSION = closed(
    ["kind"], kind={"enum": ["inSource", "external"]}, status={"enum": ["accepted", "underReview", "rejected"]},
    justification=TEXT,
)  # fmt: skip
RESULT = closed(
    ["message"], ruleId=TEXT, ruleIndex={"type": "integer", "minimum": -1}, level=LEVEL, message=MESSAGE,
    locations=listed(closed([], physicalLocation=closed([], artifactLocation=ARTIFACT, region=REGION))),
    partialFingerprints={"type": "object", "additionalProperties": TEXT},
    suppressions=listed(SUPPRESSION, uniqueItems=True),
)  # fmt: skip
RUN = closed(
    ["tool"],
    tool=closed(["driver"], driver=closed(["name"], name=TEXT, version=TEXT, rules=listed(RULE, uniqueItems=True))),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    artifacts=listed(closed([], location=ARTIFACT), uniqueItems=True),
    results=listed(RESULT),
)
LOG = closed(["version", "runs"], **{"$schema": {"type": "string"}}, version={"const": "2.1.0"}, runs=listed(RUN))


def test_sarif_has_the_structure_that_its_standard_demands() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.Draft202012Validator(LOG)
    for findings in ((), ALL, (PLAIN, PLAIN)):
        assert [error.message for error in validator.iter_errors(json.loads(report("sarif", *findings)))] == []
    assert list(validator.iter_errors({"version": "2.1.0"}))


# ---- fingerprints and baselines -----------------------------------------------------------------------------


def test_a_fingerprint_survives_moved_lines() -> None:
    moved = finding(span=Span(90, 1, 91, 2), severity="error", hint="other", path="other.md")
    assert fingerprint(moved) == fingerprint(PLAIN)
    assert fingerprint(finding(message="This cause names no evidence!")) == fingerprint(PLAIN)
    assert fingerprint(finding(entity="other")) != fingerprint(PLAIN)
    assert fingerprint(finding(message="this cause names some evidence")) != fingerprint(PLAIN)


def test_a_baseline_hides_what_was_there(tmp_path: Path) -> None:
    checked = [Checked("a.md", (PLAIN, PLAIN, WAIVED, NOWHERE))]
    data = baselines.written(checked, tmp_path)
    assert data == baselines.written(checked, tmp_path)
    known = baselines.read(data, "base.json")
    # What is waived is shown as such, and no picture can be drawn of a spec that has an error of reading.
    assert [one.findings for one in baselines.without_known(checked, known, tmp_path)] == [(WAIVED, NOWHERE)]
    failed = Checked("a.md", (finding(code="X01", name="check-failed", severity="error"),))
    always = baselines.read(baselines.written([failed, checked[0]], tmp_path), "base.json")
    assert always == known
    assert baselines.without_known([failed], always, tmp_path) == (failed,)
    # One more of the same is new, and so is the same in another file.
    three = [Checked("a.md", (PLAIN, PLAIN, PLAIN)), Checked("b.md", (PLAIN,))]
    assert [len(one.findings) for one in baselines.without_known(three, known, tmp_path)] == [1, 1]
    new = finding(entity="new")
    assert baselines.without_known([Checked("a.md", (new,))], known, tmp_path)[0].findings == (new,)


def test_a_baseline_means_the_same_wherever_the_command_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "maps").mkdir()
    monkeypatch.chdir(tmp_path)
    known = baselines.read(baselines.written([Checked("maps/a.md", (PLAIN,))], tmp_path), "b")
    monkeypatch.chdir(tmp_path / "maps")
    for path in ("a.md", "./a.md", str(tmp_path / "maps" / "a.md")):
        assert baselines.without_known([Checked(path, (PLAIN,))], known, tmp_path)[0].findings == ()


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\xff", b"[]", b"{}", b"nonsense", b"[" * 100_000, b'{"impactmap-baseline": 1, "findings": {}}',
        b'{"impactmap-baseline": 2}', b'{"impactmap-baseline": 2, "findings": []}',
        b'{"impactmap-baseline": 2, "findings": {"a": []}}',
        b'{"impactmap-baseline": 2, "findings": {"a": {"C01": 3}}}',
        b'{"impactmap-baseline": 2, "findings": {"a": {"C01": {"x": "y"}}}}',
        b'{"impactmap-baseline": 2, "findings": {"a": {"C01": {"x": true}}}}',
        b'{"version": "2.1.0", "runs": []}',
    ],
)  # fmt: skip
def test_foreign_files_are_no_baselines(data: bytes) -> None:
    with pytest.raises(UsageError, match=r"^base\.json: "):
        baselines.read(data, "base.json")


# ---- figures ------------------------------------------------------------------------------------------------


def test_statistics() -> None:
    assert counted([PLAIN, INFO, PLAIN, NOWHERE]) == (
        "2  C01 cause-without-evidence\n1  C08 single-cause\n1  nothing-to-draw\n"
    )
    assert counted([]) == ""
    assert summary([PLAIN, PLAIN, WAIVED, NOWHERE, INFO], 2) == "1 error, 2 warnings, 1 hint, 1 waived in 2 specs"
    assert summary([], 1) == "nothing found in 1 spec"
