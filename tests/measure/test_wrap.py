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
    ("text", "at", "expected"),
    [
        # words
        ("Needs of customers", "Needs of cu", "Needs of|customers"),
        ("aaaa bbbb cccc dddd", "aaaa bbbb cccc", "aaaa bbbb|cccc dddd"),  # no word is left over on a last line
        ("We lose a customer", "We lose a", "We lose a|customer"),
        # hyphen, slash, dash
        ("long-term", "long-te", "long-|term"),
        ("and/or else", "else and", "and/or|else"),
        ("either/neither", "neither/", "either/|neither"),
        ("before—after", "before—", "before—|after"),
        ("before——after", "before——", "before——|after"),
        ("word--another", "another--", "word--|another"),
        ("the well–known", "the well–k", "the well–|known"),
        ("an e-mail", "an e-m", "an|e-mail"),
        ("an A/B test", "an A/", "an|A/B|test"),
        ("in 2020–2024", "2020–2024", "in|2020–2024"),
        ("open 24/7", "open 24/", "open|24/7"),
        ("about -5", "about -", "about|-5"),
        ("use --force", "use --fo", "use|--force"),
        ("vitamin-C is", "vitamin-C", "vitamin-C|is"),
        ("a|b-c", "a|b-c", "a|b-c".replace("|", "¦")),
        # glue
        ("one two\xa0three four", "one two\xa0thr", "one|two\xa0three|four"),
        ("aaa bb\u2060-\u2060cc", "bb-cc", "aaa|bb\u2060-\u2060cc"),
        ("aaa \u2060bbb cc", "aaa bbb", "aaa \u2060bbb|cc"),
        ("zero\u200bwidth", "width", "zero\u200b|width"),
        ("tarif 45 %", "tarif 45", "tarif|45 %"),
        ("plus 100 €", "plus 100", "plus|100 €"),
        ("about € 100", "about €", "about|€ 100"),
        ("il dit non !", "il dit non", "il dit|non !"),
        ("dit « oui » ici", "dit « oui", "dit|« oui »|ici"),
        # ideographs: no line starts with closing punctuation or small kana, none ends with a bracket
        ("日本日本", "日本日", "日本|日本"),
        ("日本語。", "日本語", "日本|語。"),
        ("日本語」。", "日本語", "日本|語」。"),
        ("日本語「日", "日本語「", "日本語|「日"),
        ("日本語シャツ", "日本語シ", "日本語|シャツ"),
        ("日本語カー", "日本語カ", "日本語|カー"),
        ("日本々日", "日本", "日|本々|日"),
        ("それは価格です", "それは価格で", "それは|価格です"),
        ("他说了“你好”", "他说了“", "他说了|“你好”"),
        ("約100円", "約10", "約|100|円"),
        ("日本100%日", "日本100", "日本|100%日"),
        ("中文KPI", "中文KP", "中文|KPI"),
        # Korean by words, as long as they fit
        ("마케팅 팀은", "마케팅 팀", "마케팅|팀은"),
        ("마케팅팀은측정", "마케팅팀", "마케팅팀|은측정"),
        # emoji
        ("👩‍💻👩‍💻👩‍💻👩‍💻", "👩‍💻👩‍💻👩‍💻", "👩‍💻👩‍💻|👩‍💻👩‍💻"),
        ("🇩🇪🇫🇷🇮🇹🇪🇸", "🇩🇪🇫🇷🇮🇹", "🇩🇪🇫🇷|🇮🇹🇪🇸"),
        # right to left, by words
        ("צוותי שיווק", "צוותי שיו", "צוותי|שיווק"),
        ("الفرق التسويقية", "التسويقية", "الفرق|التسويقية"),
    ],
)
def test_where_lines_end(text: str, at: str, expected: str) -> None:
    """`at` just fits on a line."""
    assert [line.replace("|", "¦") for line in lines(text, room(at))] == expected.split("|")


def test_words_too_long_for_a_line_are_cut_evenly_and_start_a_line() -> None:
    assert lines("a " + "m" * 12, room("m" * 10)) == ["a", "m" * 7, "m" * 5]


def test_a_long_address_is_cut_after_its_punctuation() -> None:
    text = "https://www.example.com/docs/page?lens=map&mode=dark"
    cut = lines(text, room("https://www.example.com/"))
    assert "".join(cut) == text
    assert all(line[-1] in "/.?&-_=" for line in cut[:-1])
    assert lines("https://example.com/a", room("example.com/")) == ["https://", "example.", "com/a"]


def test_an_address_that_fits_is_kept_whole() -> None:
    assert lines("see https://a.bc/de-fg/hi", room("https://a.bc/de-fg/hi")) == ["see", "https://a.bc/de-fg/hi"]


def test_soft_hyphens_show_only_where_a_line_ends() -> None:
    text = "Donau\xaddampf\xadschiff"
    assert lines(text, 1e9) == ["Donaudampfschiff"]
    assert lines(text, room("Donaudampf-")) == ["Donau-", "dampfschiff"]
    assert lines(text, room("dampfschif")) == ["Donau-", "dampf-", "schiff"]
    assert lines(text, room("Donaud")) == ["Donau-", "dampf-", "schiff"]


def test_a_soft_hyphen_without_room_is_not_drawn() -> None:
    assert lines("mm\xadmm", room("mm")) == ["mm", "mm"]


def test_a_soft_hyphen_at_the_end_is_nothing() -> None:
    assert lines("abc\xad", 1e9) == ["abc"]
    assert lines("abc\xad def", room("abc")) == ["abc", "def"]
    assert lines("\xad abc \xad \xad def\xad", 1e9) == ["abc def"]
    assert lines("\xad", 1e9) == []


def test_thai_is_cut_between_clusters_and_not_around_a_leading_vowel() -> None:
    text = "ทีมการตลาดเสียงบประมาณไปกับช่องทางโดยไม่วัดผล"
    assert len(lines(text, 7000)) == 4
    for limit in range(1500, 9000, 100):
        cut = lines(text, limit)
        assert "".join(cut) == text
        assert not any(line[-1] in "เแโใไ" for line in cut)
        assert not any(line[0] in "ะาำ\u0e34\u0e35\u0e48" for line in cut)


def test_thai_goes_on_in_the_line_where_it_begins() -> None:
    assert lines("KPI ทีมการตลาดเสียงบ", 6000)[0].startswith("KPI ท")


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
    assert lines(text, 9000, max_lines=2) == ["Marketing teams", "waste budget on…"]
    assert lines(text, 9000, max_lines=1) == ["Marketing teams…"]
    assert lines("m" * 40, 9000, max_lines=2) == ["m" * 10, "m" * 9 + "…"]
    assert lines("one, two", room("one, t…"), max_lines=1) == ["one…"]
    assert lines("mmm", 100, max_lines=1) == ["…"]


@pytest.mark.parametrize(("limit", "size", "count"), [(float("nan"), 13, None), (9, 0, None), (9, -1, None), (9, 9, 0)])
def test_what_draws_nothing_is_refused(limit: float, size: float, count: int | None) -> None:
    with pytest.raises(ValueError, match=r"cannot wrap|at least one line"):
        wrap("text", limit, size, max_lines=count)


def test_an_endless_line() -> None:
    assert lines("a b", float("inf")) == ["a b"]


@pytest.mark.parametrize("limit", [0, 200, 2000])
@pytest.mark.parametrize(
    "unit",
    [
        *(
            "Marketing teams waste budget. ",
            "測定できないチャネル、",
            "x",
            "a-",
            "👩‍💻",
            "a\u0301",
            "ท",
            "foo/bar?",
            "ab\xad",
        ),
        *("🇩", "क्", "\xa0", "a ! ", "a \u2060", "\ud83d", "\u202e", "ᄀ"),
    ],
)
def test_twenty_thousand_characters_are_quick(unit: str, limit: float) -> None:
    text = (unit * 20_000)[:20_000]
    start = time.process_time()
    wrap(text, limit, 13)
    wrap(text, limit, 13, max_lines=3)
    # No measure of speed, which `make bench` is for: what grows with the square of the length takes minutes.
    assert time.process_time() - start < 20
