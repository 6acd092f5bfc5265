"""The pictures of the README and the docs, made from the samples: light and dark, one file each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from impactmap import load, render
from impactmap.publish import publish

ROOT = Path(__file__).resolve().parent.parent
PICTURES = (
    ("blue-corp.md", "impact-map", ""),
    ("blue-corp.md", "opportunity-tree", "adoption"),
    ("food-delivery.md", "impact-map", ""),
    ("food-delivery.md", "opportunity-tree", ""),
    ("bank-cross-sell.md", "impact-map", ""),
    ("bank-irregular-pay.md", "impact-map", ""),
    ("blue-corp.md", "metric-tree", ""),
    ("food-delivery.md", "metric-tree", ""),
    ("two-teams.md", "goal-map", "weekly"),
    ("two-teams.md", "goal-ladder", ""),
    ("blue-corp.md", "goal-ladder", ""),
    ("minimal.md", "impact-map", ""),
    ("駅の乗り換え.md", "impact-map", ""),
)


def pictures() -> Iterator[tuple[Path, bytes]]:
    """Where each picture lies, and its bytes."""
    for name, view, outcome in PICTURES:
        stem = Path(name).stem if name.isascii() else "station"
        target = ROOT / "docs" / "pictures" / f"{stem}.{view}.svg"
        yield target, render(load(ROOT / "samples" / name), view=view, outcome=outcome)
    yield from comparisons()


# A month of work on the sample, for the picture of what changed.
EDITS = (
    ("target: 171", "target: 180"),
    ("from 150 to 171", "from 150 to 180"),
    ("- reopened\n  - guards: docs\n  - min: 50%\n", ""),
    ("  - category: policy\n", "  - category: policy\n  - evidence: interview, n=12, 2026-12\n"),
    ("caused by: email\n", "caused by: email, private\n"),
    ("- Support answers “where is my file” contacts.", "- New staff ask colleagues where files are."),
    ("{#contacts}", "{#ask}"),
    ("unused, contacts", "unused, ask"),
    ("kind: support cost\n  - size: 11% of contacts", "kind: rework\n  - size: 2 hours per week"),
)


def comparisons() -> Iterator[tuple[Path, bytes]]:
    """The pictures of docs/compare.md, and their bytes: two lenses on one spec, and two versions of it."""
    from impactmap.comparison.written import Style, two_lenses, two_versions

    text = (ROOT / "samples" / "blue-corp.md").read_text(encoding="utf-8")
    old = new = text
    for before, after in EDITS:
        new = new.replace(before, after)
    folder = ROOT / "docs" / "pictures"
    yield folder / "blue-corp.comparison.svg", two_lenses(load(old, path="blue-corp.md"), Style("svg"), "adoption")[0]
    versions = load(old, path="old.md"), load(new, path="new.md")
    yield folder / "blue-corp.changes.svg", two_versions(*versions, ("main", "now"), Style("svg"))[0]


def main() -> None:
    for target, data in pictures():
        target.parent.mkdir(parents=True, exist_ok=True)
        changed = publish(target, data)
        print(f"{target.relative_to(ROOT)}{'' if changed else ' (unchanged)'}")


if __name__ == "__main__":
    main()
