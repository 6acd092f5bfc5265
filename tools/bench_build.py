"""What a build takes beside Graphviz itself, as ratios in one run. Nothing here is a test.

The same maps (full-dress Markdown specs of 25 cards, from a fixed seed) are built by `impactmap build`, cold, again
with nothing changed and with one changed, and drawn by one `dot -Tsvg -O` process from ready-made DOT with the same
words. Memory is the most that any process of the build had.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench_specs import dot, full_dress

BATCH = 500  # DOT files for one process at most: a command line holds so many names


def run(*command: str | Path) -> tuple[float, float]:
    """The seconds that a command took, and the megabytes that the largest of its processes had."""
    start = time.perf_counter()
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[0]} failed: {said.decode(errors='replace')[-2000:]}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def build(specs: Path, out: Path, *more: str) -> tuple[float, float]:
    return run(sys.executable, "-m", "impactmap", "build", specs, "-o", out, "--quiet", *more)


def drawn_by_dot(specs: Path, folder: Path) -> float:
    """The seconds of one `dot` process over all maps."""
    from impactmap.pipeline import load
    from impactmap.views import view

    lens = view("impact-map")
    for spec in sorted(specs.glob("*.md")):
        (folder / f"{spec.stem}.dot").write_text(dot(lens.graph(load(spec), "right", "")), encoding="utf-8")
    names = sorted(map(str, folder.glob("*.dot")))
    return sum(run("dot", "-Tsvg", "-O", *batch)[0] for batch in _batches(names))


def _batches(names: list[str]) -> Iterator[list[str]]:
    yield from (names[start : start + BATCH] for start in range(0, len(names), BATCH))


def several(what: str, times: int, specs: Path, out: Path, nothing: float) -> None:
    taken = []
    for turn in range(times):
        if what == "one changed":
            spec = min(specs.glob("*.md"))
            spec.write_text(full_dress(0) + "\n" * (turn % 2 + 1), encoding="utf-8")
        taken.append(build(specs, out)[0])
    middle = statistics.median(taken)
    print(f"  {what:<44} {middle * 1000:8.0f} ms   {(middle - nothing) * 1000:6.0f} ms over the start of Python")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--specs", type=int, default=1000)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--jobs", default="")
    parser.add_argument("--tenfold", action="store_true", help="also ten times as many specs, for their memory")
    given = parser.parse_args()
    jobs = ("--jobs", given.jobs) if given.jobs else ()
    with tempfile.TemporaryDirectory() as folder:
        specs, dots, out = (Path(folder, name) for name in ("specs", "dots", "out"))
        specs.mkdir()
        dots.mkdir()
        for number in range(given.specs):
            (specs / f"{number:05}.md").write_text(full_dress(number), encoding="utf-8")
        print(f"{given.specs:,} full-dress specs of 25 cards")
        nothing = statistics.median(run(sys.executable, "-c", "pass")[0] for _ in range(given.times))
        cold, memory = build(specs, out, "--no-index", *jobs)
        by_dot = drawn_by_dot(specs, dots) if shutil.which("dot") else None
        beside = f"{cold / by_dot:5.2f} × dot" if by_dot else "dot is not installed: no figure beside it"
        print(f"  {'cold build to SVG':<44} {cold * 1000:8.0f} ms   {beside}")
        if by_dot:
            print(f"  {'one dot -Tsvg -O over the same maps as DOT':<44} {by_dot * 1000:8.0f} ms")
        shutil.rmtree(out)
        indexed, _ = build(specs, out, *jobs)
        print(f"  {'cold build with its index page':<44} {indexed * 1000:8.0f} ms   {indexed / cold:5.2f} × without")
        several("again, nothing changed", given.times, specs, out, nothing)
        several("one changed", given.times, specs, out, nothing)
        print(f"  {'largest process of the cold build':<44} {memory:8.0f} MB")
        if given.tenfold:
            for number in range(given.specs, 10 * given.specs):
                (specs / f"{number:05}.md").write_text(full_dress(number), encoding="utf-8")
            _, more = build(specs, out, "--no-index", *jobs)
            print(f"  {'the same for ten times as many':<44} {more:8.0f} MB   {more / memory:5.2f} ×")


if __name__ == "__main__":
    main()
