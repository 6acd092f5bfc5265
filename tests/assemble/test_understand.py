"""Specs with errors: what is left of them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spec_corpus import understood

from impactmap.chain import depths, reach
from impactmap.horizon import steps_beyond
from impactmap.understood import MAP


def test_a_circle_is_opened() -> None:
    links = {"a": "c", "b": "a", "c": "b"}
    causes = [{"id": name, "title": name.upper(), "explains": to} for name, to in links.items()]
    text = json.dumps({"title": "T", "causes": causes})
    found = understood(text)
    assert [one.code for one in found.diagnostics] == ["cycle"]
    assert sum(len(cause.explains) for cause in found.model.causes) == 2
    # Whoever follows links gets to an end.
    assert sorted(depths(found.model.causes, reach(found.model).back).values()) == [0, 1, 2]


def test_what_is_wrong_is_left_out_and_the_rest_stays() -> None:
    harms = "harms: [{title: B, size: huge, kind: churn}]"
    text = f"title: T\nactors: [{{id: a}}]\n{harms}\ngains: [{{title: C, reverses: [B, D]}}]"
    found = understood(text)
    assert not found.sound
    assert found.model.actors[0].title == "a"
    harm = found.model.harms[0]
    assert (harm.size, harm.kind) == (None, "churn")
    assert found.model.gains[0].reverses == (harm.id,)
    assert "size" in found.places[harm.id]
    assert "harms" in found.places[MAP]


LINKS = st.lists(st.sampled_from("abcdef"), max_size=3)


@given(st.lists(LINKS, min_size=1, max_size=6), st.sampled_from([("causes", "explains"), ("harms", "caused_by")]))
def test_no_circle_is_left(links: list[list[str]], names: tuple[str, str]) -> None:
    section, field = names
    items = [{"id": "abcdef"[n], "title": f"T{n}", field: link} for n, link in enumerate(links)]
    model = understood(json.dumps({"title": "T", section: items})).model
    column: Any = getattr(model, section)
    ids = {item.id for item in column}
    left = {item.id: [name for name in getattr(item, field) if name in ids] for item in column}
    while left:
        free = [name for name, targets in left.items() if not targets]
        assert free, "a circle"
        left = {name: [one for one in to if one not in free] for name, to in left.items() if name not in free}


@pytest.mark.parametrize("length", [2, 3, 500])
def test_actors_in_a_circle(length: int) -> None:
    actors = [{"id": f"a{n}", "title": f"A{n}", "via": f"a{(n + 1) % length}"} for n in range(length)]
    model = understood(json.dumps({"title": "T", "actors": actors})).model
    assert sum(bool(actor.served_through) for actor in model.actors) == length - 1
    assert max(steps_beyond(model).values()) == length - 1
