"""What a page asks for: options as typed, and the spec that they are about."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, get_args

from msgspec import Struct
from msgspec.structs import replace

from impactmap.diagnostics import ImpactmapError, UsageError, did_you_mean, nearest
from impactmap.document import Syntax
from impactmap.embed.trouble import EmbedError, Place, Problem, problems_of, reason
from impactmap.geometry import Direction
from impactmap.theme import Mode

if TYPE_CHECKING:
    from impactmap.theme import Theme

_LENGTH = re.compile(r"(?:\d{1,4}(?:\.\d{1,3})?)(?:px|%|em|cm|mm|in|pt)?")
_FLAGS = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}


class Look(Struct, frozen=True):
    """How a picture is wanted; what is empty is for the project's settings and the tool to decide.

    `width` is a length of CSS, `alt` and `caption` are in the page author's words, `text` asks for the picture in
    words under it.
    """

    view: str = ""
    theme: Mode | None = None
    direction: Direction | None = None
    outcome: str = ""
    alt: str = ""
    caption: str = ""
    width: str = ""
    text: bool = False


class Source(Struct, frozen=True):
    """A spec's bytes and where they stand. `used` are the files that the picture is made from."""

    data: bytes
    place: Place
    syntax: Syntax | None = None
    used: tuple[Path, ...] = ()


class Asked(Struct, frozen=True):
    """All that settles a picture, with nothing left to look up; it can be pickled."""

    source: Source
    look: Look
    view: str
    theme: Mode
    brand: bytes = b""
    brand_path: str = ""

    def colours(self) -> Theme:
        """The colours of the project. Raises UsageError when its brand file is wrong."""
        from impactmap.brand import read_brand
        from impactmap.theme import Theme

        return read_brand(self.brand, self.brand_path) if self.brand_path else Theme()


# ---- options ------------------------------------------------------------------------------------------------


def look(given: Mapping[str, str], also: tuple[str, ...] = ()) -> Look:
    """Options as typed, read. `also` are names that the host knows beside these, for hints.

    Raises EmbedError with everything that is wrong with them.
    """
    readers: dict[str, Callable[[str, str], Any]] = {
        "view": _view,
        "theme": _one_of(get_args(Mode)),
        "direction": _one_of(get_args(Direction)),
        "outcome": _words,
        "alt": _words,
        "caption": _words,
        "width": _length,
        "text": _flag,
    }
    names = (*readers, *also)
    chosen: dict[str, Any] = {}
    wrong: list[Problem] = []
    for name, value in given.items():
        if name not in readers:
            hint = did_you_mean(name, names) or f"there are {', '.join(names)}"
            wrong.append(Problem(f"there is no option '{name}': {hint}"))
            continue
        try:
            chosen[name] = readers[name](name, value)
        except UsageError as error:
            wrong.append(Problem(str(error)))
    if wrong:
        raise EmbedError(wrong)
    return Look(**chosen)


def _view(name: str, value: str) -> str:
    from impactmap.views import view

    return view(value.strip()).NAME


def choice(name: str, value: str, words: tuple[str, ...]) -> str:
    """The value of an option that takes one of these words. Raises UsageError with the nearest."""
    word = value.strip()
    if word in words:
        return word
    hint = did_you_mean(word, words) or f"there are {', '.join(words)}"
    raise UsageError(f"there is no {name} '{value}': {hint}")


def _one_of(words: tuple[str, ...]) -> Callable[[str, str], str]:
    return lambda name, value: choice(name, value, words)


def _words(name: str, value: str) -> str:
    if text := " ".join(value.split()):
        return text
    raise UsageError(f"the option '{name}' is empty: leave it out or give it a value")


def _length(name: str, value: str) -> str:
    length = value.strip()
    if not _LENGTH.fullmatch(length):
        raise UsageError(f"the {name} '{value}' is no length: write it as in 640px, 80% or 16cm")
    return f"{length}px" if length[-1].isdigit() else length


def _flag(name: str, value: str) -> bool:
    word = value.strip().casefold()
    if word in {"", name}:  # the bare name of the option
        return True
    if word in _FLAGS:
        return _FLAGS[word]
    raise UsageError(f"the option '{name}' is yes or no, not '{value}'")


# ---- sources ------------------------------------------------------------------------------------------------


def inside(root: Path, start: Path, reference: str, typed: str = "") -> Path:
    """The file that a reference names, looked for from `start`; links are followed.

    `typed` is the reference as the page has it, where that is another one: a name to be put in its place is so too.
    Raises UsageError when there is no such file, or when it lies outside `root`: a page shows what is in its project.
    """
    try:
        if Path(reference).is_absolute():
            raise UsageError(f"'{reference}' is an absolute path: name the file from '{start.name}/' on")
        root, file = root.resolve(), (start / reference).resolve()
    except (ValueError, OSError, RuntimeError) as error:  # a NUL, a ring of links
        raise UsageError(f"'{reference}' is no name of a file: {reason(error)}") from None
    if not file.is_relative_to(root):
        raise UsageError(f"'{reference}' lies outside '{root.name}/', the folder that pages may take maps from")
    if not file.is_file():
        folder, slash, name = (typed or reference).rpartition("/")
        near = _nearest_file(file) if name == file.name else ""  # a folder, or a link, goes by another name
        hint = f": did you mean '{folder}{slash}{near}'?" if near else ""
        raise UsageError(f"there is no file '{reference}' in '{start.name}/'{hint}")
    return file


def _nearest_file(missing: Path) -> str:
    """The name of the file beside a missing one that is most like it, or "". Its ending counts for little."""
    try:
        others = sorted(other.name for other in missing.parent.iterdir() if other.is_file())
    except OSError:
        return ""
    stems = {PurePath(name).stem.casefold(): name for name in others}
    same = next((name for name in others if name.casefold() == missing.name.casefold()), "")
    return same or stems.get(nearest(missing.stem, stems) or "", "")


def from_file(file: Path, root: Path) -> Source:
    """A spec in a file. Messages name it from `root` on. Raises OSError."""
    from impactmap.document import Limits
    from impactmap.pipeline import read_file
    from impactmap.readers.sniffing import named

    resolved = root.resolve()
    name = file.relative_to(resolved).as_posix() if file.is_relative_to(resolved) else str(file)
    return Source(read_file(file, Limits()), Place(name), named(name), (file,))


def both(options: Callable[[], Look], spec: Callable[[], tuple[Source, Path]]) -> tuple[Look, Source, Path]:
    """What two readers give. Where the first raises, so does this: EmbedError, with what is wrong with the spec too."""
    try:
        wanted = options()
    except ImpactmapError as error:
        raise EmbedError((*problems_of(error, b"", Place("")), *_wrong_with(spec))) from None
    return wanted, *spec()


def _wrong_with(spec: Callable[[], tuple[Source, Path]]) -> tuple[Problem, ...]:
    """What is wrong with a spec that is not drawn for other reasons."""
    from impactmap.pipeline import load

    data, place = b"", Place("")
    try:
        source, home = spec()
        data, place = source.data, source.place
        settled(source, Look(), home)
        load(data, syntax=source.syntax)
    except Exception as error:  # as `drawn` does
        return problems_of(error, data, place)
    return ()


def settled(source: Source, wanted: Look, home: Path | None) -> Asked:
    """What is left open is taken from the settings of the project that `home`, a file, lies in.

    Raises UsageError when settings or brand file are wrong, OSError when one cannot be read.
    """
    from impactmap.brand import settled_brand
    from impactmap.project import project_settings

    settings = project_settings(home)
    used = (Path(settings.path), Path(settings.brand)) if settings.brand else (Path(settings.path),)
    return Asked(
        replace(source, used=(*source.used, *(used if settings.path else ()))),
        wanted,
        wanted.view or next(iter(settings.views), "impact-map"),
        wanted.theme or settings.theme or "auto",
        settled_brand(settings),
        settings.brand,
    )
