"""Whether two texts say the same, as far as their words tell. What rules about copies and echoes share."""

from __future__ import annotations

import difflib
import re
from functools import lru_cache

# Words that carry no fact of their own. "not" is none of them.
_EMPTY = frozenset(
    re.findall(
        r"\w+",
        "a about all also am an and any are as at be because been being but by can could did do does every for from "
        "get gets had has have he her his how i if in into is it its just make makes me mr my of on one or our out "
        "people really she should so some that the their them then there they this to too up us user users very was "
        "we were what when which who why will with would you your customer customers",
    )
)
_NEGATIONS = frozenset(("not", "never", "no", "cannot", "without"))
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")  # scripts that put no space between words
_ALIKE = 0.9
LONGEST = 400  # characters of a text that are compared


def same(one: str, other: str) -> bool:
    """Whether two texts are the same but for their small words, their order and their endings."""
    if _UNSPACED.search(one + other):
        return _ratio(one, other) >= _ALIKE
    words, others = _content(one), _content(other)
    return len(words) > 0 and words == others and _negated(one) == _negated(other)


def echoes(one: str, other: str) -> bool:
    """Whether a text says only what another one says already, perhaps in fewer words."""
    if same(one, other):
        return True
    if _UNSPACED.search(one + other):
        bare: str = one.rstrip("。．.")
        return len(bare) >= 6 and bare in other
    words = _content(one)
    return len(words) >= 3 and words < _content(other) and _negated(one) == _negated(other)


@lru_cache(maxsize=8192)
def _content(text: str) -> frozenset[str]:
    words = (word.replace("’", "'") for word in _WORD.findall(text[:LONGEST].casefold()))
    return frozenset(_stem(word) for word in words if word not in _EMPTY | _NEGATIONS and not word.endswith("n't"))


def _stem(word: str) -> str:
    word = word.removesuffix("'s")
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


@lru_cache(maxsize=8192)
def _negated(text: str) -> bool:
    words = [word.replace("’", "'") for word in _WORD.findall(text[:LONGEST].casefold())]
    return sum(1 for word in words if word in _NEGATIONS or word.endswith("n't")) % 2 == 1


def _ratio(one: str, other: str) -> float:
    matcher = difflib.SequenceMatcher(None, one[:LONGEST], other[:LONGEST], autojunk=False)
    quick: float = min(matcher.real_quick_ratio(), matcher.quick_ratio())
    ratio: float = matcher.ratio() if quick >= _ALIKE else 0.0
    return ratio
