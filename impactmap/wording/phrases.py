"""The little grammar that wording rules share: who speaks, where a sentence begins, where a noun phrase ends.

It looks at the order of words, not at what each is; that is enough to tell "Increase revenue" from "I can't tell
whether my revenue report is right", and it can be explained to the author in one line.
"""

from __future__ import annotations

from impactmap.wording.terms import NONE, Match, Table, Terms
from impactmap.wording.text import Wording

_LONGEST = 12  # words: no noun phrase has more without a joint; it also keeps every rule linear


def in_first_person(terms: Terms, wording: Wording) -> bool:
    """Whether the customer speaks for themselves: "I", "my", "me"."""
    return terms.first_person.first(wording) is not None


def opening(terms: Terms, wording: Wording) -> int:
    """The word at which the sentence proper begins: after "we need to", "please" and their like."""
    at = 0
    while length := terms.lead_ins.at(wording, at):
        at += length
    return at


def after(wording: Wording, at: int, *tables: Table, but: Table = NONE) -> int:
    """The first word from `at` on that begins no term of the tables, or one of `but`."""
    stop = at + _LONGEST
    while at < stop and not but.at(wording, at):
        length = max((table.at(wording, at) for table in tables), default=0)
        if not length:
            break
        at += length
    return at


def phrase_end(terms: Terms, wording: Wording, at: int, *, over_quotes: bool = False) -> int:
    """Where the noun phrase that begins at a word ends: at a joint ("of", "for", "and"), a number or the clause's end.

    A joint inside of a thing's name ("single sign-on") ends nothing. With `over_quotes` clauses are not looked at:
    “the "Compare" button” is one phrase.
    """
    if at >= len(wording):
        return at
    end, stop = at, min(len(wording) if over_quotes else wording.clause_end(at), at + _LONGEST)
    while end < stop and not terms.joints.at(wording, end) and not (end > at and wording.words[end].is_number):
        end += terms.things.at(wording, end) or 1
    return min(end, stop)


def subject(terms: Terms, wording: Wording, at: int = 0) -> Match | None:
    """The people of whom a sentence speaks that begins at a word: "our older customers"."""
    who = after(wording, at, terms.determiners, terms.ours, terms.qualifiers, terms.definite)
    length = terms.people.at(wording, who)
    return Match(at, who + length) if length else None


def covers(wording: Wording, first: int, last: int, *tables: Table) -> bool:
    """Whether every word there is a number or belongs to a term of one of the tables."""
    at = first
    while at < last:
        length = max((table.at(wording, at) for table in tables), default=0)
        if not length and not wording.words[at].is_number:
            return False
        at += length or 1
    return True


def left_over(wording: Wording, *tables: Table) -> int:
    """How many words belong to no term of the tables: what a text says beside them."""
    at = count = 0
    while at < len(wording):
        length = max((table.at(wording, at) for table in tables), default=0)
        count += not length and len(wording.words[at].key) > 1  # the "e" of "e-mail" is no word
        at += length or 1
    return count


def said(wording: Wording, match: Match) -> str:
    """The words of a match, as they stand in the text."""
    return wording.part(match.first, match.last)
