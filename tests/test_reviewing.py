"""Notes for a page: where they stand, in which order, and the same on any day."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from impactmap import checks, load, render
from impactmap.reviewing import review
from impactmap.settings import Settings

SPEC = """\
title: T
{as_of}
need: When I set homework I can't see who has it
causes:
  - title: Menus are hard
    waive: C01, "talks are in June", until 2026-03
  - title: Copies travel
    evidence: {{method: observation, n: 2, collected: 2020-01}}
  - title: Search is slow
waive: C08, "one chain is enough", until 2099
"""


def spec(as_of: str = "") -> Any:
    return load(SPEC.format(as_of=as_of), syntax="yaml")


def told(model: Any, settings: Settings | None = None) -> list[tuple[str, str]]:
    return [(note.weight, note.code) for note in review(model, settings).notes if note.code[0] in "CW"]


def test_dates_are_judged_by_the_day_of_the_map() -> None:
    assert ("waived", "C01") in told(spec())
    assert "C09" not in {code for _, code in told(spec())}
    later = told(spec("as of: 2026-04"))
    assert ("waived", "C01") not in later
    assert {("warning", "C09"), ("warning", "W03")} <= set(later)
    assert ("waived", "C01") in told(spec("as of: 2026-03"))


@pytest.mark.parametrize("as_of", ["", "as of: 2026-04"])
def test_the_same_bytes_on_any_day(as_of: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = set()
    for year in (1999, 2026, 2150):

        class Day(datetime.date):
            @classmethod
            def today(cls, year: int = year) -> datetime.date:
                return datetime.date(year, 6, 1)

        monkeypatch.setattr(checks, "date", Day)
        pages.add(render(spec(as_of), format="html"))
    assert len(pages) == 1


def test_the_heaviest_come_first_and_the_waived_last() -> None:
    weights = [note.weight for note in review(spec(), Settings(severities={"C03": "error"})).notes]
    assert weights == sorted(weights, key=["error", "warning", "info", "waived"].index)
    assert weights[0] == "error" and weights[-1] == "waived"


def test_a_note_on_what_stands_inside_an_item_stands_at_the_item() -> None:
    (note,) = (note for note in review(spec()).notes if note.code == "C03")
    cause = next(cause for cause in spec().causes if cause.title == "Copies travel")
    assert cause.id in note.subjects
    assert note.about == "Copies travel"


def test_settings_of_the_project_count() -> None:
    assert {code for _, code in told(spec(), Settings(select=("C03",)))} == {"C03"}
    assert "C03" not in {code for _, code in told(spec(), Settings(ignore=("C03",)))}
    assert ("error", "C03") not in told(spec())


def test_every_note_says_why() -> None:
    for note in review(spec("as of: 2026-04")).notes:
        assert note.why and note.source and note.name, note


def test_a_page_may_do_without() -> None:
    with_, without = render(spec(), format="html"), render(spec(), format="html", findings=False)
    assert b'<section class="findings' in with_ and b'class="corner' in with_
    assert (
        b'<section class="findings' not in without
        and b'class="corner' not in without
        and b"cause-without-evidence" not in without
    )
    assert render(spec()) == render(spec(), findings=False), "a picture has none"
