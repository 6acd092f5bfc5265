"""The customer-first impact map: need, root causes, business harm and KPI gains in four lanes.

After the Delta CX impact map, which starts at what the customer needs, goes on to causes known from research,
and only then to the harm for the business and the KPIs that move. Lanes, links between many and many, and "a
gain reverses a harm" are this project's reading of it.
"""

from __future__ import annotations

from msgspec.structs import replace

from impactmap import chain
from impactmap.geometry import Direction
from impactmap.graph import Card, Graph, Lane, Link
from impactmap.guards import Guards
from impactmap.model import Entity, Model
from impactmap.paths import Paths
from impactmap.portrait import count, legend, portrait, subtitle, travelled

NAME = "impact-map"
DOC = "need, root causes, business harm, KPI gains: what the customer needs, and what that is to the business"
DIRECTION: Direction = "right"
ROOTED = False
LENS = "Customer-first impact map"


def applies(model: Model) -> bool:
    return bool(model.needs or model.causes or model.harms or model.gains)


def variants(model: Model) -> tuple[str, ...]:
    return ("",)


def graph(model: Model, direction: Direction = DIRECTION, outcome: str = "") -> Graph:
    """The four lanes; `outcome` has no say here."""
    columns: tuple[tuple[str, str, str, str, tuple[Entity, ...]], ...] = (
        ("need", "Customer need", "what the customer is trying to do", "no customer need named yet", model.needs),
        ("cause", "Root causes", "why it goes wrong, from research", "no root cause known yet", model.causes),
        ("harm", "Business harm", "what it costs while unsolved", "no business harm named yet", model.harms),
        ("gain", "KPI gains", "what moves once it is solved", "no KPI gain named yet", model.gains),
    )
    paths, guards = Paths(model), Guards(model)
    lanes: list[Lane] = []
    cards: list[Card] = []
    first = 0
    for entity, heading, caption, vacant, items in columns:
        depth = chain.depths(items, paths.reach.back)
        last = first + max(depth.values(), default=0)
        lanes.append(Lane(entity, heading, caption, first, last, vacant))
        cards += sorted(
            (_card(model, paths, guards, item, first + depth[item.id]) for item in items),
            key=lambda card: card.rank,
        )
        first = last + 1
    return Graph(
        view=NAME,
        key=NAME,
        lens=LENS,
        title=model.title,
        subtitle=subtitle(LENS, model),
        preface=model.summary,
        direction=direction,
        lanes=tuple(lanes),
        cards=tuple(cards),
        links=tuple(Link(tie.sources, tie.targets) for tie in chain.ties(model)),
        legend=legend(cards),
        summary=_summary(model, cards, paths, guards),
    )


def _card(model: Model, paths: Paths, guards: Guards, item: Entity, rank: int) -> Card:
    card = travelled(paths, guards.marked(portrait(model, item), item))
    return replace(card, rank=rank, strong=item.entity == "need")


def _summary(model: Model, cards: list[Card], paths: Paths, guards: Guards) -> str:
    parts = []
    causes = [card for card in cards if card.entity == "cause"]
    if causes:
        backed = sum(not card.assumed for card in causes)
        parts.append(f"{backed} of {count(len(causes), 'root cause')} backed by research")
    if model.gains and paths.tally.total:
        ways = count(paths.tally.total, "path")
        parts.append(f"{paths.tally.researched:,} of {ways} to a gain researched all the way")
    if model.gains:
        guarded = [found for gain in model.gains if (found := chain.guards(model, gain))]
        parts.append(f"{len(guarded)} of {count(len(model.gains), 'gain')} guarded by a counter-metric")
        broken = guards.broken(counter for found in guarded for counter in found)
        parts += [f"{count(broken, 'guard')} broken today"] if broken else []
    return " · ".join(parts)
