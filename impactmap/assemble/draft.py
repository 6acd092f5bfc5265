"""An entity while it is being assembled: fields converted, references still as typed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct, field

from impactmap.diagnostics import Span
from impactmap.document import Scalar
from impactmap.model.entities import Entity
from impactmap.model.model import Model

Kind = type[Entity] | type[Model]


class Draft(Struct, eq=False):
    """One entity, or the map itself, in the making. The keys of all dictionaries are attributes of the entity."""

    kind: Kind
    span: Span
    parent: Draft | None = None
    position: int = 0  # among its parent's children of its kind, from 1
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Span] = field(default_factory=dict)  # where a field's value stands; also of unreadable ones
    references: dict[str, list[Scalar]] = field(default_factory=dict)
    targets: dict[str, list[tuple[Draft, Span]]] = field(default_factory=dict)  # what the references turned out to be
    children: dict[str, list[Draft]] = field(default_factory=dict)
    line: Scalar | None = None  # the title as typed, which may be an entity in one line
    id: str = ""  # "" until it is given or made
    lossy: bool = False  # items in it have been reported and left out

    @property
    def entity(self) -> str:
        return self.kind.entity

    @property
    def noun(self) -> str:
        """How messages speak of one: "a root cause"."""
        return self.kind.noun

    @property
    def name(self) -> str:
        """The bare noun: "root cause"."""
        return self.kind.noun.split(" ", 1)[1]

    @property
    def title(self) -> str:
        return str(self.values.get("title", ""))

    def inside(self) -> Iterator[Draft]:
        """The drafts inside this one, at any depth, in the order of the vocabulary."""
        for children in self.children.values():
            for child in children:
                yield child
                yield from child.inside()
