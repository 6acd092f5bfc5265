"""White space at the ends of lines, runs of empty lines, the line above a section, the end of the file.

Only around what is facts: prose, code and texts of several lines stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from impactmap.fixes.source import Edit, Source
from impactmap.readers.remarks import taken_lines
from impactmap.readers.yaml import LOADER

_GOES_ON = re.compile(r"\s*[^\s\-*+#|>`~\d]")


def fix(source: Source) -> Iterator[Edit]:
    text = source.text
    lines = text.split("\n")
    ours, kept = _of_page(source) if source.syntax == "markdown" else _of_yaml(source, len(lines))
    yield from _ends(source, lines, ours, kept)
    yield from _runs(source, lines, ours, kept)
    if source.page:
        yield from _above_sections(source, lines)
    end = len(text.rstrip())
    if text[end:] != "\n" and len(lines) - 1 not in kept and end:
        yield Edit(end, len(text), "\n", "end", "a file ends with one line feed")


def _of_page(source: Source) -> tuple[set[int], set[int]]:
    """The lines that are facts, and those that must stay as they are."""
    page = source.page
    if page is None or page.spec:
        return set(), set(range(source.text.count("\n") + 1))
    summary = {number for block in page.outline.summary for number in range(block.first, block.last)}
    ours = taken_lines(page) - summary  # which is prose, as far as its form goes
    kept = set(range(page.start))
    for start, stop in page.comments:
        kept.update(range(source.reading.line_of(start), source.reading.line_of(stop) + 1))
    for block in page.blocks:
        for inner in block.walk():
            if inner.kind == "code":
                kept.update(range(inner.first, inner.last))
    return ours, kept


def _of_yaml(source: Source, count: int) -> tuple[set[int], set[int]]:
    kept: set[int] = set()
    if not source.document.complete:
        return set(), set(range(count))
    for token in yaml.scan(source.text, Loader=LOADER):
        if isinstance(token, yaml.ScalarToken):
            first = source.reading.line_of(token.start_mark.index)
            last = source.reading.line_of(token.end_mark.index)
            if last > first:
                kept.update(range(first, last + 1))
    return set(range(count)) - kept, kept


def _ends(source: Source, lines: list[str], ours: set[int], kept: set[int]) -> Iterator[Edit]:
    for number, line in enumerate(lines):
        blank = not line.strip(" \t")
        if number in kept or not (number in ours or blank) or line == line.rstrip(" \t"):
            continue
        if (
            source.page
            and line.endswith("  ")
            and not blank
            and _GOES_ON.match(lines[number + 1] if number + 1 < len(lines) else "")
        ):
            continue  # a line break in a note
        start = source.reading.line_start(number)
        yield Edit(start + len(line.rstrip(" \t")), start + len(line), "", "space", "no space at the end of a line")


def _runs(source: Source, lines: list[str], ours: set[int], kept: set[int]) -> Iterator[Edit]:
    """Of several empty lines beside a fact one stays."""
    number = 0
    while number < len(lines):
        first = number
        while number < len(lines) and not lines[number].strip(" \t") and number not in kept:
            number += 1
        if number - first > 1 and number < len(lines) and ({first - 1, number} & ours):
            start, stop = source.reading.line_start(first), source.reading.line_start(number)
            yield Edit(start, stop, "\n", "blank", "one empty line is enough")
        number += 1


def _above_sections(source: Source, lines: list[str]) -> Iterator[Edit]:
    assert source.page is not None  # noqa: S101 - the caller has looked; this tells mypy
    for section in source.page.outline.sections:
        number = section.name.span.line - 1
        above = lines[number - 1] if number else ""
        if number > source.page.start and above.strip() and lines[number].lstrip().startswith("#"):
            start = source.reading.line_start(number)
            if not above.rstrip().endswith("-->"):  # a comment above a heading belongs to it
                yield Edit(start, start, "\n", "blank", "an empty line stands above a section")
