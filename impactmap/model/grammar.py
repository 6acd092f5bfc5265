"""How a dataclass says what people may write: each field carries its type, aliases and one-line description.

Readers, the assembler, the JSON Schema, the vocabulary table and the suggestions in error messages are all
derived from these declarations, so a new field is added in one place.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

# ---- what a field may hold ------------------------------------------------------------------------------


class Text(Struct, frozen=True):
    """Text as typed. Python value: `str`, empty when absent."""


class Texts(Struct, frozen=True):
    """A list of short texts, or one text with commas. Python value: `tuple[str, ...]`."""


class Choice(Struct, frozen=True):
    """One of a few words; `words` maps each to its aliases, in order. Python value: `str`, empty when absent."""

    words: Mapping[str, tuple[str, ...]]

    def __hash__(self) -> int:
        return hash(tuple(self.words))


class Amount(Struct, frozen=True):
    """A quantity, perhaps a range (see `impactmap.model.quantity`). Python value: `Quantity | None`."""


class Count(Struct, frozen=True):
    """A whole number from 0. Python value: `int | None`."""


class Day(Struct, frozen=True):
    """A day, month, quarter or year (see `impactmap.model.when`). Python value: `When | None`."""


class Url(Struct, frozen=True):
    """A link: http, https, mailto, `#…` or relative. Python value: `str`, empty when absent."""


class Formula(Struct, frozen=True):
    """Arithmetic over metrics, kept as typed. Python value: `str`, empty when absent."""


class Refs(Struct, frozen=True):
    """References to entities of these kinds by id or title.

    Python value: ids, as `tuple[str, ...]` or, unless `many`, as `str`, empty when absent.
    """

    kinds: tuple[str, ...]
    many: bool = True


class Items(Struct, frozen=True):
    """Entities written in this place. Python value: `tuple[<entity>, ...]`."""

    kind: str


Slot = Text | Texts | Choice | Amount | Count | Day | Url | Formula | Refs | Items


class Rule(Struct, frozen=True):
    """One field: `name` as written (spaces between words), `attribute` as the dataclass has it."""

    name: str
    attribute: str
    slot: Slot
    doc: str
    aliases: tuple[str, ...]
    heading: str  # the section heading of a list of entities, as the starter spec and converters write it

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


def slot(kind: Slot, doc: str, *aliases: str, heading: str = "") -> Any:
    """Declares a dataclass field: what it holds, its one-line description, its other names."""
    empty: Any = None
    match kind:
        case Text() | Choice() | Url() | Formula() | Refs(many=False):
            empty = ""
        case Texts() | Refs() | Items():
            empty = ()
    return dataclasses.field(default=empty, metadata={"slot": kind, "doc": doc, "aliases": aliases, "heading": heading})


# ---- looking up ---------------------------------------------------------------------------------------------


def fold(name: str) -> str:
    """The one form of a name: spaces, hyphens and underscores are the same thing, and so is letter case."""
    return " ".join(name.casefold().replace("-", " ").replace("_", " ").split())


def rules(entity: Any) -> tuple[Rule, ...]:
    """The fields of an entity that people may write, in the order of declaration."""
    return _rules(entity)


@functools.cache
def _rules(entity: Any) -> tuple[Rule, ...]:
    return tuple(
        Rule(
            name=field.name.rstrip("_").replace("_", " "),
            attribute=field.name,
            slot=field.metadata["slot"],
            doc=field.metadata["doc"],
            aliases=field.metadata["aliases"],
            heading=field.metadata["heading"],
        )
        for field in dataclasses.fields(entity)
        if "slot" in field.metadata
    )


@functools.cache
def _names(entity: Any) -> Mapping[str, Rule]:
    return {fold(name): rule for rule in rules(entity) for name in rule.names}


def find(entity: Any, name: str) -> Rule | None:
    """The field that `name` means, by its name or an alias; None when there is none."""
    return _names(entity).get(fold(name))


def known(entity: Any) -> Iterable[str]:
    """Every name and alias of the fields of an entity, folded: what a wrong one is compared with."""
    return _names(entity).keys()


@functools.cache
def _words(choice: Choice) -> Mapping[str, str]:
    return {fold(alias): word for word, aliases in choice.words.items() for alias in (word, *aliases)}


def choose(choice: Choice, word: str) -> str | None:
    """The word of a choice that `word` means; None when it is none of them."""
    return _words(choice).get(fold(word))


def wordings(choice: Choice) -> Iterable[str]:
    """Every word and alias of a choice, folded."""
    return _words(choice).keys()
