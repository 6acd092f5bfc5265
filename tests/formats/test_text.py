"""Pictures in words: everything is said once, in lines that fit, and nothing in them acts on who reads it."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from pathlib import Path

import pytest
import specimen
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace
from wild_models import models

from impactmap import load, render
from impactmap.formats import text
from impactmap.formats.columns import WIDTH, columns, fold
from impactmap.formats.plaintext import plain
from impactmap.formats.telling import sum_of
from impactmap.graph import Badge, Card, Graph, Joint, Key, Lane, Leg, Link, Tag
from impactmap.model import Model
from impactmap.views import every

SAMPLES = sorted((Path(__file__).resolve().parents[2] / "samples").iterdir())


def heads(graph: Graph) -> list[tuple[str, str]]:
    """The nouns and numbers under which cards are told."""
    nouns = "|".join(sorted({re.escape(card.noun) for card in graph.cards}, key=len, reverse=True))
    return re.findall(rf"^ *- (?:[^:\n]* )?({nouns}) (\d+): ", argument(graph), re.M | re.I)


def bare(said: str) -> str:
    """A text without its spaces, as lines end at some of them and where there are none."""
    return "".join(said.split()).casefold()


def graphs() -> list[Graph]:
    found = []
    for spec in SAMPLES:
        model = load(spec)
        for lens in every():
            if lens.applies(model):
                found += [lens.graph(model, lens.DIRECTION, variant) for variant in lens.variants(model)]
    return found


GRAPHS = graphs()


def told(graph: Graph) -> str:
    return text.document([graph], title=graph.title)


def argument(graph: Graph) -> str:
    """The outline with its wrapped lines joined again."""
    _, _, rest = told(graph).partition("\nThe argument\n")
    return re.sub(r"\n +(?=[^- ]|-[^ ])", " ", rest.partition("\nLeft out\n")[0])


def card(name: str, kind: str = "cause", rank: int = 0, **more: object) -> Card:
    return Card(name, kind, kind, more.pop("noun", kind), more.pop("title", name.title()), rank, **more)  # type: ignore[arg-type]


def graph_of(*cards: Card, links: tuple[Link, ...] = (), **more: object) -> Graph:
    last = max((card.rank for card in cards), default=0)
    lanes = (Lane("cause", "Lane", "caption", 0, last, "nothing yet"),)
    return replace(specimen.TREE, cards=cards, links=links, lanes=lanes, lost=(), legend=(), **more)  # type: ignore[arg-type]


# ---- the argument -----------------------------------------------------------------------------------------------


def test_it_reads_as_an_argument() -> None:
    assert argument(specimen.IMPACT_MAP).strip().splitlines()[:20] == [
        "- Need 1: When I start a proposal I can't tell which draft is the current one, "
        "so I redo work or send the wrong file.",
        "  - Who: Account executives",
        "  - Evidence: Observation, n=9, August 2026",
        "  - Evidence: Interview, n=14, September 2026: “I mail it to myself, that way I know.”",
        "  - Because of root cause 1: Copies travel by e-mail; nothing marks one as the source of truth.",
        "    - Evidence: Observation, n=9, August 2026",
        "    - Tags: collaboration, versions",
        "    - So there is harm 1: Sales promises one-off version features to close deals.",
        "      - Figure: 3 of 5 roadmap slots",
        "      - Solving it brings gain 1: Revenue per month",
        "        - From $1.14M to $1.29M (+13%)",
        "        - Role: top KPI",
        "    - So there is harm 2: Licences sit unused and are cut at renewal.",
        "      - Figure: $0.9–1.4M a year",
        "      - Solving it brings gain 2: Documents created per month",
        "        - From 720,000 to 820,800 (+14%)",
        "        - Role: north star",
        "      - Solving it brings gain 3: Active users per customer",
        "        - From 150 to 171 by Q4",
        "        - Guarded: duplicates ≤ 8%",
    ]


@pytest.mark.parametrize("graph", GRAPHS, ids=lambda graph: f"{graph.key}-{graph.title}"[:60])
def test_every_card_is_told_once_and_every_reference_leads_to_one(graph: Graph) -> None:
    said = argument(graph)
    found = [(noun.casefold(), number) for noun, number in heads(graph)]
    assert len(found) == len(set(found)) == len(graph.cards)
    assert Counter(noun for noun, _ in found) == Counter(card.noun.casefold() for card in graph.cards)
    numbers = Counter(card.noun for card in graph.cards)
    for line in re.findall(r"(.*), see (?:above|below|there)", said):
        for noun in numbers:
            for run in re.findall(rf"(?<![\w-]){noun}s? ((?:\d+(?:, | to | and )?)+)", line):
                assert all(1 <= int(number) <= numbers[noun] for number in re.findall(r"\d+", run))
    assert all(bare(plain(each.title)) in bare(said) for each in graph.cards)


@pytest.mark.parametrize("graph", GRAPHS, ids=lambda graph: f"{graph.key}-{graph.title}"[:60])
def test_all_that_the_picture_says_is_said(graph: Graph) -> None:
    flat = bare(re.sub(r"\n +- ", " ", told(graph)))
    assert bare(text.alt(graph)) in flat
    said = [graph.title, graph.subtitle, graph.preface, *graph.lost, *graph.summary.split(" · ")]
    said += [lane.heading for lane in graph.lanes] + [
        badge.text for c in graph.cards for badge in c.badges if badge.role == "alarm"
    ]
    said += [c.figure.split(" → ")[0] for c in graph.cards] + [c.remark for c in graph.cards]
    for each in said:
        assert bare(plain(each)) in flat
    assert flat.count("byassumption") == sum(
        len(link.sources) + len(link.targets) for link in graph.links if link.joint and link.joint.role == "influence"
    )
    assert all(bare(lane.vacant) in flat for lane in graph.lanes if not any(map(lane.holds, graph.cards)))


def test_a_shared_connector_is_told_in_ranges() -> None:
    needs = tuple(card(f"n{i}", "need") for i in range(3))
    causes = tuple(card(f"c{i}", rank=1) for i in range(4))
    link = Link(tuple(c.id for c in needs), tuple(c.id for c in causes))
    said = argument(graph_of(*needs, *causes, links=(link,)))
    assert said.count("Because of causes 1 to 4, see above") == 2
    assert said.count("Because of cause ") == 4


def test_what_is_doubted_is_said() -> None:
    legend = (
        Key("shaky", "backed, but on sand"),
        Key("path", "path to the target"),
        Key("influence", "no test passed"),
    )
    shown = (
        card("a", assumed=True),
        card("b", rank=1, shaky=True),
        card("c", rank=1, emphasis=True, beyond=True, tag=Tag("7", "both")),
        card("d", rank=1, assumed=True, remark="assumed: an opinion", badges=(Badge("in each way", "alarm"),)),
    )
    links = (Link(("a",), ("b",), faint=True), Link(("a",), ("c", "d"), joint=Joint("2 teams", "alarm")))
    said = argument(replace(graph_of(*shown, links=links), legend=legend)).splitlines()
    for line in (
        "  - Assumed",
        "    - No test passed",
        "    - Backed, but on sand",
        "    - 2 teams",
        "    - On the path to the target",
        "    - Beyond the control horizon",
        "    - Mark 7: both",
        "    - Assumed: an opinion",
        "    - Watch out: in each way",
    ):
        assert line in said
    assert sum("ssumed" in line for line in said) == 2


def test_an_influence_is_said_on_both_sides() -> None:
    shown = (card("top", "metric"), card("input", "metric", 1))
    for arrow, movers in (("source", ("Input", "Top")), ("target", ("Top", "Input"))):
        link = Link(("top",), ("input",), joint=Joint("+ assumed, 2 weeks lag", "influence"), arrow=arrow, faint=True)  # type: ignore[arg-type]
        said = argument(graph_of(*shown, links=(link,)))
        mover, moved = (said.index(f": {name}") for name in movers)
        moves, is_moved = (
            said.index("Moves, by assumption (+, 2 weeks lag): metric"),
            said.index("Moved, by assumption (+, 2"),
        )
        assert (mover < moves) and (moved < is_moved) and (mover < moved) == (moves < is_moved)


@pytest.mark.parametrize(
    ("joint", "said"),
    [
        (Joint("×", "operator", (Leg("a"), Leg("b"))), "A × B"),
        (Joint("×, ÷ 3", "operator", (Leg("a"), Leg("b"))), "A × B ÷ 3"),
        (Joint("+", "operator", (Leg("a"), Leg("b", "−"))), "A − B"),
        (Joint("+", "operator", (Leg("a", "−"), Leg("b"))), "− A + B"),
        (Joint("× 12", "operator", (Leg("a"),)), "A × 12"),
        (Joint("1 −", "operator", (Leg("a"),)), "1 − A"),
        (Joint("−", "operator", (Leg("a"),)), "− A"),
        (Joint("2 ×", "operator", (Leg("a"), Leg("b"))), "2 × A × B"),
        (Joint("max 3", "operator", (Leg("a"), Leg("b"))), "max 3 of A, B"),
        (Joint("×", "operator", (Joint("+", "operator", (Leg("a"), Leg("b"))), Leg("c", "÷"))), "(A + B) ÷ C"),
        (Joint("×", "operator"), "A × B × C"),
    ],
)
def test_formulas_in_a_line(joint: Joint, said: str) -> None:
    assert sum_of(joint, {"a": "A", "b": "B", "c": "C"}) == said


def test_chains_in_circles_and_deep_ones_end() -> None:
    shown = tuple(card(f"c{i}") for i in range(300))
    links = tuple(Link((f"c{i}",), (f"c{(i + 1) % 300}",)) for i in range(300))
    said = argument(graph_of(*shown, links=links))
    assert len(set(re.findall(r"\b[Cc]ause (\d+): ", said))) == 300
    assert max(len(line) - len(line.lstrip()) for line in said.splitlines()) <= 2 * 10


# ---- as plain text ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("graph", GRAPHS, ids=lambda graph: f"{graph.key}-{graph.title}"[:60])
def test_lines_fit_and_the_first_paragraph_is_the_alt_text(graph: Graph) -> None:
    said = told(graph)
    assert said.endswith("\n") and not said.endswith("\n\n") and not re.search("[\x00-\x09\x0b-\x1f─-╿]| $", said, re.M)
    assert all(columns(line) <= WIDTH for line in said.splitlines())
    alt = text.alt(graph)
    assert bare(said.partition("\n\n")[0]) == bare(alt)
    assert len(alt) <= text.MOST_IN_ALT and "\n" not in alt and alt.endswith((".", "…"))


def test_an_alt_text_of_long_words_keeps_them_whole() -> None:
    words = [f"word{i}" for i in range(400)]
    graph = replace(specimen.IMPACT_MAP, title=" ".join(words), summary=" ".join(words))
    alt = text.alt(graph)
    assert len(alt) <= text.MOST_IN_ALT
    assert set(re.findall(r"word\d+", alt)) <= set(words)
    assert "3 root causes" in alt


def test_an_alt_text_of_an_empty_map() -> None:
    empty = "Opportunity solution tree for “Active users per customer”, “Find the current draft”: nothing in it yet. "
    assert text.alt(graph_of()) == empty + "1 opportunity. 0 of 1 solution under test."
    assert "Lane (caption): nothing yet" in told(graph_of())


@pytest.mark.parametrize("payload", specimen.PAYLOADS, ids=lambda payload: ascii(payload)[:40])
def test_text_is_only_ever_text(payload: str) -> None:
    said = told(specimen.poisoned(payload))
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]", said
    )
    assert said.encode()
    assert len(re.findall(r"^ *- .*\b[12]: ", argument(specimen.poisoned(payload)), re.M)) == 2


def test_what_shapes_letters_stays_and_what_hides_is_shown() -> None:
    assert plain("👩\u200d🔬 می\u200cخواهم") == "👩\u200d🔬 می\u200cخواهم"
    assert plain("ev\u200dil\u202e") == "ev\\u200dil\\u202e"
    assert plain("“\u2068Title\u2069” \u2068x") == "“Title” \\u2068x"
    assert plain(" a\n- Need 9:\u2028b\xa0c ") == "a - Need 9: b\xa0c"


def test_a_title_cannot_pass_for_an_item() -> None:
    for before in range(50, 80):
        title = "a" * before + " - Need 9: made up " + "b" * 60
        lines = told(graph_of(card("x", title=title))).splitlines()
        assert not any(line.strip().startswith("- Need 9") for line in lines)


def test_lines_are_folded_by_columns() -> None:
    assert list(fold("一二三四五", "- ", "  ", 8)) == ["- 一二三", "  四五"]
    assert [columns(line) for line in fold("x" * 20, "", "", 8)] == [8, 8, 4]
    assert list(fold("see https://x.example/" + "y" * 20 + " there", "- ", "  ", 12))[1].startswith(
        "  https://x.example/yyyy"
    )
    assert columns("e\u0301👩\u200d🔬한ｱ❤\ufe0f") == 1 + 2 + 2 + 1 + 2
    assert list(fold("")) == [""]


# ---- in reviews ---------------------------------------------------------------------------------------------------


def test_a_small_edit_is_a_small_diff() -> None:
    cards = list(specimen.IMPACT_MAP.cards)
    at = next(i for i, c in enumerate(cards) if c.id == "unused")
    cards[at] = replace(cards[at], figure="$2M a year")
    before, after = told(specimen.IMPACT_MAP), told(replace(specimen.IMPACT_MAP, cards=tuple(cards)))
    changed = [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]
    assert changed == ["-       - Figure: $0.9–1.4M a year", "+       - Figure: $2M a year"]


def test_render_and_extension() -> None:
    model = load(SAMPLES[0])
    data = render(model, format="text")
    lens = next(iter(every()))
    assert data.decode() == told(lens.graph(model, lens.DIRECTION, ""))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(models())
def test_any_model_is_told(model: Model) -> None:
    for lens in every():
        if not lens.applies(model):
            continue
        for variant in lens.variants(model)[:2]:
            graph = lens.graph(model, lens.DIRECTION, variant)
            said = told(graph)
            assert all(columns(line) <= WIDTH or "://" in line for line in said.splitlines())
            assert len(re.findall(r"^ *- ", argument(graph), re.M)) >= len(graph.cards)
            assert len(text.alt(graph)) <= text.MOST_IN_ALT
