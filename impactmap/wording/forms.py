"""English word forms, written out when a table is made.

Tables hold base forms, and these functions add the regular others. Making forms is safer than taking endings off the
words of a text: a stemmer takes "customs" for "custom" and "universe" for "universal"; a form that does not exist
("runned") merely never matches.
"""

from __future__ import annotations

from collections.abc import Callable

_VOWELS = "aeiou"


def listed(terms: str) -> frozenset[str]:
    """Terms as they stand, between commas."""
    return frozenset(filter(None, (" ".join(term.split()) for term in terms.split(","))))


def nouns(terms: str) -> frozenset[str]:
    """Each term with its plural: of the last word."""
    return frozenset(form for term in listed(terms) for form in (term, _plural(term)))


def commands(terms: str) -> frozenset[str]:
    """How a title begins that says what to do: "build", "building"."""
    return frozenset(form for term in listed(terms) for form in (term, _each(term, _ing)))


def verbs(terms: str) -> frozenset[str]:
    """Each term in the present, the past and with -ing: of the first word. Irregular pasts are terms of their own."""
    return frozenset(
        form for term in listed(terms) for form in (term, _each(term, _plural), _each(term, _past), _each(term, _ing))
    )


def joined(*groups: frozenset[str]) -> frozenset[str]:
    """All terms of several groups."""
    return frozenset().union(*groups)


def _each(term: str, form: Callable[[str], str]) -> str:
    """The term with its first word in another form."""
    first, space, rest = term.partition(" ")
    return f"{form(first)}{space}{rest}"


def _plural(term: str) -> str:
    if term.endswith(("s", "x", "z", "ch", "sh")):
        return term + "es"
    if term.endswith("y") and term[-2:-1] not in _VOWELS:
        return term[:-1] + "ies"
    return term + "s"


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return verb[:-1] + "ied"
    return _doubled(verb) + "ed"


def _ing(verb: str) -> str:
    if verb.endswith("e") and not verb.endswith("ee"):
        return verb[:-1] + "ing"
    return _doubled(verb) + "ing"


def _doubled(verb: str) -> str:
    """ "ship" as in "shipping": one vowel between consonants, in a word of one syllable."""
    single = sum(letter in _VOWELS for letter in verb) == 1
    closed = len(verb) > 2 and verb[-2] in _VOWELS and verb[-1] not in "aeiouwxy"
    return verb + verb[-1] if single and closed else verb
