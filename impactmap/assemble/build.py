"""From drafts to the Model."""

from __future__ import annotations

from typing import Any

from impactmap.assemble.draft import Draft
from impactmap.diagnostics import Diagnostic
from impactmap.model.entities import Entity
from impactmap.model.model import Model


def build(root: Draft, path: str, diagnostics: tuple[Diagnostic, ...]) -> Model:
    """The Model of drafts that are free of errors."""
    children: dict[str, Any] = _children(root)  # the grammar says which attribute holds which entity
    return Model(**root.values, **children, path=path, diagnostics=diagnostics)


def _entity(draft: Draft) -> Entity:
    kind: Any = draft.kind
    built: Entity = kind(**draft.values, **_children(draft), id=draft.id, span=draft.span)
    return built


def _children(draft: Draft) -> dict[str, tuple[Entity, ...]]:
    return {attribute: tuple(map(_entity, children)) for attribute, children in draft.children.items()}
