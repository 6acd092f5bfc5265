"""What one reader run knows: the source, its limits, and what was found wrong so far.

Readers work with offsets into the text (characters from 0); only here do they become lines and columns.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate

from impactmap.diagnostics import Diagnostic, Severity, Span
from impactmap.document import Document, Limits, Mapping

_CODES = {"bytes": "too-large", "depth": "too-deep", "items": "too-many", "text": "too-long"}


@dataclass
class Reading:
    """A source on its way to a Document. In `text` every line ends in a line feed and nothing else does.

    `complete` turns False once a part of the source could not be read at all. `skipped` are the ids and titles of
    what looks like items and is prose, each with the heading that it stands under.
    """

    path: str
    text: str
    limits: Limits
    diagnostics: list[Diagnostic] = field(default_factory=list)
    complete: bool = True
    skipped: dict[str, str] = field(default_factory=dict)
    _starts: list[int] = field(init=False, repr=False)
    _told: set[str] = field(init=False, repr=False, default_factory=set)

    def __post_init__(self) -> None:
        ends = accumulate(len(line) + 1 for line in self.text.split("\n"))
        self._starts = [0, *ends][:-1]

    # ---- places --------------------------------------------------------------------------------------------

    def line_of(self, offset: int) -> int:
        """The line, from 0, that holds a character."""
        return bisect_right(self._starts, offset) - 1

    def line_start(self, line: int) -> int:
        """The offset of the first character of a line, from 0; past the last one, the end of the text."""
        return self._starts[line] if line < len(self._starts) else len(self.text)

    def line_text(self, line: int) -> str:
        """A line, from 0, without its line feed."""
        start = self.line_start(line)
        stop = self.text.find("\n", start)
        return self.text[start : stop if stop >= 0 else len(self.text)]

    def span(self, start: int, stop: int) -> Span:
        """The characters from `start` up to `stop`, as lines and columns."""
        last = len(self.text)
        start = min(max(start, 0), last)
        stop = min(max(stop, start), last)
        while stop > start and self.text[stop - 1] == "\n":
            stop -= 1  # nobody sees the end of a line
        line, end = self.line_of(start), self.line_of(stop)
        return Span(line + 1, start - self._starts[line] + 1, end + 1, stop - self._starts[end] + 1)

    # ---- findings ------------------------------------------------------------------------------------------

    def report(self, code: str, message: str, span: Span | None, hint: str = "", severity: Severity = "error") -> None:
        """Notes a finding; reading goes on."""
        self.diagnostics.append(Diagnostic(code, severity, message, self.path, span, hint))

    def warn(self, code: str, message: str, span: Span | None, hint: str = "") -> None:
        """Notes something that is read, but perhaps not as the author meant it."""
        self.report(code, message, span, hint, "warning")

    def over(self, limit: str, what: str, span: Span | None, needed: int = 0) -> None:
        """Notes, once for each limit, that the source goes over it: `what` says how, `needed` is enough if known."""
        if limit in self._told:
            return
        self._told.add(limit)
        value: int = getattr(self.limits, limit)
        more = max(needed, 2 * value)
        self.report(
            _CODES[limit],
            f"{what}; the limit '{limit}' is {value:,}",
            span,
            f"if that is meant, raise the limit: --limit {limit}={more}, or limits=Limits({limit}={more}) in Python",
        )

    def document(self, root: Mapping) -> Document:
        """The outcome, with the findings in source order."""
        nowhere = Span(0, 0, 0, 0)
        found = sorted(self.diagnostics, key=lambda d: d.span or nowhere)
        return Document(self.path, self.text, root, tuple(found), self.complete, self.skipped)
