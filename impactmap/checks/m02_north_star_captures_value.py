"""M02: a north star that measures what the business takes."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.wording import Match, Terms, Wording
from impactmap.wording.phrases import said

_HINT = (
    "make it the top KPI, and choose a north star that grows when customers get what they came for, such as nights "
    "booked, minutes watched, or bills that clear"
)


def _find(ground: Ground) -> Iterator[Hit]:
    terms = ground.terms
    for metric in ground.model.metrics:
        if metric.role != "north star":
            continue
        wording = terms.read(metric.title)
        if found := _captured(terms, wording):
            words = said(wording, found)
            message = f"“{words}” is value that the business captures; a north star measures value delivered"
            yield Hit(metric, message, _HINT, words, "title")
        elif metric.side == "captured":
            message = "this north star says itself that it measures value captured; it is to measure value delivered"
            yield Hit(metric, message, _HINT, field="side")


def _captured(terms: Terms, wording: Wording) -> Match | None:
    """A number of the business, unless it belongs to those whom the business serves ("creators' income")."""
    found = terms.captured_value.first(wording)
    if not found or _is_theirs(terms, wording, found):
        return None
    return found


def _is_theirs(terms: Terms, wording: Wording, found: Match) -> bool:
    """Whether the title names people in a role of their own, other than as a measure ("revenue per merchant")."""
    for people in terms.people.find(wording):
        inside = found.first <= people.first < found.last  # "paid subscribers"
        measured_by = terms.periods.at(wording, people.first - 1)
        if not inside and not measured_by and not terms.generic_people.at(wording, people.first):
            return True
    return False


RULE = Rule(
    code="M02",
    name="north-star-captures-value",
    source="Gilad, The most important thing: “Why customer value and not revenue, net income, paying customers?”",
    why="Revenue, profit and customers who pay follow from value delivered; steered by directly, they can be "
    "raised for a while "
    "at the customers' expense. NPS asks what customers would do for us.",
    trips="title: Star\nmetrics:\n  - title: Revenue\n    role: north star\n",
    clean="title: Star\nmetrics:\n  - title: Gross merchandise volume\n    role: north star\n",
    severity="warning",
    wording=True,
    find=_find,
)
