"""Fields whose name lacks its colon: `evidence - interview`, `size $3M per year`, `from 11% to 15%`."""

from __future__ import annotations

import re

from msgspec import Struct

from impactmap.model.entities import Entity
from impactmap.model.grammar import Amount, Day, find, fold
from impactmap.model.quantity import in_figures, parse_quantity
from impactmap.model.reading import ReadingError, reads
from impactmap.model.when import parse_when

_SIGN = re.compile(r"([^\W\d_][\w ]{0,30}?)(?:\s*=\s*|\s+[-–—]\s+)(?=\S)")
_FROM_TO = re.compile(
    r"(?P<first>from)\s+(?P<baseline>\S.*?)(?:\s+to\s+|\s*(?:→|⇒|->|=>)\s*)(?P<target>\S.*?)(?:\s+by\s+(?P<by>\S.*))?",
    re.IGNORECASE | re.DOTALL,
)
_NAMED = tuple(re.compile(rf"({words})\s+(?P<value>\S.*)", re.DOTALL) for words in (r"\w+\s\w+", r"\w+"))
_PROSE = frozenset({"from", "to", "now", "today", "current", "at least", "at most"})  # these begin sentences as well
_LONGEST = 120  # characters of a value that may be meant as one
_SIGNS = frozenset({"%", "pp", "x"})
_UNIT, _WHOLE = 2, 3  # words that a figure is in, and that it is a part of; a sentence has more


class Slip(Struct, frozen=True):
    """`named` characters of the text are the name of a field; `wrong` says what it lacks, and `hint` what was meant."""

    named: int
    wrong: str
    hint: str


def missing_colon(text: str, entity: type[Entity]) -> Slip | None:
    """What a bullet under an item lacks to be a field of it; None for prose."""
    return _with_sign(text, entity) or _from_to(text, entity) or _with_value(text, entity)


def _with_sign(text: str, entity: type[Entity]) -> Slip | None:
    """`evidence - interview` and `evidence = interview`."""
    found = _SIGN.match(text)
    rule = find(entity, found[1]) if found else None
    if not found or not rule or rule.name == "note":
        return None
    value = text[found.end() :].strip()
    return Slip(found.end(), _wrong(found[1]), f"write `{found[1]}: {value if len(value) <= 60 else '…'}`")


def _from_to(text: str, entity: type[Entity]) -> Slip | None:
    """`from 11% to 15%`, as a goal has it in one line, and perhaps `by 2027`."""
    if not all((rule := find(entity, name)) and isinstance(rule.slot, Amount) for name in ("from", "to")):
        return None
    said = text.rstrip(" .;,")
    found = _FROM_TO.fullmatch(said) if len(said) <= 2 * _LONGEST else None
    if not found or not all(_is_figure(found[name]) for name in ("baseline", "target")):
        return None
    if found["by"] and not reads(parse_when, found["by"]):
        return None
    ends = (
        f"`from: {found['baseline']}`",
        f"`to: {found['target']}`",
        *([f"`by: {found['by']}`"] if found["by"] else []),
    )
    wrong = "'from' and 'to' have no ':' behind them, so this is only a note"
    return Slip(found.end("first"), wrong, f"did you mean {', '.join(ends[:-1])} and {ends[-1]}?")


def _with_value(text: str, entity: type[Entity]) -> Slip | None:
    """The name of a quantity or date and one of them: `size $3M per year`, `by 2027-03-31`."""
    said = text.rstrip(" .;,")
    for pattern in _NAMED:
        found = pattern.fullmatch(said)
        rule = find(entity, found[1]) if found else None
        if not found or not rule or len(found["value"]) > _LONGEST:
            continue
        value = found["value"]
        if isinstance(rule.slot, Amount):
            value = in_figures(value)
            meant = _is_figure(value, bare=fold(found[1]) in _PROSE)
        else:
            meant = isinstance(rule.slot, Day) and reads(parse_when, value)
        if meant:
            return Slip(found.end(1), _wrong(found[1]), f"did you mean `{found[1]}: {value}`?")
    return None


def _wrong(name: str) -> str:
    return f"'{name}' has no ':' behind it, so this is only a note"


def _is_figure(text: str, bare: bool = False) -> bool:
    """Whether a text is a quantity and no sentence that begins with a number; a `bare` one is in no words at all."""
    try:
        quantity = parse_quantity(text)
    except ReadingError:
        return False
    wordy = ((quantity.unit, _UNIT), (quantity.per, _UNIT), (quantity.of, _WHOLE))
    if any(len(words.split()) > most for words, most in wordy):
        return False
    return not bare or (quantity.total is None and (quantity.unit in _SIGNS or not quantity.unit.islower()))
