"""What holds for every text, whatever is in it."""

import re
from collections.abc import Callable
from itertools import pairwise
from math import nextafter
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from impactmap.measure import Face, width, wrap
from impactmap.measure.clusters import clusters

PIECES = (
    *("a", "W", "i", "1", " ", "  ", "\n", "-", "/", ".", ",", "!", "(", ")", "“", "”", "«", "»", "—", "–", "…", "%"),
    *("word", "long-term", "and/or", "https://a.b/c?d=e&f", "45 %", "日", "本", "「", "」", "。", "ャ", "ー", "カ"),
    *("！", "（", "한국", "ก", "เ", "า", "\u0e34", "\u0301", "\u200d", "\ufe0f", "\u20e3", "👩", "💻", "🏽", "🇩", "🇪"),
    *("क", "्", "ष", "ि", "\u1100", "\u1161", "\u11a8", "각", "\xa0", "\u2060", "\xad", "\u200b", "\u3000", "\u2009"),
    *(
        "\u202e",
        "\u2067",
        "\u200f",
        "\x00",
        "\x1b",
        "\ud83d",
        "\ude00",
        "\ue000",
        "\U0010ffff",
        "א",
        "ب",
        "é",
        "Я",
        "Ω",
    ),
)
TEXTS = st.one_of(
    st.text(st.characters(), max_size=60),
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
)
CJK = (
    "日",
    "本",
    "語",
    "か",
    "は",
    "ト",
    "한",
    "「日",
    "日」",
    "日。",
    "は、",
    "（日）",
    "シャ",
    "コー",
    "日！",
    "〈本",
    "人々",
    "a",
    "10",
)
LATIN = st.lists(st.text("abcdefgWilm,.", min_size=1, max_size=9), min_size=1, max_size=8)
LIMITS = st.one_of(st.floats(0, 300), st.integers(0, 40))
FACES = st.sampled_from(["regular", "bold", "italic"])


def law(*arguments: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """`given`, without its deadline: a loaded machine is no fault of the text."""
    return lambda test: settings(deadline=None)(given(*arguments)(test))


WHITE = re.compile(r"[\t-\r\x1c-\x20\x85\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]")


def visible(text: str) -> str:
    return WHITE.sub("", text).replace("\xad", "")


@law(TEXTS, LIMITS, FACES)
def test_nothing_is_lost(text: str, limit: float, face: Face) -> None:
    joined = "".join(line.text for line in wrap(text, limit, 13, face))
    if "\xad" in text:  # here and there a hyphen has come in
        assert visible(joined).replace("-", "") == visible(text).replace("-", "")
    else:
        assert visible(joined) == visible(text)


@law(TEXTS, LIMITS, FACES)
def test_the_limit_is_held_and_the_width_is_true(text: str, limit: float, face: Face) -> None:
    for line in wrap(text, limit, 13, face):
        assert line.width == width(line.text, 13, face)
        assert line.width <= limit or sum(width(c, 13, face) > 0 for c in clusters(line.text)) == 1


@law(st.integers(1, 60), st.floats(1, 100), FACES)
def test_a_text_fits_its_own_width_and_nothing_less(count: int, size: float, face: Face) -> None:
    text = "i" * count
    limit = width(text, size, face)
    assert len(wrap(text, limit, size, face)) == 1
    less = nextafter(limit, 0)
    assert all(line.width <= less for line in wrap("ii " + text + "i", less, size, face) if len(line.text) > 1)
    assert len(wrap(text, less, size, face)) == min(2, count)


@law(st.lists(st.sampled_from(CJK), min_size=1, max_size=20).map("".join), st.integers(3, 9))
def test_kinsoku(text: str, ems: int) -> None:
    for line in wrap(text, ems * 10, 10):
        assert line.text[0] not in "」。、）！ャーｰ〉々"
        assert line.text[-1] not in "「（〈"


@law(TEXTS, LIMITS)
def test_no_line_starts_or_ends_with_white_space(text: str, limit: float) -> None:
    for line in wrap(text, limit, 13):
        assert line.text
        assert not WHITE.match(line.text[0])
        assert not WHITE.match(line.text[-1])


@law(TEXTS, LIMITS)
def test_graphemes_stay_whole(text: str, limit: float) -> None:
    text = visible(text)
    ends, at = {0}, 0
    for cluster in clusters(text):
        at += len(cluster)
        ends.add(at)
    assert at == len(text)
    at = 0
    for line in wrap(text, limit, 13):
        at += len(line.text)
        assert at in ends


@law(TEXTS, LIMITS)
def test_a_line_wraps_to_itself(text: str, limit: float) -> None:
    for line in wrap(text, limit, 13):
        again = wrap(line.text, max(limit, line.width), 13)
        assert [one.text for one in again] == [line.text]


@law(TEXTS, FACES)
def test_more_text_is_never_narrower(text: str, face: Face) -> None:
    widths = [width(text[:n], 10, face) for n in range(len(text) + 1)]
    assert all(a <= b for a, b in pairwise(widths))


@law(TEXTS, FACES)
def test_a_text_is_as_wide_as_its_clusters(text: str, face: Face) -> None:
    total = sum(width(cluster, 1000, face) for cluster in clusters(text))
    assert abs(width(text, 1000, face) - total) < 1e-6


@law(LATIN, st.integers(5, 200), st.integers(0, 60))
def test_more_room_takes_no_more_lines(words: list[str], limit: int, more: int) -> None:
    text = " ".join(words)
    assert len(wrap(text, limit + more, 13)) <= len(wrap(text, limit, 13))


@law(LATIN, st.integers(115, 300))
def test_no_wrap_of_all_is_shorter_or_more_even(words: list[str], limit: int) -> None:
    """Against every way there is to wrap up to eight words."""

    def worth(cut: list[str]) -> tuple[int, float]:
        empty = [(1 - width(line, 13) / limit) ** 2 for line in cut]
        return len(cut), sum(empty[:-1]) + 0.64 * empty[-1]

    ways = []
    for bits in range(2 ** (len(words) - 1)):
        cut = [words[0]]
        for n, word in enumerate(words[1:]):
            if bits >> n & 1:
                cut.append(word)
            else:
                cut[-1] += " " + word
        if all(width(line, 13) <= limit for line in cut):
            ways.append(worth(cut))
    found = worth([line.text for line in wrap(" ".join(words), limit, 13)])
    lines, cost = min(ways)
    assert found[0] == lines
    # The room is counted in whole thousandths of an em: the last digits may differ.
    assert found[1] <= cost + 0.01


@example("00\u20000", 28, 1)
@law(TEXTS, LIMITS, st.integers(1, 4))
def test_shortened_text_holds_the_limit_too(text: str, limit: float, count: int) -> None:
    whole, cut = wrap(text, limit, 13), wrap(text, limit, 13, max_lines=count)
    if len(whole) <= count:
        assert cut == whole
        return
    assert len(cut) == count
    assert cut[-1].text.endswith("…")
    assert cut[-1].width <= max(limit, width("…", 13))
    assert visible(text).replace("-", "").startswith(visible("".join(line.text for line in cut)[:-1]).replace("-", ""))
