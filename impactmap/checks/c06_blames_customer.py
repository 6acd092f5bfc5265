"""C06: a cause that blames the customer."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.wording import Match, Terms, Wording
from impactmap.wording.phrases import left_over, said, subject

_SAID = 1  # words beside the blame that don't yet make it an observation: "ignore warnings"


def _find(ground: Ground) -> Iterator[Hit]:
    terms = ground.terms_of_people
    explained = {each for cause in ground.model.causes for each in cause.explains}
    for cause in ground.model.causes:
        if cause.id in explained:
            continue  # the map goes on to say why they do
        wording = terms.read(cause.title)
        if found := _fault(terms, wording) or _bare_fault(terms, wording):
            words = said(wording, found)
            yield Hit(
                cause,
                f"“{words}” puts the fault on people",
                "ask what makes that the sensible thing to do, and name it: the wording, the moment, the place; "
                "or add a "
                "cause that explains this one",
                words,
                "title",
            )


def _fault(terms: Terms, wording: Wording) -> Match | None:
    """A fault of character, or “user error”, of people who are named before it."""
    found = terms.blame.first(wording)
    if not found or terms.situations.first(wording):
        return None
    nobody_else = found.first == 0 and found.last == len(wording)
    who = terms.people.first(wording, 0, found.first)
    return found if nobody_else or who else None


def _bare_fault(terms: Terms, wording: Wording) -> Match | None:
    """“Users don't read”: a failing of theirs of which nothing else is said, neither when nor why."""
    who = subject(terms, wording)
    if not who:
        return None
    found = terms.blame_bare.first(wording, who.last)
    if not found or not _follows(terms, wording, who.last, found.first):
        return None
    if wording.clause_end(found.first) < len(wording):
        return None  # the sentence goes on, or quotes what they did not understand
    besides = left_over(
        wording, terms.people, terms.blame_bare, terms.vague_words, terms.qualifiers, terms.determiners, terms.definite
    )
    return Match(who.first, found.last) if besides <= _SAID + bool(terms.definite.at(wording, found.last)) else None


def _follows(terms: Terms, wording: Wording, first: int, last: int) -> bool:
    """Whether nothing but an adverb stands between the people and what they fail to do."""
    return last - first <= 1 and not terms.joints.at(wording, first)


RULE = Rule(
    code="C06",
    name="blames-customer",
    source="Delta CX: research looks for what is wrong with the product, not with its customers",
    why="People do what makes sense to them where they stand. A cause that ends at them ends the search, and the only "
    "remedy left is to tell them off.",
    trips="title: Returns\ncauses: [Users don't read]\n",
    clean="title: Returns\ncauses: [Users don't read the banner because it looks like an ad]\n",
    severity="warning",
    wording=True,
    find=_find,
)
