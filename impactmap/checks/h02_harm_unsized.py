"""H02: a harm of which nobody knows how large it is."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.figures import said_of_harm
from impactmap.checks.rule import Ground, Hit, Rule


def _find(ground: Ground) -> Iterator[Hit]:
    for harm in ground.model.harms:
        if not (harm.size or harm.metric or harm.basis):
            message, hint = "this harm has no size, no metric and no basis", _HINT
            if said := said_of_harm(harm.title):
                message = "the size of this harm stands only in the title"
                hint = f"say it in a field, where pictures find it: 'size: {said}'"
            yield Hit(harm, message, hint, field="size")


_HINT = "add a range, such as 'size: $0.9M to $1.4M per year', or the 'metric' in which it shows"


RULE = Rule(
    code="H02",
    name="harm-unsized",
    source="Amplitude's North Star Playbook: a claim needs a metric behind it",
    why="Without a size nobody can weigh it against other work. A wide range is better than none.",
    trips="""\
title: Seats
harms: [We lose money]
""",
    clean="""\
title: Seats
harms:
  - title: Licences are cut at renewal
    size: $0.9M to $1.4M per year
""",
    severity="warning",
    profiles={"opportunity-tree": "off", "impact-mapping": "info"},
    find=_find,
)
