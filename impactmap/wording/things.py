"""How a text names a thing to build, or what a team puts out."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.wording.phrases import after, covers, opening, phrase_end
from impactmap.wording.terms import Match, Table, Terms
from impactmap.wording.text import Wording


def things(terms: Terms, wording: Wording, table: Table, first: int, last: int) -> Iterator[Match]:
    """The things of a table among the words `first` up to `last`; an "AI namer" is one whatever it does.

    A thing that owns something ("the app's colours") is only mentioned.
    """
    at = first
    while at < last:
        length = table.at(wording, at)
        mark = terms.thing_marks.at(wording, at)
        if mark and at + mark < last:
            length = max(length, last - at)
        if length and at + length <= last and not wording.words[at + length - 1].owns:
            yield Match(at, at + length)
        at += length or 1


def head(terms: Terms, wording: Wording, table: Table, first: int, last: int) -> Match | None:
    """The thing that a noun phrase is about: the one at its end ("a new search bar", not "search bar colours")."""
    return next((match for match in things(terms, wording, table, first, last) if match.last == last), None)


def bare_thing(terms: Terms, wording: Wording) -> Match | None:
    """The thing that a title names and nothing else: "Dark mode", "A better dashboard", "Mobile app for nurses"."""
    first = opening(terms, wording)
    start = after(wording, first, terms.determiners, terms.qualifiers, terms.definite, but=terms.things)
    end = phrase_end(terms, wording, start)
    match = next(things(terms, wording, terms.things, start, end), None)
    if match is None or match.first != start or match.last != end:
        return None
    rest = len(wording) - end
    if not rest:
        return match
    for_whom = after(wording, end + 1, terms.determiners, terms.qualifiers, terms.people) if rest > 1 else end
    return match if terms.purposes.at(wording, end) and (for_whom == len(wording) or rest == 2) else None


def made(terms: Terms, wording: Wording, verbs: Table, table: Table) -> Match | None:
    """A command to make a thing: "Add a search bar". From the verb to the thing."""
    start = opening(terms, wording)
    length = verbs.at(wording, start)
    if not length:
        return None
    end = phrase_end(terms, wording, start + length)
    found = next(things(terms, wording, table, start + length, end), None)
    return Match(start, found.last) if found else None


def output(terms: Terms, wording: Wording) -> Match | None:
    """Something that a team puts out: "Run 12 A/B tests", "Launch in Germany", "New portal launched"."""
    start = opening(terms, wording)
    found = made(terms, wording, terms.build_verbs, terms.outputs) or _moved(terms, wording, start)
    if found := found or _staffed(terms, wording, start):
        return found
    end = phrase_end(terms, wording, start)
    if length := terms.launch_verbs.at(wording, start):
        # "Launch-day crashes" and "Launch customers" only mention one: what is launched has an article or a joint.
        follows = start + length
        is_said = (
            follows == len(wording)
            or terms.determiners.at(wording, follows)
            or terms.definite.at(wording, follows)
            or terms.joints.at(wording, follows)
            or wording.words[follows].is_number
            or terms.numbers.at(wording, follows)
            or terms.qualifiers.at(wording, follows)
        )
        return Match(start, max(follows, end)) if is_said else None
    return _put_out(terms, wording, start)


def _moved(terms: Terms, wording: Wording, start: int) -> Match | None:
    """“Migrate all customers to the new platform”: who or what is moved, and the thing that it is moved to."""
    if not terms.move_verbs.at(wording, start):
        return None
    end = wording.clause_end(start)
    to = next((at for at in range(start + 1, end) if terms.infinitive.at(wording, at)), end)
    found = head(terms, wording, terms.platforms, to + 1, phrase_end(terms, wording, to + 1)) if to < end else None
    return Match(start, found.last) if found else None


def _staffed(terms: Terms, wording: Wording, start: int) -> Match | None:
    """“Hire five engineers”, “Train 100% of technicians”: a verb of staffing, how many, and people."""
    length = terms.staff_verbs.at(wording, start)
    many = start + length
    if not length or many >= len(wording):
        return None
    count = terms.numbers.at(wording, many) or terms.in_full.at(wording, many) or int(wording.words[many].is_number)
    first = many + count + (terms.specifying.at(wording, many + count) if count else 0)
    end = phrase_end(terms, wording, first)
    people = next((each for each in terms.people.find(wording, first, end) if each.last == end), None)
    return Match(start, end) if count and people else None


def _put_out(terms: Terms, wording: Wording, start: int) -> Match | None:
    """ "20 features shipped": a thing at the start, and that it is out, with nothing but a date after it."""
    what = after(wording, start, terms.determiners, terms.definite, terms.numbers, terms.qualifiers)
    while what < len(wording) and wording.words[what].is_number:
        what += 1
    length = terms.outputs.at(wording, what)
    if not length or wording.words[what + length - 1].owns:
        return None
    done = terms.shipped.at(wording, what + length)
    out = what + length + done
    if terms.punctual.at(wording, out) and wording.key(what + length - 1).endswith("s"):
        return None  # "Reports delivered on time" is a rate of many
    if not done or (out < len(wording) and not _dates(terms, wording, out)):
        return None
    return Match(start, out)


def _dates(terms: Terms, wording: Wording, at: int) -> bool:
    """Whether nothing but a date follows: "by Q3", "in May 2027"."""
    return bool(terms.joints.at(wording, at)) and covers(wording, at + 1, len(wording), terms.dates, terms.definite)


def lacked_remedy(terms: Terms, wording: Wording) -> tuple[Match, Match] | None:
    """“Insufficient training”, “No documentation”: what a team would set up, and nothing else is said.

    Only where it ends the text: "No documentation of the ward reaches the doctor" tells what happens.
    """
    for table in (terms.lack, terms.shortages):
        for lack in table.find(wording):
            first = after(wording, lack.last, terms.determiners, terms.qualifiers)
            length = terms.remedies.at(wording, first)
            begins = lack.first == 0 or terms.auxiliaries.at(wording, lack.first - 1)
            if length and begins and first + length == len(wording):
                return Match(lack.first, first + length), Match(first, first + length)
    return None


def lacked(terms: Terms, wording: Wording) -> tuple[Match, Match] | None:
    """The absence of a thing, as "no", "lack of" and their like have it: all of it, and the thing.

    The thing ends its noun phrase: in "no search results are shown" nothing is lacking that could be built.
    """
    for lack in terms.lack.find(wording):
        first = after(wording, lack.last, terms.determiners)
        if terms.definite.at(wording, lack.last):
            continue
        end = phrase_end(terms, wording, first)
        if terms.auxiliaries.at(wording, end):
            continue
        if (thing := head(terms, wording, terms.things, first, end)) and thing.last == end:
            return Match(lack.first, end), thing
    return None
