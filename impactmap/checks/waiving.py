"""Waivers: a finding may stand for a while, when somebody says why and until when.

A waiver at an item holds for the item and all that stands inside it, one of the map for everything. It stays visible:
a finding that is waived is reported as such and fails nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from functools import cache

from msgspec.structs import replace

from impactmap.checks.ending import FORM, endless
from impactmap.checks.finding import Finding, Waived
from impactmap.checks.judging import always_shown, fits, is_called, nearest_rule
from impactmap.checks.reading import is_warning
from impactmap.checks.rule import Hit, Rule
from impactmap.diagnostics import Severity
from impactmap.model import Entity, Model, Waiver
from impactmap.model.grammar import Items, rules

SOURCE = "impactmap: a finding may be waived with a reason and an end date"


class Waivers:
    """The waivers of one model. `known` are all rules, `asked` those that were asked this time."""

    def __init__(self, model: Model, known: Collection[Rule], asked: Collection[Rule], today: date) -> None:
        self._known = known
        self._asked = asked
        self._today = today
        self._all: list[tuple[Waiver, frozenset[str] | None]] = [(waiver, None) for waiver in model.waivers]
        for entity in model.walk():
            if entity.waive and not isinstance(entity, Waiver):
                inside = frozenset(one.id for one in _inside(entity))
                self._all += [(waiver, inside) for waiver in entity.waive]
        self._used: set[tuple[str, str]] = set()

    def applied(self, finding: Finding, rule: Rule) -> Finding:
        """The finding, waived if a waiver that counts holds for its item."""
        for waiver, inside in self._all:
            if inside is not None and finding.entity not in inside:
                continue
            for code in waiver.codes:
                if is_called(rule, code):
                    self._used.add((waiver.id, code))
                    if self._counts(waiver) and waiver.until:
                        return replace(finding, waived=Waived(waiver.reason, str(waiver.until)))
        return finding

    def _counts(self, waiver: Waiver) -> bool:
        return bool(waiver.reason and waiver.until and waiver.until.last_day() >= self._today)

    # ---- waivers are checked themselves; nothing waives these -------------------------------------------------

    def without_reason(self) -> Iterator[Hit]:
        for waiver, _ in self._all:
            if not waiver.reason:
                yield Hit(waiver, "a waiver says no reason, and does not count", "add one in quotes", field="reason")

    def without_end(self) -> Iterator[Hit]:
        for waiver, _ in self._all:
            if not waiver.until:
                yield endless(waiver)

    def expired(self) -> Iterator[Hit]:
        for waiver, _ in self._all:
            if waiver.until and waiver.until.last_day() < self._today:
                hint = "mend what it waives, or decide anew until when it may stand"
                yield Hit(waiver, f"a waiver ended with {waiver.until.long()}", hint, field="until")

    def unused(self) -> Iterator[Hit]:
        for waiver, _ in self._all:
            for code in waiver.codes:
                asked = any(is_called(rule, code) for rule in self._asked)
                if asked and (waiver.id, code) not in self._used and self._counts(waiver):
                    message = f"a waiver of '{code}' waives nothing here"
                    hint = "take it out"
                    if broken := [one for rule in self._asked if is_called(rule, code) for one in rule.reading]:
                        hint += f"; errors of reading ({', '.join(broken)}) cannot be waived"
                    yield Hit(waiver, message, hint, words=code, field="codes")

    def unknown(self) -> Iterator[Hit]:
        for waiver, _ in self._all:
            if not waiver.codes:
                hint = f"begin with its code and a comma, as in '{FORM}'"
                yield Hit(waiver, "a waiver names no rule", hint, field="codes")
            for code in waiver.codes:
                if not any(is_called(rule, code) and not rule.always for rule in self._known):
                    message, hint = self._no_rule(code)
                    yield Hit(waiver, message, hint, words=code, field="codes")

    def _no_rule(self, code: str) -> tuple[str, str]:
        """Why a code is not that of a rule which can be waived, and what to do."""
        if is_warning(code):
            return (
                f"'{code}' is a warning of reading, and waivers are for rules",
                "mend it, or let the settings ignore it",
            )
        if shown := always_shown(self._known, code):
            return shown, "mend it, and take the waiver out"
        if begun := [rule.code for rule in self._known if fits(rule, code)]:
            message = f"'{code}' is the beginning of {len(begun)} codes, and a waiver names each rule in full"
            return message, f"name those that are meant: {', '.join(begun)}"
        return f"a waiver names no rule that there is: '{code}'", nearest_rule(self._known, code)


def _inside(entity: Entity) -> Iterator[Entity]:
    yield entity
    for rule in rules(type(entity)):
        if isinstance(rule.slot, Items):
            for child in getattr(entity, rule.attribute):
                yield from _inside(child)


@cache
def of_waivers() -> tuple[tuple[Rule, Callable[[Waivers], Iterable[Hit]]], ...]:
    """The rules about waivers themselves, in the order in which they are listed."""
    return (
        (_rule("W01", "waiver-without-reason", "warning", _NO_REASON, "C01, until 2099"), Waivers.without_reason),
        (_rule("W02", "waiver-without-end", "warning", _NO_END, f"C01, {_REASON}"), Waivers.without_end),
        (_rule("W03", "waiver-expired", "warning", _EXPIRED, f"C01, {_REASON}, until 2020"), Waivers.expired),
        (_rule("W04", "waiver-unused", "info", _UNUSED, f"C07, {_REASON}, until 2099"), Waivers.unused),
        (_rule("W05", "waiver-of-nothing", "warning", _UNKNOWN, f"C99, {_REASON}, until 2099"), Waivers.unknown),
    )


_REASON = '"first talks are in June"'
_SPEC = "title: Waivers\ncauses:\n  - title: Copies travel by e-mail\n    waive: '{}'\n"
_NO_REASON = (
    "Whoever reads the map later has to know why a finding was let be. Without a reason it is just switched off, and "
    "the waiver does not count."
)
_NO_END = (
    "What may stand for now becomes what stands for good, unless a date says when to look at it again. Without one the "
    "waiver does not count."
)
_EXPIRED = "The time that was given is over: the finding counts again, and somebody should decide."
_UNUSED = "The finding is gone. A waiver that stays would hide it when it comes back."
_UNKNOWN = "A slip in a code waives nothing, and the author believes that it does."


def _rule(code: str, name: str, severity: Severity, why: str, trips: str) -> Rule:
    return Rule(
        code=code,
        name=name,
        source=SOURCE,
        why=why,
        trips=_SPEC.format(trips),
        clean=_SPEC.format(f"C01, {_REASON}, until 2099"),
        severity=severity,
        find=lambda ground: (),  # they are about what became of the other rules' findings: see `Waivers`
    )
