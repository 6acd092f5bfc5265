"""M10: a metric that can only grow."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.wording import Match, Terms, Wording
from impactmap.wording.phrases import said

_NEAR = 3  # words from "total" to what is counted: "total number of paying customers"


def _find(ground: Ground) -> Iterator[Hit]:
    terms = ground.terms
    for metric in ground.model.metrics:
        if metric.per:
            continue
        wording = terms.read(metric.title)
        if terms.periods.first(wording) or terms.shares.first(wording):
            continue  # a rate can fall
        if found := _cumulated(terms, wording) or _vain(terms, wording):
            words = said(wording, found)
            yield Hit(
                metric,
                f"“{words}” can only grow, whether anybody is helped or not",
                f"count over a period (“{words} per week”, or the field 'per'), or what share of them came back",
                words,
                "title",
            )


def _cumulated(terms: Terms, wording: Wording) -> Match | None:
    """“Total licences sold”, “Downloads so far”."""
    for mark in terms.cumulative.find(wording):
        for match in terms.counted.find(wording, mark.last, min(mark.last + _NEAR, wording.clause_end(mark.first))):
            return Match(mark.first, match.last)
    for mark in terms.to_date.find(wording):
        for match in terms.counted.find(wording, max(0, mark.first - 2 * _NEAR), mark.first):
            if mark.first - match.last < _NEAR:
                return Match(match.first, mark.last)
    return None


def _vain(terms: Terms, wording: Wording) -> Match | None:
    """A count that is vain by itself, and is all that the title names: “Page views”."""
    found = terms.vanity.first(wording)
    return found if found and found.last == len(wording) and found.first <= 1 else None


RULE = Rule(
    code="M10",
    name="vanity-metric",
    source="Mixpanel, guide to product metrics: cumulative counts are vanity metrics",
    why="A cumulative count goes up on the worst day as on the best; it cannot tell whether anything that was "
    "done has helped.",
    trips="title: Licences\nmetrics: [Total licences sold]\n",
    clean="title: Licences\nmetrics: [Licences in use per month]\n",
    severity="warning",
    wording=True,
    find=_find,
)
