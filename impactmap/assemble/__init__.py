"""From located blocks to the Model, or to everything that is wrong with them."""

from __future__ import annotations

from impactmap.assemble.build import build
from impactmap.assemble.cycles import report_cycles
from impactmap.assemble.formulas import report_formulas
from impactmap.assemble.goals import goal_line
from impactmap.assemble.identity import REFERABLE, Ids
from impactmap.assemble.index import Index
from impactmap.assemble.items import read_map
from impactmap.assemble.references import Resolver
from impactmap.assemble.report import Report
from impactmap.assemble.titles import (
    name_by_id,
    name_by_metric,
    report_missing,
    report_nothing,
    report_stray_field,
    title_of_references,
)
from impactmap.diagnostics import SpecError
from impactmap.document import Document
from impactmap.model.entities import Goal
from impactmap.model.model import Model

__all__ = ["assemble"]


def assemble(document: Document) -> Model:
    """The Model that a document says, with every reference resolved and every id unique.

    Raises SpecError with all that was found, in source order, when anything in it (or in what the reader found)
    is an error. Warnings go into the Model's `diagnostics`. Anybody named in passing, as `actor: Shop owners`,
    is appended to the actors, a team to the teams. Items are visited in the order of the vocabulary, so the
    order of the sections makes no difference.
    """
    report = Report(document)
    root = read_map(report, document)
    drafts = list(root.inside())

    ids = Ids()
    ids.give(report, sorted(drafts, key=lambda draft: draft.places.get("id", draft.span)))
    for draft in drafts:
        name_by_id(draft)
        if draft.entity in REFERABLE and not draft.id:
            ids.make(draft)

    index = Index(drafts)
    for draft in drafts:
        name_by_metric(index, draft)
        if draft.kind is Goal:
            goal_line(report, index, draft)

    resolver = Resolver(report, index, ids, root)
    for draft in drafts:
        resolver.resolve(draft)
        title_of_references(report, draft)
        if not draft.id:
            ids.make(draft)

    for draft in drafts:
        report_missing(report, draft)
    report_cycles(report, drafts)
    report_formulas(report, index, root)
    report_stray_field(report, root)
    report_nothing(report, root)

    if report.failed:
        raise SpecError(report.in_source_order())
    return build(root, document.path, report.in_source_order())
