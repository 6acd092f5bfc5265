"""One syntax into the other: every fact stays, and that is proven before anybody sees the text.

What has been written is read back, and its model compared with that of the source. A fact that came out otherwise is
written again with more care (quoted, field by field, as a block of code); one that no care can save is an error.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from impactmap.assemble import assemble
from impactmap.diagnostics import Diagnostic, SpecError
from impactmap.document import Limits, Remark, Syntax
from impactmap.model import Model
from impactmap.model.grammar import Items, rules
from impactmap.readers import read
from impactmap.readers.remarks import remarks
from impactmap.readers.sniffing import sniff
from impactmap.writers import WRITERS, Care, Path, Written, spec_of

ROUNDS = 16  # of writing and reading back; each takes more care of what came out wrong


@dataclass(frozen=True, slots=True)
class Converted:
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
    beside = remarks(document, syntax or sniff(path, document.text))
    write = WRITERS[to]
    care = Care()
    troubled: list[Path] = []
    for _ in range(ROUNDS):
        written = write(spec, beside, care)
        back, troubled = _read_back(written, model, to, limits)
        if not troubled:
            return Converted(written.text, model, (*model.diagnostics, *_told(beside, path, to)))
        careful = [care.more(fact) for fact in troubled]
        if not any(careful):
            if back is not None and same(model, back):
                return Converted(written.text, model, (*model.diagnostics, *_told(beside, path, to)))
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


def _told(beside: tuple[Remark, ...], path: str, to: Syntax) -> Iterator[Diagnostic]:
    """A warning for each kind of remark that the other syntax does not hold as it was."""
    prose = [remark for remark in beside if remark.kind == "prose"]
    foreign = [remark for remark in beside if remark.kind == "front matter"]
    if prose:
        yield _warning(path, "prose", f"{_many(len(prose), 'paragraph')} of prose became comments", prose[0])
    if foreign:
        fields = _many(len(foreign), "field")
        yield _warning(path, "front-matter", f"{fields} of front matter for other tools became comments", foreign[0])
    broken = [remark for remark in beside if to == "markdown" and "-->" in remark.text]
    if broken:
        yield _warning(path, "comment", "'-->' would end a comment in Markdown, and became '-- >'", broken[0])


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _warning(path: str, code: str, message: str, remark: Remark) -> Diagnostic:
    from impactmap.diagnostics import Span

    return Diagnostic(code, "warning", message, path, Span(remark.line, 1, remark.line, 2))


def _unsayable(model: Model, facts: list[Path], path: str, to: Syntax) -> Iterator[Diagnostic]:
    name = {"markdown": "Markdown", "yaml": "YAML"}[to]
    for fact in facts or [()]:
        entity: Any = model
        for step in fact[:-1]:
            entity = entity[step] if isinstance(step, int) else getattr(entity, step)
        span = getattr(entity, "span", None)
        what = str(fact[-1]).rstrip("_").replace("_", " ") if fact else "something"
        yield Diagnostic("unsayable", "error", f"the '{what}' cannot be said in {name} as it is", path, span)
