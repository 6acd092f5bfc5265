"""C09: evidence that is older than the method allows."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.model import Evidence

# Continuous discovery asks every week; an old snapshot is further from it than from the others.
_MONTHS = {"opportunity-tree": 12}
_DEFAULT = 24


def _find(ground: Ground) -> Iterator[Hit]:
    limit = ground.settings.limits.stale_months or _MONTHS.get(ground.profile, _DEFAULT)
    # A map says what day its facts hold for; how old they are now is its reader's to judge.
    now = ground.model.as_of.last_day() if ground.model.as_of else ground.today
    for entity in ground.model.walk():
        evidence: tuple[Evidence, ...] = getattr(entity, "evidence", ())
        dated = [(one.collected.last_day(), one) for one in evidence if one.collected]
        if not dated or len(dated) < len(evidence):
            continue  # what has no date may be new
        newest, piece = max(dated, key=lambda pair: pair[0])
        age = (now.year - newest.year) * 12 + now.month - newest.month
        if age > limit:
            message = f"the newest evidence is {age} months old, more than {limit}"
            yield Hit(piece, message, "look again, or say in 'note' why it still holds", field="collected")


RULE = Rule(
    code="C09",
    name="stale-evidence",
    source="research practice; continuous discovery (Torres)",
    why="People, products and rivals change. What was seen years ago may have been mended, or become normal.",
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
