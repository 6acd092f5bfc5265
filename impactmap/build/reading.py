"""Every file that may be a spec is read once and let go of; what stays is which are specs, and what they would give."""

from __future__ import annotations

import os
from collections.abc import Sequence

from impactmap.build import wishes as wishing
from impactmap.build.fingerprint import digest
from impactmap.build.manifest import Manifest
from impactmap.build.outcome import WRONG_USE, Failure, PlanError, reason
from impactmap.build.plan import Task, Wanted, base, outputs
from impactmap.build.projects import Project, Projects
from impactmap.build.sources import Source, find_sources, read_source
from impactmap.build.wishes import Wishes
from impactmap.diagnostics import UsageError
from impactmap.formats import SHEETS, extension

LOOKED_AT = 400_000  # bytes that tell whether a file is a spec, whatever a spec may cost


class Reading:
    """What was found.

    `tasks` are the specs by name, `keys` what each would be remembered under, `files` tells them by device and number.
    `pages` are files that are no specs, with their digest, and `skipped` their paths. `unreadable` are names of files,
    and `unread` what names begin with in folders that could not be looked into, each with the reason; `failures` are
    the same by path. `idle` are paths that were to be passed over and fit nothing.
    """

    def __init__(self, wishes: Wishes, fingerprint: str, known: Manifest, brand: str | None) -> None:
        self.tasks: list[Task] = []
        self.keys: dict[str, str] = {}
        self.files: dict[tuple[int, int], str] = {}
        self.pages: dict[str, str] = {}
        self.skipped: list[str] = []
        self.failures: list[Failure] = []
        self.unreadable: dict[str, str] = {}
        self.unread: dict[str, str] = {}
        self.idle: tuple[str, ...] = ()
        self.projects = Projects(known.memos, fingerprint, brand)
        self._wishes = wishes
        self._fingerprint = fingerprint
        self._known = known
        self._of: dict[str, Project] = {}
        self._kinds: dict[Project, tuple[Wanted, str]] = {}
        self._inventory: str | None = None
        self._offer, memo = wishing.offer(known.memos, fingerprint)
        self.memos = dict(memo)
        if problems := wishes.problems(self._offer):
            raise PlanError(problems)

    def read(self, given: Sequence[str], out: str, exclude: Sequence[str]) -> None:
        """Finds and reads all. Raises PlanError for what is not there and for settings that are wrong."""
        found = find_sources(given, out, exclude)
        self.idle = found.idle
        for path, prefix, error in found.unread:
            self.unread[prefix] = f"its folder cannot be looked into: {error.strerror}"
            self.failures.append(Failure(path, reason(error), WRONG_USE, is_spec=False))
        problems: dict[str, None] = {}
        for source in found.sources:
            try:
                self._take(source)
            except UsageError as error:
                problems.setdefault(str(error))
        if problems:
            raise PlanError(list(problems))
        if not self.tasks and not self.failures:
            where = ", ".join(f"'{one}'" for one in given)
            count = len(self.skipped)
            pages = "page in it is no map" if count == 1 else "pages in it are no maps"
            seen = f": the {count} {pages}" if count else ""
            hidden = "; what .gitignore or --exclude names was passed over" if found.passed else ""
            raise PlanError([f"there is no spec in {where}{seen}{hidden}"])
        self.memos |= self.projects.used

    def why_unread(self, name: str) -> str:
        """Why nothing is known now of a spec of an earlier build; "" when it is just gone."""
        folders = (why for prefix, why in self.unread.items() if name.startswith(prefix))
        return self.unreadable.get(name) or next(folders, "")

    def _take(self, source: Source) -> None:
        most = self._wishes.limits.bytes + 1
        try:
            data, file = read_source(source.path, max(most, LOOKED_AT))
        except OSError as error:
            # What was found and is gone by now is as good as never there.
            if source.given or not isinstance(error, FileNotFoundError):
                self.failures.append(Failure(source.path, reason(error), WRONG_USE))
                self.unreadable[source.name] = f"it cannot be read: {error.strerror}"
            return
        project = self._project(source)
        wanted, ground = self._kind(project)
        files = outputs(source.name, wanted, {kind: extension(kind) for kind in wanted.formats})
        task = Task(source, project, wanted, ground, files)
        key = task.key(data[:most])
        record = self._known.specs.get(source.name)
        if not source.given and (record is None or record.key != key) and not self._is_spec(source, data):
            return
        self.tasks.append(task)
        self.keys[source.name] = key
        self.files[file] = source.path

    def _is_spec(self, source: Source, data: bytes) -> bool:
        from impactmap.build.sniffing import is_spec

        mark = digest(self._fingerprint.encode(), data)
        if self._known.pages.get(source.name) != mark and is_spec(data[:LOOKED_AT], source.path):
            return True
        self.pages[source.name] = mark
        self.skipped.append(source.path)
        return False

    def _project(self, source: Source) -> Project:
        found = self._of.get(source.folder)
        if found is None:
            try:
                found = self._of[source.folder] = self.projects.of(os.path.realpath(source.folder))
            except OSError as error:
                raise UsageError(reason(error)) from None
        return found

    def _kind(self, project: Project) -> tuple[Wanted, str]:
        """What is wanted in a project, and the digest of all that decides the bytes beside the spec."""
        found = self._kinds.get(project)
        if found is None:
            wanted = self._wishes.wanted(project, self._offer)
            if project.colours:
                self._check_brand(project)
            found = self._kinds[project] = wanted, base(self._fingerprint, wanted, project, self._fonts(wanted))
        return found

    def _fonts(self, wanted: Wanted) -> str:
        """The fonts that pictures with letters of their own may take from this machine; "" where there are none."""
        if not SHEETS.intersection(wanted.formats):
            return ""
        if self._inventory is None:
            from impactmap.formats.fonts import inventory

            self._inventory = inventory()
        return self._inventory

    def _check_brand(self, project: Project) -> None:
        """A wrong brand is said once, before anything is rendered, and not again while it stays what it is."""
        key = digest(b"brand", self._fingerprint.encode(), project.colours)
        if key not in self._known.memos:
            from impactmap.brand import read_brand

            read_brand(project.colours, project.brand)
        self.memos[key] = "true"
