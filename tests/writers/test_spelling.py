"""What comes out looks as a person would have written it."""

from __future__ import annotations

import pytest

from impactmap.assemble import assemble
from impactmap.convert import convert, differences, same
from impactmap.diagnostics import SpecError
from impactmap.document import Syntax
from impactmap.pipeline import load
from impactmap.readers import read
from impactmap.writers import WRITERS, Care, spec_of
from impactmap.writers.markdown_escape import arithmetic, escaped


def written(source: str, to: Syntax) -> str:
    return convert(source.encode(), to, syntax="yaml" if to == "markdown" else "markdown").text


YAML = """\
title: T
need: one need
causes: [a cause, {title: another, id: other}]
harms:
  - title: Late
    because_of: [other, a cause]
    size: [3, 5]
    proof:
      - {method: interview, n: 10, date: 2026-10, quote: I count twice., url: "https://x.example/a_b_c"}
      - {method: survey, finding: 'half, "or so"'}
gains:
  - {title: On time, size: x}
""".replace("  - {title: On time, size: x}\n", "  - {title: On time, low: {low: 3, high: 5, per: week}}\n")

MARKDOWN = """\
# T

## Customer need
- one need

## Root causes
- a cause
- another {#other}

## Business harm
- Late
  - caused by: other, a cause
  - size:
    - 3
    - 5
  - evidence: interview, n=10, 2026-10, "I count twice.", <https://x.example/a_b_c>
  - evidence:
    - method: survey
    - finding: half, "or so"

## KPI gains
- On time
  - low:
    - low: 3
    - high: 5
    - per: week
"""


def test_yaml_as_markdown() -> None:
    assert written(YAML, "markdown") == MARKDOWN


def test_markdown_as_yaml() -> None:
    assert (
        written(MARKDOWN, "yaml")
        == """\
title: T

needs:
  - one need

causes:
  - a cause
  - title: another
    id: other

harms:
  - title: Late
    caused_by: [other, a cause]
    size: [3, 5]
    evidence:
      - interview, n=10, 2026-10, "I count twice.", https://x.example/a_b_c
      - method: survey
        finding: half, "or so"

gains:
  - title: On time
    low:
      low: 3
      high: 5
      per: week
""".replace("[other, a cause]", "other, a cause")
    )


def test_one_line_for_goals_tests_and_guards() -> None:
    source = """\
title: T
needs: [n]
metrics: [{id: mau, name: Active, value: 1, formula: a * b}, {id: a, name: A_1}, {id: b, name: "B | C"}]
guardrails: [{metric: a, guards: mau, max: 3}]
solutions: [{title: s, tests: [{title: try it, category: usability, success: it works, verdict: passed}]}]
teams: [{title: t, goals: [{metric: mau, from: 150, to: 171, due: 2027-03}]}]
"""
    assert (
        written(source, "markdown")
        == """\
# T

## Customer need
- n

## Metrics
| id  | name   | value | formula |
|-----|--------|-------|---------|
| mau | Active | 1     | a * b   |
| a   | A_1    |       |         |
| b   | B \\| C |       |         |

## Counter-metrics
- a
  - guards: mau
  - max: 3

## Solutions
- s
  - test: try it; usability; it works
    - verdict: passed

## Teams
- t
  - goal: mau from 150 to 171 by 2027-03
"""
    )


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("Plain: no", "- Plain: no"),
        ("# one", "- \\# one"),
        ("1. one", "- 1\\. one"),
        ("- one", "- \\- one"),
        ("a_b and *c*", "- a_b and \\*c\\*"),
        ("2 * 3", "- 2 * 3"),
        ("<b> & &amp; <!-- c -->", "- \\<b> & \\&amp; <\\!-- c -->"),
        ("[a](b)", "- \\[a](b)"),
        ("[a] b", "- \\[a] b"),
        ("title: x", "- title: title: x"),
        ("x {#y}", "-\n  - title: x {#y}"),
        ("two  spaces", "-\n  - title:\n\n    ```\n    two  spaces\n    ```"),
        ("```", "- \\`\\`\\`"),
    ],
)
def test_titles_in_markdown(text: str, spelled: str) -> None:
    import json

    made = written(f"title: T\nneeds: [{json.dumps(text)}]\n", "markdown")
    assert made == f"# T\n\n## Customer need\n{spelled}\n"


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("Plain words", "Plain words"),
        ("no", '"no"'),
        ("12:30", '"12:30"'),
        ("1.10", '"1.10"'),
        ("0x1F", '"0x1F"'),
        ("1e3", '"1e3"'),
        ("2026-11-01", '"2026-11-01"'),
        ("~", '"~"'),
        ("a: b", '"a: b"'),
        ("a #b", '"a #b"'),
        ("a#b", "a#b"),
        ("-5", '"-5"'),
        ('"quoted"', "'\"quoted\"'"),
        ('it\'s: "so"', '"it\'s: \\"so\\""'),
        ("@home", '"@home"'),
        ("it's", "it's"),
        ("ends:", '"ends:"'),
        ("日本語、", "日本語、"),
    ],
)
def test_texts_in_yaml(text: str, spelled: str) -> None:
    markdown = f"# T\n\n## Customer need\n- {text}\n"
    assert written(markdown, "yaml") == f"title: T\n\nneeds:\n  - {spelled}\n"


def test_a_column_without_links_stays_without() -> None:
    made = written("# T\n\n## Customer need\n- N 1\n\n## Root causes\n- a\n- b\n\n## Outcomes\n- g\n", "yaml")
    assert made == "title: T\n\nneeds:\n  - N 1\n\ncauses:\n  - a\n  - b\n\ngains:\n  - g\n"


def test_people_named_in_passing_stay_so() -> None:
    made = written("# T\n\n## Customer need\n- N 1\n  - actor: Shop owners\n", "yaml")
    assert made == "title: T\n\nneeds:\n  - title: N 1\n    actor: Shop owners\n"


def test_notes_of_several_paragraphs() -> None:
    source = (
        "title: T\nneeds:\n  - title: N 1\n    note: |\n      One # two.\n\n      - a\n      - b\n\n      1. Three\n"
    )
    made = written(source, "markdown")
    assert made.endswith("- N 1\n  - note: One # two.\n\n    - a\n    - b\n\n    1\\. Three\n")
    assert written(made, "yaml") == source.replace("needs", "\nneeds").replace("|", "|-")


def test_what_markdown_cannot_say_is_said_at_its_line() -> None:
    with pytest.raises(SpecError) as caught:
        written('title: T\nneeds:\n  - title: n\n    note: "a  data:x/y;base64,AAAA"\n', "markdown")
    (found,) = caught.value.diagnostics
    assert (found.code, found.severity, found.message) == (
        "unsayable", "error", "the 'note' cannot be said in Markdown as it is",
    )  # fmt: skip
    assert found.span is not None
    assert found.span.line == 3
    assert found.hint == "take out its picture (`data:…`), or its line breaks and double spaces"


def test_an_id_made_from_a_title_is_not_blamed() -> None:
    with pytest.raises(SpecError) as caught:
        written('title: T\nneeds:\n  - "a\\nb ![x](data:image/png;base64,AAAA) ==c=="\n', "markdown")
    assert [d.message for d in caught.value.diagnostics] == ["the 'title' cannot be said in Markdown as it is"]


def test_a_wrong_spec_is_not_converted() -> None:
    with pytest.raises(SpecError):
        convert(b"# T\n\n## Root causes\n- a\n  - evidense: x\n", "yaml", path="a.md")


@pytest.mark.parametrize("space", ["\u3000", "\u2003", "\u202f", "\u00a0", "\u200b"])
@pytest.mark.parametrize("item", ["foo{} {{#x}}", "title: {}foo", "`{}foo`", "foo\n  - note: {}bar{}"])
def test_white_space_around_a_text_is_none_of_it(space: str, item: str) -> None:
    """Of any sort: what one syntax took off and the other kept could not be converted."""
    made = written(
        "# T\n\n## Customer need\n- " + item.replace("{}", space).replace("{{", "{").replace("}}", "}"), "yaml"
    )
    assert space not in made


@pytest.mark.parametrize("to", ["yaml", "markdown"])
@pytest.mark.parametrize(
    "text",
    [
        "a, b",
        "[a]",
        "{a}",
        "no",
        "*a* b*",
        "a_ _b",
        "a: b",
        "# a",
        "1) a",
        "`a` `b`",
        "| a",
        "&lt;",
        "<b>",
        "a' b",
        "\\*",
    ],
)
def test_ordinary_texts_come_out_right_at_once(text: str, to: Syntax) -> None:
    """Without a second round, which takes more care: that is for texts that nobody has thought of."""
    import json

    quoted = json.dumps(text)
    source = f"title: T\nneeds: [{{title: {quoted}, tags: [{quoted}, c], note: {quoted}, moment: {quoted}}}]\n".encode()
    assert right_at_once(source, to)


def right_at_once(source: bytes, to: Syntax) -> bool:
    document = read(source, "a.yaml")
    once = WRITERS[to](spec_of(document), (), Care()).text
    return assemble(read(once.encode(), "a", to)) == assemble(document)


@pytest.mark.parametrize("to", ["yaml", "markdown"])
def test_ordinary_lists_and_lines_come_out_right_at_once(to: Syntax) -> None:
    source = """\
title: T
needs: [{title: N 1, note: "one \\ntwo", tags: ["a, b"]}]
causes: ["mail, lists", "drives; shares", "this and that"]
harms: [{title: H, caused_by: ["mail, lists", "drives; shares", "this and that"]}]
solutions: [{title: S, tests: [{title: try; twice, category: usability}, {title: go, success: "a; b"}]}]
"""
    assert right_at_once(source.encode(), to)


def test_models_that_differ_differ_somewhere() -> None:
    one, other = (load(f"title: T\nneeds: {needs}\n", path="a.yaml") for needs in ("[N 1]", "[N 1, N 2]"))
    assert list(differences(one, other)) == [("needs",), ("needs", 0, "title")]
    assert not same(one, other)
    assert same(one, one)


def test_other_words_become_those_of_the_grammar() -> None:
    made = written("# T\n\n## Customer need\n- N 1\n  - Type: pain point\n", "yaml")
    assert made == "title: T\n\nneeds:\n  - title: N 1\n    kind: pain\n"


def test_white_space_that_nobody_sees_is_quoted() -> None:
    made = written("# T\n\n## Customer need\n- N 1\n  - note:\n\n    ```\n    a \n    b\n    ```\n", "yaml")
    assert made.endswith('    note: "a \\nb"\n')


def test_a_pipe_in_a_cell() -> None:
    assert arithmetic("a | b*c", cell=True) == "a \\| b*c"
    assert escaped("a | b", cell=True) == "a \\| b"
