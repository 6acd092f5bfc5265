"""How each fact of a model is worded on a card: its figure, its badges, and its details in full."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import islice

from msgspec.structs import replace

from impactmap import chain
from impactmap.graph import Badge, BadgeRole, Card, Fact, Key
from impactmap.language import capital
from impactmap.model import (
    Actor,
    Cause,
    Entity,
    Evidence,
    Gain,
    Goal,
    Harm,
    Metric,
    Model,
    Need,
    Quantity,
    Team,
    Trial,
    When,
)
from impactmap.model.grammar import Items, Refs, Rule, rules
from impactmap.model.quantity import change
from impactmap.paths import Paths

MOST_BADGES = 3  # of evidence; the rest is counted
MOST_DOUBTS = 5  # weak links named on a card
COLOURS = {"metric": "gain", "goal": "team"}  # these have no colour of their own

# What a sample counts, where that reads better than the method's name.
_COUNTED = {
    "observation": "observed",
    "interview": "interviews",
    "support tickets": "tickets",
    "sales notes": "sales notes",
    "survey": "survey answers",
    "experiment": "in an experiment",
}


def portrait(model: Model, entity: Entity) -> Card:
    """The card of a fact, with rank 0 and its model kind; a view sets what depends on the lens, and what guards it."""
    assumed = chain.is_assumed(model, entity)
    who, figure, badges, remark = "", "", list[Badge](), ""
    match entity:
        case Need():
            who = _title(model, entity.actor)
            remark = _doubt(entity.evidence) if assumed else ""
        case Cause():
            remark = _doubt(entity.evidence) if assumed else ""
        case Harm():
            figure = str(entity.size) if entity.size else ""
            remark = "not sized yet" if assumed else ""
        case Gain():
            figure = _gain_figure(model, entity)
            start, end = chain.ends(model, entity)
            missing = "baseline" if end else "target" if start else "figures"
            remark = f"no {missing} yet" if assumed else ""
            badges += _metric_badges(model, entity)
        case Metric():
            figure = stands(entity.value, entity.target)
            badges += _metric_badges(model, entity)
        case Actor():
            stance: BadgeRole = "against" if entity.stance == "hinders" else "status"
            said: tuple[tuple[str, BadgeRole], ...] = ((entity.kind, "role"), (entity.stance, stance))
            badges += [Badge(word, role) for word, role in said if word]
        case Team():
            who = entity.surface
        case Goal():
            who = _title(model, entity.actor)
            figure = course(*goal_ends(model, entity), entity.by)
        case Trial():
            figure = entity.success_criterion
            badges += [Badge(word, "status") for word in (entity.category, entity.verdict) if word]
    if entity.status and not isinstance(entity, Trial):
        badges.append(Badge(entity.status, "status"))
    badges = [*_evidence_badges(getattr(entity, "evidence", ())), *badges]
    return Card(
        id=entity.id,
        kind=entity.entity,
        entity=COLOURS.get(entity.entity, entity.entity),
        noun=entity.noun.split(" ", 1)[1],
        title=entity.title,
        rank=0,
        who=who,
        figure=figure,
        badges=tuple(badges),
        remark=remark,
        assumed=assumed,
        facts=tuple(facts(model, entity)),
    )


# ---- figures and badges -----------------------------------------------------------------------------------


def _doubt(evidence: tuple[Evidence, ...]) -> str:
    """Why a need or cause is no more than assumed."""
    if not evidence:
        return "assumed: no evidence yet"
    if any(one.stance == "contradicts" for one in evidence):
        return "assumed: evidence speaks against it"
    if any(one.method in chain.BELIEFS for one in evidence):
        return "assumed: an opinion so far"
    return "assumed: nobody says how it is known"


def _gain_figure(model: Model, gain: Gain) -> str:
    expected = " to ".join(str(q) for q in (gain.low, gain.high) if q)
    return course(*chain.ends(model, gain), gain.by, expected)


def goal_ends(model: Model, goal: Goal) -> tuple[Quantity | None, Quantity | None]:
    """Where a goal starts and where it shall end: its own figures, else those of its metric."""
    metric = model.by_id.get(goal.metric)
    value, target = (metric.value, metric.target) if isinstance(metric, Metric) else (None, None)
    return goal.baseline or value, goal.target or target


def course(start: Quantity | None, end: Quantity | None, by: When | None = None, otherwise: str = "") -> str:
    """From where to where, and until when: `150 → 171 (+14%) by 31 Mar 2027`."""
    if start and end:
        text = f"{start} → {end}"
        if moved := change(start, end):
            text += f" ({moved})"
    elif end:
        text = f"to {end}"
    elif start:
        text = f"from {start}"
    else:
        text = otherwise
    until = f"by {by.short()}".replace(" ", "\N{NO-BREAK SPACE}") if by and text else ""
    return " ".join(filter(None, (text, until)))


def stands(value: Quantity | None, target: Quantity | None) -> str:
    """Where a metric stands, and where it shall, if both are known: `400`, `150 → 171 (+14%)`."""
    return course(value, target) if value and target else str(value or target or "")


def _metric_badges(model: Model, entity: Gain | Metric) -> Iterable[Badge]:
    metric = chain.metric_of(model, entity)
    if metric and metric.role in ("north star", "top KPI"):
        yield Badge(metric.role, "crown")


def _evidence_badges(evidence: tuple[Evidence, ...]) -> Iterable[Badge]:
    """A badge for each piece of evidence, what speaks against the item first; of many, the rest is counted."""
    ordered = sorted(evidence, key=lambda one: one.stance != "contradicts")
    shown = ordered if len(ordered) <= MOST_BADGES else ordered[: MOST_BADGES - 1]
    for one in shown:
        against = one.stance == "contradicts"
        yield Badge(f"against: {_sample(one)}" if against else _sample(one), "against" if against else "evidence")
    if len(shown) < len(ordered):
        yield Badge(f"+{len(ordered) - len(shown)} more", "more")


def _sample(evidence: Evidence) -> str:
    """A piece of evidence in two or three words: `9 observed`, `task analysis n=9`, `survey`."""
    if not evidence.method:
        return f"n={evidence.n}" if evidence.n is not None else "evidence"
    if evidence.n is None:
        return evidence.method
    if evidence.n != 1 and evidence.method in _COUNTED:
        return f"{evidence.n:,} {_COUNTED[evidence.method]}"
    return f"{evidence.method} n={evidence.n:,}"


# ---- details ----------------------------------------------------------------------------------------------


def facts(model: Model, entity: Entity) -> Iterable[Fact]:
    """Everything that the spec says of an entity besides its title, field by field, in the grammar's order."""
    own = list(rules(type(entity)))
    shared = {rule.attribute for rule in rules(Entity)}
    # What is peculiar to the kind says more than what every entity takes.
    for rule in sorted(own, key=lambda rule: rule.attribute in shared):
        value = getattr(entity, rule.attribute)
        if rule.attribute not in ("title", "id") and value not in (None, "", ()):
            yield from _fact(model, rule, value)


def _fact(model: Model, rule: Rule, value: object) -> Iterable[Fact]:
    label = capital(rule.name)
    match rule.slot, value:
        case Items(), tuple():
            for child in value:
                yield Fact(label, _in_words(model, child), child.link)
        case Refs(), tuple():
            for one in value:
                yield Fact(label, _title(model, one))
        case Refs(), str():
            yield Fact(label, _title(model, value))
        case _, tuple():
            yield Fact(label, ", ".join(value))
        case _, When():
            yield Fact(label, value.long())
        case _ if rule.attribute == "link":
            yield Fact(label, str(value), str(value))
        case _:
            yield Fact(label, str(value))


def _in_words(model: Model, entity: Entity) -> str:
    """A nested entity in one line."""
    parts = []
    for rule in rules(type(entity)):
        value = getattr(entity, rule.attribute)
        if value in (None, "", ()) or rule.attribute in ("id", "link"):
            continue
        if isinstance(rule.slot, Refs) and rule.attribute in ("solution", "team"):
            continue  # it stands under it
        parts.append(_words(model, rule, value))
    return ", ".join(parts)


# Fields whose values say by themselves what they are.
_PLAIN = ("title", "method", "collected", "finding", "stance", "category", "verdict", "metric")


def _words(model: Model, rule: Rule, value: object) -> str:
    match rule.attribute:
        case "n":
            return f"n={value}"
        case "quote":
            return f"“{value}”"
        case "confidence":
            return f"{value} confidence"
    text = "; ".join(fact.text for fact in _fact(model, rule, value))
    return text if rule.attribute in _PLAIN else f"{rule.name} {text}"


def _title(model: Model, reference: str) -> str:
    found = model.by_id.get(reference)
    return found.title if found else reference


# ---- what every lens says around its cards ----------------------------------------------------------------


def subtitle(lens: str, model: Model) -> str:
    """The line under a title: the lens, the date that the facts hold for, and the currency of bare sums."""
    parts = [lens]
    if model.as_of:
        parts.append(f"as of {model.as_of.long()}")
    if model.currency:
        parts.append(f"sums in {model.currency}")
    return " · ".join(parts)


def travelled(paths: Paths, card: Card, ends: Collection[str] = ()) -> Card:
    """A card of the chain after what leads to it: faded when it rests on an assumption, with the paths in words.

    With `ends` (ids of gains) only the paths through the card to these count; then a card is faded, too, when
    none of them is researched on the far side of it.
    """
    if card.id not in paths.facts:
        return card
    tally = paths.through(card.id, ends)
    behind = paths.standing(card.id) == "shaky"
    ahead = bool(ends) and not card.assumed and tally.total > 0 and not tally.researched
    facts = list[Fact]()
    if tally.total:
        words = f"{tally.researched:,} of {count(tally.total, 'path')} through this, from need to gain, researched"
        facts.append(Fact("How far evidence carries", words))
    others = (doubt for doubt in paths.doubts(card.id) if doubt.id != card.id)
    named = list(islice(others, MOST_DOUBTS + 1))
    facts += [Fact("Weak link", doubt.title) for doubt in named[:MOST_DOUBTS]]
    facts += [Fact("Weak link", "and others")] if len(named) > MOST_DOUBTS else []
    doubt = "rests on an assumption" if behind else "its way to the gain is assumed" if ahead else ""
    return replace(card, shaky=bool(doubt), remark=card.remark or doubt, facts=(*card.facts, *facts))


def legend(cards: Iterable[Card], *, path: str = "") -> tuple[Key, ...]:
    """Only what is in the picture: solid, dashed and faded cards, and the path when it has a name."""
    states = {"assumed" if card.assumed else "shaky" if card.shaky else "researched" for card in cards}
    keys = [Key("researched", "backed by research or figures")] if "researched" in states else []
    keys += [Key("assumed", "assumed")] if "assumed" in states else []
    keys += [Key("shaky", "backed, but rests on an assumption")] if "shaky" in states else []
    return (*keys, *([Key("path", path)] if path else []))


def count(n: int, noun: str) -> str:
    """`1 root cause`, `3 root causes`, `2 business harms`."""
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{n:,} {noun if n == 1 else plural}"


def quoted(title: str) -> str:
    """A title inside a sentence: in quotes, and isolated, as it may run in the other direction (UAX 9, section 2.4)."""
    return f"“\N{FIRST STRONG ISOLATE}{title.rstrip('.。')}\N{POP DIRECTIONAL ISOLATE}”"
