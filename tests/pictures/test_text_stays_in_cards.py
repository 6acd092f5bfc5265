"""In a real browser, whatever its fonts: no text leaves its card, its lane or the page; the console is silent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from goldens import SAMPLES

from impactmap import load, render
from impactmap.views import every

pytestmark = pytest.mark.browser

# Three machines: one with the fonts that texts are measured for, one whose sans-serif is the wide DejaVu Sans,
# and one with neither, only a monospaced face, which is wider still.
FONTS = {
    "liberation": ("LiberationSans", "DejaVuSans.ttf"),
    "dejavu": ("DejaVuSans",),
    "neither": ("DejaVuSansMono",),
}
FOLDERS = (
    Path("/usr/share/fonts/truetype/liberation"),
    Path("/usr/share/fonts/truetype/liberation2"),
    Path("/usr/share/fonts/truetype/dejavu"),
)

# Every text against the shape that it belongs to; half a pixel is for rounding.
MEASURE = """
() => {
  const wrong = [];
  const inside = (inner, outer) =>
    inner.left >= outer.left - 0.5 && inner.right <= outer.right + 0.5 &&
    inner.top >= outer.top - 0.5 && inner.bottom <= outer.bottom + 0.5;
  let texts = 0;
  const look = (scope, shape, name) => {
    const outer = shape.getBoundingClientRect();
    for (const text of scope.querySelectorAll("text")) {
      texts += 1;
      if (!inside(text.getBoundingClientRect(), outer)) wrong.push(name + ": " + text.textContent);
    }
  };
  const svg = document.querySelector("svg");
  for (const card of svg.querySelectorAll("[data-id]")) look(card, card.querySelector("rect, path"), card.dataset.id);
  for (const lane of svg.querySelectorAll(".lane")) look(lane, lane.querySelector("rect"), "lane");
  look(svg, svg, "page");
  const cards = [...svg.querySelectorAll("[data-id]")].map((c) => c.querySelector("rect").getBoundingClientRect());
  for (let i = 0; i < cards.length; i++)
    for (let j = i + 1; j < cards.length; j++) {
      const [a, b] = [cards[i], cards[j]];
      const apart = a.left >= b.right || b.left >= a.right || a.top >= b.bottom || b.top >= a.bottom;
      if (!apart) wrong.push(`cards ${i} and ${j}`);
    }
  return { wrong, texts };
}
"""

LONG = """\
# Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft https://example.org/a/very/long/path?q=1

## Customer need
- When مرحبا بالعالم meets 漢字とひらがなとカタカナ and Ελληνικά and Кириллица and עברית, I can't read 👩‍🔬👩‍🔬.
- Pneumonoultramicroscopicsilicovolcanoconiosis_with_underscores_that_never_end_and_never_break_anywhere

## Root causes
- हिन्दी में लिखा हुआ एक लंबा वाक्य जो कार्ड के भीतर रहना चाहिए
- ภาษาไทยไม่มีช่องว่างระหว่างคำและต้องตัดคำให้พอดีกับการ์ด
- WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW MMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMM

## Business harm
- أكثر من سطر واحد من النص العربي الذي يجب أن يبقى داخل البطاقة مهما كان طويلا
  - size: $1,234,567,890 to $9,876,543,210 per customer and per quarter and per region

## KPI gains
- e\u0301e\u0301 combining, \u200bzero\u200bwidth, no\u00a0break\u00a0at\u00a0all\u00a0from\u00a0here\u00a0to\u00a0there
"""


@pytest.fixture(scope="module", params=sorted(FONTS))
def browser(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, launch_chromium
) -> Iterator[object]:  # type: ignore[no-untyped-def]
    folder = tmp_path_factory.mktemp(request.param)
    places = [file for place in FOLDERS if place.is_dir() for file in place.iterdir()]
    chosen = {file.name: file for file in places if file.name.startswith(FONTS[request.param])}
    if not any(name.startswith(FONTS[request.param][0]) for name in chosen):
        pytest.skip(f"the {FONTS[request.param][0]} fonts are not installed")
    for name, file in chosen.items():
        (folder / name).symlink_to(file)
    config = folder / "fonts.conf"
    config.write_text(
        f"<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'fonts.dtd'><fontconfig><dir>{folder}</dir>"
        f"<cachedir>{folder}/cache</cachedir></fontconfig>",
        encoding="utf-8",
    )
    browser = launch_chromium(env={"FONTCONFIG_FILE": str(config)})
    yield browser
    browser.close()


def pictures() -> Iterator[tuple[str, bytes]]:
    for spec in SAMPLES:
        model = load(spec)
        for lens in every():
            if lens.applies(model):
                for theme in ("light", "dark"):
                    yield f"{spec.name} {lens.NAME} {theme}", render(model, view=lens.NAME, theme=theme)
    odd = load(LONG)
    yield "long titles", render(odd)
    yield "long titles, down", render(odd, direction="down")
    yield "long titles, tree", render(odd, view="opportunity-tree")


def test_no_text_leaves_its_card(browser) -> None:  # type: ignore[no-untyped-def]
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    wrong = {}
    for name, svg in pictures():
        page.set_content(f"<!doctype html><body style='margin:0'>{svg.decode()}")
        found = page.evaluate(MEASURE)
        assert found["texts"] > 5
        if found["wrong"]:
            wrong[name] = found["wrong"]
    page.close()
    assert not wrong
    assert not said
