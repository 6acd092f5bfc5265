"""Comparisons as JSON, for other programs. The keys are documented in docs/compare.md and stay as they are."""

from __future__ import annotations

import json
from typing import Any

from impactmap.comparison.changes import Change
from impactmap.comparison.difference import STANDINGS, Difference, Entry
from impactmap.comparison.lenses import Lenses, Measure
from impactmap.comparison.spec_report import number_of
from impactmap.comparison.wording import references, title_of
from impactmap.model import Entity

VERSION = 1


def written(record: dict[str, Any]) -> str:
    """The text of a JSON file. What no Unicode text can hold (lone surrogates) stays escaped."""
    text = json.dumps(record, indent=2, ensure_ascii=False) + "\n"
    return text if text.isascii() or _is_text(text) else json.dumps(record, indent=2) + "\n"


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


# ---- one spec, two lenses -----------------------------------------------------------------------------------


def of_lenses(compared: Lenses) -> dict[str, Any]:
    """The map beside its first tree."""
    pairing = compared.pairings[0]
    sides = [{card.id: card for card in graph.cards} for graph in (pairing.map, pairing.tree)]
    facts = []
    for one in sorted({*sides[0], *sides[1]}, key=compared.numbers.__getitem__):
        shown = [side.get(one) for side in sides]
        card = next(filter(None, shown))
        entity = compared.model.by_id[one]
        facts.append(
            {
                "number": compared.numbers[one],
                "id": one,
                "kind": entity.entity,
                "title": card.title,
                "assumed": card.assumed,
                "customer_first": shown[0].noun if shown[0] else None,
                "business_first": shown[1].noun if shown[1] else None,
            }
        )
    return {
        "comparison": "lenses",
        "version": VERSION,
        "title": compared.model.title,
        "outcome": _named(pairing.outcome),
        "outcomes": compared.outcomes,
        "customer_first": _measure(pairing.measures[0]),
        "business_first": _measure(pairing.measures[1]),
        "facts": facts,
        "losses": [
            {"lens": loss.lens, "reason": loss.reason, "facts": [_named(one) for one in loss.facts]}
            for loss in pairing.losses
        ],
    }


def _measure(measure: Measure) -> dict[str, Any]:
    return {
        "steps_to_first_need": measure.first_need,
        "needs_and_causes": measure.shown,
        "backed": measure.backed,
    }


def _named(entity: Entity) -> dict[str, str]:
    return {"id": entity.id, "kind": entity.entity, "title": title_of(entity)}


# ---- two specs, two versions ----------------------------------------------------------------------------------


def of_specs(found: Difference, names: tuple[str, str]) -> dict[str, Any]:
    numbers = number_of(found)
    return {
        "comparison": "specs",
        "version": VERSION,
        "first": {"name": names[0], "title": found.first.title},
        "second": {"name": names[1], "title": found.second.title},
        **_shared(found),
        "facts": [
            {"number": numbers.get(entry.first.id if entry.first else f">{entry.item.id}"), **_entry(entry)}
            for entry in found.entries
        ],
    }


def of_versions(found: Difference, names: tuple[str, str]) -> dict[str, Any]:
    return {
        "comparison": "versions",
        "version": VERSION,
        "old": {"name": names[0], "title": found.first.title},
        "new": {"name": names[1], "title": found.second.title},
        **_shared(found),
        "changes": [_entry(entry) for entry in found.altered],
    }


def _shared(found: Difference) -> dict[str, Any]:
    added, removed = references(found)
    return {
        "same": found.empty,
        "reordered": found.reordered,
        "counts": {standing: len(found.of(standing)) for standing in STANDINGS},
        "map": [_change(change) for change in found.own],
        "links": {"added": list(map(list, found.links_new)), "removed": list(map(list, found.links_gone))},
        "references": {"added": added, "removed": removed},
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "class": entry.standing,
        "kind": entry.kind,
        "first": _named(entry.first) if entry.first else None,
        "second": _named(entry.second) if entry.second else None,
        "aligned_by": entry.by or None,
        "under": entry.under.id if entry.under else None,
        "changes": [_change(change) for change in entry.changes],
    }


def _change(change: Change) -> dict[str, Any]:
    return {"field": change.field, "sort": change.sort, "before": list(change.before), "after": list(change.after)}
