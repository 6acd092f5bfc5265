"""N05: a comparative or a feeling, and no situation."""

from __future__ import annotations

from collections.abc import Iterator

from impactmap.checks.rule import Ground, Hit, Rule
from impactmap.wording.phrases import left_over, said

_SAID = 1  # words beside the wish itself that still leave it vague: "faster checkout"


def _find(ground: Ground) -> Iterator[Hit]:
    terms = ground.terms
    for need in ground.model.needs:
        if need.situation or need.moment:
            continue
        wording = terms.read(need.title)
        most, wish = _SAID, terms.comparatives.first(wording) or terms.feelings.first(wording)
        if not wish:
            most, wish = 0, terms.empty_wishes.first(wording)
        if not wish:
            continue
        said_besides = left_over(
            wording, terms.empty_wishes, terms.comparatives, terms.feelings, terms.vague_words, terms.generic_people,
            terms.qualifiers,
        )  # fmt: skip
        if said_besides <= most:
            words = said(wording, wish)
            yield Hit(
                need,
                f"“{words}” says neither when nor for what",
                f"add the situation (“When …”, or the field 'situation') and what goes wrong in it; “{words}” "
                f"would be true of "
                "any product",
                words,
                "title",
            )


RULE = Rule(
    code="N05",
    name="vague-need",
    source="Torres, Continuous Discovery Habits: opportunities come from specific moments; “I wish this was "
    "easier to use” is "
    "none",
    why="Nobody can look for the causes of “easier”, nor tell when it is easy enough. A situation can be watched.",
    trips="title: Ease\nneeds: [I wish this was easier to use]\n",
    clean="title: Ease\nneeds: [I want to use this when I'm not at my desk]\n",
    severity="warning",
    wording=True,
    find=_find,
)
