"""The font that pictures carry with them, and what stands in for the letters that it lacks.

Arimo has the widths by which text is measured (those of Liberation Sans and Arial), and comes as a package: a picture
is the same on every machine. Only for characters that it cannot draw are the machine's own fonts looked through.
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from impactmap.diagnostics import UsageError
from impactmap.formats.fontfile import covered, family, outlined
from impactmap.measure.characters import CLUSTER, kind
from impactmap.measure.clusters import clusters

FAMILY = "Arimo"
FOLDERS = "IMPACTMAP_FONTS"
"""The variable of the environment that names folders of fonts to look through instead of the machine's."""

BOX = "\N{WHITE SQUARE}"

_BESIDE = re.compile("[Sk]")
_PLAIN = re.compile(r"[\w][\w .-]*")  # a family's name that can be named in a picture
_CHOOSERS = re.compile("[\u034f\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_ENDINGS = (".ttf", ".otf", ".ttc", ".otc")
_SYMBOLS = ("symbols", "math", "emoji")
_OTHER_CUTS = ("bold", "italic", "oblique", "light", "thin", "black", "medium", "condensed", "narrow", "display", "ui")
# What a font for the script is called, and the letters, where the name that Unicode gives them says neither.
_LETTERS = {
    "CJK": ("Chinese or Japanese", "CJK"),
    "HIRAGANA": ("Japanese", "CJK"),
    "KATAKANA": ("Japanese", "CJK"),
    "FULLWIDTH": ("Japanese", "CJK"),
    "HALFWIDTH": ("Japanese", "CJK"),
    "IDEOGRAPHIC": ("Chinese or Japanese", "CJK"),
    "HANGUL": ("Korean", "CJK"),
}


class Font(Struct, frozen=True):
    """A family, its files, and those of the characters asked about that it has."""

    family: str
    files: tuple[Path, ...]
    characters: frozenset[str]

    @property
    def emoji(self) -> bool:
        return "emoji" in self.family.lower()


class Run(Struct, frozen=True):
    """A piece of text, what is shown for it, and the family that shows it."""

    text: str
    shown: str
    family: str


class Lettering(Struct, frozen=True):
    """The fonts to draw a text with, the packaged one first, and the characters that none of them has.

    The letters of the families in `reordering` have marks beside them, or are linked, as in the scripts of India.
    `pixels` is as in `lettering`.
    """

    fonts: tuple[Font, ...]
    lacking: frozenset[str]
    reordering: frozenset[str]
    pixels: bool = True

    @property
    def files(self) -> tuple[Path, ...]:
        return tuple(file for font in self.fonts for file in font.files)

    @property
    def warning(self) -> str:
        """What is lacking and what to do about it, in a sentence; empty when nothing is."""
        if not self.lacking:
            return ""
        named = sorted({_script(character, self.pixels) for character in self.lacking})
        return (
            f"no font on this machine has the {_listed(what for what, _ in named)} of this picture, boxes stand in "
            f"their place: install {_listed(font for _, font in named)}, or name a folder of fonts in {FOLDERS}"
        )

    def runs(self, text: str) -> list[Run]:
        """The text in pieces that one family can draw.

        What none has is drawn as a box, and never left to the search for another font in what draws the picture: that
        search stumbles over letters that join.
        """
        own = self.fonts[0]
        if own.characters.issuperset(text):
            return [Run(text, text, own.family)]
        found: list[Run] = []
        font: Font | None = own
        for cluster in clusters(text):
            needed = {character for character in cluster if _seen(ord(character))}
            if not cluster.isspace() or font is None or font.emoji:
                near = font or own
                order = (own, near, *self.fonts)
                font = next((one for one in order if needed <= one.characters), None)
            # A space goes with what stands before it, else words of one script would be many pieces.
            shown, family = (cluster, font.family) if font else (BOX, own.family)
            if found and (found[-1].family, found[-1].shown == found[-1].text) == (family, shown == cluster):
                last = found.pop()
                found.append(Run(last.text + cluster, last.shown + shown, family))
            else:
                found.append(Run(cluster, shown, family))
        return found


def packaged(extra: str) -> tuple[Path, ...]:
    """The font files that come by package: upright and italic, each of any weight. Raises UsageError without them."""
    try:
        import fontpkg_arimo
    except ImportError:
        raise missing(extra) from None
    return tuple(sorted((Path(fontpkg_arimo.ROOT) / "files").glob("*.ttf"), key=lambda path: "Italic" in path.name))


def missing(extra: str) -> UsageError:
    """What to do where a package of the `extra` is not installed."""
    return UsageError(f"the format {extra} needs packages that are not installed: pip install 'impactmap-cli[{extra}]'")


def lettering(characters: Iterable[str], own: tuple[Path, ...], *, pixels: bool) -> Lettering:
    """The packaged fonts, and of the machine's as many as it takes to draw all characters.

    `pixels` tells whether fonts will do whose glyphs are pictures, as those of emoji often are.
    """
    drawn = {point for point in map(ord, {*characters, " ", BOX}) if _seen(point)}
    packaged = Font(FAMILY, own, _texts(covered(own[0], drawn)))
    lacking = drawn - set(map(ord, packaged.characters))
    fonts = [packaged]
    # Pictures first, as fonts of pictures have them in colour.
    for wanted, emoji in (({point for point in lacking if kind(point) == "e"}, True), (lacking, False)):
        found = list(_found(wanted & lacking, drawn, emoji, pixels))
        fonts += found
        lacking = lacking.difference(*(map(ord, font.characters) for font in found))
    moving = {
        font.family
        for font in fonts[1:]
        if _BESIDE.search("".join(font.characters - packaged.characters).translate(CLUSTER))
    }
    return Lettering(tuple(fonts), _texts(lacking), frozenset(moving), pixels)


def _found(wanted: set[int], drawn: set[int], emoji: bool, pixels: bool) -> Iterator[Font]:
    """Fonts of the machine, until all that is wanted can be drawn; `emoji` for those that are made for them."""
    for path in _installed() if wanted else ():
        if emoji and "emoji" not in path.stem.lower():
            continue
        found = covered(path, wanted)
        name = family(path) if found else ""
        if not _PLAIN.fullmatch(name) or not (pixels or outlined(path)):
            continue
        bold = path.with_stem(f"{path.stem.removesuffix('-Regular')}-Bold")
        yield Font(name, (path, bold) if bold.is_file() else (path,), _texts(covered(path, drawn)))
        wanted = wanted - found
        if not wanted:
            return


def _seen(point: int) -> bool:
    """Whether a character asks for a glyph: marks do, joiners and choosers of a variant don't."""
    return kind(point) != "z" or (unicodedata.category(chr(point))[0] == "M" and not _CHOOSERS.match(chr(point)))


def _texts(points: Iterable[int]) -> frozenset[str]:
    return frozenset(map(chr, points))


def _listed(words: Iterable[str]) -> str:
    *others, last = dict.fromkeys(words)
    return f"{', '.join(others)} and {last}" if others else last


# ---- the machine's fonts ----------------------------------------------------------------------------------


def _installed() -> list[Path]:
    """The machine's fonts, those first that go well with the packaged one; the same order on like machines."""
    found = {
        Path(folder, name)
        for top in _folders()
        for folder, _, names in os.walk(top, followlinks=False)
        for name in names
        if name.lower().endswith(_ENDINGS)
    }
    return sorted(found, key=lambda path: (_rank(path.stem.lower()), path.name, str(path)))


def inventory() -> str:
    """The machine's fonts with their sizes, a line each: with others, other alphabets may be drawn otherwise."""
    lines = []
    for path in _installed():
        with suppress(OSError):  # a link that leads nowhere
            lines.append(f"{path} {path.stat().st_size}")
    return "\n".join(lines)


def _folders() -> Iterator[Path]:
    if FOLDERS in os.environ:
        yield from (Path(folder) for folder in os.environ[FOLDERS].split(os.pathsep) if folder)
        return
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - without a home it stays as it is, where pathlib raises
    if sys.platform == "win32":
        yield Path(os.environ.get("WINDIR", "C:/Windows"), "Fonts")
        yield Path(os.environ.get("LOCALAPPDATA", home / "AppData/Local"), "Microsoft/Windows/Fonts")
    elif sys.platform == "darwin":
        yield from (Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts")
    else:
        yield from (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
        yield from (Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share", "fonts"), home / ".fonts")


def _rank(stem: str) -> int:
    """Plain sans-serifs before the rest. Noto's have the scripts, DejaVu the symbols, as in the table of widths."""
    family, _, cut = stem.partition("-")
    if any(word in stem for word in ("serif", "mono")):
        return 6
    if cut not in ("", "regular", "book") or any(family.endswith(word) for word in _OTHER_CUTS):
        return 5
    if family.startswith("notosans") and not any(word in family for word in _SYMBOLS):
        return 0
    if "emoji" in family:
        return 4
    if family == "dejavusans":
        return 1
    return 2 if family.startswith("noto") else 3


def _script(character: str, pixels: bool) -> tuple[str, str]:
    """What to call characters like this one, and the font that has them; `pixels` as in `lettering`."""
    name = unicodedata.name(character, "")
    first = name.split(" ")[0].split("-")[0]
    if kind(ord(character)) == "e":
        return "emoji", "Noto Color Emoji" if pixels else "Noto Emoji"
    if first in _LETTERS:
        language, font = _LETTERS[first]
        return f"{language} letters", f"Noto Sans {font}"
    if unicodedata.category(character) in ("Lo", "Ll", "Lu", "Lm", "Mn", "Mc", "Nd") and " " in name:
        return f"{first.capitalize()} letters", f"Noto Sans {first.capitalize()}"
    return "symbols", "Noto Sans Symbols 2"
