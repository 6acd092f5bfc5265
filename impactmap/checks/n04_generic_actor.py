"""N04: an actor who could be anybody."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.wording.phrases import covers, said


def _find(ground: Ground) -> Iterator[Hit]:
    terms = ground.terms
    for actor in ground.model.actors:
        wording = terms.read(actor.title)
        person = terms.generic_people.first(wording)
        if not person or actor.segment:
            continue
        if covers(wording, 0, len(wording), terms.generic_people, terms.determiners, terms.everybodys, terms.ours):
            words = said(wording, person)
            yield Hit(
                actor,
                f"“{words}” could be anybody",
                "say who, by what they do or what sets them apart, such as “night-shift nurses” or “people with "
                "irregular "
                "pay”; or name the segment",
                words,
                "title",
            )


RULE = Rule(
    code="N04",
    name="generic-actor",
    source="Adzic, Impact Mapping: actors are specific; avoid generic terms such as “users”",
    why="Of “users” anything can be claimed, and two readers think of two different people. A named group can be "
    "found, "
    "watched and asked.",
    trips="title: Drafts\nactors: [Users]\n",
    clean="title: Drafts\nactors: [Account executives]\n",
    severity="warning",
    profiles={"north-star": "info"},
    wording=True,
    find=_find,
)
