"""Which files a build looks at: folders, files and globs, in an order that depends on nothing but names."""

from __future__ import annotations

import fnmatch
import os
import re
import stat
from collections.abc import Iterable

from msgspec import Struct, field

from impactmap.build.ignoring import Excluded, Rules, outer_rules
from impactmap.diagnostics import UsageError

EXTENSIONS = (".md", ".markdown", ".yaml", ".yml")
_MAGIC = re.compile(r"[*?\[]")


class Source(Struct, frozen=True):
    """A file that may be a spec.

    `name` is its path below its root, with `/`: what it is called in the manifest and what its pictures are named
    after. `path` is how it is opened and what messages call it. A source that was `given` by name is a spec whatever
    it looks like.
    """

    name: str
    path: str
    given: bool = False

    @property
    def folder(self) -> str:
        return os.path.dirname(self.path)


class Found(Struct):
    """The sources, sorted by name, the folders that could not be looked into, and whether a rule hid a source.

    Of such a folder there is the path as messages name it, what the names of its files begin with, and the reason.
    `idle` are paths that were to be passed over and fit nothing.
    """

    sources: list[Source] = field(default_factory=list)
    unread: list[tuple[str, str, OSError]] = field(default_factory=list)
    passed: bool = False
    idle: tuple[str, ...] = ()


def find_sources(given: Iterable[str], out: str, exclude: Iterable[str] = ()) -> Found:
    """All sources of a build that writes to the folder `out`.

    Of a folder the files with the extensions of specs are taken, unless their name or the name of a folder on the way
    begins with a dot, or a `.gitignore` or `exclude` names them; `out` itself is passed over, and folders that are
    links are not entered. A glob takes those that fit of the folder before its first `*`, `?` or `[`; `**` stands for
    any number of folders, and a folder that fits is taken whole. Raises UsageError naming all that is not there.
    """
    return _Search(os.path.realpath(out), Excluded(exclude)).of(given)


class _Search:
    def __init__(self, out: str, excluded: Excluded) -> None:
        self._out = out
        self._excluded = excluded
        self._found: dict[str, Source] = {}  # by the file itself: what is found twice is taken once
        self._unread: list[tuple[str, str, OSError]] = []
        self._hidden = self._fitted = False

    def of(self, given: Iterable[str]) -> Found:
        wrong = []
        for one in given:
            if one == "-":
                wrong.append("standard input has no name to call a picture by: use `impactmap render -`")
            elif os.path.isdir(one):
                self._folder(one)
            elif os.path.lexists(one):
                self._add(os.path.basename(one), one, given=True)
            elif not (_MAGIC.search(one) and self._glob(one)):
                wrong.append(
                    f"there is no file or folder '{one}'" if not _MAGIC.search(one) else f"nothing fits '{one}'"
                )
        if wrong:
            raise UsageError("; ".join(wrong))
        sources = sorted(self._found.values(), key=lambda source: (source.name.split("/"), source.path))
        return Found(sources, self._unread, self._hidden, tuple(self._excluded.idle))

    def _add(self, name: str, path: str, *, given: bool = False) -> None:
        real = os.path.realpath(path) if given else os.path.abspath(path)
        known = self._found.get(real)
        if known is None or (given and not known.given):
            self._found[real] = Source(known.name if known else name, path, given)

    def _folder(self, root: str, fitting: Fitting | None = None) -> None:
        real = os.path.realpath(root)
        self._walk(root, real, "", outer_rules(real), real, fitting)

    def _walk(self, shown: str, real: str, prefix: str, rules: Rules, root: str, fitting: Fitting | None) -> None:
        """Takes what is in a folder and below, or of that what is `fitting`; all names in it begin with `prefix`."""
        try:
            with os.scandir(real) as scan:
                entries = list(scan)
        except FileNotFoundError:
            return
        except OSError as error:
            self._unread.append((shown, prefix, error))
            return
        if any(entry.name == ".gitignore" for entry in entries):
            rules = rules.and_those_of(real)
        for entry in entries:
            name = prefix + entry.name
            if entry.name.startswith("."):
                continue
            below = fitting.below(entry.name) if fitting else None
            if below and not below.may_fit:
                continue
            if fits := below is None or below.fits:
                self._fitted = True
                below = None  # a folder that fits is taken whole
            if entry.is_dir(follow_symlinks=False):
                if entry.path != self._out and not self._passed(entry.path, name, rules, is_folder=True):
                    self._walk(os.path.join(shown, entry.name), entry.path, f"{name}/", rules, root, below)
            elif (
                fits
                and entry.name.lower().endswith(EXTENSIONS)
                and _is_inside(entry, root)
                and not self._passed(entry.path, name, rules)
            ):
                self._found.setdefault(entry.path, Source(name, os.path.join(shown, entry.name)))

    def _passed(self, path: str, name: str, rules: Rules, *, is_folder: bool = False) -> bool:
        passed = self._excluded.has(name, path, is_folder=is_folder) or rules.ignore(path, is_folder=is_folder)
        self._hidden = self._hidden or passed
        return passed

    def _glob(self, pattern: str) -> bool:
        """Takes what a pattern fits, for shells that expand none or no `**`; False when that is nothing."""
        parts = pattern.replace(os.sep, "/").split("/")
        magic = next(number for number, part in enumerate(parts) if _MAGIC.search(part))
        root = "/".join(parts[:magic]) or ("/" if pattern.startswith("/") else ".")
        self._fitted = False
        self._folder(root, Fitting.of(parts[magic:]))
        return self._fitted


class Fitting(Struct, frozen=True):
    """A glob on its way down a tree: its parts (None for `**`), and all of them that may have to fit next."""

    parts: tuple[re.Pattern[str] | None, ...]
    at: frozenset[int]

    @classmethod
    def of(cls, parts: Iterable[str]) -> Fitting:
        known = tuple(None if part == "**" else re.compile(fnmatch.translate(part)) for part in parts if part)
        return cls(known, frozenset({0}))

    def below(self, name: str) -> Fitting:
        """What is left of it below a folder, or at a file, of that name."""
        left: set[int] = set()
        for number in self._open():
            match self.parts[number : number + 1]:
                case (None,):
                    left.add(number)
                case (part,) if part and part.fullmatch(name):
                    left.add(number + 1)
        return Fitting(self.parts, frozenset(left))

    @property
    def fits(self) -> bool:
        return len(self.parts) in self._open()

    @property
    def may_fit(self) -> bool:
        """Whether anything from here on can fit."""
        return bool(self.at)

    def _open(self) -> set[int]:
        """The parts that may come next: a `**` may also stand for no folder at all."""
        found = set(self.at)
        for number in sorted(self.at):
            while number < len(self.parts) and self.parts[number] is None:
                number += 1  # noqa: PLW2901
                found.add(number)
        return found


def _is_inside(entry: os.DirEntry[str], root: str) -> bool:
    """Whether an entry is a regular file, and where it is a link, one that stays below the root."""
    if not entry.is_symlink():
        return entry.is_file(follow_symlinks=False)
    real = os.path.realpath(entry.path)
    return os.path.isfile(real) and real.startswith(root + os.sep)


def read_source(path: str, most: int) -> tuple[bytes, tuple[int, int]]:
    """The first `most` bytes of a regular file, and which file it is. Raises OSError; a pipe is never waited for."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with open(descriptor, "rb", buffering=0) as file:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            raise OSError(22, "it is no regular file", path)
        data: bytes = file.read(min(most, about.st_size + 1)) or b""
        while len(data) < most and (more := file.read(min(most - len(data), 1 << 20))):
            data += more
        return data, (about.st_dev, about.st_ino)
