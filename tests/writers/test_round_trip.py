"""The law of conversion: the model stays what it was, there and back, whatever the texts hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from hostile import specs
from hypothesis import HealthCheck, Phase, given, settings

from impactmap.convert import convert, same
from impactmap.diagnostics import SpecError
from impactmap.document import Syntax
from impactmap.fixes import tidied
from impactmap.pipeline import load

ROOT = Path(__file__).parents[2]
SPECS = sorted([*ROOT.glob("samples/*.*"), *ROOT.glob("templates/starter.*")])
OTHER: dict[str, tuple[Syntax, str]] = {".md": ("yaml", "x.yaml"), ".yaml": ("markdown", "x.md")}


def lasting(data: bytes, path: str) -> str:
    """The spec in the other syntax, after it has gone there, back and there again."""
    model = load(data, path=path)
    to, name = OTHER[Path(path).suffix]
    there = convert(data, to, path=path).text
    assert same(load(there.encode(), path=name), model)
    back = convert(there.encode(), "yaml" if to == "markdown" else "markdown", path=name).text
    assert same(load(back.encode(), path=path), model)
    assert convert(back.encode(), to, path=path).text == there
    return there


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.name)
def test_samples_there_and_back(path: Path) -> None:
    there = lasting(path.read_bytes(), path.name)
    # What a writer writes is in its form already.
    assert tidied(there.encode(), OTHER[path.suffix][1]).after == there


def test_twins_become_each_other() -> None:
    markdown, yaml = ROOT / "samples/blue-corp.md", ROOT / "samples/blue-corp-in-yaml.yaml"
    assert same(load(convert(markdown.read_bytes(), "yaml", path="a.md").text.encode(), path="a.yaml"), load(yaml))
    made = convert(yaml.read_bytes(), "markdown", path="a.yaml").text.split("\n")
    typed = markdown.read_text(encoding="utf-8").split("\n")
    # All lines but the comment at the top.
    assert [line for line in made if line not in typed and line[:1] != "#"] == []


@settings(
    max_examples=300, deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
@given(specs())
def test_any_spec_there_and_back(source: str) -> None:
    try:
        model = load(source.encode(), path="a.yaml")
        there = convert(source.encode(), "markdown", path="a.yaml").text
    except SpecError as error:
        # Pictures as data are no text to the reader of Markdown, wherever they stand.
        assert ";base64," in source or all(d.code != "unsayable" for d in error.diagnostics)
        return
    assert same(load(there.encode(), path="a.md"), model)
    back = convert(there.encode(), "yaml", path="a.md").text
    assert same(load(back.encode(), path="a.yaml"), model)
    for text, path in ((there, "a.md"), (back, "a.yaml")):
        form = tidied(text.encode(), path)
        assert same(load(form.data, path=path), model)
        assert not tidied(form.data, path).changed
