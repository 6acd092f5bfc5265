"""A02: an impact that is a feature instead of a change in behaviour."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.wording.phrases import said
from impactmap.wording.things import bare_thing


def _find(ground: Ground) -> Iterator[Hit]:
    terms = ground.terms
    goals = (aim.goal for aim in ground.aims)
    for item in (*ground.model.gains, *goals):
        wording = terms.read(item.title)
        if found := bare_thing(terms, wording):
            words = said(wording, found)
            yield Hit(
                item,
                f"“{words}” is a feature, not a change in what people do",
                f"say who does what differently with it (“nurses find a free bed without phoning”); “{words}” may "
                f"stand under "
                "solutions",
                words,
                "title",
            )


RULE = Rule(
    code="A02",
    name="impact-not-change",
    source="Adzic, Impact Mapping: an impact is a change in an actor's behaviour, not a product feature",
    why="A feature changes nothing until somebody behaves otherwise because of it. Only the change can be "
    "measured, and only "
    "the change can be reached in several ways.",
    trips="title: Tickets\ngains: [Mobile app]\n",
    clean="title: Tickets\ngains: [Fans order by phone instead of queueing]\n",
    severity="warning",
    profiles={"north-star": "info"},
    wording=True,
    find=_find,
)
