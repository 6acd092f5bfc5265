"""Other words of a choice become its own: `kind: end consumer` is `kind: end user`."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.fixes.source import Edit, Source, scalars
from impactmap.model.grammar import Choice, choose


def fix(source: Source) -> Iterator[Edit]:
    for _, rule, item in source.fields():
        if not isinstance(rule.slot, Choice):
            continue
        for scalar in scalars(item.value):
            word = choose(rule.slot, scalar.text)
            place = source.typed(scalar)
            # A mere sign would mean something to YAML, or to a list.
            if word and place and word != scalar.text and word[0].isalpha():
                yield Edit(*place, word, "word", f"'{scalar.text}' is called '{word}'")
