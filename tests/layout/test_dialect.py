"""What Graphviz is told, and what is believed of its answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from layout_problems import build

from impactmap.diagnostics import LayoutError
from impactmap.geometry import Problem
from impactmap.layout.dialect import read, settled, write
from impactmap.layout.layers import layer

PROBLEM = build((1, 2, 1), [(0, 1), (0, 3)])
LAYERED = layer(PROBLEM)

# Ranks: n0; n1, n2 and the bend n4; n3. The bend stands between the boxes, where the straight line would pass.
EXPECTED = """\
digraph {graph [splines="" nodesep=0.166667 ranksep=0.02 mclimit=0.01]
node [shape=box label="" fixedsize=true height=0.02 width=0.013889]
edge [weight=100]
n0 [width=1.277778]
n1 [width=1.277778]
n2 [width=1.277778]
n3 [width=1.277778]
{rank=same; n0}
{rank=same; n1; n4; n2}
n1 -> n4 [weight=1]
n4 -> n2 [weight=1]
{rank=same; n3}
n0 -> n1 [weight=400]
n0 -> n4 [weight=800]
n4 -> n3 [weight=200]
}
"""


def answer(**positions: float | str) -> dict[str, Any]:
    places: dict[str, float | str] = {"n0": 0, "n1": -70, "n4": 0, "n2": 70, "n3": 0} | positions
    objects: list[dict[str, Any]] = [{"_gvid": 0, "name": "%1", "nodes": [1]}]
    objects += [{"name": name, "pos": f"{x},0"} for name, x in places.items()]
    return {"objects": objects, "edges": [{}] * 5}


def test_the_text() -> None:
    assert write(PROBLEM, LAYERED) == EXPECTED
    hurried = write(PROBLEM, LAYERED, hurry=True)
    assert hurried.replace(" nslimit=0.2 nslimit1=0.2", "") == EXPECTED


def test_ranks_without_a_wire_between_them_are_held_apart() -> None:
    problem = build((2, 1, 1), [(2, 3)])
    assert "n0 -> n2 [weight=0]\n" in write(problem, layer(problem))


def test_a_true_answer() -> None:
    assert read(json.dumps(answer()).encode(), PROBLEM, LAYERED) == [0, -70, 70, 0, 0]


def without(name: str) -> Callable[[dict[str, Any]], None]:
    def cut(found: dict[str, Any]) -> None:
        found["objects"] = [thing for thing in found["objects"] if thing["name"] != name]

    return cut


@pytest.mark.parametrize(
    ("lie", "message"),
    [
        pytest.param(lambda a: a.pop("edges"), "0 edges; asked were 5 nodes and 5 edges", id="no edges"),
        pytest.param(lambda a: a["edges"].append({}), "6 edges", id="an edge too many"),
        pytest.param(without("n3"), "4 nodes", id="a node missing"),
        pytest.param(lambda a: a["objects"].append({"name": "n9", "pos": "0,0"}), "6 nodes", id="a node too many"),
        pytest.param(lambda a: a.update(answer(n3="nan")), "out of all proportion", id="not a number"),
        pytest.param(lambda a: a.update(answer(n3="inf")), "out of all proportion", id="infinite"),
        pytest.param(lambda a: a.update(answer(n3=1e7)), "out of all proportion", id="absurd"),
        pytest.param(lambda a: a.update(answer(n1=0, n4=0)), "overlap or are out of order", id="overlap"),
        pytest.param(lambda a: a.update(answer(n1=70, n2=-70)), "overlap or are out of order", id="other order"),
        pytest.param(lambda a: a.update(answer(n3="x")), "cannot be read", id="a word"),
        pytest.param(lambda a: a["objects"][1].pop("pos"), "cannot be read", id="no position"),
        pytest.param(lambda a: a.update(objects=None), "cannot be read", id="no objects"),
        pytest.param(lambda a: a["objects"].append(7), "cannot be read", id="a number for an object"),
    ],
)
def test_a_lie(lie: Callable[[dict[str, Any]], None], message: str) -> None:
    found = answer()
    lie(found)
    with pytest.raises(LayoutError, match=message):
        read(json.dumps(found).encode(), PROBLEM, LAYERED)


@pytest.mark.parametrize("output", [b"", b"\xff\xfe", b"graph 1 2 3", b"[]", b"null", b"[" * 200_000])
def test_no_answer(output: bytes) -> None:
    with pytest.raises(LayoutError, match="cannot be read"):
        read(output, PROBLEM, LAYERED)


def test_gaps_lost_in_rounding_are_made_good() -> None:
    problem: Problem = build((3,), [])
    assert settled([0, 103, 207], problem, layer(problem)) == [0, 104, 208]
    with pytest.raises(LayoutError, match="overlap"):
        settled([0, 101, 207], problem, layer(problem))
