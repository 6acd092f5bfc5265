"""Readers: bytes to located blocks. One file per syntax; both hand over the same shape.

The root is a Mapping of the map's own fields and one field per section. A section is a Sequence of items (in YAML,
whatever the author put there). An item is a Scalar, which is its title, or a Mapping with `title`, `id`, `note`,
`link` and the fields of its entity, as typed. Values are Scalars, Mappings or Sequences; an absent one is an empty
Scalar. Nothing is resolved here: names, references, quantities and dates are the assembler's.

Codes of what readers report (errors, but for those marked w, which are warnings):

- any source: `too-large` (limit bytes), `too-deep` (depth), `too-many` (items), `too-long` (text), `encoding`,
  `control-character`, `empty`
- YAML: `syntax`, `duplicate-key`, `alias`, `anchor`, `tag`, `merge-key`, `key` (a name that is no text),
  `documents` (more than one), `root` (no mapping)
- Markdown: `front-matter` (never closed), `blocks` (more than one map on a page), `unknown-field` (the column of
  a table), `extra-cell`; w: `two-titles`, `near-section`, `no-items`, `lone-field`, `no-bullet`, `no-colon`,
  `item-in-item`, `stray-id`
"""

from __future__ import annotations

from collections.abc import Callable

from impactmap.document import Document, Limits, Mapping, Syntax
from impactmap.readers.decoding import decode
from impactmap.readers.reading import Reading
from impactmap.readers.sniffing import sniff

__all__ = ["read"]

_DEFAULT = Limits()


def read(data: bytes, path: str, syntax: Syntax | None = None, limits: Limits = _DEFAULT) -> Document:
    """The located blocks of a spec.

    `path` is what messages call the source; without a `syntax` its extension decides, or else the look of the text.
    Never raises for what `data` holds: everything wrong with it is in the document's diagnostics.
    """
    if len(data) > limits.bytes:
        reading = Reading(path, "", limits, complete=False)
        # Callers read no more than one byte over the limit, so nobody knows the size.
        reading.over("bytes", f"the source has more than {limits.bytes:,} bytes", None)
        return reading.document(_nothing(reading))
    text, flaws = decode(data)
    reading = Reading(path, text, limits)
    for flaw in flaws:
        place = None if flaw.offset is None else reading.span(flaw.offset, flaw.offset + 1)
        reading.report(flaw.code, flaw.message, place, flaw.hint)
    syntax = syntax or sniff(path, text)
    if not text.strip(" \n\t\ufeff"):
        if not flaws:
            from impactmap.readers import smallest

            hint = smallest.YAML if syntax == "yaml" else smallest.MARKDOWN
            reading.report("empty", "there is no spec in it", None, hint)
        reading.complete = False
        return reading.document(_nothing(reading))
    return reading.document(_READERS[syntax]()(reading))


def _nothing(reading: Reading) -> Mapping:
    return Mapping((), reading.span(0, len(reading.text)))


# Each is imported when it is first needed: the parsers take longer to import than most specs to read.


def _markdown() -> Callable[[Reading], Mapping]:
    from impactmap.readers.markdown import read_markdown

    return read_markdown


def _yaml() -> Callable[[Reading], Mapping]:
    from impactmap.readers.yaml import read_yaml

    return read_yaml


_READERS: dict[Syntax, Callable[[], Callable[[Reading], Mapping]]] = {"markdown": _markdown, "yaml": _yaml}
