"""`compare` and `diff` as people run them: what is written where, what is said, and the exit code."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BROKEN = "# B\n\n## Root causes\n- Copies travel by e-mail\n  - evidense: observation, n=9\n  - explains: nobody\n"


def run(*arguments: str, cwd: Path, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "impactmap", *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        check=False,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", **environment},
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("blue-corp.md", "food-delivery.md", "blue-corp-in-yaml.yaml"):
        shutil.copy(ROOT / "samples" / name, tmp_path / name)
    text = (tmp_path / "blue-corp.md").read_text(encoding="utf-8")
    (tmp_path / "new.md").write_text(text.replace("target: 171", "target: 180"), encoding="utf-8")
    (tmp_path / "broken.md").write_text(BROKEN, encoding="utf-8")
    (tmp_path / "needs.md").write_text("# N\n\n## Customer need\n- I can't tell\n", encoding="utf-8")
    return tmp_path


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()} - {
        "blue-corp.md", "food-delivery.md", "blue-corp-in-yaml.yaml", "new.md", "broken.md", "needs.md",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "written", "start"),
    [
        (("compare", "blue-corp.md"), "blue-corp.compare.html", b"<!doctype html>"),
        (("compare", "blue-corp.md", "--format", "svg"), "blue-corp.compare.svg", b"<svg"),
        (("compare", "blue-corp.md", "food-delivery.md"), "blue-corp-food-delivery.compare.html", b"<!doctype html>"),
        (("compare", "blue-corp.md", "-o", "x.svg"), "x.svg", b"<svg"),
        (("compare", "blue-corp.md", "-o", "x.md"), "x.md", b"# find"),
        (("compare", "blue-corp.md", "-o", "x.json"), "x.json", b"{"),
        (("compare", "blue-corp.md", "-o", "x", "--format", "svg"), "x", b"<svg"),
        (("diff", "blue-corp.md", "new.md", "--format", "html"), "new.diff.html", b"<!doctype html>"),
        (("diff", "blue-corp.md", "new.md", "-o", "d.svg"), "d.svg", b"<svg"),
        (("diff", "blue-corp.md", "new.md", "-o", "d.md"), "d.md", b"### find"),
    ],
)
def test_where_it_goes(folder: Path, arguments: tuple[str, ...], written: str, start: bytes) -> None:
    done = run(*arguments, cwd=folder)
    assert (done.returncode, done.stdout) == (0, b""), done.stderr
    assert done.stderr.decode().strip().endswith(f"→ {written}")
    assert names(folder) == {written}
    assert (folder / written).read_bytes().lstrip().lower().startswith(start)
    assert b"(unchanged)" in run(*arguments, cwd=folder).stderr


@pytest.mark.parametrize(
    ("arguments", "start"),
    [
        (("compare", "blue-corp.md", "--format", "markdown"), b"# Find the current draft"),
        (("compare", "blue-corp.md", "new.md", "--format", "json"), b"{"),
        (("compare", "blue-corp.md", "-o", "-"), b"<!DOCTYPE html>"),
        (("diff", "blue-corp.md", "new.md"), b"### Find the current draft: 1 changed"),
        (("diff", "blue-corp.md", "new.md", "--format", "json"), b"{"),
        (("diff", "blue-corp.md", "new.md", "-o", "-", "--format", "svg"), b"<svg"),
    ],
)
def test_text_goes_to_standard_output(folder: Path, arguments: tuple[str, ...], start: bytes) -> None:
    done = run(*arguments, cwd=folder)
    assert done.returncode == 0 and done.stdout.lstrip().startswith(start), done.stderr
    assert names(folder) == set()


def test_a_folder_takes_it(folder: Path) -> None:
    assert run("compare", "blue-corp.md", "-o", "out/", cwd=folder).returncode == 0
    assert {file.name for file in (folder / "out").iterdir()} == {"blue-corp.compare.html"}


def test_standard_input_is_one_of_the_specs_at_most(folder: Path) -> None:
    text = (folder / "blue-corp.md").read_bytes()
    done = run("compare", "-", "new.md", "--format", "markdown", cwd=folder, stdin=text)
    assert done.returncode == 0 and b"\\<stdin\\>" in done.stdout
    assert run("diff", "-", "new.md", cwd=folder, stdin=text).stdout.endswith(b"target 171 \xe2\x86\x92 180\n")
    for command in ("compare", "diff"):
        done = run(command, "-", "-", cwd=folder, stdin=text)
        assert done.returncode == 2 and b"standard input can be read once" in done.stderr
    assert names(folder) == set()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("compare", "blue-corp.md", "new.md", "food-delivery.md"), "one spec or two can be compared, and 3"),
        (("compare", "blue-corp.md", "new.md", "--outcome", "adoption"), "with two specs there is no tree"),
        (("compare", "blue-corp.md", "--outcome", "adoptoin"), "did you mean 'adoption'?"),
        (("compare", "blue-corp.md", "--outcome", "x"), "blue-corp.md: no gain or metric is called 'x'"),
        (("compare", "blue-corp.md", "-o", "blue-corp.md"), "would replace 'blue-corp.md' itself"),
        (("diff", "blue-corp.md", "new.md", "-o", "new.md"), "would replace 'new.md' itself"),
        (("compare", "blue-corp.md", "-o", "x.txt"), "should end in .html, .svg, .md or .json"),
        (("compare", "blue-corp.md", "-o", "x.svg", "--format", "html"), "says svg, --format says html"),
        (("compare", "gone.md"), "No such file or directory: 'gone.md'"),
        (("diff", "blue-corp.md"), "two versions are needed"),
        (("diff", "--git", "HEAD", "blue-corp.md", "new.md"), "with --git, name the one file"),
        (("diff", "--git", "HEAD", "-"), "with --git, name the one file"),
        (("diff", "--git", "HEAD", "blue-corp.md"), "stands in no git repository"),
        (("diff", "--git", "--output=x", "blue-corp.md"), "cannot be a revision"),
        (("compare",), "Missing argument"),
    ],
)
def test_wrong_use_is_told_and_nothing_is_written(folder: Path, arguments: tuple[str, ...], words: str) -> None:
    done = run(*arguments, cwd=folder, GIT_CEILING_DIRECTORIES=str(folder.parent))
    assert done.returncode == 2 and words in done.stderr.decode(), done.stderr
    assert b"Traceback" not in done.stderr and names(folder) == set() and done.stdout == b""


def test_a_spec_without_an_outcome_is_named(folder: Path) -> None:
    done = run("compare", "needs.md", cwd=folder)
    assert done.returncode == 1 and done.stderr.startswith(b"error: needs.md: an opportunity tree needs an outcome")
    assert names(folder) == set()


@pytest.mark.parametrize("command", ["compare", "diff"])
@pytest.mark.parametrize("order", [1, -1])
def test_all_that_is_wrong_in_both_is_told_at_once(folder: Path, command: str, order: int) -> None:
    (folder / "worse.md").write_text(BROKEN.replace("evidense", "evidance"), encoding="utf-8")
    done = run(command, *["broken.md", "worse.md"][::order], "-o", "x.html", cwd=folder)
    said = done.stderr.decode()
    assert done.returncode == 1
    assert "broken.md:5:5" in said and "broken.md:6:" in said and "worse.md:5:5" in said and "worse.md:6:" in said
    assert not (folder / "x.html").exists()


def test_one_wrong_spec_of_two_is_enough(folder: Path) -> None:
    assert run("compare", "blue-corp.md", "broken.md", cwd=folder).returncode == 1
    assert run("compare", "broken.md", cwd=folder).returncode == 1
    assert names(folder) == set()


@pytest.mark.parametrize(
    "data",
    [b"\x00\x01\x02\xff\xfe", b"\xff" * 2000, bytes(range(256)), b"", "# \ud800".encode("utf-8", "surrogatepass")],
)
def test_odd_bytes_are_no_traceback(folder: Path, data: bytes) -> None:
    (folder / "odd.md").write_bytes(data)
    for arguments in (("compare", "odd.md"), ("compare", "odd.md", "new.md"), ("diff", "new.md", "odd.md")):
        done = run(*arguments, cwd=folder)
        assert done.returncode == 1 and b"odd.md" in done.stderr and b"Traceback" not in done.stderr


def test_a_spec_with_itself(folder: Path) -> None:
    done = run("compare", "new.md", "new.md", "--format", "markdown", cwd=folder)
    assert done.returncode == 0 and b"both are the same spec" in done.stderr
    assert b"Both specs say the same." in done.stdout
    assert b"both are the same" not in run("compare", "blue-corp.md", "blue-corp-in-yaml.yaml", cwd=folder).stderr
    done = run("diff", "new.md", "new.md", cwd=folder)
    assert done.returncode == 0 and b"no changes" in done.stdout


def test_what_changed_since_a_revision(folder: Path) -> None:
    def git(*arguments: str) -> None:
        environment = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
        who = {f"GIT_{who}_{what}": "t@t.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        subprocess.run(
            ["git", *arguments], cwd=folder, env={**os.environ, **environment, **who}, check=True, capture_output=True
        )

    git("init", "-q", "-b", "main")
    git("add", "blue-corp.md", "broken.md")
    git("commit", "-q", "-m", "one")
    shutil.copy(folder / "new.md", folder / "blue-corp.md")
    done = run("diff", "--git", "main", "blue-corp.md", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "main → now" in done.stdout.decode() and "target 171 → 180" in done.stdout.decode()
    done = run("diff", "--git", "main", "blue-corp.md", "-o", "d.html", cwd=folder)
    assert done.stderr.decode() == "blue-corp.md since main → d.html\n"
    (folder / "broken.md").write_text("# N\n\n## Customer need\n- I can't tell\n", encoding="utf-8")
    done = run("diff", "--git", "main", "broken.md", cwd=folder)
    assert done.returncode == 1 and b"main:broken.md:5:5" in done.stderr and done.stdout == b""
    done = run("diff", "--git", "nope", "blue-corp.md", cwd=folder)
    assert done.returncode == 2 and b"there is no revision 'nope'" in done.stderr


def test_a_giant_spec(folder: Path) -> None:
    """2,000 items in words, and some hundreds drawn; how long the layout of thousands takes is told by `make bench`."""
    for name, many in (("giant", 1000), ("large", 150)):
        items = "".join(f"- Need number {n} of many\n" for n in range(many))
        gains = "".join(f"- Gain number {n} of many\n" for n in range(many))
        (folder / f"{name}.md").write_text(f"# G\n\n## Customer need\n{items}\n## KPI gains\n{gains}", encoding="utf-8")
    done = run("compare", "large.md", "-o", "g.html", cwd=folder)
    assert done.returncode == 0 and b"the page holds 8 of 150 trees" in done.stderr, done.stderr
    assert len(run("diff", "new.md", "giant.md", cwd=folder).stdout) <= 4000
    assert json.loads(run("compare", "giant.md", "new.md", "--format", "json", cwd=folder).stdout)["counts"]


def test_a_closed_pipe_is_fine(folder: Path) -> None:
    command = f"{sys.executable} -m impactmap compare blue-corp.md --format json | head -c 10"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=folder,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.stdout == b'{\n  "compa' and done.stderr == b""


def test_json_is_read_by_other_programs(folder: Path) -> None:
    done = run("diff", "blue-corp.md", "new.md", "--format", "json", cwd=folder)
    found = json.loads(done.stdout)
    (change,) = [one for entry in found["changes"] for one in entry["changes"]]
    assert change == {"field": "target", "sort": "value", "before": ["171"], "after": ["180"]}
