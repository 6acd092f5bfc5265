"""What a source says beside its facts: comments, prose, front matter of other tools. Nothing in it reaches a model.

Readers leave it out; whoever rewrites a spec in the other syntax asks for it here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import dedent

import yaml

from impactmap.document import Document, Limits, Remark, Syntax
from impactmap.model import Model
from impactmap.model.grammar import find
from impactmap.readers.front_matter import find_front_matter
from impactmap.readers.markdown_blocks import Block
from impactmap.readers.markdown_page import Page, page_of
from impactmap.readers.reading import Reading
from impactmap.readers.yaml import LOADER

_COMMENT = re.compile(r"[ \t]*# ?(.*)")
_HEAD = re.compile(r"[|>]\S*(?P<comment>[^\n]*)")
_RULE = re.compile(r"[ ]{0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}")
_FIELD = re.compile(r"""["']?([^\s"'#:-][^"'#:\n]*?)["']?[ \t]*:(?:[ \t]|$)""")


def remarks(document: Document, syntax: Syntax) -> tuple[Remark, ...]:
    """Everything beside the facts of a document that has been read without an error, in source order."""
    reading = Reading(document.path, document.text, _no_limits())
    if syntax == "yaml":
        return tuple(_yaml_comments(reading, 0, len(reading.text)))
    return tuple(sorted(_of_page(reading), key=lambda remark: remark.line))


def _no_limits() -> Limits:
    most = 10**9
    return Limits(bytes=most, items=most, text=most)


# ---- YAML ---------------------------------------------------------------------------------------------------


def _yaml_comments(reading: Reading, start: int, stop: int) -> Iterator[Remark]:
    """The comments between the characters `start` and `stop`; lines of comment that follow each other are one."""
    found: list[tuple[int, str, bool]] = []  # line, words, whether it has the line for itself
    for begin, end in _gaps(reading.text[start:stop]):
        gap = reading.text[start + begin : start + end]
        at = start + begin
        for line in gap.split("\n"):
            if comment := _COMMENT.match(line):
                number = reading.line_of(at)
                alone = not reading.line_text(number)[: at - reading.line_start(number)].strip()
                found.append((number, comment[1].rstrip(), alone))
            at += len(line) + 1
    yield from _together(found)


def _gaps(text: str) -> Iterator[tuple[int, int]]:
    """Where the source has something between two tokens of YAML (from, up to): white space and comments."""
    at = 0
    for token in yaml.scan(text, Loader=LOADER):
        start, end = token.start_mark.index, token.end_mark.index
        if isinstance(token, yaml.ScalarToken) and token.style in {"|", ">"}:
            # What stands behind the sign on its line.
            head = _HEAD.match(text, start)
            if head:
                yield head.span("comment")
        if start > at:
            yield at, start
        at = max(at, end)
    yield at, len(text)


def _together(found: list[tuple[int, str, bool]]) -> Iterator[Remark]:
    lines: list[str] = []
    first = last = -2
    joinable = False
    for number, words, alone in found:
        if lines and alone and joinable and number == last + 1:
            lines.append(words)
        else:
            if any(lines):
                yield Remark("\n".join(lines), first + 1)
            lines, first = [words], number
        last, joinable = number, alone
    if any(lines):
        yield Remark("\n".join(lines), first + 1)


# ---- Markdown -----------------------------------------------------------------------------------------------


def _of_page(reading: Reading) -> Iterator[Remark]:
    page = page_of(reading)
    yield from _front_matter(reading)
    for start, stop in page.comments:
        if words := _words(reading.text[start:stop]):
            yield Remark(words, reading.line_of(start) + 1)
    taken = taken_lines(page)
    if page.spec:
        first = page.spec.first + 1
        inside = reading.line_start(first), reading.line_start(first + page.spec.code.count("\n"))
        yield from _yaml_comments(reading, *inside)
        taken = set(range(page.spec.first, page.spec.last))
    yield from _prose(page, taken)


def _words(comment: str) -> str:
    """What a comment says; how its lines are indented against each other is a part of that."""
    head, _, rest = comment.removeprefix("<!--").removesuffix("-->").partition("\n")
    lines = [head.strip(), *(line.rstrip() for line in dedent(rest).split("\n"))]
    return "\n".join(lines).strip("\n")


def _front_matter(reading: Reading) -> Iterator[Remark]:
    """What the front matter holds for other tools, and its comments."""
    front = find_front_matter(reading.text)
    if front is None:
        return
    first = reading.line_of(front.start)
    lines = reading.text[front.start : front.stop].split("\n")
    ours = False
    comments: list[tuple[int, str, bool]] = []
    foreign: list[str] = []
    since = first
    for number, line in enumerate([*lines, "x:"], first):
        field = _FIELD.match(line)
        comment = _COMMENT.match(line) if not line.startswith((" ", "\t")) else None
        if foreign and (field or comment):
            yield Remark("\n".join(foreign).rstrip(), since, "front matter")
            foreign = []
        if comment:
            comments.append((number, comment[1].rstrip(), True))
        elif field:
            ours = find(Model, field[1]) is not None
            if not ours:
                foreign, since = [line], number + 1
            elif trailing := re.search(r"[ \t]#[ \t]?([^\"']*)$", line):
                comments.append((number, trailing[1].rstrip(), False))
        elif foreign and not ours:
            foreign.append(line)
    yield from _together(comments)


def taken_lines(page: Page) -> set[int]:
    """The lines, from 0, that a reader has made facts of."""
    taken: set[int] = set()
    for block in page.outline.summary:
        taken.update(range(block.first, block.last))
    headings = {section.name.span.line - 1 for section in page.outline.sections}
    if page.outline.title is not None:
        headings.add(page.reading.line_of(page.outline.title.start))
    for block in page.blocks:
        if not headings.isdisjoint(range(block.first, block.last)) and block.kind in {"heading", "paragraph"}:
            taken.update(range(block.first, block.last))
    for section in page.outline.sections:
        for block in section.body:
            if block.kind in {"list", "table"}:
                taken.update(_lines(block))
    return taken


def _lines(block: Block) -> Iterator[int]:
    for inner in block.walk():
        yield from range(inner.first, inner.last)


def _prose(page: Page, taken: set[int]) -> Iterator[Remark]:
    """What is left of the page: whole blocks, and the lines that are in none (footnotes, definitions of links)."""
    lines, texts = page.uncommented.split("\n"), page.text.split("\n")
    # What defines something is no text of the page, even in the midst of a list.
    left = {
        number
        for number in range(page.start, len(lines))
        if lines[number].strip() and (number not in taken or not texts[number].strip())
    }
    for block in page.blocks:
        here = sorted(number for number in left.intersection(range(block.first, block.last)) if texts[number].strip())
        left.difference_update(here)
        if here and block.kind in {"heading", "paragraph"}:
            yield Remark("\n".join(lines[number].strip() for number in here), here[0] + 1, block.kind)
        elif here:
            # Indents and empty lines belong to a list, and to code.
            whole = lines[here[0] : here[-1] + 1]
            yield Remark("\n".join(line.rstrip() for line in whole), here[0] + 1, block.kind)
    for number in left:
        line = lines[number].strip()
        if not _RULE.fullmatch(line):
            yield Remark(line, number + 1, "footnote" if line.startswith("[^") else "link")
