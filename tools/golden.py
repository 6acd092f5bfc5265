"""Accepts the golden pictures as they are drawn now, and names those that changed.

With a browser at hand, each changed one is also shown as PNG in build/golden, so that it is looked at before
it is committed.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))


def main() -> None:
    from goldens import FOLDER, pictures

    FOLDER.mkdir(exist_ok=True)
    changed = []
    wanted = set()
    for name, data in pictures():
        target = FOLDER / name
        wanted.add(target)
        if not target.exists() or target.read_bytes() != data:
            target.write_bytes(data)
            changed.append(target)
    for left_over in set(FOLDER.iterdir()) - wanted:
        left_over.unlink()
        print(f"removed {left_over.relative_to(ROOT)}")
    for target in changed:
        print(f"accepted {target.relative_to(ROOT)}")
    print(f"{len(wanted)} goldens, {len(changed)} changed")
    if changed:
        show(changed)


def show(changed: list[Path]) -> None:
    import resvg_py

    out = ROOT / "build" / "golden"
    out.mkdir(parents=True, exist_ok=True)
    for svg in changed:
        png = out / f"{svg.stem}.png"
        png.write_bytes(bytes(resvg_py.svg_to_bytes(svg_string=svg.read_text(encoding="utf-8"), dpi=96)))
    print(f"look at them: {out.relative_to(ROOT)}/*.png")


if __name__ == "__main__":
    main()
