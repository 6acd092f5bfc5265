"""Which files are looked at, and in which order."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from building import BROKEN, CLOSED, metrics, put, spec

from impactmap.build.sniffing import is_spec
from impactmap.build.sources import find_sources
from impactmap.diagnostics import UsageError

ROOT = Path(__file__).resolve().parent.parent.parent


def found(*given: Path | str, out: Path | None = None, exclude: tuple[str, ...] = ()) -> list[str]:
    return [one.name for one in find_sources(map(str, given), str(out or "/nowhere/out"), exclude).sources]


def test_a_folder_gives_specs_by_name_whatever_order_they_came_in(tmp_path: Path) -> None:
    for name in ("b.md", "a/z.yaml", "a.yml", "a/b/c.markdown", "notes.txt", "A.MD"):
        put(tmp_path / name, "x")
    assert found(tmp_path) == ["A.MD", "a/b/c.markdown", "a/z.yaml", "a.yml", "b.md"]


def test_hidden_things_and_the_output_folder_are_passed_over(tmp_path: Path) -> None:
    for name in (".git/a.md", ".hidden.md", "out/a.md", "deep/out/b.md", "deep/.x/c.md", "a.md"):
        put(tmp_path / name, "x")
    assert found(tmp_path, out=tmp_path / "out") == ["a.md", "deep/out/b.md"]
    assert found(tmp_path, out=tmp_path) == ["a.md", "deep/out/b.md", "out/a.md"]


def test_gitignore_files_are_heard_from_the_repository_down(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    for name in ("docs/a.md", "docs/draft.md", "docs/keep/draft.md", "docs/old/a.md", "docs/old/b.md", "docs/z/[.md"):
        put(tmp_path / name, "x")
    put(tmp_path / ".gitignore", "draft.md\n# old/\n\\\n")
    put(tmp_path / "docs/.gitignore", "/old/*\n!/old/b.md\n[z-a]\n")
    put(tmp_path / "docs/keep/.gitignore", "!draft.md\n")
    assert found(tmp_path / "docs") == ["a.md", "keep/draft.md", "old/b.md", "z/[.md"]
    assert found(tmp_path / "docs/draft.md") == ["draft.md"], "what is named is taken"


def test_exclude_is_written_as_in_gitignore_and_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.md", "b/a.md", "b/c.md", "drafts/x.md"):
        put(tmp_path / name, "x")
    put(tmp_path / ".gitignore", "!a.md\n")
    assert found(tmp_path, exclude=("drafts/", "a.md")) == ["b/c.md"]
    assert found(tmp_path, exclude=("/a.md",)) == ["b/a.md", "b/c.md", "drafts/x.md"]
    monkeypatch.chdir(tmp_path.parent)
    here = tmp_path.name
    assert found(tmp_path, exclude=(f"{here}/drafts", f"/{here}/b/c.md")) == ["a.md", "b/a.md"]
    assert found(tmp_path, exclude=("*.md", f"!{here}/b/a.md")) == ["b/a.md"], "the last line decides, wherever from"
    with pytest.raises(UsageError, match="no pattern"):
        found(tmp_path, exclude=("!",))


def test_globs_are_expanded_by_the_tool_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("docs/a.md", "docs/b/c.yaml", "docs/b/d.txt", "docs/e.md", "docs/.f.md"):
        put(tmp_path / name, "x")
    monkeypatch.chdir(tmp_path)
    assert found("docs/*.md") == ["a.md", "e.md"]
    assert found("docs/**/*.yaml") == ["b/c.yaml"]
    assert found("docs/**") == ["a.md", "b/c.yaml", "e.md"]
    put(tmp_path / "docs/[x].md", "x")
    assert found("docs/[x].md") == ["[x].md"], "a file of that name comes first"


def test_a_glob_keeps_to_the_rules_of_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("docs/a/b.md", "docs/a/old.md", "docs/a/c/d.md", "docs/a/c/e/x.md", "docs/out/a/b.md", "outside/s.md"):
        put(tmp_path / name, "x")
    (tmp_path / ".git").mkdir()
    put(tmp_path / "docs/a/.gitignore", "old.md\n")
    (tmp_path / "docs/a/up").symlink_to("..")
    (tmp_path / "docs/a/outside").symlink_to(tmp_path / "outside")
    (tmp_path / "docs/a/secret.md").symlink_to(tmp_path / "outside/s.md")
    monkeypatch.chdir(tmp_path)
    below = ["a/b.md", "a/c/d.md", "a/c/e/x.md"]
    assert found("docs/**/*.md", out=tmp_path / "docs/out") == below
    assert found("docs/**", out=tmp_path / "docs/out") == below
    assert found("docs/*/*.md", out=tmp_path / "docs/out") == ["a/b.md"]
    assert found("docs/?/c/", "docs/[a-b]", out=tmp_path / "docs/out") == below
    assert found("docs/**/c/**/*.md") == ["a/c/d.md", "a/c/e/x.md"]
    assert found("docs/**/c/e/**") == ["a/c/e/x.md"]
    assert found(f"{tmp_path}/d*/a/b.md") == ["docs/a/b.md"]
    assert found("docs/**/*.md", out=tmp_path / "docs") == [*below, "out/a/b.md"], "as for a folder of that name"
    for nothing in ("docs/*/../a/b.md", "docs/*/nope.md", "nope/*.md", "docs/a/b.md/*"):
        with pytest.raises(UsageError, match="nothing fits"):
            found(nothing)


def test_a_glob_comes_to_an_end(tmp_path: Path) -> None:
    put(tmp_path / "docs/a.md", "x")
    for number in range(12):
        (tmp_path / f"docs/l{number}").symlink_to(".")
    assert found(f"{tmp_path}/docs/**/*.md") == ["a.md"]
    assert found(f"{tmp_path}/docs/**/**/**/**/**/**/**/**/*.md") == ["a.md"]


def test_what_is_not_there_is_said_all_at_once(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        found(tmp_path / "nope", "-", str(tmp_path / "*.md"))
    assert "no file or folder" in str(caught.value)
    assert "standard input" in str(caught.value)
    assert "nothing fits" in str(caught.value)


def test_a_file_that_is_found_twice_is_taken_once(tmp_path: Path) -> None:
    put(tmp_path / "docs/a.md", "x")
    assert found(tmp_path / "docs", tmp_path / "docs/a.md", tmp_path / "docs") == ["a.md"]
    (one,) = find_sources([str(tmp_path / "docs"), str(tmp_path / "docs/a.md")], "out").sources
    assert one.given


def test_links_lead_nowhere_outside(tmp_path: Path) -> None:
    put(tmp_path / "outside/secret.md", "x")
    put(tmp_path / "docs/a.md", "x")
    (tmp_path / "docs/folder").symlink_to(tmp_path / "outside")
    (tmp_path / "docs/file.md").symlink_to(tmp_path / "outside/secret.md")
    (tmp_path / "docs/inside.md").symlink_to("a.md")
    (tmp_path / "docs/gone.md").symlink_to("nowhere.md")
    os.mkfifo(tmp_path / "docs/pipe.md")
    assert found(tmp_path / "docs") == ["a.md", "inside.md"]
    assert found(tmp_path / "docs/file.md") == ["file.md"], "what is named is taken"


@CLOSED
def test_a_folder_that_cannot_be_looked_into_is_told(tmp_path: Path) -> None:
    put(tmp_path / "docs/closed/a.md", "x")
    (tmp_path / "docs/closed").chmod(0)
    try:
        assert find_sources([str(tmp_path / "docs")], "out").unread
    finally:
        (tmp_path / "docs/closed").chmod(0o700)


# ---- what looks like a spec -----------------------------------------------------------------------------------

PAGES = {
    "a readme": "# Tool\n\nWhat it does.\n\n## Tests\n\nRun make.\n\n## Metrics\n\nNone yet.\n",
    "goals with a list": "# Tool\n\n## Goals\n\n- fast\n- small\n\n## License\n\nMIT\n",
    "only a fence": "# How to\n\n```impactmap\n## Customer need\n- One\n## Root causes\n- Why\n```\n",
    "a changelog": "# Changelog\n\n## 1.0\n\n- Root causes are drawn\n",
    "nothing": "",
    "a table of anything": "# Page\n\n## Teams\n\n| who | where |\n|---|---|\n| a | b |\n",
}
YAML_PAGES = {
    "a site": "site_name: Docs\nnav:\n  - index.md\nplugins: [search]\n",
    "a workflow": "name: ci\non: push\njobs:\n  tests:\n    runs-on: x\n",
    "a scraper": "global: {}\nscrape_configs: []\nalerting: {}\nmetrics: x\n",
    "a list": "- needs\n- causes\n",
}
SPECS = {
    "one need": "# Map\n\n## Customer need\n- One\n",
    "numbered": "# Map\n\n## 1. Root causes\n\n1. Why\n",
    "as headings": "# Map\n\n## Customer needs\n\n### One\n\nText.\n",
    "in bold": "**Customer need**\n\n- One\n",
    "underlined": "Map\n===\n\nRoot causes\n-----------\n\n- Why\n",
    "metrics as a table": "# Map\n\n## Metrics\n\n| metric | value | formula |\n|---|---|---|\n| a | 3 | |\n",
    "metrics with fields": "# Map\n\n## Metrics\n- Users\n  - value: 3\n",
    "two plain sections": "# Map\n\n## Actors\n- Nurses\n\n## Deliverables\n- A list\n",
    "front matter": "---\ntitle: Map\nneeds: [One]\n---\n\nText.\n",
    "misspelt": BROKEN,
    "the samples of these tests": metrics(spec()),
}


@pytest.mark.parametrize("name", PAGES)
def test_other_pages_are_no_specs(name: str) -> None:
    assert not is_spec(PAGES[name].encode(), "page.md")


@pytest.mark.parametrize("name", YAML_PAGES)
def test_other_settings_are_no_specs(name: str) -> None:
    assert not is_spec(YAML_PAGES[name].encode(), "page.yaml")


@pytest.mark.parametrize("name", SPECS)
def test_specs_are_specs(name: str) -> None:
    assert is_spec(SPECS[name].encode(), "page.md")


@pytest.mark.parametrize("text", ["needs: [One]\n", "title: x\ncustomer needs:\n  - One\n", '{"needs": ["One"]}'])
def test_yaml_specs_are_specs(text: str) -> None:
    assert is_spec(text.encode(), "page.yml")


def test_every_sample_is_a_spec_and_no_page_of_the_documentation_is() -> None:
    for sample in (ROOT / "samples").iterdir():
        assert is_spec(sample.read_bytes(), sample.name), sample.name
    for page in [*(ROOT / "docs").glob("*.md"), *ROOT.glob("*.md")]:
        assert not is_spec(page.read_bytes(), page.name), page.name


def test_strange_bytes_are_looked_at_without_an_error() -> None:
    for data in (
        b"\xff\xfe\x00",
        b"\x00" * 50,
        b"# \xf0\x9f\n",
        ("#" * 100_000).encode(),
        b"|" * 200_000,
        b"- " * 99_999,
    ):
        is_spec(data, "a.md")
        is_spec(data, "a.yaml")
