"""A text as a scalar of YAML: plain where every tool reads the same text, quoted where one would not."""

from __future__ import annotations

import re

# What YAML 1.1 and 1.2 tools take for something else than text: booleans, nulls, numbers, dates, times.
_OTHER = re.compile(
    r"""
      y|n|yes|no|on|off|true|false|null|~|=|<<
    | [-+]?(?:\d[\d_]*)?\.?\d[\d_]*\.?(?:e[-+]?\d+)?
    | [-+]?(?:\d[\d_]*\.[\d_]*|\.[\d_]+)(?:e[-+]?\d+)?
    | [-+]?0[box]?[\da-f_]+
    | [-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?
    | [-+]?\.(?:inf|nan)
    | \d{4}-\d{1,2}-\d{1,2}(?:[tT ].*)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Signs that mean something to YAML at the start of a text.
_START = re.compile(r"[-?:](?:\s|$)|[\[\]{},#&*!|>'\"%@`]|---|\.\.\.|<<")
_INSIDE = re.compile(r":(?:\s|$)|\s#|[\n\t\x85\ufeff\u2028\u2029]|:$")
_FLOW = re.compile(r"[\[\]{},]|:[\"']|^[-?:]|^https?:")
_FIGURE = re.compile(r"[-+]?\d+(?:\.\d+)?")
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\ufeff": "\\uFEFF"}


def scalar(text: str, *, value: bool = False, flow: bool = False) -> str:
    """A text on one line. `value`: a number or a date is meant as one; `flow`: it stands in `[…]`."""
    if value and (_FIGURE.fullmatch(text) or _DATE.fullmatch(text)):
        return text
    plain = (
        text
        and text == text.strip()
        and not _OTHER.fullmatch(text)
        and not _START.match(text)
        and not _INSIDE.search(text)
        and not (flow and _FLOW.search(text))
    )
    return text if plain else quoted(text)


def quoted(text: str) -> str:
    """A text in quotation marks: single ones where nothing needs an escape."""
    if "'" not in text and not any(char in text for char in ("\n", "\t", "\ufeff")):
        return f"'{text}'" if '"' in text or "\\" in text else f'"{text}"'
    return '"' + "".join(_ESCAPES.get(char, char) for char in text) + '"'


def block(text: str, indent: str) -> str | None:
    """A text of several lines under a `|-`, or None where its white space would not survive."""
    lines = text.split("\n")
    if not lines[0].strip() or lines[0][0] in " \t" or "\t" in text or "\ufeff" in text:
        return None
    if any(line != line.rstrip() for line in lines):
        return None
    return "|-\n" + "\n".join(indent + line if line else "" for line in lines)


def folded(text: str, indent: str, width: int) -> str | None:
    """A long text of one paragraph under a `>-`, its lines at most `width` long; None where that would change it."""
    words = text.split(" ")
    if "\n" in text or "\t" in text or "\ufeff" in text or not all(words):
        return None
    lines = [""]
    for word in words:
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if lines[-1] and len(indent) + len(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return ">-\n" + "\n".join(indent + line for line in lines)
