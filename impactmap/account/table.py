"""The account of `impactmap metrics` for people: aligned tables, at most 100 columns wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from textwrap import wrap
from typing import TYPE_CHECKING

from impactmap.arithmetic import Worth, fraction
from impactmap.arithmetic.figures import percent, shown
from impactmap.terminal import visible

if TYPE_CHECKING:
    from impactmap.account import Account
    from impactmap.arithmetic.simulation import Spread
    from impactmap.claims import Effect

WIDTH = 100
NAME = 30  # columns of a name at most
SHORT = 12  # and at least, where a table is too wide
ROOM = 16  # columns that a last column of text is worth showing in
GAP = "  "


def table(found: Account) -> str:
    """Metrics, levers and claimed gains, and what there is to say about them."""
    parts = [_metrics(found), _levers(found), _gains(found)]
    if found.notes:
        parts.append("\n".join(["Notes", *_listed(found.notes)]))
    return "\n\n".join(filter(None, parts))


# ---- metrics ------------------------------------------------------------------------------------------------


def _metrics(found: Account) -> str:
    ledger = found.ledger
    spread = found.spread if found.changed else found.spread_before
    heads = ["", "role", "value"]
    heads += ["what-if", "change"] if found.changed else []
    heads += ["at targets"] if found.targets else []
    rows = []
    reasons = []
    for identifier, metric in ledger.metrics.items():
        before, after = found.before[identifier], found.after[identifier]
        row = [identifier, metric.role, _value(before)]
        if found.changed:
            moved = after.value != before.value
            row += [_value(after) + "*" * bool(after.moved_by), _change(before, after) if moved else ""]
        if found.targets:
            row.append(_value(found.targets[identifier]) if identifier in found.targets else "")
        rows.append(row)
        nothing = [worth.reason for worth in (before, after) if worth.value is None]
        reasons += [f"'{identifier}' is n/a: {reason}" for reason in nothing]
    formulas = [metric.formula for metric in ledger.metrics.values()]
    lines = _aligned(heads, rows, left=(0, 1), last=("formula", formulas))
    hypotheses = [_hypothesis(found, identifier) for identifier, worth in found.after.items() if worth.moved_by]
    verb = "would be" if found.changed else "is"
    sound = [(name, one) for name, one in spread.items() if found.after[name].value is not None]
    ranges = [f"'{name}' {_range(verb, found.after[name], one)}" for name, one in sound]
    return "\n".join(["Metrics", *lines, *_listed([*dict.fromkeys(reasons), *ranges, *hypotheses])])


def _hypothesis(found: Account, identifier: str) -> str:
    worth = found.after[identifier]
    how = f", {worth.confidence} at best" if worth.confidence else ", nobody says how it is known"
    return f"* '{identifier}' moves by hypothesis: {', '.join(worth.moved_by)}{how}"


def _value(worth: Worth) -> str:
    return "n/a" if worth.value is None else shown(worth.value, worth.unit)


def _change(before: Worth, after: Worth) -> str:
    if before.value is None or after.value is None:
        return ""
    if before.unit.percent:
        points = (after.value - before.value) * 100
        return f"{'+' if points > 0 else '−'}{abs(points):.3g} pp"
    share = fraction(before.value, after.value)
    return "" if share is None else percent(share)


def _range(verb: str, worth: Worth, spread: Spread) -> str:
    """A line below the table, for a column would leave no room for formulas."""
    if worth.unbounded:
        return f"has no bounds: {worth.unbounded}"
    told = []
    if worth.low is not None and worth.high is not None:
        told.append(f"between {shown(worth.low, worth.unit)} and {shown(worth.high, worth.unit)}")
    if spread.p10 is not None and spread.p90 is not None:
        low, high = (shown(Decimal(repr(end)), worth.unit) for end in (spread.p10, spread.p90))
        told.append(f"p10 to p90 {low} to {high}")
    return f"{verb} {', '.join(told) or 'a range without bounds'}"


# ---- levers and gains ---------------------------------------------------------------------------------------

_KINDS = {
    "lifts-both": "lifts both",
    "value-only": "value only",
    "capture-only": "capture only",
    "conflicting": "conflicting",
    "neither": "neither",
    "": "not known",
}


def _levers(found: Account) -> str:
    if not found.levers:
        return ""
    rows = []
    for lever in found.levers.values():
        kind = _KINDS[lever.kind] + (" (move it down)" if lever.move == "down" else "")
        rows.append([lever.input, _share(lever.north_star), _share(lever.top_kpi), kind])
    heads = ["", *_tops(found), "class"]
    # Why a class is not known stands in the notes.
    reasons = dict.fromkeys(lever.reason for lever in found.levers.values() if lever.reason and lever.kind)
    return "\n".join(
        ["Levers (+10% of each input)", *_aligned(heads, rows, left=(0, 3)), *_listed([*reasons, *_missing(found)])]
    )


def _gains(found: Account) -> str:
    if not found.claims:
        return ""
    rows = [
        [claim.gain, _effect(claim.north_star), _effect(claim.top_kpi), f"{claim.assumed:.0%}"]
        for claim in found.claims.values()
    ]
    heads = ["", *_tops(found), "rests on assumption"]
    culprits = [", ".join(claim.culprits) for claim in found.claims.values()]
    reasons = {
        f"'{claim.gain}' "
        + (f"is n/a: {effect.reason}" if effect.value is None else f"on {top}: {effect.reason}"): None
        for claim in found.claims.values()
        for top, effect in zip(found.ledger.tops, (claim.north_star, claim.top_kpi), strict=True)
        if effect.reason and effect.reason != "the map has none"
    }
    return "\n".join(
        ["Claimed gains", *_aligned(heads, rows, left=(0,), last=("wants evidence", culprits)), *_listed(reasons)]
    )


def _tops(found: Account) -> list[str]:
    return [
        _cut(f"on {top or name}", 18) for top, name in zip(found.ledger.tops, ("north star", "top KPI"), strict=True)
    ]


def _missing(found: Account) -> list[str]:
    names = ("north star", "top KPI")
    return [f"the map has no {name}" for top, name in zip(found.ledger.tops, names, strict=True) if not top]


def _share(value: Decimal | None) -> str:
    return "n/a" if value is None else percent(value)


def _effect(effect: Effect) -> str:
    if effect.low is None or effect.high is None:
        return _share(effect.value)
    return f"{_share(effect.low)} to {_share(effect.high)}"


# ---- laying out ---------------------------------------------------------------------------------------------


def _aligned(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    left: Iterable[int],
    last: tuple[str, Sequence[str]] | None = None,
) -> list[str]:
    """Columns in line; texts to the left, figures to the right. What is left of the width is for `last`."""
    cells = [[_cut(visible(cell), NAME) for cell in row] for row in (heads, *rows)]
    wide = [max(map(_columns, column)) for column in zip(*cells, strict=True)]
    too_wide = 2 + sum(wide) + len(GAP) * (len(wide) - 1) - WIDTH
    if too_wide > 0:
        wide[0] = max(wide[0] - too_wide, SHORT)
        for row in cells:
            row[0] = _cut(row[0], wide[0])
    if last:
        room = WIDTH - 2 - sum(wide) - len(GAP) * len(wide)
        if room < ROOM and any(last[1]):
            wide[0], names = max(wide[0] - (ROOM - room), min(wide[0], SHORT)), wide[0]
            room += names - wide[0]
            for row in cells:
                row[0] = _cut(row[0], wide[0])
        if room >= ROOM and any(last[1]):
            for row, text in zip(cells, (last[0], *last[1]), strict=True):
                row.append(_cut(" ".join(visible(text).split()), room))
            wide.append(room)
    texts = {*left, len(heads)}
    lines = ["  " + GAP.join(_padded(c, w, n in texts) for n, (c, w) in enumerate(zip(row, wide, strict=True))).rstrip()
             for row in cells]  # fmt: skip
    if last and any(last[1]) and len(wide) == len(heads):
        lines += _listed([f"no room for the column '{last[0]}': --format json has it"])
    return lines


def _listed(texts: Iterable[str]) -> list[str]:
    lines = []
    for text in texts:
        lines += wrap(visible(text), WIDTH, initial_indent="  - " * (not text.startswith("*")) or "  ",
                      subsequent_indent="    ", break_on_hyphens=False)  # fmt: skip
    return lines


def _padded(text: str, width: int, left: bool) -> str:
    space = " " * (width - _columns(text))
    return text + space if left else space + text


def _cut(text: str, width: int) -> str:
    if _columns(text) <= width:
        return text
    while text and _columns(text) >= width:
        text = text[:-1]
    return text.rstrip() + "…"


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
