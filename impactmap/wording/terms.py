"""Tables of terms, and how they are found in a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from types import ModuleType

from msgspec import Struct, field

from impactmap.wording.text import Wording, split, unnumbered, worded


class Match(Struct, frozen=True):
    """Words `first` up to but without `last` of a text."""

    first: int
    last: int

    def within(self, other: Match) -> bool:
        return other.first <= self.first and self.last <= other.last


class Table:
    """Terms of one or several words, found at word boundaries, the longest first, whatever their case.

    A hyphen, an apostrophe's shape and white space make no difference: "sign-up" is "sign up". `but` holds longer
    terms that are none of these ("non-profit" among words for profit). Matching a text takes time in proportion to
    its length: at each word only as many lookups as there are lengths of terms that begin with it.
    """

    __slots__ = ("_but", "_lengths", "_terms")

    def __init__(self, terms: Iterable[str] = (), *, but: Iterable[str] = ()) -> None:
        self._terms = frozenset(map(_keys, terms))
        self._but = frozenset(map(_keys, but))
        self._lengths = _lengths(self._terms | self._but)

    def __bool__(self) -> bool:
        return bool(self._terms)

    def __len__(self) -> int:
        return len(self._terms)

    def __contains__(self, key: str) -> bool:
        """Whether a single word, as `Word.key` has it, is one of the terms."""
        return (key,) in self._terms

    def with_terms(self, terms: Iterable[str]) -> Table:
        """The same table with further terms."""
        more = Table()
        more._terms = self._terms | frozenset(filter(None, map(_keys, terms)))
        more._but = self._but
        more._lengths = _lengths(more._terms | more._but)
        return more

    def at(self, wording: Wording, first: int) -> int:
        """How many words the term that begins at word `first` has; 0 where none begins."""
        return self._at(wording, first)[0]

    def _at(self, wording: Wording, first: int) -> tuple[int, int]:
        """How many words belong to a term there, and how many to a term or to something that is none of them."""
        words = wording.words
        if not 0 <= first < len(words) or words[first].key not in self._lengths:
            return 0, 0
        for length in self._lengths[words[first].key]:
            last = first + length
            if last > len(words) or words[last - 1].clause != words[first].clause:
                continue
            found = tuple(word.key for word in words[first:last])
            if found in self._but:
                return 0, length
            if found in self._terms:
                return length, length
        return 0, 0

    def find(self, wording: Wording, first: int = 0, last: int | None = None) -> Iterator[Match]:
        """All terms that lie within the words `first` up to `last`, from the left, none overlapping."""
        end = len(wording) if last is None else last
        at = first
        while at < end:
            length, step = self._at(wording, at)
            if length and at + length <= end:
                yield Match(at, at + length)
            at += step or 1

    def first(self, wording: Wording, first: int = 0, last: int | None = None) -> Match | None:
        """The leftmost of `find`."""
        return next(self.find(wording, first, last), None)


def _lengths(terms: Iterable[tuple[str, ...]]) -> dict[str, list[int]]:
    """How long terms are that begin with a word, the longest first."""
    lengths: dict[str, set[int]] = defaultdict(set)
    for term in terms:
        lengths[term[0]].add(len(term))
    return {first: sorted(found, reverse=True) for first, found in lengths.items()}


def _keys(term: str) -> tuple[str, ...]:
    if term.isascii() and term.replace(" ", "").isalpha():  # nearly all, and there are thousands
        return tuple(term.lower().split(" "))
    return tuple(word.key for word in split(term))


NONE = Table()
LONGEST = 2_000  # characters of a title that are read; what it is about, it has said by then


def _table() -> Table:
    return NONE


class Terms(Struct, frozen=True, kw_only=True):
    """The words by which wording rules judge, in one language. Without tables every rule stays silent.

    Who speaks: `first_person` is the customer; `lead_ins` ("we need to") come before what is wanted.
    `people` are all words for people, `generic_people` those that name nobody in particular.
    What is said of them: see the language's file, where each table says what it is for.
    """

    language: str
    # Grammar
    first_person: Table = field(default_factory=_table)
    lead_ins: Table = field(default_factory=_table)
    determiners: Table = field(default_factory=_table)
    definite: Table = field(default_factory=_table)
    novel: Table = field(default_factory=_table)
    qualifiers: Table = field(default_factory=_table)
    joints: Table = field(default_factory=_table)
    specifying: Table = field(default_factory=_table)
    infinitive: Table = field(default_factory=_table)
    auxiliaries: Table = field(default_factory=_table)
    relatives: Table = field(default_factory=_table)
    purposes: Table = field(default_factory=_table)
    situations: Table = field(default_factory=_table)
    negations: Table = field(default_factory=_table)
    numbers: Table = field(default_factory=_table)
    measures: Table = field(default_factory=_table)
    dates: Table = field(default_factory=_table)
    periods: Table = field(default_factory=_table)
    shares: Table = field(default_factory=_table)
    foreign: Table = field(default_factory=_table)
    # People
    people: Table = field(default_factory=_table)
    generic_people: Table = field(default_factory=_table)
    company: Table = field(default_factory=_table)
    company_wants: Table = field(default_factory=_table)
    ours: Table = field(default_factory=_table)
    everybodys: Table = field(default_factory=_table)
    we_want: Table = field(default_factory=_table)
    # Numbers of the business
    business_kpis: Table = field(default_factory=_table)
    shared_numbers: Table = field(default_factory=_table)
    growth_verbs: Table = field(default_factory=_table)
    sold_things: Table = field(default_factory=_table)
    selling: Table = field(default_factory=_table)
    own_verbs: Table = field(default_factory=_table)
    captured_value: Table = field(default_factory=_table)
    cumulative: Table = field(default_factory=_table)
    to_date: Table = field(default_factory=_table)
    counted: Table = field(default_factory=_table)
    vanity: Table = field(default_factory=_table)
    engagement: Table = field(default_factory=_table)
    # What the company wants of people
    causatives: Table = field(default_factory=_table)
    coaxing: Table = field(default_factory=_table)
    directions: Table = field(default_factory=_table)
    deeds: Table = field(default_factory=_table)
    urgings: Table = field(default_factory=_table)
    business_deeds: Table = field(default_factory=_table)
    obligations: Table = field(default_factory=_table)
    more_often: Table = field(default_factory=_table)
    # Things and the making of things
    things: Table = field(default_factory=_table)
    thing_marks: Table = field(default_factory=_table)
    perhaps_things: Table = field(default_factory=_table)
    outputs: Table = field(default_factory=_table)
    platforms: Table = field(default_factory=_table)
    move_verbs: Table = field(default_factory=_table)
    staff_verbs: Table = field(default_factory=_table)
    in_full: Table = field(default_factory=_table)
    punctual: Table = field(default_factory=_table)
    build_verbs: Table = field(default_factory=_table)
    solution_verbs: Table = field(default_factory=_table)
    launch_verbs: Table = field(default_factory=_table)
    shipped: Table = field(default_factory=_table)
    wants: Table = field(default_factory=_table)
    stories: Table = field(default_factory=_table)
    shortages: Table = field(default_factory=_table)
    remedies: Table = field(default_factory=_table)
    lack: Table = field(default_factory=_table)
    use_nouns: Table = field(default_factory=_table)
    use_verbs: Table = field(default_factory=_table)
    use_joints: Table = field(default_factory=_table)
    falling: Table = field(default_factory=_table)
    # Feelings and faults
    comparatives: Table = field(default_factory=_table)
    feelings: Table = field(default_factory=_table)
    empty_wishes: Table = field(default_factory=_table)
    vague_words: Table = field(default_factory=_table)
    pains: Table = field(default_factory=_table)
    consequences: Table = field(default_factory=_table)
    blame: Table = field(default_factory=_table)
    blame_bare: Table = field(default_factory=_table)
    # Names
    honorifics: Table = field(default_factory=_table)
    given_names: Table = field(default_factory=_table)
    speech: Table = field(default_factory=_table)
    name_cues: Table = field(default_factory=_table)
    phone_cues: Table = field(default_factory=_table)

    def read(self, text: str, *, whole: bool = False) -> Wording:
        """The words of a text; none where the text is in another language than these tables.

        Of a text longer than any title should be only the beginning is read, unless all of it matters.
        """
        read = unnumbered(text if whole or len(text) <= LONGEST else text[:LONGEST])
        wording = worded(read)
        return Wording(text) if self._is_foreign(wording) else wording

    def _is_foreign(self, wording: Wording) -> bool:
        """Two function words of other languages, or as many words in other letters as in Latin ones."""
        letters = [word for word in wording.words if not word.is_number]
        other = sum(word.key[0] > "\u024f" for word in letters)
        if letters and other * 2 >= len(letters):
            return True
        return sum(1 for _ in self.foreign.find(wording)) >= 2

    @classmethod
    def tables(cls) -> tuple[str, ...]:
        """The names of the tables."""
        return tuple(name for name in cls.__struct_fields__ if name != "language")


def collect(language: str, *modules: ModuleType) -> Terms:
    """The terms of a language, from the tables in its modules: BUSINESS_KPIS becomes `business_kpis`, and so on."""
    tables = {
        name.lower(): value
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, Table) and name.isupper()
    }
    return Terms(language=language, **tables)
