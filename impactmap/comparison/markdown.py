"""Comparisons as Markdown: for documents, and for comments on pull requests.

Text of a spec is only ever text in it: no markup, no link, nobody is called by an `@` and no issue by a `#`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from impactmap.comparison.difference import Difference, Entry
from impactmap.comparison.sheet import Cell, Report, Sheet, Table
from impactmap.comparison.spec_report import clauses_of_map
from impactmap.comparison.version_report import changed_facts
from impactmap.comparison.wording import STANDING, clauses, heading, headline, links, short, title_of
from impactmap.drawing.templates import printable

MOST_LINES, MOST_CHARACTERS = 60, 4_000
MOST_OF_LINE = 320  # characters of what is said of one fact, before they are escaped
_ROOM = 160  # characters kept for the line that counts what is left out

# Control characters, and those that reorder text, could make a terminal or a reader lie.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_MARKUP = re.compile(r"([\\`*_\[\]<>|~$])")
# After these a code host looks for a name or a number; a blank of no width between keeps it from finding one.
_CALLS = re.compile(r"@|#(?=\w)|(?<=GH)-(?=\d)", re.IGNORECASE)
_ADDRESS = re.compile(r"\b(www)\.|(?<=\w):(?=//)|(?<=mailto):|(?<=xmpp):", re.IGNORECASE)
_HASH = re.compile(r"\b(?=[0-9a-f]*\d)([0-9a-f]{6})(?=[0-9a-f]{1,34}\b)", re.IGNORECASE)  # of a commit
_LINE_START = re.compile(r"^([-+=#]|\d+(?=[.)]))")
_MARK = "\x00"  # where a blank of no width goes; no text has one by then


def escaped(text: str) -> str:
    """A text of a spec inside a line of Markdown."""
    text = _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", printable(" ".join(_isolated(text).split())))
    text = text.replace("&", "&amp;")
    text = _MARKUP.sub(r"\\\1", text)
    text = _HASH.sub(lambda found: found[0] + _MARK, text)
    text = _ADDRESS.sub(lambda found: f"{found[0][:-1]}{_MARK}{found[0][-1]}", text)
    text = _CALLS.sub(lambda found: found[0] + _MARK, text)
    text = _LINE_START.sub(lambda found: found[1] + _MARK if found[1].isdigit() else f"\\{found[1]}", text)
    return text.replace(_MARK, "&#8203;")


def _isolated(text: str) -> str:
    """Our own isolates around titles mean nothing to Markdown."""
    return text.replace("\N{FIRST STRONG ISOLATE}", "").replace("\N{POP DIRECTIONAL ISOLATE}", "")


# ---- pages ------------------------------------------------------------------------------------------------


def page(report: Report) -> str:
    """The first sheet of a report: its tables under its title."""
    sheet = report.sheets[0]
    lines = [f"# {escaped(report.title)}", "", escaped(report.subtitle), ""]
    for sentence in report.lead:
        lines += [escaped(sentence), ""]
    for line in _panels(sheet):
        lines += [line, ""]
    for table in sheet.tables:
        lines += [f"## {escaped(table.caption)}", "", *_table(table), ""]
    return "\n".join(lines)


def _panels(sheet: Sheet) -> Iterator[str]:
    for graph in sheet.panels:
        yield f"**{escaped(graph.title)}**: {escaped(graph.subtitle)}"


def _table(table: Table) -> Iterator[str]:
    if not table.rows:
        yield escaped(table.vacant)
        return
    yield _row([escaped(column) for column in table.columns])
    yield _row(["---"] * len(table.columns))
    for row in table.rows:
        yield _row([_cell(cell) for cell in row])


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    named = [f"**{one.number}** {escaped(one.title)}" if one.number else escaped(one.title) for one in cell.mentions]
    named += [f"and {cell.more:,} more"] if cell.more else []
    return ": ".join(filter(None, (escaped(cell.text), "; ".join(named))))


# ---- a comment on a pull request --------------------------------------------------------------------------


def comment(found: Difference, names: tuple[str, str]) -> str:
    """What changed from one version to the next, short enough for a comment: a line for each fact, grouped by kind.

    60 lines and 4,000 characters at most; what is left out is counted.
    """
    title = f"### {escaped(short(found.second.title))}: {headline(found)}"
    line = f"{escaped(names[0])} → {escaped(names[1])}" + (f", {links(found)}" if links(found) else "")
    lines = [title, "", line]
    if found.empty:
        lines += ["", "The items stand in another order."] if found.reordered else []
        return "\n".join(lines) + "\n"
    groups = list(_groups(found))
    left = sum(len(facts) for _, facts in groups)
    size = sum(len(line) + 1 for line in lines)
    for name, facts in groups:
        head = ["", f"**{name}**"]
        for fact in facts:
            more = [*head, f"- {fact}"]
            cost = sum(len(line) + 1 for line in more)
            if len(lines) + len(more) > MOST_LINES - 2 or size + cost > MOST_CHARACTERS - _ROOM:
                return "\n".join([*lines, "", f"and {left:,} more"]) + "\n"
            lines, size, left, head = lines + more, size + cost, left - 1, []
    return "\n".join(lines) + "\n"


def _groups(found: Difference) -> Iterator[tuple[str, list[str]]]:
    if found.own:
        yield "Map", [escaped(short("; ".join(clauses_of_map(found)), MOST_OF_LINE))]
    for _, entries in groupby(changed_facts(found), key=lambda entry: entry.kind):
        several = list(entries)
        yield heading(several[0].item), [_fact(found, entry) for entry in several]


def _fact(found: Difference, entry: Entry) -> str:
    title = f"**{escaped(short(title_of(entry.item)))}**"
    if entry.first is None or entry.second is None:
        return f"{STANDING[entry.standing]}: {title}"
    said = list(clauses(found, entry))
    if entry.first.title != entry.second.title:
        said[said.index("re-worded")] = f"re-worded, was “{short(title_of(entry.first))}”"
    return f"{title}: {escaped(short('; '.join(said), MOST_OF_LINE))}"
