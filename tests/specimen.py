"""Graphs for tests of the page, and the page for them. Loaded by path, as test folders are no packages here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import is_dataclass
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict, replace

from impactmap.drawing import compose, sketch
from impactmap.formats.html import document
from impactmap.graph import Badge, Card, Fact, Graph, Key, Lane, Link
from impactmap.layout import plain
from impactmap.notes import Review
from impactmap.theme import Mode, Theme

TITLE = "Find the current draft"


def _card(id: str, entity: str, noun: str, rank: int, title: str, **more: Any) -> Card:
    return Card(id=id, kind=entity, entity=entity, noun=noun, rank=rank, title=title, **more)


IMPACT_MAP = Graph(
    view="impact-map",
    key="impact-map",
    lens="Customer-first impact map",
    title=TITLE,
    subtitle="Customer-first impact map · Blue corp productivity suite · as of November 2026",
    preface="Blue corp makes a productivity suite for enterprises.",
    direction="right",
    lanes=(
        Lane("need", "Customer need", "what the customer is trying to do", 0, 0),
        Lane("cause", "Root causes", "why it goes wrong, from research", 1, 1),
        Lane("harm", "Business harm", "what it costs while unsolved", 2, 2),
        Lane("gain", "KPI gains", "what moves once it is solved", 3, 3),
    ),
    cards=(
        _card(
            "current-draft",
            "need",
            "need",
            0,
            "When I start a proposal I can't tell which draft is the current one, "
            "so I redo work or send the wrong file.",
            strong=True,
            who="Account executives",
            badges=(Badge("9 observed", "evidence"), Badge("14 interviews", "evidence")),
            facts=(
                Fact("Evidence", "Observation, n=9, August 2026"),
                Fact("Evidence", "Interview, n=14, September 2026: “I mail it to myself, that way I know.”"),
            ),
        ),
        _card(
            "email",
            "cause",
            "root cause",
            1,
            "Copies travel by e-mail; nothing marks one as the source of truth.",
            badges=(Badge("observation n=9", "evidence"),),
            facts=(Fact("Evidence", "Observation, n=9, August 2026"), Fact("Tags", "collaboration, versions")),
        ),
        _card(
            "private",
            "cause",
            "root cause",
            1,
            "People keep private copies because sharing exposes comments.",
            remark="assumed: no evidence yet",
            assumed=True,
        ),
        _card(
            "search",
            "cause",
            "root cause",
            1,
            "Search ranks by file name, and every draft is called “Proposal”.",
            badges=(Badge("task analysis n=9", "evidence"), Badge("214 tickets", "evidence")),
            facts=(
                Fact("Evidence", "Task analysis, n=9"),
                Fact("Evidence", "Support tickets, n=214", "https://support.example/report/91"),
                Fact("Note", "The index is rebuilt at night, so a morning's work is found in the evening at best."),
                Fact("Report", "notes/search.md", "notes/search.md"),
            ),
        ),
        _card(
            "roadmap",
            "harm",
            "harm",
            2,
            "Sales promises one-off version features to close deals.",
            figure="3 of 5 roadmap slots",
        ),
        _card("unused", "harm", "harm", 2, "Licences sit unused and are cut at renewal.", figure="$0.9–1.4M a year"),
        _card("contacts", "harm", "harm", 2, "Support answers “where is my file” contacts.", figure="11% of contacts"),
        _card(
            "revenue",
            "gain",
            "gain",
            3,
            "Revenue per month",
            figure="$1.14M → $1.29M (+13%)",
            badges=(Badge("top KPI", "role"),),
        ),
        _card(
            "docs",
            "gain",
            "gain",
            3,
            "Documents created per month",
            figure="720,000 → 820,800 (+14%)",
            badges=(Badge("north star", "role"),),
        ),
        _card(
            "adoption",
            "gain",
            "gain",
            3,
            "Active users per customer",
            figure="150 → 171 by Q4",
            badges=(Badge("guarded: duplicates ≤ 8%", "guard"),),
            facts=(Fact("Target", "171 by 31 March 2027"),),
        ),
    ),
    links=(
        Link(("current-draft",), ("email",)),
        Link(("current-draft",), ("private",)),
        Link(("current-draft",), ("search",)),
        Link(("email",), ("roadmap",)),
        Link(("email",), ("unused",)),
        Link(("private",), ("unused",)),
        Link(("search",), ("unused",)),
        Link(("search",), ("contacts",)),
        Link(("roadmap",), ("revenue",)),
        Link(("unused",), ("revenue",)),
        Link(("unused",), ("docs",)),
        Link(("unused",), ("adoption",)),
        Link(("contacts",), ("adoption",)),
    ),
    legend=(Key("researched", "backed by research"), Key("assumed", "assumed")),
    summary="2 of 3 root causes backed by research · 1 of 3 gains guarded by a counter-metric",
)

TREE = Graph(
    view="opportunity-tree",
    key="opportunity-tree.adoption",
    lens="Opportunity solution tree",
    title=TITLE,
    subtitle="Opportunity solution tree for “Active users per customer”",
    preface="",
    direction="down",
    lanes=(
        Lane("gain", "Outcome", "what the business wants to move", 0, 0),
        Lane("need", "Opportunities", "what customers need", 1, 1),
        Lane("cause", "Sub-opportunities", "why the need goes unmet", 2, 2),
        Lane("solution", "Solutions", "what could be done", 3, 3, "no solution named yet"),
    ),
    cards=(
        _card("adoption", "gain", "outcome", 0, "Active users per customer", figure="150 → 171 by Q4", strong=True),
        _card("current-draft", "need", "opportunity", 1, "I can't tell which draft is the current one", emphasis=True),
        _card("email", "cause", "sub-opportunity", 2, "Copies travel by e-mail", emphasis=True),
        _card("private", "cause", "sub-opportunity", 2, "People keep private copies", assumed=True),
        _card("one-link", "solution", "solution", 3, "One link per document, with its history", emphasis=True),
    ),
    links=(
        Link(("adoption",), ("current-draft",), emphasis=True),
        Link(("current-draft",), ("email",), emphasis=True),
        Link(("current-draft",), ("private",)),
        Link(("email",), ("one-link",), emphasis=True),
    ),
    legend=(Key("path", "path to the target opportunity"),),
    summary="1 opportunity · 0 of 1 solution under test",
    lost=("No slot in this lens for 3 business harms: “Licences sit unused”, and 2 more.",),
    compact=True,
)

ODD_IDS = ("__proto__", "two words", "two", "quo\"te's", "需要-Ω-ש", "50%", "a/b", "constructor", "#hash", "view-1")


def odd() -> Graph:
    """A shared connector from half of the odd ids to the others."""
    half = len(ODD_IDS) // 2
    cards = tuple(
        _card(
            id,
            "need" if i < half else "cause",
            "need" if i < half else "cause",
            int(i >= half),
            f"Card {i} called {id}",
        )
        for i, id in enumerate(ODD_IDS)
    )
    lanes = (Lane("need", "Needs", "one", 0, 0), Lane("cause", "Causes", "two", 1, 1))
    links = (Link(ODD_IDS[:half], ODD_IDS[half:]),)
    return replace(IMPACT_MAP, key="odd/ key", lanes=lanes, cards=cards, links=links, title="Odd ids")


PAYLOADS = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    " JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "//evil.example/x",
    "</style><style>*{background:url(https://evil.example/css)}</style>",
    "</title><script>alert(1)</script>",
    "<!--<script>",
    "]]><script>alert(1)</script>",
    "{{7*7}}{% for x in () %}",
    "${7*7} #{7*7} <%= 7*7 %>",
    "__proto__",
    "constructor",
    "\u202e\u2066bidi\u202d",
    "nul\x00bell\x07esc\x1b[31m\x7f\x85",
    "lone\ud800surrogate\udfff",
    "\u2028\u2029\ufeff\ufffe",
    "&lt;b&gt;&amp;&#x3c;",
    "http://evil.example/<script>",
    "<base href=//evil.example><meta http-equiv=refresh content='0;url=//evil.example'>",
)


def every_string(value: Any, change: Callable[[str], str], *, keep: frozenset[str] = frozenset()) -> Any:
    """The same struct, tuple or text with every string in it changed, but for the fields in `keep`."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(every_string(each, change, keep=keep) for each in value)
    if isinstance(value, Struct):
        told = asdict(value).items()
        return replace(
            value, **{name: every_string(held, change, keep=keep) for name, held in told if name not in keep}
        )
    assert not is_dataclass(value), "a value whose texts would stay what they are"
    return value


# What the tool's own code chooses among, never a spec.
_OURS = frozenset({"direction", "role", "mark"})


def poisoned(payload: str) -> Graph:
    """A small graph whose every text holds the payload; ids stay apart, and links keep to them."""
    first, second = IMPACT_MAP.cards[0], IMPACT_MAP.cards[2]
    facts = (Fact("", "", ""), Fact("l", "text", "href"))
    small = replace(
        IMPACT_MAP,
        lanes=(*IMPACT_MAP.lanes[:2], Lane("harm", "h", "c", 2, 2, "vacant")),
        cards=(replace(first, facts=facts, figure="f", remark="r"), replace(second, facts=facts)),
        links=(Link((first.id,), (second.id,)),),
        lost=("lost",),
    )
    ids = {card.id for card in small.cards}
    return every_string(small, lambda text: f"{payload} {text}" if text in ids else payload, keep=_OURS)  # type: ignore[no-any-return]


def page_of(
    *graphs: Graph, title: str = TITLE, mode: Mode = "auto", theme: Theme | None = None, review: Review | None = None
) -> str:
    """The page that holds these graphs, laid out by the plain engine."""
    pages = []
    for graph in graphs:
        sketched = sketch(graph)
        pages.append(compose(sketched, plain.solve(sketched.problem)))
    return document(pages, title=title, mode=mode, theme=theme or Theme(), review=review)
