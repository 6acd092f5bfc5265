"""What a rule is, what it gets to look at, and what it says when it finds something."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from impactmap.diagnostics import Severity
from impactmap.horizon import steps_beyond
from impactmap.model import Entity, Model
from impactmap.paths import Paths
from impactmap.settings import Settings
from impactmap.teams import Aim, aims

if TYPE_CHECKING:
    from impactmap.arithmetic import Ledger
    from impactmap.wording import Terms

DEFAULT_PROFILE = "customer-first"


class Hit(Struct, frozen=True):
    """One thing that a rule found.

    `entity` is the item that it is about, None for the map as a whole. `field` is the attribute whose value (or
    absence) is meant, and `words` the very words, as they stand in that field or in the title: with them the finding
    points at the place. `hint` says how to mend it.
    """

    entity: Entity | None
    message: str
    hint: str
    words: str = ""
    field: str = ""


class Ground(Struct, frozen=True, dict=True):
    """All that a rule may look at; what costs something is worked out when the first rule asks.

    `profile` and `audience` are those that count here, wherever they were said. `today` is the day of the check.
    """

    model: Model
    settings: Settings = field(default_factory=Settings)
    today: date = date.min
    profile: str = DEFAULT_PROFILE
    audience: str = ""

    @cached_property
    def paths(self) -> Paths:
        return Paths(self.model)

    @cached_property
    def terms(self) -> Terms:
        """The words by which wording rules judge. They are English, and say nothing of a text that is not.

        Each text is judged by its own letters and words: a map may quote voices in other languages.
        """
        from impactmap.wording import terms

        return terms()

    @cached_property
    def terms_of_people(self) -> Terms:
        """The same, and the map's own actors are people: “clinic secretaries”. The business's own are not meant."""
        actors = (actor.title for actor in self.model.actors if actor.kind != "internal")
        return replace(self.terms, people=self.terms.people.with_terms(actors))

    @cached_property
    def ledger(self) -> Ledger:
        """The arithmetic of the map's metrics."""
        from impactmap.arithmetic import open_ledger

        return open_ledger(self.model)

    @cached_property
    def _feeds(self) -> dict[str, frozenset[str]]:
        return {}

    def feeds(self, metric: str) -> frozenset[str]:
        """A metric (id) and all that its formula is made of, directly or through other formulas; {""} for none."""
        if metric not in self._feeds:
            found: set[str] = set()
            todo = [metric]
            while todo:
                one = todo.pop()
                if one not in found:
                    found.add(one)
                    todo += self.ledger.steps.get(one, ())
            self._feeds[metric] = frozenset(found)
        return self._feeds[metric]

    @cached_property
    def aims(self) -> tuple[Aim, ...]:
        """Every goal with the team that answers for it."""
        return aims(self.model)

    @cached_property
    def beyond(self) -> Mapping[str, int]:
        """How many others stand between the business and each actor (by id)."""
        return steps_beyond(self.model)


class Rule(Struct, frozen=True, kw_only=True):
    """One rule of the catalogue.

    `source` is who says so. `why` tells a person, in a sentence or two, what goes wrong when the rule is broken.
    `trips` and `clean` are short YAML specs, one that breaks the rule and one that does not. `profiles` holds the
    severities of the methods that judge it otherwise, `public` that of a map which is to be published. `find` never
    needs to sort or to sift: the order of findings, waivers and severities are the engine's.
    A `wording` rule reads how something is put; that is a guess, and never above a warning but for `public`.
    `reading` names the errors of reading (codes of diagnostics) by which a spec breaks the same rule. A finding of an
    `always` rule is shown whatever is chosen. A `chain` rule judges how needs, causes, harms and gains hang together.
    """

    code: str
    name: str
    source: str
    why: str
    trips: str
    clean: str
    severity: Severity
    find: Callable[[Ground], Iterable[Hit]]
    profiles: Mapping[str, Severity | Literal["off"]] = field(default_factory=dict)
    public: Severity | None = None
    wording: bool = False
    reading: tuple[str, ...] = ()
    always: bool = False
    chain: bool = False
