"""How healthy a map is, in one line: evidence, guards, balance of value, ladder.

Each part is a share, "3 of 4 needs and causes researched". Nothing is claimed for what a map does not have.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from impactmap.arithmetic import levers
from impactmap.chain import guards, is_research
from impactmap.checks.guarding import Guarding
from impactmap.checks.ladder import rungs, tops
from impactmap.checks.rule import Ground
from impactmap.checks.sides import side
from impactmap.guards import standing
from impactmap.model import Model


class Share(Struct, frozen=True):
    """`count` of `total`, which is never 0; `kinds` tells how many there are of each kind, for a fitting noun."""

    aspect: str
    count: int
    total: int
    kinds: tuple[tuple[str, int], ...]

    @property
    def words(self) -> str:
        """What it is a share of, without its figures: `needs and causes researched`."""
        return ASPECTS[self.aspect](self)

    def __str__(self) -> str:
        return f"{self.count} of {self.total} {self.words}"


def health(model: Model) -> tuple[Share, ...]:
    """The shares of one map, at most one for each aspect, in the order of `ASPECTS`."""
    ground = Ground(model)
    return tuple(share for find in (_evidence, _guards, _holding, _balance, _ladder) for share in find(ground))


def together(maps: Iterable[Iterable[Share]]) -> tuple[Share, ...]:
    """The shares of several maps as those of one."""
    count: Counter[str] = Counter()
    total: Counter[str] = Counter()
    kinds: dict[str, Counter[str]] = {aspect: Counter() for aspect in ASPECTS}
    for share in (share for shares in maps for share in shares):
        count[share.aspect] += share.count
        total[share.aspect] += share.total
        kinds[share.aspect].update(dict(share.kinds))
    return tuple(
        Share(aspect, count[aspect], total[aspect], tuple(kinds[aspect].items())) for aspect in ASPECTS if total[aspect]
    )


def in_words(shares: Iterable[Share]) -> str:
    """`3 of 4 needs and causes researched · 2 of 5 inputs lift both`; "" for no shares."""
    return " · ".join(map(str, shares))


# ---- what is counted ----------------------------------------------------------------------------------------


def _evidence(ground: Ground) -> Iterator[Share]:
    """Needs and causes with a piece of research that speaks for them."""
    needs, causes = ground.model.needs, ground.model.causes
    evidence = [item.evidence for item in needs] + [item.evidence for item in causes]
    researched = sum(any(map(is_research, pieces)) for pieces in evidence)
    yield from _share("evidence", researched, {"need": len(needs), "cause": len(causes)})


def _guards(ground: Ground) -> Iterator[Share]:
    """Gains as the pictures count them, and such top metrics as no gain names, as the rules judge them."""
    guarding = Guarding(ground)
    gains = ground.model.gains
    named = {gain.metric for gain in gains}
    wanting = [one.id for one in ground.model.metrics if guarding.wants_guard(one) and one.id not in named]
    count = sum(bool(guards(ground.model, gain)) for gain in gains) + sum(map(guarding.is_guarded, wanting))
    yield from _share("guards", count, {"gain": len(gains), "top metric": len(wanting)})


def _holding(ground: Ground) -> Iterator[Share]:
    """Guards that hold today, of those of which it is known: a broken one keeps nothing honest."""
    counters = ground.model.counter_metrics
    verdicts = [standing(ground.ledger, counter).verdict for counter in counters] if counters else []
    holding, broken = verdicts.count("holding"), verdicts.count("broken")
    yield from _share("holding", holding, {"guard": holding + broken})


def _balance(ground: Ground) -> Iterator[Share]:
    """Inputs that lift value delivered and value captured alike; where formulas do not tell, metrics on each side."""
    if not ground.model.metrics:
        return
    ledger = ground.ledger
    moving = [lever for lever in levers(ledger).values() if lever.kind != "neither"]
    if ledger.north_star and ledger.top_kpi and moving:
        both = sum(lever.kind == "lifts-both" for lever in moving)
        yield from _share("levers", both, {"input": len(moving)})
        return
    sides = Counter(map(side, ground.model.metrics))
    delivered = sides["delivered"] + sides["both"]
    told = delivered + sides["captured"]
    yield from _share("sides", delivered, {"metric": told})


def _ladder(ground: Ground) -> Iterator[Share]:
    """Goals that reach a top, and measure nobody beyond the horizon without saying how they are reached."""
    if not tops(ground):
        return
    on_ladder = rungs(ground)
    reaching = sum(
        aim.goal.metric in on_ladder and bool(aim.goal.influence_path or not ground.beyond.get(aim.actor))
        for aim in ground.aims
    )
    yield from _share("ladder", reaching, {"goal": len(ground.aims)})


def _share(aspect: str, count: int, kinds: dict[str, int]) -> Iterator[Share]:
    total = sum(kinds.values())
    if total:
        yield Share(aspect, count, total, tuple(kinds.items()))


# ---- how it is said -----------------------------------------------------------------------------------------


def _nouns(share: Share) -> str:
    """`needs and causes`; one alone stands in the singular."""
    words = [kind for kind, count in share.kinds if count]
    return words[0] if share.total == 1 else " and ".join(f"{word}s" for word in words)


ASPECTS: dict[str, Callable[[Share], str]] = {
    "evidence": lambda share: f"{_nouns(share)} researched",
    "guards": lambda share: f"{_nouns(share)} guarded",
    "holding": lambda share: f"{_nouns(share)} {'holds' if share.total == 1 else 'hold'} today",
    "levers": lambda share: f"{_nouns(share)} {'lifts' if share.total == 1 else 'lift'} both",
    "sides": lambda share: f"{_nouns(share)} on the customer's side",
    "ladder": lambda share: f"{_nouns(share)} {'ladders' if share.total == 1 else 'ladder'} up",
}
"""What is said of each aspect behind its figures, in the order in which it is said."""
