"""N02: a need that names a thing to build."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.wording import Match, Terms, Wording
from impactmap.wording.phrases import after, in_first_person, opening, phrase_end, said
from impactmap.wording.things import bare_thing, head, lacked, made


def _find(ground: Ground) -> Iterator[Hit]:
    terms = ground.terms
    for need in ground.model.needs:
        wording = terms.read(need.title)
        found = (
            made(terms, wording, terms.build_verbs, terms.perhaps_things)
            or _solution_verb(terms, wording)
            or _wanted(terms, wording)
            or bare_thing(terms, wording)
            or _absent(terms, wording)
        )
        if found:
            words = said(wording, found)
            yield Hit(
                need,
                f"“{words}” is a solution, not a need",
                f"ask what people cannot do without it, and say that: “When …, I can't …, so …”; keep “{words}” under "
                "solutions, next to two others",
                words,
                "title",
            )


def _solution_verb(terms: Terms, wording: Wording) -> Match | None:
    """“Implement …”, “Integrate with …”: said of nothing but solutions, unless customers say it of their own things."""
    start = opening(terms, wording)
    length = terms.solution_verbs.at(wording, start)
    if not length or in_first_person(terms, wording):
        return None
    return Match(start, max(start + length, phrase_end(terms, wording, start + length)))


def _wanted(terms: Terms, wording: Wording) -> Match | None:
    """“I need a dashboard”, but not “I need the dashboard to load faster”: that one is there already."""
    # In a user story a button is one to be built; elsewhere it may be one of the washing machine.
    table = terms.perhaps_things if terms.stories.at(wording, 0) else terms.things
    for want in terms.wants.find(wording):
        if terms.negations.at(wording, want.first - 1):
            continue
        first = want.last
        if length := terms.definite.at(wording, first):
            if not terms.novel.at(wording, first + length):
                continue
            first += length
        named = terms.determiners.at(wording, first)
        end = phrase_end(terms, wording, first)
        thing = head(terms, wording, table, after(wording, first, terms.determiners), end)
        # "Drivers need notifications to arrive": things there are already, and what they ought to do.
        there_already = not named and terms.infinitive.at(wording, end)
        if thing and not there_already:
            return Match(first, thing.last)
    return None


def _absent(terms: Terms, wording: Wording) -> Match | None:
    """“There is no dark mode”; with an “I can't …” the title says what is in the way."""
    found = None if in_first_person(terms, wording) else lacked(terms, wording)
    return found[0] if found else None


RULE = Rule(
    code="N02",
    name="solution-as-need",
    source="Torres, Continuous Discovery Habits: an opportunity is a need, a pain or a desire, never a solution "
    "in disguise; "
    "Delta CX",
    why="A need that names its solution can be met in one way only, and nobody will ask whether it is the right "
    "one. The "
    "need behind it usually has cheaper answers.",
    trips="title: Search\nneeds: [Add a search bar]\n",
    clean="title: Search\nneeds: [I can't find the invoice I was sent last month]\n",
    severity="warning",
    wording=True,
    find=_find,
)
