"""Circles: causes that explain each other, harms that cause each other, actors served through each other."""

from __future__ import annotations

from collections.abc import Iterable

from impactmap.assemble.draft import Draft
from impactmap.assemble.report import Report
from impactmap.diagnostics import Span
from impactmap.model.grammar import Refs, rules
from impactmap.model.reading import short

_SHOWN = 6  # items of a circle that a message names

_Link = tuple[Draft, Span]


def report_cycles(report: Report, drafts: Iterable[Draft]) -> None:
    """Reports circles, each at its first link in the source; an item stands in one report at most."""
    by_kind: dict[str, list[Draft]] = {}
    for draft in drafts:
        by_kind.setdefault(draft.entity, []).append(draft)
    for kind, members in by_kind.items():
        for rule in rules(members[0].kind):
            if isinstance(rule.slot, Refs) and kind in rule.slot.kinds:
                for circle in circles(members, rule.attribute):
                    report_circle(report, rule.name, circle)


def circles(members: list[Draft], attribute: str) -> list[list[tuple[Draft, Span]]]:
    """Circles as lists of an item and the place of its link to the next; without recursion, for chains get long."""
    found = []
    done: set[Draft] = set()
    told: set[Draft] = set()
    for first in members:
        if first in done:
            continue
        path: list[Draft] = [first]
        spans: list[Span] = [first.span]  # of the link that leads to the same place of the path
        ways = [_links(first, attribute)]
        places = {first: 0}
        while path:
            if not ways[-1]:
                done.add(path[-1])
                del places[path.pop()]
                spans.pop()
                ways.pop()
                continue
            target, span = ways[-1].pop()
            if target in places:
                if target in told:
                    continue  # spares the work below, of which there may be much
                start = places[target]
                circle = list(zip(path[start:], [*spans[start + 1 :], span], strict=True))
                if told.isdisjoint(path[start:]):
                    found.append(circle)
                    told.update(path[start:])
            elif target not in done:
                places[target] = len(path)
                path.append(target)
                spans.append(span)
                ways.append(_links(target, attribute))
    return found


def _links(draft: Draft, attribute: str) -> list[_Link]:
    """The links of an item, the first of them last. Other kinds have no such links, so no circle passes them."""
    return list(reversed(draft.targets.get(attribute, ())))


def report_circle(report: Report, field: str, circle: list[tuple[Draft, Span]]) -> None:
    """Reports one circle of `circles`, at its first link in the source."""
    start = min(range(len(circle)), key=lambda at: circle[at][1])
    ordered = [*circle[start:], *circle[:start]]
    names = [short(draft.title or draft.id, 40) for draft, _ in ordered]
    if len(names) > _SHOWN:
        names[_SHOWN - 1 :] = [f"… ({len(names) - _SHOWN + 1} more)"]
    loop = " → ".join([*names, names[0]])
    lines = ", ".join(str(line) for line in sorted({span.line for _, span in circle})[:_SHOWN])
    report.error(
        "cycle",
        f"{ordered[0][0].name}s in a circle: {loop}",
        ordered[0][1],
        f"take out one of the links: '{field}' at line{'s' if ',' in lines else ''} {lines}",
    )
