"""Addresses, numbers and names: what is personal, and what only looks like it."""

from __future__ import annotations

import pytest

from impactmap.wording import terms
from impactmap.wording.personal import accounts, addresses, is_social, participants, phones

ENGLISH = terms("en")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a@b.co, c.d+e@f-g.org.", ["a@b.co", "c.d+e@f-g.org"]),
        ("<jane@x.org>", ["jane@x.org"]),
        ("mailto:jane@x.org?subject=hi", ["jane@x.org"]),
        ("ＪＡＮＥ＠x.org", ["ＪＡＮＥ＠x.org"]),
        ("Press@firm.com, jane@example.com, joe@shop.example", []),
        ("icon@2x.png, a@b, @handle, a@@b.co, x@1.2.3", []),
        ("pkg@1.2.3-beta.co", []),
        ("@" * 50 + "a@b.co", ["a@b.co"]),
        ("li@163.com", ["li@163.com"]),
    ],
)
def test_addresses(text: str, wanted: list[str]) -> None:
    assert list(addresses(text)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("+49 30 1234567", ["+49 30 1234567"]),
        ("0049 30 1234567", ["0049 30 1234567"]),
        ("call 5551234", ["5551234"]),
        ("5551234", []),
        ("tel.: 555 12 34, fax 555 12 35", ["555 12 34", "555 12 35"]),
        ("555-867-5309", ["555-867-5309"]),
        ("155-867-5309", []),
        ("030/1234567", ["030/1234567"]),
        ("+1234", []),
        ("+12345678901234567890", []),
        ("1 299 000", []),
        ("2026-11-22 14:05:10", []),
        ("1234567%", []),
    ],
)
def test_phones(text: str, wanted: list[str]) -> None:
    assert list(phones(ENGLISH, text)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Mrs Okonkwo and Dr. Müller", ["Mrs Okonkwo", "Dr. Müller"]),
        ("mr okonkwo", []),
        ("Dr … Who", []),
        ("Maria Lopez said", ["Maria Lopez"]),
        ("said Maria, laughing", ["Maria"]),
        ("maria said", []),
        ("Maria", []),
        ("Maria: it broke", ["Maria"]),
        ("It broke. Maria: no", []),
        ("Maria, 71, told us", ["Maria"]),
    ],
)
def test_participants(text: str, wanted: list[str]) -> None:
    assert list(participants(ENGLISH, text)) == wanted


def test_numbers_by_which_people_are_known_are_called_what_they_are() -> None:
    assert list(accounts("to DE89 3704 0044 0532 0130 00, not DE89 3704 0044 0532 0130 01")) == [
        "DE89 3704 0044 0532 0130 00"
    ]
    assert [is_social(number) for number in phones(terms("en"), "my number is 078-05-1120")] == [True]
    assert [is_social(number) for number in phones(terms("en"), "call 555-867-5309")] == [False]
    assert not list(phones(terms("en"), "version 219-09-9999"))
    assert list(addresses("sam (at) farm (dot) org, jo [at] x.org")) == ["sam (at) farm (dot) org", "jo [at] x.org"]
