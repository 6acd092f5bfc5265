"""The notes on a map, as a page needs them: by card, and as one list. Also when their cards are in no picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct

from impactmap.drawing import Remark
from impactmap.graph import Card, Graph
from impactmap.language import capital
from impactmap.notes import NAMES, Note, Review, counted, heaviest


class Entry(Struct, frozen=True):
    """A note in the list. `card` and its `anchor` are where it stands; where no picture has it, None and ""."""

    note: Note
    card: Card | None
    anchor: str


class Weighed(Struct, frozen=True):
    """The notes of one weight. `name` is its heading: "Errors"."""

    weight: str
    name: str
    entries: tuple[Entry, ...]


class Listing(Struct, frozen=True):
    """The list of all notes. `count` is of those that nobody waived, `words` says how many there are of each weight."""

    groups: tuple[Weighed, ...]
    count: int
    weight: str
    words: str
    health: tuple[str, ...]


def notes_by_card(graph: Graph, review: Review | None) -> Mapping[str, tuple[Note, ...]]:
    """The notes at each card (by id) of a picture: that of the item itself, else of the nearest that holds it."""
    cards = {card.id for card in graph.cards}
    found: dict[str, list[Note]] = defaultdict(list)
    for note in review.notes if review else ():
        for subject in note.subjects:
            if subject in cards:
                found[subject].append(note)
                break
    return {card: tuple(notes) for card, notes in found.items()}


def remark(notes: Sequence[Note]) -> Remark:
    """The mark of a card: of its open notes, and only where there are none, of its waived ones."""
    weights = [note.weight for note in notes]
    open_ = [weight for weight in weights if weight != "waived"]
    return Remark(heaviest(weights), len(open_ or weights), f"Findings: {counted(weights)}")


def listing(review: Review, cards: Mapping[str, tuple[Card, str]]) -> Listing:
    """All notes by weight; `cards` are those that can be gone to, with their anchors, by id."""
    groups: dict[str, list[Entry]] = {weight: [] for weight in NAMES}
    for note in review.notes:
        card, anchor = next((cards[one] for one in note.subjects if one in cards), (None, ""))
        groups[note.weight].append(Entry(note, card, anchor))
    weights = [note.weight for note in review.notes]
    return Listing(
        groups=tuple(
            Weighed(weight, capital(NAMES[weight][1]), tuple(entries)) for weight, entries in groups.items() if entries
        ),
        count=sum(weight != "waived" for weight in weights),
        weight=heaviest(weights),
        words=counted(weights),
        health=review.health,
    )
