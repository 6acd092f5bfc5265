"""What is left of a spec that has errors: drafts made fit for a model, so that checks can go on.

Wrong values and references were left out as they were reported. What remains is an item without a title, which goes
by its id, and links in a circle: the one that closes it is taken out, for whoever follows links must get to an end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from impactmap.assemble.draft import Draft
from impactmap.assemble.titles import UNTITLED
from impactmap.model.grammar import Refs, rules


def make_fit(drafts: Iterable[Draft]) -> None:
    """Mends the drafts in place; those of a sound spec stay as they are."""
    by_kind: dict[str, dict[str, Draft]] = {}
    for draft in drafts:
        by_kind.setdefault(draft.entity, {})[draft.id] = draft
        if not draft.title and "title" not in draft.places and draft.kind not in UNTITLED:
            draft.values["title"] = draft.id
    for kind, members in by_kind.items():
        for rule in rules(next(iter(members.values())).kind):
            if isinstance(rule.slot, Refs) and kind in rule.slot.kinds:
                _open_circles(members, rule.attribute)


def _open_circles(members: Mapping[str, Draft], attribute: str) -> None:
    """Takes out every link to an item from which the way led here."""
    done: set[str] = set()
    for start in members:
        path: dict[str, list[str]] = {} if start in done else {start: _targets(members[start], attribute)}
        while path:
            here = next(reversed(path))
            if not path[here]:
                done.add(here)
                del path[here]
                continue
            target = path[here].pop()
            if target in path:
                _take_out(members[here], attribute, target)
            elif target in members and target not in done:
                path[target] = _targets(members[target], attribute)


def _targets(draft: Draft, attribute: str) -> list[str]:
    value = draft.values.get(attribute) or ()
    return [value] if isinstance(value, str) else list(reversed(value))


def _take_out(draft: Draft, attribute: str, target: str) -> None:
    value = draft.values[attribute]
    draft.values[attribute] = "" if isinstance(value, str) else tuple(one for one in value if one != target)
