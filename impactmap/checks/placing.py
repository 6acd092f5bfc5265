"""Where a hit stands in the source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from impactmap.checks.rule import Hit
from impactmap.diagnostics import Span
from impactmap.model.grammar import Items, rules
from impactmap.understood import MAP, Understood

_CHAIN = ("needs", "causes", "harms", "gains")
_LINES = 60  # of an item that are searched for words; a longer one is pointed at as a whole


class Places:
    """The source of one spec, and where its items and their fields stand in it."""

    def __init__(self, understood: Understood) -> None:
        self._understood = understood
        self._lines = understood.text.split("\n")

    def of(self, hit: Hit) -> Span | None:
        """The words of a hit where they can be found, else its field, else the title of its item or the map."""
        spans = tuple(self._spans(hit))
        if hit.words:
            for span in spans:
                if found := self._find(span, hit.words):
                    return found
        return self._first_line(spans[0]) if spans else None

    def was_given(self, hit: Hit) -> bool:
        """Whether the field of a hit was given, and left out of the model because it could not be read.

        Then the author has been told so, and nobody should complain that it is missing. What a part of the source
        that could not be read at all may hold is not missing either.
        """
        holder = hit.entity or self._understood.model
        if not hit.field or self._understood.sound or getattr(holder, hit.field, None):
            return False
        return hit.field in self._fields(hit) or not self._understood.complete

    @cached_property
    def chain_is_whole(self) -> bool:
        """Whether needs, causes, harms and gains were read in full: every error of reading stands in another item.

        One of theirs may have cost a link, or an item; that something leads nowhere may be no more than its echo.
        """
        if self._understood.sound:
            return True
        model = self._understood.model
        others = [
            item.span
            for rule in rules(type(model))
            if isinstance(rule.slot, Items) and rule.attribute not in _CHAIN
            for item in getattr(model, rule.attribute)
            if item.span
        ]
        lines = {line for span in others for line in range(span.line, span.end_line + 1)}
        wrong = [one.span for one in self._understood.diagnostics if one.severity == "error"]
        return self._understood.complete and all(span and span.line in lines for span in wrong)

    def _fields(self, hit: Hit) -> dict[str, Span]:
        return dict(self._understood.places.get(hit.entity.id if hit.entity else MAP, {}))

    def _spans(self, hit: Hit) -> Iterator[Span]:
        """From the narrowest place to the widest."""
        fields = self._fields(hit)
        yield from (fields[name] for name in (hit.field, "title") if name in fields)
        if hit.entity and hit.entity.span:
            yield hit.entity.span

    def _find(self, span: Span, words: str) -> Span | None:
        """The words as they stand, else in any letter case; only what stands on one line is found."""
        for fold in (str, str.lower):
            wanted = fold(words)
            for number, line, first in self._within(span):
                text = fold(line)
                # Lower case may be longer than upper case ("İ"): then columns would be wrong.
                at = text.find(wanted, first) if len(text) == len(line) else -1
                if at >= 0:
                    return Span(number, at + 1, number, at + 1 + len(words))
        return None

    def _within(self, span: Span) -> Iterator[tuple[int, str, int]]:
        """The lines of a span with their numbers and the character at which to begin."""
        last = min(span.end_line, span.line + _LINES, len(self._lines))
        for number in range(span.line, last + 1):
            line = self._lines[number - 1]
            if number == span.end_line:
                line = line[: span.end_column - 1]
            yield number, line, span.column - 1 if number == span.line else 0

    def _first_line(self, span: Span) -> Span:
        """What there is of a span on its first line: a caret under a whole item would tell nothing."""
        lines: Sequence[str] = self._lines
        if span.line == span.end_line or span.line > len(lines):
            return span
        end = max(len(lines[span.line - 1].rstrip()) + 1, span.column + 1)
        return Span(span.line, span.column, span.line, end)
