"""Whatever the blocks hold: a Model or a SpecError, in source order, in little time."""

from __future__ import annotations

import time
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from impactmap.assemble import assemble
from impactmap.diagnostics import Span, SpecError
from impactmap.document import Document, Field, Mapping, Node, Scalar, Sequence
from impactmap.model import ENTITIES, Model
from impactmap.model.grammar import Items, Refs, rules

NAMES = sorted({name for kind in (Model, *ENTITIES.values()) for rule in rules(kind) for name in rule.names})
WORDS = ["a", "b", "A title, with a comma", "interview, n=3", "m from 1 to 2 by 2027", "x; ethics; y", "$5 to 7",
         "2026", "javascript:x", "", " ", "\ud800", "\u202e", "a and b; c", "5", "a" * 300]  # fmt: skip
SPANS = st.builds(lambda line, column: Span(line, column, line, column + 3), st.integers(1, 9), st.integers(1, 9))
SCALARS = st.builds(Scalar, st.one_of(st.sampled_from(WORDS), st.text(max_size=8)), SPANS)
FIELD_NAMES = st.builds(
    Scalar, st.one_of(st.sampled_from(NAMES), st.sampled_from(NAMES).map(str.upper), st.text(max_size=5)), SPANS
)


def mappings(values: st.SearchStrategy[Node]) -> st.SearchStrategy[Mapping]:
    return st.builds(
        Mapping, st.lists(st.builds(Field, FIELD_NAMES, values), max_size=7).map(tuple), SPANS, st.booleans()
    )


NODES: st.SearchStrategy[Node] = st.recursive(
    SCALARS,
    lambda inner: mappings(inner) | st.builds(Sequence, st.lists(inner, max_size=4).map(tuple), SPANS),
    max_leaves=25,
)


@settings(max_examples=100, deadline=None)
@given(mappings(NODES), st.text(max_size=40), st.booleans())
def test_any_tree_is_a_model_or_a_spec_error(root: Mapping, text: str, complete: bool) -> None:
    try:
        model = assemble(Document("p", text, root, (), complete))
    except SpecError as error:
        places = [d.span for d in error.diagnostics if d.span]
        assert places == sorted(places)
        assert any(d.severity == "error" for d in error.diagnostics)
        return
    consistent(model)


def consistent(model: Model) -> None:
    """Ids are unique, references lead somewhere, everything has a title that needs one."""
    every = list(model.walk())
    assert len(model.by_id) == len(every)
    for entity in every:
        assert entity.title or entity.entity in ("evidence", "waiver")
        for rule in rules(type(entity)):
            value: Any = getattr(entity, rule.attribute)
            if isinstance(rule.slot, Refs):
                for identifier in value if rule.slot.many else filter(None, [value]):
                    assert model.by_id[identifier].entity in rule.slot.kinds
            elif isinstance(rule.slot, Items):
                assert all(child.entity == rule.slot.kind for child in value)
    assert all(d.severity == "warning" for d in model.diagnostics)


ITEM = st.fixed_dictionaries(
    {"title": st.sampled_from(["a", "b", "c", "a, b", "b and c"])},
    optional={
        "id": st.sampled_from(["i", "j", "k"]),
        "explains": st.sampled_from(["a", "n", "a, b", "b and c", "i"]),
        "note": st.text(max_size=3),
    },
)


@settings(deadline=None)
@given(st.lists(ITEM, max_size=5))
def test_sound_trees_make_consistent_models(causes: list[dict[str, str]]) -> None:
    span = Span(1, 1, 1, 2)

    def node(value: Any) -> Node:
        if isinstance(value, str):
            return Scalar(value, span)
        if isinstance(value, list):
            return Sequence(tuple(map(node, value)), span)
        return Mapping(tuple(Field(Scalar(name, span), node(part)) for name, part in value.items()), span)

    root = node({"title": "t", "needs": [{"title": "n"}], "causes": causes})
    assert isinstance(root, Mapping)
    try:
        consistent(assemble(Document("p", "", root)))
    except SpecError as error:
        assert {d.code for d in error.diagnostics if d.severity == "error"} <= {
            "duplicate-id", "unknown-reference", "ambiguous-reference", "self-reference", "cycle",
        }  # fmt: skip


def test_two_thousand_items_in_no_time(document: Any) -> None:
    source = document(
        needs=[{"title": f"Need number {i}, and more", "id": f"n{i}", "actor": f"Person {i % 9}"} for i in range(500)],
        causes=[
            {"title": f"Cause {i}", "explains": f"n{i}, Need number {i}, and more" if i % 2 else f"n{i}"}
            for i in range(500)
        ],
        harms=[
            {"title": f"Harm {i}", "caused by": f"Cause {i}", "size": "$0.9M to $1.4M per year"} for i in range(500)
        ],
        gains=[{"title": f"Gain {i}", "reverses": f"Harm {i}", "baseline": "1", "target": "2"} for i in range(500)],
    )
    start = time.process_time()
    assert len(assemble(source).by_id) == 2009
    assert time.process_time() - start < 0.6  # 0.1 s on an idle machine


def test_two_thousand_slips_in_little_time(document: Any) -> None:
    source = document(
        needs=[f"Need number {i}" for i in range(2000)],
        causes=[{"title": f"Cause {i}", "explains": f"Nede nubmer {i}", "evidense": "x"} for i in range(2000)],
    )
    start = time.process_time()
    try:
        assemble(source)
    except SpecError as error:
        assert len(error.diagnostics) > 4000
    assert time.process_time() - start < 3
