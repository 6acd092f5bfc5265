"""N03: a need in which the company wants the customer to do something."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.wording import Match, Table, Terms, Wording
from impactmap.wording.phrases import after, covers, in_first_person, opening, phrase_end, said, subject


def _find(ground: Ground) -> Iterator[Hit]:
    terms = ground.terms
    for need in ground.model.needs:
        wording = terms.read(need.title)
        if in_first_person(terms, wording):
            continue
        found = (
            _made_to(terms, wording) or _wished(terms, wording) or _obliged(terms, wording) or _traffic(terms, wording)
        )
        if found:
            words = said(wording, _with_deed(terms, wording, found))
            yield Hit(
                need,
                f"“{words}” is what the company wants of its customers, not what they want",
                _hint(terms, wording, found),
                words,
                "title",
            )


def _with_deed(terms: Terms, wording: Wording, found: Match) -> Match:
    """“Get customers” goes on with what they are to do."""
    does = terms.infinitive.at(wording, found.last)
    return Match(found.first, wording.clause_end(found.first)) if does else found


def _hint(terms: Terms, wording: Wording, found: Match) -> str:
    """Turns the sentence round where it says what people are to do."""
    for at in range(found.first, len(wording)):
        if terms.infinitive.at(wording, at) and at + 1 < wording.clause_end(at):
            deed = wording.part(at + 1, wording.clause_end(at))
            return (
                f"ask what would make them want to “{deed}”, and say it in their words: “When …, I want …, so that …”"
            )
    return "ask what the customer would get out of it, and say it in their words: “When …, I want …, so that …”"


def _made_to(terms: Terms, wording: Wording) -> Match | None:
    """“Get customers to click”, “Retain customers”: a verb that makes people do things, and the people.

    Of people in general every such verb tells; where a role is named it takes an infinitive, a preposition of direction
    or "into": "Drive patients to dialysis" is somebody's work.
    """
    start = opening(terms, wording)
    length = terms.causatives.at(wording, start)
    who = subject(terms, wording, start + length) if length else None
    if not who or any(word.owns for word in wording.words[who.first : who.last]):
        return None
    if terms.generic_people.at(wording, who.last - 1):
        return None if terms.specifying.at(wording, who.last) else Match(start, who.last)
    toward = who.last
    moved = terms.coaxing.at(wording, start) and (
        terms.infinitive.at(wording, toward) or terms.directions.at(wording, toward)
    )
    led = terms.infinitive.at(wording, toward) and terms.deeds.at(wording, toward + 1)
    return Match(start, who.last) if moved or led else None


def _wished(terms: Terms, wording: Wording) -> Match | None:
    """“We want users to stay longer”."""
    if not terms.we_want.at(wording, 0):
        return None
    start = terms.we_want.at(wording, 0)
    who = subject(terms, wording, start)
    return Match(0, who.last) if who and terms.infinitive.at(wording, who.last) else None


def _obliged(terms: Terms, wording: Wording) -> Match | None:
    """“Customers should use our app more often”: a duty towards us, or one of doing more."""
    who = subject(terms, wording, opening(terms, wording))
    duty = terms.obligations.at(wording, who.last) if who else 0
    if not who or not duty:
        return None
    end = wording.clause_end(who.last)
    to_us = terms.ours.first(wording, who.last + duty, end)
    deed = terms.business_deeds.at(wording, who.last + duty) if terms.urgings.at(wording, who.last) else 0
    if deed and covers(wording, who.last + duty + deed, len(wording), *_objects(terms)):
        return Match(who.first, who.last + duty + deed)
    more = next((each for each in terms.more_often.find(wording, who.last + duty, end) if each.last == end), None)
    found = to_us or (more if terms.deeds.at(wording, who.last + duty) else None)
    return Match(who.first, who.last + duty) if found else None


def _objects(terms: Terms) -> tuple[Table, ...]:
    """What may follow a deed that the company wants: what it sells or runs, and how often. A purpose is none of it."""
    return (terms.definite, terms.qualifiers, terms.measures, terms.things, terms.sold_things, terms.more_often)


def _traffic(terms: Terms, wording: Wording) -> Match | None:
    """“Drive adoption”, “More clicks”: what a company counts when people do as it likes."""
    start = opening(terms, wording)
    verb = max(terms.growth_verbs.at(wording, start), terms.causatives.at(wording, start))
    first = after(wording, start + verb, terms.determiners, terms.qualifiers)
    end = phrase_end(terms, wording, first)
    for match in terms.engagement.find(wording, first):
        if match.first >= end:
            break
        if match.last >= end and (verb or covers(wording, start, len(wording), terms.engagement, terms.measures)):
            return Match(start, match.last)
    return None


RULE = Rule(
    code="N03",
    name="company-voice",
    source="Start with customer value or business value?: the business wants Button X clicked more, the customer less",
    why="What the company wants people to do is not what people want to do. Where the two differ, the map is to "
    "show it, "
    "not to hide it in the need.",
    trips="title: Clicks\nneeds: [Get customers to click the button more]\n",
    clean="title: Payments\nneeds: [Get my customers to pay on time without spoiling the relationship]\n",
    severity="warning",
    profiles={"impact-mapping": "info"},  # Adzic's impacts are changes in behaviour that the business wants
    wording=True,
    find=_find,
)
