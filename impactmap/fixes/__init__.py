"""Fixes that are certain: what an author meant, said in the form that the tool itself would give it.

One fixer per file, listed in the table. A fixer gets a `Source` and makes edits of its text; none may change what a
spec means, and `tidied` proves that none did.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from msgspec import Struct

from impactmap.convert import same
from impactmap.diagnostics import ImpactmapError, SpecError
from impactmap.document import Limits, Syntax
from impactmap.fixes import dates, ids, markers, names, spaces, tables, words
from impactmap.fixes.source import Edit, Source, apply
from impactmap.readers.encoding import encode_like

__all__ = ["Edit", "FixError", "Tidied", "apply", "fixes", "mended", "tidied"]

FIXERS: tuple[Callable[[Source], Iterable[Edit]], ...] = (
    names.fix,
    words.fix,
    ids.fix,
    dates.fix,
    markers.fix,
    spaces.fix,
)
ROUNDS = 4  # one edit may make room for another; more than two rounds have not been seen


class FixError(ImpactmapError):
    """The fixes would have changed what a spec means: a defect of this tool. Nothing was written."""


class Tidied(Struct, frozen=True):
    """A spec before and after. `data` is the new file, in the encoding and with the line ends of the old one."""

    before: str
    after: str
    data: bytes
    changed: bool


def fixes(data: bytes, path: str, *, syntax: Syntax | None = None, limits: Limits | None = None) -> tuple[Edit, ...]:
    """The edits that bring a spec into its form, in source order. A spec that is wrong may be mended by some."""
    return _of(Source.of(data, path, syntax, limits))


def _of(source: Source) -> tuple[Edit, ...]:
    if not source.document.root.fields:
        return ()
    edits = [edit for fixer in FIXERS for edit in fixer(source)]
    rows = list(tables.fix(source, edits))
    inside = [e for e in edits if not any(row.start <= e.start and e.stop <= row.stop for row in rows)]
    return tuple(sorted(dict.fromkeys([*inside, *rows])))


def tidied(data: bytes, path: str, *, syntax: Syntax | None = None, limits: Limits | None = None) -> Tidied:
    """A spec in its form: the same model, by proof.

    Raises SpecError for a spec that is wrong, and FixError when the new text would say something else.
    """
    first = Source.of(data, path, syntax, limits)
    if first.model is None:
        raise SpecError(first.diagnostics)
    return _form(first, data)


def mended(data: bytes, path: str, *, syntax: Syntax | None = None, limits: Limits | None = None) -> Tidied:
    """A spec after all fixes that are certain, right or wrong: a right one means the same, a wrong one is less wrong.

    Raises FixError when the new text would say something else, or have an error that the old one had not.
    """
    return _form(Source.of(data, path, syntax, limits), data)


def _form(first: Source, data: bytes) -> Tidied:
    source = first
    for _ in range(ROUNDS):
        text = apply(source.text, _of(source))
        if text == source.text:
            break
        source = Source.of(text.encode(), first.document.path, first.syntax, first.limits)
        if not _means_the_same(first, source):
            path = first.document.path
            raise FixError(
                f"{path}: its form would say something else; this is a defect of impactmap, please report it"
            )
    new = encode_like(source.text, data)
    return Tidied(first.text, source.text, new, new != data)


def _means_the_same(old: Source, new: Source) -> bool:
    if old.model is not None:
        return new.model is not None and same(old.model, new.model)
    return not _errors(new) - _errors(old)


def _errors(source: Source) -> Counter[tuple[str, str]]:
    return Counter((d.code, d.message) for d in source.diagnostics if d.severity == "error")
