"""Contrast, computed from the colours themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from impactmap.brand import faint, read_brand
from impactmap.diagnostics import UsageError
from impactmap.theme import DARK, LIGHT, Palette, Theme, contrast


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_all_text_stands_out_from_every_ground_that_it_stands_on(palette: Palette) -> None:
    assert list(faint(palette)) == []


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_kinds_differ_by_more_than_a_shade(palette: Palette) -> None:
    accents = [hue.accent for hue in palette.hues.values()]
    assert len(set(accents)) == len(accents)


def test_a_brand_changes_what_it_names_and_mixes_the_rest() -> None:
    brand = read_brand(b'logo = "Blue corp"\n[light]\nneed = "#0A4FD0"\nink = "#101010"\n', "brand.toml")
    assert brand.logo == "Blue corp"
    assert brand.light.hues["need"].accent == "#0a4fd0"
    assert brand.light.hues["need"].lane == "#f0f4fc"
    assert brand.light.ink == "#101010"
    assert brand.light.hues["harm"] == LIGHT.hues["harm"]
    assert brand.dark == DARK
    assert read_brand(b"", "brand.toml") == Theme()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[light]\nneed = "#ffee00"', "need #ffee00 on card #ffffff has a contrast of 1.2, below 4.5"),
        ('[light]\nned = "#0a4fd0"', "[light] has no colour 'ned': did you mean 'need'?"),
        ('[light]\nneed = "blue"', '[light] need should be a colour such as "#0a4fd0"'),
        ('[lihgt]\nneed = "#0a4fd0"', "there is no setting 'lihgt': did you mean 'light'?"),
        ("logo = 3", "'logo' should be a text"),
        ("light = 3", "'light' should be a table of colours"),
        ("[light", "brand.toml: "),
    ],
)
def test_a_brand_that_is_wrong_says_so(text: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_brand(text.encode(), "brand.toml")
    assert message in str(caught.value)


def test_the_brand_file_of_the_docs_is_one() -> None:
    page = (Path(__file__).parent.parent / "docs" / "brand.md").read_text(encoding="utf-8")
    text = page.split("```toml\n")[1].split("```")[0]
    assert read_brand(text.encode(), "brand.toml").logo == "Blue corp"
