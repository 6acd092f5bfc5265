"""Which syntax a source is written in: by its name, else by what it looks like."""

from __future__ import annotations

import re
from pathlib import PurePath

from impactmap.document import Syntax
from impactmap.model import Model
from impactmap.model.grammar import find
from impactmap.readers.front_matter import find_front_matter

_EXTENSIONS: dict[str, Syntax] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdown": "markdown",
    ".yaml": "yaml",
    ".yml": "yaml",
}

_KEY = re.compile(r"""["']?([^\s"'#:>*`\[{|,.-][^"'#:,.;!?\n]{0,40}?)["']?[ \t]*:(?=\s|$)""")
_HEADING = re.compile(r"#{1,6}[ \t\u00a0]|#{1,6}$")


def named(path: str) -> Syntax | None:
    """The syntax that the extension of a path says."""
    return _EXTENSIONS.get(PurePath(path).suffix.lower())


def sniff(path: str, text: str) -> Syntax:
    """The syntax of a source; Markdown when nothing speaks for YAML.

    A path with a known extension decides. Standard input is YAML when its first line that counts is a field
    of a map (`title: …`), when it has another `name:` there and no heading, or when it is front matter alone.
    """
    if known := named(path):
        return known
    if front := find_front_matter(text):
        return "markdown" if text[front.after :].strip() else "yaml"
    headings = 0
    for line in text.split("\n"):
        if _HEADING.match(line):
            headings += 1  # or a YAML comment: the first line that is neither blank nor `#` decides
        elif line.strip() and line.rstrip() != "---":
            key = _KEY.match(line)
            if key and (find(Model, key[1]) or not headings):
                return "yaml"
            return "markdown"
    return "markdown"
