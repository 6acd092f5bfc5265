"""A spec as Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from impactmap.document import Remark
from impactmap.model.grammar import Amount, Count, Day, Formula, Items, Refs, Rule, Text, Texts, Url
from impactmap.writers.markdown_escape import arithmetic, comment, escaped, fenced, heading, names, says
from impactmap.writers.markdown_table import table
from impactmap.writers.oneline import one_line
from impactmap.writers.page import Care, Page, Written, lines_inside
from impactmap.writers.spec import Entry, Group, Item, Path, Several, Words, singular
from impactmap.writers.yaml_scalar import quoted, scalar

WIDTH = 120
_ID = re.compile(r"[^\s{}]+")
_ADDRESS = re.compile(r"https?://[^\s<>]+")
_ADDRESSES = re.compile(r"(?:(?<=, )|^)(https?://[^\s,<>]+)(?=,|$)")
_TITLED = re.compile(r"(?:title|name)\s*(?:::?|：)", re.IGNORECASE)
_APART = re.compile(r"[,;&\"'“”„«»‘’]|\sand\s|^\s|\s$")
_LISTED = re.compile(r"(?:- \S.*)(?:\n(?:  )*- \S.*)*")


def write_markdown(spec: Item, remarks: Sequence[Remark], care: Care) -> Written:
    """The spec and its remarks, these as comments; what has no place on the page itself is front matter."""
    page = Page(spec, remarks)
    writer = _Writer(page, care)
    writer.head(spec)
    for entry in spec.entries:
        if isinstance(entry.rule.slot, Items) and isinstance(entry.value, tuple):
            writer.section(entry, entry.value)
    if page.last:
        page.blank()
        for remark in page.last:
            writer.comment(remark, "")
    return page.written()


class _Writer:
    def __init__(self, page: Page, care: Care) -> None:
        self.page = page
        self.care = care

    def comment(self, remark: Remark, indent: str) -> None:
        self.page.add((), "\n".join(indent + line for line in comment(remark.text).split("\n")))

    def remarks(self, line: int, indent: str) -> None:
        for remark in self.page.before(line):
            self.comment(remark, indent)

    # ---- the map itself ------------------------------------------------------------------------------------

    def head(self, spec: Item) -> None:
        """Front matter, title and summary."""
        title, summary = spec.entry("title"), spec.entry("summary")
        titled = bool(title and names(spec.words("title")) and not self.care.at(("title",)))
        shown = bool(titled and summary and self._paragraphs(spec.words("summary")) and not self.care.at(("summary",)))
        on_page = {name for name, there in (("title", titled), ("summary", shown)) if there}
        front = [e for e in spec.entries if not isinstance(e.rule.slot, Items) and e.rule.attribute not in on_page]
        if front:
            self.page.add((), "---")
            for entry in front:
                for number, remark in enumerate(self.page.before(entry.line)):
                    if number:
                        self.page.add((), "")
                    self.page.add((), "\n".join(f"# {line}".rstrip() for line in remark.text.split("\n")))
                self._front(entry)
            self.page.add((), "---")
        if title and titled:
            self.remarks(title.line, "")
            self.page.add(("title",), f"# {heading(spec.words('title'))}")
        if summary and shown:
            self.page.blank()
            self.remarks(summary.line, "")
            self.page.add(("summary",), "\n".join(self._paragraphs(spec.words("summary"))))

    def _front(self, entry: Entry) -> None:
        path = (entry.rule.attribute,)
        if isinstance(entry.value, Words):
            text = entry.value.text
            plain = scalar(text, value=isinstance(entry.rule.slot, Amount | Day | Count))
            self.page.add(path, f"{entry.rule.name}: {quoted(text) if self.care.at(path) else plain}")
        elif isinstance(entry.value, Several):
            members = ", ".join(scalar(words.text, flow=True) for words in entry.value.members)
            self.page.add(path, f"{entry.rule.name}: [{members}]")

    def _paragraphs(self, text: str) -> list[str]:
        """The lines of a summary; none when it cannot stand on the page."""
        lines: list[str] = []
        for number, paragraph in enumerate(text.split("\n\n")):
            if not paragraph or not says(paragraph):
                return []
            lines += [""] if number else []
            lines += _wrapped(escaped(paragraph, start=True))
        return lines

    # ---- sections ------------------------------------------------------------------------------------------

    def section(self, entry: Entry, items: tuple[Item, ...]) -> None:
        self.page.blank()
        self.remarks(entry.line, "")
        path: Path = (entry.rule.attribute,)
        self.page.add(path, f"## {entry.rule.heading or entry.rule.name.capitalize()}")
        rows = None if self.care.inside(path) else table(items)
        if not rows:
            for number, item in enumerate(items):
                self.item((*path, number), item, "")
            return
        for item in items:
            for line in sorted(lines_inside(item.entries)):
                self.remarks(line, "")
        for number, row in enumerate(rows):
            self.page.add((*path, number - 2) if number > 1 else path, row)

    def item(self, path: Path, item: Item, indent: str, name: str = "") -> None:
        """An entity as an item of a list; with a name, as the field of another one."""
        self.remarks(item.line, indent)
        line, rest = item.words("title"), item.without("title")
        if not self.care.inside(path):
            line, rest = one_line(item)
        level = self.care.at((*path, "title"))
        lead = f"{indent}- {name}: " if name else f"{indent}- "
        if line and names(line) and not level:
            evidence = item.kind.entity == "evidence"
            words = _evidence(line, start=not name) if evidence else escaped(line, start=not name)
            if not name and _TITLED.match(line):
                words = f"title: {words}"
            identifier = rest.words("id")
            if identifier and _ID.fullmatch(identifier) and not self.care.at((*path, "id")):
                words += f" {{#{identifier}}}"
                rest = rest.without("id")
            self.page.add((*path, "title"), lead + words)
        else:
            self.page.add(path, lead.rstrip())
            title = item.entry("title")
            if title:
                self._text((*path, "title"), title, indent + "  ", level > 1)
        for entry in rest.entries:
            self.field(path, entry, indent + "  ")

    # ---- fields --------------------------------------------------------------------------------------------

    def field(self, path: Path, entry: Entry, indent: str) -> None:
        inside = (*path, entry.rule.attribute)
        if isinstance(entry.value, tuple):
            for number, item in enumerate(entry.value):
                self.item((*inside, number), item, indent, singular(entry.rule))
            return
        self.remarks(entry.line, indent)
        match entry.value:
            case Words(text) if isinstance(entry.rule.slot, Texts) and (self.care.at(inside) or not says(text)):
                # Several texts in one: below its name a text with commas would be a single one.
                parts = tuple(Words(part.strip(), entry.line) for part in text.split(",") if part.strip())
                self._several(inside, entry.rule, parts, indent)
            case Words():
                self._text(inside, entry, indent, self.care.at(inside) > 0)
            case Several(members):
                self._several(inside, entry.rule, members, indent)
            case Group(parts):
                self.page.add(inside, f"{indent}- {entry.rule.name}:")
                for name, words in parts:
                    self.page.add(inside, f"{indent}  - {name}: {escaped(words.text)}")

    def _text(self, path: Path, entry: Entry, indent: str, careful: bool) -> None:
        """A field with one text: on its line, as paragraphs below it, or as a block of code, which holds anything."""
        assert isinstance(entry.value, Words)  # noqa: S101 - the callers have looked; this tells mypy
        name, text = f"{indent}- {entry.rule.name}:", entry.value.text
        if not careful and says(text):
            self.page.add(path, f"{name} {inline(entry.rule, text)}")
            return
        parts = text.split("\n\n")
        free = (isinstance(entry.rule.slot, Text) and len(parts) > 1) or _LISTED.fullmatch(text)
        if careful or not free or not all(says(part) or _LISTED.fullmatch(part) for part in parts):
            self.page.add(path, "\n".join([name, "", *_indented(fenced(text), indent + "  ")]))
            return
        first = says(parts[0])
        self.page.add(path, f"{name} {escaped(parts[0])}" if first else name)
        for part in parts[1:] if first else parts:
            self.page.add(path, "")
            for line in part.split("\n"):
                sign = line[: len(line) - len(line.lstrip(" -"))] if _LISTED.fullmatch(part) else ""
                self.page.add(path, f"{indent}  {sign}{escaped(line[len(sign) :], start=True)}")

    def _several(self, path: Path, rule: Rule, members: tuple[Words, ...], indent: str) -> None:
        texts = [words.text for words in members]
        apart = any(_APART.search(text) or not says(text) for text in texts)
        many = not isinstance(rule.slot, Amount) and len(texts) > 1
        if not self.care.at(path) and not apart and (many or isinstance(rule.slot, Refs)):
            self.page.add(path, f"{indent}- {rule.name}: {escaped(', '.join(texts))}")
            return
        self.page.add(path, f"{indent}- {rule.name}:")
        for text in texts:
            if says(text) and self.care.at(path) < 2:
                self.page.add(path, f"{indent}  - {escaped(text, start=True)}")
            else:
                # The fence follows its dash: a lone dash under a line of words would make a heading of them.
                first, *more = fenced(text)
                self.page.add(path, "\n".join([f"{indent}  - {first}", *_indented(more, indent + "    ")]))


def inline(rule: Rule, text: str, *, cell: bool = False) -> str:
    """The value of a field on one line."""
    if isinstance(rule.slot, Formula):
        return arithmetic(text, cell=cell)
    if isinstance(rule.slot, Url) and not cell and _ADDRESS.fullmatch(text):
        return f"<{text}>"
    return escaped(text, cell=cell)


def _indented(lines: Sequence[str], indent: str) -> list[str]:
    return [indent + line if line else "" for line in lines]


def _evidence(text: str, *, start: bool) -> str:
    """A line of evidence; an address that is one of its parts becomes a link, in which nothing is markup."""
    parts = _ADDRESSES.split(text)
    return "".join(
        f"<{part}>" if number % 2 else escaped(part, start=start and not number) for number, part in enumerate(parts)
    )


def _wrapped(text: str) -> list[str]:
    """A paragraph in lines of at most WIDTH characters, none of which begins like a block."""
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) >= WIDTH and word[:1].isalpha():
            lines.append(word)
        else:
            lines[-1] += f" {word}" if lines[-1] else word
    return lines
