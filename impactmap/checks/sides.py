"""On which side of the exchange a metric stands: value delivered to customers, or captured from them.

The spec says so in `side`; where it does not, only the plainest names tell. What rules about balance share.
"""

from __future__ import annotations

import re

from impactmap.model import CounterMetric, Metric, Model

_BUSINESS = re.compile(
    r"\b(?:revenues?|sales|turnover|bookings|arr|mrr|arpu|arpa|ltv|clv|cac|ebitda|ebit|margins?|profits?|profitability"
    r"|earnings|net income|market share|share price|upsells?|upselling|cross.sell(?:s|ing)?|share of wallet"
    r"|cost of acquisition|acquisition cost|win rate|pipeline|gross merchandise value captured|take rate)\b",
    re.IGNORECASE,
)
_CUSTOMER = re.compile(
    r"\b(?:satisfaction|csat|ces|effort score|task success|complaints?|time saved|resolved|on time|nps"
    r"|net promoter score)\b",
    re.IGNORECASE,
)
_PROMOTERS = re.compile(r"\b(?:nps|net promoter score)\b", re.IGNORECASE)


def side(metric: Metric) -> str:
    """ "captured", "delivered", "both", or "" where nothing tells."""
    if metric.side:
        return metric.side
    if metric.role in ("north star", "top KPI"):
        return "delivered" if metric.role == "north star" else "captured"
    name = metric.title.replace("_", " ")
    if _CUSTOMER.search(name):
        return "delivered"
    return "captured" if _BUSINESS.search(name) else ""


def is_promoter_score(metric: Metric) -> bool:
    return bool(_PROMOTERS.search(metric.title.replace("_", " ")) or _PROMOTERS.fullmatch(metric.id))


def names_a_figure(text: str) -> bool:
    """Whether a text is a well-known figure of one side or the other: "NPS", "Revenue"."""
    return bool(_CUSTOMER.search(text) or _BUSINESS.search(text))


def watched(model: Model, counter: CounterMetric) -> Metric | None:
    """The metric that a counter-metric watches."""
    found = model.by_id.get(counter.metric)
    return found if isinstance(found, Metric) else None
