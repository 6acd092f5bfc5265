"""The shipped tables against their sources, where those are installed, and against Python's own Unicode."""

import importlib.util
import sys
import unicodedata
from pathlib import Path
from types import ModuleType

import pytest

from impactmap.measure import width
from impactmap.measure.advances import PAGES
from impactmap.measure.characters import letters

ROOT = Path(__file__).resolve().parents[2]
TOOL = ROOT / "tools" / "font_metrics.py"
ASSIGNED = [c for c in range(sys.maxunicode + 1) if unicodedata.category(chr(c)) not in {"Cn", "Co", "Cs"}]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    if not TOOL.exists():
        pytest.skip("tools/font_metrics.py is not here (an installed package has none)")
    spec = importlib.util.spec_from_file_location("font_metrics", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["advances", "properties"])
def test_the_shipped_table_is_what_the_tool_writes(tool: ModuleType, name: str) -> None:
    source = {"advances": tool.advance_source, "properties": tool.property_source}[name]
    try:
        text = source()
    except (ImportError, LookupError, OSError) as reason:
        pytest.skip(f"the sources of {name}.py are not installed: {reason}")
    assert (ROOT / "impactmap" / "measure" / f"{name}.py").read_text("utf-8") == text


@pytest.mark.parametrize("face", ["regular", "bold", "italic"])
def test_every_glyph_of_liberation_sans_has_its_own_advance(tool: ModuleType, face: str) -> None:
    path = tool.FONTS / tool.FACES[face]
    if not path.exists():
        pytest.skip(f"{path} is not installed")
    fonts = pytest.importorskip("fontTools.ttLib")
    with fonts.TTFont(path) as font:
        units, metrics, glyphs = font["head"].unitsPerEm, font["hmtx"].metrics, font.getBestCmap()
    wrong = {}
    for point, glyph in glyphs.items():
        advance = metrics[glyph][0] * 1000 / units
        if letters(point)[3] == "n" and advance <= tool.CELL:
            measured = width(chr(point), 1000, face)
            if abs(measured - advance) > 0.51 and unicodedata.category(chr(point)) not in {"Mn", "Me"}:
                wrong[f"U+{point:04X}"] = (measured, advance)
    assert not wrong


def test_zero_wide_and_marks_agree_with_the_unicode_of_this_python() -> None:
    """What was assigned in an older Unicode has not changed since, but for a few characters."""
    wrong = []
    for point in ASSIGNED:
        category, asian = unicodedata.category(chr(point)), unicodedata.east_asian_width(chr(point))
        cluster, _, _, kind = letters(point)
        fits = {
            "Mn": kind == "z" and cluster in "EMFNkZ",
            "Me": kind == "z" and cluster in "EFN",
            "Mc": cluster in "ENSkO",
            "Cc": kind == "z" and cluster == "C",
            "Cf": kind == "z" or cluster == "P",
        }.get(category, True)
        if asian in "WF" and category not in {"Mn", "Mc"}:
            fits = fits and kind in "wkez"
        if not fits:
            wrong.append(f"U+{point:04X} {category} {asian} {letters(point)}")
    assert len(wrong) < 40, wrong


def test_strong_directions_agree_with_the_unicode_of_this_python() -> None:
    expected = {"L": "l", "R": "r", "AL": "r"}
    wrong = [
        f"U+{point:04X}"
        for point in ASSIGNED
        if letters(point)[2] != expected.get(unicodedata.bidirectional(chr(point)), "-")
    ]
    assert len(wrong) < 40, wrong


def test_the_tables_are_small() -> None:
    folder = ROOT / "impactmap" / "measure"
    assert sum((folder / name).stat().st_size for name in ("advances.py", "properties.py")) < 60_000
    assert set(PAGES) == {"regular", "bold", "italic"}
