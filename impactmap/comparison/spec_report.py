"""Two specs, in words and pictures: both maps, the same number on the same fact, and a table of what differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from impactmap.comparison.difference import STANDINGS, Difference, Entry, Standing
from impactmap.comparison.lens_report import tag_keys, twins
from impactmap.comparison.lenses import numbered
from impactmap.comparison.sheet import Cell, Mention, Report, Sheet, Table
from impactmap.comparison.wording import clause, clauses, in_brief, noun_of, short, title_of
from impactmap.graph import Badge, Fact, Graph
from impactmap.model import Evidence, Model
from impactmap.portrait import count, quoted
from impactmap.views import view

MOST_BADGES = 2
MOST_ROWS = 2_000

SAYS: Mapping[Standing, str] = {
    "only first": "Only in the first",
    "only second": "Only in the second",
    "moved": "Moved",
    "re-linked": "Re-linked",
    "re-worded": "Re-worded",
    "changed": "Changed",
    "same": "The same",
}


def spec_report(found: Difference, names: tuple[str, str]) -> Report:
    """`names` are what to call the two specs; they are told apart where they are called alike."""
    if names[0] == names[1]:
        names = (f"{names[0]} (first)", f"{names[1]} (second)")
    left, right = _panels(found, names)
    one, other = (quoted(short(model.title)) for model in (found.first, found.second))
    return Report(
        kind="specs",
        title=found.first.title if found.first.title == found.second.title else "Two maps",
        subtitle=f"{names[0]}: {one} · {names[1]}: {other}",
        lead=(lead(found),),
        choose="",
        sheets=(
            Sheet(
                key="both",
                name="Both maps",
                panels=(left, right),
                tables=(_figures(found, names), _facts(found, number_of(found), names)),
                twins=tuple(twins(left, right)),
            ),
        ),
    )


def lead(found: Difference) -> str:
    """What it comes to, in a sentence."""
    if found.empty:
        return "Both specs say the same" + (", in another order." if found.reordered else ".")
    facts = _facts_of(found)
    both = [entry for entry in facts if entry.first and entry.second]
    if not both:
        return "The two specs have no fact in common."
    sides = [sum(entry.standing == side for entry in facts) for side in ("only first", "only second")]
    return (
        f"{count(len(both), 'fact')} in both, {sum(entry.standing == 'same' for entry in both):,} of them the same; "
        f"{sides[0]:,} only in the first, {sides[1]:,} only in the second."
    )


def _facts_of(found: Difference) -> list[Entry]:
    """Evidence belongs to the fact that it stands under."""
    return [entry for entry in found.entries if entry.kind != Evidence.entity]


# ---- pictures ---------------------------------------------------------------------------------------------


def number_of(found: Difference) -> Mapping[str, int]:
    """The number of each fact on the pictures, by its id in the first spec, else (as `>id`) in the second."""
    numbers: dict[str, int] = {}
    for card in view("impact-map").graph(found.first, "right", "").cards:
        numbers[card.id] = len(numbers) + 1
    for card in view("impact-map").graph(found.second, "right", "").cards:
        numbers.setdefault(found.alignment.back.get(card.id, f">{card.id}"), len(numbers) + 1)
    return numbers


def _panels(found: Difference, names: tuple[str, str]) -> tuple[Graph, Graph]:
    numbers = number_of(found)
    graphs = [view("impact-map").graph(model, "right", "") for model in (found.first, found.second)]
    back, forth = found.alignment.back, found.alignment.forth
    shown = [{card.id for card in graph.cards} for graph in graphs]
    seconds = {card.id: numbers[back.get(card.id, f">{card.id}")] for card in graphs[1].cards}
    twin_left = {card for card in shown[0] if forth.get(card) in shown[1]}
    twin_right = {card for card in shown[1] if back.get(card) in shown[0]}
    left = numbered(graphs[0], numbers, twin_left)
    right = numbered(_badged(graphs[1], found), seconds, twin_right)
    return _headed(left, names[0], found.first), _headed(right, names[1], found.second)


def _headed(graph: Graph, name: str, model: Model) -> Graph:
    return replace(
        graph,
        title=name,
        subtitle=model.title,
        preface="",
        compact=True,
        legend=(*graph.legend, *tag_keys(graph)),
    )


def _badged(graph: Graph, found: Difference) -> Graph:
    """The second map, with a few words on each card that differs."""
    entries = {entry.second.id: entry for entry in found.altered if entry.first and entry.second}
    cards = (
        replace(
            card,
            badges=(*card.badges, *change_badges(in_brief(found, entries[card.id]))),
            facts=(*(Fact("Changed", said) for said in clauses(found, entries[card.id])), *card.facts),
        )
        if card.id in entries
        else card
        for card in graph.cards
    )
    return replace(graph, cards=tuple(cards))


def change_badges(said: tuple[str, ...]) -> Iterator[Badge]:
    """What changed, in two badges at most, each whole; the rest is counted."""
    shown = said if len(said) <= MOST_BADGES else said[: MOST_BADGES - 1]
    for words in shown:
        yield Badge(words, "change")
    if len(shown) < len(said):
        yield Badge(f"+{len(said) - len(shown)} more", "more")


# ---- tables -----------------------------------------------------------------------------------------------


def _figures(found: Difference, names: tuple[str, str]) -> Table:
    facts = _facts_of(found)
    sizes = [
        sum(side is not None for side in sides) for sides in zip(*((e.first, e.second) for e in facts), strict=True)
    ]
    rows: list[tuple[str, ...]] = [("Facts", *(f"{n:,}" for n in sizes or (0, 0)))]
    for standing in ("only first", "only second"):
        n = sum(entry.standing == standing for entry in facts)
        rows.append((SAYS[standing], *((f"{n:,}", "") if standing == "only first" else ("", f"{n:,}"))))
    for standing in STANDINGS[2:]:
        n = sum(entry.standing == standing for entry in facts)
        if n:
            rows.append((SAYS[standing], f"{n:,}", f"{n:,}"))
    return Table("In figures", ("", *names), (4, 2, 2), tuple(tuple(Cell(text) for text in row) for row in rows))


def _facts(found: Difference, numbers: Mapping[str, int], names: tuple[str, str]) -> Table:
    rows = (
        [
            (
                Cell("Changed"),
                Cell("map"),
                Cell(short(found.first.title, 96)),
                Cell(short(found.second.title, 96)),
                Cell("; ".join(clauses_of_map(found))),
            )
        ]
        if found.own
        else []
    )
    facts = [entry for entry in _facts_of(found) if entry.standing != "same"]
    facts.sort(key=lambda entry: STANDINGS.index(entry.standing))
    for entry in facts[:MOST_ROWS]:
        first, second = entry.first, entry.second
        number = numbers.get(first.id if first else f">{second.id}" if second else "", 0)
        rows.append(
            (
                Cell(SAYS[entry.standing]),
                Cell(noun_of(entry.item)),
                Cell("", (Mention(number, short(title_of(first), 96)),)) if first else Cell("–"),
                Cell("", (Mention(number, short(title_of(second), 96)),)) if second else Cell("–"),
                Cell("; ".join(clauses(found, entry)) if first and second else ""),
            )
        )
    if len(facts) > MOST_ROWS:
        rows.append((Cell(f"and {len(facts) - MOST_ROWS:,} more"), *(Cell(),) * 4))
    return Table(
        "What differs",
        ("", "Kind", *names, "How"),
        (1.3, 1.1, 2.8, 2.8, 2.6),
        tuple(rows),
        vacant="Nothing: both say the same.",
    )


def clauses_of_map(found: Difference) -> Iterator[str]:
    """Changes of the map's own fields, in words."""
    for change in found.own:
        yield f"{change.field} re-worded" if change.sort == "words" else clause(change)
