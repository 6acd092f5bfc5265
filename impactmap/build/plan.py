"""What a build will write, and all that stands in its way, before anything is rendered."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, field

from impactmap.build.fingerprint import digest
from impactmap.build.manifest import is_below
from impactmap.build.projects import Project
from impactmap.build.sources import Source
from impactmap.document import Limits
from impactmap.paper import ITS_OWN, Paper

if TYPE_CHECKING:
    from impactmap.geometry import Direction
    from impactmap.publish import Folder
    from impactmap.theme import Mode

INDEX = "index.html"
_THE_INDEX = "the index of the build"


class Wanted(Struct, frozen=True):
    """What is to be made of a spec: every view in every format. Two equal ones make the same bytes of the same spec.

    `alone` are those of the `formats` that hold one picture a file; `told` says whether the index wants to know of it.
    """

    views: tuple[str, ...] = ("impact-map",)
    formats: tuple[str, ...] = ("svg",)
    alone: tuple[str, ...] = ("svg",)
    theme: Mode = "auto"
    direction: Direction | None = None
    engine: str = "embedded"
    findings: bool = True
    paper: Paper = ITS_OWN
    limits: Limits = field(default_factory=Limits)
    told: bool = True

    def pictures(self) -> Iterator[tuple[str, str]]:
        """Each view and format that makes a file; of a format that holds all views, the first view."""
        for kind in self.formats:
            for view in self.views if kind in self.alone else self.views[:1]:
                yield view, kind


class Task(Struct, frozen=True):
    """A spec and what may be made of it: `outputs` are the names of files by view and format.

    `base` is the digest of all that decides the bytes beside the spec.
    """

    source: Source
    project: Project
    wanted: Wanted
    base: str
    outputs: Mapping[tuple[str, str], str]

    def key(self, data: bytes) -> str:
        """What the outputs are remembered under: the same for the same bytes only."""
        return digest(self.base.encode(), os.path.splitext(self.source.name)[1].lower().encode(), data)


def base(fingerprint: str, wanted: Wanted, project: Project, fonts: str) -> str:
    """The digest of all that decides the bytes beside the spec; `fonts` are those of the machine, where they matter."""
    parts = (fingerprint, repr(wanted), project.digest, fonts)
    return digest(*(part.encode(errors="surrogateescape") for part in parts), project.colours)


def outputs(name: str, wanted: Wanted, extensions: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """The files of a spec: `a/b.svg` for the first view, `a/b.metric-tree.svg` for a further one."""
    stem = os.path.splitext(name)[0]
    named = {}
    for view, kind in wanted.pictures():
        middle = "" if view == wanted.views[0] else f".{view}"
        named[view, kind] = f"{stem}{middle}{extensions[kind]}"
    return named


def clashes(tasks: Iterable[Task], index: bool) -> list[str]:
    """Every two things that would go to one file, on any file system.

    Letter case and the Unicode form of a name make no difference on some, so they make none here; and no file can
    stand where another one's folder is.
    """
    wrong: list[str] = []
    files: dict[str, str] = {}
    folders: dict[str, tuple[str, str]] = {}
    pairs: set[tuple[str, str]] = set()  # said once, however many files they share
    if index:
        files[same(INDEX)] = _THE_INDEX
    for task in tasks:
        who = f"'{task.source.path}'"
        for name in dict.fromkeys(task.outputs.values()):
            if not is_below(name):
                wrong.append(f"{who} would go to '{name}', which is no name on every system")
                continue
            other = files.setdefault(same(name), who)
            if other is not who and (other, who) not in pairs:
                pairs.add((other, who))
                advice = "rename one, or pass over it with --exclude"
                if other == _THE_INDEX:
                    advice = "rename the spec, pass over it with --exclude, or make no index with --no-index"
                wrong.append(f"{other} and {who} would both go to '{name}': {advice}")
            folder = name
            while "/" in folder:
                folder = folder.rpartition("/")[0]
                if same(folder) in folders:
                    break
                folders[same(folder)] = folder, who
    for folded, (folder, who) in folders.items():
        if folded in files:
            wrong.append(f"{files[folded]} would go to '{folder}', which is a folder for {who}")
    return list(dict.fromkeys(wrong))


def same(name: str) -> str:
    """A form in which two names are equal when any file system takes them for one."""
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def in_the_way(out: Folder, names: Iterable[tuple[str, str]], sources: Mapping[tuple[int, int], str]) -> list[str]:
    """What stands in the folder where outputs are to go and will not be replaced.

    `names` are pairs of an output and the spec that it is of; `sources` tells the specs by device and number.
    """
    wrong: list[str] = []
    seen: dict[str, str] = {"": ""}  # what is wrong with a folder, said once
    for name, who in names:
        parent = name.rpartition("/")[0]
        if parent not in seen:
            seen[parent] = problem = _folder_in_the_way(out, parent)
            wrong += [problem] if problem else []
        if seen[parent]:
            continue
        about = _about(out, name)
        if about is None:
            continue
        if stat.S_ISDIR(about.st_mode):
            wrong.append(f"the picture of '{who}' would go to '{name}', which is a folder")
        elif stat.S_ISLNK(about.st_mode):
            wrong.append(f"the picture of '{who}' would go to '{name}', which is a symbolic link")
        elif (spec := sources.get((about.st_dev, about.st_ino))) is not None:
            wrong.append(f"the picture of '{who}' would replace the spec '{spec}'")
    return wrong


def _folder_in_the_way(out: Folder, folder: str) -> str:
    parts = folder.split("/")
    for number in range(1, len(parts) + 1):
        name = "/".join(parts[:number])
        about = _about(out, name)
        if about is None:
            return ""
        if stat.S_ISLNK(about.st_mode):
            return f"'{name}' in the output folder is a symbolic link: pictures would go elsewhere"
        if not stat.S_ISDIR(about.st_mode):
            return f"'{name}' in the output folder is a file, and a folder is to be there"
    return ""


def _about(out: Folder, name: str) -> os.stat_result | None:
    """What stands at a path in the folder; it is looked at once more, and held, when it is written."""
    try:
        return os.lstat(os.path.join(out.path, name))
    except (FileNotFoundError, NotADirectoryError):
        return None


def shard_of(tasks: Sequence[Task], shard: tuple[int, int] | None) -> Sequence[Task]:
    """The part of the tasks that a machine does: it hangs on their names alone, so that it stays the same."""
    if shard is None:
        return tasks
    number, count = shard
    return [task for task in tasks if int(digest(os.fsencode(task.source.name)), 16) % count == number - 1]
