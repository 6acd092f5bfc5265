"""Which pages of a folder are specs: told by a glance at headings and keys, with the words of the grammar.

A folder of documents holds READMEs, meeting notes and settings of other tools too. A file that somebody names is a
spec without a glance.
"""

from __future__ import annotations

import functools
import re

from impactmap.readers.sniffing import named

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(
    r"^ {0,3}(?:#{1,6}[ \t\u00a0]+(?P<atx>[^\n]{1,100})|(?:\*\*|__)(?P<bold>[^*_\n]{1,60})(?:\*\*|__):?[ \t]*$"
    r"|(?P<setext>[^\n>#|`*+-][^\n]{0,60})\n(?:=+|-+)[ \t]*$)",
    re.MULTILINE,
)
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)]|\||#{2,6}[ \t]|\*\*)")
_FIELD = re.compile(r"^\s+(?:[-*+][ \t]+)?(?:\*\*)?([A-Za-z][\w -]{1,30}?)(?:\*\*)?:(?:\*\*)?(?=\s)", re.MULTILINE)
_CELL = re.compile(r"[^|\n]+")
_KEY = re.compile(r"""^["']?([^\W\d][\w -]{0,40}?)["']?[ \t]*:(?=\s|$)""", re.MULTILINE)
_JSON_KEY = re.compile(r'"([^\W\d][\w -]{0,40})"\s*:')


def is_spec(data: bytes, path: str) -> bool:
    """Whether a file, or the beginning of one, looks like a spec; by its extension in YAML or Markdown."""
    from impactmap.readers.decoding import decode

    text = decode(data)[0]
    return _is_yaml_spec(text) if named(path) == "yaml" else _is_page(text)


def _is_yaml_spec(text: str) -> bool:
    """Of the keys at the top at least one is a section, and at least half are known."""
    flow = text.lstrip("\ufeff \t\r\n").startswith("{")
    keys = (_JSON_KEY if flow else _KEY).findall(text)
    sections = {key for key in keys if _section(key)}
    return bool(sections) and (flow or 2 * sum(map(_is_known, keys)) >= len(keys))


def _is_page(text: str) -> bool:
    """One section with a name of several words, as `Root causes`, or whose items have fields; else two sections.

    A section has items: `## Tests` with a paragraph below is a chapter of any README.
    """
    from impactmap.readers.front_matter import find_front_matter

    front = find_front_matter(text)
    if front:
        if _is_yaml_spec(text[front.start : front.stop]):
            return True
        text = text[front.after :]
    text = _FENCE.sub("", text)
    found: set[str] = set()
    headings = list(_HEADING.finditer(text))
    ends = [*(heading.start() for heading in headings[1:]), len(text)]
    for heading, end in zip(headings, ends, strict=False):
        name = _section(_words(heading))
        below = text[heading.end() : end]
        # Items may be sub-headings: then what follows is the next heading, and nothing but blanks lies between.
        if not name or not (_ITEM.match(below) or (not below.strip() and _ITEM.match(text, end))):
            continue
        found.add(name)
        if len(found) > 1 or " " in _words(heading).strip() or _has_fields(name, below):
            return True
    return False


def _words(heading: re.Match[str]) -> str:
    """The words of a heading without number, emoji, id and colon."""
    words = heading["atx"] or heading["bold"] or heading["setext"] or ""
    words = re.sub(r"\s*\{[^{}]*\}\s*$", "", words).rstrip("# \t")
    words = re.sub(r"^(?:\d+(?:\.\d+)*[.)]?|[ivxlcIVXLC]+[.)])\s+", "", words)
    return re.sub(r"^(?:[^\w(]|:\w+:)+|[^\w)]+$", "", words)


@functools.lru_cache(4096)
def _section(name: str) -> str:
    """The attribute of the section that a name means, "" for none."""
    from impactmap.readers.markdown_names import section_named

    rule = section_named(name)
    return rule.attribute if rule else ""


@functools.lru_cache(4096)
def _is_known(name: str) -> bool:
    from impactmap.model import Model
    from impactmap.model.grammar import find

    return find(Model, name) is not None


def _has_fields(section: str, below: str) -> bool:
    """Whether items have a field of their entity, or a table two columns of it."""
    from impactmap.model import ENTITIES, Model
    from impactmap.model.grammar import Items, find, rules

    slots = {rule.attribute: rule.slot for rule in rules(Model)}
    slot = slots[section]
    entity = ENTITIES[slot.kind] if isinstance(slot, Items) else Model
    if any(find(entity, name) for name in _FIELD.findall(below)):
        return True
    head = below.lstrip().split("\n", 1)[0]
    return head.startswith("|") and sum(find(entity, cell.strip()) is not None for cell in _CELL.findall(head)) > 1
