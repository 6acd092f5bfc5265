"""Text as Markdown: only what the reader (or a code host) would take for markup gets a backslash."""

from __future__ import annotations

import re

_PUNCTUATION = r"[!-/:-@\[-`{-~]"
_BACKSLASH = re.compile(rf"\\(?={_PUNCTUATION}|$)")
_ENTITY = re.compile(r"&(?=#?\w{1,32};)")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_STAR = re.compile(r"\*(?=\S)|(?<=\S)\*")
_UNDERSCORE = re.compile(r"(?<!\w)_|_(?!\w)")
_TILDE = re.compile(r"~(?=~)|(?<=~)~")
_BRACKETS = re.compile(r"\]\(|\]\[|\]:|^\[|!\[")
# What begins a block when a line begins with it.
_BLOCK = re.compile(
    r"(?:#{1,6}|[-+*]|\d{1,9}[.)])(?=[\s\u00a0]|$)|>|`{3,}|~{3,}|[-=_*]{2,}\s*$|[-*_](?:\s*[-*_]){2,}\s*$"
)
# What is lost in any text of a page: white space, tags, marks and links of other tools.
LOST = re.compile(
    r"[\n\t]|[ ]{2}|<br[ ]*/?>|\[\^[^\]\s]+\]|\[\[[^\[\]]+\]\]|%%.*%%|(?<![\w=])==\S.*==(?![\w=])"
    r"|^[\s\u200b\u2060\ufeff]|[\s\u200b\u2060\ufeff]$"
)
# What would be taken for the id of an item at the end of its title.
_ID = re.compile(r"\{[:#]|(?:^|\s)\^[A-Za-z0-9-]+$|^\[[ xX]\](?:\s|$)")


def says(text: str) -> bool:
    """Whether a text can be said in a line of its own words."""
    return not LOST.search(text)


def names(text: str) -> bool:
    """Whether a text can be said as the title of an item or a page."""
    return says(text) and not _ID.search(text)


def escaped(text: str, *, start: bool = False, cell: bool = False) -> str:
    """A text with its signs of markup escaped. `start`: a block begins with it; `cell`: it stands in a table."""
    made = _BACKSLASH.sub(r"\\\\", text)
    if made.count("`") > 1:
        made = made.replace("`", "\\`")
    made = _ENTITY.sub(r"\\&", made)
    made = made.replace("<!--", "<\\!--")
    made = _TAG.sub(r"\\<", made)
    if made.count("*") > 1:
        made = _STAR.sub(r"\\*", made)
    if made.count("_") > 1:
        made = _UNDERSCORE.sub(r"\\_", made)
    made = _TILDE.sub(r"\\~", made)
    made = made.replace("data:", "data\\:") if ";base64," in made else made
    if _BRACKETS.search(made):
        made = made.replace("[", "\\[")
    if cell:
        made = made.replace("|", "\\|")
    if start and (found := _BLOCK.match(text)):
        # The sign of an ordered list is behind its number; all others come first.
        at = len(found[0]) - 1 if found[0][0].isdigit() else 0
        if made[: at + 1] == text[: at + 1]:
            made = made[:at] + "\\" + made[at:]
    return made


def arithmetic(text: str, *, cell: bool = False) -> str:
    """A formula, in which stars and underscores mean themselves."""
    made = _BACKSLASH.sub(r"\\\\", text)
    made = made.replace("`", "\\`") if made.count("`") > 1 else made
    made = _ENTITY.sub(r"\\&", made).replace("<!--", "<\\!--")
    return made.replace("|", "\\|") if cell else made


def heading(text: str) -> str:
    """A text behind `# `: signs at its end would be taken for closing ones."""
    made = escaped(text)
    return re.sub(r"(^|\s)(#+)$", lambda found: f"{found[1]}\\{found[2]}", made)


def comment(text: str) -> str:
    """A comment; the sign that would end it in its midst gets a space."""
    words = text.replace("-->", "-- >")
    return f"<!-- {words} -->" if "\n" not in words else f"<!--\n{words}\n-->"


def fenced(text: str) -> list[str]:
    """A text as a block of code, which holds anything."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return [fence, *text.split("\n"), fence]
