"""Ids: `{: #email }` is written `{#email}`, and one that cannot be an id becomes the one that it must have meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from impactmap.diagnostics import Diagnostic
from impactmap.fixes.source import Edit, Source, scalars
from impactmap.model.grammar import Refs

_BETTER = re.compile(r"write '([^']+)'")
_OPENING = re.compile(r"\{:?[ ]*#$")
_CLOSING = re.compile(r"[ ]*\}")


def fix(source: Source) -> Iterator[Edit]:
    yield from _braces(source)
    taken = {s.text for _, rule, item in source.fields() if rule.name == "id" for s in scalars(item.value)}
    titles = {line.text for _, line in source.lines()}
    for diagnostic in source.diagnostics:
        better = _BETTER.fullmatch(diagnostic.hint)
        if diagnostic.code == "bad-id" and diagnostic.span and better and better[1] not in taken:
            taken.add(better[1])
            yield from _renamed(source, diagnostic, better[1], titles)


def _braces(source: Source) -> Iterator[Edit]:
    for _, rule, item in source.fields():
        for scalar in scalars(item.value) if rule.name == "id" else ():
            place = source.typed(scalar) if item.name.span == scalar.span else None
            if place is None:
                continue
            start, stop = place
            opening = _OPENING.search(source.text, max(start - 9, 0), start)
            closing = _CLOSING.match(source.text, stop)
            typed = source.text[opening.start() : closing.end()] if opening and closing else ""
            if opening and closing and typed != f"{{#{scalar.text}}}":
                yield Edit(opening.start(), closing.end(), f"{{#{scalar.text}}}", "id", "an id is written `{#id}`")


def _renamed(source: Source, diagnostic: Diagnostic, better: str, titles: set[str]) -> Iterator[Edit]:
    """The id, and the references to it."""
    if diagnostic.span is None:
        return
    start, stop = source.place(diagnostic.span)
    typed = source.text[start:stop]
    if typed in titles:
        return  # references may mean the title
    why = f"'{typed}' cannot be an id"
    yield Edit(start, stop, better, "id", why)
    for _, rule, item in source.fields():
        for scalar in scalars(item.value) if isinstance(rule.slot, Refs) else ():
            if place := source.typed(scalar):
                for part in re.finditer(rf"(?:^|(?<=,))\s*({re.escape(typed)})\s*(?=,|$)", scalar.text):
                    yield Edit(place[0] + part.start(1), place[0] + part.end(1), better, "id", why)
