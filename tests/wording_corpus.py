"""The corpus of texts that wording rules are judged by: `checks/corpus/<code>.toml`.

A file names the slot that its texts are put into (`need.title`), what else the entity has (`fields`), the texts that
must trip the rule and those that must not. `[held_out]` holds texts that were written when the tables were frozen.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from impactmap.checks import every
from impactmap.checks.rule import Ground, Rule
from impactmap.model import Actor, Cause, Entity, Evidence, Gain, Goal, Harm, Metric, Model, Need, Team
from impactmap.wording import Table, Terms, terms

CORPUS = Path(__file__).parent / "checks" / "corpus"


@dataclass(frozen=True, slots=True)
class Text:
    """One text, and whether the rule is to say something about it."""

    code: str
    text: str
    trips: bool
    held_out: bool


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """The texts of one rule."""

    code: str
    slot: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    texts: tuple[Text, ...] = ()
    known: tuple[str, ...] = ()  # texts that come out wrong, and may for now

    def some(self, *, held_out: bool) -> tuple[Text, ...]:
        return tuple(text for text in self.texts if text.held_out is held_out)


@dataclass(frozen=True, slots=True)
class Score:
    """How a rule did: true and false alarms, and what it missed."""

    right: int
    false: int
    missed: int

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.false + other.false, self.missed + other.missed)

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.false) if self.right + self.false else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def books() -> tuple[Book, ...]:
    return tuple(map(_book, sorted(CORPUS.glob("*.toml"))))


def _book(path: Path) -> Book:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    code = path.stem
    texts = (
        Text(code, text, trips, held_out)
        for part, held_out in ((data, False), (data.get("held_out", {}), True))
        for trips in (True, False)
        for text in part.get("trips" if trips else "clean", ())
    )
    return Book(code, data["slot"], data.get("fields", {}), tuple(texts), tuple(data.get("known", ())))


def rule(code: str) -> Rule:
    return next(each for each in every() if each.code == code)


def said(book: Book, text: str, tables: Terms | None = None) -> tuple[str, ...]:
    """What the rule of a book says about a text: its messages; with other tables than the language's when given."""
    ground = Ground(model_with(book, text))
    if tables is not None:
        ground.__dict__["terms"] = tables  # where `cached_property` keeps it
    return tuple(hit.message for hit in rule(book.code).find(ground))


def score(book: Book, texts: tuple[Text, ...], tables: Terms | None = None) -> Score:
    right = false = missed = 0
    for text in texts:
        found = bool(said(book, text.text, tables))
        right += found and text.trips
        false += found and not text.trips
        missed += text.trips and not found
    return Score(right, false, missed)


def model_with(book: Book, text: str) -> Model:
    """A spec with the text in the slot, and nothing else."""
    name, attribute = book.slot.split(".")
    kinds: dict[str, type[Entity]] = {
        "need": Need, "cause": Cause, "harm": Harm, "gain": Gain, "metric": Metric, "actor": Actor,
        "evidence": Evidence, "goal": Goal,
    }  # fmt: skip
    entity: Any = kinds[name](**{"id": "it", attribute: text, **book.fields})
    if name == "evidence":
        return Model(causes=(Cause(id="cause", title="Copies travel by e-mail", evidence=(entity,)),))
    if name == "goal":
        return Model(teams=(Team(id="team", title="Menu", goals=(entity,)),))
    return Model(**{f"{name}s": (entity,)})


def report() -> Iterator[str]:
    """A table: each rule on the texts that the tables were tuned with, and on those held out."""
    yield f"{'':6}{'tuned with':>12}{'prec.':>7}{'recall':>7}{'held out':>12}{'prec.':>7}{'recall':>7}"
    sums = {False: Score(0, 0, 0), True: Score(0, 0, 0)}
    counts = {False: 0, True: 0}
    for book in books():
        cells = []
        for held_out in (False, True):
            texts = book.some(held_out=held_out)
            reached = score(book, texts)
            sums[held_out] += reached
            counts[held_out] += len(texts)
            cells.append(_cell(len(texts), reached))
        yield f"{book.code:6}{''.join(cells)}"
    yield f"{'all':6}{_cell(counts[False], sums[False])}{_cell(counts[True], sums[True])}"


def _cell(count: int, reached: Score) -> str:
    return f"{count:>12}{reached.precision:>7.1%}{reached.recall:>7.1%}"


def ablation() -> Iterator[tuple[str, Score, Mapping[str, Score]]]:
    """For each table: how all rules together do without it, and how those do that change. "" is with all tables."""
    english = terms("en")
    whole = {book: score(book, book.texts) for book in books()}
    yield "", sum(whole.values(), Score(0, 0, 0)), {}
    for name in Terms.tables():
        without = replace(english, **{name: Table()})
        scores = {book: score(book, book.texts, without) for book in whole}
        changed = {book.code: each for book, each in scores.items() if each != whole[book]}
        yield name, sum(scores.values(), Score(0, 0, 0)), changed
