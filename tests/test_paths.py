"""Paths from need to gain: as strong as their weakest link, and counted right."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impactmap import load
from impactmap.chain import is_assumed, reach
from impactmap.model import Cause, Evidence, Gain, Harm, Model, Need
from impactmap.paths import Paths, Tally

SEEN = (Evidence(title="", id="", method="observation"),)


def walked(model: Model) -> list[tuple[str, ...]]:
    """Every path from a root to a gain, one by one."""
    steps = reach(model)
    facts = [*model.needs, *model.causes, *model.harms, *model.gains]
    ends = {gain.id for gain in model.gains}
    found = []
    todo = [(fact.id,) for fact in facts if not steps.back.get(fact.id)]
    while todo:
        path = todo.pop()
        if path[-1] in ends:
            found.append(path)
        todo += [(*path, further) for further in steps.ahead.get(path[-1], ())]
    return found


@st.composite
def models(draw: st.DrawFn) -> Model:
    def evidence() -> tuple[Evidence, ...]:
        return draw(st.sampled_from([(), SEEN]))

    def some(ids: list[str]) -> tuple[str, ...]:
        return tuple(draw(st.lists(st.sampled_from(ids), unique=True, max_size=3))) if ids else ()

    needs = [Need(title=f"n{i}", id=f"n{i}", evidence=evidence()) for i in range(draw(st.integers(1, 3)))]
    causes: list[Cause] = []
    for i in range(draw(st.integers(1, 4))):
        behind = [n.id for n in needs] + [c.id for c in causes]
        causes.append(Cause(title=f"c{i}", id=f"c{i}", explains=some(behind), evidence=evidence()))
    harms = [
        Harm(title=f"h{i}", id=f"h{i}", caused_by=some([c.id for c in causes]), basis=draw(st.sampled_from(["", "x"])))
        for i in range(draw(st.integers(1, 3)))
    ]
    gains = [
        Gain(title=f"g{i}", id=f"g{i}", reverses=some([h.id for h in harms]), basis=draw(st.sampled_from(["", "x"])))
        for i in range(draw(st.integers(1, 3)))
    ]
    return Model(title="m", needs=tuple(needs), causes=tuple(causes), harms=tuple(harms), gains=tuple(gains))


@settings(max_examples=150, deadline=None)
@given(models())
def test_counts_are_those_of_walking_every_path(model: Model) -> None:
    paths, all_paths = Paths(model), walked(model)
    weak = {f.id for f in (*model.needs, *model.causes, *model.harms, *model.gains) if is_assumed(model, f)}

    def tally(some: list[tuple[str, ...]]) -> Tally:
        return Tally(len(some), sum(weak.isdisjoint(path) for path in some))

    assert paths.tally == tally(all_paths)
    for fact, gain in product(paths.facts, [*(g.id for g in model.gains), ""]):
        through = [path for path in all_paths if fact in path and (not gain or path[-1] == gain)]
        assert paths.through(fact, [gain] if gain else ()) == tally(through), (fact, gain)
    for fact in paths.facts:
        doubtful = {one for path in all_paths if fact in path for one in path} & weak
        assert {doubt.id for doubt in paths.doubts(fact)} == doubtful


def test_a_fact_that_stands_on_an_assumption_is_shaky() -> None:
    model = Model(
        title="m",
        needs=(Need(title="n", id="n", evidence=SEEN),),
        causes=(
            Cause(title="guess", id="guess", explains=("n",)),
            Cause(title="seen", id="seen", explains=("n",), evidence=SEEN),
        ),
        harms=(
            Harm(title="a", id="a", caused_by=("guess",), basis="ledger"),
            Harm(title="b", id="b", caused_by=("guess", "seen"), basis="ledger"),
        ),
        gains=(Gain(title="g", id="g", reverses=("a",), basis="model"),),
    )
    paths = Paths(model)
    standing = {fact: paths.standing(fact) for fact in paths.facts}
    assert standing == {
        "n": "researched", "guess": "assumed", "seen": "researched", "a": "shaky", "b": "researched", "g": "shaky",
    }  # fmt: skip
    assert paths.tally == Tally(1, 0)
    assert [doubt.id for doubt in paths.doubts("g")] == ["guess"]


@pytest.mark.parametrize(("sample", "expected"), [("blue-corp", Tally(11, 8)), ("bank-cross-sell", Tally(2, 0))])
def test_samples(sample: str, expected: Tally) -> None:
    assert Paths(load(f"samples/{sample}.md")).tally == expected


def test_shared_connectors_by_the_hundred_are_counted_at_once() -> None:
    n = 200
    model = Model(
        title="m",
        needs=tuple(Need(title=f"n{i}", id=f"n{i}", evidence=SEEN) for i in range(n)),
        causes=tuple(Cause(title=f"c{i}", id=f"c{i}", evidence=SEEN) for i in range(n)),
        harms=tuple(Harm(title=f"h{i}", id=f"h{i}", basis="x") for i in range(n)),
        gains=tuple(Gain(title=f"g{i}", id=f"g{i}", basis="x") for i in range(n)),
    )
    assert Paths(model).tally == Tally(n**4, n**4)
