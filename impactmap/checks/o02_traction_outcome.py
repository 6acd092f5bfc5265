"""O02: an outcome that is the use of a feature."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.wording import Match, Terms, Wording
from impactmap.wording.phrases import after, covers, phrase_end, said
from impactmap.wording.things import things


def _find(ground: Ground) -> Iterator[Hit]:
    terms = ground.terms
    for gain in ground.model.gains:
        wording = terms.read(gain.title)
        if terms.falling.first(wording):
            continue  # traction is wanted; use that is to fall is something else
        if found := _use_of(terms, wording) or _thing_use(terms, wording) or _using(terms, wording):
            words = said(wording, found)
            yield Hit(
                gain,
                f"“{words}” counts the use of a feature, not what it is good for",
                "say what people get done, or do differently, once they use it; the count may be the success "
                "criterion of a "
                "test",
                words,
                "title",
            )


def _use_of(terms: Terms, wording: Wording) -> Match | None:
    """“Adoption of the AI namer”, “Clicks on the banner”: a thing that is in the tables, or a definite one."""
    for use in terms.use_nouns.find(wording):
        joint = use.last
        if not terms.use_joints.at(wording, joint):
            continue
        first = joint + 1
        end = phrase_end(terms, wording, first, over_quotes=True)
        thing = next(things(terms, wording, terms.perhaps_things, first, end), None)
        if thing:
            return Match(use.first, thing.last)
    return None


def _thing_use(terms: Terms, wording: Wording) -> Match | None:
    """“Chatbot usage”."""
    for thing in things(terms, wording, terms.things, 0, len(wording)):
        length = terms.use_nouns.at(wording, thing.last)
        # "Website visits that end in a booking" say what comes of them.
        if length and not terms.relatives.at(wording, thing.last + length):
            return Match(thing.first, thing.last + length)
    return None


def _using(terms: Terms, wording: Wording) -> Match | None:
    """“Users who open the dashboard”, when that is all they do."""
    for use in terms.use_verbs.find(wording):
        before = use.first - 1
        if not (terms.people.at(wording, before) or terms.relatives.at(wording, before) or _ing(wording, use)):
            continue
        first = after(wording, use.last, terms.determiners, terms.definite, terms.qualifiers)
        end = phrase_end(terms, wording, first)
        thing = next(things(terms, wording, terms.things, first, end), None)
        if thing and thing.first == first and _is_all(terms, wording, thing.last):
            return Match(use.first, thing.last)
    return None


def _ing(wording: Wording, use: Match) -> bool:
    return use.first > 0 and wording.key(use.first).endswith("ing")


def _is_all(terms: Terms, wording: Wording, at: int) -> bool:
    """Whether nothing but how often or how many follows: no purpose."""
    return covers(wording, at, len(wording), terms.measures, terms.periods, terms.dates, terms.more_often)


RULE = Rule(
    code="O02",
    name="traction-outcome",
    source="Torres, Continuous Discovery Habits: a traction metric measures the use of one feature; prefer a "
    "product outcome",
    why="People can be made to use a feature that does nothing for them. An outcome that names a feature also "
    "rules out every "
    "other way of helping.",
    trips="title: Names\ngains: [Adoption of the AI namer]\n",
    clean="title: Names\ngains: [Documents found at the first search]\n",
    severity="info",
    profiles={"opportunity-tree": "warning", "impact-mapping": "warning"},
    wording=True,
    find=_find,
)
