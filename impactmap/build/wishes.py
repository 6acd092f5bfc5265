"""What is asked of a build, and what that means for the specs of a project."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from msgspec import Struct

from impactmap.build.fingerprint import digest
from impactmap.build.manifest import dense, fact
from impactmap.build.plan import Wanted
from impactmap.build.projects import Project
from impactmap.diagnostics import did_you_mean
from impactmap.document import Limits
from impactmap.geometry import Direction
from impactmap.paper import Paper
from impactmap.theme import Mode

ALL = "all"
DEFAULT = "impact-map"


class Wishes(Struct, frozen=True):
    """The options as they were given; what is empty or None is the project's to say."""

    views: tuple[str, ...]
    formats: tuple[str, ...]
    theme: Mode | None
    direction: Direction | None
    engine: str
    findings: bool
    paper: Paper
    limits: Limits
    index: bool
    told: bool

    def wanted(self, project: Project, offer: Offer) -> Wanted:
        views: list[str] = []
        for name in self.views or project.views or (DEFAULT,):
            views += offer.views if name == ALL else [name]
        return Wanted(
            views=tuple(dict.fromkeys(views)),
            formats=tuple(dict.fromkeys(self.formats)),
            alone=tuple(name for name in self.formats if offer.alone.get(name)),
            theme=self.theme or project.theme or "auto",
            direction=self.direction,
            engine=self.engine,
            findings=self.findings,
            paper=self.paper,
            limits=self.limits,
            told=self.told,
        )

    def problems(self, offer: Offer) -> list[str]:
        """What is asked for that does not exist."""
        from impactmap.layout import ENGINES

        asked = (
            ("view", self.views, (*offer.views, ALL)),
            ("format", self.formats, tuple(offer.alone)),
            ("theme", (self.theme or "auto",), get_args(Mode)),
            ("direction", (self.direction or "right",), get_args(Direction)),
            ("layout engine", (self.engine,), tuple(ENGINES)),
        )
        return [
            f"there is no {what} '{name}': {did_you_mean(name, known) or 'there are ' + ', '.join(known)}"
            for what, names, known in asked
            for name in names
            if name not in known
        ]


class Offer(Struct, frozen=True):
    """What the tool can draw: the names of all views, and whether a file of each format holds one picture alone."""

    views: tuple[str, ...]
    alone: Mapping[str, bool]


def offer(memos: Mapping[str, str], fingerprint: str) -> tuple[Offer, dict[str, str]]:
    """What is on offer, and the memo of it. Asking every view and format means importing them: a memo is quicker."""
    key = digest(b"offer", fingerprint.encode())
    found = _offer(fact(memos.get(key)))
    if found is None:
        from impactmap.formats import FORMATS, form
        from impactmap.views import every

        alone = {}
        for name in FORMATS:
            alone[name] = form(name).ALONE
        found = Offer(tuple(lens.NAME for lens in every()), alone)
    return found, {key: dense({"views": found.views, "alone": dict(found.alone)})}


def _offer(told: Any) -> Offer | None:
    match told:
        case {"views": list(views), "alone": dict(alone)}:
            return Offer(tuple(map(str, views)), alone)
    return None
