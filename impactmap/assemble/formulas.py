"""Formulas are checked when a spec is read: their grammar, their names, their circles and their units.

So are the figures that are said about a metric elsewhere: its target, and those of gains, goals and counter-metrics.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from impactmap.arithmetic.expression import mentions
from impactmap.arithmetic.figures import EXACT, is_level, is_share, shown, unit_of
from impactmap.arithmetic.formula import FormulaError, parse
from impactmap.arithmetic.ledger import Ledger, open_ledger
from impactmap.arithmetic.reading import Problem, finder, folded
from impactmap.arithmetic.units import BARE, Unit, is_number, misfit
from impactmap.assemble.cycles import circles, report_circle
from impactmap.assemble.draft import Draft, Kind
from impactmap.assemble.index import Index
from impactmap.assemble.report import Report
from impactmap.diagnostics import Span
from impactmap.document import Scalar
from impactmap.model.entities import CounterMetric, Gain, Goal, Metric
from impactmap.model.grammar import rules
from impactmap.model.model import Model
from impactmap.model.quantity import Quantity
from impactmap.model.reading import plain, short

_HYPHENED = re.compile(r"[\w.]+(?:[-‐‑][\w.]+)+")
_FIGURE = re.compile(r"(\d{1,20}(?:\.\d{1,20})?)(k|m|mn|bn|b|e\d\d?)", re.IGNORECASE)
_POWERS = {"k": 3, "m": 6, "mn": 6, "bn": 9, "b": 9}
_KNOWN = 5  # ids that a hint lists
# The figures about a metric by what says them, and what messages call it.
_SAID: Mapping[Kind, tuple[str, ...]] = {
    Gain: ("baseline", "target", "low", "high"),
    Goal: ("baseline", "target"),
    CounterMetric: ("min", "max"),
}
_NOUNS: Mapping[Kind, str] = {Gain: "gain", Goal: "goal", CounterMetric: "limit"}
_AHEAD = ("target", "low", "high")
_RAISED = 1000  # per cent; a larger share makes no example


def report_formulas(report: Report, index: Index, root: Draft) -> None:
    """Reports all that is wrong in the formulas of a map, each at its place in the formula's text.

    Names, grammar, circles and unlike units are errors; a bare metric added to a sum of money is a warning. That a
    value is missing, or that something comes to be divided by 0, is no error: the metric is then without value.
    """
    drafts = {draft.id: draft for draft in root.children.get("metrics", ()) if draft.id}
    model = _metrics(drafts, str(root.values.get("currency") or ""))
    ledger = open_ledger(model)
    retold = _figures(report, root, drafts, ledger)
    if not ledger.faults and not ledger.problems:
        return
    known = _Known(report, index, ledger.metrics)
    for problem in ledger.problems:
        if problem.code == "unit-clash" and problem.metric in retold:
            continue
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


def _figures(report: Report, root: Draft, drafts: Mapping[str, Draft], ledger: Ledger) -> set[str]:
    """Reports figures about a metric that are in another unit than the metric itself.

    Returns the metrics whose target is in another unit than their formula gives; that is then told, at the target.
    """
    said = [(draft, "target", draft) for draft in drafts.values()]
    for draft in root.inside():
        for name in _SAID.get(draft.kind, ()):
            said += [(draft, name, metric) for metric, _ in draft.targets.get("metric", ())]
    said = [one for one in said if isinstance(one[0].values.get(one[1]), Quantity)]
    told: set[str] = set()
    if not said:
        return told
    ledger = _without_targets(ledger)
    clashing = {problem.metric for problem in ledger.problems if problem.code == "unit-clash"}
    for draft, name, about in said:
        metric = ledger.metrics.get(about.id)
        if metric is None or drafts[about.id] is not about or about.id in clashing:
            continue
        quantity = draft.values[name]
        own, value = ledger.units[metric.id], ledger.values[metric.id].value
        unit = _unit_of(quantity)
        wrong = misfit(own, unit)
        noun = "target" if draft is about else _NOUNS[draft.kind]
        about_it = f"its metric '{metric.id}' is {_in(own)}"
        if is_share(quantity) and is_level(value, own):
            message = f"the {noun} is {_in(unit) if unit.percent else 'a share'}, {about_it}"
            report.error("unit-clash", message, draft.places[name], _level(quantity, name, value, own))
        elif wrong and wrong.grave:
            message = f"the {noun} is {_in(unit)}, {about_it}"
            report.error("unit-clash", message, draft.places[name], "write both in one unit: nothing is converted")
            if draft is about:
                told.add(metric.id)
        elif wrong and unit.of("money") and metric.value and not metric.formula and not ledger.model.currency:
            message = f"the {noun} is {_in(unit)}, its metric '{metric.id}' has no unit"
            report.warning("bare-money", message, draft.places[name], "give both a unit, or state the map's currency")
    return told


def _without_targets(ledger: Ledger) -> Ledger:
    """The ledger without the targets that would lend a formula's metric their own unit."""
    lend = {i for i, metric in ledger.metrics.items() if metric.target and not metric.value and metric.formula}
    if not lend:
        return ledger
    metrics = (replace(one, target=None) if one.id in lend else one for one in ledger.model.metrics)
    return open_ledger(replace(ledger.model, metrics=tuple(metrics)))


def _unit_of(quantity: Quantity) -> Unit:
    """The unit that a figure itself says; a count per 10,000 leaves unsaid what is counted."""
    if not quantity.unit and is_number(quantity.per):
        return BARE
    return unit_of(Metric(id="", title=""), quantity)


def _in(unit: Unit) -> str:
    text = str(unit)
    if not text:
        return "a ratio" if unit.ratio else "a bare number"
    return text if text.startswith("per ") else f"in {text}"


def _level(quantity: Quantity, name: str, value: Decimal | None, unit: Unit) -> str:
    """What to write in place of "10%": the level itself, which for a goal is 10% above where the metric stands."""
    if value is None:
        return f"write the level, not {quantity}"
    if quantity.unit == "%" and name in _AHEAD and abs(quantity.high) <= _RAISED:
        value = EXACT.add(value, EXACT.multiply(abs(value), EXACT.scaleb(quantity.high, -2)))
    return f"write the level, such as {shown(value, unit)}, not {quantity}"


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
