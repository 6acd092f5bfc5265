"""`convert` and `fmt` as people run them: what is written where, what is said, and the exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = "# Find the draft\n\nProse.\n\n## Customer need\n- Which one is it?\n"
SPEC = "title: Find the draft\nsummary: Prose.\n\nneeds:\n  - Which one is it?\n"
LOOSE = "# Find the draft\n\nProse.\n\n## Customer need\n* Which one is it?\n  * type: pain point\n"
FORM = "# Find the draft\n\nProse.\n\n## Customer need\n- Which one is it?\n  - kind: pain\n"
BROKEN = PAGE + "  - evidense: x\n"


def run(*arguments: str, cwd: Path, stdin: str = "") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "impactmap", *arguments],
        cwd=cwd,
        input=stdin.encode(),
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("a.md", PAGE), ("loose.md", LOOSE), ("form.md", FORM), ("broken.md", BROKEN)):
        (tmp_path / name).write_bytes(text.encode())
    return tmp_path


def told(done: subprocess.CompletedProcess[bytes]) -> tuple[int, str, str]:
    return done.returncode, done.stdout.decode(), done.stderr.decode()


# ---- convert ----------------------------------------------------------------------------------------------


def test_there_and_back(folder: Path) -> None:
    assert told(run("convert", "a.md", "b.yaml", cwd=folder)) == (0, "", "a.md → b.yaml\n")
    assert (folder / "b.yaml").read_text(encoding="utf-8") == SPEC
    assert told(run("convert", "a.md", "b.yaml", cwd=folder)) == (0, "", "a.md → b.yaml (unchanged)\n")
    assert told(run("convert", "b.yaml", "c.md", cwd=folder)) == (0, "", "b.yaml → c.md\n")
    assert (folder / "c.md").read_bytes() == PAGE.encode()


def test_pipes_go_to_the_other_syntax(folder: Path) -> None:
    assert told(run("convert", "a.md", "-", cwd=folder)) == (0, SPEC, "")
    assert told(run("convert", "-", "-", cwd=folder, stdin=SPEC)) == (0, PAGE, "")
    assert told(run("convert", "-", "x", "--to", "yaml", cwd=folder, stdin=PAGE)) == (0, "", "<stdin> → x\n")
    assert (folder / "x").read_bytes() == SPEC.encode()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("a.md", "b.txt"), "'b.txt' should end in .md or .yaml, or --to should say which"),
        (("a.md", "b.yaml", "--to", "markdown"), "'b.yaml' says yaml, --to says markdown"),
        (("a.md", "b.markdown"), "both are Markdown: `impactmap fmt` brings a spec into its form"),
        (("-", "-", "--to", "markdown"), "both are Markdown"),
        (("none.md", "b.yaml"), "No such file or directory: 'none.md'"),
        (("a.md", "a.md", "--to", "yaml"), "'a.md' says markdown"),
        (("a.md", "none/b.yaml"), "there is no folder 'none': make it first"),
        (("a.md",), "Missing argument 'OUT'"),
    ],
)
def test_wrong_use(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    code, out, err = told(run("convert", *arguments, cwd=folder, stdin=PAGE))
    assert (code, out) == (2, "")
    assert said in err
    assert {file.name for file in folder.iterdir()} == {"a.md", "loose.md", "form.md", "broken.md"}


def test_what_is_there_is_replaced_only_by_force(folder: Path) -> None:
    (folder / "b.yaml").write_bytes(b"# mine\n" + SPEC.encode())
    code, _, err = told(run("convert", "a.md", "b.yaml", cwd=folder))
    assert (code, "'b.yaml' is there already and holds something else: --force replaces it" in err) == (2, True)
    assert (folder / "b.yaml").read_bytes() == b"# mine\n" + SPEC.encode()
    assert told(run("convert", "a.md", "b.yaml", "--force", cwd=folder))[0] == 0
    assert (folder / "b.yaml").read_bytes() == SPEC.encode()


@pytest.mark.parametrize("link", [os.link, os.symlink])
def test_the_source_is_never_written_over(folder: Path, link: object) -> None:
    link(folder / "a.md", folder / "b.yaml")  # type: ignore[operator]
    code, _, err = told(run("convert", "a.md", "b.yaml", "--force", cwd=folder))
    assert (code, "would replace" in err) == (2, True)
    assert (folder / "a.md").read_bytes() == PAGE.encode()


def test_a_wrong_spec_is_not_converted(folder: Path) -> None:
    code, _, err = told(run("convert", "broken.md", "b.yaml", cwd=folder))
    assert (code, "broken.md:7:5: error[unknown-field]" in err) == (1, True)
    assert not (folder / "b.yaml").exists()


def test_what_changes_its_kind_is_said(folder: Path) -> None:
    (folder / "p.md").write_bytes(PAGE.encode() + b"\n## Why now\n\nBecause.\n")
    code, out, err = told(run("convert", "p.md", "-", cwd=folder))
    assert (code, out) == (0, SPEC + "\n# ## Why now\n\n# Because.\n")
    assert "p.md:8:1: warning[prose]: became comments: 1 heading, 1 paragraph of prose" in err


# ---- fmt --------------------------------------------------------------------------------------------------


def test_specs_are_changed_in_place(folder: Path) -> None:
    os.chmod(folder / "loose.md", 0o640)  # noqa: PTH101
    assert told(run("fmt", "loose.md", "form.md", cwd=folder)) == (0, "", "loose.md: changed\n")
    assert (folder / "loose.md").read_bytes() == FORM.encode()
    assert (folder / "loose.md").stat().st_mode & 0o777 == 0o640


def test_check_writes_nothing(folder: Path) -> None:
    assert told(run("fmt", "--check", "loose.md", "form.md", cwd=folder)) == (1, "", "loose.md: would be changed\n")
    assert (folder / "loose.md").read_bytes() == LOOSE.encode()
    assert told(run("fmt", "--check", "form.md", cwd=folder)) == (0, "", "")


def test_diff_writes_nothing(folder: Path) -> None:
    code, out, err = told(run("fmt", "--diff", "loose.md", cwd=folder))
    assert (code, err) == (0, "")
    assert out == (
        "--- loose.md\n+++ loose.md\n@@ -3,5 +3,5 @@\n Prose.\n \n ## Customer need\n"
        "-* Which one is it?\n-  * type: pain point\n+- Which one is it?\n+  - kind: pain\n"
    )
    assert (folder / "loose.md").read_bytes() == LOOSE.encode()
    assert told(run("fmt", "--diff", "--check", "loose.md", cwd=folder))[0] == 1
    assert (folder / "loose.md").read_bytes() == LOOSE.encode()
    assert told(run("fmt", "--diff", "form.md", cwd=folder)) == (0, "", "")


def test_line_ends_are_changed_where_they_are_of_two_sorts(folder: Path) -> None:
    (folder / "mixed.md").write_bytes(FORM.encode().replace(b"\n", b"\r\n", 1))
    said = "mixed.md: would be changed (its line ends alone)\n"
    assert told(run("fmt", "--check", "mixed.md", cwd=folder)) == (1, "", said)
    assert told(run("fmt", "--diff", "mixed.md", cwd=folder)) == (0, "", said)
    assert told(run("fmt", "mixed.md", cwd=folder)) == (0, "", "mixed.md: changed\n")
    assert (folder / "mixed.md").read_bytes() == FORM.encode()


def test_exit_codes_are_told(folder: Path) -> None:
    _, out, _ = told(run("fmt", "--help", cwd=folder))
    assert "Exit codes: 0 all went well" in out
    assert (ROOT / "docs/convert.md").read_text(encoding="utf-8").count("| exit code |") == 1


def test_standard_input_goes_to_standard_output(folder: Path) -> None:
    assert told(run("fmt", "-", cwd=folder, stdin=LOOSE)) == (0, FORM, "")
    assert told(run("fmt", "-", cwd=folder, stdin=FORM)) == (0, FORM, "")
    assert told(run("fmt", "-", "--check", cwd=folder, stdin=LOOSE)) == (1, "", "<stdin>: would be changed\n")


def test_a_wrong_spec_stays_and_the_others_are_done(folder: Path) -> None:
    code, _, err = told(run("fmt", "broken.md", "none.md", "loose.md", cwd=folder))
    assert code == 2
    assert "error[unknown-field]" in err
    assert "No such file or directory: 'none.md'" in err
    assert err.endswith("loose.md: changed\n")
    assert (folder / "broken.md").read_bytes() == BROKEN.encode()
    assert told(run("fmt", "broken.md", cwd=folder))[0] == 1
