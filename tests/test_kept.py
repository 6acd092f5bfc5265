"""What is kept between runs; hostile folders and altered entries are tried on Graphviz's (tests/layout)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest

from impactmap import kept
from impactmap.drawing import templates


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "impactmap"


def test_what_is_kept_comes_back() -> None:
    assert kept.recall("thing-1.bin") is None
    kept.remember("thing-1.bin", b"of value")
    assert kept.recall("thing-1.bin") == b"of value"


def test_a_kind_has_only_so_many_entries_and_the_latest_stay(folder: Path) -> None:
    kept.remember("other-1.bin", b"")
    for number in range(40):
        kept.remember(f"thing-{number}.bin", b"x")
        os.utime(folder / f"thing-{number}.bin", (number, number))
    kept.remember("thing-last.bin", b"x")
    found = {file.name for file in folder.iterdir()}
    assert len(found) == 33
    assert {"other-1.bin", "thing-last.bin", "thing-39.bin"} <= found
    assert "thing-0.bin" not in found


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """The environment as a new process has it; the list grows with each template that is compiled."""
    templates.environment.cache_clear()
    made: list[object] = []
    compile_ = jinja2.Environment.compile

    def counting(self: jinja2.Environment, source: object, *rest: object, **more: object) -> object:
        made.append(source)
        return compile_(self, source, *rest, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(jinja2.Environment, "compile", counting)
    yield made
    templates.environment.cache_clear()


def drawn() -> str:
    templates.environment.cache_clear()
    return (
        templates.environment()
        .get_template("drawing.css.j2")
        .render(scope="#a", first={}, other=None, printed=None, kinds=())
    )


def test_a_template_is_compiled_once_for_all_runs(compilations: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jinja2, "StrictUndefined", jinja2.Undefined)  # no colours are given
    first = drawn()
    assert len(compilations) == 1
    assert drawn() == first
    assert len(compilations) == 1


@pytest.mark.parametrize("bad", [b"", b"x" * 40, b"\0" * 32])
def test_an_altered_template_is_compiled_again(
    compilations: list[object], folder: Path, monkeypatch: pytest.MonkeyPatch, bad: bytes
) -> None:
    monkeypatch.setattr(jinja2, "StrictUndefined", jinja2.Undefined)
    first = drawn()
    (entry,) = folder.iterdir()
    good = entry.read_bytes()
    entry.write_bytes(bad or good[:-1])
    assert drawn() == first
    assert len(compilations) == 2
    assert entry.read_bytes() == good
