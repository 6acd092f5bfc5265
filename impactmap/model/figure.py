"""One number as people type it: sign, currency, digits, scale; and what to say when it is another country's form."""

from __future__ import annotations

import re
from decimal import Context, Decimal

from msgspec import Struct

from impactmap.model.reading import ReadingError, short

DIGITS = 24  # more than any map needs, and few enough for exact arithmetic

# ISO 4217, without funds and metals.
CURRENCY_CODES = frozenset(
    """AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF
    CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF
    IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK
    MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR
    SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED
    VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG""".split()  # noqa: SIM905 - a list literal of 154 strings would hide the codes in quotes
)
SIGN = r"[A-Z]{0,3}[$£¤¥֏฿₠-⃀]"
_CURRENCY = re.compile(rf"({SIGN})|([A-Z]{{3}})(?=[ \d.+-])")
_CURRENCY_AFTER = re.compile(rf" *({SIGN}|¢)(?!\w)| *([A-Z]{{3}})(?!\w)")
# An en or em dash before the first figure is a minus that an editor "improved".
_PLUS_MINUS = re.compile(r"[+–—-] *")
_DIGITS = re.compile(r"\d+(?:[.,'’_]\d+| \d{3}(?!\d))*|\.\d+")
_PLAIN = re.compile(r"\d+(?:\.\d+)?|\.\d+")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_EXPONENT = re.compile(r"[eE]([+-]?\d+)(?!\w)")
_SCALES = {
    3: ("k", "K", "thousand"),
    6: ("M", "m", "mn", "mln", "million", "millions"),
    9: ("B", "b", "bn", "billion", "billions"),
    12: ("T", "tn", "trillion", "trillions"),
}
_POWER = {word: power for power, words in _SCALES.items() for word in words}
_SCALE = re.compile(rf"( *)({'|'.join(sorted(_POWER, key=len, reverse=True))})(?!\w)")
_MONEY_ONLY = frozenset("mb")  # "5 m" is five metres and "5 b" nothing, but "$5m" is five million
_ATTACHED_ONLY = frozenset("BT")  # "5 T" is five of something

_EXACT = Context(prec=60)


class QuantityError(ReadingError):
    """A text is not a quantity."""


class Figure(Struct, frozen=True):
    """A number found in a text: its digits, the power of ten of its scale word, its currency, where it ends."""

    digits: str
    power: int
    currency: str
    end: int

    def value(self, power: int | None = None) -> Decimal:
        """The number; its exponent remembers the scale that the author used ("0.9M" is 9E+5, and equals 900000)."""
        return Decimal(self.digits).scaleb(self.power if power is None else power, context=_EXACT)


def read_figure(text: str, start: int) -> Figure | None:
    """The number at `start` of a text in plain characters; None when there is none.

    Raises QuantityError for digits that are grouped in another way than `1,234.5`, for exponents and for
    more than 24 digits.
    """
    sign, at = _sign(text, start)
    currency = ""
    if (found := _CURRENCY.match(text, at)) and (found[2] is None or found[2] in CURRENCY_CODES):
        currency = str(found[1] or found[2])
        at = found.end()
        while text[at : at + 1] == " ":
            at += 1
        inner, at = _sign(text, at)
        sign = sign or inner
    number = _DIGITS.match(text, at)
    if not number:
        return None
    digits = _checked(number[0], at)
    end = number.end()
    if exponent := _EXPONENT.match(text, end):
        raise _exponent_error(digits, exponent, at)
    power = 0
    if scale := _SCALE.match(text, end):
        space, word = scale.groups()
        money = currency or _currency_at(text, scale.end())[0]
        if (word not in _MONEY_ONLY or money) and (word not in _ATTACHED_ONLY or not space or money):
            power = _POWER[word]
            end = scale.end()
    if not currency:
        currency, end = _currency_at(text, end)
    return Figure(digits=f"{sign}{digits}", power=power, currency=currency, end=end)


def _sign(text: str, at: int) -> tuple[str, int]:
    found = _PLUS_MINUS.match(text, at)
    if not found:
        return "", at
    return ("" if found[0][0] == "+" else "-"), found.end()


def _currency_at(text: str, at: int) -> tuple[str, int]:
    """A currency behind the number (`5 EUR`, `5 €`) and where it ends; "" and `at` when there is none."""
    found = _CURRENCY_AFTER.match(text, at)
    if found and (found[1] or found[2] in CURRENCY_CODES):
        return found[1] or found[2], found.end()
    return "", at


def _checked(typed: str, at: int) -> str:
    """The digits for Decimal, or an error that shows how they would be written here."""
    count = sum(map(str.isdigit, typed))
    if count > DIGITS:
        raise QuantityError(
            f"a figure of {count} digits is too long", at, at + len(typed), f"at most {DIGITS} digits are read"
        )
    if _PLAIN.fullmatch(typed):
        return typed
    if _GROUPED.fullmatch(typed):
        return typed.replace(",", "")
    rewritten = _rewrite(typed)
    what = "is not one figure"
    if rewritten:
        what = "has a decimal comma" if "." in rewritten and "," in typed else "groups its digits in another way"
    hint = f"write '{rewritten}'" if rewritten else "figures are written like 1,234.5"
    raise QuantityError(f"'{typed}' {what}", at, at + len(typed), hint)


def _rewrite(typed: str) -> str:
    """Digits in another country's form, as `1,234.5`; "" when the form is nobody's."""
    groups = re.split(r"[^\d]", typed)
    marks = re.findall(r"[^\d]", typed)
    fraction = ""
    # The last mark starts a fraction when it is another mark than those before it, or a lone comma before
    # anything but three digits (or after a nought, which no group begins with).
    alone = len(marks) == 1 and marks[0] == "," and (len(groups[-1]) != 3 or groups[0] == "0")
    if marks[-1] in ".," and (alone or (len(marks) > 1 and marks[-1] not in marks[:-1])):
        fraction = "." + groups.pop()
        marks.pop()
    regular = len(set(marks)) <= 1 and all(len(group) in (2, 3) for group in groups[1:])
    if not regular or (len(groups) > 1 and len(groups[-1]) != 3):
        return ""
    return f"{int(''.join(groups)):,}{fraction}"


def _exponent_error(digits: str, exponent: re.Match[str], at: int) -> QuantityError:
    hint = "write all its digits, or 1.2M, 1.2bn"
    power = int(exponent[1][:6])
    if -6 <= power <= 15:
        hint = f"write '{Decimal(digits).scaleb(power, context=_EXACT):,f}'"
    typed = f"{digits}{exponent[0]}"
    return QuantityError(f"'{short(typed, 24)}' is written with an exponent", at, exponent.end(), hint)
