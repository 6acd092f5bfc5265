"""Items that say all they have to say in one line: evidence, goals, tests, counter-metrics.

What comes out is proven by reading it back, so only what would plainly be torn apart is refused here.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from impactmap.writers.spec import Item

LENGTH = 200  # characters; a longer line is easier to read field by field

_ADDRESS = re.compile(r"https?://[^\s,<>\"']+")
_GOAL_WORD = re.compile(r"\b(?:from|to|by)\b|[–—]", re.IGNORECASE)


def one_line(item: Item) -> tuple[str, Item]:
    """The title of an item as one line that holds what can be said in it, and the item without that.

    An item that is said better field by field comes back as it was, with its own title.
    """
    line = _LINES.get(item.kind.entity)
    if line and (found := line(item)) and len(found[0]) <= LENGTH:
        text, used = found
        rest = item.without("title", *used)
        # What is said in the line comes first; a remark about one of its parts belongs to the line.
        return text, rest
    return item.words("title"), item.without("title")


_Line = tuple[str, tuple[str, ...]]


def _evidence(item: Item) -> _Line | None:
    if item.entry("title") or not item.entry("method"):
        return None
    parts, used = [], []
    for attribute, form in _EVIDENCE.items():
        words = item.words(attribute)
        if words and "\n" not in words:
            text = form(words)
            if not text:
                return None
            parts.append(text)
            used.append(attribute)
    return ", ".join(parts), tuple(used)


_EVIDENCE: dict[str, Callable[[str], str]] = {
    "method": lambda text: text,
    "n": lambda text: f"n={text}",
    "collected": lambda text: text if "," not in text else "",
    "quote": lambda text: f'"{text}"' if not set('"“”„«»') & set(text) else "",
    "finding": lambda text: text if not set("\"“”„«»'‘’<>") & set(text) else "",
    "stance": lambda text: text,
    "confidence": lambda text: f"{text} confidence",
    "link": lambda text: text if _ADDRESS.fullmatch(text) else "",
}


def _goal(item: Item) -> _Line | None:
    if item.entry("title") or not item.words("metric"):
        return None
    parts, used = [item.words("metric")], ["metric"]
    for attribute, word in (("baseline", "from"), ("target", "to"), ("by", "by")):
        words = item.words(attribute)
        if words:
            parts.append(f"{word} {words}")
            used.append(attribute)
        elif item.entry(attribute):
            return None
        if _GOAL_WORD.search(words):
            return None
    return " ".join(parts), tuple(used)


def _counter_metric(item: Item) -> _Line | None:
    return None if item.entry("title") or not item.words("metric") else (item.words("metric"), ("metric",))


def _test(item: Item) -> _Line | None:
    parts, used = [item.words("title")], []
    if not parts[0]:
        return None
    for attribute in ("category", "assumption", "success_criterion"):
        if words := item.words(attribute):
            parts.append(words)
            used.append(attribute)
    needs_both = item.words("assumption") and not item.words("success_criterion")
    if not used or needs_both or any(";" in part or "\n" in part for part in parts):
        return None
    return "; ".join(parts), tuple(used)


_LINES: dict[str, Callable[[Item], _Line | None]] = {
    "evidence": _evidence,
    "goal": _goal,
    "counter-metric": _counter_metric,
    "test": _test,
}
