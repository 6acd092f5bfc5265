"""Which links a spec may hold: http, https, mailto, `#…` and relative ones."""

from __future__ import annotations

import html
import re
import unicodedata

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_MARKDOWN = re.compile(r"\[[^\[\]]*\]\((\S+)\)")
_SAFE = ("http", "https", "mailto")
HINT = "links are http, https, mailto, '#…' or relative"


def bare_link(text: str) -> str:
    """The address in `<address>` or `[text](address)`; any other text as it is."""
    if text[:1] == "<" and text[-1:] == ">":
        return text[1:-1].strip()
    found = _MARKDOWN.fullmatch(text)
    return found[1] if found else text


def problem(address: str) -> tuple[str, str] | None:
    """What is wrong with an address, and a hint; None when it is safe to follow.

    Browsers skip white space and control characters inside a scheme and read a backslash as a slash, and a
    careless printer may undo HTML entities: so the address is looked at in all of these readings.
    """
    decoded = html.unescape(html.unescape(address))
    for reading in (address, "".join(c for c in decoded if unicodedata.category(c)[0] not in "CZ")):
        if found := _SCHEME.match(reading):
            scheme = found[1].casefold()
            if scheme not in _SAFE:
                return f"a link cannot begin with '{scheme}:'", HINT
            if scheme != "mailto" and not reading[found.end() :].startswith("//"):
                return f"after '{scheme}:' come two slashes", f"write {scheme}://…"
        elif reading.startswith("//"):
            return "a link cannot begin with '//'", "write https://…"
    if any(c.isspace() for c in address):
        return "a link cannot hold white space", "write %20 for a space"
    if "\\" in address or any(unicodedata.category(c) in ("Cc", "Cf", "Cs") for c in address):
        return "a link cannot hold control characters or backslashes", HINT
    return None
