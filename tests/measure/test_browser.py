"""The table against what Chromium draws with the fonts of this machine, `textLength` left off."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from impactmap.measure import Face, width, wrap

log = logging.getLogger(__name__)
pytestmark = pytest.mark.browser

FONTS = (
    Path("/usr/share/fonts/truetype/liberation2/LiberationSans-Regular.ttf"),
    Path("/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf"),
)
NOTO = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")

MEASURE = """([texts, style]) => texts.map(([text, weight, slant]) => {
  const node = document.createElementNS('http://www.w3.org/2000/svg', 'text')
  node.setAttribute('style', `font:${slant} ${weight} 100px 'Liberation Sans';white-space:pre;${style}`)
  node.textContent = text
  document.querySelector('svg').append(node)
  const length = node.getComputedTextLength()
  node.remove()
  return length
})"""

LATIN = [
    "Marketing teams waste budget on channels that cannot be measured",
    "Reduce time to first value from 14 to 3 days",
    "Weekly active teams: 1,240 → 2,000 (+61 %)",
    "Customers can’t tell which invoice belongs to which order",
    "“Every Monday I rebuild the same report by hand” (9 of 12 interviews)",
    "Żaden klient nie czyta regulaminu — źródło: ankieta 2024",
    "Größere Kunden kündigen früher, weil Übersicht fehlt",
    "L’équipe n’a pas d’accès à l’historique complet",
    "Người dùng không tìm thấy nút thanh toán",
    "https://www.example.com/research/2024/interviews?team=growth",
    "Маркетинговые команды тратят бюджет на каналы, которые нельзя измерить",
    "Клієнти не знаходять рахунок у своєму кабінеті",
    "Οι ομάδες μάρκετινγκ σπαταλούν τον προϋπολογισμό",
    "OPPORTUNITIES",
    "NORTH STAR METRIC",
]
OTHERS = [
    "マーケティングチームは、測定できないチャネルに予算を浪費している。",
    "（例）「顧客」は、毎週、同じ報告書を作成する。",
    "营销团队把预算浪费在无法衡量的渠道上。",
    "行銷團隊把預算浪費在無法衡量的管道上",
    "마케팅 팀은 측정할 수 없는 채널에 예산을 낭비한다",
    "الفرق التسويقية تهدر الميزانية على قنوات لا يمكن قياسها",
    "تیم‌های بازاریابی بودجه را هدر می‌دهند",
    "צוותי שיווק מבזבזים תקציב על ערוצים שלא ניתן למדוד",
    "विपणन टीमें उन चैनलों पर बजट बर्बाद करती हैं जिन्हें मापा नहीं जा सकता",
    "বিপণন দলগুলি বাজেট নষ্ট করে যা মাপা যায় না",
    "சந்தைப்படுத்தல் குழுக்கள் வரவுசெலவை வீணாக்குகின்றன",
    "ทีมการตลาดเสียงบประมาณไปกับช่องทางที่วัดผลไม่ได้",
    "ក្រុមទីផ្សារខ្ជះខ្ជាយថវិកា",
    "მარკეტინგის გუნდები ხარჯავენ ბიუჯეტს",
    "Մարքեթինգի թիմերը վատնում են բյուջեն",
    "የግብይት ቡድኖች በጀት ያባክናሉ",
    "👩‍💻 👋🏽 🇩🇪 🚀 ❤️ 1️⃣ 👨‍👩‍👧‍👦",
    "✓ ✗ ★ ● ◆ ⚠ ① → ⇒ ≥ ≈ ▲",
]
FACES: dict[Face, tuple[str, str]] = {
    "regular": ("400", "normal"),
    "bold": ("700", "normal"),
    "italic": ("400", "italic"),
}


@pytest.fixture(scope="module")
def page(chromium: Any) -> Iterator[Any]:
    if not any(font.exists() for font in FONTS):
        pytest.skip("no Liberation Sans on this machine: there is nothing to compare with")
    page = chromium.new_page()
    page.set_content("<!doctype html><meta charset='utf-8'><svg xmlns='http://www.w3.org/2000/svg'></svg>")
    yield page
    page.close()


def squeezes(page: Any, texts: list[str], face: Face, style: str = "") -> dict[str, float]:
    """By how many per cent the table's width differs from the natural one, by text."""
    natural = page.evaluate(MEASURE, [[[text, *FACES[face]] for text in texts], style])
    return {text: (width(text, 100, face) / real - 1) * 100 for text, real in zip(texts, natural, strict=True)}


@pytest.mark.parametrize("face", list(FACES))
def test_latin_greek_and_cyrillic_look_untouched(page: Any, face: Face) -> None:
    found = squeezes(page, LATIN, face)
    report(face, found)
    assert max(map(abs, found.values())) < 2, found


@pytest.mark.parametrize("face", list(FACES))
def test_without_kerning_they_are_exact(page: Any, face: Face) -> None:
    found = squeezes(page, LATIN, face, "font-kerning:none")
    assert max(map(abs, found.values())) < 0.1, found


@pytest.mark.skipif(not NOTO.exists(), reason="no Noto fonts on this machine: other scripts would be drawn as boxes")
@pytest.mark.parametrize("face", list(FACES))
def test_other_scripts_look_natural(page: Any, face: Face) -> None:
    found = squeezes(page, OTHERS, face)
    report(face, found)
    assert max(map(abs, found.values())) < 20, found


def test_wrapped_lines_fit_their_limit_undressed(page: Any) -> None:
    """What is wrapped to 200 px is drawn within 200 px even where `textLength` is not obeyed."""
    for text in LATIN:
        natural = page.evaluate(MEASURE, [[[line.text, "400", "normal"] for line in wrap(text, 1500, 100)], ""])
        assert max(natural) <= 1500.5, text


def report(face: str, found: dict[str, float]) -> None:
    """Shown with a failure, or by `pytest --log-cli-level=info`."""
    for text, percent in found.items():
        log.info("%-8s %+6.2f %%  %s", face, percent, text)
