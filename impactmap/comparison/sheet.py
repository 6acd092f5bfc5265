"""A comparison before it is drawn: pictures and tables with their words. Every format is made from a Report."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from impactmap.graph import Graph

Kind = Literal["lenses", "specs", "versions"]


class Mention(Struct, frozen=True):
    """A fact that is named in a table: its number in the pictures, 0 where it is in none, and its title."""

    number: int
    title: str


class Cell(Struct, frozen=True):
    """A cell of a table: a text, then the facts that it names; `more` counts those that are not."""

    text: str = ""
    mentions: tuple[Mention, ...] = ()
    more: int = 0

    @property
    def plain(self) -> str:
        """All of it in one line."""
        named = [f"{one.number or '–'} {one.title}" for one in self.mentions]
        named += [f"and {self.more} more"] if self.more else []
        return ": ".join(filter(None, (self.text, "; ".join(named))))


class Table(Struct, frozen=True):
    """Rows under `columns`; `widths` are the columns' shares of the page. `vacant` is said where there are no rows."""

    caption: str
    columns: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    vacant: str = ""


class Twin(Struct, frozen=True):
    """A numbered fact and the cards that show it (ids in either picture, empty where it is in only one)."""

    number: int
    title: str
    first: str
    second: str
    nouns: tuple[str, str]


class Sheet(Struct, frozen=True):
    """One comparison: its pictures, each with the heading as its title, and the tables under them.

    `key` is what a link to it names and `name` what a reader picks it by, where a report has several.
    """

    key: str
    name: str
    panels: tuple[Graph, ...]
    tables: tuple[Table, ...]
    twins: tuple[Twin, ...] = ()


class Report(Struct, frozen=True):
    """All of it. `lead` says in a sentence each what it comes to; the first sheet is the one that is shown first."""

    kind: Kind
    title: str
    subtitle: str
    lead: tuple[str, ...]
    choose: str
    sheets: tuple[Sheet, ...]
