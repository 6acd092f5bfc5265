"""Widths: what a character, a cluster and a text take up."""

import subprocess
import sys
from typing import get_args

import pytest

from impactmap.measure import Face, width
from impactmap.measure.characters import BREAK, letters
from impactmap.measure.clusters import clusters

FACES = get_args(Face)


@pytest.mark.parametrize(
    ("text", "face", "expected"),
    [
        ("", "regular", 0),
        ("A", "regular", 667),
        ("A", "bold", 722),
        ("A", "italic", 667),
        ("i", "regular", 222),
        ("W", "regular", 944),
        (" ", "regular", 278),
        ("\xa0", "regular", 278),
        ("…", "regular", 1000),
        ("€", "regular", 556),
        ("→", "regular", 1000),
        ("é", "bold", 556),
        ("ё", "regular", 556),
        ("Ω", "regular", 748),
        ("Ω", "italic", 761),
        ("ש", "regular", 730),
        ("日本語", "regular", 3000),
        ("日本語", "bold", 3000),
        ("（", "regular", 1000),
        ("ア", "regular", 1000),
        ("ｱ", "regular", 500),
        ("Ａ", "regular", 1000),
        ("한국어", "regular", 2760),
        ("ก", "regular", 599),
        ("𠀀", "regular", 1000),
        ("\ue000", "regular", 750),
        ("\ud800", "regular", 750),
        ("\U000fffff", "regular", 750),
    ],
)
def test_one_em_is_a_thousand(text: str, face: Face, expected: int) -> None:
    assert width(text, 1000, face) == pytest.approx(expected, abs=1)


@pytest.mark.parametrize(
    "text",
    [
        *("\u0301", "\u200b", "\u200d", "\u2060", "\ufeff", "\u200e", "\u200f", "\u202e", "\u2069", "\u00ad", "\ufe0f"),
        *("\x00", "\x01", "\t", "\n", "\r", "\x7f", "\x85", "\u0e34", "\u05b4", "\u064e", "\u0941", "\U000e0061"),
    ],
)
def test_invisible_characters_take_no_room(text: str) -> None:
    assert width(text, 100) == 0
    assert width("日" + text, 100) == 100


@pytest.mark.parametrize(
    "text",
    [
        *("😀", "👋🏽", "👩‍💻", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇩🇪", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "1️⃣", "#⃣", "❤️", "☀️", "©️", "🏻", "🇩"),
    ],
)
def test_an_emoji_is_one_picture(text: str) -> None:
    assert width(text, 1000) == 1245
    assert width("a" + text + "b", 1000) == 1245 + 2 * 556


def test_text_symbols_are_not_emoji() -> None:
    assert width("☀", 1000) < 1000
    assert width("©", 1000) == 737


def test_a_linked_consonant_takes_less_room() -> None:
    assert width("क", 100) < width("क्ष", 100) < width("कष", 100)
    assert width("क्", 100) == width("क", 100)


@pytest.mark.parametrize("face", FACES)
def test_plain_text_is_as_wide_as_its_letters(face: Face) -> None:
    text = "".join(map(chr, range(0x80)))
    assert width(text, 1000, face) == sum(width(char, 1000, face) for char in text)


@pytest.mark.parametrize("face", FACES)
def test_width_is_linear_in_size(face: Face) -> None:
    text = "Наши цели, 日本 and more"
    assert width(text, 26, face) == pytest.approx(2 * width(text, 13, face))
    assert width(text, 0, face) == 0


def test_spacing_is_added_after_each_cluster() -> None:
    assert width("WHY", 10, spacing=0.5) == pytest.approx(width("WHY", 10) + 1.5)
    assert width("e\u0301👩‍💻", 10, spacing=1) == pytest.approx(width("e👩‍💻", 10) + 2)


def test_composed_and_decomposed_are_equally_wide() -> None:
    assert width("Ärger für José", 13) == pytest.approx(width("A\u0308rger fu\u0308r Jose\u0301", 13))


def test_an_unknown_face_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        width("a", 1, "condensed")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("abc", ["a", "b", "c"]),
        ("e\u0301\u0323x", ["e\u0301\u0323", "x"]),
        ("👩‍👩‍👧👋🏽", ["👩‍👩‍👧", "👋🏽"]),
        ("🇩🇪🇫🇷🇮", ["🇩🇪", "🇫🇷", "🇮"]),
        ("🏴󠁧󠁢󠁥󠁮󠁧󠁿1️⃣", ["🏴󠁧󠁢󠁥󠁮󠁧󠁿", "1️⃣"]),
        ("각각", ["각", "각"]),
        ("\u1100\u1161\u11a8\u1100", ["\u1100\u1161\u11a8", "\u1100"]),
        ("क्षत्रिय", ["क्ष", "त्रि", "य"]),
        ("กำกิน", ["กำ", "กิ", "น"]),
        ("\u0600١", ["\u0600١"]),
        ("a\u200bb", ["a", "\u200b", "b"]),
        ("a\u200d\u0301\x00", ["a\u200d\u0301", "\x00"]),
        ("\ud83d\ude00\ude00\ud83d", ["\ud83d\ude00", "\ude00", "\ud83d"]),
        ("\u0301a", ["\u0301", "a"]),
        ("☀👩", ["☀", "👩"]),
        ("é\r\n", ["é", "\r", "\n"]),
    ],
)
def test_clusters(text: str, expected: list[str]) -> None:
    assert clusters(text) == expected


def test_the_break_letters_of_ascii_are_those_of_the_table() -> None:
    assert all(BREAK[c] == letters(c)[1] for c in range(0x20, 0x7F))


def test_plain_text_loads_no_unicode_table_and_nothing_asks_pythons_own() -> None:
    program = (
        "import sys; from impactmap.measure import wrap\n"
        "wrap('Marketing teams waste budget, e-mail and/or A/B: 45 % https://a.b/c', 60, 13)\n"
        "assert 'impactmap.measure.properties' not in sys.modules\n"
        "wrap('Цель 日本「語」 क्ष 👩‍💻 שלום ภาษาไทย', 20, 13)\n"
        "assert 'impactmap.measure.properties' in sys.modules\n"
        "assert 'unicodedata' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
