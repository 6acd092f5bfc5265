"""O03: an opportunity under two parents, or siblings that are nearly the same."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.likeness import same
from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.model import Cause, Need
from impactmap.model.reading import short

_MOST = 200  # items of one column that are compared with each other


def _find(ground: Ground) -> Iterator[Hit]:
    model = ground.model
    columns: tuple[tuple[Need | Cause, ...], ...] = (model.needs, model.causes)
    for column in columns:
        for place, item in enumerate(column[:_MOST]):
            for other in column[:place]:
                if _parents(item) == _parents(other) and same(item.title, other.title):
                    message = f"nearly the same as '{short(other.title)}'"
                    yield Hit(item, message, "make one of the two, or say what sets them apart")
                    break
    if ground.profile == "opportunity-tree":
        for cause in model.causes:
            if len(cause.explains) > 1:
                hint = "a tree has one parent for each: choose the nearer, or split the opportunity"
                message = f"this opportunity stands under {len(cause.explains)} parents"
                yield Hit(cause, message, hint, field="explains")


def _parents(item: Need | Cause) -> frozenset[str]:
    return frozenset(item.explains) if isinstance(item, Cause) else frozenset()


RULE = Rule(
    code="O03",
    name="two-parents",
    source="Teresa Torres: siblings are distinct, and each opportunity has one parent",
    why="What stands twice is weighed twice, and solved twice or not at all.",
    trips="""\
title: Drafts
causes: [Copies travel by e-mail, The copies travel by e-mails]
""",
    clean="""\
title: Drafts
causes: [Copies travel by e-mail, Search ranks by file name]
""",
    severity="warning",
    find=_find,
)
