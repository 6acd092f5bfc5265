"""A waiver in one line: `T06, "restaurants that we rank higher do move it", until 2027-01`."""

from __future__ import annotations

import re
from itertools import pairwise

from impactmap.assemble.draft import Draft
from impactmap.assemble.oneline import bounds, say
from impactmap.assemble.report import Report
from impactmap.document import Scalar
from impactmap.model.when import WhenError, parse_when

# A code or the beginning of one, a name of several words with hyphens, or a word that stands first.
_RULE = re.compile(r"[A-Z]\d{0,2}|[a-z]+\d?(?:-[a-z]+\d?)+", re.IGNORECASE)
_FIRST = re.compile(r"[a-z]\w*", re.IGNORECASE)
_UNTIL = re.compile(r"(?:until|till|through|by)\s+(.+)", re.IGNORECASE | re.DOTALL)
_BECAUSE = re.compile(r"(?:because|reason)[:\s]\s*(.+)", re.IGNORECASE | re.DOTALL)
_MARKS = {'"': '"', "“": "”", "„": "“”", "«": "»"}


def waiver_line(report: Report, draft: Draft, line: Scalar) -> None:
    """Reads `rules, reason, until date` into the draft, in any order.

    Pieces are parted by commas outside quotes. What is neither a rule nor a date is the reason.
    """
    codes: list[Scalar] = []
    reason: list[tuple[int, int]] = []
    del draft.values["title"], draft.places["title"]
    for start, end in bounds(line.text, _MARKS):
        piece = report.cut(line, start, end)
        named = all(map(_RULE.fullmatch, piece.text.split())) or (not codes and _FIRST.fullmatch(piece.text))
        if not reason and named:
            codes += [piece]
        elif (found := _UNTIL.fullmatch(piece.text)) and _may_be_a_date(found[1]):
            say(report, draft, "until", report.cut(line, *_within(line, piece, start, found.start(1))))
        elif _is_date(piece.text):
            say(report, draft, "until", piece)
        else:
            reason.append((start, end))
    if codes:
        joined = codes[0] if len(codes) == 1 else Scalar(", ".join(code.text for code in codes), line.span)
        say(report, draft, "codes", Scalar(", ".join(joined.text.replace(",", " ").split()), joined.span))
    if reason:
        say(report, draft, "reason", _reason(report, line, reason))


def _within(line: Scalar, piece: Scalar, start: int, offset: int) -> tuple[int, int]:
    """Where the part of a piece from `offset` on stands in the line."""
    begin = line.text.index(piece.text, start)
    return begin + offset, begin + len(piece.text)


def _reason(report: Report, line: Scalar, parts: list[tuple[int, int]]) -> Scalar:
    if any(later[0] != earlier[1] + 1 for earlier, later in pairwise(parts)):
        texts = [report.cut(line, *part).text for part in parts]
        return Scalar(", ".join(map(_unquoted, texts)), line.span)
    whole = report.cut(line, parts[0][0], parts[-1][1])
    text = _unquoted(whole.text)
    if found := _BECAUSE.fullmatch(text):
        text = _unquoted(found[1])
    return Scalar(text, whole.span)


def _unquoted(text: str) -> str:
    return text[1:-1].strip() if len(text) > 1 and text[-1] in _MARKS.get(text[0], "") else text


def _may_be_a_date(text: str) -> bool:
    """Whether what follows "until" is a date, or has figures in it and must be a wrong one."""
    return _is_date(text) or (any(c.isdigit() for c in text) and len(text) <= 20)


def _is_date(text: str) -> bool:
    try:
        parse_when(text)
    except WhenError:
        return False
    return True
