"""C09: evidence that is older than the method allows, or younger than the map."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from impactmap.checks.dating import first_day
from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.model import Evidence

# Continuous discovery asks every week; an old snapshot is further from it than from the others.
_MONTHS = {"opportunity-tree": 12}
_DEFAULT = 24


def _find(ground: Ground) -> Iterator[Hit]:
    limit = ground.settings.limits.stale_months or _MONTHS.get(ground.profile, _DEFAULT)
    # A map says what day its facts hold for; how old they are now is its reader's to judge.
    as_of = ground.model.as_of
    now = as_of.last_day() if as_of else ground.today
    day = f", as of {as_of.long()}" if as_of else ""
    hint = f"look again; where it still holds, waive it: 'waive: C09, \"why it holds\", until {ground.today.year + 1}'"
    for entity in ground.model.walk():
        evidence: tuple[Evidence, ...] = getattr(entity, "evidence", ())
        for one in evidence:
            # Pages are judged on no day (`date.min`) where the map names none: they are the same on every day.
            if one.collected and first_day(one.collected) > now > date.min:
                message = f"this evidence is dated {one.collected.long()}, which is yet to come{day}"
                yield Hit(
                    one, message, "correct the date" + (", or move 'as of' on" if as_of else ""), field="collected"
                )
        dated = [(one.collected.last_day(), one) for one in evidence if one.collected]
        if not dated or len(dated) < len(evidence):
            continue  # what has no date may be new
        newest, piece = max(dated, key=lambda pair: pair[0])
        age = (now.year - newest.year) * 12 + now.month - newest.month
        if age > limit and piece.collected:
            # No age: a baseline would not know the finding again a month later.
            message = f"the newest evidence is of {piece.collected.long()}, more than {limit} months old{day}"
            yield Hit(piece, message, hint, field="collected")


RULE = Rule(
    code="C09",
    name="stale-evidence",
    source="research practice; continuous discovery (Torres)",
    why="People, products and rivals change. What was seen years ago may have been mended, or become normal. A date "
    "that is yet to come is a slip.",
    trips="""\
title: Menus
as of: 2026-11
causes:
  - title: Menus can only be edited at a desk
    evidence: observation, n=8, 2022-01
""",
    clean="""\
title: Menus
as of: 2026-11
causes:
  - title: Menus can only be edited at a desk
    evidence: observation, n=8, 2026-01
""",
    severity="warning",
    find=_find,
)
