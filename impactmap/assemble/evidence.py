"""A piece of evidence in one line: `interview, n=14, 2026-09, "I mail it to myself", <https://…>`."""

from __future__ import annotations

import re

from impactmap.assemble.draft import Draft
from impactmap.assemble.oneline import is_word, say
from impactmap.assemble.report import Report
from impactmap.document import Scalar
from impactmap.model.entities import Evidence
from impactmap.model.grammar import choose, fold, wordings
from impactmap.model.reading import plain
from impactmap.model.when import MONTHS, is_dated

_QUOTES = {'"': '"', "“": "”", "„": "“”", "«": "»", "'": "'’", "‘": "’"}
_CLOSING = {opening: re.compile(f"[{closing}]") for opening, closing in _QUOTES.items()}
# An apostrophe is a mark too: it quotes only when the pair wraps the whole piece.
_CLOSING |= {mark: re.compile(r"['’](?=\s*(?:,|$))") for mark in "'‘"}
_LINK = re.compile(r"<[^\s<>]*>")
_ADDRESS = re.compile(r"https?://\S*[^\s,]", re.IGNORECASE)
# What may hold a comma that parts nothing: an address, a sample of `n=1,204`, `March 5th, 2026`.
_WHOLE = re.compile(
    rf"{_ADDRESS.pattern}|n *[=:]? *\d{{1,3}}(?:,\d{{3}})+(?!\d)"
    rf"|(?:sept|{'|'.join(f'{name}|{name[:3]}' for name in MONTHS)})\.? +\d{{1,2}}(?:st|nd|rd|th)?, *\d{{4}}\b",
    re.IGNORECASE,
)
_SAMPLE = re.compile(r"n(?: *[=:] *| +(?=\d))(.*)", re.IGNORECASE | re.DOTALL)
_CONFIDENCE = re.compile(r"confidence(?: *[=:] *| +)(.+)", re.IGNORECASE | re.DOTALL)
PIECES = 24  # a line with more is read up to there; the rest is the finding
_FEW = 3  # words that name a method; more are a sentence
_ALIKE = 0.8  # how near a first word must come to a method to be taken for a slip of the keyboard


def evidence_line(report: Report, draft: Draft, line: Scalar) -> bool:
    """Reads the line into the draft; False when it is a mere title, because the finding is said elsewhere.

    Pieces are parted by commas outside quotes and links. What is no method, sample, date, quote, link, stance
    or confidence is the finding. A field that the draft holds already is reported; so are a sample, a date or a
    confidence that cannot be read, and a first piece that is nearly a method.
    """
    bounds = pieces(line.text)
    said: dict[str, Scalar] = {}
    again: list[tuple[str, Scalar]] = []
    kept: list[int] = []
    for number, (start, end) in enumerate(bounds):
        text = line.text[start:end]
        lead = start + len(text) - len(text.lstrip())
        attribute, first, last = _meaning(report, text.strip(), number == 0, said)
        if not attribute:
            kept.append(number)
            continue
        value = report.cut(line, lead + first, lead + last)
        if attribute in said:
            again.append((attribute, value))
        else:
            said[attribute] = value
    if kept and not said and "finding" in draft.places:
        return False
    for attribute, value in (*said.items(), *again):
        say(report, draft, attribute, value)
    if kept:
        say(report, draft, "finding", _joined(report, line, bounds, kept))
    return True


def _meaning(report: Report, text: str, first: bool, said: dict[str, Scalar]) -> tuple[str, int, int]:
    """The field that a piece fills and which of its characters are the value; "" for a piece of the finding."""
    whole = (0, len(text))
    if "method" not in said and (choose(Evidence.METHODS, text) or (first and _nearly_a_method(report, text))):
        return "method", *whole
    if found := _SAMPLE.fullmatch(plain(text)):
        return "n", found.start(1), len(text)
    if _is_quoted(text):
        return ("quote", 1, len(text) - 1) if "quote" not in said else ("", *whole)
    if _ADDRESS.fullmatch(text) or (_LINK.fullmatch(text) and re.search(r"[:/.#]", text)):
        return "link", *whole
    if is_word(Evidence, "stance", text):
        return "stance", *whole
    if found := _CONFIDENCE.fullmatch(text):
        return "confidence", found.start(1), len(text)
    grade = text[: -len("confidence")].rstrip() if text.casefold().endswith(" confidence") else ""
    if grade and is_word(Evidence, "confidence", grade):
        return "confidence", 0, len(grade)
    return ("collected" if is_dated(text) else "", *whole)


def _nearly_a_method(report: Report, text: str) -> bool:
    """Whether a text is a method with a slip; "churn survey", which ends in one, has none."""
    words = {word: word for word in wordings(Evidence.METHODS)}
    return len(text) <= 40 and not method_in(text) and report.nearby.find(fold(text), words, _ALIKE) is not None


def method_in(text: str) -> str:
    """The method that a few words before the first comma end in: survey in `churn survey, n=9`; or ""."""
    first = text.split(",", 1)[0].split()
    return (choose(Evidence.METHODS, first[-1]) or "") if 0 < len(first) <= _FEW else ""


def _is_quoted(text: str) -> bool:
    """Whether one pair of quotation marks wraps the text."""
    if len(text) < 3 or text[-1] not in _QUOTES.get(text[0], ""):
        return False
    closing = _CLOSING[text[0]].search(text, 1)
    return closing is not None and closing.end() == len(text)


def _joined(report: Report, line: Scalar, bounds: list[tuple[int, int]], kept: list[int]) -> Scalar:
    """The finding: the pieces that are left, those side by side as they were typed ("60,000 seats idle")."""
    runs: list[tuple[int, int]] = []
    last = None
    for number in kept:
        start, end = bounds[number]
        if last is not None and number == last + 1:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
        last = number
    parts = [report.cut(line, start, end) for start, end in runs]
    return parts[0] if len(parts) == 1 else Scalar(", ".join(part.text for part in parts), line.span)


def pieces(text: str) -> list[tuple[int, int]]:
    """Where the pieces begin and end; commas in quotes, links, days and samples part nothing.

    Goes through the text once: a mark that found no partner is not looked for again.
    """
    found: list[tuple[int, int]] = []
    single: set[str] = set()
    start = at = 0
    fresh = True  # nothing but white space since the last comma
    while at < len(text):
        character = text[at]
        whole = _WHOLE.match(text, at) if fresh and character.isalpha() else None
        if whole:
            at = whole.end()
        elif character == "," and len(found) < PIECES - 1:
            found.append((start, at))
            start = at = at + 1
            fresh = True
            continue
        elif character == "<":
            link = _LINK.match(text, at)
            at = link.end() if link else at + 1
        elif character in _QUOTES and character not in single and (fresh or character not in "'‘"):
            closing = _CLOSING[character].search(text, at + 1)
            if not closing:
                single.add(character)
            at = closing.end() if closing else at + 1
        else:
            at += 1
        fresh = fresh and character.isspace()
    found.append((start, len(text)))
    return [(first, last) for first, last in found if text[first:last].strip()]
