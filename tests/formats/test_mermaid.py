"""Pictures as Mermaid: what is written, and what the real Mermaid makes of it, with hostile texts in it, too.

The real one comes from the npm registry, in versions that hosts run: the last one that placed cards by dagre, and one
that does so by ELK. Tests of it are skipped, saying so, where npm, the registry or Chromium are missing.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import specimen
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace
from wild_models import models

from impactmap import load, render
from impactmap.formats import mermaid
from impactmap.formats.plaintext import plain, shortened
from impactmap.graph import Graph, Joint, Lane, Link
from impactmap.model import Model
from impactmap.theme import LIGHT, contrast
from impactmap.views import every

VERSIONS = ("11.12.2", "12.3.0")
SAMPLES = sorted((Path(__file__).resolve().parents[2] / "samples").iterdir())
HOSTILE = (
    *specimen.PAYLOADS,
    '%%{init: {"theme": "dark", "securityLevel": "loose"}}%%',
    "%% comment",
    "---\ntitle: x\n---",
    "end",
    "a\nend\nb",
    "graph TD",
    "subgraph x",
    'click c_email href "javascript:alert(1)"',
    "click c_email callback",
    "style c_email fill:#f00;",
    "classDef need fill:#f00;",
    "linkStyle 0 stroke:#f00",
    ":::alarm",
    "@{ shape: circle }",
    "A --> B",
    "accTitle: x",
    "accDescr { x }",
    'a"]; x["b',
    "a]b",
    "[x](javascript:alert(1))",
    "![x](http://evil.example/x.png)",
    "[x][y]",
    "<https://evil.example/>",
    "me@evil.example www.evil.example",
    "#quot; #35; #amp;",
    "&quot; & &nbsp;",
    "`md **b**`",
    "`code` ``` x",
    "__x__ *y* **z** _u_ a*b*c a_b_c",
    "~~x~~",
    "$$x^2$$",
    "fa:fa-car",
    "\\n \\* \\",
    "- x",
    "1. x",
    "# x",
    "> x",
    "| a | b |",
    "{{ x }} } {",
    ";",
    "<br/>",
    "\u2028x\u2029",
    "x" * 5000,
    "word " * 3000,
    "日本語" * 500,
    "",
    "\u3000",
)
LINE = re.compile(r"^  (\S+) ([-=~.>]{3,}) (\S+)$", re.M)


def drawn(graph: Graph) -> str:
    return mermaid.document([graph], title=graph.title)


def nodes(source: str) -> int:
    return len(re.findall(r'^ +\w+(?:\[|\(\(|\(\[)".*"(?:\]|\)\)|\]\)):::', source, re.M))


def graphs() -> Iterator[Graph]:
    for spec in SAMPLES:
        model = load(spec)
        for lens in every():
            if lens.applies(model):
                yield from (lens.graph(model, lens.DIRECTION, variant) for variant in lens.variants(model))


# ---- what is written --------------------------------------------------------------------------------------------

SHARED = replace(
    specimen.IMPACT_MAP,
    cards=tuple(replace(card, shaky=card.id == "unused") for card in specimen.IMPACT_MAP.cards[:7]),
    links=(
        Link(("current-draft",), ("email",), emphasis=True),
        Link(("current-draft",), ("private",)),
        Link(("current-draft",), ("search",)),
        Link(("email", "search"), ("roadmap", "contacts")),
        Link(("private",), ("unused",), joint=Joint("+ low", "influence"), arrow="source", faint=True),
    ),
)


def test_lines_say_what_they_are() -> None:
    source = drawn(SHARED)
    assert [found[0].strip() for found in re.finditer(LINE, source)] == [
        "c_current_draft === c_email",
        "c_current_draft -.- c_private",
        "c_current_draft --- c_search",
        "c_email --- j1",
        "c_search --- j1",
        "j1 --- c_roadmap",
        "j1 --- c_contacts",
        "j2 -.-> c_private",
        "j2 -.- c_unused",
        "c_private ~~~ j2",
        "c_roadmap ~~~ v4",
    ]
    assert '  j1((" ")):::dot\n' in source
    assert f'  j2(["{mermaid.JOINER}+ low"]):::influence\n' in source
    assert '    v4["none"]:::vacant\n' in source
    assert "  class c_private assumed\n" in source and "  class c_unused shaky\n" in source


def test_cards_and_lanes_hold_their_words() -> None:
    source = drawn(specimen.IMPACT_MAP)
    assert source.startswith(
        "flowchart LR\n  %% solid: backed by research\n  %% dashed: assumed\n  accTitle: Find the current draft\n"
    )
    assert (
        '    c_adoption["Active users per customer<br/>150 → 171 by Q4<br/>guarded: duplicates ≤ 8%"]:::gain\n'
        in source
    )
    assert '  %% what it costs while unsolved\n  subgraph lane3["Business harm"]\n' in source
    assert drawn(specimen.TREE).startswith("flowchart TB\n")


def test_lines_are_as_long_as_their_ends_are_apart() -> None:
    cards = [replace(specimen.IMPACT_MAP.cards[0], id=f"c{rank}", rank=rank) for rank in (0, 1, 4, 40)]
    links = [Link(("c0",), (other.id,)) for other in cards[1:]]
    graph = replace(SHARED, cards=tuple(cards), links=tuple(links), lanes=(Lane("need", "All", "", 0, 40),))
    assert [len(found[2]) - 2 for found in re.finditer(LINE, drawn(graph))] == [1, 4, mermaid.LONGEST]


def test_what_hangs_alone_is_tied_to_its_lane() -> None:
    alone = replace(SHARED, links=SHARED.links[:1])
    ties = [found[0].split() for found in re.finditer(LINE, drawn(alone)) if "~" in found[0]]
    tied = {"c_current_draft", "c_email"} | {lower for _, _, lower in ties}
    assert {f"c_{card.id.replace('-', '_')}" for card in alone.cards} | {"v4"} == tied


def test_names_differ_whatever_the_ids_are() -> None:
    ids = ("end", "End", "a b", "a-b", "a_b_2", "a_b__2", "需要", "必要", "__proto__", "x" * 999)
    names = list(mermaid._names(ids))
    assert len(set(names)) == len(ids)
    assert all(re.fullmatch(r"c_[A-Za-z0-9_]{1,50}", name) for name in names)
    assert len(list(mermaid._names(["a"] * 3))) == len(set(mermaid._names(["a"] * 3)))


@pytest.mark.parametrize("payload", HOSTILE, ids=lambda text: ascii(text)[:40])
def test_no_text_leaves_its_quotes(payload: str) -> None:
    """Whatever the texts are, each line of the source is one of the few that there are."""
    poisoned = specimen.poisoned(payload)
    shapes = (
        r"flowchart LR",
        r"%% [^\n{}]*",
        r"acc(?:Title|Descr): [^\n{}]+",
        r'subgraph \w+\["[^"\n]*"\]',
        r"end",
        r'\w+\["[^"\n]*"\]:::\w+',
        r"\w+ [-=.~]+ \w+",
        r"linkStyle default stroke:#\w+",
        r"classDef \w+ [\w:#,.\- ]+",
        r"class [\w,]+ \w+",
    )
    source = drawn(poisoned)
    assert source.encode()
    for line in source.removesuffix("\n").split("\n"):
        assert any(re.fullmatch(" *" + shape, line) for shape in shapes), line
        assert line.isprintable() or set(filter(lambda c: not c.isprintable(), line)) <= set(
            "\xa0\u200c\u200d\u200a\u2060\ufffe"
        )
    for words in re.findall(r'"([^"\n]*)"', source):
        assert "<" not in words.replace("<br/>", "") and "`" not in words
        assert not re.search(r"&|%%|\$\$|\{\{|#(?!(?:quot|lt|gt|amp);)\w+;", words)


def test_ink_can_be_read_on_what_it_stands_on() -> None:
    for hue in LIGHT.hues.values():
        assert contrast(LIGHT.ink, LIGHT.card) >= 4.5 and contrast(hue.accent, hue.lane) >= 4.5
    for colour in re.findall(r"#[0-9a-f]{6}", drawn(SHARED)):
        assert colour in {*LIGHT.tokens().values()}


def test_render_gives_it() -> None:
    model = load(SAMPLES[0])
    lens = next(iter(every()))
    assert render(model, format="mermaid").decode() == drawn(lens.graph(model, lens.DIRECTION, ""))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(models())
def test_any_model_is_written(model: Model) -> None:
    for lens in every():
        if lens.applies(model):
            for variant in lens.variants(model)[:2]:
                graph = lens.graph(model, lens.DIRECTION, variant)
                source = drawn(graph)
                assert nodes(source) == len(graph.cards) + len(mermaid._Chart(graph).knots) + source.count(":::vacant")


# ---- what the real one makes of it ------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=VERSIONS)
def script(request: pytest.FixtureRequest) -> Path:
    """Mermaid in one file, kept between runs."""
    folder = request.config.cache.mkdir(f"mermaid-{request.param}")
    kept: Path = folder / "mermaid.min.js"
    if not kept.exists():
        npm = shutil.which("npm")
        if not npm:
            pytest.skip("npm is not installed, which fetches Mermaid")
        fetch = (npm, "pack", f"mermaid@{request.param}", "--ignore-scripts", "--fetch-retries=0")
        try:
            packed = subprocess.run(fetch, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
        except subprocess.TimeoutExpired:
            pytest.skip("npm waits for the registry in vain")
        if packed.returncode:
            pytest.skip(f"npm cannot fetch Mermaid {request.param}: {packed.stderr.strip()[:200]}")
        archive = folder / f"mermaid-{request.param}.tgz"
        with tarfile.open(archive) as files:
            member = files.extractfile("package/dist/mermaid.min.js")
            assert member
            part = folder / "part"
            part.write_bytes(member.read())
        part.replace(kept)
        archive.unlink()
    return kept


DRAW = """async ([source, html, number]) => {
    const out = document.querySelector('main');
    out.replaceChildren();
    mermaid.initialize({startOnLoad: false, securityLevel: 'strict', htmlLabels: html, flowchart: {htmlLabels: html}});
    const {svg} = await mermaid.render(`map${number}`, source);
    out.innerHTML = svg;
    const all = [...out.querySelectorAll('*')];
    return {
        nodes: out.querySelectorAll('.node').length,
        lines: out.querySelectorAll('.edgePaths path').length,
        lanes: out.querySelectorAll('.cluster').length,
        harm: out.querySelectorAll('a, script, img, image, iframe, object, embed, link, base, meta, form').length
            + all.filter(e => [...e.attributes].some(a => a.name.startsWith('on'))).length,
        words: [...out.querySelectorAll('.node')].map(e => e.textContent),
        title: out.querySelector('title')?.textContent ?? '',
        places: Object.fromEntries([...out.querySelectorAll('.node')].map(e => {
            const box = e.getBoundingClientRect();
            return [e.id.replace(/^.*flowchart-(.*)-\\d+$/, '$1'), [box.x, box.y, box.right, box.bottom]];
        })),
    };
}"""


@pytest.fixture(scope="module")
def draw(chromium: Any, script: Path) -> Iterator[Any]:
    """`draw(source, html)` is what Mermaid draws, with or without labels of HTML. It may load and run nothing else."""
    page = chromium.new_page()
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    page.on("dialog", lambda dialog: (seen.append(dialog.message), dialog.dismiss()))
    page.set_content("<!DOCTYPE html><title>host</title><main></main>")
    page.add_script_tag(content=script.read_text("utf-8"))
    number = 0

    def draw(source: str, html: bool = True) -> Any:
        nonlocal number
        number += 1
        found = page.evaluate(DRAW, [source, html, number])
        assert not seen
        return found

    yield draw
    page.close()


def check(found: Any, source: str, graph: Graph) -> None:
    groups = len(re.findall("_band$", source.replace('[" "]', ""), re.M))
    assert (found["nodes"], found["lines"], found["lanes"], found["harm"]) == (
        nodes(source),
        len(re.findall(LINE, source)),
        len(graph.lanes) + groups,
        0,
    )


def in_lanes(places: dict[str, list[float]], graph: Graph) -> bool:
    """Whether the cards of each lane stand past all those of the lane before it."""
    names = list(mermaid._names(card.id for card in graph.cards))
    start, end = (0, 2) if graph.direction == "right" else (1, 3)
    ends = []
    for lane in graph.lanes:
        cards = [places[name] for name, card in zip(names, graph.cards, strict=True) if lane.holds(card)]
        if cards:
            ends.append((min(box[start] for box in cards), max(box[end] for box in cards)))
    return all(before[1] < after[0] for before, after in pairwise(ends))


@pytest.mark.browser
@pytest.mark.parametrize("html", [True, False], ids=["html", "svg"])
def test_every_sample_is_drawn_whole(draw: Any, html: bool) -> None:
    for graph in graphs():
        source = drawn(graph)
        found = draw(source, html)
        check(found, source, graph)
        if html:
            for card in graph.cards:
                assert any(shown(card.title) in bare(words) for words in found["words"]), card.title
            assert in_lanes(found["places"], graph), graph.key


@pytest.mark.browser
def test_what_hangs_alone_stands_in_its_lane(draw: Any) -> None:
    for links in (SHARED.links[:1], ()):
        graph = replace(SHARED, links=links)
        assert in_lanes(draw(drawn(graph))["places"], graph)


@pytest.mark.browser
def test_text_is_only_ever_text(draw: Any) -> None:
    for payload in HOSTILE:
        graph = specimen.poisoned(payload)
        source = drawn(graph)
        found = draw(source)
        check(found, source, graph)
        assert shown(payload) in bare(found["words"][0]), payload
        if len(payload) < mermaid.MOST_SPOKEN:
            assert bare(found["title"]) == (bare(plain(payload)) or "Untitled"), payload
        check(draw(source, False), source, graph)


def bare(words: str) -> str:
    """Words without what parts them so that Mermaid reads nothing into them."""
    return re.sub(r"[\s\u2060\u200a]", "", words.replace("\u02cb", "`"))


def shown(text: str) -> str:
    return bare(shortened(plain(text), mermaid.MOST_LETTERS))
