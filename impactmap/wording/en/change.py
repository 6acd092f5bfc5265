"""The change that a title tells: whether its figure is to grow or to fall, and by how much.

Only what is plain counts. "Orders in fewer steps" grow while steps fall, "Lower-paid workers" name a group, "Price
increases" are a thing that is counted: a way is told by the first word, or by a verb that ends the sentence.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from msgspec import Struct


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_END = r"(?=\s*$|\s+(?:by|from|to|within|until|before|in\s+(?:Q\d|\d{4})|this|next)\b)"
# A verb behind a plural: a "pay rise" is a thing, and so are "patient falls".
_UP_LAST = rf"(?<=\w\s)(?:grows?|(?<=s\s)(?:rise|increase|double|triple)){_END}"
_DOWN_LAST = rf"(?<=\w\s)(?:shrinks?|(?<=s\s)(?:fall|decrease|halve|decline)){_END}"
_WAYS = (
    (1, _any(r"^(?:more(?!\s+than)|higher|grow|increase|increasing|raise)(?=\s)", _UP_LAST)),
    (-1, _any(r"^(?:fewer(?!\s+than)|lower|reduce|reducing|decrease|decreasing|cut|halve)(?=\s)", _DOWN_LAST)),
)
# "Lower income", "higher education" and "cut flowers" name what is counted.
_NAMED = _any(
    r"(?:lower|higher|cut|raise)\s+(?:\w+-\w+|(?:and|or|income|secondary|primary|education|tier|level|grade|limb|back"
    r"|body|paid|risk|deck|court|house|flowers?|offs?|of|end|priced|earning|performing|ranked|rated|value|quality)\b)"
)
# "More reliable deliveries" may be told by a share of late ones; "more active users" are a count.
_COMPARED = _any(
    r"more\s+(?!active|paying|returning|existing)\w+(?:able|ible|ive|ful|ous|ent|ant|al|ed|ate|ic|ile|ly|less)\b"
)
# What is more when something else is less: errors, seconds, losses.
_QUALITY = _any(
    r"\b(?:speed|pace|velocity|efficien\w+|productiv\w+|quality|accura\w+|precision|reliab\w+|safe\w*|secur\w+|trust"
    r"|confiden\w+|savings?|convenien\w+|transparen\w+|comfort|performance|resilience|focus|stability|freedom|control"
    r"|clarity|fairness|calm|certainty)\b"
)
# Another way, or another thing, beside the first: nobody can tell which of them the figure is of.
_BESIDE = _any(
    r"\b(?:fewer|less|lower|without|faster|sooner|quicker|more|higher|instead|rather|while|but|although"
    r"|(?:grow|rise|increase|climb|double|fall|drop|shrink|decrease|decline|halve)s?)\b",
    r"[:;,(–—/]",
    r"\s-\s",
)

_TIME = _any(r"\b(?:\w*time|wait\w*|delay\w*|hours?|minutes?|days?|weeks?)\b")
_MONEY = _any(
    r"\b(?:revenue|sales|turnover|income|earnings|profits?|margins?|spend\w*|costs?|fees?|prices?|budgets?|donations?"
    r"|gmv|arr|mrr|value|basket|losses|refunds?|write-offs|wages|pay)\b"
)

_UNIT = r"%|(?:pp|percentage\ points?|points?)\b"
_AMOUNT = re.compile(
    rf"""(?:^|(?<=\s))
    (?: (?P<sign>[+\-−–])(?P<signed>\d[\d.,]*)\s?(?P<unit>{_UNIT})?
      | (?P<verb>up|down|by)\s(?P<bare>\d[\d.,]*)\s?(?P<bareunit>{_UNIT}))
    (?=\s*[.!]?\s*$|\s+(?:by|until|before|within|in\s+(?:Q\d|\d{{4}}))\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_FIGURES = re.compile(r"[+\-−–]\d[\d.,]*|\d[\d.,]*\s?%")


class Amount(Struct, frozen=True):
    """By how much: `-10` and "%", "points" or "" (a plain number). `words` are those of the title."""

    by: Decimal
    unit: str
    words: str


def way(title: str) -> tuple[int, str]:
    """1 where a title says that its figure grows, -1 where it falls, 0 where neither is plain; and the word for it."""
    found = [(sign, match) for sign, pattern in _WAYS if (match := pattern.search(title))]
    if len(found) != 1 or _NAMED.match(title) or _COMPARED.match(title):
        return 0, ""
    sign, match = found[0]
    rest = f"{title[: match.start()]} {title[match.end() :]}"
    if _BESIDE.search(rest) or (sign > 0 and _QUALITY.search(rest)):
        return 0, ""
    return sign, match[0]


def amount(title: str) -> Amount | None:
    """The change in figures that ends a title: `+10%`, `by 3 points`. None for several, and for none."""
    found = list(_AMOUNT.finditer(title))
    if len(found) != 1 or len(_FIGURES.findall(title)) > 1:
        return None
    match = found[0]
    word = match["sign"] or match["verb"].lower()
    sign = way(title)[0] if word == "by" else 1 if word in ("+", "up") else -1
    try:
        by = sign * Decimal((match["signed"] or match["bare"]).rstrip(".,").replace(",", ""))
    except InvalidOperation:
        return None
    unit = match["unit"] or match["bareunit"] or ""
    return Amount(by, unit if unit in ("%", "") else "points", match[0]) if by else None


def speaks_of(title: str, unit: str) -> bool:
    """Whether a figure in `unit` may be that of the title's own subject: minutes are not that of "More orders"."""
    if unit in ("", "%"):
        return True
    if not unit.isalpha() or unit.isupper():
        return bool(_MONEY.search(title))
    return unit.casefold() in title.casefold() or bool(_TIME.search(title))
