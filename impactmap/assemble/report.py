"""Where the assembler puts what it finds wrong, and how it says exactly where."""

from __future__ import annotations

from functools import cached_property

from impactmap.assemble.nearby import Nearby
from impactmap.diagnostics import Diagnostic, Severity, Span
from impactmap.document import Document, Node, Scalar


class Report:
    """Collects the findings about one document; nothing is raised until all are known."""

    def __init__(self, document: Document) -> None:
        self.path = document.path
        self.markdown = document.root.repeats  # which of the two syntaxes a hint should speak
        self.diagnostics: list[Diagnostic] = list(document.diagnostics)
        self.nearby = Nearby()
        # What the reader could not read may hold what seems to be missing here.
        self.complete = document.complete and (bool(document.root.fields) or not self.failed)
        self._text = document.text
        self._refused: list[Node] = []
        self.skipped = document.skipped

    def error(self, code: str, message: str, span: Span | None, hint: str = "") -> None:
        self._add(code, "error", message, span, hint)

    def warning(self, code: str, message: str, span: Span | None, hint: str = "") -> None:
        self._add(code, "warning", message, span, hint)

    def _add(self, code: str, severity: Severity, message: str, span: Span | None, hint: str) -> None:
        self.diagnostics.append(Diagnostic(code, severity, message, self.path, span, hint))

    @property
    def failed(self) -> bool:
        return any(d.severity == "error" for d in self.diagnostics)

    def in_source_order(self) -> tuple[Diagnostic, ...]:
        return tuple(sorted(self.diagnostics, key=lambda d: (d.span is not None, d.span or _NOWHERE)))

    # ---- what was refused and must not be reported a second time by those who refer to it ---------------

    def refuse(self, node: Node) -> None:
        """Remembers a part of the spec that was reported and left out."""
        self._refused.append(node)

    @cached_property
    def refused_texts(self) -> frozenset[str]:
        """All texts in the parts that were left out; ask only when the whole document has been read."""
        texts = set()
        nodes = list(self._refused)
        while nodes:
            node = nodes.pop()
            if isinstance(node, Scalar):
                texts.add(node.text)
            else:
                children = getattr(node, "items", None)
                nodes.extend(children if children is not None else (f.value for f in getattr(node, "fields", ())))
        return frozenset(texts)

    # ---- exact places -------------------------------------------------------------------------------------

    @cached_property
    def _lines(self) -> list[str]:
        return self._text.split("\n")

    def cut(self, scalar: Scalar, start: int, end: int) -> Scalar:
        """The part of a scalar from character `start` to `end`, without outer white space, in its place."""
        part = scalar.text[start:end]
        start += len(part) - len(part.lstrip())
        part = part.strip()
        return Scalar(part, self.place(scalar, start, start + len(part)))

    def place(self, scalar: Scalar, start: int, end: int) -> Span:
        """Where characters `start` to `end` of a scalar stand; all of it where that cannot be told.

        A scalar's text is not always its source: quotes, escapes and markup have been taken off, and it may
        run over lines. So the source is compared before columns are counted.
        """
        span = scalar.span
        if span.line == span.end_line:
            offset = self._offset(scalar, start, end)
            return span if offset is None else span.within(start + offset, end + offset)
        return self._on_lines(span, scalar.text[start:end])

    def _offset(self, scalar: Scalar, start: int, end: int) -> int | None:
        span, text = scalar.span, scalar.text
        if span.line > len(self._lines):
            return None
        source = self._lines[span.line - 1][span.column - 1 : span.end_column - 1]
        if source == text:
            return 0
        if source[1:-1] == text:
            return 1
        part = text[start:end]
        return source.index(part) - start if part and source.count(part) == 1 else None

    def _on_lines(self, span: Span, part: str) -> Span:
        found = []
        if span.end_line - span.line > _LINES:
            return span
        for number in range(span.line, min(span.end_line, len(self._lines)) + 1):
            line = self._lines[number - 1]
            first = span.column - 1 if number == span.line else 0
            last = span.end_column - 1 if number == span.end_line else len(line)
            at = line.find(part, first, last) if part else -1
            if at >= 0:
                found.append(Span(number, at + 1, number, at + 1 + len(part)))
        return found[0] if len(found) == 1 else span


_LINES = 40  # a longer text is shown as a whole; nobody writes lists of names that long
_NOWHERE = Span(0, 0, 0, 0)
