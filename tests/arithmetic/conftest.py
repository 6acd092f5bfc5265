"""Maps of metrics in one line each, and the samples opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from impactmap import load
from impactmap.arithmetic import Ledger, open_ledger
from impactmap.model import Influence, Metric, Model
from impactmap.model.quantity import parse_quantity

SAMPLES = Path(__file__).resolve().parent.parent.parent / "samples"
Make = Callable[..., Ledger]


def metric(identifier: str, said: Any) -> Metric:
    """`"= a * b"` is a formula, `"$18"` a value; a dict says more."""
    fields = (
        dict(said) if isinstance(said, dict) else {"formula": said[1:].strip()} if said[:1] == "=" else {"value": said}
    )
    for name in ("value", "target"):
        if name in fields:
            fields[name] = parse_quantity(fields[name]) if fields[name] else None
    return Metric(**{"id": identifier, "title": identifier, **fields})


@pytest.fixture
def ledger() -> Make:
    """The ledger of some metrics: `ledger(a="3", b="= a * 2")`; `_currency`, `_influences` are the map's own."""

    def make(said: dict[str, Any] | None = None, **more: Any) -> Ledger:
        influences = tuple(
            Influence(id=f"i{n}", title="i", **one) for n, one in enumerate(more.pop("_influences", ()), 1)
        )
        rest = {name: more.pop(f"_{name}") for name in ("currency", "gains") if f"_{name}" in more}
        metrics = tuple(metric(identifier, one) for identifier, one in {**(said or {}), **more}.items())
        return open_ledger(Model(title="T", metrics=metrics, influences=influences, **rest))

    return make


@pytest.fixture
def sample() -> Callable[[str], Ledger]:
    return lambda name: open_ledger(load(SAMPLES / f"{name}.md"))
