"""What a check says in the end: a hit with its place, its severity and, where the spec waives it, the waiver."""

from __future__ import annotations

from msgspec import Struct

from impactmap.diagnostics import Severity, Span


class Waived(Struct, frozen=True):
    """Why a finding may stand, and until when (as typed in the spec, in ISO form)."""

    reason: str
    until: str


class Finding(Struct, frozen=True, kw_only=True):
    """One finding about a spec.

    `code` and `name` are the rule's (`C01`, `cause-without-evidence`); for what the reader found wrong both are the
    diagnostic's own. `entity` is the id of the item, "" for the map. `span` is None where it is about the whole file.
    `gist` is the message without the titles of items, "" for what the reader found.
    """

    code: str
    name: str
    severity: Severity
    path: str
    span: Span | None
    message: str
    hint: str
    source: str = ""
    entity: str = ""
    gist: str = ""
    waived: Waived | None = None
