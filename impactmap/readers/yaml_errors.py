"""What the YAML parser's complaints mean, in plain words, with what to write instead.

PyYAML speaks with two voices: the C parser's and the Python one's. Both are understood here, and say the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct

from impactmap.readers.reading import Reading


class Trouble(Struct, frozen=True):
    """A syntax error put plainly. What stands between `start` and `stop` is at fault."""

    start: int
    stop: int
    message: str
    hint: str = ""


class _Complaint(Struct, frozen=True):
    """The parser's words: `at` is where it stopped, `since` where the construct began that it was in."""

    reading: Reading
    problem: str
    context: str
    at: int
    since: int

    @property
    def char(self) -> str:
        return self.reading.text[self.at : self.at + 1]

    @property
    def line(self) -> str:
        return self.reading.line_text(self.reading.line_of(self.at))

    @property
    def line_start(self) -> int:
        return self.reading.line_start(self.reading.line_of(self.at))

    @property
    def rest(self) -> str:
        """From where it stopped to the end of the line."""
        return self.line[self.at - self.line_start :].rstrip()


def explain(error: Exception, reading: Reading, base: int, bracket: int | None = None) -> Trouble:
    """A plain account of an error that PyYAML raised over the text from offset `base`.

    `bracket` is where the `[` or `{` stands that it was in.
    """
    text = reading.text
    mark, before = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    at = min(base + mark.index if mark else len(text), len(text))
    problem, context = str(getattr(error, "problem", "") or error), str(getattr(error, "context", "") or "")
    since = min(base + before.index, len(text)) if before else at
    if bracket is not None and "flow" in context:
        since = bracket  # the parser itself only knows it in some states
    complaint = _Complaint(reading, problem, context, at, since)
    for words, rule in _RULES:
        if re.search(words, f"{complaint.context}\n{complaint.problem}") and (trouble := rule(complaint)):
            return trouble
    plain = complaint.problem.split("\n")[0][:200]
    return Trouble(at, at + 1, f"this is not YAML: {plain}")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _shown(complaint: _Complaint, start: int) -> str:
    """The hint that the text from `start` to the end of its line should stand in quotes."""
    line = complaint.reading.line_of(start)
    text = complaint.reading.line_text(line)[start - complaint.reading.line_start(line) :].strip()
    return f"put the text in quotes: {_quoted(text)}" if len(text) <= 80 else "put the text in quotes"


def _tab(complaint: _Complaint) -> Trouble | None:
    indent = re.match(r"[ \t]*", complaint.line)
    where = indent[0].find("\t") if indent else -1
    if where < 0:
        return None
    start = complaint.line_start + where
    return Trouble(start, start + 1, "a tab cannot indent YAML", "indent with spaces, two for each level")


def _hard_space(complaint: _Complaint) -> Trouble | None:
    for place in (complaint.at, complaint.since):
        line = complaint.reading.line_of(place)
        indent = re.match(r"[ \u00a0]*", complaint.reading.line_text(line))
        if indent and "\u00a0" in indent[0]:
            start = complaint.reading.line_start(line) + indent[0].index("\u00a0")
            return Trouble(
                start, start + 1, "this line is indented with a non-breaking space (U+00A0)", "type ordinary spaces"
            )
    return None


def _second_colon(complaint: _Complaint) -> Trouble | None:
    before = complaint.line[: complaint.at - complaint.line_start]
    first = re.match(r"[ ]*(?:- +)*[^\s:][^:]*?:[ \t]+", before)
    if first:
        value = complaint.line_start + first.end()
        return Trouble(
            complaint.at, complaint.at + 1, "a second ': ' on the line: the text is cut at it", _shown(complaint, value)
        )
    line = complaint.reading.line_of(complaint.at) - 1
    while line >= 0 and not complaint.reading.line_text(line).strip():
        line -= 1
    above = complaint.reading.line_text(line).strip() if line >= 0 else ""
    start = complaint.at - len(before.lstrip())
    if glued := re.match(r"[\w -]+:(?=\S)", above):
        place = complaint.reading.line_start(line) + complaint.reading.line_text(line).index(above) + glued.end()
        return _missing_space(place - 1, glued[0])
    if above and not re.search(r":(?:\s|$)", above):
        return Trouble(start, complaint.at, "the line above has no ': '", "write `name: value` on each line")
    return Trouble(
        start,
        complaint.at,
        "this line is indented deeper than the one above, which already has its value",
        "start fields of one item in the same column",
    )


def _open_quote(complaint: _Complaint) -> Trouble | None:
    sign = complaint.reading.text[complaint.since : complaint.since + 1]
    return Trouble(
        complaint.since,
        complaint.since + 1,
        f"the text that {sign} opens is never closed",
        f"end it with {sign}, or put the text in the other quotes",
    )


def _behind_quote(complaint: _Complaint) -> Trouble | None:
    before = complaint.line[: complaint.at - complaint.line_start].rstrip()
    if not before.endswith(('"', "'")):
        return None
    sign = before[-1]
    hint = (
        "write an apostrophe inside '…' twice (''), or put the text in \"…\""
        if sign == "'"
        else 'put the whole text in quotes, and write \\" for those inside'
    )
    return Trouble(
        complaint.at, complaint.at + len(complaint.rest), f"more text behind the {sign} that closes it", hint
    )


def _bracket(complaint: _Complaint) -> Trouble | None:
    sign = complaint.reading.text[complaint.since : complaint.since + 1]
    close = {"[": "]", "{": "}"}.get(sign)
    if close is None:
        return None
    return Trouble(
        complaint.since,
        complaint.since + 1,
        f"'{sign}' has no matching '{close}'",
        f"close it with '{close}', put ', ' between its parts, and quote a text with brackets, commas or ': ' in it",
    )


def _no_colon(complaint: _Complaint) -> Trouble | None:
    line = complaint.reading.line_of(complaint.since)
    text = complaint.reading.line_text(line).rstrip()
    stop = complaint.reading.line_start(line) + len(text)
    if glued := re.match(r"\s*(?:- +)*([\w -]+):(?=\S)", text):
        return _missing_space(complaint.reading.line_start(line) + glued.end() - 1, f"{glued[1]}:")
    return Trouble(
        complaint.since, stop, "this line has no ': '", "write `name: value`, or `- ` before an item of a list"
    )


def _missing_space(colon: int, name: str) -> Trouble:
    return Trouble(colon, colon + 1, "a space is missing after ':'", f"write `{name} …`")


def _bad_start(complaint: _Complaint) -> Trouble | None:
    char = complaint.char
    if not char.strip():
        return None
    return Trouble(
        complaint.at, complaint.at + 1, f"in YAML a text cannot start with '{char}'", _shown(complaint, complaint.at)
    )


def _sign(complaint: _Complaint) -> Trouble | None:
    char = complaint.reading.text[complaint.since : complaint.since + 1]
    return Trouble(
        complaint.since,
        complaint.since + 1,
        f"in YAML a text cannot start with '{char}'",
        _shown(complaint, complaint.since),
    )


def _escape(complaint: _Complaint) -> Trouble | None:
    at = complaint.reading.text.rfind("\\", complaint.since, complaint.at + 1)
    if at < 0:
        return None
    sign = complaint.reading.text[at : at + 2]
    return Trouble(
        at,
        at + 2,
        f"'{sign}' means nothing in a text in double quotes",
        "write \\\\ for a backslash, or put the text in single quotes",
    )


def _list_in_line(complaint: _Complaint) -> Trouble | None:
    return Trouble(
        complaint.at,
        complaint.at + 1,
        "a list cannot begin on the line of its name",
        "put each '- ' on a line of its own below, or the text in quotes",
    )


def _misaligned(complaint: _Complaint) -> Trouble | None:
    if complaint.char and complaint.char in "]},":
        return Trouble(complaint.at, complaint.at + 1, f"'{complaint.char}' without its beginning", "delete it")
    column = complaint.since - complaint.reading.line_start(complaint.reading.line_of(complaint.since)) + 1
    line = complaint.reading.line_of(complaint.since) + 1
    what = "items" if "collection" in complaint.context else "fields"
    return Trouble(
        complaint.at,
        complaint.at + max(len(complaint.rest), 1),
        "this line is indented differently from those that it belongs to",
        f"the {what} that began on line {line} start in column {column}",
    )


def _second_document(complaint: _Complaint) -> Trouble | None:
    return Trouble(
        complaint.at, complaint.at + len(complaint.rest), "more text after the end of the spec", "delete the '...' line"
    )


def _directive(complaint: _Complaint) -> Trouble | None:
    start = complaint.line_start
    return Trouble(start, start + len(complaint.line), "this '%' line is not understood", "delete it")


# The first whose words occur in what the parser says, and which has something to say, explains it.
_RULES: tuple[tuple[str, Callable[[_Complaint], Trouble | None]], ...] = (
    ("cannot start any token|tab character|not allowed|simple key|block (?:mapping|collection)", _tab),
    ("", _hard_space),
    ("quoted scalar\nfound unexpected (?:end of stream|document)", _open_quote),
    ("escape|Python int too large|chr\\(\\) arg", _escape),
    ("mapping values are not allowed", _second_colon),
    ("entries are not allowed", _list_in_line),
    ("keys are not allowed", _bad_start),
    ("while parsing a block (?:mapping|collection)", _behind_quote),
    ("while parsing a flow", _bracket),
    ("could not find expected ':'", _no_colon),
    ("scanning a block scalar|an alias|an anchor|a tag", _sign),
    ("cannot start any token|node content", _bad_start),
    ("while parsing a block (?:mapping|collection)", _misaligned),
    ("document start", _second_document),
    ("directive|incompatible YAML", _directive),
)
