"""Speed as ratios in one run: medians of this machine, now. Nothing here is a test.

Prints the time of a whole process beside importing what it needs and, where there is one, beside `dot -Tsvg` on the
boxes, ranks and links that the map gives to Graphviz (which draws no lines of them: the tool does that itself);
the time of each stage; and both for maps of 25, 100, 400 and 1,600 nodes.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZES = (25, 100, 400, 1600)


def spec(nodes: int) -> str:
    """A map of `nodes` items with links between many and many; the same for the same size."""
    dice = random.Random(nodes)
    words = ("draft", "copy", "mail", "search", "share", "link", "owner", "team", "proposal", "version", "renewal")

    def sentence() -> str:
        return " ".join(dice.choices(words, k=dice.randint(5, 14))).capitalize()

    needs, causes, harms = max(1, nodes // 25), nodes * 2 // 5, nodes * 3 // 10
    gains = nodes - needs - causes - harms
    lines = ["# A map for the bench", "", "## Customer need"]
    lines += [f"- {sentence()} {{#n{i}}}" for i in range(needs)]
    lines += ["", "## Root causes"]
    for i in range(causes):
        lines += [f"- {sentence()} {{#c{i}}}", f"  - explains: n{i * needs // causes}"]
        if dice.random() < 0.7:
            lines += [f"  - evidence: interview, n={dice.randint(3, 40)}, 2026-08"]
    lines += ["", "## Business harm"]
    for i in range(harms):
        near = {min(causes - 1, max(0, i * causes // harms + dice.randint(-2, 2))) for _ in range(2)}
        lines += [f"- {sentence()} {{#h{i}}}", f"  - caused by: {', '.join(f'c{c}' for c in sorted(near))}"]
        lines += [f"  - size: {dice.randint(2, 30)}% of contacts"]
    lines += ["", "## KPI gains"]
    for i in range(gains):
        near = {min(harms - 1, max(0, i * harms // gains + dice.randint(-1, 1))) for _ in range(2)}
        lines += [f"- {sentence()} {{#g{i}}}", f"  - reverses: {', '.join(f'h{h}' for h in sorted(near))}"]
        lines += ["  - baseline: 150", "  - target: 171"]
    return "\n".join(lines) + "\n"


def median(what: Callable[[], object], times: int) -> float:
    """The median of `times` runs, in milliseconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        what()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def process(*command: str) -> Callable[[], object]:
    return lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def processes(folder: Path, times: int) -> None:
    from impactmap.drawing import sketch
    from impactmap.layout import dialect, layers
    from impactmap.pipeline import load
    from impactmap.views import view

    source = folder / "map.md"
    source.write_text(spec(25), encoding="utf-8")
    imports = "import impactmap.cli, impactmap.pipeline, click, jinja2, markdown_it, wasmtime"
    rows = {
        "python -c pass": median(process(sys.executable, "-c", "pass"), times),
        "importing what a render needs": median(process(sys.executable, "-c", imports), times),
        "impactmap render, 25 nodes, svg": median(
            process(sys.executable, "-m", "impactmap", "render", str(source), "-o", str(folder / "map.svg")), times
        ),
        "impactmap render, 25 nodes, html": median(
            process(sys.executable, "-m", "impactmap", "render", str(source), "-o", str(folder / "map.html")), times
        ),
    }
    dot = shutil.which("dot")
    if dot:
        problem = sketch(view("impact-map").graph(load(source), "right", "")).problem
        (folder / "map.dot").write_text(dialect.write(problem, layers.layer(problem)), encoding="utf-8")
        rows["dot -Tsvg on its boxes and ranks"] = median(process(dot, "-Tsvg", str(folder / "map.dot")), times)
    base = rows["importing what a render needs"]
    print(f"whole processes (median of {times})")
    for name, milliseconds in rows.items():
        print(f"  {name:<36} {milliseconds:8.1f} ms   {milliseconds / base:5.2f} × imports")
    if not dot:
        print("  dot is not installed: no figure beside it")


def stages(times: int) -> None:
    from impactmap.assemble import assemble
    from impactmap.document import Limits
    from impactmap.drawing import compose, sketch
    from impactmap.formats.svg import document
    from impactmap.layout import solve
    from impactmap.readers import read
    from impactmap.theme import Theme
    from impactmap.views import view

    lens, limits = view("impact-map"), Limits(items=100_000)
    print(f"\nstages in one warm process (median of {times}, fewer for large maps; ms)")
    names = ("read", "assemble", "view", "sketch", "layout", "compose", "svg")
    print("  nodes " + "".join(f"{name:>10}" for name in names) + f"{'all':>10}{'ms a node':>11}")
    for nodes in SIZES:
        data, runs = spec(nodes).encode(), max(1, min(times, 2000 // nodes))
        read_ = read(data, "map.md", "markdown", limits)
        model = assemble(read_)
        graph = lens.graph(model, "right", "")
        sketched = sketch(graph)
        layout = solve(sketched.problem)
        page = compose(sketched, layout)
        stages_ = (
            partial(read, data, "map.md", "markdown", limits),
            partial(assemble, read_),
            partial(lens.graph, model, "right", ""),
            partial(sketch, graph),
            partial(solve, sketched.problem),
            partial(compose, sketched, layout),
            partial(document, [page], title="", mode="auto", theme=Theme()),
        )
        taken = [median(stage, runs) for stage in stages_]
        total = sum(taken)
        figures = "".join(f"{one:>10.1f}" for one in (*taken, total))
        print(f"  {nodes:>5} {figures}{total / nodes:>11.2f}" + (f"  {layout.warning}" if layout.warning else ""))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=15)
    times = parser.parse_args().times
    with tempfile.TemporaryDirectory() as folder:
        processes(Path(folder), times)
    stages(times)


if __name__ == "__main__":
    main()
