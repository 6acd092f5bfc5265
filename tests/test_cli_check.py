"""`impactmap check` and `impactmap explain`, in processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
BARE = "# T\n\n## Root causes\n- Menus are hard\n"
WRONG = "# T\n\n## Root causes\n- Menus are hard\n  - colour: red\n"
ERROR = "# T\n\n## Solutions\n- S\n\n## Tests\n- Ask five teams; usability; nine find it\n"


def run(*arguments: str, folder: Path, given: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-m", "impactmap", *arguments],
        cwd=folder, input=given, capture_output=True, text=True, encoding="utf-8", env=environment, check=False,
    )  # fmt: skip


@pytest.fixture
def maps(tmp_path: Path) -> Path:
    (tmp_path / "bare.md").write_text(BARE)
    (tmp_path / "wrong.md").write_text(WRONG)
    (tmp_path / "error.md").write_text(ERROR)
    (tmp_path / "method.md").write_text(BARE + "  - evidence: shadowing 12 technicians\n")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["bare.md"], 0, "1 warning"),
        (["bare.md", "--fail-on", "warning"], 1, "1 warning"),
        (["bare.md", "--fail-on", "warning", "--ignore", "C01"], 0, "nothing found in 1 spec"),
        (["bare.md", "--fail-on", "warning", "--select", "N,T06"], 0, "nothing found"),
        (["bare.md", "--fail-on", "warning", "--profile", "north-star"], 0, "hint"),
        (["wrong.md"], 1, "1 error"),
        (["wrong.md", "--select", "N"], 1, "1 error"),
        (["error.md"], 1, "1 error"),
        (["error.md", "--ignore", "O07"], 0, ""),
        (["bare.md", "error.md"], 1, "in 2 specs"),
        (["bare.md", "bare.md"], 0, "in 1 spec"),
        (["none.md"], 2, "No such file or directory: 'none.md'"),
        (["none.md", "bare.md"], 2, "in 1 spec"),
        (["bare.md", "--select", "C99"], 2, "there is no rule 'C99'"),
        (["bare.md", "--select", ""], 2, "an empty code means no rule"),
        (["bare.md", "--ignore", "C01,"], 2, "an empty code means no rule"),
        (["bare.md", "--ignore", "cycle"], 2, "'cycle' is an error of reading (C07 and M04)"),
        (["bare.md", "--ignore", "X01"], 2, "'X01' is a check that failed: it is always shown"),
        (["bare.md", "--audience", "public"], 1, "1 error"),
        (["bare.md", "--audience", "published", "--ignore", "C01"], 1, "1 error"),
        (["bare.md", "--audience", "publik"], 2, "there is no audience 'publik': did you mean 'public'?"),
        (["bare.md", "--limit", "stale_months=3"], 2, "'stale_months' is a limit of rules: it stands under [limits]"),
        (["bare.md", "--format", "sarfi"], 2, "did you mean 'sarif'?"),
        (["bare.md", "--profile", "customer-frist"], 2, "did you mean 'customer-first'?"),
        (["bare.md", "--fail-on", "warnings"], 2, "warnings"),
        (["bare.md", "--today", "tomorrow"], 2, "is not a day"),
        (["bare.md", "--statistics", "--format", "json"], 2, "--statistics"),
        (["bare.md", "--baseline", "x", "--write-baseline", "y"], 2, "one of them"),
        (["bare.md", "--baseline", "none.json"], 2, "No such file or directory"),
        (["bare.md", "--baseline", "bare.md"], 2, "bare.md: this is no baseline"),
        (["bare.md", "--write-baseline", "bare.md"], 2, "would replace the spec"),
        (["bare.md", "--format", "JSON"], 0, ""),
        (["bare.md", "--diff", "--format", "json"], 2, "--diff checks nothing, and so reports nothing"),
        (["."], 2, "'.' is a folder: name the files in it, such as 'bare.md'"),
        (["method.md", "--fail-on", "warning"], 1, "1 warning"),
        (["method.md", "--fail-on", "warning", "--ignore", "no-method"], 0, "nothing found"),
        (["wrong.md", "--ignore", "unknown-field"], 2, "'unknown-field' is an error of reading"),
        ([], 2, "Missing argument"),
    ],
)
def test_exit_codes(maps: Path, arguments: list[str], code: int, words: str) -> None:
    done = run("check", *arguments, folder=maps)
    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert (maps / "bare.md").read_text() == BARE


def test_text_goes_to_standard_output(maps: Path) -> None:
    done = run("check", "bare.md", folder=maps)
    assert done.stdout.split("\n")[:2] == [
        "bare.md:4:3: warning[C01 cause-without-evidence]: this cause names no evidence",
        "    4 | - Menus are hard",
    ]
    done = run("check", "-", folder=maps, given=BARE)
    assert done.stdout.startswith("<stdin>:4:3: warning[C01")


def test_reports_for_programs(maps: Path) -> None:
    listed = json.loads(run("check", "bare.md", "wrong.md", "--format", "json", folder=maps).stdout)
    assert [(one["path"], one["code"]) for one in listed] == [
        ("bare.md", "C01"),
        ("wrong.md", "C01"),
        ("wrong.md", "unknown-field"),
    ]
    log = json.loads(run("check", "bare.md", "--format", "sarif", folder=maps).stdout)
    assert log["runs"][0]["results"][0]["ruleId"] == "C01"
    tree = ElementTree.fromstring(run("check", "bare.md", "--format", "junit", folder=maps).stdout.encode())
    assert tree.attrib["failures"] == "1"
    assert run("check", "bare.md", "--format", "github", folder=maps).stdout.startswith("::warning file=bare.md,line=4")


def test_statistics(maps: Path) -> None:
    done = run("check", "bare.md", "wrong.md", "--statistics", folder=maps)
    assert done.stdout == "2  C01 cause-without-evidence\n1  unknown-field\n"


def test_a_baseline_lets_only_what_is_new_fail(maps: Path) -> None:
    assert run("check", "error.md", "--write-baseline", "base.json", folder=maps).returncode == 0
    assert run("check", "error.md", "--baseline", "base.json", folder=maps).returncode == 0
    moved = ERROR.replace("# T\n", "# T\n\nMore words.\n\nAnd more.\n")
    (maps / "error.md").write_text(moved)
    assert run("check", "error.md", "--baseline", "base.json", folder=maps).returncode == 0
    (maps / "error.md").write_text(moved + "- Ask ten teams; usability; nine find it\n")
    done = run("check", "error.md", "--baseline", "base.json", folder=maps)
    assert done.returncode == 1
    assert done.stdout.count("error[O07") == 1
    assert "Ask ten teams" in done.stdout
    assert done.stderr.startswith("1 known finding hidden by base.json\n")
    listed = run("check", "error.md", "--baseline", "base.json", "--format", "json", folder=maps)
    assert (len(json.loads(listed.stdout)), listed.stderr) == (1, "1 known finding hidden by base.json\n")
    # From another folder too.
    (maps / "sub").mkdir()
    again = run("check", "../error.md", "--baseline", "../base.json", folder=maps / "sub")
    assert again.stdout.count("error[O07") == 1


def test_a_finding_is_known_again_by_the_id_of_its_item(maps: Path) -> None:
    given = "# T\n\n## Root causes\n- Menus are hard {#menus}\n- Search is slow\n"
    (maps / "ids.md").write_text(given)
    run("check", "ids.md", "--write-baseline", "base.json", folder=maps)
    (maps / "ids.md").write_text(given.replace("hard", "deep").replace("slow", "late"))
    done = run("check", "ids.md", "--baseline", "base.json", "--select", "C01", folder=maps)
    assert "Search is late" in done.stdout
    assert "Menus" not in done.stdout
    assert "1 known finding hidden" in done.stderr


def test_a_baseline_knows_findings_again_under_other_titles(maps: Path) -> None:
    given = (
        "# T\n\n## Metrics\n- Orders {#orders}\n\n## Gains\n- Add a search bar {#bar}\n\n"
        "## Teams\n- Search\n  - goal: orders from 1 to 2\n- Cart\n  - goal: orders from 1 to 2\n"
    )
    (maps / "t.md").write_text(given)
    run("check", "t.md", "--write-baseline", "base.json", folder=maps)
    for old, new in (("Add a search bar", "Build a dashboard"), ("- Search", "- Finding"), ("- Orders", "- Baskets")):
        (maps / "t.md").write_text(given.replace(old, new))
        listed = json.loads(run("check", "t.md", "--baseline", "base.json", "--format", "json", folder=maps).stdout)
        assert [one["code"] for one in listed if one["code"] in ("T01", "G01", "G03")] == [], (old, listed)


def test_another_persons_name_is_another_finding(maps: Path) -> None:
    given = "# T\n\n## Root causes\n- Menus {#m}\n  - evidence: interview, n=9\n    - quote: write to jane@x.org\n"
    (maps / "p.md").write_text(given)
    run("check", "p.md", "--write-baseline", "base.json", folder=maps)
    (maps / "p.md").write_text(given.replace("jane", "joan"))
    assert "joan" in run("check", "p.md", "--baseline", "base.json", folder=maps).stdout


def test_a_baseline_goes_to_standard_output(maps: Path) -> None:
    done = run("check", "error.md", "--write-baseline", "-", folder=maps)
    assert (done.returncode, (maps / "-").exists()) == (0, False)
    (maps / "base.json").write_text(done.stdout)
    assert run("check", "error.md", "--baseline", "base.json", folder=maps).returncode == 0
    assert "→ standard output" in done.stderr


def test_the_day_decides_which_waivers_have_ended(maps: Path) -> None:
    (maps / "w.md").write_text(BARE + '  - waive: C01, "talks in June", until 2027-06\n')
    before = run("check", "w.md", "--fail-on", "warning", "--today", "2027-06-30", folder=maps)
    assert (before.returncode, "waived until 2027-06: talks in June" in before.stdout) == (0, True)
    after = run("check", "w.md", "--fail-on", "warning", "--today", "2027-07-01", folder=maps)
    assert (after.returncode, "W03 waiver-expired" in after.stdout) == (1, True)


def test_the_project_settles_what_no_option_says(maps: Path) -> None:
    (maps / "impactmap.toml").write_text('fail_on = "warning"\n[severities]\nC01 = "error"\n')
    assert run("check", "bare.md", folder=maps).returncode == 1
    assert "error[C01" in run("check", "bare.md", folder=maps).stdout
    assert run("check", "bare.md", "--ignore", "C01", folder=maps).returncode == 0
    (maps / "impactmap.toml").write_text("fial_on = 3\n")
    done = run("check", "bare.md", folder=maps)
    assert done.returncode == 2
    assert "impactmap.toml:1: there is no setting 'fial_on': did you mean 'fail_on'?" in done.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[severities]\nX01 = "off"', ":2: 'X01' is a check that failed: it is always shown"),
        ('[severities]\nunit-clash = "off"', ":2: 'unit-clash' is an error of reading (M04)"),
        ('[severities]\nN01 = "error"', ":2: 'N01' cannot be 'error': what is judged by its wording is a guess"),
        ('ignore = ["cycle"]', ":1: 'cycle' is an error of reading"),
    ],
)
def test_settings_hide_nothing_that_must_be_seen(maps: Path, text: str, said: str) -> None:
    (maps / "impactmap.toml").write_text(text)
    done = run("check", "bare.md", folder=maps)
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr


def test_of_a_group_of_rules_only_those_that_are_no_guess_become_errors(maps: Path) -> None:
    (maps / "impactmap.toml").write_text('[severities]\nN = "error"\n')
    (maps / "need.md").write_text("# T\n\n## Customer need\n- Add a search bar\n")
    said = run("check", "need.md", "--select", "N", folder=maps).stdout
    assert "error[N06" in said
    assert "warning[N02" in said


def test_what_is_wrong_with_settings_is_said_once(maps: Path) -> None:
    (maps / "impactmap.toml").write_text("fial_on = 3\n")
    done = run("check", "bare.md", "error.md", "wrong.md", folder=maps)
    assert (done.returncode, done.stderr.count("fial_on")) == (2, 1)
    other = maps / "other"
    other.mkdir()
    (other / "impactmap.toml").write_text('profile = "north-star"\n')
    (other / "fine.md").write_text(BARE)
    done = run("check", "bare.md", "error.md", "other/fine.md", folder=maps)
    assert (done.returncode, done.stderr.count("fial_on")) == (2, 1)
    assert "other/fine.md:4" in done.stdout


def test_a_waived_finding_is_shown_for_the_public_and_fails_nothing(maps: Path) -> None:
    (maps / "w.md").write_text(BARE + '  - waive: C01, "talks in June", until 2027-06\n')
    done = run("check", "w.md", "--audience", "public", "--today", "2027-06-30", folder=maps)
    assert done.returncode == 0
    assert "error[C01 cause-without-evidence]" in done.stdout
    assert "waived until 2027-06: talks in June" in done.stdout


def test_render_takes_its_defaults_from_the_project(maps: Path) -> None:
    sample = str(SAMPLES / "minimal.md")
    (maps / "map.md").write_text((SAMPLES / "minimal.md").read_text(encoding="utf-8"))
    plain = run("render", "map.md", "-o", "-", folder=maps).stdout
    (maps / "impactmap.toml").write_text('views = ["opportunity-tree"]\ntheme = "dark"\nbrand = "b.toml"\n')
    (maps / "b.toml").write_text('logo = "Blue corp"\n')
    settled = run("render", "map.md", "-o", "-", folder=maps).stdout
    told = run(
        "render", sample, "-o", "-", "--view", "opportunity-tree", "--theme", "dark", "--brand", "b.toml", folder=maps
    ).stdout
    assert settled == told != plain
    (maps / "impactmap.toml").write_text('views = ["opportunity-tree"]\ntheme = "dark"\n')
    given = run("render", "map.md", "-o", "-", "--view", "impact-map", "--theme", "auto", folder=maps).stdout
    assert given == plain
    (maps / "impactmap.toml").write_text('views = ["opportunity-tere"]\n')
    done = run("render", "map.md", folder=maps)
    assert (done.returncode, "did you mean 'opportunity-tree'?" in done.stderr) == (2, True)


def test_wrong_settings_are_said_once_and_before_anything_is_drawn(maps: Path) -> None:
    text = (SAMPLES / "minimal.md").read_text(encoding="utf-8")
    for name in ("one.md", "two.md", "three.md"):
        (maps / name).write_text(text)
    (maps / "other").mkdir()
    (maps / "other" / "four.md").write_text(text)
    (maps / "impactmap.toml").write_text('theme = "drak"\n')
    (maps / "other" / "impactmap.toml").write_text('themes = "dark"\n')
    done = run("render", "one.md", "two.md", "other/four.md", "three.md", "-o", "out/", folder=maps)
    assert done.returncode == 2
    assert [line.rsplit("/", 1)[1][:20] for line in done.stderr.splitlines()] == [
        "impactmap.toml:1: 't",
        "impactmap.toml:1: th",
    ]
    assert not (maps / "out").exists()


@pytest.mark.parametrize("name", ["T06", "t06", "beyond-control"])
def test_explain(maps: Path, name: str) -> None:
    done = run("explain", name, folder=maps)
    assert done.returncode == 0
    assert done.stdout.startswith("## T06 beyond-control\n")
    assert "Gothelf" in done.stdout
    assert done.stdout.count("```yaml") == 2


def test_explain_an_error_of_reading(maps: Path) -> None:
    done = run("explain", "cycle", folder=maps)
    assert done.returncode == 0
    assert [line for line in done.stdout.splitlines() if line.startswith("## ")] == [
        "## cycle",
        "## C07 why-cycle-or-echo",
        "## M04 bad-formula",
    ]
    assert done.stdout.count("always shown, and can be neither ignored nor waived") == 3


def test_explain_what_reading_says(maps: Path) -> None:
    error, warning = (run("explain", code, folder=maps) for code in ("unknown-field", "no-method"))
    assert error.stdout.startswith("## unknown-field\n\nAn error of reading. ")
    assert "can be neither ignored nor waived" in error.stdout
    assert warning.stdout.startswith("## no-method\n\nA warning of reading. ")
    assert "`--ignore`" in warning.stdout


def test_explain_a_rule_that_is_not_there(maps: Path) -> None:
    done = run("explain", "beyond-controll", folder=maps)
    assert done.returncode == 2
    assert "did you mean 'beyond-control'?" in done.stderr


def test_a_report_for_a_pipe_has_no_colours(maps: Path) -> None:
    assert "\x1b" not in run("check", "bare.md", folder=maps).stdout


# ---- health and fixes -------------------------------------------------------------------------------------


def test_the_last_line_sums_up_the_health_of_what_could_be_read(maps: Path) -> None:
    last = [run("check", *more, folder=maps).stderr.rstrip().splitlines()[-1] for more in (["bare.md"], ["wrong.md"])]
    assert last[0] == "health: 0 of 1 cause researched"
    assert "health" not in last[1], "nothing is claimed of a spec with errors"
    assert "health: 0 of 1 cause" in run("check", "bare.md", "wrong.md", "--statistics", folder=maps).stderr
    assert "health" not in run("check", "bare.md", "--format", "json", folder=maps).stderr


@pytest.fixture
def untidy(maps: Path) -> Path:
    spec = maps / "untidy.yaml"
    evidence = "{method: observation, n: 9, collected: 1 Nov 2026}"
    causes = f"causes:\n  - title: C\n    explain: n\n    evidence: {evidence}\n"
    spec.write_text(f"title: T\n{causes}needs: [{{id: n, title: N}}]\n")
    return spec


def test_fix_mends_in_place_and_checks_what_is_left(untidy: Path) -> None:
    before = untidy.read_text()
    shown = run("check", "untidy.yaml", "--diff", folder=untidy.parent)
    assert shown.returncode == 0
    assert "-    explain: n" in shown.stdout and "+    explains: n" in shown.stdout and "2026-11-01" in shown.stdout
    assert untidy.read_text() == before, "--diff writes nothing"
    done = run("check", "untidy.yaml", "--fix", folder=untidy.parent)
    assert done.stderr.startswith("untidy.yaml: 2 fixes made\n")
    assert "C08" in done.stdout
    assert "explains: n" in untidy.read_text() and "2026-11-01" in untidy.read_text()
    again = run("check", "untidy.yaml", "--fix", folder=untidy.parent)
    assert "made" not in again.stderr
    assert run("check", "untidy.yaml", "--diff", folder=untidy.parent).stdout == ""


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["-", "--fix"], 2, "standard input has none"),
        (["bare.md", "--fix", "--diff"], 2, "use one of them"),
        (["none.md", "bare.md", "--fix"], 2, "in 1 spec"),
        (["none.md", "--diff"], 2, "No such file"),
        (["wrong.md", "--fix"], 1, "1 error"),
    ],
)
def test_fix_used_wrongly(maps: Path, arguments: list[str], code: int, words: str) -> None:
    done = run("check", *arguments, folder=maps, given=BARE)
    assert (done.returncode, words in done.stderr, "Traceback" in done.stderr) == (code, True, False), done.stderr
    assert (maps / "bare.md").read_text() == BARE


def test_a_diff_of_standard_input(maps: Path, untidy: Path) -> None:
    done = run("check", "-", "--diff", folder=maps, given=untidy.read_text())
    assert "+++ <stdin>" in done.stdout and "+    explains: n" in done.stdout


def test_render_takes_findings_from_the_settings_and_may_leave_them_out(maps: Path) -> None:
    run("render", "bare.md", "-o", "a.html", folder=maps)
    run("render", "bare.md", "-o", "b.html", "--no-findings", folder=maps)
    (maps / "impactmap.toml").write_text('ignore = ["C01"]\n')
    run("render", "bare.md", "-o", "c.html", folder=maps)
    assert ["C01 cause-without-evidence" in (maps / f"{name}.html").read_text("utf-8") for name in "abc"] == [
        True,
        False,
        False,
    ]
