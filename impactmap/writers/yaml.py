"""A spec as YAML."""

from __future__ import annotations

import re
from collections.abc import Sequence

from impactmap.document import Remark
from impactmap.model.grammar import Amount, Count, Day, Items, Refs, Rule, Texts
from impactmap.writers.page import Care, Page, Written
from impactmap.writers.spec import Entry, Group, Item, Path, Several, Words, singular
from impactmap.writers.yaml_scalar import block, folded, quoted, scalar

WIDTH = 120
_ID = re.compile(r"[\w][\w.-]*")


def write_yaml(spec: Item, remarks: Sequence[Remark], care: Care) -> Written:
    """The spec and its remarks, these as comments; what the map says of itself comes first."""
    page = Page(spec, remarks)
    writer = _Writer(page, care)
    own = [entry for entry in spec.entries if not isinstance(entry.rule.slot, Items)]
    order = ("title", "as_of", "currency", "audience", "profile", "summary")
    own.sort(key=lambda entry: order.index(entry.rule.attribute) if entry.rule.attribute in order else len(order))
    for entry in own:
        writer.field((), entry, "")
    for entry in spec.entries:
        if isinstance(entry.rule.slot, Items):
            page.blank()
            writer.field((), entry, "")
    for remark in page.last:
        page.blank()
        writer.comment(remark, "")
    return page.written()


class _Writer:
    def __init__(self, page: Page, care: Care) -> None:
        self.page = page
        self.care = care

    def comment(self, remark: Remark, indent: str) -> None:
        for line in remark.text.split("\n"):
            self.page.add((), f"{indent}# {line}".rstrip())

    def remarks(self, line: int, indent: str) -> None:
        """What the source says above this line, or behind it."""
        for number, remark in enumerate(self.page.before(line)):
            if number and not indent:
                self.page.add((), "")  # paragraphs of prose stay apart
            self.comment(remark, indent)

    def item(self, path: Path, item: Item, indent: str) -> None:
        """An entity behind a `- `."""
        self.remarks(item.line, indent)
        title = item.entry("title")
        if title and len(item.entries) == 1:
            self.page.add(path, f"{indent}- {self._words((*path, 'title'), title, indent + '  ')}")
            return
        for number, entry in enumerate(item.entries):
            if number:
                self.field(path, entry, indent + "  ")
                continue
            # The dash is written over the indent of the first field.
            first = len(self.page.lines)
            self.field(path, entry, indent + "  ")
            while self.page.lines[first].lstrip().startswith("#"):
                self.page.lines[first] = self.page.lines[first][2:]
                first += 1
            self.page.lines[first] = f"{indent}- {self.page.lines[first][len(indent) + 2 :]}"

    def field(self, path: Path, entry: Entry, indent: str) -> None:
        self.remarks(entry.line, indent)
        inside = (*path, entry.rule.attribute)
        match entry.value:
            case Words():
                value = self._words(inside, entry, indent + "  ")
                self.page.add(inside, f"{indent}{_key(entry.rule)}: {value}")
            case Several(members):
                self._several(inside, entry, members, indent)
            case Group(parts):
                self.page.add(inside, f"{indent}{_key(entry.rule)}:")
                for name, words in parts:
                    self.page.add(inside, f"{indent}  {scalar(name)}: {scalar(words.text, value=True)}")
            case items:
                self._items(inside, entry, items, indent)

    def _items(self, path: Path, entry: Entry, items: tuple[Item, ...], indent: str) -> None:
        title = items[0].entry("title")
        alone = len(items) == 1 and len(items[0].entries) == 1 and indent
        if title and alone:
            value = self._words((*path, 0, "title"), title, indent + "  ")
            self.page.add(path, f"{indent}{singular(entry.rule).replace(' ', '_')}: {value}")
            return
        self.page.add(path, f"{indent}{_key(entry.rule)}:")
        for number, item in enumerate(items):
            self.item((*path, number), item, indent + "  ")

    def _several(self, path: Path, entry: Entry, members: tuple[Words, ...], indent: str) -> None:
        texts = [self._one(path, words.text, entry.rule, flow=True) for words in members]
        flow = f"{indent}{_key(entry.rule)}: [{', '.join(texts)}]"
        if len(flow) <= WIDTH:
            self.page.add(path, flow)
            return
        self.page.add(path, f"{indent}{_key(entry.rule)}:")
        for words in members:
            self.page.add(path, f"{indent}  - {self._one(path, words.text, entry.rule)}")

    def _one(self, path: Path, text: str, rule: Rule, *, flow: bool = False) -> str:
        if self.care.at(path):
            return quoted(text)
        return scalar(text, value=isinstance(rule.slot, Amount | Day | Count), flow=flow)

    def _words(self, path: Path, entry: Entry, indent: str) -> str:
        """The value of a field as it stands behind its name."""
        assert isinstance(entry.value, Words)  # noqa: S101 - the callers have looked; this tells mypy
        text, rule = entry.value.text, entry.rule
        if self.care.at(path):
            return quoted(text)
        if isinstance(rule.slot, Refs | Texts) and "," in text:
            parts = [part.strip() for part in text.split(",")]
            many = isinstance(rule.slot, Texts) or (rule.slot.many and all(map(_ID.fullmatch, parts)))
            if many and all(parts) and len(text) < WIDTH - 20:
                return f"[{', '.join(scalar(part, flow=True) for part in parts)}]"
        if "\n" in text:
            return block(text, indent) or quoted(text)
        if rule.attribute != "title" and len(text) + len(indent) + len(rule.name) > WIDTH:
            return folded(text, indent, WIDTH) or self._one(path, text, rule)
        return self._one(path, text, rule)


def _key(rule: Rule) -> str:
    return rule.name.replace(" ", "_").replace("-", "_")
