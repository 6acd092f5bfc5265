"""Speed as ratios in one run: medians of this machine, now. Nothing here is a test.

Prints the time of a whole process beside importing what it needs and, where there is one, beside `dot -Tsvg` on the
boxes, ranks and links that the map gives to Graphviz (which draws no lines of them: the tool does that itself);
the time of each stage; and both for maps of 25, 100, 400 and 1,600 nodes. Then what checking 1,000 specs in one run
takes, by stage and by rule.
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
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from impactmap.checks.rule import Ground, Hit

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


def maps(count: int) -> list[bytes]:
    """Specs of many sizes with metrics, guards, teams and solutions; the same for the same count."""
    dice = random.Random(count)
    found = []
    for number in range(count):
        inputs = dice.randint(2, 6)
        lines = [spec(dice.randint(8, 40)).rstrip(), "", "## Solutions", "- Mark the draft", "  - addresses: c0"]
        lines += ["", "## Metrics", "- North star {#ns}", "  - role: north star", "  - formula: i0 * i1"]
        lines += ["- Revenue {#kpi}", "  - role: top KPI", f"  - formula: i0 * i{inputs - 1}"]
        for i in range(inputs):
            lines += [f"- Input {i} {{#i{i}}}", f"  - value: {dice.randint(2, 900)}"]
        lines += ["- Complaints {#complaints}", "", "## Counter-metrics", "- Complaints stay low"]
        lines += ["  - metric: complaints", f"  - guards: {dice.choice(['kpi', 'ns', 'i0'])}", "  - max: 5"]
        lines += ["", "## Teams", "- Drafts", f"  - goal: i{number % inputs} from 3 to 4 by 2027-06"]
        found.append(("\n".join(lines) + "\n").encode())
    return found


class Timed:
    """Passes a rule's findings through and adds up what finding them took, what it is first to ask for included."""

    def __init__(self, find: Callable[[Ground], Iterable[Hit]]) -> None:
        self.find = find
        self.seconds = 0.0

    def __call__(self, ground: Ground) -> list[Hit]:
        start = time.perf_counter()
        try:
            return list(self.find(ground))
        finally:
            self.seconds += time.perf_counter() - start


def checking(count: int) -> None:
    """Every spec is read, understood and checked once; what rules share is worked out beforehand, as a stage."""
    from impactmap.assemble import understand
    from impactmap.checks import every
    from impactmap.checks.placing import Places
    from impactmap.readers import read

    rules = {rule.code: (rule, Timed(rule.find)) for rule in every()}
    taken = dict.fromkeys(("read", "assemble", "ground and ledger", "rules", "places"), 0.0)
    hits = 0
    specs = maps(count)
    for number, data in enumerate((specs[0], *specs)):
        if number == 1:  # the first one only warms up
            taken = dict.fromkeys(taken, 0.0)
            hits = 0
            for _, timed in rules.values():
                timed.seconds = 0.0
        at = [time.perf_counter()]
        document = read(data, "map.md", "markdown")
        at.append(time.perf_counter())
        understood = understand(document)
        at.append(time.perf_counter())
        ground = Ground(understood.model)
        _ = (ground.paths, ground.terms, ground.ledger.values, ground.aims, ground.beyond)  # worked out when asked for
        at.append(time.perf_counter())
        found = [hit for _, timed in rules.values() for hit in timed(ground)]
        at.append(time.perf_counter())
        places = Places(understood)
        for hit in found:
            places.of(hit)
        at.append(time.perf_counter())
        hits += len(found)
        for stage, start, end in zip(taken, at, at[1:], strict=False):
            taken[stage] += end - start
    total = sum(taken.values())
    print(
        f"\nchecking {count:,} specs in one run: {total:.1f} s, {total * 1000 / count:.2f} ms a spec, {hits:,} findings"
    )
    for stage, seconds in taken.items():
        print(f"  {stage:<36} {seconds * 1000 / count:8.2f} ms   {seconds / total:6.1%}")
    print("  the slowest five rules")
    slowest = sorted(rules.values(), key=lambda pair: -pair[1].seconds)[:5]
    for rule, timed in slowest:
        label = f"{rule.code} {rule.name}"
        print(f"    {label:<34} {timed.seconds * 1000 / count:8.2f} ms   {timed.seconds / total:6.1%}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=15)
    parser.add_argument("--specs", type=int, default=1000, help="how many are checked in one run")
    parser.add_argument("--only-checks", action="store_true")
    given = parser.parse_args()
    times = given.times
    if given.only_checks:
        checking(given.specs)
        return
    with tempfile.TemporaryDirectory() as folder:
        processes(Path(folder), times)
    stages(times)
    checking(given.specs)


if __name__ == "__main__":
    main()
