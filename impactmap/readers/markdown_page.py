"""A whole Markdown page taken apart, for those who need its form and not only its facts."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from impactmap.document import Field, Scalar
from impactmap.model import Model
from impactmap.model.grammar import find
from impactmap.readers.front_matter import find_front_matter
from impactmap.readers.markdown_blocks import Block, parse_blocks
from impactmap.readers.markdown_mask import comments, mask, without_data
from impactmap.readers.markdown_sections import Outline, outline
from impactmap.readers.markdown_text import Renderer
from impactmap.readers.reading import Reading


class Page(Struct, frozen=True):
    """A page: its outline, all its blocks, and where its comments begin and end (characters).

    `start` is the first line behind the front matter, from 0; `uncommented` the text with its comments blanked out,
    and `text` with all that is no text of the page: front matter, comments, footnotes, definitions of links.
    `spec` the block that holds a spec in YAML, where the page has one: then the outline is empty.
    """

    reading: Reading
    outline: Outline
    blocks: list[Block]
    comments: list[tuple[int, int]]
    uncommented: str
    text: str
    start: int
    spec: Block | None = None


def page_of(reading: Reading) -> Page:
    """The page of a reading, which has been read before and is within its limits. Reports nothing new."""
    quiet = Reading(reading.path, reading.text, reading.limits)
    front = find_front_matter(reading.text)
    after = front.after if front else 0
    text = without_data(reading.text)
    found = comments(text, after)
    uncommented = reading.text
    for begin, end in found:
        blank = "".join("\n" if c == "\n" else " " for c in uncommented[begin:end])
        uncommented = uncommented[:begin] + blank + uncommented[end:]
    masked, links = mask(text, after)
    blocks = parse_blocks(quiet, masked)
    start = reading.line_of(after) if after else 0
    specs = [inner for block in blocks for inner in block.walk() if is_spec(inner)]
    if specs:
        return Page(reading, Outline(), blocks, found, uncommented, masked, start, specs[0])
    fields: Iterable[Field] = ()
    if front:
        from impactmap.readers.yaml import read_yaml  # late: most pages have no front matter

        fields = read_yaml(quiet, front.start, front.stop).fields
    whole = outline(Renderer(quiet, links), blocks, given_in(fields))
    return Page(reading, whole, blocks, found, uncommented, masked, start)


def given_in(front: Iterable[Field]) -> dict[str, str]:
    """The fields of the map that front matter says, by name, each with its text."""
    said = ((find(Model, field.name.text), field.value) for field in front)
    return {rule.name: value.text for rule, value in said if rule and isinstance(value, Scalar) and value.text}


def is_spec(block: Block) -> bool:
    """Whether a block of code holds a spec in YAML."""
    return block.kind == "code" and block.info.split(" ")[0].strip("{}").casefold() == "impactmap"
