from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impactmap.model.when import When, WhenError, is_dated, parse_when

READ = [
    ("2026-11-01", When(2026, month=11, day=1), "2026-11-01", "1 November 2026", "1 Nov 2026"),
    ("2026-11", When(2026, month=11), "2026-11", "November 2026", "Nov 2026"),
    ("2026-9", When(2026, month=9), "2026-09", "September 2026", "Sep 2026"),
    ("2026-Q4", When(2026, quarter=4), "2026-Q4", "Q4 2026", "Q4 2026"),
    ("2026 Q4", When(2026, quarter=4), "2026-Q4", "Q4 2026", "Q4 2026"),
    ("q4 2026", When(2026, quarter=4), "2026-Q4", "Q4 2026", "Q4 2026"),
    ("2026", When(2026), "2026", "2026", "2026"),
    ("November 2026", When(2026, month=11), "2026-11", "November 2026", "Nov 2026"),
    ("1 Nov 2026", When(2026, month=11, day=1), "2026-11-01", "1 November 2026", "1 Nov 2026"),
    ("Nov 1st, 2026", When(2026, month=11, day=1), "2026-11-01", "1 November 2026", "1 Nov 2026"),
    ("Sept 2026", When(2026, month=9), "2026-09", "September 2026", "Sep 2026"),
    ("2024-02-29", When(2024, month=2, day=29), "2024-02-29", "29 February 2024", "29 Feb 2024"),
    ("3.2026", When(2026, month=3), "2026-03", "March 2026", "Mar 2026"),
    ("03/2026", When(2026, month=3), "2026-03", "March 2026", "Mar 2026"),
    ("2026/03", When(2026, month=3), "2026-03", "March 2026", "Mar 2026"),
    ("2026/11/01", When(2026, month=11, day=1), "2026-11-01", "1 November 2026", "1 Nov 2026"),
    ("2026-11-01T10:00", When(2026, month=11, day=1), "2026-11-01", "1 November 2026", "1 Nov 2026"),
    ("2026-11-01T09:00:00+02:00", When(2026, month=11, day=1), "2026-11-01", "1 November 2026", "1 Nov 2026"),
    ("2026-11-01 09:00:00 Z", When(2026, month=11, day=1), "2026-11-01", "1 November 2026", "1 Nov 2026"),
    ("\u00a0２０２６−11 ", When(2026, month=11), "2026-11", "November 2026", "Nov 2026"),
]


@pytest.mark.parametrize(("typed", "meant", "iso", "long", "short"), READ)
def test_what_is_read_and_shown(typed: str, meant: When, iso: str, long: str, short: str) -> None:
    found = parse_when(typed)
    assert found == meant
    assert (str(found), found.long(), found.short()) == (iso, long, short)
    assert parse_when(iso) == parse_when(long) == parse_when(short) == meant


A_DATE = "a date is 2026-11-01, 2026-11, 2026-Q4 or 2026"
WRONG = [
    ("", "a date is missing", A_DATE),
    ("soon", "'soon' is not a date", A_DATE),
    ("Smarch 2026", "'Smarch 2026' is not a date", A_DATE),
    ("2024-02-30", "February 2024 has no day 30", "its last day is 29"),
    ("2026-11-00", "November 2026 has no day 0", "its last day is 30"),
    ("2026-13", "there is no month 13", "a date is year, month, day: 2026-11-01"),
    ("2026-00", "there is no month 0", "a date is year, month, day: 2026-11-01"),
    ("2026-Q5", "there is no quarter 5", "a year has the quarters Q1 to Q4"),
    ("1899", "the year 1899 is outside 1900 to 2200", A_DATE),
    ("2201-01-01", "the year 2201 is outside 1900 to 2200", A_DATE),
    ("03/04/2026", "'03/04/2026' is not a date", "write 2026-03-04 or 2026-04-03"),
    ("13.04.2026", "'13.04.2026' is not a date", "write 2026-04-13"),
    ("2026/11-01", "'2026/11-01' is not a date", "write 2026-11-01"),
    ("2026-11-01 at night", "'2026-11-01 at night' is not a date", A_DATE),
    ("13/2026", "there is no month 13", "a date is year, month, day: 2026-11-01"),
    ("H2 2026", "'H2 2026' is not a date", "write a quarter, such as 2026-Q4, or a month"),
    ("summer 2026", "'summer 2026' is not a date", "write a quarter, such as 2026-Q2, or a month"),
    ("FY26", "'FY26' is not a date", "fiscal years differ: write the month in which it ends, such as 2026-06"),
    ("Mar-26", "'Mar-26' is not a date", "write 2026-03 for the month, or the day with its year"),
    ("March 5", "'March 5' is not a date", "write the day with its year"),
    ("2" * 500, f"'{'2' * 59}…' is not a date", A_DATE),
]


@pytest.mark.parametrize(("typed", "message", "hint"), WRONG)
def test_what_is_refused(typed: str, message: str, hint: str) -> None:
    with pytest.raises(WhenError) as caught:
        parse_when(f"  {typed} ")
    error = caught.value
    assert isinstance(error, ValueError)
    assert (error.message, error.hint) == (message, hint)
    assert f"  {typed} "[error.start : error.end] in (typed, "")


@settings(deadline=None)
@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2200, 12, 31)), st.integers(0, 3))
def test_every_date_survives_the_round_trip(date: datetime.date, precision: int) -> None:
    when = [
        When(date.year),
        When(date.year, quarter=(date.month + 2) // 3),
        When(date.year, month=date.month),
        When(date.year, month=date.month, day=date.day),
    ][precision]
    assert parse_when(str(when)) == parse_when(when.long()) == parse_when(when.short()) == when


@settings(deadline=None)
@given(st.text())
def test_any_text_is_a_date_or_an_error(typed: str) -> None:
    try:
        parse_when(typed)
    except WhenError as error:
        assert 0 <= error.start <= error.end <= len(typed)


@pytest.mark.parametrize(
    "text", ["2026-13", "12.3.2026", "2026 H2", "late May 2026", "FY 2025/26", "Mar '26", "May 5th", "Q5 2026"]
)
def test_what_is_meant_as_a_date(text: str) -> None:
    assert is_dated(text)


@pytest.mark.parametrize("text", ["1234", "maybe 5", "since 2024", "3 of 2026 seats", "fiddly", "falls 2026 times", ""])
def test_what_is_not(text: str) -> None:
    assert not is_dated(text)
