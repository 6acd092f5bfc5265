"""K05: an incentive for which nobody answers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.model import Goal, Solution, Team

_INCENTIVE = re.compile(
    r"\b(?:bonus(?:es)?|incentives?|spiffs?|commissions? (?:for|per|on)|quotas?|prize money|kickbacks?"
    r"|pay(?:out|ment)?s? per (?:sale|account|deal|signup|sign-up)|rewards? for (?:every|each|staff|sales|agents))\b",
    re.IGNORECASE,
)
# "A quota on storage" and "no more bonuses" are no incentives.
_NONE = re.compile(
    r"\b(?:(?:storage|api|disk|rate|usage|mail|mailbox) quotas?|"
    r"(?:no|without|end|stop|drop|remove|abolish|scrap) (?:\w+ ){0,3}"
    r"(?:bonus|bonuses|incentives?|quotas?|commissions?))\b",
    re.IGNORECASE,
)


def _find(ground: Ground) -> Iterator[Hit]:
    for entity in ground.model.walk():
        if not isinstance(entity, Solution | Goal | Team) or entity.owner:
            continue
        for attribute in ("title", "note"):
            text = getattr(entity, attribute)
            found = _INCENTIVE.search(text)
            if found and not _NONE.search(text):
                hint = "add 'owner': who answers for what people do to get it"
                message = "an incentive without anybody who answers for it"
                yield Hit(entity, message, hint, words=found[0], field=attribute)
                break


RULE = Rule(
    code="K05",
    name="no-accountability",
    source="the talk “WTF is your metric doing to your customers?”: a culture of accountability "
    "reinforces incentives and metrics",
    why="Direct incentives establish what good behaviour looks like. Somebody has to answer for the bad behaviour "
    "that they pay for.",
    trips="""\
title: Bank
solutions: [A bonus for every account opened in a branch]
""",
    clean="""\
title: Bank
solutions:
  - title: A bonus for every account opened in a branch
    owner: Head of branches
""",
    severity="warning",
    find=_find,
    wording=True,
)
