"""What differs between two items that are the same: field by field, as the grammar has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

from msgspec import Struct

from impactmap.model import Entity, Model, When
from impactmap.model.grammar import Formula, Items, Refs, Rule, Texts, rules

Sort = Literal["kind", "place", "links", "words", "value"]


class Change(Struct, frozen=True):
    """One field that differs.

    `field` is its name as written ("caused by"; "kind of item" where a need became a cause), `sort` what sort of
    change it is. `before` and `after` hold the value for people, nothing when there was none; of a list (links,
    tags) only what differs: `before` is what went, `after` what came. Links are said by title.
    """

    field: str
    sort: Sort
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def mirrored(self) -> Change:
        """The same change seen from the other side."""
        return Change(self.field, self.sort, self.after, self.before)


# The item that another one stands under; the rest of the references are links.
_PARENTS = {("test", "solution"), ("goal", "team")}


def changes(
    first: Entity | Model, second: Entity | Model, models: tuple[Model, Model], forth: Mapping[str, str]
) -> tuple[Change, ...]:
    """The fields in which an item of the first model differs from the same one in the second.

    `forth` maps ids of the first model to those of the second: a link to the same item is the same link. Items
    inside an item are compared for themselves. The order of links and of tags means nothing, nor do blanks in a
    formula; an id is only worth a word where the title has stayed.
    """
    return tuple(_changes(first, second, models, forth))


def _changes(
    first: Entity | Model, second: Entity | Model, models: tuple[Model, Model], forth: Mapping[str, str]
) -> Iterator[Change]:
    if first.entity != second.entity:
        yield Change("kind of item", "kind", (first.noun,), (second.noun,))
    others = {rule.attribute: rule for rule in rules(type(second))}
    # What is peculiar to the kind says more than what every item takes; but its title is what it is called.
    shared = {rule.attribute for rule in rules(Entity)} - {"title"}
    for rule in sorted(rules(type(first)), key=lambda rule: rule.attribute in shared):
        other = others.get(rule.attribute)
        if isinstance(rule.slot, Items) or other is None or type(other.slot) is not type(rule.slot):
            continue
        before, after = getattr(first, rule.attribute), getattr(second, rule.attribute)
        if rule.attribute == "id":
            if before != after and first.title == second.title and first.title:
                yield Change("id", "value", (before,), (after,))
        elif isinstance(rule.slot, Refs):
            yield from _links(rule, first.entity, (before, after), models, forth)
        elif isinstance(rule.slot, Texts):
            gone, come = _beyond(before, after), _beyond(after, before)
            if gone or come:
                yield Change(rule.name, "value", gone, come)
        elif not _same(rule, before, after):
            yield Change(rule.name, "words" if rule.attribute == "title" else "value", _text(before), _text(after))


def _links(
    rule: Rule, kind: str, values: tuple[Any, Any], models: tuple[Model, Model], forth: Mapping[str, str]
) -> Iterator[Change]:
    before, after = (((value,) if value else ()) if isinstance(value, str) else value for value in values)
    gone = tuple(one for one in before if forth.get(one) not in after)
    kept = {forth[one] for one in before if one in forth}
    come = tuple(one for one in after if one not in kept)
    if gone or come:
        sort: Sort = "place" if (kind, rule.attribute) in _PARENTS else "links"
        yield Change(rule.name, sort, _titles(models[0], gone), _titles(models[1], come))


def _titles(model: Model, ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(model.by_id[one].title if one in model.by_id else one for one in ids)


def _beyond(some: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in some if one not in others))


_BLANKS: Callable[[str], str] = lambda text: "".join(text.split())  # noqa: E731 - a name for what it does


def _same(rule: Rule, before: object, after: object) -> bool:
    if isinstance(rule.slot, Formula) and isinstance(before, str) and isinstance(after, str):
        return _BLANKS(before) == _BLANKS(after)
    return before == after


def _text(value: object) -> tuple[str, ...]:
    if value in (None, "", ()):
        return ()
    return (value.short() if isinstance(value, When) else str(value),)
