"""T02: two teams on one surface and segment."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.model import Team
from impactmap.model.grammar import fold
from impactmap.model.reading import short


def _find(ground: Ground) -> Iterator[Hit]:
    first: dict[tuple[str, str], Team] = {}
    for team in ground.model.teams:
        if not team.surface:
            continue
        other = first.setdefault((fold(team.surface), fold(team.segment)), team)
        if other is not team:
            where = team.surface + (f" for {team.segment}" if team.segment else "")
            message = f"two teams work on {short(where, 60)}: '{short(other.title, 30)}' does already"
            yield Hit(team, message, "part them by surface or by segment", words=team.surface, field="surface")


RULE = Rule(
    code="T02",
    name="same-surface",
    source="Lenny's Podcast: everyone runs to the same surface or the same customer set",
    why="Two teams that change the same page for the same people undo each other's tests.",
    trips="""\
title: Market
teams: [{title: Growth, surface: checkout}, {title: Payments, surface: Checkout}]
""",
    clean="""\
title: Market
teams: [{title: Growth, surface: checkout, segment: new}, {title: Payments, surface: checkout, segment: business}]
""",
    severity="warning",
    find=_find,
)
