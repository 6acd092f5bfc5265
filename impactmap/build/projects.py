"""What the projects have settled whose specs are built: the settings and the brand of each folder.

To understand settings takes importing all rules and views. What is found out about a file is remembered by its bytes,
so that a build in which nothing has changed needn't.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, cast

from msgspec import Struct
from msgspec.structs import replace

from impactmap.build.fingerprint import digest
from impactmap.build.manifest import dense, fact
from impactmap.diagnostics import UsageError

if TYPE_CHECKING:
    from impactmap.settings import Settings
    from impactmap.theme import Mode

FILE, SHARED = "impactmap.toml", "pyproject.toml"  # as impactmap.settings has them
_LARGEST = 1_000_000  # bytes


class Project(Struct, frozen=True):
    """`digest` stands for all settings; `brand` is a path and `colours` what it holds, both empty without one."""

    path: str = ""
    data: bytes = b""
    digest: str = ""
    views: tuple[str, ...] = ()
    theme: Mode | None = None
    brand: str = ""
    colours: bytes = b""

    def settings(self) -> Settings:
        """All settings, understood again."""
        from impactmap.settings import Settings, read_settings

        shared = os.path.basename(self.path) == SHARED
        return (read_settings(self.data, self.path, shared=shared) if self.data else None) or Settings()


class Projects:
    """The projects of a build, each found and read once."""

    def __init__(self, memos: dict[str, str], fingerprint: str, brand: str | None = None) -> None:
        """`memos` are those of a manifest; `used` will hold the ones that were needed."""
        self._memos = memos
        self._fingerprint = fingerprint
        self._brand = brand
        self._of: dict[str, Project] = {}
        self._colours: dict[str, bytes] = {}
        self.used: dict[str, str] = {}

    def of(self, folder: str) -> Project:
        """The project that a folder (its real path) lies in.

        Raises UsageError with all that is wrong in its settings, OSError when they cannot be read.
        """
        found = self._of.get(folder)
        if found is None:
            found = self._in(folder)
            parent = os.path.dirname(folder)
            if found is None:
                found = self._of_nobody() if parent == folder else self.of(parent)
            self._of[folder] = found
        return found

    def _of_nobody(self) -> Project:
        return Project(brand=self._brand or "", colours=self._read(self._brand))

    def _in(self, folder: str) -> Project | None:
        for name in (FILE, SHARED):
            file = os.path.join(folder, name)
            if not os.path.isfile(file):
                continue
            with open(file, "rb") as opened:
                data = opened.read(_LARGEST + 1)
            if name == FILE or b"impactmap" in data:
                found = self._facts(folder, file, data)
                if found.path:
                    found = replace(found, data=data, brand=self._brand or found.brand)
                    return replace(found, colours=self._colours_of(found))
        return None

    def _facts(self, folder: str, file: str, data: bytes) -> Project:
        """What a file of settings says, without a path when it says nothing of this tool."""
        key = digest(b"settings", self._fingerprint.encode(), os.path.basename(file).encode(), data)
        match fact(self._memos.get(key)):
            case []:
                found = Project()
            case [str(said), list(views), str() | None as theme, str(brand)]:
                found = Project(
                    file,
                    digest=said,
                    views=tuple(views),
                    theme=cast("Mode | None", theme),
                    brand=brand and os.path.join(folder, brand),
                )
            case _:
                found = _understood(folder, file)
        # What is remembered names no place on this machine: it holds wherever the tree lies.
        brand = os.path.relpath(found.brand, folder) if _beside(found.brand, folder) else found.brand
        told = [found.digest, found.views, found.theme, brand] if found.path else []
        self.used[key] = dense(told)
        return found

    def _colours_of(self, project: Project) -> bytes:
        try:
            return self._read(project.brand)
        except OSError as error:
            if self._brand:
                raise
            raise project.settings().no_brand(error) from None

    def _read(self, brand: str | None) -> bytes:
        if not brand:
            return b""
        if brand not in self._colours:
            with open(brand, "rb") as opened:
                data = opened.read(_LARGEST + 1)
            if len(data) > _LARGEST:
                raise UsageError(f"{brand}: more than {_LARGEST:,} bytes are too much for a brand")
            self._colours[brand] = data
        return self._colours[brand]


def _beside(file: str, folder: str) -> bool:
    """Whether a path leads from one to the other: on Windows none does from drive to drive."""
    return bool(file) and os.path.splitdrive(file)[0] == os.path.splitdrive(folder)[0]


def _understood(folder: str, file: str) -> Project:
    from impactmap.project import project_settings

    settings = project_settings(Path(folder, "spec"))
    if settings.path != file:
        return Project()
    # Where they lie moves no picture, and a brand does so by what it holds.
    same = digest(repr(replace(settings, path="", brand="", brand_line=0)).encode())
    return Project(file, digest=same, views=settings.views, theme=settings.theme, brand=settings.brand)
