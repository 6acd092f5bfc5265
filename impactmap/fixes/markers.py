"""Items of lists begin with `-`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from impactmap.fixes.source import Edit, Source

_MARKERS = re.compile(r"[ \t]*((?:[-*+][ \t]+)+|[-*+]$)")


def fix(source: Source) -> Iterator[Edit]:
    if source.page is None:
        return
    lists = (block for section in source.page.outline.sections for block in section.body if block.kind == "list")
    lines = {inner.first for block in lists for inner in block.walk() if inner.kind == "item"}
    for number in sorted(lines):
        found = _MARKERS.match(source.reading.line_text(number))
        if found and set(found[1]) & {"*", "+"}:
            start = source.reading.line_start(number)
            new = found[1].replace("*", "-").replace("+", "-")
            yield Edit(start + found.start(1), start + found.end(1), new, "marker", "items begin with '-'")
