"""G03: a gain that is something the team puts out."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.wording.phrases import said
from impactmap.wording.things import output


def _find(ground: Ground) -> Iterator[Hit]:
    terms = ground.terms
    for gain in ground.model.gains:
        wording = terms.read(gain.title)
        if found := output(terms, wording):
            words = said(wording, found)
            yield Hit(
                gain,
                f"“{words}” is something the team does, not what comes of it",
                "say which number moves once it is done, from where to where and until when; the doing may stand under "
                "solutions or tests",
                words,
                "title",
            )


RULE = Rule(
    code="G03",
    name="output-as-gain",
    source="Start with customer value or business value?: positive impacts and KPIs, not tests that were run",
    why="Twelve tests can be run, and nothing get better. A gain that is an output is reached by working, not by "
    "helping.",
    trips="title: Tests\ngains: [Run 12 A/B tests]\n",
    clean="title: Documents\ngains: [More documents created per month]\n",
    severity="warning",
    profiles={"impact-mapping": "off"},  # there the gain is the goal, and A01 says it
    wording=True,
    find=_find,
)
