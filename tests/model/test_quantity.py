from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impactmap.model.quantity import Quantity, QuantityError, change, parse_quantity


def q(low: str | int, high: str | int | None = None, **more: Any) -> Quantity:
    return Quantity(low=Decimal(low), high=Decimal(low if high is None else high), **more)


READ = [
    # typed, meant, shown
    ("$0.9M to $1.4M per year", q(900_000, 1_400_000, unit="$", per="year"), "$0.9–1.4M a year"),
    ("$0.9–1.4M a year", q(900_000, 1_400_000, unit="$", per="year"), "$0.9–1.4M a year"),
    ("11%", q(11, unit="%"), "11%"),
    ("11% of contacts", q(11, unit="%", of="contacts"), "11% of contacts"),
    ("11 percent of contacts monthly", q(11, unit="%", of="contacts", per="month"), "11% of contacts a month"),
    ("€0.22", q("0.22", unit="€"), "€0.22"),
    ("3 of 5", q(3, total=Decimal(5)), "3 of 5"),
    ("3 of 5 roadmap slots", q(3, total=Decimal(5), of="roadmap slots"), "3 of 5 roadmap slots"),
    ("2 out of 3", q(2, total=Decimal(3)), "2 of 3"),
    ("1 in 10,000", q(1, total=Decimal(10_000)), "1 of 10,000"),
    ("3/5", q(3, total=Decimal(5)), "3 of 5"),
    ("150", q(150), "150"),
    ("60,000", q(60_000), "60,000"),
    ("1,140,000", q(1_140_000), "1,140,000"),
    ("$60,000", q(60_000, unit="$"), "$60,000"),
    ("40 min", q(40, unit="min"), "40 min"),
    ("40–60 min", q(40, 60, unit="min"), "40–60 min"),
    ("40 min to 60 min", q(40, 60, unit="min"), "40–60 min"),
    ("0.95", q("0.95"), "0.95"),
    (".5", q("0.5"), "0.5"),
    ("1.40", q("1.4"), "1.40"),
    ("-5%", q(-5, unit="%"), "−5%"),
    ("−5%", q(-5, unit="%"), "−5%"),
    ("–5%", q(-5, unit="%"), "−5%"),
    ("-5 to -3%", q(-5, -3, unit="%"), "−5% to −3%"),
    ("-$5", q(-5, unit="$"), "−$5"),
    ("+14%", q(14, unit="%"), "14%"),
    ("1 per 10,000", q(1, per="10,000"), "1 per 10,000"),
    ("$18/month", q(18, unit="$", per="month"), "$18 a month"),
    ("3 h an hour", q(3, unit="h", per="hour"), "3 h an hour"),
    ("5 docs per user", q(5, unit="docs", per="user"), "5 docs per user"),
    ("≤ 8%", q(8, unit="%", bound="≤"), "≤ 8%"),
    ("at most 8%", q(8, unit="%", bound="≤"), "≤ 8%"),
    ("At least 3", q(3, bound="≥"), "≥ 3"),
    ("about $5", q(5, unit="$", bound="~"), "~$5"),
    ("5 EUR", q(5, unit="EUR"), "EUR 5"),
    ("EUR 5", q(5, unit="EUR"), "EUR 5"),
    ("5 €", q(5, unit="€"), "€5"),
    ("US$5", q(5, unit="US$"), "US$5"),
    ("USD 1.2 million", q(1_200_000, unit="USD"), "USD 1.2M"),
    ("$5m", q(5_000_000, unit="$"), "$5M"),
    ("5 m", q(5, unit="m"), "5 m"),
    ("1.4bn", q(1_400_000_000), "1.4bn"),
    ("12k", q(12_000), "12k"),
    ("900k to 1.4M", q(900_000, 1_400_000), "900k–1.4M"),
    ("$500 to $1.4M", q(500, 1_400_000, unit="$"), "$500–1,400,000"),
    ("0 to $1M", q(0, 1_000_000, unit="$"), "$0–1M"),
    ("2.5x", q("2.5", unit="x"), "2.5x"),
    ("10 pp", q(10, unit="pp"), "10 pp"),
    ("between 3 and 5", q(3, 5), "3–5"),
    ("from 3 to 5", q(3, 5), "3–5"),
    ("3-5", q(3, 5), "3–5"),
    ("3 to 5, likely 4", q(3, 5, likely=Decimal(4)), "3–5, likely 4"),
    (
        "$0.9–1.4M a year, likely 1.1",
        q(900_000, 1_400_000, unit="$", per="year", likely=Decimal(1_100_000)),
        "$0.9–1.4M a year, likely $1.1M",
    ),
    ("１２\u202f％", q(12, unit="%"), "12%"),
    ("\u00a05\u2009%", q(5, unit="%"), "5%"),
]


@pytest.mark.parametrize(("typed", "meant", "shown"), READ)
def test_what_is_read_and_shown(typed: str, meant: Quantity, shown: str) -> None:
    found = parse_quantity(typed)
    assert found == meant
    assert str(found) == shown
    assert parse_quantity(shown) == found


A_QUANTITY = "a quantity is 150, 11%, $0.9M to $1.4M per year, 3 of 5 or 40 min"
REST = "a figure may be followed by its unit, 'of …' and 'per …'; the rest belongs in a note"
WRONG = [
    # typed, message, the part that is wrong, hint
    ("", "a quantity is missing", "", A_QUANTITY),
    ("lots", "'lots' is not a quantity", "lots", A_QUANTITY),
    ("NaN", "'NaN' is not a quantity", "NaN", A_QUANTITY),
    ("-Infinity", "'-Infinity' is not a quantity", "-Infinity", A_QUANTITY),
    ("$", "'$' is not a quantity", "$", A_QUANTITY),
    ("median 3 h", "'median 3 h' does not begin with a figure", "median 3 h", "begin with the figure: '3 h'"),
    (
        "about half of accounts",
        "'half of accounts' is not a quantity",
        "half of accounts",
        "write 'about 50% of accounts'",
    ),
    ("two thirds", "'two thirds' is not a quantity", "two thirds", "write '67%'"),
    ("half the teams", "'half the teams' is not a quantity", "half the teams", "write '50% of teams'"),
    ("half a day", "'half a day' is not a quantity", "half a day", A_QUANTITY),
    ("< 8%", "'< 8%' is not a quantity", "< 8%", "write '≤ 8%'"),
    ("0,95", "'0,95' has a decimal comma", "0,95", "write '0.95'"),
    ("€ 0,123", "'0,123' has a decimal comma", "0,123", "write '0.123'"),
    ("1.234,56 EUR", "'1.234,56' has a decimal comma", "1.234,56", "write '1,234.56'"),
    ("1.234.567", "'1.234.567' groups its digits in another way", "1.234.567", "write '1,234,567'"),
    ("60 000", "'60 000' groups its digits in another way", "60 000", "write '60,000'"),
    ("60\u202f000", "'60 000' groups its digits in another way", "60\u202f000", "write '60,000'"),
    ("1'000", "'1'000' groups its digits in another way", "1'000", "write '1,000'"),
    ("12,34,567", "'12,34,567' groups its digits in another way", "12,34,567", "write '1,234,567'"),
    ("1,2,3", "'1,2,3' is not one figure", "1,2,3", "figures are written like 1,234.5"),
    ("1.1.1", "'1.1.1' is not one figure", "1.1.1", "figures are written like 1,234.5"),
    ("5 to 3", "the range begins above its end: 5 to 3", "5 to 3", "write '3 to 5'"),
    ("from 3", "a range needs its other end", "from 3", "write it like '3 to 5'"),
    ("$5 to €7", "a range from '$' to '€' mixes units", "$5 to €7", "give both ends the same unit"),
    ("3 to 5, likely 6", "the likely figure is outside the range", "6", "the range is 3–5"),
    ("3 to 5 h, likely 4 min", "the likely figure is in 'min', the range is not", "4 min", "give it the same unit"),
    ("$18 fee", "'fee' cannot stand after a sum of money", "fee", "after a sum, write 'per …' or 'of …'"),
    ("40 min (median)", "'(median)' is left over after the figure", "(median)", REST),
    ("5%%", "'%' is left over after the figure", "%", REST),
    ("5 of", "'of' is left over after the figure", "of", REST),
    ("1e6", "'1e6' is written with an exponent", "1e6", "write '1,000,000'"),
    ("1e999999999", "'1e999999999' is written with an exponent", "1e999999999", "write all its digits, or 1.2M, 1.2bn"),
    ("1" * 150, "a figure of 150 digits is too long", "1" * 150, "at most 24 digits are read"),
    ("1" * 500, "a quantity of 500 characters is too long", "1" * 500, "write 150, 11%"),
]


@pytest.mark.parametrize(("typed", "message", "part", "hint"), WRONG)
def test_what_is_refused(typed: str, message: str, part: str, hint: str) -> None:
    with pytest.raises(QuantityError) as caught:
        parse_quantity(typed)
    error = caught.value
    assert isinstance(error, ValueError)
    assert error.message == str(error) == message
    assert typed[error.start : error.end].strip() == part
    assert error.hint.startswith(hint)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("1,140,000", "1.14M"),
        ("$1,140,000", "$1.14M"),
        ("720,000", "720k"),
        ("999,999", "1M"),
        ("9,999", "9,999"),
        ("31,097,120", "31.1M"),
        ("$0.9M to $1.4M per year", "$0.9–1.4M a year"),
        ("-1,291,200", "−1.29M"),
        ("3 of 50,000", "3 of 50k"),
    ],
)
def test_compact(typed: str, shown: str) -> None:
    assert parse_quantity(typed).format(compact=True) == shown


@pytest.mark.parametrize(
    ("baseline", "target", "shown"),
    [
        ("150", "171", "+14%"),
        ("100", "97", "−3%"),
        ("11%", "15%", "+4 pp"),
        ("15%", "11.5%", "−3.5 pp"),
        ("1,140,000", "1,291,200", "+13.3%"),
        ("1,140,000", "1,146,000", "+0.53%"),
        ("1,000,000", "1,000,001", "+0.0001%"),
        ("-5", "5", ""),
        ("10", "99", "+890%"),
        ("10", "120", "×12"),
        ("3", "37", "×12.3"),
        ("1", "1,000,000", "×1,000,000"),
        ("3", "3", "0%"),
        ("0", "5", ""),
        ("$5", "5", ""),
        ("3 to 5", "6", ""),
        ("3", "at most 6", ""),
        ("3 of 5", "3 of 6", ""),
        ("3 per week", "3 per day", ""),
    ],
)
def test_change(baseline: str, target: str, shown: str) -> None:
    assert change(parse_quantity(baseline), parse_quantity(target)) == shown


def test_change_of_nothing() -> None:
    assert change(None, q(1)) == change(q(1), None) == change(q("NaN"), q(1)) == change(q("1e999999"), q(1)) == ""


def test_giant_figures_made_by_hand_are_shown_without_their_noughts() -> None:
    assert str(q("1e999999")) == "1E+999999"


def test_precision_is_no_part_of_equality() -> None:
    assert parse_quantity("$0.9M") == parse_quantity("$900,000")
    assert str(parse_quantity("$0.90M")) == "$0.90M"


WORDS = st.sampled_from(
    ["$", "€", "EUR", "5", "0.9", "1,234", "M", "k", "bn", "%", "to", "–", "-", "of", "per", "a", "year", "min", "3",
     "likely", ",", "about", "≤", "x", "between", "and", "in", "/", ".", "1e9", "in", "monthly", "−", "٣"]
)  # fmt: skip


@settings(deadline=None)
@given(st.one_of(st.text(), st.lists(WORDS, max_size=9).map(" ".join), st.lists(WORDS, max_size=9).map("".join)))
def test_whatever_is_read_can_be_shown_and_read_again(typed: str) -> None:
    try:
        found = parse_quantity(typed)
    except QuantityError as error:
        assert 0 <= error.start <= error.end <= len(typed)
        return
    assert found.low <= found.high
    assert parse_quantity(str(found)) == found
    assert parse_quantity(found.format(compact=True)).unit == found.unit


@settings(deadline=None)
@given(
    st.decimals(-(10**12), 10**12, places=2),
    st.sampled_from(["", "%", "$", "EUR", "min", "x", "pp"]),
    st.sampled_from(["", "year", "user", "10,000"]),
)
def test_every_figure_survives_the_round_trip(value: Decimal, unit: str, per: str) -> None:
    quantity = Quantity(low=value, high=value, unit=unit, per=per)
    assert parse_quantity(str(quantity)) == quantity


@pytest.mark.parametrize(
    ("typed", "message", "part"),
    [
        ("5 of 3", "the part is larger than its whole: 5 of 3", "of 3"),
        ("3 of 0 slots", "the part has no whole: 3 of 0", "of 0"),
        ("3 to 5 of 4", "the part is larger than its whole: 5 of 4", "of 4"),
    ],
)
def test_a_part_is_within_its_whole(typed: str, message: str, part: str) -> None:
    with pytest.raises(QuantityError) as caught:
        parse_quantity(typed)
    assert caught.value.message == message
    assert typed[caught.value.start : caught.value.end] == part
