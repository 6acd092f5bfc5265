"""What wording rules know of a language: tables of terms, and nothing else.

A language is a module (or a package) that holds `TERMS`, and a line in the table here. For a language that is not in
it all tables are empty, and rules that find no terms say nothing: better silent than wrong.
"""

from __future__ import annotations

import importlib
from functools import cache

from impactmap.wording.terms import Match, Table, Terms
from impactmap.wording.text import Word, Wording

__all__ = ["LANGUAGES", "Match", "Table", "Terms", "Word", "Wording", "terms"]

LANGUAGES = {"de": "impactmap.wording.de", "en": "impactmap.wording.en"}


@cache
def terms(language: str = "") -> Terms:
    """The terms of a language, by its tag (BCP 47); English where the tag is empty, none where it is unknown.

    An empty tag says that the letters do not tell (see `impactmap.language`). The English tables look for themselves
    whether a text is in another language (`Terms.read`).
    """
    known = LANGUAGES.get(language.partition("-")[0].lower() or "en")
    if known is None:
        return Terms(language=language)
    found: Terms = importlib.import_module(known).TERMS
    return found
