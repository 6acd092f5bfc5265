"""The pictures of the README and the docs, made from the samples: light and dark, one file each."""

from __future__ import annotations

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


def main() -> None:
    folder = ROOT / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    for name, view, outcome in PICTURES:
        spec = ROOT / "samples" / name
        target = folder / f"{'station' if not name.isascii() else spec.stem}.{view}.svg"
        changed = publish(target, render(load(spec), view=view, outcome=outcome))
        print(f"{target.relative_to(ROOT)}{'' if changed else ' (unchanged)'}")


if __name__ == "__main__":
    main()
