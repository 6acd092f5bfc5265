"""What-ifs as they are typed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from impactmap.arithmetic import Ledger, read_changes
from impactmap.diagnostics import UsageError

Make = Callable[..., Ledger]


@pytest.fixture
def book(ledger: Make) -> Ledger:
    return ledger(
        {
            "fee": {"value": "$20", "title": "Monthly fee"},
            "share": "40%",
            "rate": "0.9",
            "loss": "-50",
            "span": "10 to 20",
            "time": "40 min",
            "per": "$5 per month",
            "stay": "3 days",
            "count": "400",
            "empty": {"value": ""},
            "twin1": {"value": "1", "title": "Twin"},
            "twin2": {"value": "1", "title": "twin"},
            "x": "= fee * 2",
            "y": "= empty + 1",
        }
    )


@pytest.mark.parametrize(
    ("text", "metric", "expected"),
    [
        ("fee=$25", "fee", "25"),
        ("fee=25", "fee", "25"),
        ("FEE = USD 25", "fee", "25"),
        ("monthly  Fee=25", "fee", "25"),
        ("fee=+10%", "fee", "22"),
        ("fee=−5%", "fee", "19"),
        ("fee=+5", "fee", "25"),
        ("fee=-$5", "fee", "15"),
        ("share=50%", "share", "0.5"),
        ("share=+10%", "share", "0.44"),
        ("share=+3pp", "share", "0.43"),
        ("share=-3 percentage points", "share", "0.37"),
        ("rate=95%", "rate", "0.95"),
        ("rate=+3pp", "rate", "0.93"),
        ("loss=+10%", "loss", "-45"),
        ("fee=160 to 180", "fee", "170"),
        ("fee=160 to 180, likely 162", "fee", "162"),
        ("span=+10%", "span", "16.5"),
        ("time=30 min", "time", "30"),
        ("per=$6", "per", "6"),
        ("x=50", "x", "50"),
        ("x=+10%", "x", "44"),
        ("empty=7", "empty", "7"),
        ("time=30 minutes", "time", "30"),
        ("stay=4 days", "stay", "4"),
        ("count=+10%", "count", "440"),
        ("empty=10%", "empty", "0.1"),
    ],
)
def test_what_is_asked(book: Ledger, text: str, metric: str, expected: str) -> None:
    assert book.what_if(read_changes(book, [text]))[metric].value == Decimal(expected)


def test_changes_reach_what_is_computed(book: Ledger) -> None:
    after = book.what_if(read_changes(book, ["fee=+10%", "empty=4"]))
    assert (after["x"].value, after["y"].value, after["rate"].value) == (44, 5, Decimal("0.9"))
    wide = book.what_if(read_changes(book, ["fee=10 to 30"]))["x"]
    assert (wide.low, wide.value, wide.high) == (20, 40, 60)
    moved = book.what_if(read_changes(book, ["span=+10%"]))["span"]
    assert (moved.low, moved.high) == (11, 22)
    blocked = book.what_if(read_changes(book, ["empty=+10%"]))
    assert (blocked["empty"].reason, blocked["y"].reason) == ("has no value", "'empty' has no value")


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (["fee"], "'fee' is no change: write NAME=VALUE"),
        (["=5"], "'=5' is no change"),
        (["fee="], "'fee=' is no change"),
        (["fe=5"], "there is no metric 'fe': did you mean 'fee'?"),
        (["monthly fees=5"], "there is no metric 'monthly fees': did you mean 'fee'?"),
        (["zzzzzz=5"], "there is no metric 'zzzzzz': there are fee, share, rate"),
        (["fee=5", "Monthly fee=6"], "'fee' is changed twice"),
        (["twin=5"], "several metrics are called 'twin': say which, twin1, twin2"),
        (["fee=€20"], "'fee' is in $, '€20' is in €"),
        (["fee=20 min"], "'fee' is in $, '20 min' is in min"),
        (["fee=20%"], "'fee' is in $, '20%' is in %"),
        (["time=1 hour"], "'time' is in min, '1 hour' is in hour"),
        (["stay=4 patients"], "'stay' is in day, '4 patients' is in patient"),
        (["count=10%"], "'count' is no percentage, '10%' is in %: write 'count=+10%' to raise it by a tenth"),
        (["x=30%"], "'x' is in $, '30%' is in %: write 'x=+30%' to raise it by that share"),
        (["count=+3pp"], "'count' is no percentage"),
        (["count=3 of 5"], "'count' is no percentage, '3 of 5' is a share: write it as the map does"),
        (["time=$5"], "'time' is in min, '$5' is in $"),
        (["rate=$5"], "'rate' is without a unit, '$5' is in $"),
        (["per=$5 per year"], "'per' is in $ per month"),
        (["share=8"], "'share' is in per cent, and '8' does not say so: write 'share=8%'"),
        (["share=+8"], "write 'share=+8pp'"),
        (["share=8pp"], "percentage points are added"),
        (["fee=+3pp"], "percentage points are added to a percentage; it is in $"),
        (["fee=abc"], "'fee=abc': 'abc' is not a quantity"),
        (["fee=at most 5"], "is a bound, not a figure"),
        (["fee=1e9"], "is written with an exponent"),
        (["fee=5 to 3"], "the range begins above its end"),
        (["fee=" + "9" * 300], "too long"),
    ],
)
def test_what_makes_no_sense(book: Ledger, texts: list[str], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_changes(book, texts)
    assert message in str(caught.value)


def test_a_map_without_metrics_says_so(ledger: Make) -> None:
    with pytest.raises(UsageError, match="there is no metric 'a': the map has none"):
        read_changes(ledger(), ["a=1"])


def test_money_may_be_given_to_a_bare_metric_of_a_map_with_a_currency(ledger: Make) -> None:
    book = ledger(new="60,000", _currency="USD")
    assert book.what_if(read_changes(book, ["new=$70,000"]))["new"].value == 70_000
