"""Text of a spec as plain text holds it: one line, and nothing in it that can act on who reads it."""

from __future__ import annotations

import re

from impactmap.terminal import visible

_BLANKS = re.compile("[^\\S\xa0\u2007\u202f]+")  # what fixes two words together stays what it is
_ISOLATED = re.compile("“\u2068([^\u2066-\u2069]*)\u2069”")  # what `impactmap.portrait.quoted` puts around a title
# They shape what is joined (emoji, Persian, Indic scripts); between plain letters they only hide.
_JOINERS = re.compile("(?<=[^\x00-\x7f])([\u200c\u200d])(?=[^\x00-\x7f])")


def plain(text: str) -> str:
    """The text on one line; characters that would control a terminal or turn its order round are shown as `\\u202e`."""
    line = _BLANKS.sub(" ", _ISOLATED.sub(r"“\1”", text)).strip(" ")
    if line.isascii() and line.isprintable():
        return line
    return "".join(part if place % 2 else visible(part) for place, part in enumerate(_JOINERS.split(line)))


def shortened(text: str, most: int) -> str:
    """A text of at most so many characters: cut after a word, where there is one, with an ellipsis."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[most // 2 :] else cut) + "…"
