"""Lists and tables that are read as prose, and look like the items of a section."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct

from impactmap.model import ENTITIES, Model
from impactmap.model.entities import Entity
from impactmap.model.grammar import Items, Refs, Rule, find, fold, rules
from impactmap.readers.markdown_blocks import Block

_MAIN = ("needs", "causes", "harms", "gains")
_COLUMNS = (*_MAIN, "metrics", "counter_metrics", "solutions")


def _entity(section: Rule) -> type[Entity]:
    assert isinstance(section.slot, Items)  # noqa: S101 - the grammar says so; this tells mypy
    return ENTITIES[section.slot.kind]


# What leads from an item to those of another column. The other names of these ("for", "from") begin sentences.
_LINKS = frozenset(
    rule.name
    for section in rules(Model)
    if section.attribute in _COLUMNS
    for rule in rules(_entity(section))
    if isinstance(rule.slot, Refs) and rule.slot.many
)
# These texts are looked at as they were typed: to render all the prose of a page costs more than to read its map.
_ID = re.compile(r"\{:? {0,3}#([^\s{}]{1,200})(?:\s[^{}]*)?\}")
_NAME = re.compile(r"[*_`]{0,3}([A-Za-z][A-Za-z _-]{0,20}?)[*_`]{0,3}:(?:[*_`]{1,3})?(?=\s|$)")


class Signs(Struct):
    """What in a list or table tells of items: the names of their fields, their ids, and their titles."""

    fields: set[str]
    ids: set[str]
    titles: set[str]

    def __bool__(self) -> bool:
        return bool(self.ids or self.fields & (_LINKS | {"evidence"}))


def signs(blocks: Iterable[Block], line_text: Iterable[str] = ()) -> Signs:
    """The signs of the lists among some blocks, and of the tables that have these lines of heads."""
    found = Signs(set(), set(), set())
    for block in blocks:
        for item in block.blocks if block.kind == "list" else ():
            _look(item, found)
    for line in line_text:
        heads = {fold(head.strip(" *_`")) for head in line.split("|")}
        if heads & _LINKS:  # columns of evidence there are in other tables
            found.fields |= heads
    return found


def _look(item: Block, found: Signs) -> None:
    if not item.blocks or item.blocks[0].kind != "paragraph":
        return
    title = item.blocks[0].chunk.content
    at = title.rfind("{")
    if named := _ID.fullmatch(title, max(at, 0)):
        found.ids.add(named[1])
        title = title[:at].rstrip()
    found.titles.add(title)
    found.fields.update(_fields(item.blocks[1:]))


def _fields(blocks: Iterable[Block]) -> Iterator[str]:
    """The names that the bullets under an item begin with."""
    for block in blocks:
        for item in block.blocks if block.kind == "list" else ():
            if item.blocks and (named := _NAME.match(item.blocks[0].chunk.content)):
                yield fold(named[1])


def sections_of(found: Signs, there: Collection[str]) -> list[Rule]:
    """The sections that items with these fields fit in best; those that the page lacks, if any does.

    A link settles it: only a cause `explains`. Without one it is the columns of the picture that have the most of them.
    """
    links = found.fields & _LINKS
    columns = [rule for rule in rules(Model) if rule.attribute in (_COLUMNS if links else _MAIN)]
    fits = {rule.name: _fit(rule, links or found.fields) for rule in columns}
    best = max(fits.values())
    fitting = [rule for rule in columns if fits[rule.name] == best]
    return [rule for rule in fitting if rule.name not in there] or fitting


def _fit(section: Rule, names: Iterable[str]) -> int:
    entity = _entity(section)
    return sum((rule := find(entity, name)) is not None and rule.name == name for name in names)
