"""Specs of all entities and fields, with texts that are hard to say, as YAML that quotes everything."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from impactmap.model import ENTITIES, Model
from impactmap.model.grammar import Amount, Choice, Count, Day, Formula, Items, Refs, Rule, Slot, Texts, Url, rules

PIECES = [
    'Copies travel', 'no', '1.10', '12:30', '2026-11-01', '- dash', '# hash', '## Root causes', '1. one',
    '2) two', '> quote', '{#id}', '{: .x}', '<!-- c -->', '<!--', '-->', 'https://x.example/a_(b)_c',
    '<https://x.example/?a=1&b=2>', '[a](b)', '[a][b]', '[x]: y', '![p](q)', '[[wiki]]', '[^1]', '==m==', '%%o%%',
    '`code`', '``', '```', '~~~', '~~s~~', '*a*', '**b**', '_c_', '__d__', 'a_b_c', '* star', '+ plus', '---',
    '===', '***', '|', 'a|b', '\\|', '\\', '\\*', '&amp;', '&lt;', '& co', '<b>', '<br>', '</p>', 'a@b.example',
    '<a@b.example>', '"q"', "'q'", '“q”', "it's", ':', ': x', 'x:', 'kind: pain', 'title: T', 'name: N', 'note:',
    'evidence - x', '^block', '[ ]', '[x] done', '% 5', '!tag', '&anchor', '*alias', '@at', '? q', '| lit',
    '> fold', '{a: b}', '[a, b]', 'a, b', 'a; b', 'a and b', 'a & b', 'from 1 to 2', 'by 2027', 'n=4',
    'interview', 'null', '~', '<<', '=', 'yes', '0x1F', '1_000', '1e3', '.5', '😀', '👩\u200d🔬', 'ي العربية',
    '日本語、', '\u3000', '\xa0', '\u200b', 'é', '\u202e', '  ', '\n', '\n\n', '\n- ', '\n  - ', '\n1. ', '\n# ',
    '\t', '---\n', '\\n', '#', 'a #b', 'data:image/png;base64,AAAA', 'toc', '[toc]', '\ufeff', '{', '}',
    '{{ x }}', '</script>', '$x$', 'title', 'Teams',
]  # fmt: skip
TEXT = st.one_of(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map(" ".join),
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map("".join),
    st.text("ab-_*`[](){}<>#|\\:\"'!&~^=%+.1 \n", min_size=1, max_size=12),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=6),
).map(str.strip)
PLAIN = st.sampled_from(["Copies travel by e-mail", "Search ranks by file name", "It is late: again", "A, b and c"])
WORDS = st.one_of(PLAIN, TEXT)

AMOUNTS: list[Any] = [
    "150", "$0.9M to $1.4M per year", "11% of contacts", "3 of 5 roadmap slots", "≤ 8%", "about 40 min", "-3", "€0.22",
    "1 per 10,000", "3 to 5, likely 4", ["3", "5"], {"low": "3", "high": "5", "per": "year"},
    {"likely": "4", "unit": "min"},
]  # fmt: skip
SECTIONS = {rule.slot.kind: rule for rule in rules(Model) if isinstance(rule.slot, Items)}
VALUES: dict[type[Slot], st.SearchStrategy[Any]] = {
    Amount: st.sampled_from(AMOUNTS),
    Count: st.sampled_from(["14", "1,200", "3"]),
    Day: st.sampled_from(["2026-11-01", "2026-11", "2026-Q4", "2026", "1 Nov 2026", "Q4 2026"]),
    Url: st.sampled_from(["https://x.example/a_b_c", "#here", "mailto:a@b.example", "../a*b*.md", "https://x.example/(a)_[b]"]),
    Formula: st.sampled_from(["a * b", "a*b*c", "_a_ + __b__", "x / (y - 1)", "a | b"]),
    Texts: st.one_of(st.just("a, b"), st.lists(WORDS, min_size=1, max_size=3)),
}  # fmt: skip


@st.composite
def specs(draw: st.DrawFn) -> str:
    """A spec as YAML in which every text is quoted."""
    ids: dict[str, list[str]] = {}
    root: dict[str, Any] = {"title": draw(WORDS) or "T"}
    for rule in rules(Model):
        if not isinstance(rule.slot, Items) and rule.name != "title" and draw(st.integers(0, 3)) == 0:
            root[rule.name] = _value(draw, rule, ids, "")
    kinds = draw(st.lists(st.sampled_from(sorted(SECTIONS)), min_size=1, max_size=4, unique=True))
    for kind in sorted(kinds):
        ids[kind] = [f"{kind}-{number}" for number in range(draw(st.integers(1, 3)))]
    for kind in kinds:
        given = ids[kind]
        # An item refers only to those of its own kind that stand before it: never in a circle.
        root[SECTIONS[kind].name] = [
            _item(draw, kind, {**ids, kind: given[:number]}, identifier, 0) for number, identifier in enumerate(given)
        ]
    return json.dumps(root, ensure_ascii=False, indent=1)


def _item(draw: st.DrawFn, kind: str, ids: dict[str, list[str]], identifier: str, depth: int) -> Any:
    item: dict[str, Any] = {}
    title = draw(WORDS)
    if kind != "evidence" or draw(st.booleans()):
        item["title"] = title or "T"
    if identifier and kind in ids:
        item["id"] = identifier
    for rule in rules(ENTITIES[kind]):
        if rule.name in ("title", "id") or (isinstance(rule.slot, Items) and depth > 1) or draw(st.integers(0, 4)):
            continue
        if (depth and rule.name in ("team", "solution")) or (kind == "evidence" and rule.name in ("stance",)):
            continue
        value = _value(draw, rule, ids, kind, depth)
        if value not in (None, "", []):
            item[rule.name] = value
    return item["title"] if list(item) == ["title"] and draw(st.booleans()) else item


def _value(draw: st.DrawFn, rule: Rule, ids: dict[str, list[str]], kind: str, depth: int = 0) -> Any:
    slot = rule.slot
    if isinstance(slot, Choice):
        return draw(st.sampled_from(sorted(slot.words)))
    if isinstance(slot, Refs):
        known = [identifier for kind in slot.kinds for identifier in ids.get(kind, ())]
        if not known:
            return None
        some = draw(st.lists(st.sampled_from(known), min_size=1, max_size=3 if slot.many else 1, unique=True))
        return some if draw(st.booleans()) and slot.many else ", ".join(some)
    if isinstance(slot, Items):
        if slot.kind not in ENTITIES or slot.kind == "waiver":
            return None
        return [_item(draw, slot.kind, ids, "", depth + 1) for _ in range(draw(st.integers(1, 2)))]
    return draw(VALUES.get(type(slot), WORDS))
