"""A Markdown page as a tree of blocks, each with its place: all that is known here of markdown-it's block tokens.

Inline markup is left alone: only what the map needs is parsed further (see `markdown_text`).
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from msgspec import Struct, field

from impactmap.readers.markdown_cost import DEEPEST, too_deep
from impactmap.readers.reading import Reading

Kind = Literal["page", "heading", "paragraph", "list", "item", "table", "code", "quote"]


class Chunk(Struct, frozen=True):
    """Text with inline markup still in it. `places` says where in the source each of its lines begins.

    In the cell of a table a pipe is escaped even inside a code span.
    """

    content: str
    places: tuple[int, ...]
    cell: bool = False


class Block(Struct):
    """A part of the page on the lines from `first` up to `last`, counted from 0."""

    kind: Kind
    first: int
    last: int
    level: int = 0  # of a heading
    chunk: Chunk = Chunk("", ())  # of a heading or paragraph
    code: str = ""  # of a code block
    info: str = ""  # what stands behind the fence of one
    blocks: list[Block] = field(default_factory=list)  # of a list or item

    def walk(self) -> Iterator[Block]:
        """This block and those inside it."""
        yield self
        for block in self.blocks:
            yield from block.walk()


def parse_blocks(reading: Reading, text: str) -> list[Block]:
    """The blocks of `text`, which is the reading's own with what does not count blanked out.

    A list that is nested deeper than the limit is reported.
    """
    depth = min(reading.limits.depth, DEEPEST)
    parser = _parser()
    # A list within a list is two levels deeper, and the parser drops what stands on its last one.
    parser.options["maxNesting"] = 2 * depth + 2
    tokens: list[Token] = []
    parser.block.parse(text, parser, {}, tokens)
    return _tree(reading, text, tokens, 2 * depth)


@functools.cache
def _parser() -> MarkdownIt:
    # An option that is said costs less than one that every item of a list looks for in vain.
    parser = MarkdownIt("commonmark", {"tasklists": False}).enable("table")
    # HTML is text like any other. Link definitions have been taken out before; one over several lines would hide words
    # of an item.
    parser.disable(["html_block", "reference"])
    parser.block.ruler.at("blockquote", _quote, {"alt": ["paragraph", "blockquote", "list"]})
    return parser


def _quote(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A block quote as one block. A quote is prose to the map, and nested ones are costly to take apart."""
    start = state.bMarks[first] + state.tShift[first]
    if state.is_code_block(first) or start >= state.eMarks[first] or state.src[start] != ">":
        return False
    if silent:
        return True
    terminators = state.md.block.ruler.getRules("blockquote")
    line = first + 1
    while line < end and not state.isEmpty(line) and state.sCount[line] >= state.blkIndent:
        quoted = state.src[state.bMarks[line] + state.tShift[line]] == ">"
        if not quoted and any(rule(state, line, end, True) for rule in terminators):
            break
        line += 1
    token = state.push("quote", "blockquote", 0)
    token.map = [first, line]
    state.line = line
    return True


def _tree(reading: Reading, text: str, tokens: Iterable[Token], deepest: int) -> list[Block]:
    page = Block("page", 0, 0)
    open_: list[Block] = [page]
    table = False  # the cells of a table are found from its lines (see `markdown_tables`)
    for token in tokens:
        type_ = token.type
        if table:
            table = type_ != "table_close"
        elif type_ == "inline":
            open_[-1].chunk = _chunk(reading, text, token, heading=open_[-1].kind == "heading")
        elif type_ in _CLOSED:
            open_.pop()
        elif kind := _KINDS.get(type_):  # a rule between paragraphs is nothing to the map
            first, last = token.map or (0, 0)
            block = Block(kind, first, last)
            open_[-1].blocks.append(block)
            if type_ in _OPENED:
                open_.append(block)
            match type_:
                case "table_open":
                    table = True
                case "heading_open":
                    block.level = int(token.tag[1])
                case "list_item_open" if token.level > deepest:
                    line = reading.line_text(first)
                    too_deep(reading, reading.line_start(first) + len(line) - len(line.lstrip()))
                case "fence" | "code_block":
                    block.code, block.info = token.content, token.info.strip()
    return page.blocks


_KINDS: dict[str, Kind] = {
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "list_item_open": "item",
    "paragraph_open": "paragraph",
    "heading_open": "heading",
    "table_open": "table",
    "fence": "code",
    "code_block": "code",
    "quote": "quote",
}
_CLOSED = {kind.replace("_open", "_close") for kind in _KINDS if kind.endswith("_open")} - {"table_close"}
_OPENED = {kind.replace("_close", "_open") for kind in _CLOSED}


def _chunk(reading: Reading, text: str, token: Token, heading: bool) -> Chunk:
    """The lines of a token that holds text, and where they stand.

    Whatever comes before it (indents, list markers), a line of a paragraph runs to the end of its source line,
    so it is looked up from there: the same words earlier on that line do not matter.
    """
    first = token.map[0] if token.map else 0
    lines, places = [], []
    for number, content in enumerate(token.content.split("\n"), first):
        line = content.strip(" \t")
        start = reading.line_start(number)
        source = text[start : start + len(reading.line_text(number))].rstrip(" \t")
        if heading and not source.endswith(line):
            source = source.rstrip("#").rstrip(" \t")  # `## Title ##`
        at = len(source) - len(line) if source.endswith(line) else max(source.find(line), 0)
        lines.append(line)
        places.append(start + at)
    return Chunk("\n".join(lines), tuple(places))
