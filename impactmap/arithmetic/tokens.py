"""Formulas cut into numbers, names and signs; and what to say of anything else."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from impactmap.model.figure import DIGITS
from impactmap.model.reading import ReadingError, plain, short


class FormulaError(ReadingError):
    """A text is not a formula. `start` and `end` are the offending characters, `hint` says what would be right."""


_OPERATORS = {"+": "+", "-": "−", "–": "−", "—": "−", "*": "×", "×": "×", "·": "×", "⋅": "×", "∗": "×"}
_OPERATORS |= {"/": "÷", "÷": "÷", "∕": "÷", "(": "(", ")": ")", ",": ","}
_NUMBER = re.compile(r"\d+(?:\.\d+)?|\.\d+")
_PERCENT = re.compile(r" *%")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?![\w.])")
_EXPONENT = re.compile(r"(\d+(?:\.\d+)?)e(\d*)", re.IGNORECASE | re.ASCII)
_HEXADECIMAL = re.compile(r"0x[0-9a-f]+", re.IGNORECASE)
_BEFORE = re.compile(r"(?<![\w.,])(\d[\d.,]*) *$")  # the number of a sum of money, on either side of its sign
_BEHIND = re.compile(r" *(\d(?:[\d.,]*\d)?)")
_QUOTED = {"[": "]", "`": "`"}


class Token(Struct, frozen=True):
    """A piece of a formula, at characters `start` to `end`; `sign` holds the typographic form, "×" for "*"."""

    kind: Literal["number", "name", "sign", "end"]
    text: str
    start: int
    end: int
    value: Decimal = Decimal(0)


def tokens(text: str) -> list[Token]:
    """The pieces of a formula, and an "end" behind them. Raises FormulaError at what no formula holds."""
    typed = plain(text)
    found: list[Token] = []
    at = 0
    while at < len(typed):
        character = typed[at]
        if character == " ":
            at += 1
            continue
        if character in _QUOTED:
            token = _quoted(text, at)
        elif _in_name(character) or _NUMBER.match(typed, at):
            token = _word(text, typed, at)
        elif typed.startswith("**", at) or character not in _OPERATORS:
            raise _stranger(text, typed, at)
        else:
            token = Token("sign", _OPERATORS[character], at, at + 1)
        found.append(token)
        at = token.end
    return [*found, Token("end", "", len(text.rstrip()), len(text.rstrip()))]


def _word(text: str, typed: str, at: int) -> Token:
    """A number or a name; `30d_retention` is a name, as ids may begin with a digit."""
    end = at
    while end < len(typed) and (
        _in_name(typed[end]) or (typed[end] == "." and end > at and _in_name(typed[end + 1 : end + 2]))
    ):
        end += 1
    number = _NUMBER.match(typed, at)
    if number and number.end() >= end:
        return _number(typed, at, number)
    return Token("name", unicodedata.normalize("NFC", text[at:end]), at, end)


def _number(typed: str, at: int, number: re.Match[str]) -> Token:
    if grouped := _GROUPED.match(typed, at):
        bare = grouped[0].replace(",", "")
        raise FormulaError(
            f"'{grouped[0]}' has commas, which part arguments here",
            at,
            grouped.end(),
            f"write {bare}, or a space after each comma",
        )
    if len(number[0]) > DIGITS:
        message = f"a number of {len(number[0])} digits is too long"
        raise FormulaError(message, at, number.end(), f"at most {DIGITS} digits are read")
    value = Decimal(number[0])
    if percent := _PERCENT.match(typed, number.end()):
        return Token("number", percent[0], at, percent.end(), value.scaleb(-2))
    return Token("number", number[0], at, number.end(), value)


def unread_number(name: str) -> tuple[str, str] | None:
    """What to say, and how to write it, where a name that no metric has is a number in a form that is not read."""
    if exponent := _EXPONENT.fullmatch(name):
        message = f"'{short(name, 40)}' has an exponent, which a formula does not read"
        power = int(exponent[2][:9] or DIGITS + 1)
        digits = len(exponent[1]) + power
        # `1e` alone comes from `1e-3`, where the minus parts it from its power.
        spelled = f"{Decimal(name):f}" if digits <= DIGITS else "all its digits, such as 2000 or 0.002"
        return message, f"write {spelled}"
    if _HEXADECIMAL.fullmatch(name):
        message = f"'{short(name, 40)}' is hexadecimal, which a formula does not read"
        return message, f"write {int(name, 16)}" if len(name) <= 16 else "write it with the digits 0 to 9"
    return None


def _quoted(text: str, at: int) -> Token:
    end = text.find(_QUOTED[text[at]], at + 1)
    name = text[at + 1 : end].strip() if end > 0 else ""
    if not name:
        wrong = f"'{text[at]}' is never closed" if end < 0 else "a name is missing"
        raise FormulaError(wrong, at, max(end, at) + 1, "brackets hold a metric's id: [mau-per-customer]")
    return Token("name", unicodedata.normalize("NFC", name), at, end + 1)


def _in_name(character: str) -> bool:
    if character.isalnum() or character == "_":
        return True
    # Vowel signs of Indic scripts and the like belong to their letter.
    return bool(character) and not character.isascii() and unicodedata.category(character)[0] == "M"


def _stranger(text: str, typed: str, at: int) -> FormulaError:
    """Something that no formula holds."""
    character = typed[at]
    if typed.startswith("**", at) or character == "^":
        end = at + (2 if character == "*" else 1)
        return FormulaError(f"there are no powers: '{text[at:end]}'", at, end, "write a product: a * a")
    if character == "=":
        return FormulaError("a formula has no '='", at, at + 1, "write only what stands on its right")
    if character in "<>!&|":
        message = f"'{text[at]}' compares, and a formula only computes"
        return FormulaError(message, at, at + 1, "there are + - * /, min, max and sum")
    if character in "\"'“”‘’":
        return FormulaError("a formula holds no quoted text", at, at + 1, "write a metric's id as it is")
    if character == "%":
        return FormulaError("'%' stands only behind a number", at, at + 1, "write 8%, or 0.08")
    if unicodedata.category(character) == "Sc":
        number = _BEFORE.search(typed, 0, at) or _BEHIND.match(typed, at + 1)
        hint = "write the number alone"
        if number:
            amount = text[min(number.start(1), at) : max(number.end(1), at + 1)]
            hint = f"write '{number[1].replace(',', '')}' alone, or make it a metric with the value '{amount}'"
        return FormulaError(f"a number in a formula has no currency: '{text[at]}'", at, at + 1, hint)
    return FormulaError(
        f"'{short(text[at])}' cannot stand in a formula",
        at,
        at + 1,
        "there are numbers, ids, + - * / ( ), min, max, sum",
    )
