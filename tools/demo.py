"""The main job on the samples: every view of each as SVG, and all of them together as HTML, in build/demo."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from impactmap import load, render
from impactmap.publish import publish
from impactmap.views import every

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "build" / "demo"


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()
    names = []
    for spec in sorted((ROOT / "samples").iterdir()):
        model = load(spec)
        twin = spec.suffix != ".md" and spec.with_suffix(".md").exists()
        name = spec.name.replace(".", "-") if twin else spec.stem
        for lens in every():
            if lens.applies(model):
                publish(OUT / f"{name}.{lens.NAME}.svg", render(model, view=lens.NAME))
        publish(OUT / f"{name}.html", render(model, format="html"))
        names.append(name)
    seconds = time.perf_counter() - started
    print(f"{len(names)} samples rendered in {seconds:.1f} s to {OUT.relative_to(ROOT)}/. Open in a browser:")
    for name in names:
        print(f"  {OUT / name}.html")


if __name__ == "__main__":
    sys.exit(main())
