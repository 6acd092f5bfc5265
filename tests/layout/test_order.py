"""The order within ranks: few crossings, the spec's order where that costs nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from layout_problems import build, problems, scatter

from impactmap.geometry import Problem
from impactmap.layout.layers import layer
from impactmap.layout.order import crossings, order


def naive(ranks: tuple[tuple[int, ...], ...], below: tuple[tuple[int, ...], ...]) -> int:
    place = {node: index for rank in ranks for index, node in enumerate(rank)}
    links = [[(place[a], place[b]) for a in rank for b in below[a]] for rank in ranks]
    return sum(a < c and b > d for group in links for a, b in group for c, d in group)


@settings(deadline=None)
@given(problem=problems())
def test_never_more_crossings_than_the_spec_and_nothing_lost(problem: Problem) -> None:
    layered = layer(problem)
    ranks = order(layered)
    assert [sorted(rank) for rank in ranks] == [sorted(rank) for rank in layered.ranks]
    before, after = crossings(layered.ranks, layered.below), crossings(ranks, layered.below)
    assert before == naive(layered.ranks, layered.below)
    assert after == naive(ranks, layered.below)
    assert after < before or ranks == layered.ranks


@pytest.mark.parametrize(
    ("sizes", "wires", "expected"),
    [
        pytest.param((2, 2), [(0, 3), (1, 2)], [[0, 1], [3, 2]], id="one crossing undone"),
        pytest.param((2, 2), [(0, 2), (0, 3), (1, 2), (1, 3)], [[0, 1], [2, 3]], id="a crossing that stays"),
        pytest.param((2, 3), [(0, 4), (1, 2)], [[0, 1], [3, 4, 2]], id="no further from the spec than needed"),
        pytest.param((1, 3, 2), [(0, 1), (0, 2), (0, 3), (1, 5), (3, 4)], [[0], [1, 2, 3], [5, 4]], id="late swap"),
    ],
)
def test_order(sizes: tuple[int, ...], wires: list[tuple[int, int]], expected: list[list[int]]) -> None:
    assert [list(rank) for rank in order(layer(build(sizes, wires)))] == expected


@pytest.mark.parametrize(
    ("sizes", "count", "dots"),
    # What dot 2.43 itself needs on the same layered graphs, all seeds together.
    [((1, 3, 3, 3), 12, 14), ((1, 4, 6, 4), 20, 78), ((3, 6, 8, 5), 30, 228), ((10, 20, 20, 10), 70, 1296)],
)
def test_about_as_few_crossings_as_dot(sizes: tuple[int, ...], count: int, dots: int) -> None:
    total = 0
    for seed in range(20):
        layered = layer(_random_map(sizes, count, seed))
        total += crossings(order(layered), layered.below)
    assert total <= dots * 1.1


def _random_map(sizes: tuple[int, ...], count: int, seed: int) -> Problem:
    return scatter(sizes, count, seed=seed)


def test_wires_that_are_too_many_run_outside() -> None:
    problem = scatter((10,) * 200, 400, seed=2, long=0.9)
    layered = layer(problem)
    assert len(layered.above) <= 2_000 + 5_000
    kept = [w.head - w.tail for w, chain in zip(problem.wires, layered.chains, strict=True) if chain]
    assert 0 < len(kept) < len(problem.wires)
