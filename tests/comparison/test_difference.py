"""What became of every fact, and that each field of the grammar is looked at."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from comparing import models
from hypothesis import given, settings

from impactmap import load
from impactmap.comparison.difference import STANDINGS, difference
from impactmap.comparison.wording import clauses, headline
from impactmap.model import ENTITIES, Cause, Entity, Evidence, Gain, Harm, Model, Need, Quantity, Solution, Trial, When
from impactmap.model.grammar import Amount, Choice, Count, Day, Formula, Items, Refs, Rule, Text, Texts, Url, rules
from impactmap.model.model import Model as Map

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
BLUE = (SAMPLES / "blue-corp.md").read_text(encoding="utf-8")

SECTIONS = {rule.slot.kind: rule.attribute for rule in rules(Map) if isinstance(rule.slot, Items)}


def value(rule: Rule, n: int) -> Any:
    """A value of the field's sort, another for another `n`."""
    match rule.slot:
        case Text() | Url() | Formula():
            return f"text{n}"
        case Texts():
            return (f"tag{n}",)
        case Choice():
            return list(rule.slot.words)[n % len(rule.slot.words)]
        case Amount():
            return Quantity(Decimal(n + 1), Decimal(n + 1))
        case Count():
            return n + 1
        case Day():
            return When(2026 + n)
        case Refs():
            return (f"ref{n}",) if rule.slot.many else f"ref{n}"
    raise AssertionError(rule)


def holding(entity: Entity) -> Model:
    """A model that has just this item (evidence under a need)."""
    if isinstance(entity, Evidence):
        return Model(title="T", needs=(Need(id="n", title="N", evidence=(entity,)),))
    return Model(title="T", **{SECTIONS[entity.entity]: (entity,)})


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        pytest.param(kind, rule, id=f"{name}-{rule.attribute}")
        for name, kind in ENTITIES.items()
        for rule in rules(kind)
        if not isinstance(rule.slot, Items) and not (name == "evidence" and rule.attribute in ("id", "method"))
    ],
)
def test_every_field_of_the_grammar_can_change(kind: type[Entity], rule: Rule) -> None:
    base = kind(id="i", title="T", **({"method": "interview"} if kind is Evidence else {}))
    for before, after in ((value(rule, 0), value(rule, 1)), (getattr(base, rule.attribute), value(rule, 1))):
        if rule.attribute == "id" and before == "i":
            continue
        one, other = (holding(replace(base, **{rule.attribute: v})) for v in (before, after))
        found = difference(one, other)
        assert not found.empty
        entries = [entry for entry in found.altered if entry.kind == kind.entity]
        assert [change.field for entry in entries for change in entry.changes] == [rule.name]
        assert headline(found) == "1 changed"


@pytest.mark.parametrize("rule", [r for r in rules(Map) if not isinstance(r.slot, Items)], ids=lambda r: r.attribute)
def test_every_field_of_the_map_can_change(rule: Rule) -> None:
    one, other = (Model(**{"title": "T", rule.attribute: value(rule, n)}) for n in (0, 1))
    found = difference(one, other)
    assert [change.field for change in found.own] == [rule.name]
    assert headline(found) == "1 changed"


@given(models())
@settings(max_examples=80, deadline=None)
def test_nothing_differs_from_itself(model: Model) -> None:
    found = difference(model, model)
    assert found.empty and not found.reordered and not found.links_gone and not found.links_new
    assert headline(found) == "no changes"


@given(models(), models())
@settings(max_examples=80, deadline=None)
def test_seen_from_the_other_side_it_is_the_mirror_image(one: Model, other: Model) -> None:
    found, back = difference(one, other), difference(other, one)
    swap = {"only first": "only second", "only second": "only first"}

    def key(entry: Any, sides: int) -> Any:
        ids = [side.id if side else "" for side in (entry.first, entry.second)][::sides]
        standing = swap.get(entry.standing, entry.standing) if sides < 0 else entry.standing
        changes = [c.mirrored if sides < 0 else c for c in entry.changes]
        return ids, standing, sorted((c.field, c.sort, c.before, c.after) for c in changes)

    assert sorted(map(str, (key(e, 1) for e in found.entries))) == sorted(map(str, (key(e, -1) for e in back.entries)))
    assert set(found.links_gone) == set(back.links_new) and set(found.links_new) == set(back.links_gone)
    assert sorted(map(str, found.own)) == sorted(str(change.mirrored) for change in back.own)


@given(models(), models())
@settings(max_examples=100, deadline=None)
def test_every_fact_is_in_exactly_one_class(one: Model, other: Model) -> None:
    found = difference(one, other)
    firsts = [entry.first.id for entry in found.entries if entry.first]
    seconds = [entry.second.id for entry in found.entries if entry.second]
    assert sorted(firsts) == sorted(item.id for item in one.walk())
    assert sorted(seconds) == sorted(item.id for item in other.walk())
    assert sum(len(found.of(standing)) for standing in STANDINGS) == len(found.entries)
    for entry in found.entries:
        assert (entry.first is None) == (entry.standing == "only second")
        assert (entry.second is None) == (entry.standing == "only first")
        if entry.standing == "same":
            assert not entry.changes
        elif entry.first and entry.second:
            assert clauses(found, entry)


@given(models())
@settings(max_examples=60, deadline=None)
def test_the_order_of_items_links_and_tags_is_no_change(model: Model) -> None:
    turned = replace(
        model,
        needs=model.needs[::-1],
        harms=tuple(replace(harm, caused_by=harm.caused_by[::-1]) for harm in model.harms[::-1]),
        actors=tuple(replace(actor, tags=actor.tags[::-1]) for actor in model.actors),
    )
    found = difference(model, turned)
    assert found.empty
    assert found.reordered == (len(model.needs) > 1 or len(model.harms) > 1)


# ---- the classes ------------------------------------------------------------------------------------------


def standing(old: str, new: str, id: str) -> str:
    found = difference(load(old, path="a.md"), load(new, path="b.md"))
    return next(entry.standing for entry in found.entries if entry.item.id == id)


@pytest.mark.parametrize(
    ("before", "after", "id", "expected"),
    [
        ("target: 171", "target: 180", "adoption", "changed"),
        ("Copies travel by e-mail", "Copies go round by e-mail", "email", "re-worded"),
        ("caused by: email\n", "caused by: private\n", "one-off", "re-linked"),
        ("explains: current-draft\n  - status: target", "explains: search\n  - status: target", "email", "moved"),
        ("- evidence: observation, n=9, 2026-08", "- evidence: observation, n=8, 2026-08", "email", "changed"),
        ("formula", "formula", "docs", "same"),
        ("mau * docs_per_user", "mau*docs_per_user  ", "docs", "same"),
    ],
)
def test_what_became_of_a_fact(before: str, after: str, id: str, expected: str) -> None:
    assert before in BLUE
    assert standing(BLUE, BLUE.replace(before, after), id) == expected


def test_a_figure_written_otherwise_is_the_same_figure() -> None:
    assert standing(BLUE, BLUE.replace("target: 820,800", "target: 820800"), "documents-gain") == "same"


def test_a_test_under_another_solution_has_moved() -> None:
    trial = Trial(id="t", title="T", solution="s")
    one = Model(solutions=(Solution(id="s", title="Share", tests=(trial,)), Solution(id="r", title="Rank")))
    moved = replace(trial, solution="r")
    other = Model(solutions=(Solution(id="s", title="Share"), Solution(id="r", title="Rank", tests=(moved,))))
    (entry,) = difference(one, other).altered
    assert entry.standing == "moved"
    assert [(c.field, c.before, c.after) for c in entry.changes] == [("solution", ("Share",), ("Rank",))]


def test_a_need_that_became_a_cause_has_moved() -> None:
    one = Model(needs=(Need(id="n", title="Copies travel"),))
    other = Model(causes=(Cause(id="c", title="Copies travel"),))
    (entry,) = difference(one, other).altered
    assert entry.standing == "moved"
    assert clauses(difference(one, other), entry)[0] == "was a need, is a root cause"


def test_a_link_to_a_renamed_item_is_the_same_link() -> None:
    renamed = BLUE.replace("{#email}", "{#mail}").replace("email,", "mail,").replace(": email", ": mail")
    found = difference(load(BLUE, path="a.md"), load(renamed, path="b.md"))
    assert [(entry.item.id, [c.field for c in entry.changes]) for entry in found.altered] == [("mail", ["id"])]
    assert not found.links_gone and not found.links_new


def test_links_that_came_and_went_are_told() -> None:
    one = Model(needs=(Need(id="n", title="N"),), causes=(Cause(id="c", title="C"),), harms=(Harm(id="h", title="H"),))
    other = replace(one, harms=(Harm(id="h", title="H", caused_by=("n",)),))
    found = difference(one, other)
    assert found.links_gone == (("c", "h"),) and found.links_new == (("n", "h"),)


def test_one_line_for_a_fact_with_its_evidence() -> None:
    new = BLUE.replace("  - category: policy\n", "  - category: policy\n  - evidence: interview, n=14, 2026-09\n")
    found = difference(load(BLUE, path="a.md"), load(new, path="b.md"))
    assert headline(found) == "1 changed"
    entry = next(entry for entry in found.altered if entry.kind == "cause")
    assert clauses(found, entry) == ("evidence added: interview, n=14, Sep 2026",)


def test_clauses_are_as_short_as_in_a_pull_request() -> None:
    one = Model(gains=(Gain(id="g", title="G", target=Quantity(Decimal(171), Decimal(171)), by=When(2027, month=3)),))
    other = Model(gains=(Gain(id="g", title="G", target=Quantity(Decimal(180), Decimal(180)), note="New"),))
    found = difference(one, other)
    assert clauses(found, found.altered[0]) == ("target 171 → 180", "by Mar 2027 removed", "note New added")
