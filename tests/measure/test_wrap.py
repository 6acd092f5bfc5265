"""Where lines end, as tables: `|` stands between the lines."""

import time

import pytest

from impactmap.measure import Line, width, wrap

EM = 1000.0


def lines(text: str, limit: float, **more: int) -> list[str]:
    return [line.text for line in wrap(text, limit, EM, **more)]


def room(text: str) -> float:
    """A limit that just holds the text."""
    return width(text, EM)


@pytest.mark.parametrize("text", ["", " ", "\n\t \r\n", "\u3000 \u2028"])
def test_blank_text_has_no_lines(text: str) -> None:
    assert wrap(text, 100, 13) == ()


def test_a_short_text_is_one_line() -> None:
    assert wrap("North star", 200, 13, "bold") == (Line("North star", width("North star", 13, "bold"), False),)


def test_white_space_collapses_and_the_ends_are_trimmed() -> None:
    assert lines(" a \t\n b\x0bc\u2003\u2003d  ", 1e9) == ["a b c d"]
    assert lines("全\u3000角", 1e9) == ["全\u3000角"]


@pytest.mark.parametrize(
    ("expected", "at"),
    [
        # words
        ("Marketing teams waste|budget on channels|that cannot be measured", "that cannot be measured"),
        ("aaaa bbbb|cccc dddd", "aaaa bbbb cccc"),  # not a single word on the last line
        # hyphen, slash, dash
        ("long-|term", "long-te"),
        ("and/|or else", "or else"),
        ("before—|after", "before—"),
        ("well–|known", "known–"),
        ("e-mail|me now", "e-mail m"),
        ("A/B test|A/B test", "A/B test A/"),
        ("2020–2024|2020–2024", "2020–2024 20"),
        ("24/7 and|24/7", "24/7 and 2"),
        ("at -5|degrees", "degrees"),
        # glue
        ("one two\xa0three|four", "one two\xa0three fo"),
        ("aaa|bb\u2060-\u2060cc", "aaa bb-c"),
        ("zero\u200b|width", "width-"),
        ("tarif|45 %", "tarif 45"),
        ("dit|non !", "dit non"),
        ("dit|« non »", "« non »"),
        ("plus|de 100 €", "plus de 100"),
        # ideographs and kinsoku
        ("日本|日本", "日本日"),
        ("日本|日本。", "日本日"),
        ("日本|「日本」", "日本「日"),
        ("日本|シャツ", "日本シ"),
        ("日本|コーヒー", "日本コー"),
        ("それは|テスト", "それはテス"),
        ("你好|“世界”", "你好“世"),
        ("日本|2024", "日本20"),
        # Korean by words
        ("마케팅 팀은|측정한다", "마케팅 팀은 측정"),
        # emoji
        ("👩‍💻👩‍💻|👩‍💻👩‍💻", "👩‍💻👩‍💻👩‍💻"),
        ("🇩🇪🇫🇷|🇮🇹🇪🇸", "🇩🇪🇫🇷🇮🇹"),
    ],
)
def test_where_lines_end(expected: str, at: str) -> None:
    """`at` just fits on a line."""
    text = expected.replace("|", " ") if " " in expected and "「" not in expected else expected.replace("|", "")
    for glued in ("-|", "/|", "—|", "–|", "\u200b|"):
        if glued in expected:
            text = expected.replace("|", "")
    assert lines(text, room(at)) == expected.split("|")


def test_words_too_long_for_a_line_are_cut_evenly_and_start_a_line() -> None:
    assert lines("a " + "m" * 12, room("m" * 10)) == ["a", "m" * 6, "m" * 6]


def test_a_long_address_is_cut_after_its_punctuation() -> None:
    text = "https://www.example.com/docs/page?lens=map&mode=dark"
    cut = lines(text, room("https://www.example.com/"))
    assert "".join(cut) == text
    assert all(line[-1] in "/.?&-_=" for line in cut[:-1])
    assert cut[0] != "https://"


def test_an_address_that_fits_is_kept_whole() -> None:
    assert lines("see https://a.bc/de-fg/hi", room("https://a.bc/de-fg/hi")) == ["see", "https://a.bc/de-fg/hi"]


def test_soft_hyphens_show_only_where_a_line_ends() -> None:
    text = "Donau\xaddampf\xadschiff"
    assert lines(text, 1e9) == ["Donaudampfschiff"]
    assert lines(text, room("Donaudampf-")) == ["Donau-", "dampfschiff"] or lines(text, room("Donaudampf-")) == [
        "Donaudampf-",
        "schiff",
    ]
    assert lines(text, room("Donaudamp")) == ["Donau-", "dampf-", "schiff"]


def test_a_soft_hyphen_at_the_end_is_nothing() -> None:
    assert lines("abc\xad", 1e9) == ["abc"]
    assert lines("abc\xad def", room("abc")) == ["abc", "def"]


def test_thai_is_cut_between_clusters_and_not_around_a_leading_vowel() -> None:
    text = "ทีมการตลาดเสียงบประมาณไปกับช่องทาง"
    cut = lines(text, 5000)
    assert "".join(cut) == text
    assert len(cut) == 4
    assert not any(line[-1] in "เแโใไ" for line in cut)
    assert not any(line[0] in "ะาำ\u0e34\u0e35\u0e48" for line in cut)


def test_one_wide_grapheme_may_overflow() -> None:
    assert lines("👩‍💻日m", 10) == ["👩‍💻", "日", "m"]
    assert lines("ab c", 0) == ["a", "b", "c"]
    assert lines("ab c", -5) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("text", "rtl"),
    [
        ("plain", False),
        ("שיווק KPI", True),
        ("KPI שיווק", False),
        ("123 (…) القنوات", True),
        ("\u200f123", True),
        ("\u2067שלום\u2069 abc", False),
        ("\u2066abc\u2069 שלום", True),
        ("١٢٣", False),
        ("\U0001e900", True),
    ],
)
def test_direction_is_that_of_the_first_strong_character(text: str, rtl: bool) -> None:
    assert {line.rtl for line in wrap(text, 40, 13)} == {rtl}


def test_max_lines_ends_with_an_ellipsis() -> None:
    text = "Marketing teams waste budget on channels that cannot be measured"
    assert lines(text, 9000, max_lines=9) == lines(text, 9000)
    assert lines(text, 9000, max_lines=2) == ["Marketing teams waste", "budget on channels…"]
    assert lines(text, 9000, max_lines=1) == ["Marketing teams…"]
    assert lines("m" * 40, 9000, max_lines=2) == ["m" * 10, "m" * 9 + "…"]
    assert lines("one, two", room("one, t…"), max_lines=1) == ["one…"]
    assert lines("mmm", 100, max_lines=1) == ["…"]


@pytest.mark.parametrize(("limit", "size", "count"), [(float("nan"), 13, None), (9, 0, None), (9, -1, None), (9, 9, 0)])
def test_what_draws_nothing_is_refused(limit: float, size: float, count: int | None) -> None:
    with pytest.raises(ValueError, match="cannot wrap|at least one line"):
        wrap("text", limit, size, max_lines=count)


def test_an_endless_line() -> None:
    assert lines("a b", float("inf")) == ["a b"]


@pytest.mark.parametrize("limit", [0, 50, 200, 2000, 1e7])
@pytest.mark.parametrize(
    "unit",
    [
        "Marketing teams waste budget. ",
        "測定できないチャネル、",
        "x",
        "a-",
        "👩‍💻",
        "a\u0301",
        "ท",
        "foo/bar?",
        "ab\xad",
    ]
    + ["🇩", "क्", "\xa0", "a ! ", "a \u2060", "\ud83d", "\u202e", "ᄀ"],
)
def test_twenty_thousand_characters_are_quick(unit: str, limit: float) -> None:
    text = (unit * 20_000)[:20_000]
    start = time.process_time()
    wrap(text, limit, 13)
    wrap(text, limit, 13, max_lines=3)
    # 0.2 s each is the aim on an idle machine; the slack is for a loaded one. What grows with the square of
    # the length takes minutes.
    assert time.process_time() - start < 1.5
