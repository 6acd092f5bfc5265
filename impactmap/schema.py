"""A JSON Schema of the YAML syntax, for editors that complete and check while people type.

It is derived from the grammar and accepts what the assembler accepts in form: every spelling of a name, one item
for a list of one, a text for an item with only a title. What a text means (a date, a quantity, a reference) is
the assembler's to judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from impactmap.model.entities import Entity
from impactmap.model.grammar import (
    Amount,
    Choice,
    Count,
    Day,
    Formula,
    Items,
    Refs,
    Rule,
    Slot,
    Text,
    Texts,
    Url,
    fold,
    rules,
)
from impactmap.model.model import ENTITIES, Model

_Schema = dict[str, Any]

_SCALAR: _Schema = {"type": ["string", "number", "boolean", "null"]}  # `note: 1.10` and `status: no` are texts
_GAP = r"[\s_-]"
_EXAMPLES: dict[type[Slot], list[Any]] = {
    Amount: ["$0.9M to $1.4M per year", "11% of contacts", "3 of 5 roadmap slots", 150],
    Day: ["2026-11-01", "2026-11", "2026-Q4"],
    Count: [14],
    Url: ["https://example.org/report"],
    Formula: ["customers * users_per_customer"],
}
_ONE_LINE = {
    "evidence": 'interview, n=14, 2026-09, "I mail it to myself"',
    "goal": "users_per_customer from 150 to 171 by 2027-03-31",
    "test": "five teams move a proposal to it; desirability; at least four stay",
    "waiver": 'T06, "restaurants that we rank higher do move it", until 2027-01',
}


def json_schema() -> dict[str, Any]:
    """The schema, in draft 2020-12, without an `$id`: nothing has to be fetched to use it.

    Of every field the name with underscores is a property, which editors offer; its other spellings are patterns.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "impactmap spec",
        "description": _doc(Model),
        **_mapping(Model),
        "$defs": {
            "scalar": _SCALAR,
            "texts": {"anyOf": [{"$ref": "#/$defs/scalar"}, {"type": "array", "items": {"$ref": "#/$defs/scalar"}}]},
            "amount": _amount(),
            **{name: _item(entity) for name, entity in ENTITIES.items()},
        },
    }


def _mapping(entity: type[Entity] | type[Model]) -> _Schema:
    return {
        "type": "object",
        "properties": {_key(rule): _field(rule) for rule in rules(entity)},
        "patternProperties": {_other_spellings(rule): _field(rule) for rule in rules(entity)},
        "additionalProperties": False,
    }


def _item(entity: type[Entity]) -> _Schema:
    """An entity: a text, or a mapping of its fields."""
    text: _Schema = {"$ref": "#/$defs/scalar"}
    if entity.entity in _ONE_LINE:
        text = {**text, "examples": [_ONE_LINE[entity.entity]]}
    return {"description": _doc(entity), "anyOf": [text, _mapping(entity)]}


def _doc(entity: type[Entity] | type[Model]) -> str:
    return str(entity.__doc__).strip().split("\n\n")[0]


# ---- names ------------------------------------------------------------------------------------------------


def _key(rule: Rule) -> str:
    return fold(rule.name).replace(" ", "_")


def _other_spellings(rule: Rule) -> str:
    """A pattern for every spelling of a field's name and aliases, but for the one that is a property."""
    return _spelled_unlike(_key(rule), rule.names)


def _spelled_unlike(key: str, names: Iterable[str]) -> str:
    spellings = "|".join(dict.fromkeys(map(_spelling, names)))
    return rf"^(?!{re.escape(key)}$){_GAP}*(?:{spellings}){_GAP}*$"


def _spelling(name: str) -> str:
    """A pattern for a name in any letter case, with any of space, hyphen and underscore between its words."""
    return rf"{_GAP}+".join("".join(map(_any_case, word)) for word in fold(name).split())


def _any_case(character: str) -> str:
    lower, upper = character.lower(), character.upper()
    # The patterns are read by JavaScript's expressions as well, which know no flags in the text.
    if lower != upper:
        return f"[{lower}{upper}]"
    return character if character.isalnum() or ord(character) > 127 else rf"\{character}"


# ---- values -----------------------------------------------------------------------------------------------


def _field(rule: Rule) -> _Schema:
    schema = _value(rule.slot)
    examples = _EXAMPLES.get(type(rule.slot))
    return {"description": rule.doc, **schema, **({"examples": examples} if examples else {})}


def _value(slot: Slot) -> _Schema:
    match slot:
        case Items(kind):
            one = {"$ref": f"#/$defs/{kind}"}
            return {"anyOf": [one, {"type": "array", "items": one}]}
        case Texts() | Refs():
            return {"$ref": "#/$defs/texts"}
        case Amount():
            return {"$ref": "#/$defs/amount"}
        case Choice():
            return _choice(slot)
        case Count():
            return {
                "anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": r"^\s*[\d,]*\s*$"}, _NULL]
            }
        case Text() | Day() | Url() | Formula():
            return {"$ref": "#/$defs/scalar"}


_NULL: _Schema = {"type": "null"}


def _choice(slot: Choice) -> _Schema:
    """The words and their aliases to choose from, and a pattern for their other spellings."""
    words = list(dict.fromkeys([*slot.words, *(alias for aliases in slot.words.values() for alias in aliases)]))
    spellings = "|".join(dict.fromkeys(_spelling(word) for word in words))
    return {
        "anyOf": [
            {"enum": words},
            {"type": "string", "pattern": rf"^{_GAP}*(?:{spellings})?{_GAP}*$"},
            _NULL,
        ]
    }


def _amount() -> _Schema:
    """A quantity: a text, a list of two for a range, or its parts."""
    scalar = {"$ref": "#/$defs/scalar"}
    parts = {
        "low": "The least.",
        "likely": "What is likely.",
        "high": "The most.",
        "unit": "The unit of its figures.",
        "per": "The period or thing that it is counted over.",
        "of": "What it is a part of.",
    }
    return {
        "anyOf": [
            scalar,
            {"type": "array", "items": scalar, "maxItems": 2},
            {
                "type": "object",
                "properties": {name: {"description": doc, **scalar} for name, doc in parts.items()},
                "patternProperties": {_spelled_unlike(name, [name]): scalar for name in parts},
                "additionalProperties": False,
            },
        ]
    }
