"""What a card says, a fact to a line, and a formula in a line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from impactmap.graph import Badge, Card, Fact, Joint, Leg
from impactmap.language import capital

_LABELS = {
    "crown": "Role",
    "role": "Role",
    "status": "Status",
    "lever": "Lever",
    "alarm": "Watch out",
    "change": "Change",
    "evidence": "Evidence",
}
SENTENCE = 3  # spaces: a text of fewer words may say two things under two labels
_OPERATORS = ("+", "×", "−", "÷")
_COURSE = re.compile("(.+?) → (.+)")
_FIRST = re.compile(r"([^\W\d_]{3})[^\W\d_]+")


def described(card: Card, said: Mapping[str, str], near: Collection[str], by_formula: str = "") -> Iterator[str]:
    """What is known of a card besides its title, what matters most first.

    `said` are the words of the legend by mark, `near` the titles of the cards that it is joined to: what only repeats
    one of them or its own is left out, and so is the fact labelled `by_formula`, which the outline says itself.
    """
    facts = [
        fact
        for fact in card.facts
        if fact.label != by_formula and (fact.href or not _repeats(fact.text, {card.title, *near}))
    ]
    label_of = {fact.text: fact.label for fact in facts}
    if card.who:
        yield f"{label_of.get(card.who, 'Who')}: {card.who}"
    if card.figure:
        yield _figure(card.figure, label_of.get(card.figure, ""))
    yield from _states(card, said)
    badges = [badge for badge in card.badges if not _in_facts(badge, facts)]
    yield from map(_badge, badges)
    shown = [card.who, card.figure, card.remark, *(badge.text for badge in badges)]
    told: set[str] = set()
    for fact in facts:
        if fact.href or not (
            fact.text in shown
            or fact.text in told
            or _quoted(fact.text, card.remark)
            or _gist(fact.text) in _gist(card.figure)
        ):
            told |= {fact.text} if fact.text.count(" ") >= SENTENCE else set()
            link = f" ({fact.href})" if fact.href not in ("", fact.text) else ""
            yield ": ".join(filter(None, (fact.label, fact.text))) + link


def _figure(figure: str, label: str) -> str:
    """`From 150 to 171 (+14%)` is read aloud as it is; an arrow is not."""
    course = _COURSE.fullmatch(figure)
    return f"From {course[1]} to {course[2]}" if course and not label else f"{label or 'Figure'}: {figure}"


def _states(card: Card, said: Mapping[str, str]) -> Iterator[str]:
    remark = card.remark
    if card.assumed:
        assumed = said.get("assumed", "assumed")
        remark = remark if "assumed" in remark else ": ".join(filter(None, (assumed, remark)))
    elif card.shaky and not remark:
        remark = said.get("shaky", "rests on an assumption")
    if remark:
        yield capital(remark)
    if card.emphasis:
        yield f"On the {said.get('path', 'path')}"
    if card.beyond and all("beyond" not in badge.text for badge in card.badges):
        yield capital(said.get("beyond", "beyond the control horizon"))
    if card.tag:
        yield f"Mark {card.tag.text}: {said.get(card.tag.role, card.tag.role)}"


def _in_facts(badge: Badge, facts: Collection[Fact]) -> bool:
    """Whether a badge is the short form of a fact."""
    if badge.role in ("evidence", "more"):
        return bool(facts)
    _, _, rest = badge.text.partition(": ")
    return any(fact.text in (badge.text, rest) for fact in facts)


def _badge(badge: Badge) -> str:
    if ": " in badge.text or badge.role not in _LABELS:
        return capital(badge.text)
    return f"{_LABELS[badge.role]}: {badge.text}"


def _repeats(text: str, titles: Collection[str]) -> bool:
    """Whether a text is a title, or the short account of a card that begins with its title."""
    return text in titles or any(text[at] == "," and text[:at] in titles for at in _commas(text))


def _commas(text: str) -> Iterator[int]:
    return (found.start() for found in re.finditer(", ", text))


def _quoted(text: str, remark: str) -> bool:
    return text.count(" ") >= SENTENCE and text.rstrip(".。") in remark


def _gist(text: str) -> str:
    """A text by the beginnings of its words, as `31 March 2027` is also written `31 Mar 2027`."""
    return f" {' '.join(_FIRST.sub(lambda word: word[1], text.casefold()).split())} "


# ---- formulas -------------------------------------------------------------------------------------------------


def sum_of(joint: Joint, titles: Mapping[str, str]) -> str:
    """What a joint of operators makes of the cards behind it: `A × (B − C)`; see `impactmap.formulas.joint`."""
    parts = [(leg.sign, _operand(leg, titles)) for leg in joint.legs] or [("", title) for title in titles.values()]
    operator, comma, numbers = joint.text.partition(", ")
    if operator in _OPERATORS:  # `×`, or `×, ÷ 3`
        lone = f"{operator} " if len(parts) == 1 and operator in "−÷" else ""
        return f"{lone}{_run(parts, operator)}{' ' if comma else ''}{numbers}"
    if joint.text.endswith(_OPERATORS):  # `1 −`
        return f"{joint.text} {_run(parts, joint.text[-1])}"
    if joint.text.startswith(_OPERATORS):  # `× 12`
        return f"{_run(parts, joint.text[0])} {joint.text}"
    return f"{joint.text} of {', '.join(part for _, part in parts)}"


def _run(parts: Sequence[tuple[str, str]], operator: str) -> str:
    (sign, first), *others = parts
    return " ".join((f"{sign} {first}" if sign else first, *(f"{own or operator} {part}" for own, part in others)))


def _operand(leg: Leg | Joint, titles: Mapping[str, str]) -> str:
    if isinstance(leg, Leg):
        return titles.get(leg.target, leg.target)
    return f"({sum_of(leg, titles)})"
