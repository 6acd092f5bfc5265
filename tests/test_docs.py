"""What the pages say is what the tool does."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import click
import pytest

from impactmap import SpecError, load, render
from impactmap.cli import COMMANDS, cli
from impactmap.document import Limits
from impactmap.report import describe, source_lines

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "spec.md").read_text(encoding="utf-8")


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)


def test_the_vocabulary_is_that_of_the_grammar() -> None:
    page = (ROOT / "docs" / "vocabulary.md").read_text(encoding="utf-8")
    assert page == tool("vocabulary").page(), "run `make docs`"


def test_the_pictures_are_those_of_the_samples() -> None:
    for target, data in tool("pictures").pictures():
        assert target.read_bytes() == data, f"run `make samples` ({target.name} differs)"


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))], ids=str
)
def test_every_picture_and_page_that_is_named_is_there(page: Path) -> None:
    told = re.sub(r"^```.*?^```$|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    named = re.findall(r"\]\(<?([^)#:>]+)[^)]*\)|src=\"([^\"]+)\"", told)
    for name in filter(None, (one or other for one, other in named)):
        assert (page.parent / name).exists(), name


def test_the_five_minute_spec_is_the_minimal_sample() -> None:
    first = blocks(README, "markdown")[0]
    assert load(first) == load(ROOT / "samples" / "minimal.md")
    assert load(first, path="draft.md") == load(blocks(GUIDE, "markdown")[0])


def test_the_guides_two_syntaxes_say_the_same() -> None:
    markdown, yaml = (load(blocks(GUIDE, language)[0]) for language in ("markdown", "yaml"))
    assert markdown == yaml


@pytest.mark.parametrize("index", range(1, 3))
def test_the_parts_of_specs_that_are_shown_can_be_read(index: int) -> None:
    part = (blocks(README, "markdown") + blocks(GUIDE, "markdown"))[index]
    assert load(f"# A title\n\n{part}").causes


def test_the_error_that_is_shown_is_the_one_that_comes() -> None:
    shown = next(block for block in blocks(README, "console") if "broken.md" in block)
    expected = shown.split("\n", 1)[1].rstrip()
    text = "# T\n\n## Root causes\n\n- Copies travel by e-mail\n  - evidense: observation, n=9\n"
    with pytest.raises(SpecError) as caught:
        load(text, path="broken.md")
    (found,) = caught.value.diagnostics
    assert click.unstyle(describe(found, source_lines(text.encode()))) == expected


def test_the_options_that_are_told_are_those_that_exist() -> None:
    def options(name: str) -> set[str]:
        command = cli.get_command(click.Context(cli), name)
        assert command
        return {option for parameter in command.params for option in parameter.opts if option.startswith("--")}

    told = set(re.findall(r"`(--[a-z]+(?:-[a-z]+)*)", README))
    assert options("render") - {"--output"} <= told <= {"--help"}.union(*map(options, COMMANDS))


def test_the_limits_that_are_told_are_those_that_hold() -> None:
    limits = Limits()
    said = GUIDE.split("## Limits")[1].split("##")[0].replace("\n", " ")
    assert f"{limits.bytes:,} bytes, {limits.items:,} items, lists {limits.depth} deep" in said
    assert f"texts of {limits.text:,} characters" in said


def test_the_python_that_is_shown_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, bytes] = {}
    exec(blocks(README, "python")[0], names)  # noqa: S102 - our own page
    assert names["svg"].startswith(b"<svg") and b"<!doctype html>" in names["page"].lower()


def test_a_model_shows_itself_in_a_notebook() -> None:
    model = load(ROOT / "samples" / "minimal.md")
    assert model._repr_svg_().encode() == render(model)
