"""What an item holds besides its fields, as the plain text of a note: nothing inside an item is lost."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from impactmap.document import Scalar
from impactmap.readers.markdown_blocks import Block, Chunk
from impactmap.readers.markdown_text import Renderer

_MARKERS = re.compile(r"\s*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*")


class Prose(Struct, frozen=True):
    """Plain text from the characters of the source from `start` up to `stop`."""

    text: str
    start: int
    stop: int


def prose(renderer: Renderer, blocks: Iterable[Block]) -> list[Prose]:
    """The text of each block that has any: paragraphs, lists, code, quotes, tables, headings."""
    return [found for block in blocks if (found := _prose(renderer, block)).text]


def joined(renderer: Renderer, parts: list[Prose]) -> Scalar:
    """Pieces of prose as one text of several paragraphs."""
    text = "\n\n".join(part.text for part in parts).strip()
    span = renderer.reading.span(min(part.start for part in parts), max(part.stop for part in parts))
    limit = renderer.reading.limits.text
    if len(text) > limit:
        renderer.reading.over("text", f"this text has {len(text):,} characters", span, len(text))
        text = text[:limit]
    return Scalar(text, span)


def _prose(renderer: Renderer, block: Block) -> Prose:
    match block.kind:
        case "paragraph" | "heading":
            run = renderer.plain(block.chunk)
            return Prose(run.text, run.start, run.stop)
        case "list" | "item":
            inside = prose(renderer, block.blocks)
            if block.kind == "item":
                text = "\n".join(part.text for part in inside).replace("\n", "\n  ")
                text = f"- {text}" if text else ""
            else:
                text = "\n".join(part.text for part in inside)
            start, stop = _lines(renderer, block)
            return Prose(text, inside[0].start if inside else start, inside[-1].stop if inside else stop)
        case "quote":
            start, stop = _lines(renderer, block)
            return Prose(_quoted(renderer, block), start, stop)
        case _:
            start, stop = _lines(renderer, block)
            raw = renderer.reading.text[start:stop]
            text = (
                block.code.strip("\n").rstrip() if block.kind == "code" else "\n".join(map(str.strip, raw.split("\n")))
            )
            return Prose(text, start, stop)


def _lines(renderer: Renderer, block: Block) -> tuple[int, int]:
    """The source of a block from its first to its last character that is no white space."""
    reading = renderer.reading
    start, stop = reading.line_start(block.first), reading.line_start(block.last)
    raw = reading.text[start:stop]
    markers = _MARKERS.match(raw)  # of the items that it stands first in
    start += markers.end() if markers else 0
    return start, max(reading.line_start(block.first) + len(raw.rstrip()), start)


def _quoted(renderer: Renderer, block: Block) -> str:
    """The paragraphs of a block quote, without its signs."""
    reading = renderer.reading
    paragraphs: list[list[str]] = [[]]
    for line in range(block.first, block.last):
        words = reading.line_text(line).lstrip(" \t>-*+").strip()
        if words:
            paragraphs[-1].append(words)
        elif paragraphs[-1]:
            paragraphs.append([])
    start = reading.line_start(block.first)
    texts = (renderer.plain(Chunk("\n".join(lines), (start,) * len(lines))).text for lines in paragraphs if lines)
    return "\n\n".join(texts)
