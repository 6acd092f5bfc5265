"""The outline of a page: its title, its summary, and what stands in which section."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct, field

from impactmap.document import Scalar
from impactmap.model import ENTITIES
from impactmap.model.entities import Entity
from impactmap.model.grammar import Items, Rule, find, fold
from impactmap.model.reading import either, short
from impactmap.readers.markdown_blocks import Block, Chunk
from impactmap.readers.markdown_names import (
    DASHES,
    cleaned,
    section_named,
    section_nearly_named,
    sections_meant,
    without_id,
)
from impactmap.readers.markdown_skipped import sections_of, signs
from impactmap.readers.markdown_text import Renderer, Run

_BOLD = re.compile(r"(\*\*|__)[^*_\n]+\1:?")
_CONTENTS = frozenset({"[toc]", "[[toc]]", "[[_toc_]]", "{:toc}", "\\[toc\\]"})
_PICTURE = re.compile(r"!\[[^\]\n]*\](?:\([^()\n]*\)|\[[^\]\n]*\])?")
_PICTURE_LINK = re.compile(r"\[\s*\](?:\([^()\n]*\)|\[[^\]\n]*\])")


class Section(Struct):
    """A section of the grammar: its name as typed, and its blocks, in which sub-headings have become items."""

    level: int
    rule: Rule
    name: Scalar
    entity: type[Entity]
    body: list[Block] = field(default_factory=list)


class Outline(Struct):
    title: Run | None = None
    summary: list[Block] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)


def outline(renderer: Renderer, blocks: list[Block], given: Mapping[str, str], near: bool = True) -> Outline:
    """The outline of the blocks of a page.

    `given`: fields of the map that the page says elsewhere, so that its headings and paragraphs don't. Without
    `near`, nothing is said of what is nearly a part of the map.
    """
    found = _Walk(renderer, blocks, "title" in given, near).outline
    if found.title and "title" in given and fold(found.title.text) != fold(given["title"]):
        # A long title on the page and a short one for menus have words in common.
        if near and set(fold(found.title.text).split()).isdisjoint(fold(given["title"]).split()):
            renderer.reading.warn(
                "two-titles",
                f"'{short(found.title.text)}' is read as prose: the front matter has another title",
                renderer.scalar(found.title).span,
                "keep one of the two",
            )
        found.title = None
    if "summary" in given:
        found.summary = []
    return found


class _Walk:
    """Goes through the blocks of a page once."""

    def __init__(self, renderer: Renderer, blocks: list[Block], titled: bool, near: bool) -> None:
        self.outline = Outline()
        self._renderer = renderer
        self._near = near
        self._title = _title_of(renderer, blocks, titled)
        self._in_summary = self._title is None
        self._open: list[Section] = []  # each one deeper than the one before
        self._item: Block | None = None  # the sub-heading that is an item, with all that stands under it
        self._field: Block | None = None  # the heading in it that is a field
        self._prose: Run | None = None  # the heading of prose that was last
        self._suspected: set[int] = set()  # where headings stand that have been warned of
        self._lists: list[tuple[Run, list[Block]]] = []  # headings of prose, and the lists and tables below them
        for block in blocks:
            self._take(block)
        if near:
            self._doubt()

    def _take(self, block: Block) -> None:
        if block.kind == "heading":
            self._heading(block, cleaned(self._renderer.plain(block.chunk)), block.level)
        elif block.kind == "paragraph" and self._bold_section(block):
            pass
        elif self._field:
            self._field.blocks.append(block)
        elif self._item:
            self._item.blocks.append(block)
        elif self._open:
            self._open[-1].body.append(block)
        elif self._prose and block.kind in {"list", "table"}:
            if not self._lists or self._lists[-1][0] is not self._prose:
                self._lists.append((self._prose, []))
            self._lists[-1][1].append(block)
        elif self._in_summary and block.kind == "paragraph" and not _decoration(block):
            self.outline.summary.append(block)

    def _bold_section(self, block: Block) -> bool:
        """Takes a line in bold that names a section for the heading that it looks like."""
        if not _BOLD.fullmatch(block.chunk.content):
            return False
        name = cleaned(self._renderer.plain(block.chunk))
        if not section_named(name.text):
            return False
        self._heading(block, name, self._open[-1].level if self._open else 2)
        return True

    def _heading(self, block: Block, name: Run, level: int) -> None:
        if block is self._title:
            self.outline.title = without_id(self._renderer.plain(block.chunk))
            self._close(level)
            self._in_summary = True
            return
        self._in_summary = False
        self._prose = None
        if self._item and level > self._item.level:
            if not self._open_field(block, name, level):
                (self._field or self._item).blocks.append(block)
            return
        rule = section_named(name.text)
        if rule and isinstance(rule.slot, Items):
            self._close(level)
            typed = self._renderer.scalar(name)
            section = Section(level, rule, Scalar(typed.text.translate(DASHES), typed.span), ENTITIES[rule.slot.kind])
            self._open.append(section)
            self.outline.sections.append(section)
            return
        suspected = self._suspect(name)
        self._close(level)
        if not self._open:
            self._prose = name
            self._suspected |= {name.start} if suspected else set()
        else:
            self._item = Block("item", block.first, block.last, level, blocks=[block])
            body = self._open[-1].body
            body.append(Block("list", block.first, block.last, blocks=[self._item]))

    def _open_field(self, block: Block, name: Run, level: int) -> bool:
        """Opens a field of the item that is open, when a heading below it names one."""
        if self._item is None or (self._field and level > self._field.level):
            return False
        self._field = None
        if not find(self._open[-1].entity, name.text):
            return False
        head = Block("paragraph", block.first, block.last, chunk=Chunk(name.text, (name.start,)))
        self._field = Block("item", block.first, block.last, level, blocks=[head])
        self._item.blocks.append(Block("list", block.first, block.last, blocks=[self._field]))
        return True

    def _close(self, level: int) -> None:
        self._item = self._field = None
        while self._open and self._open[-1].level >= level:
            self._open.pop()

    def _suspect(self, name: Run) -> bool:
        """Warns of a heading that is nearly a section; says whether it is."""
        meant = section_nearly_named(name.text) if self._near else ""
        if meant:
            self._renderer.reading.warn(
                "near-section",
                f"'{name.text}' is read as prose, and is nearly the name of a section",
                self._renderer.scalar(name).span,
                f"did you mean '{meant}'?",
            )
        return bool(meant)

    def _doubt(self) -> None:
        """Warns of lists and tables under a heading of prose that are, or speak of, a section.

        They are when their items have ids or fields. A heading speaks of a section that the page lacks: where it has
        that one, the heading is probably just prose; so is one that speaks of none.
        """
        there = {section.rule.name for section in self.outline.sections}
        for name, blocks in self._lists:
            spoken = [rule for rule in sections_meant(name.text) if rule.name not in there]
            found = signs(blocks, map(self._line, blocks))
            if found:
                self._renderer.reading.skipped |= dict.fromkeys(found.ids | found.titles, name.text)
                meant = spoken or sections_of(found, there)
                holds = f"items with {'ids' if found.ids else 'fields'}"
            else:
                meant, holds = spoken, f"a {blocks[0].kind}"
            if meant and name.start not in self._suspected:
                names = [f"'{rule.heading}'" for rule in meant]
                self._renderer.reading.warn(
                    "near-section",
                    f"'{name.text}' holds {holds} and is read as prose",
                    self._renderer.scalar(name).span,
                    f"did you mean {either(names)}?",
                )

    def _line(self, block: Block) -> str:
        """The line of heads of a table."""
        return self._renderer.reading.line_text(block.first) if block.kind == "table" else ""


def _title_of(renderer: Renderer, blocks: list[Block], titled: bool) -> Block | None:
    """The heading that is the title of the page: the first of level 1 above all sections.

    One that names a section ("Outcomes") is the title when it stands alone on its level and has sections below.
    """
    headings = [block for block in blocks if block.kind == "heading"]
    first = None
    for block in headings:
        if section_named(cleaned(renderer.plain(block.chunk)).text):
            first = block
            break
        if block.level == 1:
            return block
    tops = [block for block in headings if block.level == 1]
    if titled or first is None or tops != [first] or headings[0] is not first:
        return None
    deeper = (block for block in headings if block is not first)
    if any(section_named(cleaned(renderer.plain(block.chunk)).text) for block in deeper):
        return first
    return None


def _decoration(block: Block) -> bool:
    """Whether a paragraph says nothing: badges, pictures, a place for the table of contents."""
    content = block.chunk.content
    if content.casefold() in _CONTENTS:
        return True
    return "![" in content and not _PICTURE_LINK.sub("", _PICTURE.sub("", content)).strip()
