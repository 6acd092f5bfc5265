"""What the index knows of a map."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from impactmap.build.about import Thing, of
from impactmap.pipeline import load
from impactmap.reviewing import review
from impactmap.settings import Settings

SAMPLES = Path(__file__).resolve().parent.parent.parent / "samples"


@pytest.mark.parametrize("sample", sorted(file.name for file in SAMPLES.iterdir()))
def test_it_says_what_the_map_and_its_review_say(sample: str) -> None:
    model = load(SAMPLES / sample)
    about, said = of(model), review(model)
    assert (about.title, about.as_of) == (model.title, str(model.as_of or ""))
    assert about.errors == sum(note.weight == "error" for note in said.notes)
    assert about.warnings == sum(note.weight == "warning" for note in said.notes)
    assert tuple(one.words for one in about.health) == said.health
    assert len(about.to_json().encode()) < 4000
    assert {thing.title for thing in about.things if thing.kind == "metric"} <= {one.title for one in model.metrics}


def test_settings_waivers_and_owners_count() -> None:
    text = (
        "# M\n\n- as of: 2026-10\n\n"
        "## Root causes\n- One\n  - owner: Ann\n- Two\n  - owner: Bob\n- Three\n  - owner: Bob\n\n"
        "## Metrics\n- Straße {#Maß}\n"
    )
    plain = of(load(text))
    assert plain.warnings > 0
    assert of(load(text), Settings(ignore=("C", "N", "H", "M", "O"))).warnings < plain.warnings
    assert plain.owners == ("Bob", "Ann")
    assert Thing("metric", "mass", "Straße") in plain.things


def test_a_huge_map_stays_small() -> None:
    text = "# M\n\n## Root causes\n" + "".join(f"- {'word ' * 40}{number}\n" for number in range(500))
    about = of(load(text))
    assert len(about.things) == 100
    assert all(len(thing.title) <= 80 for thing in about.things)
    assert json.loads(about.to_json())["title"] == "M"
