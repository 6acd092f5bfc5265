"""Tables of items are aligned, and have their outer pipes. Other tables of a page are prose and stay as they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from impactmap.fixes.source import Edit, Source, apply
from impactmap.readers.markdown_tables import cut
from impactmap.writers.markdown_table import aligned


def fix(source: Source, others: Iterable[Edit]) -> Iterator[Edit]:
    """`others` are the edits that change what stands in cells: they become a part of those that this one makes."""
    if source.page is None:
        return
    found = sorted(others)
    for section in source.page.outline.sections:
        for block in section.body:
            if block.kind != "table":
                continue
            numbers = range(block.first, block.last)
            lines = [source.reading.line_text(number) for number in numbers]
            changed = [_edited(source, number, found) for number in numbers]
            rows = [[cell for _, cell in cut(line)] for line in changed]
            wide = len(rows[0])
            if any(len(row) > wide for row in rows):
                continue
            rows = [row + [""] * (wide - len(row)) for row in rows]
            indent = lines[0][: len(lines[0]) - len(lines[0].lstrip())]
            for number, line, new in zip(numbers, lines, aligned([rows[0], *rows[2:]], rows[1]), strict=True):
                if line != indent + new:
                    start = source.reading.line_start(number)
                    yield Edit(start, start + len(line), indent + new, "table", "the columns are aligned")


def _edited(source: Source, number: int, edits: Iterable[Edit]) -> str:
    start, line = source.reading.line_start(number), source.reading.line_text(number)
    inside = [e for e in edits if start <= e.start and e.stop <= start + len(line)]
    return apply(line, [Edit(e.start - start, e.stop - start, e.new) for e in inside])
