"""A spec out of a real git repository: what it was, and what is said when it cannot be had."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from impactmap import UsageError
from impactmap.comparison import revision as module
from impactmap.comparison.revision import at_revision
from impactmap.document import Limits

ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_SYSTEM": "/dev/null",
    **{f"GIT_{who}_{what}": "t@t.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
}


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, env={**os.environ, **ENVIRONMENT}, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two commits of `docs/draft.md`, the first one tagged `v1`."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "docs").mkdir()
    file = tmp_path / "docs" / "draft.md"
    file.write_bytes(b"# One\r\n")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "one")
    git(tmp_path, "tag", "v1")
    file.write_bytes(b"# Two\n")
    (tmp_path / "docs" / "odd 'name;.md").write_bytes(b"# Odd\n")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "two")
    return tmp_path


@pytest.mark.parametrize(
    ("revision", "expected"),
    [("HEAD", b"# Two\n"), ("HEAD~1", b"# One\r\n"), ("v1", b"# One\r\n"), ("main", b"# Two\n")],
)
def test_the_bytes_of_a_revision(repository: Path, revision: str, expected: bytes) -> None:
    (repository / "docs" / "draft.md").write_bytes(b"# Three, not committed\n")
    assert at_revision(repository / "docs" / "draft.md", revision, Limits()) == expected


def test_the_path_may_be_relative_and_odd(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository / "docs")
    assert at_revision(Path("odd 'name;.md"), "HEAD", Limits()) == b"# Odd\n"
    assert at_revision(Path("draft.md"), "HEAD^", Limits()) == b"# One\r\n"
    monkeypatch.chdir(repository)
    assert at_revision(Path("docs/draft.md"), "HEAD^", Limits()) == b"# One\r\n"


def test_a_file_that_is_gone_from_the_folder_can_still_be_read(repository: Path) -> None:
    (repository / "docs" / "draft.md").unlink()
    assert at_revision(repository / "docs" / "draft.md", "v1", Limits()) == b"# One\r\n"


def test_what_is_missing_is_named(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    file = repository / "docs" / "draft.md"
    with pytest.raises(UsageError, match="there is no revision 'nope' in the repository of"):
        at_revision(file, "nope", Limits())
    with pytest.raises(UsageError, match="is not in the revision 'v1'; was it called otherwise then"):
        at_revision(repository / "docs" / "odd 'name;.md", "v1", Limits())
    outside = tmp_path_factory.mktemp("outside")
    with pytest.raises(UsageError, match="stands in no git repository"):
        at_revision(outside / "draft.md", "HEAD", Limits())
    with pytest.raises(UsageError, match="there is no folder"):
        at_revision(outside / "none" / "draft.md", "HEAD", Limits())
    with pytest.raises(UsageError, match="not in the revision"):
        at_revision(repository / "docs", "HEAD", Limits())  # a folder is no file


@pytest.mark.parametrize(
    "revision",
    [
        "",
        "-h",
        "--output=/tmp/x",
        "--help",
        "-",
        "a\nb",
        "a\x00b",
        "HEAD:docs/draft.md",
        "HEAD..v1",
        "$(id)",
        "`id`",
        ";id",
    ],
)
def test_a_revision_is_never_an_option_or_a_command(repository: Path, revision: str) -> None:
    before = sorted(repository.rglob("*"))
    with pytest.raises(UsageError):
        at_revision(repository / "docs" / "draft.md", revision, Limits())
    assert sorted(repository.rglob("*")) == before


def test_both_locks_are_on_the_door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What looks like an option is refused, and git is told that no option follows."""
    fake(tmp_path, f'echo "$@" >> "{tmp_path}/said"; [ "$2" = --git-dir ]', monkeypatch)
    with pytest.raises(UsageError, match="'--all' cannot be a revision"):
        at_revision(tmp_path / "draft.md", "--all", Limits())
    with pytest.raises(UsageError, match="there is no revision"):
        at_revision(tmp_path / "draft.md", "v1", Limits())
    assert (tmp_path / "said").read_text().splitlines()[-1] == "rev-parse --verify --end-of-options v1^{commit}"


def test_a_file_over_the_limit_is_not_read(repository: Path) -> None:
    with pytest.raises(UsageError, match="--limit bytes=6"):
        at_revision(repository / "docs" / "draft.md", "HEAD", Limits(bytes=5))


def test_without_git_it_says_so(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository))
    with pytest.raises(UsageError, match="git is not installed"):
        at_revision(repository / "docs" / "draft.md", "HEAD", Limits())


def fake(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "git").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")


def test_a_git_that_hangs_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(tmp_path, "exec sleep 30", monkeypatch)
    monkeypatch.setattr(module, "SECONDS", 0.2)
    with pytest.raises(UsageError, match="git took longer than"):
        at_revision(tmp_path / "draft.md", "HEAD", Limits())


def test_a_git_that_answers_nonsense_is_no_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(tmp_path, "echo what", monkeypatch)
    with pytest.raises(UsageError, match="git"):
        at_revision(tmp_path / "draft.md", "HEAD", Limits())
    fake(tmp_path, "exit 0", monkeypatch)
    with pytest.raises(UsageError, match="git"):
        at_revision(tmp_path / "draft.md", "HEAD", Limits())


def test_nothing_goes_over_a_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(tmp_path, f'env > "{tmp_path}/env"; exit 1', monkeypatch)
    with pytest.raises(UsageError):
        at_revision(tmp_path / "draft.md", "HEAD", Limits())
    said = (tmp_path / "env").read_text()
    assert "GIT_ALLOW_PROTOCOL=none" in said and "GIT_TERMINAL_PROMPT=0" in said and "GIT_NO_LAZY_FETCH=1" in said
