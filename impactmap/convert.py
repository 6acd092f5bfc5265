"""One syntax into the other: every fact stays, and that is proven before anybody sees the text.

What has been written is read back, and its model compared with that of the source. A fact that came out otherwise is
written again with more care (quoted, field by field, as a block of code); one that no care can save is an error.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from msgspec import Struct

from impactmap.assemble import assemble
from impactmap.diagnostics import Diagnostic, Span, SpecError
from impactmap.document import Limits, Remark, Syntax
from impactmap.model import Model
from impactmap.model.grammar import Items, rules
from impactmap.model.reading import short
from impactmap.readers import read
from impactmap.readers.remarks import remarks
from impactmap.readers.sniffing import sniff
from impactmap.writers import WRITERS, Care, Item, Path, Written, spec_of

ROUNDS = 16  # of writing and reading back; each takes more care of what came out wrong


class Converted(Struct, frozen=True):
    """A spec in the other syntax, the model that both say, and warnings about what is no longer what it was."""

    text: str
    model: Model
    warnings: tuple[Diagnostic, ...]


def convert(
    data: bytes, to: Syntax, *, path: str = "<text>", syntax: Syntax | None = None, limits: Limits | None = None
) -> Converted:
    """A spec in the syntax `to`.

    `path` names the source in messages; `syntax` is taken from it, or from the look of the text. Raises SpecError
    when the source is wrong, or holds a fact that cannot be said in the other syntax.
    """
    limits = limits or Limits()
    document = read(data, path, syntax, limits)
    model = assemble(document)
    spec = spec_of(document)
    since = syntax or sniff(path, document.text)
    beside = remarks(document, since)
    written = _written(spec, beside, model, to, path, limits)
    told = list(_told(beside, path, to))
    if since == "markdown":
        told += _left_out(document.text, written.text, path)
    return Converted(written.text, model, (*model.diagnostics, *told))


def _written(spec: Item, beside: tuple[Remark, ...], model: Model, to: Syntax, path: str, limits: Limits) -> Written:
    """The text that says the same. Raises SpecError when none was found."""
    care = Care()
    troubled: list[Path] = []
    for _ in range(ROUNDS):
        written = WRITERS[to](spec, beside, care)
        back, troubled = _read_back(written, model, to, limits)
        if not troubled:
            return written
        careful = [care.more(fact) for fact in troubled]
        if not any(careful):
            if back is not None and same(model, back):
                return written
            if care.least >= 2:
                break
            care.least += 1
    raise SpecError(_unsayable(model, troubled, path, to))


def _read_back(written: Written, model: Model, to: Syntax, limits: Limits) -> tuple[Model | None, list[Path]]:
    """The model of what was written, if it has one, and the facts that are not what they were."""
    try:
        back = assemble(read(written.text.encode(), "<converted>", to, limits))
    except SpecError as error:
        return None, list(dict.fromkeys(_fact(written, d) for d in error.diagnostics if d.severity == "error"))
    found = list(differences(model, back))
    # A new warning is no difference, but a sign that something could be said better.
    known = Counter(diagnostic.code for diagnostic in model.diagnostics)
    new = [d for d in back.diagnostics if d.code not in known]
    return back, list(dict.fromkeys([*found, *(_fact(written, d) for d in new)]))


def _fact(written: Written, diagnostic: Diagnostic) -> Path:
    line = diagnostic.span.line if diagnostic.span else 1
    return written.facts[min(line, len(written.facts)) - 1]


def same(one: Model, other: Model) -> bool:
    """Whether two models say the same."""
    return next(differences(one, other), None) is None


def differences(one: Any, other: Any, path: Path = ()) -> Iterator[Path]:
    """Where two models, or two entities, do not say the same."""
    for rule in rules(type(one)):
        here = (*path, rule.attribute)
        mine, theirs = getattr(one, rule.attribute), getattr(other, rule.attribute)
        if not isinstance(rule.slot, Items):
            if mine != theirs:
                yield here
        elif len(mine) != len(theirs):
            yield here
            yield from ((*here, number, "title") for number in range(len(mine)))
        else:
            for number, pair in enumerate(zip(mine, theirs, strict=True)):
                yield from differences(*pair, (*here, number))


# ---- what is said about it ----------------------------------------------------------------------------------


# How the kinds of remarks that a page has beside its facts are counted.
_PROSE = {
    "heading": ("heading", "headings"),
    "paragraph": ("paragraph of prose", "paragraphs of prose"),
    "list": ("list", "lists"),
    "table": ("table", "tables"),
    "quote": ("quotation", "quotations"),
    "code": ("block of code", "blocks of code"),
    "footnote": ("footnote", "footnotes"),
    "link": ("definition of a link", "definitions of links"),
}


# What Markdown, or a tool that reads it, hides behind words: an address, another page, a remark, a mark of being done.
_BESIDE_WORDS = re.compile(
    r"""\]\(\s*<?(?P<address>[^\s<>()]+)
    | \[\[(?P<page>[^\[\]|\n]+)\|[^\[\]\n]*\]\]
    | (?P<remark>%%[^\n]+?%%)
    | ^[ \t]*(?:[-*+]|\d+[.)])[ \t]+(?P<done>\[[xX]\])[ ]""",
    re.MULTILINE | re.VERBOSE,
)
_SHOWN = 3
_LOOKED_AT = 1000  # each is searched for in all that was written


def _told(beside: tuple[Remark, ...], path: str, to: Syntax) -> Iterator[Diagnostic]:
    """A warning for each kind of remark that the other syntax does not hold as it was."""
    prose = [remark for remark in beside if remark.kind in _PROSE]
    foreign = [remark for remark in beside if remark.kind == "front matter"]
    if prose:
        counts = Counter(remark.kind for remark in prose)
        parts = [f"{counts[kind]} {names[counts[kind] > 1]}" for kind, names in _PROSE.items() if counts[kind]]
        yield _warning(path, "prose", f"became comments: {', '.join(parts)}", prose[0].line)
    if foreign:
        fields = "1 field" if len(foreign) == 1 else f"{len(foreign)} fields"
        message = f"became comments: {fields} of front matter for other tools"
        yield _warning(path, "front-matter", message, foreign[0].line)
    broken = [remark for remark in beside if to == "markdown" and "-->" in remark.text]
    if broken:
        yield _warning(path, "comment", "'-->' would end a comment in Markdown, and became '-- >'", broken[0].line)


def _left_out(source: str, made: str, path: str) -> Iterator[Diagnostic]:
    """A warning of what a text on a page says beside its words: none of it is in the model."""
    lost: dict[str, int] = {}
    for match in islice(_BESIDE_WORDS.finditer(source), _LOOKED_AT):
        text = match[match.lastgroup or 0]
        if text not in lost and text not in made:
            lost[text] = source.count("\n", 0, match.start()) + 1
    if lost:
        shown = ", ".join(f"'{short(text)}'" for text in list(lost)[:_SHOWN])
        more = f" and {len(lost) - _SHOWN} more" if len(lost) > _SHOWN else ""
        yield _warning(path, "left-out", f"left out, as on the map: {shown}{more}", min(lost.values()))


def _warning(path: str, code: str, message: str, line: int) -> Diagnostic:
    return Diagnostic(code, "warning", message, path, Span(line, 1, line, 2))


def _unsayable(model: Model, facts: list[Path], path: str, to: Syntax) -> Iterator[Diagnostic]:
    name = {"markdown": "Markdown", "yaml": "YAML"}[to]
    for fact in facts or [()]:
        if fact[-1:] == ("id",) and (*fact[:-1], "title") in facts:
            continue  # made from the title
        entity: Any = model
        for step in fact[:-1]:
            entity = entity[step] if isinstance(step, int) else getattr(entity, step)
        span = getattr(entity, "span", None)
        what = str(fact[-1]).rstrip("_").replace("_", " ") if fact else "something"
        pictured = fact and "data:" in str(getattr(entity, str(fact[-1]), ""))
        hint = "take out its picture (`data:…`), or its line breaks and double spaces" if pictured else ""
        yield Diagnostic("unsayable", "error", f"the '{what}' cannot be said in {name} as it is", path, span, hint)
