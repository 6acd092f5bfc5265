"""The pictures that are kept as files: every sample through every view that has something to show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from impactmap import load, render
from impactmap.views import every

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = sorted((ROOT / "samples").iterdir())
FOLDER = Path(__file__).resolve().parent / "golden"


def pictures() -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each golden. Light, so that any viewer shows them as they are printed."""
    for spec in SAMPLES:
        model = load(spec)
        for lens in every():
            if lens.applies(model):
                yield f"{spec.name}.{lens.NAME}.svg", render(model, view=lens.NAME, theme="light")
