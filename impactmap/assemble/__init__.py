"""From located blocks to the Model, or to everything that is wrong with them."""

from __future__ import annotations

from impactmap.assemble.build import build
from impactmap.assemble.cycles import report_cycles
from impactmap.assemble.draft import Draft
from impactmap.assemble.formulas import report_formulas
from impactmap.assemble.goals import goal_line
from impactmap.assemble.identity import REFERABLE, Ids
from impactmap.assemble.index import Index
from impactmap.assemble.items import read_map
from impactmap.assemble.partial import make_fit
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
from impactmap.understood import MAP, Understood

__all__ = ["assemble", "understand"]


def assemble(document: Document) -> Model:
    """The Model that a document says, with every reference resolved and every id unique.

    Raises SpecError with all that was found, in source order, when anything in it (or in what the reader found)
    is an error. Warnings go into the Model's `diagnostics`. Anybody named in passing, as `actor: Shop owners`,
    is appended to the actors, a team to the teams. Items are visited in the order of the vocabulary, so the
    order of the sections makes no difference.
    """
    report, root, _ = _drafted(document)
    if report.failed:
        raise SpecError(report.in_source_order())
    return build(root, document.path, report.in_source_order())


def understand(document: Document) -> Understood:
    """What can be understood of a document, errors or not, with everything that was found; never raises for a spec.

    Where there is no error, its model is the one that `assemble` returns.
    """
    report, root, drafts = _drafted(document)
    found = report.in_source_order()
    if report.failed:
        make_fit(drafts)
    places = {MAP: root.places, **{draft.id: draft.places for draft in drafts}}
    return Understood(build(root, document.path, found), found, places, report.complete, document.text)


def _drafted(document: Document) -> tuple[Report, Draft, list[Draft]]:
    """The map and all its items as drafts, and what was found on the way."""
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
    return report, root, list(root.inside())
