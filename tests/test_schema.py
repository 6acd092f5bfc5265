"""The schema accepts every spelling that the assembler accepts, and no typo."""

from __future__ import annotations

import json
import re
from itertools import count
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from impactmap.assemble import assemble
from impactmap.diagnostics import Span, SpecError
from impactmap.document import Document, Field, Mapping, Node, Scalar, Sequence
from impactmap.model import ENTITIES, Model
from impactmap.model.grammar import Amount, Choice, Items, fold, rules
from impactmap.schema import json_schema

SCHEMA = json_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
ENTITIES_AND_MAP: list[Any] = [Model, *ENTITIES.values()]
SECTIONS = {rule.slot.kind: rule.attribute for rule in rules(Model) if isinstance(rule.slot, Items)}

FULL = """
as_of: 2026-11-01
currency: USD
title: Find the current draft
summary: Blue corp makes a productivity suite for enterprises.
actors:
  - {id: ae, title: Account executives, kind: user}
  - IT buyers
need:
  title: When I start a proposal I can't tell which draft is the current one.
  id: current-draft
  actor: ae
  evidence:
    - observation, n=9, 2026-08
    - 'interview, n=14, 2026-09, "I mail it to myself, that way I know."'
root causes:
  - id: email
    title: Copies travel by e-mail; nothing marks one as the source of truth.
    evidence: {method: observation, n: 9, collected: 2026-08, stance: Supports}
  - title: Search ranks by file name, and every draft is called "Proposal".
    Evidence: support tickets, n=214, <https://support.example/report/91>
    tags: [search, files]
    status: no
harms:
  - id: unused
    title: Licences sit unused and are cut at renewal.
    caused_by: [email, search]
    size: {low: $0.9M, high: $1.4M, per: year}
  - {title: Contacts, Caused-By: search, size: [1, 2]}
outcomes:
  - {title: More use it, reverses: [unused], metric: mau, baseline: 150, target: 171, by: 2027}
metrics:
  - {id: mau, name: Monthly active users, role: North Star, formula: customers * 12}
  - {id: customers, value: 400, note: }
influences: {from: customers, to: mau, sign: +, confidence: assumed}
counter-metrics:
  - {title: duplicates, guards: mau, max: 8%, min: 1}
solutions:
  - id: one-link
    title: One link per document
    addresses: email
    test: five teams move one live proposal to it; desirability; four stay
Teams:
  title: Onboarding
  goal: {metric: mau, from: 150, to: 171}
  key results: [mau to 3]
"""


def plain(value: Any) -> Any:
    """What an editor's YAML parser hands to the validator: dates are texts in YAML 1.2."""
    return json.loads(json.dumps(value, default=str))


def wrong(value: Any) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(plain(value))]


def test_it_is_a_schema_that_needs_no_network() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    text = json.dumps(SCHEMA)
    assert "$id" not in text
    assert set(re.findall(r"https?://[^\"]+", text)) == {
        "https://json-schema.org/draft/2020-12/schema", "https://example.org/report",
    }  # fmt: skip
    assert re.findall(r'"\$ref": "(?!#/\$defs/)', text) == []


@pytest.mark.parametrize("loader", [yaml.SafeLoader, yaml.BaseLoader])
def test_a_spec_in_full_dress(loader: Any) -> None:
    assert wrong(yaml.load(FULL, loader)) == []  # noqa: S506 - neither makes objects


def test_the_smallest_spec() -> None:
    assert wrong({"title": "T", "need": "N", "causes": ["A", "B"], "harms": None, "gains": []}) == []


@pytest.mark.parametrize(
    "broken",
    [
        {"causs": ["A"]},
        {"causes": [{"title": "A", "evidense": "x"}]},
        {"causes": [["A"]]},
        {"causes": [{"title": ["A"]}]},
        {"causes": [{"title": "A", "category": "poeple"}]},
        {"causes": [{"title": "A", "explains": {"need": "x"}}]},
        {"needs": [{"title": "A", "evidence": [{"method": "gut"}]}]},
        {"needs": [{"title": "A", "evidence": [{"n": -1}]}]},
        {"needs": [{"title": "A", "evidence": [{"n": "nine"}]}]},
        {"harms": [{"title": "A", "size": {"lwo": 1}}]},
        {"harms": [{"title": "A", "size": [1, 2, 3]}]},
        {"teams": [{"title": "A", "goals": [{"metrik": "m"}]}]},
        {"audience": "everybody"},
        ["A"],
    ],
)
def test_typos(broken: Any) -> None:
    assert wrong(broken)


def test_every_field_is_offered_with_a_description() -> None:
    for entity in ENTITIES_AND_MAP:
        properties = _mapping_schema(entity)["properties"]
        assert list(properties) == [fold(rule.name).replace(" ", "_") for rule in rules(entity)]
        assert all(schema["description"] for schema in properties.values())


def _mapping_schema(entity: Any) -> dict[str, Any]:
    schema: dict[str, Any] = SCHEMA if entity is Model else SCHEMA["$defs"][entity.entity]["anyOf"][1]
    return schema


# ---- what the assembler accepts -----------------------------------------------------------------------------

SPAN = Span(1, 1, 1, 2)


def accepted(value: dict[str, Any]) -> bool:
    """Whether the assembler finds nothing wrong with the names and shapes of a spec."""
    lines = count(2)

    def name_of(name: str) -> Scalar:
        # Each on a line of its own: of two findings in one place the second is not said.
        line = next(lines)
        return Scalar(name, Span(line, 1, line, 2))

    def node(part: Any) -> Node:
        if isinstance(part, dict):
            return Mapping(tuple(Field(name_of(str(name)), node(inner)) for name, inner in part.items()), SPAN)
        if isinstance(part, list):
            return Sequence(tuple(map(node, part)), SPAN)
        return Scalar("" if part is None else str(part), SPAN)

    root = node({"title": "T", **value})
    assert isinstance(root, Mapping)
    try:
        assemble(Document("p", "", root))
    except SpecError as error:
        return {d.code for d in error.diagnostics}.isdisjoint(
            {"unknown-field", "wrong-type", "unknown-choice", "duplicate-field"}
        )
    return True


def spellings(name: str) -> st.SearchStrategy[str]:
    gap = st.sampled_from([" ", "-", "_", "  ", " - "])
    words = re.split(r"[ _-]+", name)
    case = st.sampled_from([str.lower, str.upper, str.title, str])
    return st.builds(
        lambda gaps, change: change("".join(word + space for word, space in zip(words, gaps, strict=True))),
        st.tuples(*[gap] * (len(words) - 1), st.sampled_from(["", " "])),
        case,
    )


def values(rule: Any) -> st.SearchStrategy[Any]:
    """Values of all sorts for a field, right ones and wrong ones."""
    scalar = st.sampled_from(["x", 5, 1.5, None, "", "$5 to 7"])
    some: list[st.SearchStrategy[Any]] = [scalar, st.lists(scalar, max_size=3), st.just({"low": 1, "High": 2})]
    if isinstance(rule.slot, Choice):
        some = [st.sampled_from([w for k, v in rule.slot.words.items() for w in (k, *v)]).flatmap(spellings), *some]
    if isinstance(rule.slot, Amount):
        some.append(st.fixed_dictionaries({"low": st.just("1"), "high": st.just(2), "unit": st.just("%")}))
    if isinstance(rule.slot, Items):
        some.append(st.lists(st.fixed_dictionaries({"title": st.just("t"), "Note": scalar}), max_size=2))
    return st.one_of(some)


def fields(entity: Any) -> st.SearchStrategy[dict[str, Any]]:
    def one(rule: Any) -> st.SearchStrategy[tuple[str, Any]]:
        return st.tuples(st.sampled_from(rule.names).flatmap(spellings), values(rule))

    others = st.tuples(st.sampled_from(["titel", "x", "caused", "cause-d by", ""]), st.just("x"))
    known = st.one_of([one(rule) for rule in rules(entity) if rule.attribute != "title"])
    return st.lists(st.one_of(known, known, known, others), max_size=3).map(dict)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(SECTIONS)).flatmap(lambda kind: st.tuples(st.just(kind), fields(ENTITIES[kind]))))
def test_what_the_assembler_accepts_the_schema_accepts(item: tuple[str, dict[str, Any]]) -> None:
    kind, more = item
    spec = {"title": "T", SECTIONS[kind]: [{"title": "t", **more}, "u", None]}
    if accepted(spec):
        assert wrong(spec) == []
    elif wrong(spec) == []:
        # The schema judges forms only; a second name for one field is beyond it as well.
        assert not unknown_names(ENTITIES[kind], more)


def unknown_names(entity: Any, more: dict[str, Any]) -> list[str]:
    names = {fold(name) for rule in rules(entity) for name in rule.names}
    return [name for name in more if fold(name) not in names]


@pytest.mark.parametrize("entity", ENTITIES_AND_MAP, ids=lambda entity: entity.entity)
def test_every_name_and_word_in_some_spellings(entity: Any) -> None:
    patterns = [re.compile(p) for p in _mapping_schema(entity)["patternProperties"]]
    properties = _mapping_schema(entity)["properties"]
    for rule in rules(entity):
        for name in rule.names:
            for typed in (name, name.upper(), name.replace(" ", "_"), name.replace(" ", "-").title(), f" {name} "):
                matching = [p for p in patterns if p.search(typed)]
                assert len(matching) + (typed in properties) == 1, typed
        if isinstance(rule.slot, Choice):
            choice = jsonschema.Draft202012Validator(properties[fold(rule.name).replace(" ", "_")])
            for word, aliases in rule.slot.words.items():
                for typed in (word, *aliases):
                    assert choice.is_valid(typed) and choice.is_valid(typed.upper()), typed
            assert not choice.is_valid("nonesuch")


def test_it_is_the_same_every_time() -> None:
    assert json.dumps(json_schema()) == json.dumps(SCHEMA)


@pytest.mark.parametrize("name", ["samples/blue-corp-in-yaml.yaml", "templates/starter.yaml"])
def test_what_we_hand_out_as_yaml_is_valid(name: str) -> None:
    """As editors read it: scalars that are no numbers stay text."""
    text = (Path(__file__).parent.parent / name).read_text(encoding="utf-8")
    VALIDATOR.validate(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506
