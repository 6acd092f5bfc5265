"""When the index page of a build is made again, and of what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from impactmap.build.fingerprint import digest
from impactmap.build.manifest import Record
from impactmap.build.outcome import WRONG_SPEC, Failure
from impactmap.build.reading import Reading

if TYPE_CHECKING:
    from impactmap.build.about import Entry

TITLE = "Impact maps"
_SEE_ALL = "impactmap check FILE shows all that is wrong."  # which file stands below, as its sources name it
_PICTURES = (".svg", ".png")  # what a browser shows within a page, the better first


class Indexing:
    """The index of what a build has made. `key` is equal for equal pages."""

    def __init__(
        self, specs: Mapping[str, Record], reading: Reading, failed: Iterable[Failure], fingerprint: str
    ) -> None:
        self._specs = specs
        why = {failure.path: _why(failure) for failure in failed}
        self._names = {name: reading.why_unread(name) for name in specs}
        self._names |= {task.source.name: why.get(task.source.path, "") for task in reading.tasks}
        self._first = reading.tasks[0] if reading.tasks else None
        self.key = digest(fingerprint.encode(), *self._ground(), *map(self._line, sorted(self._names)))

    def _ground(self) -> tuple[bytes, bytes]:
        first = self._first
        return (first.wanted.theme.encode(), first.project.colours) if first else (b"", b"")

    def _line(self, name: str) -> bytes:
        record = self._specs.get(name)
        made = [output.name for output in record.outputs] if record else []
        told = record.line.rsplit(b"\t", 1)[1] if record else b""
        return "\0".join((name, self._names[name], *made, "")).encode(errors="surrogatepass") + told

    def page(self) -> bytes:
        """The page, in the colours of the first spec's project."""
        from impactmap.brand import read_brand
        from impactmap.build.index import page
        from impactmap.theme import Theme

        mode, colours = self._first.wanted.theme if self._first else "auto", self._ground()[1]
        theme = read_brand(colours, "the brand file") if colours else Theme()
        return page([self._entry(name) for name in sorted(self._names)], title=TITLE, mode=mode, theme=theme)

    def _entry(self, name: str) -> Entry:
        from impactmap.build.about import About, Entry

        record = self._specs.get(name)
        outputs = tuple(output.name for output in record.outputs) if record else ()
        fitting = (file for ending in _PICTURES for file in outputs if file.endswith(ending))
        about = About.from_json(record.about) if record else About()
        return Entry(name, next(fitting, ""), outputs, about, self._names[name])


def _why(failure: Failure) -> str:
    """The reason on a card, where there is room for the first error only."""
    return f"{failure.why}\n{_SEE_ALL}" if failure.code == WRONG_SPEC else failure.why
