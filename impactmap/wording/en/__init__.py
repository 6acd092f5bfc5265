"""English, British and American."""

from __future__ import annotations

from impactmap.wording.en import business, faults, grammar, names, people, things
from impactmap.wording.terms import collect

TERMS = collect("en", grammar, people, business, things, faults, names)
