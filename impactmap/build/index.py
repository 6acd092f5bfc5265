"""The index of a build: one page with every map, what became of it, and what the maps have in common.

The page works from disk and offline: it loads the pictures that lie beside it and nothing else. Without script it is
the list of all maps; with it they are searched and filtered. It is written in one pass, as there may be thousands.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import PurePosixPath
from urllib.parse import quote

from markupsafe import Markup
from msgspec import Struct

from impactmap.build.about import Entry, Kind
from impactmap.build.sharing import KINDS, Namesake, Shared, Tie, namesakes, shared, ties
from impactmap.drawing.templates import environment, source
from impactmap.formats.locked import colour_rules, policy
from impactmap.health import Share, together
from impactmap.language import capital, language
from impactmap.model.when import When, WhenError, parse_when
from impactmap.portrait import count
from impactmap.theme import Mode, Theme

MOST_NAMED = 6
"""So many maps of a shared thing are named where there is no script to filter by it; the rest is counted."""

MOST_NAMESAKES, MOST_TITLES, MOST_EACH = 20, 4, 3
"""So many ids that several maps use for different things are asked about, so many titles of each, and maps of each."""

NOUNS: dict[Kind, str] = {kind: {"cause": "root cause"}.get(kind, kind) for kind in KINDS}
"""What one of each kind is called."""

_CHUNK = 256  # pieces of the page that are encoded at once


class File(Struct, frozen=True):
    """A file of a map; `name` is what people call its format."""

    name: str
    href: str


class View(Struct, frozen=True):
    """A further view of a map that there is in several formats."""

    name: str
    files: tuple[File, ...]


class Card(Struct, frozen=True):
    """A map on the page. `href` opens it, "" when there is nothing to open; `picture` is the source of its image.

    `files` are those of its first view, and of further views with a single one; `views` are the others. `things` are
    places in the list of what is shared; `words` says the same of it in a sentence.
    """

    anchor: str
    entry: Entry
    title: str
    href: str
    picture: str
    files: tuple[File, ...]
    views: tuple[View, ...]
    owners: tuple[str, ...]
    when: When | None
    things: tuple[int, ...]
    words: str


class Having(Struct, frozen=True):
    """The first maps that have something, as anchor and title; `more` counts the others."""

    maps: tuple[tuple[str, str], ...]
    more: int


class Doubt(Struct, frozen=True):
    """An id under which maps have different things: the first titles with their maps; `more` counts the others."""

    noun: str
    id: str
    titles: tuple[tuple[str, Having], ...]
    more: int


class Sums(Struct, frozen=True):
    """All maps together. `failed`, `errors` and `warnings` count maps; `first` and `last` are their dates' ends."""

    maps: int
    failed: int
    errors: int
    warnings: int
    first: When | None
    last: When | None
    health: tuple[Share, ...]


def page(entries: Iterable[Entry], *, title: str, mode: Mode, theme: Theme) -> bytes:
    """The index page of these maps, sorted by path: the same bytes for the same entries in any order.

    Links are relative to the page. Raises ValueError when a colour of the theme is not written `#rrggbb`.
    """
    listed = sorted(entries, key=lambda entry: (entry.path, entry.outputs))
    things = [entry.about.things for entry in listed]
    found, doubted = shared(things), namesakes(things)
    style = f"{colour_rules(theme)}\n{source('index.css')}"
    script = '(() => {\n"use strict";\n' + source("index.js") + "})();\n"
    stream = (
        environment()
        .get_template("index.html.j2")
        .stream(
            title=title,
            mode=mode,
            logo=theme.logo,
            sums=_sums(listed),
            cards=_cards(listed, found),
            groups=[(kind, noun, list(_named(found, kind, listed))) for kind, noun in NOUNS.items()],
            doubts=list(_doubts(doubted[:MOST_NAMESAKES], listed)),
            doubted=len(doubted),
            # The pictures lie beside the page: 'self' is its own server, or from disk the other files there.
            policy=f"{policy(script, style)}; img-src 'self'",
            style=Markup(style),  # noqa: S704 # our own files, and colours that were checked
            script=Markup(script),  # noqa: S704 # our own files
            language=language,
            count=count,
            percent=_percent,
        )
    )
    stream.enable_buffering(_CHUNK)
    written = io.BytesIO()
    stream.dump(written, "utf-8")
    return written.getvalue()


def link(path: str) -> str:
    """A path beside the page as a relative reference, whatever is in it (RFC 3986, section 4.2).

    Bytes that are no UTF-8 keep to what they are on disk. A leading slash or two would name another place.
    """
    try:
        raw = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raw = path.encode("utf-8", "replace")
    reference = quote(raw, safe="/")  # a colon, too, is written as %3A, so that nothing in front of it is a scheme
    return f".{reference}" if reference.startswith("/") else reference


# ---- the maps ---------------------------------------------------------------------------------------------


def _cards(listed: Sequence[Entry], found: Sequence[Shared]) -> Iterator[Card]:
    for number, (entry, (things, tied)) in enumerate(zip(listed, ties(found, len(listed)), strict=True), start=1):
        pages = [path for path in entry.outputs if path.lower().endswith((".html", ".htm"))]
        # Of a failed map the files are those of an earlier build: they can still be opened.
        best = pages[0] if pages else entry.picture or (entry.outputs[0] if entry.outputs else "")
        files, views = _files(entry)
        yield Card(
            anchor=_anchor(number),
            entry=entry,
            title=_title(entry),
            href=link(best) if best else "",
            picture=link(entry.picture) if entry.picture else "",
            files=files,
            views=views,
            owners=entry.about.owners,
            when=_when(entry),
            things=things,
            words=_sharing(tied),
        )


def _anchor(number: int) -> str:
    return f"map-{number}"


def _title(entry: Entry) -> str:
    return entry.about.title or PurePosixPath(entry.path.replace("\\", "/")).stem or entry.path


def _files(entry: Entry) -> tuple[tuple[File, ...], tuple[View, ...]]:
    """The files under short names. A page holds all views and a picture one, whose name stands in that of its file.

    Those of the first view are called by their kinds (`SVG`), one of a further view by that (`Opportunity tree`);
    where a further view has several, these stand together.
    """
    stem = PurePosixPath(entry.path.replace("\\", "/")).stem
    by_view: dict[str, list[File]] = {"": []}
    for path in entry.outputs:
        view, kind = _view_and_kind(PurePosixPath(path).name.removeprefix(stem))
        by_view.setdefault(view, []).append(File(kind, link(path)))
    first = by_view.pop("")
    alone = [File(view, files[0].href) for view, files in by_view.items() if len(files) == 1]
    return (*first, *alone), tuple(View(view, tuple(files)) for view, files in by_view.items() if len(files) > 1)


def _view_and_kind(rest: str) -> tuple[str, str]:
    """What follows the stem of `a.opportunity-tree.svg`, in words: `Opportunity tree` and `SVG`."""
    view, _, kind = rest.strip(".").rpartition(".")
    return capital(view.replace("-", " ")), kind.upper()


def _when(entry: Entry) -> When | None:
    with suppress(WhenError):
        return parse_when(entry.about.as_of) if entry.about.as_of else None
    return None


def _percent(part: Share) -> int:
    """How far a meter is filled, from 0 to 100, whatever the manifest of an earlier build says."""
    return 100 * max(0, min(part.count, part.total)) // part.total


def _sharing(tied: Iterable[Tie]) -> str:
    """`Shares 2 metrics with 3 maps, 1 team with 1 map`; "" for nothing."""
    parts = [f"{count(tie.things, NOUNS[tie.kind])} with {count(tie.maps, 'map')}" for tie in tied]
    return f"Shares {', '.join(parts)}" if parts else ""


def _named(found: Sequence[Shared], kind: Kind, listed: Sequence[Entry]) -> Iterator[tuple[Shared, Having]]:
    for one in found:
        if one.kind == kind:
            yield one, _having(one.maps, MOST_NAMED, listed)


def _doubts(doubted: Iterable[Namesake], listed: Sequence[Entry]) -> Iterator[Doubt]:
    for one in doubted:
        titles = tuple((title, _having(places, MOST_EACH, listed)) for title, places in one.titles[:MOST_TITLES])
        yield Doubt(NOUNS[one.kind], one.id, titles, len(one.titles) - len(titles))


def _having(places: Sequence[int], most: int, listed: Sequence[Entry]) -> Having:
    first = tuple((_anchor(place + 1), _title(listed[place])) for place in places[:most])
    return Having(first, len(places) - len(first))


def _sums(listed: Sequence[Entry]) -> Sums:
    dates = sorted(filter(None, map(_when, listed)), key=When.last_day)
    return Sums(
        maps=len(listed),
        failed=sum(bool(entry.failed) for entry in listed),
        errors=sum(entry.about.errors > 0 for entry in listed),
        warnings=sum(entry.about.warnings > 0 for entry in listed),
        first=dates[0] if dates else None,
        last=dates[-1] if dates else None,
        health=together(entry.about.health for entry in listed),
    )
