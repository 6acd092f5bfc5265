"""Tables to items: a row is an item, a column a field."""

from __future__ import annotations

from impactmap.diagnostics import did_you_mean
from impactmap.document import Field, Node, Scalar
from impactmap.model.entities import Entity
from impactmap.model.grammar import Formula, Rule, find, known, rules
from impactmap.readers.markdown_blocks import Block, Chunk
from impactmap.readers.markdown_items import ItemReader
from impactmap.readers.markdown_names import section_named
from impactmap.readers.markdown_text import Renderer

_Column = Rule | None  # None: reported, and left out
_NAMING = frozenset({"title", "id", "metric", "from"})  # what an item of some sort goes by


class TableReader:
    """Reads the tables of a page."""

    def __init__(self, renderer: Renderer, items: ItemReader) -> None:
        self._renderer = renderer
        self._reading = renderer.reading
        self._items = items

    def items(self, block: Block, entity: type[Entity], section: Rule) -> list[Node]:
        """The rows of a table that say anything. A column that is no field is reported once, at its head."""
        heads = self._cells(block.first)
        names = [self._renderer.plain(head) for head in heads]
        columns: list[_Column] = []
        for name in names:
            rule = find(entity, name.text)
            titles = not name.text or (rule is None and section_named(name.text) == section)
            if titles and find(entity, "title") not in columns:
                rule = find(entity, "title")
            columns.append(rule)
        for at, name in enumerate(names):
            if columns[at] is None:
                hint = did_you_mean(name.text, known(entity))
                if not hint and _NAMING.isdisjoint(column.name for column in columns if column):
                    columns[at] = find(entity, "title")  # so that nobody says of every row that it has none
                    hint = "the table has no column 'title': is it this one?"
                self._reading.report(
                    "unknown-field",
                    f"{entity.noun} has no field '{name.text}'",
                    self._renderer.scalar(name).span,
                    hint or f"{entity.noun} has {', '.join(rule.name for rule in rules(entity))}",
                )
        shown = [self._renderer.scalar(name) for name in names]
        # Below the heads comes the line of dashes.
        rows = (self._row(line, shown, columns, entity) for line in range(block.first + 2, block.last))
        return [row for row in rows if row is not None]

    def _row(self, line: int, names: list[Scalar], columns: list[_Column], entity: type[Entity]) -> Node | None:
        cells = self._cells(line)
        if len(cells) > len(columns):
            start, last = cells[len(columns)].places[0], cells[-1]
            self._reading.report(
                "extra-cell",
                f"this row has {len(cells)} cells and the table {len(columns)} columns",
                self._reading.span(start, max(last.places[0] + len(last.content), start + 1)),
                "write `\\|` for a pipe that belongs to the text",
            )
        title = None
        fields: list[Field] = []
        for name, rule, cell in zip(names, columns, cells, strict=False):
            if rule is None or not cell.content:
                continue
            run = self._renderer.typed(cell) if isinstance(rule.slot, Formula) else self._renderer.plain(cell)
            if rule.name == "title" and title is None:
                title = run
            elif run.text or run.links:
                fields.append(Field(name, self._items.value(run, rule)))
        return self._items.build(title, [], entity, *fields)

    def _cells(self, number: int) -> list[Chunk]:
        line = self._reading.line_text(number)
        start = self._reading.line_start(number)
        return [Chunk(content, (start + at,), cell=True) for at, content in cut(line)]


def cut(line: str) -> list[tuple[int, str]]:
    """The cells of a line and where they begin, cut where the parser cuts it: at pipes without a backslash before."""
    text = line.strip()
    at = len(line) - len(line.lstrip())
    cuts = [i for i, char in enumerate(text) if char == "|" and (i == 0 or text[i - 1] != "\\")]
    cells = []
    begin = 0
    for end in [*cuts, len(text)]:
        raw = text[begin:end]
        left = begin + len(raw) - len(raw.lstrip())
        cells.append((at + min(left, end), raw.strip()))
        begin = end + 1
    # The outer pipes are optional, and enclose no cells.
    if cuts and cuts[0] == 0:
        cells = cells[1:]
    if len(cells) > 1 and cuts[-1:] == [len(text) - 1]:
        cells = cells[:-1]
    return cells
