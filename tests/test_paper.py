"""Pages by name and by size, and where a picture lies on one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impactmap.diagnostics import UsageError
from impactmap.paper import ITS_OWN, MARGIN, NAMES, Paper, paper, sheet

MM = 96 / 25.4


@pytest.mark.parametrize(
    ("words", "width", "height", "turns"),
    [
        ("a4", 210 * MM, 297 * MM, True),
        ("A4-Landscape", 297 * MM, 210 * MM, False),
        ("a3-portrait", 297 * MM, 420 * MM, False),
        ("letter", 816, 1056, True),
        ("tabloid-landscape", 17 * 96, 11 * 96, False),
        ("slide", 1280, 720, False),
        ("slide-portrait", 720, 1280, False),
        ("297x210mm", 297 * MM, 210 * MM, False),
        ("1600x900", 1600, 900, False),
        (" 8.5in × 11in ", 816, 1056, False),
        ("841.89x595.28pt", 841.89 * 4 / 3, 595.28 * 4 / 3, False),
        ("20x30cm", 200 * MM, 300 * MM, False),
        ("1inx100mm", 96, 100 * MM, False),
    ],
)
def test_pages_have_a_name_or_a_size(words: str, width: float, height: float, turns: bool) -> None:
    assert sheet(words) == (pytest.approx(width), pytest.approx(height), turns)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("a44", "did you mean 'a4'?"),
        ("lettre", "did you mean 'letter'?"),
        ("a4-landscap", "did you mean 'a4-landscape'?"),
        ("a4-", "did you mean 'a4'?"),
        ("poster of the year", "there are a3, a4, a5, letter, legal, tabloid, slide"),
        ("", "there are a3"),
        ("297x210mmm", "there is no unit 'mmm' for the page '297x210mmm': did you mean 'mm'?"),
        ("297x210furlong", "there are px, pt, in, mm, cm"),
        ("0x10mm", "its sides go from 12.7 to 5080 mm"),
        ("999999x10in", "its sides go from 0.5 to 200 in"),
        ("٣x٤", "there is no page"),
    ],
)
def test_wrong_pages_are_told_with_what_is_right(words: str, said: str) -> None:
    with pytest.raises(UsageError) as error:
        sheet(words)
    assert said in str(error.value)


@pytest.mark.parametrize("scale", [0, 0.09, 10.01, -1, float("nan"), float("inf")])
def test_scales_have_limits(scale: float) -> None:
    with pytest.raises(UsageError, match=r"it goes from 0\.1 to 10"):
        paper(scale)


def test_what_is_not_said_is_the_pictures_own() -> None:
    assert paper() == ITS_OWN == Paper(2.0)
    assert paper(0.1).scale == 0.1 and paper(10, "a4").scale == 10


def test_without_a_page_the_sheet_is_the_picture() -> None:
    frame = ITS_OWN.frame(640, 480, 0.75)
    assert (frame.width, frame.height, frame.box) == (480, 360, (0, 0, 640, 480))


def test_a_page_turns_as_the_picture_does_unless_its_way_is_said() -> None:
    assert paper(page="a4").frame(1600, 900, 1).width == pytest.approx(297 * MM)
    assert paper(page="a4").frame(900, 1600, 1).width == pytest.approx(210 * MM)
    assert paper(page="a4-portrait").frame(1600, 900, 1).width == pytest.approx(210 * MM)
    assert paper(page="slide").frame(900, 1600, 1).width == 1280


@given(
    st.sampled_from([*NAMES, "60x4000", "4000x60"]),
    st.floats(50, 60_000),
    st.floats(50, 60_000),
    st.sampled_from([0.1, 0.75, 1.0, 1.7, 10.0]),
    st.booleans(),
)
def test_a_picture_lies_in_the_middle_within_the_margin(
    page: str, width: float, height: float, unit: float, whole: bool
) -> None:
    frame = paper(page=page).frame(width, height, unit, whole=whole)
    left, top, seen, down = frame.box
    zoom = frame.width / seen  # of the sheet's units to a px of the drawing
    assert frame.height / down == pytest.approx(zoom)
    assert left + seen / 2 == pytest.approx(width / 2) and top + down / 2 == pytest.approx(height / 2)
    # It touches the margin on two sides and is within it on the others; half a unit may be lost by rounding.
    rims = -left * zoom / unit, -top * zoom / unit
    rim = min(MARGIN, frame.width / unit / 20, frame.height / unit / 20)
    assert min(rims) == pytest.approx(rim, abs=0.6 / unit if whole else 1e-6)
    if whole:
        assert frame.width.is_integer() and frame.height.is_integer()
