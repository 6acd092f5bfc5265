"""Formulas are checked when a spec is read: their grammar, their names, their circles and their units."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from impactmap.arithmetic.expression import mentions
from impactmap.arithmetic.formula import FormulaError, parse
from impactmap.arithmetic.ledger import open_ledger
from impactmap.arithmetic.reading import Problem, finder, folded
from impactmap.assemble.cycles import circles, report_circle
from impactmap.assemble.draft import Draft
from impactmap.assemble.index import Index
from impactmap.assemble.report import Report
from impactmap.diagnostics import Span
from impactmap.document import Scalar
from impactmap.model.entities import Metric
from impactmap.model.grammar import rules
from impactmap.model.model import Model
from impactmap.model.reading import plain, short

_HYPHENED = re.compile(r"[\w.]+(?:[-‐‑][\w.]+)+")
_FIGURE = re.compile(r"(\d{1,20}(?:\.\d{1,20})?)(k|m|mn|bn|b|e\d\d?)", re.IGNORECASE)
_POWERS = {"k": 3, "m": 6, "mn": 6, "bn": 9, "b": 9}
_KNOWN = 5  # ids that a hint lists


def report_formulas(report: Report, index: Index, root: Draft) -> None:
    """Reports all that is wrong in the formulas of a map, each at its place in the formula's text.

    Names, grammar, circles and unlike units are errors; a bare metric added to a sum of money is a warning. That a
    value is missing, or that something comes to be divided by 0, is no error: the metric is then without value.
    """
    drafts = {draft.id: draft for draft in root.children.get("metrics", ()) if draft.id}
    if not any(draft.values.get("formula") for draft in drafts.values()):
        return
    ledger = open_ledger(_metrics(drafts, str(root.values.get("currency") or "")))
    known = _Known(report, index, ledger.metrics)
    for problem in ledger.problems:
        draft = drafts[problem.metric]
        scalar = Scalar(draft.values["formula"], draft.places["formula"])
        if problem.code in ("unknown-metric", "self-reference") and known.hyphened(scalar, problem):
            continue
        if problem.name:
            known.unknown(scalar, problem)
            continue
        hint = (known.title_in(scalar.text, problem) if problem.code == "bad-formula" else "") or problem.hint
        place = report.place(scalar, problem.start, problem.end)
        say = report.error if problem.severity == "error" else report.warning
        say(problem.code, problem.message, place, hint)
    _circles(report, drafts)


def _metrics(drafts: Mapping[str, Draft], currency: str) -> Model:
    """The metrics alone, as far as they could be read."""
    fields = {rule.attribute for rule in rules(Metric)}
    made = (
        Metric(**{name: value for name, value in draft.values.items() if name in fields and value is not None}, id=key)
        for key, draft in drafts.items()
    )
    return Model(title="", currency=currency, metrics=tuple(made))


def _circles(report: Report, drafts: Mapping[str, Draft]) -> None:
    """Reports the rings in which metrics are made of each other, as other circles are reported."""
    find = finder(drafts)
    for draft in drafts.values():
        try:
            tree = parse(str(draft.values.get("formula") or ""))
        except FormulaError:
            continue
        scalar = Scalar(draft.values["formula"], draft.places["formula"])
        links: dict[Draft, Span] = {}
        for name in mentions(tree):
            target = drafts.get(find(name.id) or "")
            if target and target is not draft and target not in links:
                links[target] = report.place(scalar, name.start, name.end)
        draft.targets["formula"] = list(links.items())
    for circle in circles(list(drafts.values()), "formula"):
        report_circle(report, "formula", circle)


# ---- names that no metric has ---------------------------------------------------------------------------------


class _Known:
    """The metrics of a map by id and title, to tell what a wrong name should be."""

    def __init__(self, report: Report, index: Index, metrics: Mapping[str, Metric]) -> None:
        self.report = report
        self.index = index
        self.metrics = metrics
        self.find = finder(metrics)
        self.ids = {folded(identifier): identifier for identifier in metrics}
        self.titles = {folded(metric.title): metric.id for metric in reversed(list(metrics.values())) if metric.title}
        # A title of several words is no name; the longest is tried first.
        self.spaced = sorted((title for title in self.titles if " " in title), key=len, reverse=True)
        self.told: set[tuple[str, int]] = set()

    def unknown(self, scalar: Scalar, problem: Problem) -> None:
        if problem.name in self.report.refused_texts or not self.report.complete:
            return
        place = self.report.place(scalar, problem.start, problem.end)
        self.report.error("unknown-metric", problem.message, place, self.right_name(problem.name))

    def hyphened(self, scalar: Scalar, problem: Problem) -> bool:
        """Whether a wrong name is a piece of an id with hyphens, which is then reported, once."""
        for run in _HYPHENED.finditer(scalar.text):
            whole = self.find(plain(run[0]))
            if run.start() <= problem.start < run.end() and whole:
                if (problem.metric, run.start()) not in self.told:
                    self.told.add((problem.metric, run.start()))
                    place = self.report.place(scalar, run.start(), run.end())
                    hint = f"did you mean the metric '{whole}'? Write [{whole}], or give it an id without hyphens"
                    self.report.error("unknown-metric", "a hyphen is a minus in a formula", place, hint)
                return True
        return False

    def right_name(self, name: str) -> str:
        if figure := _FIGURE.fullmatch(name):
            scale = figure[2].lower()
            power = _POWERS[scale] if scale in _POWERS else int(scale[1:])
            return f"write the number with all its digits: {Decimal(figure[1]).scaleb(power):f}"
        key = folded(name)
        if key in self.titles:
            return f"'{short(name, 40)}' is a title: write its id, '{self.titles[key]}'"
        others = self.index.find(name, None)
        if others and others[0].kind is not Metric:
            return f"'{short(name, 40)}' is {others[0].noun}; a formula is made of metrics"
        near = self.report.nearby.find(key, self.ids)
        if near:
            return f"did you mean '{near}'?"
        return f"known: {', '.join(list(self.ids.values())[:_KNOWN])}{', …' if len(self.ids) > _KNOWN else ''}"

    def title_in(self, text: str, problem: Problem) -> str:
        """A hint where a formula holds a metric's title, spaces and all, in place of its id."""
        typed = folded(text)
        for title in self.spaced:
            at = typed.find(title)
            if 0 <= at < problem.end and problem.start < at + len(title):
                metric = self.metrics[self.titles[title]]
                return f"'{short(metric.title, 40)}' is a title: write its id, '{metric.id}'"
        return ""
