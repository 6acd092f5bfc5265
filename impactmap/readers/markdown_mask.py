"""What a Markdown page holds besides its text: comments, link definitions, pictures as data, front matter.

All of it is blanked out before the page is parsed, character by character, so that offsets stay what they are.
It costs the parser most, says nothing about the map, and could be mistaken for something that does (a section
that has been commented out).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Fenced code and code spans are found only to be stepped over: in them nothing is a comment.
_THINGS = re.compile(
    r"""
      ^[ \t]*(?:(?:[-*+>]|\d{1,9}[.)])[ \t]+)*(?P<fence>`{3,}|~{3,})[^`\n]*$
    | (?P<code>`[^`\n]+`)
    | (?P<comment><!--)
    | ^[ ]{0,3}\[\^[^\]\n]{1,99}\]:(?P<footnote>.*)$
    | ^[ ]{0,3}\[(?P<label>(?:[^\[\]\\\n]|\\.){1,999})\]:[ \t]*
        (?:<(?P<angled>[^<>\n]*)>|(?P<bare>[^\s<]\S*))
        (?:[ \t]+(?:"[^"\n]*"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*$
    | ^(?P<hard>[ ]*\u00a0[ \u00a0]*(?=(?:\#{1,6}|[-*+]|\d{1,9}[.)])[ \u00a0])
               |[ ]*(?:\#{1,6}|[-*+]|\d{1,9}[.)])\u00a0[ \u00a0]*)
    """,
    re.VERBOSE | re.MULTILINE,
)
_DATA = re.compile(r"\bdata:[\w/+.;=-]{0,100};base64,[\w+/=%-]*")
_INK = re.compile(r"[^\n]")
_LINE_START = re.compile(r"(?:^|\n)[ \t]*$")
_TEXT = re.compile(r"[ \t]{0,80}[^\s]")
_HARD_MARKER = re.compile(r"[ \u00a0]*(?:#{1,6}|[-*+]|\d{1,9}[.)])?[ \u00a0]*")


def without_data(text: str) -> str:
    """The page without the pictures that stand in it as data: one line of those may be a megabyte long."""
    return _DATA.sub(lambda found: " " * len(found[0]), text) if ";base64," in text else text


def mask(text: str, start: int) -> tuple[str, dict[str, str]]:
    """The page with only its text left, and its link definitions (label as typed: address).

    Everything before `start` is blank in it. The length is that of `text`.
    """
    parts = [_blank(text[:start])]
    links: dict[str, str] = {}
    at = start
    for begin, end, new in _things(text, start, links):
        parts.append(text[at:begin])
        parts.append(new)
        at = end
    parts.append(text[at:])
    return "".join(parts), links


def comments(text: str, start: int) -> list[tuple[int, int]]:
    """Where the comments of a page begin and end, from the character `start` on."""
    return [(begin, end) for begin, end, _ in _things(text, start, {}) if text.startswith("<!--", begin)]


def _things(text: str, at: int, links: dict[str, str]) -> Iterator[tuple[int, int, str]]:
    """What is to be replaced (from, up to, by what); what defines a link goes to `links`."""
    closable = True  # no use to look for the end of a comment where none was found before
    while found := _THINGS.search(text, at):
        begin, at = found.span()
        match found.lastgroup:
            case "fence":
                at = _fence_end(text, found["fence"], at)
            case "comment" if closable:
                close = text.find("-->", at)
                closable = close >= 0
                if closable:
                    at = close + 3
                    yield begin, at, _comment(text, begin, at)
            case "footnote":
                yield begin, at, _blank(text[begin:at])
            case "angled" | "bare":
                links.setdefault(found["label"], found["angled"] or found["bare"] or "")
                yield begin, at, _blank(text[begin:at])
            case "hard":
                # A non-breaking space that makes structure is meant as an ordinary one.
                marker = _HARD_MARKER.match(text, begin)
                at = marker.end() if marker else at
                yield begin, at, text[begin:at].replace("\u00a0", " ")


def _blank(text: str) -> str:
    return _INK.sub(" ", text)


def _comment(text: str, begin: int, end: int) -> str:
    # Spaces before text at the start of a line would make it a code block, so there they are of no width.
    blank = _blank(text[begin:end])
    if "\n" in blank or not _LINE_START.search(text[max(begin - 9, 0) : begin]) or not _TEXT.match(text, end):
        return blank
    return "\u200b" * len(blank)


def _fence_end(text: str, fence: str, at: int) -> int:
    closing = re.compile(rf"^[ \t>]*{re.escape(fence[0])}{{{len(fence)},}}[ \t]*$", re.MULTILINE)
    found = closing.search(text, at)
    return found.end() if found else len(text)
