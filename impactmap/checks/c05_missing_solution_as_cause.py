"""C05: a cause that is the absence of a solution."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.wording.phrases import said
from impactmap.wording.things import lacked, lacked_remedy


def _find(ground: Ground) -> Iterator[Hit]:
    terms = ground.terms
    for cause in ground.model.causes:
        wording = terms.read(cause.title)
        if found := lacked(terms, wording) or lacked_remedy(terms, wording):
            words, thing = said(wording, found[0]), said(wording, found[1])
            yield Hit(
                cause,
                f"“{words}” is the absence of a solution, not a cause",
                f"say what people run into today, and why it is so; “{thing}” may stand under solutions",
                words,
                "title",
            )


RULE = Rule(
    code="C05",
    name="missing-solution-as-cause",
    source="Delta CX impact map: root causes come from research, not from the backlog",
    why="“There is no chatbot” explains nothing: people had the trouble before chatbots. It only makes one "
    "solution look "
    "like the only one.",
    trips="title: Returns\ncauses: [Lack of a chatbot]\n",
    clean="title: Returns\ncauses: [The label asks for an order number that is only on the invoice]\n",
    severity="warning",
    wording=True,
    find=_find,
)
