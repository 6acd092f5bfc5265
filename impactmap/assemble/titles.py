"""Titles that stand for a reference, or are left out because a reference says it all; and missing ones."""

from __future__ import annotations

import re

from impactmap.assemble.draft import Draft
from impactmap.assemble.index import Index
from impactmap.assemble.report import Report
from impactmap.model.entities import CounterMetric, Evidence, Goal, Influence, Metric, Solution, Team, Waiver
from impactmap.model.grammar import Items, rules
from impactmap.model.model import Model
from impactmap.model.reading import short

_BY_METRIC = (CounterMetric, Goal)
UNTITLED = (Evidence, Waiver)  # what they say has other names


def name_by_id(draft: Draft) -> None:
    """A metric without a title goes by its id."""
    if draft.kind is Metric and draft.id and not draft.title:
        draft.values["title"] = draft.id


def name_by_metric(index: Index, draft: Draft) -> None:
    """A counter-metric whose title is the id or title of a metric means that metric."""
    if draft.kind is not CounterMetric or draft.line is None or "metric" in draft.places:
        return
    if index.find(draft.line.text, ("metric",)):
        draft.places["metric"] = draft.line.span
        draft.references["metric"] = [draft.line]
        del draft.values["title"]


def title_of_references(report: Report, draft: Draft) -> None:
    """Fills what an item says by its place and its references: titles, and whose goal or test it is."""
    if not draft.title:
        if draft.kind in _BY_METRIC and draft.targets.get("metric"):
            draft.values["title"] = draft.targets["metric"][0][0].title
        elif draft.kind is Influence and draft.targets.get("from_") and draft.targets.get("to"):
            ends = (draft.targets[end][0][0].title for end in ("from_", "to"))
            draft.values["title"] = " → ".join(ends)
    parent = draft.parent
    for owner, attribute in ((Team, "team"), (Solution, "solution")):
        if parent is None or parent.kind is not owner or draft.kind in UNTITLED:
            continue
        named = draft.targets.get(attribute)
        if named and named[0][0] is not parent:
            report.error(
                "wrong-parent",
                f"{draft.noun} under '{short(parent.title)}' names another {attribute}: '{short(named[0][0].title)}'",
                named[0][1],
                f"leave out '{attribute}', or move it",
            )
        draft.values[attribute] = parent.id


def report_missing(report: Report, draft: Draft) -> None:
    """Reports an item without a title, unless it needs none or another message explains it."""
    if draft.title or draft.kind in UNTITLED or "title" in draft.places:
        return
    hint = "say it in one sentence"
    if draft.kind in _BY_METRIC:
        if "metric" in draft.places:
            return
        hint = "give a title, or name its 'metric'"
    if draft.kind is Influence:
        if {"from_", "to"} <= draft.places.keys():
            return
        hint = "give a title, or both 'from' and 'to'"
    report.error("no-title", f"{draft.noun} has no title", draft.span, hint)


_OWN_FIELD = re.compile(r"(as[ _-]of|currency|audience|profile) ?: ?\S", re.IGNORECASE)


def report_stray_field(report: Report, root: Draft) -> None:
    """Doubts a text under the title that begins like a field of the map: in Markdown it is prose there, and drawn."""
    stray = _OWN_FIELD.match(str(root.values.get("summary", ""))) if report.markdown else None
    if stray:
        report.warning(
            "near-field",
            f"'{stray[1]}: …' under the title is read as prose",
            root.places.get("summary"),
            "fields of the map stand at the very top of the file, between two lines of '---'",
        )


def report_nothing(report: Report, root: Draft) -> None:
    """Reports a spec that has nothing to draw, or no title.

    Where parts of it could not be read, or were reported and left out, what is missing may be there.
    """
    if not report.complete:
        return
    # Waivers say something about what is drawn, and are not.
    drawn = [rule.attribute for rule in rules(Model) if isinstance(rule.slot, Items) and rule.slot.kind != "waiver"]
    if not any(children for attribute, children in root.children.items() if attribute in drawn):
        if root.lossy:
            return
        hint = "write `## Customer need`, `## Root causes`, `## Business harm` or `## KPI gains`, and a list below it"
        if not report.markdown:
            hint = f"lists: {', '.join(drawn)}"
        report.error("nothing-to-draw", "the spec has nothing to draw", None, hint)
    elif not root.title and "title" not in root.places:
        example = "# What it is about" if report.markdown else "title: What it is about"
        report.error("no-title", "the map has no title", None, f"begin with '{example}'")
