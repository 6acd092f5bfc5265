"""One spec through two lenses, in words: the headings, what is measured, and the table of what each lens loses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from impactmap.comparison.lenses import Lenses, Loss, Measure, Pairing, Reason
from impactmap.comparison.sheet import Cell, Mention, Report, Sheet, Table, Twin
from impactmap.comparison.wording import noun_of, short, title_of
from impactmap.graph import Card, Graph, Key, Ruler
from impactmap.portrait import count, quoted, subtitle

SIDES = ("Customer-first", "Business-first")
MOST_NAMED = 12  # facts of one row

WHY: Mapping[Reason, str] = {
    "harm": "an opportunity tree has no slot for harm to the business",
    "need-elsewhere": "this outcome does not surface it; another gain would",
    "need-nowhere": "no gain at all would ever surface it",
    "cause": "this outcome does not reach it",
    "gain": "one outcome at a time",
    "solution-elsewhere": "it serves no opportunity of this outcome",
    "test-elsewhere": "its solution is not in this tree",
    "parents": "a strict tree shows one of the several that it hangs on",
    "solution": "the map ends at what moves and has no slot for work",
    "test": "the map has no slot for tests",
    "focus": "they stand side by side, and none is chosen to steer by",
    "work-without-need": "it may serve a KPI; it addresses no need, nor a cause of one",
    "goal-without-need": "it names a metric and no need behind it",
}


def lens_report(compared: Lenses) -> Report:
    """Raises nothing; a spec without needs has a comparison that says so."""
    model = compared.model
    return Report(
        kind="lenses",
        title=model.title,
        subtitle=subtitle("The same facts, customer-first and business-first", model),
        lead=tuple(_lead(compared)),
        choose="Outcome at the root of the tree",
        sheets=tuple(_sheet(pairing, compared.numbers) for pairing in compared.pairings),
    )


def _lead(compared: Lenses) -> Iterator[str]:
    """How strong the tree is: against a straw man the comparison would be worth nothing."""
    first, n = compared.pairings[0], len(compared.equals)
    if first.outcome.id not in compared.equals:
        mine, most = first.measures[1].shown, compared.most.shown
        more = f"{most} needs and causes, not {mine}" if mine < most else "more customer needs"
        yield (
            f"This is not the strongest tree: {quoted(short(compared.strongest.title))} at its root would surface "
            f"{more}."
        )
    elif compared.outcomes > 1 and n == 1:
        yield f"Of {compared.outcomes} trees this is the strongest: no other outcome surfaces more needs and causes."
    elif n > 1:
        because = "comes first in the spec" if first.outcome.id == compared.equals[0] else "was asked for"
        if n == compared.outcomes:
            which = f"{'Both' if n == 2 else f'All {n}'} trees surface"
        else:
            which = f"Of {compared.outcomes} trees, {n} are equally strong and surface"
        much = "the same needs and causes" if compared.alike else "as many needs and causes"
        yield f"{which} {much}; this one {because}."


def _sheet(pairing: Pairing, numbers: Mapping[str, int]) -> Sheet:
    root = pairing.outcome
    left = _panel(
        pairing.map, SIDES[0], "Impact map: starts with what the customer needs", pairing.measures[0], _first(SIDES[0])
    )
    starts = f"Opportunity tree: starts with the outcome {quoted(short(root.title))}"
    right = _panel(pairing.tree, SIDES[1], starts, pairing.measures[1], _first(SIDES[1]))
    return Sheet(
        key=root.id,
        name=root.title,
        panels=(left, right),
        tables=(_measures(pairing), _losses(pairing.losses, numbers)),
        twins=tuple(twins(left, right)),
    )


def _first(side: str) -> str:
    return "starts with the customer" if side == SIDES[0] else ""


def _panel(graph: Graph, heading: str, line: str, measure: Measure, start: str) -> Graph:
    """A picture of the comparison: headed by its side; what it loses is said in the table."""
    ruler = None
    if measure.first_need is not None:
        ruler = Ruler(measure.first_need, start if start and not measure.first_need else steps(measure.first_need))
    return replace(
        graph,
        lens=graph.lens,
        title=heading,
        subtitle=line,
        preface="",
        lost=(),
        compact=True,
        ruler=ruler,
        legend=(*graph.legend, *tag_keys(graph)),
    )


def tag_keys(graph: Graph) -> Iterator[Key]:
    """The legend of the numbers."""
    roles = {card.tag.role for card in graph.cards if card.tag}
    if "both" in roles:
        yield Key("both", "in both pictures, under this number")
    if "alone" in roles:
        yield Key("alone", "not in the other picture")


def steps(n: int | None) -> str:
    """How far it is to the first customer need, in words."""
    if n is None:
        return "no customer need in it"
    return f"{count(n, 'step')} to the first customer need"


def twins(left: Graph, right: Graph) -> Iterator[Twin]:
    """The numbered facts of two pictures, by their numbers."""
    one, other = ({card.tag.text: card for card in graph.cards if card.tag} for graph in (left, right))
    for number in sorted({*one, *other}, key=int):
        first, second = one.get(number), other.get(number)
        card: Card | None = first or second
        if card:
            nouns = (first.noun if first else "", second.noun if second else "")
            yield Twin(int(number), card.title, first.id if first else "", second.id if second else "", nouns)


# ---- tables -----------------------------------------------------------------------------------------------


def _measures(pairing: Pairing) -> Table:
    both = pairing.measures
    counts = [len(graph.cards) for graph in (pairing.map, pairing.tree)]
    rows = (
        ("Steps to the first customer need", *(_depth(one.first_need) for one in both)),
        ("Needs and causes backed by evidence", *(f"{one.backed} of {one.shown}" for one in both)),
        ("Facts shown", *map(str, counts)),
    )
    return Table("In figures", ("", *SIDES), (4, 2, 2), tuple(tuple(Cell(text) for text in row) for row in rows))


def _depth(n: int | None) -> str:
    return "none is shown" if n is None else str(n)


def _losses(losses: tuple[Loss, ...], numbers: Mapping[str, int]) -> Table:
    rows = []
    for loss in losses:
        # By number, so that they are found on the picture; what is in no picture comes last.
        facts = sorted(loss.facts, key=lambda entity: numbers.get(entity.id, len(numbers) + 1))
        named = tuple(mention(numbers.get(entity.id, 0), title_of(entity)) for entity in facts[:MOST_NAMED])
        what = count(len(loss.facts), noun_of(loss.facts[0]))
        rows.append(
            (
                Cell(SIDES[1] if loss.lens == "business-first" else SIDES[0] if loss.lens != "both" else "Both"),
                Cell(what),
                Cell(WHY[loss.reason]),
                Cell("", named, len(loss.facts) - len(named)),
            )
        )
    return Table(
        "What each lens has no place for",
        ("Lens", "Loses", "Why", "Which"),
        (1.25, 1.35, 2.3, 5.1),
        tuple(rows),
        vacant="Neither lens loses a fact of this spec.",
    )


def mention(number: int, title: str) -> Mention:
    return Mention(number, short(title, 96))
