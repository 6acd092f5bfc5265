"""Writes docs/vocabulary.md from the grammar, so that the page and the tool cannot disagree."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from impactmap.language import capital
from impactmap.model import ENTITIES, Model
from impactmap.model.entities import Entity, Evidence
from impactmap.model.grammar import Amount, Choice, Count, Day, Formula, Items, Refs, Rule, Text, Texts, Url, rules

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "vocabulary.md"

INTRO = """\
# The vocabulary

Made from the grammar by `make docs`. Everything but a title is optional. Spaces, hyphens and underscores in names are
the same thing, and so is letter case: `caused by`, `caused_by` and `Caused-By`.
"""


def page() -> str:
    return "\n".join([INTRO, *section("A map", Model, Model.__doc__), *shared(), *entities()])


def entities() -> Iterator[str]:
    common = {rule.attribute for rule in rules(Entity)}
    for kind in ENTITIES.values():
        name = kind.noun.split(" ", 1)[1]
        yield from section(capital(name), kind, kind.__doc__, without=common)
        if kind is Evidence:
            yield from methods()


def methods() -> Iterator[str]:
    yield "Methods, strongest first for causes:\n"
    yield "| method | other words |"
    yield "|---|---|"
    for word, others in Evidence.METHODS.words.items():
        yield f"| `{word}` | {', '.join(f'`{other}`' for other in others)} |"
    yield ""


def shared() -> Iterator[str]:
    yield from section("Every entity", Entity, "These fields are taken by every entity below.")


def section(name: str, kind: Any, doc: str | None, without: Collection[str] = ()) -> Iterator[str]:
    summary = " ".join((doc or "").split("\n\n", maxsplit=1)[0].split()) if kind is not Model else "What a spec holds."
    yield f"## {name}\n\n{summary}\n"
    yield "| field | holds | what it says | other names |"
    yield "|---|---|---|---|"
    for rule in rules(kind):
        if rule.attribute not in without:
            aliases = ", ".join(f"`{alias}`" for alias in rule.aliases)
            yield f"| `{rule.name}` | {holds(rule)} | {rule.doc} | {aliases} |"
    yield ""


def holds(rule: Rule) -> str:
    match rule.slot:
        case Choice(words):
            return "one of " + ", ".join(f"`{word}`" for word in words)
        case Refs(kinds, many):
            return f"{'references' if many else 'a reference'} to {' or '.join(kinds)}"
        case Items(kind):
            return f"list of [{kind}](#{ENTITIES[kind].noun.split(' ', 1)[1].lower().replace(' ', '-')})"
        case Amount():
            return "a quantity: `$0.9M to $1.4M per year`, `11%`, `3 of 5`"
        case Day():
            return "a date: `2026-11-01`, `2026-11`, `2026-Q4`, `2026`"
    names = {
        Text: "text",
        Texts: "texts",
        Count: "a whole number",
        Url: "a link",
        Formula: "arithmetic over metrics' ids",
    }
    return names[type(rule.slot)]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")
