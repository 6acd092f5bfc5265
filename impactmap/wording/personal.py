"""Personal data in a text: e-mail addresses, phone and account numbers, and names where somebody is quoted.

Addresses and numbers look alike in every language. Names are only told beside a word that speaks of a participant.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from impactmap.wording.terms import Terms
from impactmap.wording.text import Wording, worded

# Every repetition is bounded and begins at a border: linear, whatever the text.
_ADDRESS = re.compile(
    r"(?<![\w.+%-])([A-Za-z0-9][\w.+%-]{0,63})@((?:[A-Za-z0-9-]{1,63}\.){1,8}([A-Za-z]{2,24}))(?![\w@-]|\.\w)"
)
_FILES = ("png", "jpg", "jpeg", "svg", "gif", "webp", "css", "js", "ts", "py", "pdf", "html")
# Addresses of nobody in particular.
_ROLES = frozenset(
    (
        "support", "info", "hello", "hi", "sales", "help", "contact", "billing", "team", "press", "admin", "office",
        "service", "noreply", "no-reply", "postmaster", "webmaster", "abuse", "security", "privacy", "legal", "jobs",
        "careers", "hr", "news", "newsletter", "feedback", "research", "git", "mail", "enquiries",
    )
)  # fmt: skip
# Domains that are reserved for examples (RFC 2606), and versions of packages ("name@1.2.3-beta.co").
_NO_DOMAIN = re.compile(r"(?:^|\.)(?:example\.(?:com|net|org)|example|test|invalid)$|^\d+\.\d", re.IGNORECASE)

# Digits in groups, as people write a number down: "+44 20 7946 0958", "(030) 1234 5678", "555-867-5309".
_DIGITS = re.compile(
    r"(?<![\w.,:/#-])(?:\+|00)?(?:\(\d{1,5}\)[ -]?)?\d{1,12}(?:[ ./-]\(?\d{1,8}\)?){0,7}(?![\w:%]|[.,/-]\d)"
)
_AMERICAN = re.compile(r"\(?[2-9]\d{2}\)?[ .-][2-9]\d{2}[ .-]\d{4}")
_NATIONAL = re.compile(r"\(?0\d{1,5}\)?(?:[ /-]\d{2,8}){1,5}")
_SOCIAL = re.compile(r"\d{3}-\d\d-\d{4}")  # as the American administration writes them
# International account numbers (ISO 13616).
_ACCOUNT = re.compile(r"(?<!\w)[A-Z]{2}\d\d(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)")
# An address in words, for robots not to find: "jane (at) x (dot) org". Without brackets it may be where people met.
_SPELT = re.compile(
    r"(?<![\w.-])[\w.-]{1,64} ?[(\[]at[)\]] ?[\w-]{1,63}(?:\.| ?[(\[]dot[)\]] ?)[A-Za-z]{2,24}(?!\w)", re.IGNORECASE
)
_BEFORE = 30  # characters before a number in which a cue may stand


def addresses(text: str) -> Iterator[str]:
    """E-mail addresses of persons, as they stand in the text."""
    plain = _plain(text)
    for match in _ADDRESS.finditer(plain):
        local, domain, top = match.groups()
        if local.lower() not in _ROLES and top.lower() not in _FILES and not _NO_DOMAIN.search(domain):
            yield _as_typed(text, plain, match.start(), match.end())
    for match in _SPELT.finditer(plain):
        yield _as_typed(text, plain, match.start(), match.end())


def accounts(text: str) -> Iterator[str]:
    """International account numbers, known by their check digits."""
    plain = _plain(text)
    for match in _ACCOUNT.finditer(plain):
        if _has_check_digits(match[0].replace(" ", "")):
            yield _as_typed(text, plain, match.start(), match.end())


def is_social(number: str) -> bool:
    """Whether a number that `phones` gave is written as those of social security are."""
    return _SOCIAL.fullmatch(number) is not None


def _has_check_digits(number: str) -> bool:
    """ISO 7064: letters as 10 to 35, the first four characters last, one left over by 97."""
    return int("".join(str(int(one, 36)) for one in number[4:] + number[:4])) % 97 == 1


def phones(terms: Terms, text: str) -> Iterator[str]:
    """Phone numbers: international ones, national ones in groups, and any after a word such as "phone" or "SSN"."""
    plain = _plain(text)
    for match in _DIGITS.finditer(plain):
        number = match.group()
        count = sum(character.isdigit() for character in number)
        if not 7 <= count <= 15:
            continue
        before = worded(plain[max(0, match.start() - _BEFORE) : match.start()])
        cued = any(cue.last == len(before) for cue in terms.phone_cues.find(before))
        international = number.startswith(("+", "00")) and count >= 9
        grouped = _AMERICAN.fullmatch(number) or (count >= 9 and _NATIONAL.fullmatch(number))
        if cued or international or grouped:
            yield _as_typed(text, plain, match.start(), match.end())


def participants(terms: Terms, text: str) -> Iterator[str]:
    """Names of people who took part: "Mrs Okonkwo", "Jane said", "interview with Maria Lopez", "Sarah: …"."""
    wording = terms.read(text, whole=True)
    at = 0
    while at < len(wording):
        end = _titled(terms, wording, at) or _named(terms, wording, at)
        if end:
            yield wording.part(at, end)
        at = end or at + 1


def _titled(terms: Terms, wording: Wording, at: int) -> int:
    """Where "Dr Müller" ends; the full stop of "Dr." does not end a sentence."""
    if not (terms.honorifics.at(wording, at) and wording.is_capital(at) and wording.is_capital(at + 1)):
        return 0
    return at + 2 if wording.words[at + 1].start - wording.words[at].end <= 2 else 0


def _named(terms: Terms, wording: Wording, at: int) -> int:
    """Where a first name, with a last name perhaps, ends that somebody is quoted or met by."""
    if not (terms.given_names.at(wording, at) and wording.is_capital(at)):
        return 0
    end = at + 1
    if wording.is_capital(end) and wording.words[end].clause == wording.words[at].clause:
        end += 1
    cued = any(terms.name_cues.at(wording, at - size) == size for size in (1, 2, 3) if at >= size)
    then = end
    while then < len(wording) and wording.words[then].is_number:  # "Anna, 34, said"
        then += 1
    told = terms.speech.at(wording, then) or terms.speech.at(wording, at - 1)
    heads = at == 0 and wording.text[wording.words[end - 1].end :].startswith(":")
    return end if cued or told or heads else 0


def _plain(text: str) -> str:
    """The text with full-width letters made plain."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def _as_typed(text: str, plain: str, start: int, end: int) -> str:
    """The same words in the text as typed, as long as making it plain has moved nothing."""
    return text[start:end] if len(text) == len(plain) else plain[start:end]
