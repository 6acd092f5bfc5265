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
    ("minimal.md", "impact-map", ""),
    ("駅の乗り換え.md", "impact-map", ""),
)


def pictures() -> Iterator[tuple[Path, bytes]]:
    """Where each picture lies, and its bytes."""
    for name, view, outcome in PICTURES:
        stem = Path(name).stem if name.isascii() else "station"
        target = ROOT / "docs" / "pictures" / f"{stem}.{view}.svg"
        yield target, render(load(ROOT / "samples" / name), view=view, outcome=outcome)


def main() -> None:
    for target, data in pictures():
        target.parent.mkdir(parents=True, exist_ok=True)
        changed = publish(target, data)
        print(f"{target.relative_to(ROOT)}{'' if changed else ' (unchanged)'}")


if __name__ == "__main__":
    main()
