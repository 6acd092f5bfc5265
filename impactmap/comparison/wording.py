"""Differences in words: short enough for a badge, a table or a line in a pull request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from impactmap.comparison.changes import Change
from impactmap.comparison.difference import Difference, Entry, Standing
from impactmap.language import capital
from impactmap.model import Entity, Evidence
from impactmap.portrait import count, quoted

MOST_LETTERS = 72  # of a title or a value
MOST_NAMED = 3  # links of one change

STANDING: dict[Standing, str] = {
    "only first": "removed",
    "only second": "added",
    "moved": "moved",
    "re-linked": "re-linked",
    "re-worded": "re-worded",
    "changed": "changed",
    "same": "the same",
}


def short(text: str, most: int = MOST_LETTERS) -> str:
    """A text of at most `most` letters, cut at a word where it is long."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[most // 2 :] else cut) + "…"


def title_of(item: Entity) -> str:
    """What to call an item; a piece of evidence has no title and goes by what it says."""
    return item.title or (piece(item) if isinstance(item, Evidence) else item.noun)


def noun_of(item: Entity) -> str:
    """`root cause`, without its article."""
    return item.noun.split(" ", 1)[1]


def piece(evidence: Evidence) -> str:
    """A piece of evidence in a few words: `interview, n=14, Sep 2026`."""
    n = f"n={evidence.n:,}" if evidence.n is not None else ""
    collected = evidence.collected.short() if evidence.collected else ""
    said = [evidence.method, n, collected, "" if evidence.method or n else evidence.finding or evidence.quote]
    return ", ".join(filter(None, said)) or "evidence"


def clause(change: Change) -> str:
    """`target 171 → 180`, `by June 2027 added`, `caused by: − “Search ranks”, + “Copies”`, `re-worded`."""
    before, after = change.before, change.after
    if change.sort == "kind":
        return f"was {before[0]}, is {after[0]}"
    if change.sort == "words":
        return "re-worded"
    if change.sort in ("links", "place"):
        return f"{change.field}: {', '.join([*_named('−', before), *_named('+', after)])}"
    old, new = (short(", ".join(values)) for values in (before, after))
    if old and new:
        return f"{change.field} {old} → {new}"
    return f"{change.field} {new} added" if new else f"{change.field} {old} removed"


def _named(sign: str, titles: Sequence[str]) -> Iterator[str]:
    for title in titles[:MOST_NAMED]:
        yield f"{sign} {quoted(short(title, 96))}"
    if len(titles) > MOST_NAMED:
        yield f"{sign} {len(titles) - MOST_NAMED} more"


def clauses(difference: Difference, entry: Entry) -> tuple[str, ...]:
    """All that changed in an item that is in both, its evidence last; also where only its neighbours moved it."""
    found = [clause(change) for change in entry.changes]
    if entry.standing == "moved" and not any(change.sort in ("kind", "place", "links") for change in entry.changes):
        found.insert(0, "stands elsewhere in the chain")
    return (*found, *(_of_evidence(one) for one in difference.evidence.get(entry.item.id, ())))


# ---- badges: a few words each, and never cut; the titles are in the table and in the card's details -----------------

MOST_OF_BADGE = 56  # letters; what is longer is said without its values


def in_brief(difference: Difference, entry: Entry) -> tuple[str, ...]:
    """What `clauses` says, short enough for badges: `caused by: 1 removed, 1 added`, `note changed`."""
    found = [_briefly(change) for change in entry.changes]
    if entry.standing == "moved" and not any(change.sort in ("kind", "place", "links") for change in entry.changes):
        found.insert(0, "stands elsewhere in the chain")
    pieces = difference.evidence.get(entry.item.id, ())
    gone, come = (sum(one.standing == side for one in pieces) for side in ("only first", "only second"))
    if pieces:
        found.append(f"evidence: {_counted(gone, come, len(pieces) - gone - come)}")
    return tuple(found)


def named_in_brief(what: str, title: str) -> str:
    """`guard removed: Complaints`; without the title where there is no room for all of it."""
    said = f"{what}: {' '.join(title.split())}"
    return said if len(said) <= MOST_OF_BADGE else what


def _briefly(change: Change) -> str:
    gone, come = len(change.before), len(change.after)
    if change.sort in ("links", "place"):
        return f"{change.field}: {_counted(gone, come)}"
    said = clause(change)
    if len(said) <= MOST_OF_BADGE and "…" not in said:
        return said
    return f"{change.field} {'changed' if gone and come else 'added' if come else 'removed'}"


def _counted(gone: int, come: int, changed: int = 0) -> str:
    counts = {"removed": gone, "added": come, "changed": changed}
    return ", ".join(f"{n:,} {word}" for word, n in counts.items() if n)


def _of_evidence(entry: Entry) -> str:
    item = entry.item
    said = piece(item) if isinstance(item, Evidence) else ""
    if entry.standing in ("only first", "only second"):
        return f"evidence {STANDING[entry.standing]}: {said}"
    return f"evidence ({said}): {'; '.join(clause(change) for change in entry.changes)}"


def headline(difference: Difference) -> str:
    """`2 added, 1 removed, 3 changed`; `no changes`."""
    facts = [entry for entry in difference.altered if entry.kind != Evidence.entity]
    sides = [entry.standing for entry in facts]
    changed = sum(side not in ("only first", "only second") for side in sides) + bool(difference.own)
    counts = {"added": sides.count("only second"), "removed": sides.count("only first"), "changed": changed}
    said = [f"{n:,} {word}" for word, n in counts.items() if n]
    return ", ".join(said) or "no changes"


def references(difference: Difference) -> tuple[int, int]:
    """How many links came and went of facts that are in both: the same ones that are listed under the facts."""
    found = [change for entry in difference.entries for change in entry.changes if change.sort == "links"]
    return sum(len(change.after) for change in found), sum(len(change.before) for change in found)


def links(difference: Difference) -> str:
    """`3 links added, 1 link removed`; empty where the facts that are in both are linked as before."""
    words = zip(references(difference), ("added", "removed"), strict=True)
    return ", ".join(f"{count(n, 'link')} {word}" for n, word in words if n)


HEADINGS = {"metric": "Metrics", "counter-metric": "Counter-metrics", "evidence": "Evidence"}


def heading(item: Entity) -> str:
    """What a group of such items is called: `Root causes`."""
    return HEADINGS.get(item.entity, capital(count(2, noun_of(item)).split(" ", 1)[1]))
