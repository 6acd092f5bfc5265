"""`solve` as a whole: the contract for every engine, the ladder, and its limits."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from layout_problems import build, chain, dense, hub, lanes, problems, scatter, verify

import impactmap.layout
from impactmap.diagnostics import LayoutError, UsageError
from impactmap.geometry import Box, Layout, Problem, Wire
from impactmap.layout import ENGINES, EngineMissingError, plain, solve

ENGINE_LIST: list[Callable[[Problem], Layout]] = [solve, plain.solve]
# No measure of speed, which `make bench` is for: seconds that only a layout out of bounds takes.
HANG = 30
RELAXED = settings(deadline=None, max_examples=120)


@pytest.mark.parametrize("place", ENGINE_LIST)
@RELAXED
@given(problem=problems())
def test_contract(place: Callable[[Problem], Layout], problem: Problem) -> None:
    layout = place(problem)
    assert layout.warning == ""
    verify(problem, layout)
    assert place(problem) == layout


@pytest.mark.usefixtures("real_dot")
@settings(deadline=None, max_examples=15)
@given(problem=problems())
def test_contract_of_the_systems_dot(problem: Problem) -> None:
    layout = solve(problem, "dot")
    assert layout.warning == ""
    verify(problem, layout)
    assert lanes(problem, layout) == lanes(problem, solve(problem))


@pytest.mark.parametrize(
    "problem",
    [
        pytest.param(scatter((500,) * 4, 3_000, seed=1), id="2,000 boxes"),
        pytest.param(scatter((10,) * 200, 3_000, seed=1, long=0.3), id="long wires over 200 ranks"),
        pytest.param(hub(1_000), id="hub"),
        pytest.param(dense(40), id="dense"),
        pytest.param(chain(200), id="chain"),
        pytest.param(chain(200, direction="right"), id="chain to the right"),
    ],
)
def test_large_problems_in_bounded_time(problem: Problem) -> None:
    began = time.monotonic()
    layout = solve(problem)
    assert time.monotonic() - began < HANG
    verify(problem, layout)


def test_plain_layout_of_5000_boxes_and_20000_wires_in_bounded_time() -> None:
    problem = scatter((500,) * 10, 20_000, seed=1, long=0.3)
    began = time.monotonic()
    layout = plain.solve(problem)
    assert time.monotonic() - began < HANG
    verify(problem, layout)


def test_empty_and_single_and_very_big() -> None:
    assert solve(build((), [])) == Layout(0, 0, (), ())
    assert solve(chain(1)) == Layout(240, 80, ((120, 40),), ())
    giants = Problem("down", tuple(Box(900_000, 700_000, rank) for rank in (0, 1, 1)), (Wire(0, 1), Wire(0, 2)), 80, 24)
    verify(giants, solve(giants))


def test_an_impact_map_stands_as_expected() -> None:
    problem = build((1, 3, 1), [(0, 1), (0, 2), (0, 3), (1, 4), (2, 4), (3, 4)])
    layout = solve(problem)
    assert layout.centres == ((120, 144), (440, 40), (440, 144), (440, 248), (760, 144))
    assert (layout.width, layout.height) == (880, 288)
    assert layout.routes[0] == ((240, 144), (280, 144), (280, 40), (320, 40))
    assert layout.routes[4][0] == (560, 144)
    assert {y for _, y in layout.routes[4]} == {144}, "a straight wire is straight"


@pytest.mark.parametrize("place", ENGINE_LIST)
@pytest.mark.parametrize("direction", ["right", "down"])
def test_unlinked_boxes_keep_the_order_of_the_spec(place: Callable[[Problem], Layout], direction: str) -> None:
    problem = build((4, 6, 3), [], direction="down" if direction == "down" else "right", seed=3)
    assert lanes(problem, place(problem)) == [[0, 1, 2, 3], [4, 5, 6, 7, 8, 9], [10, 11, 12]]


@pytest.mark.parametrize("place", ENGINE_LIST)
def test_a_tree_keeps_its_children_in_the_order_of_the_spec(place: Callable[[Problem], Layout]) -> None:
    # The spec names the grandchildren turn by turn: 3, 5, 7 are children of 1.
    problem = build((1, 2, 6), [(0, 1), (0, 2), *((1 + n % 2, 3 + n) for n in range(6))], direction="down")
    layout = place(problem)
    assert lanes(problem, layout) == [[0], [1, 2], [3, 5, 7, 4, 6, 8]]
    assert layout.centres[1][0] == layout.centres[5][0], "a parent stands over its middle child"
    assert layout.centres[0][0] == pytest.approx((layout.centres[1][0] + layout.centres[2][0]) / 2, abs=1)


def test_a_long_wire_passes_between_boxes() -> None:
    problem = build((1, 3, 1), [(0, 1), (0, 2), (0, 3), (1, 4), (2, 4), (3, 4), (0, 4)])
    layout = solve(problem)
    verify(problem, layout)
    assert len(layout.routes[6]) > 4


def test_a_long_wire_is_straight_where_it_can_be() -> None:
    layout = solve(build((1, 1, 1, 1), [(0, 1), (1, 2), (2, 3), (0, 3)]))
    assert len(layout.routes[3]) == 1 + 3 * 3, "a bend, a straight piece, a bend"


def test_wires_within_a_rank_are_seen_at_both_sides() -> None:
    problem = build((3,), [(0, 2), (2, 0), (1, 1)])
    layout = solve(problem)
    verify(problem, layout)
    assert layout.width > 240 + 30
    assert len({max(x for x, _ in route) for route in layout.routes}) == 3, "none runs on another"


@pytest.mark.parametrize(
    ("problem", "message"),
    [
        (Problem("right", (Box(float("nan"), 1, 0),), (), 1, 1), "box 0 measures nan by 1 px"),
        (Problem("right", (Box(1, 0, 0),), (), 1, 1), "box 0 measures 1 by 0 px"),
        (Problem("right", (Box(1, 1e9, 0),), (), 1, 1), "box 0 measures 1 by 1000000000.0 px"),
        (Problem("right", (), (), float("inf"), 1), "a gap of inf px"),
        (Problem("right", (Box(1, 1, 1),), (), 1, 1), "the ranks of the boxes"),
        (Problem("right", (Box(1, 1, -1), Box(1, 1, 0)), (), 1, 1), "the ranks of the boxes"),
        (Problem("right", (Box(1, 1, 0),), (Wire(0, 1),), 1, 1), "wire 0 names a box that does not exist"),
        (Problem("right", (Box(1, 1, 0), Box(1, 1, 1)), (Wire(1, 0),), 1, 1), "wire 0 runs against"),
    ],
)
def test_a_problem_that_breaks_the_contract(problem: Problem, message: str) -> None:
    for place in ENGINE_LIST:
        with pytest.raises(LayoutError, match=message):
            place(problem)


@pytest.mark.parametrize(
    ("name", "hint"), [("embeded", "did you mean 'embedded'"), ("neato-x", "'embedded' and 'dot'")]
)
def test_an_unknown_engine(name: str, hint: str) -> None:
    with pytest.raises(UsageError, match=hint):
        solve(chain(2), name)


class FakeEngine:
    """Fails as often as told, then answers as the embedded engine does; remembers what it was asked."""

    def __init__(self, *failures: Exception | bytes) -> None:
        self.failures = list(failures)
        self.asked: list[tuple[str, float]] = []

    def __call__(self, source: str, *, seconds: float, megabytes: int) -> bytes:
        self.asked.append((source, seconds))
        if self.failures:
            failure = self.failures.pop(0)
            if isinstance(failure, bytes):
                return failure
            raise failure
        return REAL_ENGINE()(source, seconds=seconds, megabytes=megabytes)


REAL_ENGINE = ENGINES["embedded"]
CROSS = build((1, 3, 2), [(0, 1), (0, 2), (1, 4), (3, 5), (0, 5)])


def climb(monkeypatch: pytest.MonkeyPatch, engine: FakeEngine, **limits: float) -> Layout:
    monkeypatch.setitem(ENGINES, "embedded", lambda: engine)
    layout = solve(CROSS, **limits)  # type: ignore[arg-type]
    verify(CROSS, layout)
    return layout


def test_the_first_rung(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = FakeEngine()
    assert climb(monkeypatch, engine).warning == ""
    assert [seconds for _, seconds in engine.asked] == [pytest.approx(6)]
    assert "nslimit" not in engine.asked[0][0]


def test_the_second_rung(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = FakeEngine(LayoutError("too slow"))
    assert climb(monkeypatch, engine).warning == "Laid out in haste: too slow."
    assert [seconds for _, seconds in engine.asked] == [pytest.approx(6), pytest.approx(3)]
    assert "nslimit=0.2" in engine.asked[1][0]


@pytest.mark.parametrize("second", [LayoutError("too slow again"), b"", b"{}", b"[" * 100_000])
def test_the_last_rung(monkeypatch: pytest.MonkeyPatch, second: Exception | bytes) -> None:
    layout = climb(monkeypatch, FakeEngine(LayoutError("too slow"), second))
    assert layout.warning == "Laid out without Graphviz, more plainly: too slow."
    assert lanes(CROSS, layout) == lanes(CROSS, solve(CROSS)), "the order does not depend on the engine"


def test_what_cannot_finish_is_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = FakeEngine()
    monkeypatch.setattr(impactmap.layout, "_FULL", 1.0)
    assert "too large for a full layout in 10 s" in climb(monkeypatch, engine).warning
    assert [seconds for _, seconds in engine.asked] == [pytest.approx(3)]
    assert climb(monkeypatch, engine, seconds=0).warning.startswith("Laid out without Graphviz")
    assert len(engine.asked) == 1


def test_a_missing_engine_is_said_and_not_papered_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ENGINES, "embedded", lambda: FakeEngine(EngineMissingError("not there")))
    with pytest.raises(EngineMissingError, match="not there"):
        solve(CROSS)


def test_importing_the_floor_imports_no_engine() -> None:
    code = "import sys, impactmap.layout; print([m for m in sys.modules if m in ('wasmtime', 'graphviz', 'json')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_same_bytes_in_other_processes_with_other_hash_seeds() -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "import layout_problems as p; from impactmap.layout import solve, plain\n"
        "problem = p.scatter((5, 9, 9, 7), 45, seed=4, long=0.2)\n"
        "print(solve(problem), plain.solve(problem))"
    )
    digests = set()
    for seed in ("0", "1", "4711"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=environment)
        digests.add(hashlib.sha256(done.stdout).hexdigest())
    assert len(digests) == 1


def test_layouts_from_several_threads_are_the_same() -> None:
    expected, found = solve(CROSS), []
    threads = [threading.Thread(target=lambda: found.append(solve(CROSS))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 8


def test_only_own_ids_and_numbers_reach_an_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = FakeEngine()
    climb(monkeypatch, engine)
    source = engine.asked[0][0]
    assert all(" -> " not in part for line in source.splitlines() for part in line.split(" -> ", 1)[1:])
    assert json.dumps(source).isascii()
