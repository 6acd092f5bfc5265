"""Inline Markdown to plain text in which each character knows where it stands in the source.

markdown-it says nothing about where inline tokens stand. Where its rules turn markup into text (links, code,
entities, escapes) they are made to say it here; the plain text between is found in order.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence

from markdown_it import MarkdownIt, rules_inline
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from msgspec import Struct

from impactmap.document import Scalar
from impactmap.readers.markdown_blocks import Chunk
from impactmap.readers.reading import Reading

_MARKUP = re.compile(r"[\\`*_\[\]<>&!~\n\t]|  |%%|==")
_SIGNS = re.compile(r"[\\`*_\[\]<>&!~]")
_BUDGET = 2  # signs of markup for each part of a page that the limit `items` allows

_SPACE = re.compile(r"(?P<space>[ \t\n]{2,}|[\t\n]|[ ]*<br[ ]*/?>[ ]*)")
# What Obsidian and other tools add to a text: footnotes, pictures and comments go, the words of a link stay.
_TIDY = re.compile(
    rf"{_SPACE.pattern}"
    r"|(?P<dropped>[ ]?(?:\[\^[^\]\s]{1,60}\]|!\[\[[^\[\]\n]{1,300}\]\]|%%[^\n]{0,1000}?%%))"
    r"|\[\[(?:[^\[\]|\n]{0,300}\|)?[ ]*(?:\#\^?)?(?P<wiki>[^\[\]|\n]{1,300}?)[ ]*\]\]"
)
_MARKED = re.compile(r"(?<![\w=])==(?P<marked>(?=\S)[^=\n]{1,300}(?<=\S))==(?![\w=])")
# All that `str.strip` takes off, as the reader of YAML does, and what nobody sees.
_OUTER = (
    " \t\n\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
    "\u200b\u2060\ufeff"
)


class Link(Struct, frozen=True):
    """A link in the characters of the source from `start` up to `stop`."""

    href: str
    start: int
    stop: int


class Run(Struct, frozen=True):
    """Plain text. Character i of it was made from those of the source from `starts[i]` up to `stops[i]`.

    `at` is where it stands when it is empty.
    """

    text: str
    starts: Sequence[int]
    stops: Sequence[int]
    at: int
    links: tuple[Link, ...] = ()

    def cut(self, start: int, stop: int | None = None) -> Run:
        """The characters from `start` up to `stop`, without white space around them."""
        text = self.text[start:stop]
        bare = text.strip(_OUTER)
        if bare and len(bare) == len(self.text):
            return self
        start += len(text) - len(text.lstrip(_OUTER))
        text = bare
        stop = start + len(text)
        at = self.starts[start] if start < len(self.starts) else self.stop
        starts, stops = self.starts[start:stop], self.stops[start:stop]
        inside = self.links
        if inside:
            low, high = (starts[0], stops[-1]) if text else (at, at)
            inside = tuple(link for link in inside if link.start < high and link.stop > low)
        return Run(text, starts, stops, at, inside)

    @property
    def start(self) -> int:
        return self.starts[0] if self.text else self.at

    @property
    def stop(self) -> int:
        return self.stops[-1] if self.text else self.at


class Renderer:
    """Renders the texts of one page, within its limits."""

    def __init__(self, reading: Reading, links: dict[str, str]) -> None:
        self.reading = reading
        self._references = {normalizeReference(label): {"href": href, "title": ""} for label, href in links.items()}
        self._budget = _BUDGET * reading.limits.items

    def scalar(self, run: Run) -> Scalar:
        """The located text of a run."""
        return Scalar(run.text, self.reading.span(run.start, run.stop))

    def plain(self, chunk: Chunk) -> Run:
        """The text of a chunk as a reader sees it on the page."""
        return self._render(chunk, _inline)

    def typed(self, chunk: Chunk) -> Run:
        """The text of a chunk in which `*` and `_` mean themselves (arithmetic), and a backslash still escapes."""
        return self._render(chunk, _typed)

    def _render(self, chunk: Chunk, parser: Callable[[], MarkdownIt]) -> Run:
        content, places = chunk.content, chunk.places
        limit = self.reading.limits.text
        if len(content) > limit:
            span = self.reading.span(places[0], places[-1] + 1)
            self.reading.over("text", f"this text has {len(content):,} characters", span, len(content))
            content = content[:limit]
        if not _MARKUP.search(content):
            return _as_is(content, places)
        signs = sum(1 for _ in _SIGNS.finditer(content))
        # Each bracket makes the parser look at all that come after it.
        self._budget -= signs + content.count("[") ** 2 // 100
        if self._budget < 0:
            total = _BUDGET * self.reading.limits.items
            span = self.reading.span(places[0], places[0] + 1)
            self.reading.over("items", f"the page has more than {total:,} signs of Markdown markup", span)
            return _as_is(content, places)
        tokens: list[Token] = []
        parser().inline.parse(content, parser(), {"references": self._references}, tokens)
        builder = _Builder(content, _places(content, places), chunk.cell)
        builder.add(tokens)
        run = _tidy(builder.run(), _TIDY if parser is _inline else _SPACE)
        return (_tidy(run, _MARKED) if parser is _inline else run).cut(0)


def _as_is(content: str, places: Sequence[int]) -> Run:
    """A text without markup, or with its markup left in it."""
    at: Sequence[int] = _places(content, places)[:-1] if places else ()
    stops: Sequence[int] = range(at.start + 1, at.stop + 1) if isinstance(at, range) else [place + 1 for place in at]
    return Run(content.replace("\n", " "), at, stops, places[0] if places else 0).cut(0)


def _places(content: str, places: Sequence[int]) -> Sequence[int]:
    """The offset in the source of each character of a chunk, and of its end."""
    if len(places) == 1:
        return range(places[0], places[0] + len(content) + 1)
    offsets: list[int] = []
    for start, line in zip(places, content.split("\n"), strict=False):
        offsets.extend(range(start, start + len(line) + 1))
    return offsets


# ---- the parser ---------------------------------------------------------------------------------------------


class _AsTyped(MarkdownIt):
    """Leaves addresses as they were typed; whether one is allowed is said by the model, with its place."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - markdown-it's name
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 - markdown-it's name
        return link

    def validateLink(self, url: str) -> bool:  # noqa: N802 - markdown-it's name
        return True


_Rule = Callable[[StateInline, bool], bool]


def _located(rule: _Rule) -> _Rule:
    """The rule, which now also notes on its tokens where in the text its markup begins and ends."""

    def run(state: StateInline, silent: bool) -> bool:
        start, before = state.pos, len(state.tokens)
        done = rule(state, silent)
        made = state.tokens[before:]
        if done and not silent and made:
            # The first one may be plain text that had been waiting.
            first = made[1] if made[0].type == "text" and len(made) > 1 else made[0]
            first.meta["start"] = start
            first.meta["stop"] = made[-1].meta["stop"] = state.pos
        return done

    return run


@functools.cache
def _inline() -> MarkdownIt:
    parser = _AsTyped("commonmark").enable("strikethrough").disable("html_inline")
    for name, rule in (
        ("link", rules_inline.link),
        ("image", rules_inline.image),
        ("autolink", rules_inline.autolink),
        ("backticks", rules_inline.backtick),
        ("entity", rules_inline.entity),
        ("escape", rules_inline.escape),
    ):
        parser.inline.ruler.at(name, _located(rule))
    return parser


@functools.cache
def _typed() -> MarkdownIt:
    parser = _AsTyped("zero").enable(["newline", "escape", "backticks", "entity"])
    for name, rule in (
        ("backticks", rules_inline.backtick),
        ("entity", rules_inline.entity),
        ("escape", rules_inline.escape),
    ):
        parser.inline.ruler.at(name, _located(rule))
    return parser


# ---- tokens to text -----------------------------------------------------------------------------------------


class _Builder:
    """Strings the text of inline tokens together, with the place of each character."""

    def __init__(self, content: str, places: Sequence[int], cell: bool) -> None:
        self._content = content
        self._flat = content.replace("\n", " ")  # as in code spans
        self._places = places
        self._cell = cell
        self._at = 0  # in the content: everything before it has been placed
        self._text: list[str] = []
        self._starts: list[int] = []
        self._stops: list[int] = []
        self._links: list[Link] = []

    def run(self) -> Run:
        at = self._places[0] if self._places else 0
        return Run("".join(self._text), self._starts, self._stops, at, tuple(self._links))

    def add(self, tokens: Iterable[Token]) -> None:
        inside_autolink = False
        for token in tokens:
            start, stop = token.meta.get("start", self._at), token.meta.get("stop", self._at)
            match token.type:
                case "text" if not inside_autolink:
                    self._plain(token.content, self._content)
                case "text_special":
                    self._made(token.content, start, stop)
                case "code_inline":
                    self._at = start + len(token.markup)
                    self._plain(token.content, self._flat, pipes=self._cell)
                    self._at = stop
                case "softbreak" | "hardbreak":
                    end = self._content.find("\n", self._at)
                    end = end if end >= 0 else self._at
                    self._made(" ", end, end + 1)
                case "link_open":
                    inside_autolink = token.markup == "autolink"
                    if inside_autolink:
                        self._at = start + 1
                        self._plain(self._content[start + 1 : stop - 1], self._content)
                    self._links.append(Link(str(token.attrs.get("href", "")), self._places[start], self._places[stop]))
                    self._at = start + 1
                case "link_close":
                    inside_autolink = False
                    self._at = max(stop, self._at)
                case "image":
                    self._made(token.content or str(token.attrs.get("src", "")), start, stop)
                case _ if token.markup:  # emphasis, strong, strikethrough
                    found = self._content.find(token.markup, self._at)
                    self._at = found + len(token.markup) if found >= 0 else self._at

    def _plain(self, text: str, content: str, pipes: bool = False) -> None:
        """Text that stands in the source as it is; with `pipes`, `\\|` is a pipe in it."""
        found = content.find(text, self._at)
        start = found if found >= 0 else min(self._at, len(self._content))
        last = len(self._places) - 1
        kept = [i for i, char in enumerate(text) if not (pipes and char == "\\" and text[i + 1 : i + 2] == "|")]
        at = [self._places[min(start + i, last)] for i in kept]
        self._text.extend(text[i] for i in kept)
        self._starts.extend(at)
        self._stops.extend(place + 1 for place in at)
        self._at = min(start + len(text), len(self._content))

    def _made(self, text: str, start: int, stop: int) -> None:
        """Text that the markup from `start` up to `stop` makes."""
        self._text.extend(text)
        self._starts.extend([self._places[start]] * len(text))
        self._stops.extend([self._places[stop - 1] + 1 if stop > start else self._places[start]] * len(text))
        self._at = stop


def _tidy(run: Run, pattern: re.Pattern[str]) -> Run:
    """The run with one space for each match of white space, and of other matches only the words to keep."""
    if not pattern.search(run.text):
        return run
    text: list[str] = []
    starts: list[int] = []
    stops: list[int] = []

    def keep(start: int, stop: int) -> None:
        text.append(run.text[start:stop])
        starts.extend(run.starts[start:stop])
        stops.extend(run.stops[start:stop])

    at = 0
    for match in pattern.finditer(run.text):
        keep(at, match.start())
        at = match.end()
        if match.lastgroup == "space":
            text.append(" ")
            starts.append(run.starts[match.start()])
            stops.append(run.stops[at - 1])
        elif match.lastgroup in {"wiki", "marked"}:
            keep(*match.span(match.lastgroup))
    keep(at, len(run.text))
    return Run("".join(text), starts, stops, run.at, run.links)


def with_addresses(run: Run) -> Run:
    """The run with each link that is one of several parts between commas replaced by its address."""
    for link in run.links:
        low, high = bisect_left(run.starts, link.start), bisect_right(run.stops, link.stop)
        before, after = run.text[:low].rstrip(_OUTER), run.text[high:].lstrip(_OUTER)
        if low >= high or not (before or after) or before[-1:] not in {"", ","} or after[:1] not in {"", ","}:
            continue
        size = len(link.href)
        run = Run(
            run.text[:low] + link.href + run.text[high:],
            [*run.starts[:low], *[link.start] * size, *run.starts[high:]],
            [*run.stops[:low], *[link.stop] * size, *run.stops[high:]],
            run.at,
            tuple(other for other in run.links if other is not link),
        )
    return run
