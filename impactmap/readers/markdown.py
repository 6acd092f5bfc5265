"""Markdown to located blocks: a page is a map when its headings name sections, or when it holds a spec in YAML."""

from __future__ import annotations

import difflib
from collections.abc import Collection

from impactmap.document import Field, Mapping, Node, Scalar, Sequence
from impactmap.model import Model
from impactmap.model.grammar import find, fold, known
from impactmap.readers.front_matter import FrontMatter, find_front_matter
from impactmap.readers.markdown_blocks import Block, parse_blocks
from impactmap.readers.markdown_cost import affordable, readable
from impactmap.readers.markdown_items import ItemReader
from impactmap.readers.markdown_mask import mask, without_data
from impactmap.readers.markdown_names import warn_of_glued
from impactmap.readers.markdown_page import given_in, is_spec
from impactmap.readers.markdown_prose import joined, prose
from impactmap.readers.markdown_sections import Outline, Section, outline
from impactmap.readers.markdown_tables import TableReader
from impactmap.readers.markdown_text import Renderer
from impactmap.readers.reading import Reading

_NEARLY = 0.8  # front matter also holds what other tools want; only a slip of ours is worth an error


def read_markdown(reading: Reading) -> Mapping:
    """The root of the spec in a Markdown page; what is wrong with it goes to the reading."""
    whole = reading.span(0, len(reading.text))
    front = find_front_matter(reading.text)
    text = without_data(reading.text)
    links: dict[str, str] = {}
    fine = readable(reading, text)
    if fine:
        text, links = mask(text, front.after if front else 0)
        fine = affordable(reading, text)
    if not fine:
        reading.complete = False
        return Mapping((), whole, repeats=True)
    blocks = parse_blocks(reading, text)
    renderer = Renderer(reading, links)
    specs = [inner for block in blocks for inner in block.walk() if is_spec(inner)]
    if specs:
        return _embedded(renderer, blocks, specs)
    warn_of_glued(reading, text)
    fields = _front_fields(reading, front) if front else []
    given = given_in(fields)
    page = outline(renderer, blocks, given)
    fields.extend(_heading_fields(renderer, page, given))
    _add_sections(renderer, page, fields)
    return Mapping(tuple(fields), whole, repeats=True)


# ---- a spec in YAML on the page -----------------------------------------------------------------------------


def _embedded(renderer: Renderer, blocks: list[Block], specs: list[Block]) -> Mapping:
    """The spec in the one block of the page that holds YAML; anything besides it is an error."""
    reading = renderer.reading
    spec = specs[0]
    for other in specs[1:]:
        start = reading.line_start(other.first)
        reading.report(
            "blocks",
            "a second impactmap block: a page holds one map",
            reading.span(start, start + len(reading.line_text(other.first).rstrip())),
            f"the first one is on line {spec.first + 1}; put each on a page of its own",
        )
    sections = outline(renderer, blocks, {"title": ""}, near=False).sections
    full = next((s for s in sections if any(block.kind in {"list", "table"} for block in s.body)), None)
    if full:
        reading.report(
            "blocks",
            f"the page has a section '{full.name.text}', and on line {spec.first + 1} an impactmap block",
            full.name.span,
            "keep one of the two, or give the heading another name",
        )
    from impactmap.readers.yaml import read_yaml  # late: most pages have none

    first = spec.first + 1
    return read_yaml(reading, reading.line_start(first), reading.line_start(first + spec.code.count("\n")))


# ---- the map's own fields -----------------------------------------------------------------------------------


def _front_fields(reading: Reading, front: FrontMatter) -> list[Field]:
    """The fields of front matter that are, or nearly are, those of a map; the rest is for other tools."""
    if not front.closed:
        reading.report(
            "front-matter",
            "the front matter that begins here is never closed",
            reading.span(0, 3),
            "close it with `---`",
        )
    lines = reading.text[front.start : front.stop].split("\n")
    if not any(line.strip() and not line.lstrip().startswith("#") for line in lines):
        return []
    from impactmap.readers.yaml import read_yaml

    return [
        field
        for field in read_yaml(reading, front.start, front.stop).fields
        if find(Model, field.name.text) or difflib.get_close_matches(fold(field.name.text), known(Model), 1, _NEARLY)
    ]


def _heading_fields(renderer: Renderer, page: Outline, given: Collection[str]) -> list[Field]:
    """The title and the summary that the page itself has, unless its front matter says them."""
    fields = []
    if page.title is not None and page.title.text and "title" not in given:
        title = renderer.scalar(page.title)
        fields.append(Field(Scalar("title", title.span), title))
    if page.summary and (parts := prose(renderer, page.summary)):
        summary = joined(renderer, parts)
        fields.append(Field(Scalar("summary", summary.span), summary))
    return fields


# ---- sections -----------------------------------------------------------------------------------------------


def _add_sections(renderer: Renderer, page: Outline, fields: list[Field]) -> None:
    """Adds a field for each section; one that comes again goes on with the same list."""
    items = ItemReader(renderer)
    tables = TableReader(renderer, items)
    places = {
        rule.name: i
        for i, field in enumerate(fields)
        if (rule := find(Model, field.name.text)) and isinstance(field.value, Sequence)
    }
    for section in page.sections:
        nodes = _nodes(section, items, tables)
        if not nodes and section.body:
            renderer.reading.warn(
                "no-items",
                f"'{section.name.text}' holds prose and no item",
                section.name.span,
                "begin each item with `- `",
            )
        if section.rule.name in places:
            place = places[section.rule.name]
            before = fields[place]
            earlier = before.value.items if isinstance(before.value, Sequence) else ()
            fields[place] = Field(before.name, Sequence((*earlier, *nodes), before.value.span))
        else:
            places[section.rule.name] = len(fields)
            fields.append(Field(section.name, Sequence(tuple(nodes), section.name.span)))


def _nodes(section: Section, items: ItemReader, tables: TableReader) -> list[Node]:
    nodes: list[Node] = []
    for block in section.body:
        if block.kind == "list":
            nodes.extend(items.items(block, section.entity))
        elif block.kind == "table":
            nodes.extend(tables.items(block, section.entity, section.rule))
    return nodes
