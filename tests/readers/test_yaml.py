"""YAML to located blocks."""

from __future__ import annotations

import textwrap

import pytest
import yaml

from impactmap.document import Limits, Mapping, Scalar
from impactmap.readers.reading import Reading
from impactmap.readers.yaml import LOADER, read_yaml

LOADERS = [yaml.Loader, pytest.param(LOADER, id="fastest")]


def text(source):
    return textwrap.dedent(source).strip("\n") + "\n"


def test_a_whole_document(reads):
    source = text("""
        title: Find the current draft
        as_of: 2026-11-01
        need: I can't tell
        causes:
          - Copies travel
          - title: "Search ranks"
            id: search
            evidence: [observation, {method: interview, n: 9}]
        """)
    assert reads.tree(source, "a.yaml") == "\n".join(
        [
            "title 1:1-6 = 'Find the current draft' 1:8-30",
            "as_of 2:1-6 = '2026-11-01' 2:8-18",
            'need 3:1-5 = "I can\'t tell" 3:7-19',
            "causes 4:1-7:",
            "  - 'Copies travel' 5:5-18",
            "  - title 6:5-10 = 'Search ranks' 6:13-25",
            "    id 7:5-7 = 'search' 7:9-15",
            "    evidence 8:5-13:",
            "      - 'observation' 8:16-27",
            "      - method 8:30-36 = 'interview' 8:38-47",
            "        n 8:49-50 = '9' 8:52-53",
        ]
    )


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("no", "'no' 1:4-6"),
        ("1.10", "'1.10' 1:4-8"),
        ("12:30", "'12:30' 1:4-9"),
        ("2024-02-30", "'2024-02-30' 1:4-14"),
        ("0x1F", "'0x1F' 1:4-8"),
        ("", "'' 1:3-3"),
        ("~", "'' 1:4-5"),
        ("null", "'' 1:4-8"),
        ("'~'", "'~' 1:5-6"),
        ("'null'", "'null' 1:5-9"),
        ("''", "'' 1:5-5"),
        ("'it''s'", '"it\'s" 1:5-10'),
        (r'"a \"b\" \u00e9"', "'a \"b\" é' 1:5-19"),
        ("a b # comment", "'a b' 1:4-7"),
        ("'# no comment'", "'# no comment' 1:5-17"),
        ("two\n  lines", "'two lines' 1:4-2:8"),
        ('"two\n  lines"', "'two lines' 1:4-2:9"),
        ("|\n  one\n\n  two\n", "'one\\n\\ntwo' 2:3-4:6"),
        (">-\n  one\n  two\n", "'one two' 2:3-3:6"),
        ("|\n", "'' 1:4-5"),
        ("🎯 x", "'🎯 x' 1:4-7"),
        ("https://a.example/b?c=d#e", "'https://a.example/b?c=d#e' 1:4-29"),
        ("$0.9M to $1.4M per year", "'$0.9M to $1.4M per year' 1:4-27"),
    ],
)
@pytest.mark.parametrize("loader", LOADERS)
def test_a_scalar_is_the_text_that_was_typed(reads, loader, typed, expected):
    reading = Reading("a.yaml", f"k: {typed}", Limits())
    (field,) = read_yaml(reading, loader=loader).fields
    assert isinstance(field.value, Scalar)
    assert reads.parts(f"k: {typed}", "a.yaml") == f"k 1:1-2 = {expected}"
    span = field.value.span
    end = f"{span.end_line}:{span.end_column}" if span.line != span.end_line else str(span.end_column)
    assert f"{field.value.text!r} {span.line}:{span.column}-{end}" == expected
    assert reading.diagnostics == []


def test_quoted_single_line_text_can_be_pointed_into(reads):
    document = reads.document('need: "observation, n=9"\n', "a.yaml")
    value = document.root.fields[0].value
    assert isinstance(value, Scalar)
    inner = value.span.within(13, 16)
    assert document.text.split("\n")[0][inner.column - 1 : inner.end_column - 1] == "n=9"


@pytest.mark.parametrize(
    ("source", "findings"),
    [
        (
            "a: &x b\nc: *x\n",
            [
                "E anchor 1:4-6 '&' begins an anchor of YAML, a name for other parts to refer to; a spec has none"
                " | quote a text that starts with '&'",
                "E alias 2:4-6 '*' begins an alias of YAML, which stands for another part; a spec repeats it instead"
                " | quote a text that starts with '*'",
            ],
        ),
        (
            "a: !!python/object:os.system x\n",
            [
                "E tag 1:4-29 '!' begins a tag of YAML, which names a type; in a spec all is text"
                " | quote a text that starts with '!'"
            ],
        ),
        (
            "<<: {a: b}\nc: d\n",
            ["E merge-key 1:1-3 '<<' merges another part in, which a spec does not do | write the fields out"],
        ),
        (
            "caused by: a\nCaused-By: b\ncaused_by: c\n",
            [
                "E duplicate-key 2:1-10 'Caused-By' is said twice"
                " | it first stands on line 1; make one list of the two",
                "E duplicate-key 3:1-10 'caused_by' is said twice"
                " | it first stands on line 1; make one list of the two",
            ],
        ),
        (
            "[a, b]: c\n",
            ["E key 1:1-7 a name must be plain text, and this is a list or a group of fields | write `name: value`"],
        ),
        (
            "title: {{ title }}\n",
            [
                "E key 1:9-18 a name must be plain text, and this is a list or a group of fields"
                " | quote a text with braces in it"
            ],
        ),
        ('"": a\n', ["E key 1:2-2 the name before ':' is missing | write `name: value`"]),
        (
            "a: b\n---\nc: d\n",
            ["E documents 3:1-2 a second YAML document begins here; a spec is one | put it in a file of its own"],
        ),
        (
            "- a\n- b\n",
            [
                "E root 1:1-2:4 a spec is fields with names, and this is a list"
                " | write `title: …` first, then `need:`, `causes:`, `harms:`, `gains:`"
            ],
        ),
        (
            "just a text\n",
            [
                "E root 1:1-12 a spec is fields with names, and this is a text"
                " | write `title: …` first, then `need:`, `causes:`, `harms:`, `gains:`"
            ],
        ),
        ('a: "\\x07"\n', ["E control-character 1:5-9 the control character U+0007 cannot be drawn | delete it"]),
    ],
)
@pytest.mark.parametrize("loader", LOADERS)
def test_what_a_spec_does_not_use_is_refused_with_its_place(tell, loader, source, findings):
    reading = Reading("a.yaml", source, Limits())
    read_yaml(reading, loader=loader)
    assert [tell(d) for d in reading.diagnostics] == findings


def test_what_was_refused_is_not_handed_on(reads):
    source = "a: 1\nA: 2\nb: *x\n<<: {c: 1}\n[d]: 3\ne: [*y, z]\n"
    assert reads.parts(source, "a.yaml") == "a 1:1-2 = '1' 1:4-5\ne 6:1-2:\n  - 'z' 6:9-10"


SYNTAX = [
    ("need:\n\t- a\n", "2:1-2 a tab cannot indent YAML | indent with spaces, two for each level"),
    ("need:\n  - a\n\t- b\n", "3:1-2 a tab cannot indent YAML | indent with spaces, two for each level"),
    ("need:\n  - title: a\n\t  id: b\n", "3:1-2 a tab cannot indent YAML | indent with spaces, two for each level"),
    (
        "need:\n\u00a0\u00a0- b\nc: d\n",
        "2:1-2 this line is indented with a non-breaking space (U+00A0) | type ordinary spaces",
    ),
    (
        "title: Copies: travel\n",
        "1:14-15 a second ': ' on the line: the text is cut at it | put the text in quotes: \"Copies: travel\"",
    ),
    (
        'need:\n  - Support: says "where: x"\n',
        '2:25-26 a second \': \' on the line: the text is cut at it | put the text in quotes: "says \\"where: x\\""',
    ),
    (
        "title: x\n  need: y\n",
        "2:3-7 this line is indented deeper than the one above, which already has its value"
        " | start fields of one item in the same column",
    ),
    ("title x\nneed: y\n", "2:1-5 the line above has no ': ' | write `name: value` on each line"),
    ("title:x\nneed: y\n", "1:6-7 a space is missing after ':' | write `title: …`"),
    ("a: b\ntitle:x\nneed: y\n", "2:6-7 a space is missing after ':' | write `title: …`"),
    ("a: b\nneed\nc: d\n", "2:1-5 this line has no ': ' | write `name: value`, or `- ` before an item of a list"),
    (
        'title: "never\nclosed: x\n',
        '1:8-9 the text that " opens is never closed | end it with ", or put the text in the other quotes',
    ),
    (
        "title: 'can't tell'\n",
        "1:13-20 more text behind the ' that closes it"
        " | write an apostrophe inside '…' twice (''), or put the text in \"…\"",
    ),
    (
        'need:\n  - "where is" contacts\n',
        '2:16-24 more text behind the " that closes it | put the whole text in quotes, and write \\" for those inside',
    ),
    (
        "need: [a, b\n",
        "1:7-8 '[' has no matching ']'"
        " | close it with ']', put ', ' between its parts, and quote a text with brackets, commas or ': ' in it",
    ),
    (
        "need: {a: b\n",
        "1:7-8 '{' has no matching '}'"
        " | close it with '}', put ', ' between its parts, and quote a text with brackets, commas or ': ' in it",
    ),
    ("need: [a]]\n", "1:10-11 ']' without its beginning | delete it"),
    ("need: @foo\n", "1:7-8 in YAML a text cannot start with '@' | put the text in quotes: \"@foo\""),
    ("need: `foo`\n", "1:7-8 in YAML a text cannot start with '`' | put the text in quotes: \"`foo`\""),
    ("need:\n  - %foo\n", "2:5-6 in YAML a text cannot start with '%' | put the text in quotes: \"%foo\""),
    ("need:\n  - **bold** x\n", "2:5-6 in YAML a text cannot start with '*' | put the text in quotes: \"**bold** x\""),
    ("need: & co\n", "1:7-8 in YAML a text cannot start with '&' | put the text in quotes: \"& co\""),
    ("need: >5% more\n", "1:7-8 in YAML a text cannot start with '>' | put the text in quotes: \">5% more\""),
    ("need: , x\n", "1:7-8 in YAML a text cannot start with ',' | put the text in quotes: \", x\""),
    ("need: ? x\n", "1:7-8 in YAML a text cannot start with '?' | put the text in quotes: \"? x\""),
    (
        "need: - x\n",
        "1:7-8 a list cannot begin on the line of its name"
        " | put each '- ' on a line of its own below, or the text in quotes",
    ),
    (
        'need: "C:\\path"\n',
        "1:10-12 '\\p' means nothing in a text in double quotes"
        " | write \\\\ for a backslash, or put the text in single quotes",
    ),
    (
        'need: "\\UFFFFFFFF"\n',
        "1:8-10 '\\U' means nothing in a text in double quotes"
        " | write \\\\ for a backslash, or put the text in single quotes",
    ),
    (
        "need:\n  - title: a\n    id: b\n   note: c\n",
        "4:4-11 this line is indented differently from those that it belongs to"
        " | the items that began on line 2 start in column 3",
    ),
    (
        "need:\n  - title: a\n  id: b\n",
        "3:3-8 this line is indented differently from those that it belongs to"
        " | the items that began on line 2 start in column 3",
    ),
    (
        "need:\n   - a\n  - b\n",
        "3:3-6 this line is indented differently from those that it belongs to"
        " | the fields that began on line 1 start in column 1",
    ),
    ("a: b\n...\nc: [\n", "3:1-5 more text after the end of the spec | delete the '...' line"),
    ("%YAML 3.0\n---\na: b\n", "1:1-10 this '%' line is not understood | delete it"),
]


@pytest.mark.parametrize(("source", "finding"), SYNTAX)
@pytest.mark.parametrize("loader", LOADERS)
def test_syntax_errors_in_plain_words(tell, loader, source, finding):
    if loader is yaml.Loader and "UFFFF" in source:
        pytest.skip("the Python parser leaks an OverflowError here, without a place")
    reading = Reading("a.yaml", source, Limits())
    read_yaml(reading, loader=loader)
    assert next(tell(d) for d in reading.diagnostics) == f"E syntax {finding}"
    assert not reading.complete


def test_errors_without_a_place_are_errors_all_the_same():
    reading = Reading("a.yaml", 'need: "\\UFFFFFFFF"\n', Limits())
    read_yaml(reading, loader=yaml.Loader)
    assert [d.code for d in reading.diagnostics] == ["syntax"]


def test_all_problems_in_one_run_and_what_was_read_is_kept(reads):
    source = text("""
        title: Copies: travel
        need: x
        causes:
        \t- a
        harms:
          - id: h
            title: "never
        gains: 'can't'
        metrics:
          - title: a
           id: b
        teams: [t]
        """)
    document = reads.document(source, "a.yaml")
    assert reads.codes(source, "a.yaml") == [
        "syntax 1:14-15",
        "syntax 4:1-2",
        "syntax 7:12-13",
        "syntax 8:13-15",
        "syntax 11:4-9",
    ]
    assert [field.name.text for field in document.root.fields] == [
        "title",
        "need",
        "harms",
        "gains",
        "metrics",
        "teams",
    ]
    assert not document.complete
    assert reads.document("title: x\n", "a.yaml").complete


@pytest.mark.parametrize("source", ["---\ntitle: x\n", "title: x\n---\n", "--- # c\ntitle: x\n...\n", "\ufefftitle: x"])
def test_marks_of_a_document_are_fine(reads, source):
    document = reads.document(source, "a.yaml")
    assert document.diagnostics == ()
    assert [field.name.text for field in document.root.fields] == ["title"]


def test_keys_in_lower_levels_may_repeat(reads):
    assert reads.codes("a: {x: 1}\nb: {x: 1}\nc:\n  - x: 1\n  - x: 2\n", "a.yaml") == []


@pytest.mark.parametrize("source", ["", " \n\n", "# only a comment\n", "---\n", "~\n", "\ufeff"])
def test_an_empty_spec_is_shown_what_the_smallest_looks_like(reads, source):
    (finding,) = reads.document(source, "a.yaml").diagnostics
    assert (finding.code, finding.severity, finding.message) == ("empty", "error", "there is no spec in it")
    smallest = finding.hint.split("\n\n", 1)[1]
    assert reads.codes(smallest, "a.yaml") == []
    assert len(reads.document(smallest, "a.yaml").root.fields) == 5


@pytest.mark.parametrize(
    ("source", "limits", "finding"),
    [
        (
            "a: [[[x]]]\n",
            Limits(depth=3),
            "E too-deep 1:6-7 the spec is nested more than 3 deep; the limit 'depth' is 3"
            " | if that is meant, raise the limit: --limit depth=6, or limits=Limits(depth=6) in Python",
        ),
        (
            "a: [b, c, d]\n",
            Limits(items=2),
            "E too-many 1:11-12 the spec has more than 2 parts; the limit 'items' is 2"
            " | if that is meant, raise the limit: --limit items=5, or limits=Limits(items=5) in Python",
        ),
        (
            "a: bcdefghi\n",
            Limits(text=4),
            "E too-long 1:4-12 this text has 8 characters; the limit 'text' is 4"
            " | if that is meant, raise the limit: --limit text=8, or limits=Limits(text=8) in Python",
        ),
        (
            "a: bcdefghi\n",
            Limits(bytes=4),
            "E too-large - the source has more than 4 bytes; the limit 'bytes' is 4"
            " | if that is meant, raise the limit: --limit bytes=8, or limits=Limits(bytes=8) in Python",
        ),
        (
            "a: [[[[[b]]]]]\n",
            Limits(items=1),
            "E too-many 1:6-7 the spec has more than 4 names, lists and texts; the limit 'items' is 1"
            " | if that is meant, raise the limit: --limit items=7, or limits=Limits(items=7) in Python",
        ),
        (
            "a: [[], {}, []]\n",
            Limits(items=2),
            "E too-many 1:13-14 the spec has more than 2 parts; the limit 'items' is 2"
            " | if that is meant, raise the limit: --limit items=8, or limits=Limits(items=8) in Python",
        ),
    ],
)
def test_limits(reads, source, limits, finding):
    assert reads.findings(source, "a.yaml", limits) == [finding]
    assert reads.findings(source, "a.yaml") == []


def test_lines_are_those_of_an_editor(reads):
    # YAML 1.1 and libyaml also end a line at NEL, LS and PS.
    source = "a: b\x85c\u2028d\u2029e\ff\x0bg\r\nh: 1\rI: 2\nj: [\n"
    assert reads.parts(source, "a.yaml").split("\n")[:3] == [
        "a 1:1-2 = 'b c d e f g' 1:4-15",
        "h 2:1-2 = '1' 2:4-5",
        "I 3:1-2 = '2' 3:4-5",
    ]
    assert reads.codes(source, "a.yaml") == ["syntax 4:4-5"]


def test_both_parsers_of_pyyaml_agree(full_yaml):
    trees = []
    for loader in (yaml.Loader, LOADER):
        reading = Reading("a.yaml", full_yaml, Limits())
        trees.append(read_yaml(reading, loader=loader))
        assert reading.diagnostics == []
    assert trees[0] == trees[1]
    assert isinstance(trees[0], Mapping)


def test_what_a_bracket_opened_is_not_judged_without_its_end(reads):
    assert reads.parts("title: [EUR\ncauses: x\n", "a.yaml").split("\n") == ["causes 2:1-7 = 'x' 2:9-10"]


@pytest.mark.parametrize(
    ("name", "advice"),
    [("id", "delete one of them"), ("title", "delete one of them"), ("tags", "make one list of the two")],
)
def test_what_to_do_about_a_field_that_is_said_twice(reads, name, advice):
    assert reads.findings(f"causes:\n- {name}: a\n  {name}: b\n", "a.yaml") == [
        f"E duplicate-key 3:3-{3 + len(name)} '{name}' is said twice | it first stands on line 2; {advice}"
    ]


@pytest.mark.parametrize(
    ("line", "figure", "place"),
    [
        ("{id: a, value: 12,000}", "12,000", "23-26"),
        ("{value: $12,000 per year, id: a}", "$12,000 per year", "17-29"),
        ("{value: -1,204.5}", "-1,204.5", "16-21"),
    ],
)
def test_a_figure_that_is_cut_at_its_comma(reads, line, figure, place):
    assert reads.findings(f"a:\n  - {line}\n", "a.yaml") == [
        f"E key 2:{place} the comma in '{figure}' ends the value before it | quote it: \"{figure}\""
    ]


def test_a_field_may_be_called_like_a_figure(reads):
    assert reads.codes("a: {b: c, 100: d}\ne: {f: 12, 000: d}\n", "a.yaml") == []


@pytest.mark.parametrize("item", ["  - a\n", "  - {a: b, c: [d, e, {}]}\n", "  - a: b\n    c: [d]\n"])
def test_the_limit_on_items_is_raised_in_one_round(reads, item):
    source = "needs:\n" + item * 50
    (found,) = reads.document(source, "a.yaml", Limits(items=2)).diagnostics
    raised = int(found.hint.split("items=")[1].split(",")[0])
    assert reads.document(source, "a.yaml", Limits(items=raised)).diagnostics == ()
    assert raised < 400
