"""Waivers in one line, and what they are in both syntaxes."""

from __future__ import annotations

import pytest

from impactmap import SpecError, load
from impactmap.model import When

JAN = When(year=2027, month=1)


@pytest.mark.parametrize(
    ("line", "codes", "reason", "until"),
    [
        ('T06, "we rank them, so they do", until 2027-01', ("T06",), "we rank them, so they do", JAN),
        ("T06, we rank them, so they do, until 2027-01", ("T06",), "we rank them, so they do", JAN),
        ('T06, "until 2026, C01, or later", until 2027-01', ("T06",), "until 2026, C01, or later", JAN),
        ("T06, T07, so it is, 2027-01", ("T06", "T07"), "so it is", JAN),
        ('T06, "known, until 2026-01, as such", until 2027-01', ("T06",), "known, until 2026-01, as such", JAN),
        ("T06 T07, so it is, until January 2027", ("T06", "T07"), "so it is", JAN),
        ("beyond-control, because: so it is, until 2027-01", ("beyond-control",), "so it is", JAN),
        ("until 2027-01, T06, “so it is”", ("T06",), "so it is", JAN),
        ("T06, so it is, until 2027-01, and more", ("T06",), "so it is, and more", JAN),
        ("T06, until the end of time, until 2027-01", ("T06",), "until the end of time", JAN),
        ('T06, "an open quote, until 2027-01', ("T06",), '"an open quote', JAN),
        ("T06", ("T06",), "", None),
        ("C01 C, so it is, until 2027-01", ("C01", "C"), "so it is", JAN),
        ("cycle, so it is, until 2027-01", ("cycle",), "so it is", JAN),
        ("2027-01, “known”", (), "known", JAN),
        ("so it is", (), "so it is", None),
        ("2027-01", (), "", JAN),
    ],
)
def test_one_line(line: str, codes: tuple[str, ...], reason: str, until: When | None) -> None:
    quoted = line.replace("'", "''")
    for text in (
        f"# T\n\n## Root causes\n- A\n  - waive: {line}\n",
        f"title: T\ncauses:\n  - title: A\n    waive: '{quoted}'\n",
    ):
        (waiver,) = load(text).causes[0].waive
        assert (waiver.codes, waiver.reason, waiver.until) == (codes, reason, until)
    (waiver,) = load(f"# T\n\n## Root causes\n- A\n\n## Waivers\n- {line}\n").waivers
    assert (waiver.codes, waiver.reason, waiver.until) == (codes, reason, until)


def test_field_by_field() -> None:
    yaml = load("title: T\ncauses:\n  - {title: A, waive: {rules: [T06, C01], because: so it is, until: 2027-01}}\n")
    markdown = load(
        "# T\n\n## Root causes\n- A\n  - waive:\n    - T06, C01\n      - reason: so it is\n      - until: 2027-01\n"
    )
    (one,), (other,) = yaml.causes[0].waive, markdown.causes[0].waive
    assert (
        (one.codes, one.reason, one.until)
        == (other.codes, other.reason, other.until)
        == (("T06", "C01"), "so it is", JAN)
    )


def test_every_item_takes_waivers_and_they_have_ids() -> None:
    waivers = "['C02, so, until 2027', 'C03, so, until 2027']"
    model = load(f"title: T\ncauses:\n  - title: A\n    evidence: [{{method: survey, waive: {waivers}}}]\n")
    found = [waiver.id for waiver in model.causes[0].evidence[0].waive]
    assert found == ["a-evidence-1-waiver-1", "a-evidence-1-waiver-2"]
    assert len(model.by_id) == 4


@pytest.mark.parametrize(
    ("line", "code"),
    [("T06, so it is, until 2027-13", "bad-date"), ("T06, so, until 2027, until 2028", "duplicate-field")],
)
def test_what_is_wrong_is_told_in_its_place(line: str, code: str) -> None:
    with pytest.raises(SpecError) as caught:
        load(f"# T\n\n## Root causes\n- A\n  - waive: {line}\n")
    (found,) = caught.value.diagnostics
    assert found.code == code
    assert found.span
    assert found.span.column > 20


def test_waivers_alone_are_nothing_to_draw() -> None:
    with pytest.raises(SpecError, match="nothing to draw"):
        load("title: T\nwaivers: ['C01, so, until 2027']\n")
