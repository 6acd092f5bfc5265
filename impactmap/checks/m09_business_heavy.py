"""M09: a set of metrics that leans to the side of the business."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.checks.sides import is_promoter_score, side

_FEWEST = 3  # metrics of a known side; fewer are no collection


def _find(ground: Ground) -> Iterator[Hit]:
    known = [(metric, side(metric)) for metric in ground.model.metrics if side(metric)]
    if len(known) < _FEWEST:
        return
    business = [metric for metric, where in known if where == "captured"]
    customers = [metric for metric, where in known if where == "delivered"]
    # A fee and a price say what is charged; both sides of the exchange count.
    share = len(business) * 100 // len(known)
    only_nps = (
        bool(customers) and all(map(is_promoter_score, customers)) and len(business) >= len(known) - len(customers)
    )
    if share >= ground.settings.limits.business_percent or (only_nps and len(business) >= 2):
        message = f"{len(business)} of {len(known)} metrics measure what the business captures"
        if only_nps:
            message += ", and NPS alone speaks for customers"
        hint = "add what tells whether customers got what they came for, or say 'side: delivered' where it does"
        yield Hit(business[0], message, hint)


RULE = Rule(
    code="M09",
    name="business-heavy",
    source="the talk “WTF is your metric doing to your customers?”: a typical collection of metrics "
    "leans towards the business; Itamar Gilad, The Most Important Thing: NPS is customer-focused- "
    "ish",
    why="What is not measured is not managed. Where nearly all figures are money, customers are but a means in them.",
    trips="""\
title: Seats
metrics: [Revenue, CAC, Gross margin, NPS]
""",
    clean="""\
title: Seats
metrics:
  - Revenue
  - Gross margin
  - {title: Documents finished, side: delivered}
  - {title: Complaints, side: delivered}
""",
    severity="warning",
    find=_find,
)
