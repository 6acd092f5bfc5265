"""Colours: one set for light and one for dark, by what a thing is.

Every text colour keeps a contrast of 4.5:1 on each ground that it stands on (WCAG 2.2, success criterion
1.4.3); a test computes it for both sets. The hues stay apart for colour-blind readers by lightness too, and
colour never stands alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from msgspec import Struct, field

Mode = Literal["auto", "light", "dark"]


class Hue(Struct, frozen=True):
    """The colours of one kind of thing.

    `accent` is for headings, strong lines and outlines, `lane` for the ground of its lane, `soft` for badges.
    """

    accent: str
    lane: str
    soft: str


class Palette(Struct, frozen=True):
    """`page` is the ground of the picture, `card` of a card; `ink` and `muted` are for text, `line` for links."""

    page: str
    card: str
    ink: str
    muted: str
    line: str
    hues: Mapping[str, Hue]

    def tokens(self) -> dict[str, str]:
        """Every colour by a flat name: `ink`, `need-accent`, `need-lane`, `need-soft`, …"""
        flat = {name: getattr(self, name) for name in ("page", "card", "ink", "muted", "line")}
        for kind, hue in self.hues.items():
            flat |= {f"{kind}-accent": hue.accent, f"{kind}-lane": hue.lane, f"{kind}-soft": hue.soft}
        return flat


LIGHT = Palette(
    page="#ffffff",
    card="#ffffff",
    ink="#0f172a",
    muted="#52607a",
    line="#8b9bb8",
    hues=MappingProxyType(
        {
            "need": Hue("#1d4fd7", "#f1f5fe", "#e3ebfd"),
            "cause": Hue("#955507", "#faf6ef", "#f4ebdc"),
            "harm": Hue("#be123c", "#fdf2f4", "#fbe3e8"),
            "gain": Hue("#047253", "#eff8f5", "#dcf0ea"),
            "solution": Hue("#6d28d9", "#f6f3fd", "#ebe4fb"),
            "test": Hue("#0b6a84", "#eff7fa", "#dceef4"),
            "actor": Hue("#46556f", "#f4f6f9", "#e6eaf1"),
            "team": Hue("#97177a", "#fcf2f9", "#f8e0f1"),
        }
    ),
)

DARK = Palette(
    page="#0b1020",
    card="#121a2e",
    ink="#e8edf7",
    muted="#9aa8c2",
    line="#55647f",
    hues=MappingProxyType(
        {
            "need": Hue("#6ea8fe", "#111b33", "#1b2a4b"),
            "cause": Hue("#fbbf3c", "#201d1b", "#33291b"),
            "harm": Hue("#fb7189", "#211a27", "#3a1f2e"),
            "gain": Hue("#3ad29f", "#0f2129", "#153434"),
            "solution": Hue("#b69cfb", "#1a1832", "#2a2450"),
            "test": Hue("#5cc8e6", "#0f2030", "#16344a"),
            "actor": Hue("#aab8d0", "#151c2d", "#232d44"),
            "team": Hue("#f28bd6", "#21152c", "#3a1f42"),
        }
    ),
)


class Theme(Struct, frozen=True):
    """Both palettes, and a `logo` line: a few words in the corner of every picture."""

    light: Palette = field(default=LIGHT)
    dark: Palette = field(default=DARK)
    logo: str = ""


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two `#rrggbb` colours, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
