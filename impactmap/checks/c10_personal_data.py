"""C10: an e-mail address, a phone or account number, or a participant's name."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.model import Cause, Entity, Evidence, Model, Need
from impactmap.model.grammar import Text, Texts, Url, rules
from impactmap.wording.personal import accounts, addresses, is_social, participants, phones

_LEFT_OUT = ("id",)  # made from the title


def _find(ground: Ground) -> Iterator[Hit]:
    """What stands in the items, and in the map's own title and summary."""
    everything: tuple[Entity | Model, ...] = (ground.model, *ground.model.walk())
    for entity in everything:
        seen: set[str] = set()
        for attribute, text in _texts(entity):
            for words, what in _personal(ground, entity, attribute, text):
                if words not in seen:
                    seen.add(words)
                    item = None if isinstance(entity, Model) else entity
                    hint = _OWNER_HINT if attribute == "owner" else _HINT
                    yield Hit(item, f"“{words}” is {what}", hint, words, attribute)


_HINT = "leave out who it was: say the role or a number (“P7, night-shift nurse”), and keep the key to it elsewhere"
_OWNER_HINT = "name the person or the role, and keep elsewhere how to reach them"


def _personal(ground: Ground, entity: Entity | Model, attribute: str, text: str) -> Iterator[tuple[str, str]]:
    yield from ((words, "an e-mail address") for words in addresses(text))
    yield from ((words, "an account number") for words in accounts(text))
    for words in phones(ground.terms, text):
        yield words, "a social security number" if is_social(words) else "a phone number"
    # Elsewhere names are those of firms, authors and products; who answers for an item is named on purpose.
    if isinstance(entity, Evidence | Need | Cause) and attribute != "owner":
        yield from ((words, "a person's name") for words in participants(ground.terms, text))


def _texts(entity: Entity | Model) -> Iterator[tuple[str, str]]:
    for rule in rules(type(entity)):
        if rule.attribute in _LEFT_OUT:
            continue
        value = getattr(entity, rule.attribute)
        if isinstance(rule.slot, Text | Url) and value:
            yield rule.attribute, value
        elif isinstance(rule.slot, Texts):
            yield from ((rule.attribute, text) for text in value)


RULE = Rule(
    code="C10",
    name="personal-data",
    source="Research ethics (for instance the ICC/ESOMAR code, art. 4 and 5): participants stay anonymous",
    why="A map is passed on and published; people who took part in a study were not asked about that. The "
    "evidence is as good "
    "without their names.",
    trips="title: Drafts\ncauses:\n  - title: Copies travel by e-mail\n    evidence:\n      - method: interview\n"
    "        quote: jane@x.org said she mails it to herself\n",
    clean="title: Drafts\ncauses:\n  - title: Copies travel by e-mail\n    evidence:\n      - method: interview\n"
    "        quote: I mail it to myself\n",
    severity="warning",
    public="error",
    wording=True,
    find=_find,
)
