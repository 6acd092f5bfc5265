"""H01: a harm that hurts customers and says nothing of the business."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.model import Harm
from impactmap.wording import Match, Terms, Wording
from impactmap.wording.phrases import after, covers, in_first_person, said, subject

_NEAR = 2  # words between people and what pains them: "people are often upset"


def _find(ground: Ground) -> Iterator[Hit]:
    terms = ground.terms_of_people
    for harm in ground.model.harms:
        if _says_more(harm):
            continue
        wording = terms.read(harm.title)
        if found := _pain(terms, wording):
            words = said(wording, found)
            yield Hit(
                harm,
                f"“{words}” is the customer's pain: it does not say what the business loses",
                f"go on: “{wording.text.strip().rstrip('.')}, so …” – they leave, call, ask for their money back? "
                f"Then say it "
                "with the field 'kind', 'size' or 'metric'",
                words,
                "title",
            )


def _says_more(harm: Harm) -> bool:
    """Whether a field says what it is to the business: a kind, a metric, or a sum of money."""
    return bool(harm.kind or harm.metric or (harm.size and _is_money(harm.size.unit)))


def _is_money(unit: str) -> bool:
    """A currency's sign or code, which is how a `Quantity` holds it."""
    return (
        unicodedata.category(unit) == "Sc" if len(unit) == 1 else len(unit) == 3 and unit.isalpha() and unit.isupper()
    )


def _pain(terms: Terms, wording: Wording) -> Match | None:
    """A pain of people, or by itself ("Frustration"), and no consequence in the whole title."""
    pains = tuple(terms.pains.find(wording))
    # "They hate us" tells of a pain: the "us" in it is no consequence.
    outside = (each for each in terms.consequences.find(wording) if not any(map(each.within, pains)))
    if not pains or next(outside, None):
        return None
    found = pains[0]
    if subject(terms, wording) or in_first_person(terms, wording):
        return found
    for pain in pains:
        if terms.people.first(wording, max(0, pain.first - _NEAR), pain.first):
            return pain
    start = after(wording, 0, terms.determiners, terms.qualifiers)
    # "Worried customers" and no more; "worried customers ask for paper" goes on to what they do.
    alone = covers(wording, found.last, len(wording), terms.people, terms.vague_words)
    return found if found.first == start and alone else None


RULE = Rule(
    code="H01",
    name="harm-is-customer-pain",
    source="Delta CX impact map: the negative impacts on the business without a solution",
    why="That customers suffer is the need. The column for harm says what their pain does to the business; "
    "without it the "
    "map has no argument for those who hold the budget.",
    trips="title: Invoices\nharms: [Customers are annoyed]\n",
    clean="title: Invoices\nharms: [Customers are annoyed and leave within the quarter]\n",
    severity="warning",
    profiles={"opportunity-tree": "info", "impact-mapping": "info", "north-star": "info"},
    wording=True,
    find=_find,
)
