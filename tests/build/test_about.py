"""What the index knows of a map."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from impactmap.build.about import Thing, of, searchable
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
    assert tuple(map(str, about.health)) == said.health
    assert len(about.to_json().encode()) < 6000
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


@pytest.mark.parametrize("sample", sorted(file.name for file in SAMPLES.iterdir()))
def test_every_word_of_every_item_is_found_and_none_is_kept_twice(sample: str) -> None:
    model = load(SAMPLES / sample)
    about = of(model)
    seen = searchable("\n".join((about.title, about.summary, about.audience, *about.owners)))
    text = f"{seen}\n{about.words}"
    kinds = set()
    for entity in model.walk():
        if entity.entity not in ("evidence", "waiver"):
            kinds.add(entity.entity)
            for word in searchable(f"{entity.title} {entity.owner}").split():
                assert word in text, word
    assert len(kinds) > 1
    for word in about.words.split():
        assert word not in seen and about.words.count(word) == 1


def test_titles_of_every_kind_and_owners_are_searched_for() -> None:
    sections = ("Customer need", "Root causes", "Business harm", "KPI gains", "Metrics", "Solutions", "Teams", "Actors")
    text = "# M\n\n" + "".join(f"## {name}\n- Thing{name[:3]} ÄÖ\n\n" for name in sections)
    words = of(load(text)).words.split()
    assert {f"thing{name[:3].lower()}" for name in sections} | {"ao"} == set(words)
    owned = "# M\n\n## Root causes\n" + "".join(f"- W\n  - owner: Person{number}\n" for number in range(5))
    assert of(load(owned)).words == "w person3 person4", "the first three are on the card"


@pytest.mark.parametrize(
    ("text", "form"),
    [("Straße", "straße"), ("CAFÉ", "cafe"), ("Zürich", "zurich"), ("ﬁn", "fin"), ("العميلُ", "العميل"), ("ΑΣ", "ας")],
)
def test_the_form_that_is_searched(text: str, form: str) -> None:
    assert searchable(text) == form


def test_a_huge_map_stays_small() -> None:
    text = "# M\n\n## Root causes\n" + "".join(f"- {'word ' * 40}{number}\n" for number in range(500))
    about = of(load(text))
    assert len(about.things) == 100
    various = of(load("# M\n\n## Root causes\n" + "".join(f"- long{number}word{number}\n" for number in range(500))))
    assert 1400 < len(various.words) <= 1500 and various.words.startswith("long0word0 long1word1 ")
    assert all(len(thing.title) <= 80 for thing in about.things)
    assert json.loads(about.to_json())["title"] == "M"
