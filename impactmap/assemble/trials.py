"""A test in one line: `five teams move a proposal to it; desirability; at least four stay after two weeks`."""

from __future__ import annotations

from impactmap.assemble.draft import Draft
from impactmap.assemble.oneline import is_word, say
from impactmap.assemble.report import Report
from impactmap.document import Scalar
from impactmap.model.entities import Trial

PARTS = 12  # a line with more is read up to there; the rest is one part


def test_line(report: Report, draft: Draft, line: Scalar) -> None:
    """Reads `what is done; category; criterion` into the draft.

    The first part is the title. A word of category or verdict is that; of the other parts a single one is the
    success criterion, and of several the first is the assumption and the rest the criterion. Where one of these
    fields is said outside the line too, the whole line is the title as typed.
    """
    bounds = _parts(line.text)
    if len(bounds) < 2:
        return
    said: dict[str, Scalar] = {}
    others: list[tuple[int, int]] = []
    for start, end in bounds[1:]:
        part = report.cut(line, start, end)
        attribute = next((a for a in ("category", "verdict") if a not in said and is_word(Trial, a, part.text)), None)
        if attribute:
            said[attribute] = part
        else:
            others.append((start, end))
    if len(others) > 1:
        said["assumption"] = report.cut(line, *others.pop(0))
    if len(others) == 1:
        said["success_criterion"] = report.cut(line, *others[0])
    elif others:
        texts = (report.cut(line, start, end).text for start, end in others)
        said["success_criterion"] = Scalar("; ".join(texts), line.span)
    if not draft.places.keys().isdisjoint(said):
        return
    title = report.cut(line, *bounds[0])
    draft.values["title"], draft.places["title"] = title.text, title.span
    for attribute, part in said.items():
        say(report, draft, attribute, part)


def _parts(text: str) -> list[tuple[int, int]]:
    """Where the parts between semicolons begin and end; empty ones are left out."""
    found = []
    start = 0
    for part in text.split(";", PARTS - 1):
        if part.strip():
            found.append((start, start + len(part)))
        start += len(part) + 1
    return found
