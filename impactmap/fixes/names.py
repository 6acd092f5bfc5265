"""Other names of fields become their own: `because of` is `caused by`.

What the author's method calls its columns stays (`Opportunities`), and so does `name` for a title, and one word for
a list of one (`test`).
"""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.fixes.source import Edit, Kind, Source
from impactmap.model import Model
from impactmap.model.grammar import Items, Rule, fold
from impactmap.writers.spec import singular


def fix(source: Source) -> Iterator[Edit]:
    for kind, rule, item in source.fields():
        if rule.name == "title" or item.name.span == item.value.span:
            continue
        name = _name(kind, rule, item.name.text)
        if source.yaml:
            name = name.replace(" ", "_")
        place = source.typed(item.name)
        if place and item.name.text != name:
            yield Edit(*place, name, "name", f"'{item.name.text}' is called '{name}'")


def _name(kind: Kind, rule: Rule, typed: str) -> str:
    """The name that a field should have where this one was typed."""
    if kind is Model and (isinstance(rule.slot, Items) or fold(typed) == fold(rule.name)):
        return typed  # `as_of` is at home in front matter
    if isinstance(rule.slot, Items):
        return fold(typed) if fold(typed) in {rule.name, singular(rule)} else singular(rule)
    return rule.name
