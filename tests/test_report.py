"""What a person sees of a diagnostic."""

from __future__ import annotations

import click
import pytest

from impactmap.diagnostics import Diagnostic, Span
from impactmap.report import describe, source_lines


def shown(diagnostic: Diagnostic, text: str) -> str:
    return click.unstyle(describe(diagnostic, source_lines(text.encode())))


def finding(span: Span | None, message: str = "a root cause has no field 'evidense'", hint: str = "") -> Diagnostic:
    return Diagnostic("unknown-field", "error", message, "samples/broken.md", span, hint)


def test_place_message_line_caret_and_hint() -> None:
    text = "# T\n  - evidense: observation, n=9\n"
    assert shown(finding(Span(2, 5, 2, 13), hint="did you mean 'evidence'?"), text) == (
        "samples/broken.md:2:5: error[unknown-field]: a root cause has no field 'evidense'\n"
        "    2 |   - evidense: observation, n=9\n"
        "      |     ^^^^^^^^ did you mean 'evidence'?"
    )


def test_without_a_place_the_hint_stands_alone() -> None:
    assert shown(finding(None, "it is empty", "write a title"), "") == (
        "samples/broken.md: error[unknown-field]: it is empty\n  write a title"
    )


def test_carets_stand_under_wide_letters_and_after_tabs() -> None:
    assert shown(finding(Span(1, 3, 1, 5)), "案内板は\n").splitlines()[1:] == ["    1 | 案内板は", "      |     ^^^^"]
    assert shown(finding(Span(1, 2, 1, 3)), "\tx\n").splitlines()[1:] == ["    1 |     x", "      |     ^"]


def test_of_a_long_line_only_what_is_around_the_span_is_shown() -> None:
    line = "a" * 300 + "WRONG" + "b" * 300
    _, excerpt, caret = shown(finding(Span(1, 301, 1, 306)), line).splitlines()
    assert len(excerpt) < 120
    assert excerpt[caret.index("^") : caret.index("^") + 5] == "WRONG"
    assert caret.count("^") == 5


@pytest.mark.parametrize("evil", ["\x1b[2J", "\u202e", "\x07", "\udcff", "\r"])
def test_nothing_acts_on_the_terminal(evil: str) -> None:
    text = shown(finding(Span(1, 1, 1, 2), f"odd {evil} name"), "x")
    assert evil not in text
    assert f"\\u{ord(evil[0]):04x}" in text


def test_a_span_past_the_text_is_no_reason_to_fail() -> None:
    assert "broken.md:9:9" in shown(finding(Span(9, 9, 9, 12)), "x")
    assert "^" in shown(finding(Span(1, 40, 1, 50)), "x")
