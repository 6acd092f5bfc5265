"""Whatever comes in: no reader raises, hangs, or points outside the text."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from impactmap.diagnostics import Span
from impactmap.document import Document, Limits, Mapping, Node, Scalar
from impactmap.readers import read

SMALL = Limits(bytes=100_000, depth=6, items=200, text=300)

MARKDOWN = st.lists(
    st.sampled_from(
        [
            "# ", "## ", "### ", "Needs", "Root causes", "Metrics", "- ", "* ", "1. ", "  ", "    ", "\t", "\n", "\n\n",
            "evidence: ", "id: ", "formula: ", "note:", "a", "word ", "*", "**", "_", "`", "```", "~~~",
            "```impactmap\n", "[", "]", "(", ")", "[x]: y", "![", "<", ">", "> ", "<!--", "-->", "<https://a.b>",
            "|", "|-|-|", "\\",
            "\\|", "&amp;", "&", "{#a}", "{#", "}", "---\n", "===", "[[", "]]", "[^1]", "<br>", "[ ] ", ":", "#",
            "\u00a0",
            "\u200b", "é", "🎯", "\r\n", "\r", "\u2028", "\x0c", "\x00", "~~", "data:a/b;base64,AA", "$", ",",
            "title: x\n",
        ]
    ),
    max_size=60,
).map("".join)  # fmt: skip
YAML = st.lists(
    st.sampled_from(
        [
            "a", "title", "need", ": ", ":", "- ", "-", "? ", "\n", "\n  ", "\n    ", " ", "\t", "[", "]", "{", "}",
            ",", "'", '"', "|", ">", "|-\n", "&a ", "*a", "!t ", "<<", "#", " # c", "---\n", "...\n", "%YAML 1.1\n",
            "@",
            "`", "~", "null", "\\", "\\x07", "\\ud800", "é", "🎯", "\r\n", "\u2028", "\x85", "\ufeff", "\x00", "\u00a0",
        ]
    ),
    max_size=60,
).map("".join)  # fmt: skip


def check(document: Document) -> None:
    lines = document.text.split("\n")
    assert "\r" not in document.text

    def inside(span: Span) -> None:
        assert 1 <= span.line <= span.end_line <= len(lines)
        assert 1 <= span.column <= len(lines[span.line - 1]) + 1
        assert 1 <= span.end_column <= len(lines[span.end_line - 1]) + 1
        assert (span.line, span.column) <= (span.end_line, span.end_column)

    stack: list[Node] = [document.root]
    while stack:
        node = stack.pop()
        inside(node.span)
        if isinstance(node, Scalar):
            assert node.text == node.text.strip()
            assert "\x00" not in node.text
            node.text.encode()
        elif isinstance(node, Mapping):
            stack.extend(part for field in node.fields for part in (field.name, field.value))
        else:
            stack.extend(node.items)
    for diagnostic in document.diagnostics:
        assert diagnostic.message
        if diagnostic.span:
            inside(diagnostic.span)
    if not document.complete:
        assert any(diagnostic.severity == "error" for diagnostic in document.diagnostics)


@pytest.mark.parametrize("path", ["a.md", "a.yaml", "-"])
class TestAnything:
    @settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(data=st.binary(max_size=200))
    def test_bytes(self, path, data):
        check(read(data, path, limits=SMALL))

    @settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(text=st.text(max_size=200))
    def test_text(self, path, text):
        check(read(text.encode(), path, limits=SMALL))

    @settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(text=MARKDOWN)
    def test_markdown(self, path, text):
        check(read(text.encode(), path, limits=SMALL))
        check(read(f"# T\n## Needs\n- {text}".encode(), path, limits=SMALL))

    @settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(text=YAML)
    def test_yaml(self, path, text):
        check(read(text.encode(), path, limits=SMALL))
        check(read(f"title: x\nneed: {text}\ncauses: y\n".encode(), path, limits=SMALL))


# ---- bombs ----------------------------------------------------------------------------------------------------

SIZE = 2_500_000  # the limit is 4,000,000
GENEROUS = 15.0  # seconds, on a busy machine; alone none takes more than about one

BOMBS = {
    "brackets": "[", "images": "![", "quotes": "> ", "bullets": "- ", "items": "- a\n", "rules": "- - -\n",
    "headings": "# a\n", "hashes": "#", "lines": "w\n", "blank lines": "\n", "spaces": " ", "paragraphs": "w\n\n",
    "pipes": "|", "tables": "|a|b|\n|-|-|\n|c|d|\n\n", "ticks": "`", "fences": "```\n", "open comments": "<!--",
    "comments": "<!-- -->", "comment lines": "<!-- -->\n", "definitions": "[a]: b\n", "half a definition": "[a]: <",
    "stars": "*a ", "markup": "*a _b `c [d](e) \n\n", "backslashes": "\\", "entities": "&amp;", "hard": "\u00a0",
    "data": "data:a;base64,", "footnotes": "[^a]: ", "glued": "##Metrics\n", "sections": "## Metrics\n", "ids": "{#",
    "numbers": "1. ", "setext": "a\n=\n", "nested": "- a\n  - b\n    - c: d\n", "quoted": ">" * 10 + "a\n",
    "braces": "{", "asks": "? ", "keys": "a: ", "doubles": '"', "singles": "' ", "comment": "# a\n", "blocks": "a: |\n",
    "anchors": "&a ", "tags": "!a ", "aliases": "*a ", "flow": "[a,", "words": "a ", "directives": "%",
    "dashes": "---\n", "errors": "a: b: c\nd: [\n", "merges": "<<: a\n", "repeats": "a: b\n",
    "long": "- " + "[a " * 250 + "![x" * 60 + "\n",
    "crowded": "- " + "[" * 290 + "*_" * 9000 + "\n",
}  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_go_out(bomb):
    unit = BOMBS[bomb]
    source = (unit * (SIZE // len(unit.encode()))).encode()
    for path, head in (("a.md", b"# T\n## Metrics\n- "), ("a.yaml", b"need: x\ntitle: ")):
        start = time.perf_counter()
        document = read(head + source, path)
        assert time.perf_counter() - start < GENEROUS
        assert len(document.diagnostics) <= 25_000
    assert [d.code for d in read(source * 2, "a.md").diagnostics] == ["too-large"]


def test_deep_lists_go_out():
    source = "".join(f"{'  ' * i}- a\n" for i in range(1_300)).encode()
    start = time.perf_counter()
    document = read(b"## Needs\n" + source, "a.md")
    assert time.perf_counter() - start < GENEROUS
    assert [d.code for d in document.diagnostics] == ["too-deep"]


def test_a_limit_may_be_raised_beyond_what_python_can_nest():
    source = "".join(f"{' ' * i * 2}- a\n" for i in range(400)).encode()
    wide = Limits(depth=100_000)
    assert [d.code for d in read(b"## Needs\n" + source, "a.md", limits=wide).diagnostics] == ["too-deep"]
    yaml = b"need: " + b"[" * 5_000 + b"]" * 5_000
    # The C parser has a limit of its own.
    assert {d.code for d in read(yaml, "a.yaml", limits=wide).diagnostics} <= {"syntax"}
