"""G05: a metric and what it is made of, both counted as gains."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.chain import metric_of
from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.model.reading import short


def _find(ground: Ground) -> Iterator[Hit]:
    measured = [(gain, metric) for gain in ground.model.gains if (metric := metric_of(ground.model, gain))]
    below = {metric.id: ground.feeds(metric.id) for _, metric in measured}
    for place, (gain, metric) in enumerate(measured):
        wholes = [other for other, whole in measured if metric.id in below[whole.id] and whole.id != metric.id]
        twins = [other for other, same in measured[:place] if same.id == metric.id]
        if not wholes and not twins:
            continue
        counted = wholes or twins
        names = " and ".join(f"'{short(one.title, 40)}'" for one in counted[:2])
        what = "is a part of" if wholes else "has the same metric as"
        yield Hit(gain, f"this gain {what} {names}", "show both if you like, but never add them up", field="metric")


RULE = Rule(
    code="G05",
    name="double-counted-gain",
    source="metric trees: an input and what it goes into are one change, seen twice",
    why="Twelve per cent more users and twelve per cent more documents are not two gains if the one makes the other.",
    trips="""\
title: Docs
gains: [{title: More documents, metric: docs}, {title: More users, metric: mau}]
metrics: [{id: docs, formula: mau * per_user}, {id: mau, value: 100}, {id: per_user, value: 12}]
""",
    clean="""\
title: Docs
gains: [{title: More documents, metric: docs}, {title: Fewer complaints, metric: complaints}]
metrics: [{id: docs, formula: mau * per_user}, {id: mau}, {id: per_user}, {id: complaints}]
""",
    severity="info",  # a top metric beside the input that moves it is a good picture, as long as nobody adds them
    profiles={"north-star": "warning"},
    find=_find,
)
