"""C07: a cause that repeats what it is to explain. (Causes in a circle are refused when the spec is read.)"""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.likeness import echoes
from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.model.reading import short

_MOST = 40  # needs that a cause without links is compared with


def _find(ground: Ground) -> Iterator[Hit]:
    model = ground.model
    needs = tuple(need.id for need in model.needs[:_MOST])
    linked = any(cause.explains for cause in model.causes)
    for cause in model.causes:
        # In a column without links everything hangs on everything before it.
        for parent in cause.explains or (() if linked else needs):
            explained = model.by_id.get(parent)
            if explained and echoes(cause.title, explained.title):
                hint = "ask why once more: what makes it so?"
                yield Hit(cause, f"this cause says what it is to explain: '{short(explained.title)}'", hint)
                break


RULE = Rule(
    code="C07",
    name="why-cycle-or-echo",
    source="root-cause analysis: every answer to 'why' must say something new",
    why="A cause in the words of its need explains nothing, and whoever mends it mends a symptom.",
    trips="""\
title: Drafts
needs: [I can't tell which draft is current]
causes: [Users can't tell which draft is current]
""",
    clean="""\
title: Drafts
needs: [I can't tell which draft is current]
causes: [Every copy has the same name]
""",
    severity="warning",
    reading=("cycle", "self-reference"),
    find=_find,
)
