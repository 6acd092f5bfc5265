"""Entities as an aligned table: those that only hold short values, metrics above all."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from impactmap.model.grammar import Formula, Refs, Rule, rules
from impactmap.writers.markdown_escape import arithmetic, escaped, names, says
from impactmap.writers.oneline import one_line
from impactmap.writers.spec import Item, Words

CELL = 80  # characters; a longer text makes a table that nobody can read in its source


def table(items: Sequence[Item]) -> list[str] | None:
    """The lines of a table with a row for each item; None for items that are better a list."""
    kind = items[0].kind
    # References stand better below what they belong to, unless they are all that there is to name an item by.
    named = any(one_line(item)[0] for item in items)
    if named and any(isinstance(rule.slot, Refs) for rule in rules(kind)):
        return None
    if all(len(item.entries) == 1 for item in items):
        return None
    columns = list({entry.rule.attribute: entry.rule for item in items for entry in item.entries}.values())
    columns.sort(key=lambda rule: ("id", "title").index(rule.name) if rule.name in ("id", "title") else 2)
    rows = [["name" if rule.name == "title" else rule.name for rule in columns]]
    for item in items:
        row = [_cell(item, rule) for rule in columns]
        if not any(row) or None in row:
            return None
        rows.append([cell or "" for cell in row])
    return aligned(rows)


def _cell(item: Item, rule: Rule) -> str | None:
    """What stands in a cell; None when it cannot stand in one."""
    entry = item.entry(rule.attribute)
    if entry is None:
        return ""
    if not isinstance(entry.value, Words):
        return None
    text = entry.value.text
    if len(text) > CELL or not says(text) or (rule.name == "title" and not names(text)):
        return None
    return arithmetic(text, cell=True) if isinstance(rule.slot, Formula) else escaped(text, cell=True)


def aligned(rows: Sequence[Sequence[str]], dashes: Sequence[str] = ()) -> list[str]:
    """Rows of cells as the lines of a table, the first row being its head.

    `dashes` are the cells of the line below it, whose colons say how columns are aligned.
    """
    widths = [max(3, *(columns(row[at]) for row in rows)) for at in range(len(rows[0]))]
    lines = [f"| {' | '.join(_padded(cell, width) for cell, width in zip(row, widths, strict=True))} |" for row in rows]
    ruled = []
    for at, width in enumerate(widths):
        typed = dashes[at].strip() if at < len(dashes) else ""
        left, right = typed.startswith(":"), typed.endswith(":") and len(typed) > 1
        ruled.append(":" * left + "-" * (width + 2 - left - right) + ":" * right)
    lines.insert(1, f"|{'|'.join(ruled)}|")
    return lines


def columns(text: str) -> int:
    """How many columns of a screen a text takes."""
    return sum(
        0
        if unicodedata.combining(c) or unicodedata.category(c) == "Cf"
        else 2
        if unicodedata.east_asian_width(c) in "WF"
        else 1
        for c in text
    )


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - columns(cell))
