"""A fenced block that becomes a map, for MkDocs, Material for MkDocs, Zensical and other Python-Markdown hosts.

    custom_fences:
      - name: impactmap
        class: impactmap
        format: !!python/name:impactmap.embed.superfences.fence
        validator: !!python/name:impactmap.embed.superfences.validator

The block holds a spec, or names a file that does: ```` ```impactmap file="maps/blue.md" view="opportunity-tree" ````.
"""

from __future__ import annotations

import functools
import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from impactmap.diagnostics import UsageError
from impactmap.embed.asking import Asked, Source, both, from_file, inside, look, settled
from impactmap.embed.host import Host, header_of, host_of, place_of
from impactmap.embed.picture import drawn, identity, inline, remarks
from impactmap.embed.trouble import Place, Problem, problems_of, shown

# MkDocs counts the warnings of every logger below `mkdocs` when it is told to be strict.
_log = logging.getLogger("mkdocs.plugins.impactmap")

_seen: WeakKeyDictionary[Any, Counter[tuple[str, ...]]] = WeakKeyDictionary()
"""How often each fence and each picture has come on a page; hosts make a parser for every page."""


def validator(language: str, inputs: dict[str, str], options: dict[str, Any], attrs: dict[str, Any], md: Any) -> bool:
    """Takes whatever stands behind the fence: what is wrong with it is said by `fence`, on the page.

    SuperFences shows a block whose options are refused as if it were code.
    """
    options.update(inputs)
    return True


def formatter(*, folder: str = "", **defaults: Any) -> Callable[..., str]:
    """A formatter with options of its own.

    `folder`, from the site's settings on, is where files are looked for, and what they may not lie outside of. The
    others are those of a fence (`view`, `theme`, …), for fences that don't say otherwise.
    """
    return functools.partial(fence, folder=folder, defaults={name: _word(value) for name, value in defaults.items()})


def fence(
    source: str,
    language: str,
    css_class: str,
    options: Mapping[str, str],
    md: Any,
    *,
    classes: Sequence[str] = (),
    id_value: str = "",
    attrs: Mapping[str, str] | None = None,
    folder: str = "",
    defaults: Mapping[str, str] | None = None,
) -> str:
    """The map of a fence as HTML, or what is wrong with it; the signature is the one that SuperFences calls.

    What is wrong is logged as a warning too, so that a strict build fails. Where a host is strict but counts no
    warnings, a SuperFencesException ends the build.
    """
    host, header = host_of(md), header_of(md)
    place = place_of(host, header, source, _next(md, header, source))
    html = ""
    try:
        _readable(header, language, options, classes, id_value)
        asked = _asked(host, place, source, {**(defaults or {}), **options, **(attrs or {})}, folder)
        picture = drawn(asked)
        problems = remarks(asked, picture)
        number = _next(md, "", identity(asked, picture, host.name, 0))
        prefix = identity(asked, picture, host.name, number)
        html = inline(asked, picture, prefix, name=id_value, classes=[one for one in (css_class, *classes) if one])
    except Exception as error:  # SuperFences swallows it and leaves the page without map or message
        problems = problems_of(error, b"", place)
    problems = tuple(_with_page(problem, place) for problem in problems)
    for problem in problems:
        _log.warning("%s", problem.text)
    if problems and host.raises:
        from pymdownx.superfences import SuperFencesException  # type: ignore[import-untyped]

        raise SuperFencesException("\n".join(problem.text for problem in problems))
    return html or shown(problems)


def _asked(host: Host, place: Place, text: str, options: Mapping[str, str], folder: str) -> Asked:
    """What a fence asks for."""
    given = dict(options)
    file = given.pop("file", "")
    wanted, source, home = both(lambda: look(given, also=("file",)), lambda: _source(host, place, text, file, folder))
    return settled(source, wanted, home)


def _source(host: Host, place: Place, text: str, file: str, folder: str) -> tuple[Source, Path]:
    """The spec, and the file from which on its project's settings are looked for."""
    if file and text.strip():
        raise UsageError("the block names a file and holds a spec: keep one of the two")
    if not file and not text.strip():
        raise UsageError('the block is empty: write a spec into it, or name one as in file="maps/our-map.md"')
    if not file:
        return Source(text.encode("utf-8", "surrogatepass"), place), host.page or host.root / "page.md"
    root = host.root / folder
    found = inside(root, root, file)
    return from_file(found, host.root), found


def _readable(header: str, language: str, options: Mapping[str, str], classes: Sequence[str], name: str) -> None:
    """Complains of a header that SuperFences could make nothing of and dropped, as it does when told to be relaxed."""
    rest = header.lstrip("`~ \t.").removeprefix(language).strip()
    if rest and not (options or classes or name or rest.startswith("{")):
        raise UsageError(f"'{rest}' behind the fence is not understood: put values in quotes as in view=\"impact-map\"")


def _with_page(problem: Problem, place: Place) -> Problem:
    """A problem that says which page it is on, and where."""
    if problem.text.startswith(place.path):
        return problem
    at = f"{place.path}:{place.first - 1}" if place.first else place.path
    return Problem(f"{at}: {problem.text}", problem.line)


def _next(md: Any, *what: str) -> int:
    """How many of these there have been on the page of a parser, this one included."""
    try:
        seen = _seen.setdefault(md, Counter())
    except TypeError:  # a host whose parser cannot be referred to weakly
        return 1
    seen[what] += 1
    return seen[what]


def _word(value: Any) -> str:
    """A value of YAML or TOML as a fence would have it."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
