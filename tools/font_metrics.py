"""Write the two tables that `impactmap.measure` ships, from installed fonts and the Unicode database.

    python tools/font_metrics.py            # write both modules
    python tools/font_metrics.py --check    # exit 1 when a shipped module is not what would be written

Development only. What is written, and from what:

* ``impactmap/measure/properties.py``: how each code point clusters, breaks, points (left or right) and how
  wide its kind is, from the Unicode database inside the `regex` package (``pip install regex``; the version
  below is pinned because each release may carry a newer Unicode).
* ``impactmap/measure/advances.py``: advance widths in thousandths of an em. Liberation Sans (metrically equal
  to Arial and Helvetica) in regular, bold and italic; for scripts that it lacks Noto Sans of that script, for
  symbols DejaVu Sans. Chromium shows those scripts in a regular face whatever the weight, so they have one
  advance for all faces. Beyond U+3000 there is one mean a block, and the East Asian widths are by kind.

Both are functions of their sources alone: no clock, no path, no order of a directory goes in. A half whose
source is not installed is left as it is and said so (the check of that half is then not made).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from hashlib import sha256
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MEASURE = ROOT / "impactmap" / "measure"
FONTS = Path("/usr/share/fonts/truetype")

#: The fonts that the table is defined by: another version of them may differ in some glyphs.
LIBERATION = "2.1.5"
REGEX = "2026.11.15"
FALLBACKS = "2517b675f245"

FACES = {
    "regular": "liberation2/LiberationSans-Regular.ttf",
    "bold": "liberation2/LiberationSans-Bold.ttf",
    "italic": "liberation2/LiberationSans-Italic.ttf",
}
SYMBOLS = [
    "dejavu/DejaVuSans.ttf",
    "noto/NotoSans-Regular.ttf",
    "noto/NotoSansSymbols-Regular.ttf",
    "noto/NotoSansSymbols2-Regular.ttf",
    "noto/NotoSansMath-Regular.ttf",
    "noto/NotoSerifTibetan-Regular.ttf",
]
#: First block that has one mean instead of an advance a code point.
MEANS_FROM = 0x3000
CELL = 36 * 36 - 1  # the widest advance that two base-36 digits hold; the few wider glyphs are cut to it
PAGE = 32
LAST = 0x110000

#: How much of running Arabic each form makes up, roughly: letters that join on both sides, and on one.
DUAL = {"isol": 0.1, "init": 0.3, "medi": 0.35, "fina": 0.25}
RIGHT = {"isol": 0.35, "fina": 0.65}


# ---------------------------------------------------------------------------------------- properties


def property_source() -> str:
    """Text of properties.py; raises ImportError without `regex` and LookupError with another version."""
    if metadata.version("regex") != REGEX:
        raise LookupError(f"regex {metadata.version('regex')} is installed, the table is made by {REGEX}")
    letters = [clusters(), breaks(), directions(), kinds()]
    unassigned = members("gc=Cn")
    combined = ["".join(parts) for parts in zip(*letters, strict=True)]
    bridge(combined, unassigned)
    starts = [c for c in range(LAST) if c == 0 or combined[c] != combined[c - 1]]
    names = sorted({combined[c] for c in starts})
    number = {name: index for index, name in enumerate(names)}
    deltas = [start - before for before, start in zip([0, *starts], starts, strict=False)]
    return "\n".join(
        [
            '"""What Unicode says of each code point, packed. Made by tools/font_metrics.py: do not edit.',
            "",
            f"Source: the Unicode database of regex {REGEX}. `STARTS` holds where each run of equal code",
            "points starts, as base-36 differences; `NUMBERS` two base-36 digits a run; `CLASSES` is what they",
            "count: four letters, for cluster, line break, direction and kind of width (see characters.py).",
            '"""',
            "",
            "CLASSES = (",
            *string_lines(" ".join(names)),
            ")",
            "STARTS = (",
            *string_lines(" ".join(base36(delta) for delta in deltas)),
            ")",
            "NUMBERS = (",
            *string_lines("".join(base36(number[combined[c]]).rjust(2, "0") for c in starts)),
            ")",
            "",
        ]
    )


@cache
def everything() -> str:
    return "".join(map(chr, range(LAST)))


def members(name: str) -> list[bool]:
    """Which code points have a Unicode property, as `regex` spells it."""
    out = [False] * LAST
    for run in import_module("regex").finditer(rf"\p{{{name}}}+", everything()):
        out[run.start() : run.end()] = [True] * (run.end() - run.start())
    return out


def paint(default: str, rules: Iterable[tuple[str, str]]) -> list[str]:
    """One letter a code point; a later rule paints over an earlier one."""
    out = [default] * LAST
    for letter, name in rules:
        for c, has in enumerate(members(name)):
            if has:
                out[c] = letter
    return out


def clusters() -> list[str]:
    out = paint(
        "O",
        [
            ("X", "Extended_Pictographic"),
            ("K", "InCB=Consonant"),
            ("C", "gc=Cc"),  # CR and LF have classes of their own, which a line never sees
            ("C", "GCB=Control"),
            ("P", "GCB=Prepend"),
            ("S", "GCB=SpacingMark"),
            ("N", "GCB=Extend"),
            ("E", "InCB=Extend"),
            ("k", "InCB=Linker"),
            ("M", "Emoji_Modifier"),
            ("Z", "GCB=ZWJ"),
            ("R", "GCB=Regional_Indicator"),
            ("L", "GCB=L"),
            ("V", "GCB=V"),
            ("T", "GCB=T"),
            ("G", "GCB=LV"),
            ("H", "GCB=LVT"),
        ],
    )
    # Three linking signs stand before what they link, and extend nothing.
    extends, prepended = members("GCB=Extend"), members("GCB=Prepend")
    for c in range(LAST):
        if out[c] == "k" and not extends[c]:
            out[c] = "P" if prepended[c] else "O"
    out[0xFE0F] = out[0x20E3] = "F"
    # Not in Unicode: two halves of a surrogate pair that reached us apart belong together.
    out[0xD800:0xDC00] = "U" * 0x400
    out[0xDC00:0xE000] = "u" * 0x400
    return out


def breaks() -> list[str]:
    out = paint(
        "A",
        [
            ("N", "lb=NU"),
            *(("I", f"lb={name}") for name in ("ID", "EB", "EM", "RI")),
            ("I", "Emoji_Presentation"),
            *(("K", f"lb={name}") for name in ("H2", "H3", "JL", "JV", "JT")),
            *(("j", f"lb={name}") for name in ("NS", "CJ")),
            ("o", "lb=OP"),
            *(("c", f"lb={name}") for name in ("CL", "CP")),
            *(("x", f"lb={name}") for name in ("EX", "IS")),
            ("q", "lb=QU"),
            ("b", "lb=BA"),
            ("h", "lb=HY"),
            ("s", "lb=SY"),
            ("g", "lb=GL"),
            ("g", "lb=WJ"),
            ("z", "lb=ZW"),
            ("p", "lb=PO"),
            ("r", "lb=PR"),
            ("e", "lb=IN"),
            ("t", "lb=SA"),
            *(("m", f"GCB={name}") for name in ("Extend", "SpacingMark", "ZWJ")),
        ],
    )
    wide = either(members("ea=W"), members("ea=F"))
    control, white = members("GCB=Control"), members("White_Space")
    opening, closing = members("gc=Pi"), members("gc=Pf")
    for c in range(LAST):
        if opening[c] or closing[c]:
            out[c] = "o" if opening[c] else "c"
        if wide[c]:
            out[c] = {"o": "O", "c": "C", "x": "X"}.get(out[c], out[c])
        if control[c] and out[c] not in "zg":
            out[c] = "m"
        if white[c] and out[c] == "b":
            out[c] = "A"  # white space is taken out before these classes are asked
    for letter, points in {
        "A": "|",  # a breaking character by Unicode; here part of formulas and names
        "d": "‒–—―⸺⸻",
        "h": "-‐֊",
        "y": "\xad",
        "l": "เแโใไເແໂໃໄ",  # Thai and Lao vowels written before their consonant
        "f": "ะาำๅๆฯະາຳໆຯ",  # and after it
        "j": "〳〴〵・ー゠゛゜ヽヾゝゞ々〻‼⁇⁈⁉：；ｰ･",
    }.items():
        for point in points:
            out[ord(point)] = letter
    return out


def directions() -> list[str]:
    return paint("-", [("l", "bc=L"), ("r", "bc=R"), ("r", "bc=AL")])


def kinds() -> list[str]:
    """n: by font or block; z: zero; w: wide, 1 em; h: half; k: Hangul; e: emoji."""
    out = paint(
        "n",
        [
            ("w", "ea=W"),
            ("w", "ea=F"),
            ("h", "ea=H"),
            ("k", "lb=H2"),
            ("k", "lb=H3"),
            ("k", "lb=JL"),
            ("z", "gc=Mn"),
            ("z", "gc=Me"),
            ("z", "gc=Cc"),
            ("z", "GCB=Control"),
            ("z", "lb=JV"),
            ("z", "lb=JT"),
            ("z", "GCB=ZWJ"),
            ("z", "Default_Ignorable_Code_Point"),
            ("n", "gc=Cs"),
            ("e", "Emoji_Presentation"),
            ("e", "lb=RI"),
        ],
    )
    out[0x3164] = out[0xFFA0] = "w"  # Hangul fillers: ignorable by name, but fonts leave room for them
    return out


def either(one: list[bool], other: list[bool]) -> list[bool]:
    return [a or b for a, b in zip(one, other, strict=True)]


def bridge(combined: list[str], unassigned: list[bool]) -> None:
    """Give unassigned code points the class before them when the class after is the same: fewer runs, and a
    character that a later Unicode puts there is most likely of its neighbours' kind."""
    c = 0
    while c < LAST:
        if not unassigned[c]:
            c += 1
            continue
        end = c
        while end < LAST and unassigned[end] and combined[end] == combined[c]:
            end += 1
        if c and end < LAST and combined[c - 1] == combined[end]:
            combined[c:end] = [combined[end]] * (end - c)
        c = end


# ------------------------------------------------------------------------------------------ advances


class Font:
    """Advances of one font file, in thousandths of an em, by code point."""

    def __init__(self, path: Path) -> None:
        from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

        with TTFont(path, lazy=True) as file:
            self.cmap: dict[int, str] = file.getBestCmap()
            self.version = str(file["name"].getDebugName(5))
            self.units: int = file["head"].unitsPerEm
            self.metrics: dict[str, tuple[int, int]] = file["hmtx"].metrics
            self.forms = joined_forms(file["GSUB"].table if "GSUB" in file else None)

    def glyph(self, name: str) -> float:
        return self.metrics[name][0] * 1000 / self.units

    def advances(self) -> dict[int, int]:
        return {c: round(self.mean_form(name)) for c, name in self.cmap.items()}

    def mean_form(self, name: str) -> float:
        """Advance of a letter, or the mean of its joined forms (Arabic and its like)."""
        if name not in self.forms["fina"]:
            return self.glyph(name)
        weights = DUAL if name in self.forms["medi"] else RIGHT
        return sum(share * self.glyph(self.forms[form].get(name, name)) for form, share in weights.items())


def joined_forms(table: Any) -> dict[str, dict[str, str]]:
    """Single substitutions of the joining features, by feature and glyph."""
    out: dict[str, dict[str, str]] = {"isol": {}, "init": {}, "medi": {}, "fina": {}}
    for record in table.FeatureList.FeatureRecord if table and table.FeatureList else ():
        if record.FeatureTag in out:
            for index in record.Feature.LookupListIndex:
                for sub in table.LookupList.Lookup[index].SubTable:
                    found = getattr(getattr(sub, "ExtSubTable", sub), "mapping", {})
                    out[record.FeatureTag].update({k: v for k, v in found.items() if isinstance(v, str)})
    return out


def advance_source() -> str:
    """Text of advances.py; raises FileNotFoundError or ImportError without the fonts or fontTools."""
    faces = {face: Font(FONTS / path) for face, path in FACES.items()}
    for font in faces.values():
        if LIBERATION not in font.version:
            raise LookupError(f"Liberation Sans {font.version} is installed, the table is of {LIBERATION}")
    kind = shipped_kinds()
    others = fallbacks(kind)
    pages: dict[str, dict[int, str]] = {}
    for face, font in faces.items():
        own = font.advances()
        cells = {c: own.get(c, others.get(c)) for c in {*own, *others} if c < MEANS_FROM or c in own}
        pages[face] = paged({c: w for c, w in cells.items() if w is not None}, kind)
    regular = pages["regular"]
    for face in ("bold", "italic"):
        pages[face] = {n: page for n, page in pages[face].items() if page != regular.get(n)}
    means = block_means(others, kind)
    return "\n".join(
        [
            '"""Advance widths in thousandths of an em. Made by tools/font_metrics.py: do not edit.',
            "",
            f"Sources: Liberation Sans {LIBERATION}; Noto Sans and DejaVu Sans for what it lacks. A page holds",
            f"{PAGE} code points, two base-36 digits each, `--` where the kind or block decides; a face has only",
            "the pages that differ from regular. `MEANS` holds first code point, last, mean advance of a block.",
            '"""',
            "",
            f"NOTDEF = {round(faces['regular'].glyph('.notdef'))}",
            f"EMOJI = {emoji_advance()}",
            "PAGES = {",
            *(line for face, chosen in pages.items() for line in face_lines(face, chosen)),
            "}",
            "MEANS = (",
            *(f"    (0x{first:04X}, 0x{last:04X}, {mean})," for first, last, mean in means),
            ")",
            "",
        ]
    )


def shipped_kinds() -> Callable[[int], str]:
    """The kind of width of a code point, from the properties module as it is on disk now."""
    sys.path.insert(0, str(ROOT))
    return import_module("impactmap.measure.characters").kind  # type: ignore[no-any-return]


def fallbacks(kind: Callable[[int], str]) -> dict[int, int]:
    """Advances by code point from the fonts that stand in for Liberation Sans; the first font has its way."""
    paths = fallback_paths()
    if (found := signature(paths)) != FALLBACKS:
        raise LookupError(f"other Noto or DejaVu fonts are installed ({found}) than the table is of ({FALLBACKS})")
    out: dict[int, int] = {}
    for path in paths:
        symbols = path.name == "DejaVuSans.ttf"
        for c, w in Font(path).advances().items():
            # A script's font also brings letters and symbols of its own; DejaVu's are what a bare Linux shows.
            if symbols and 0x2000 <= c < 0x2C00:
                out[c] = w
            else:
                out.setdefault(c, w)
    return {c: w for c, w in out.items() if kind(c) == "n"}


def fallback_paths() -> list[Path]:
    """The fonts that stand in, first those of one script in order of name."""
    scripts = sorted(
        path
        for path in (FONTS / "noto").glob("NotoSans*-Regular.ttf")
        if not path.name.startswith(("NotoSans-", "NotoSansDisplay", "NotoSansMono", "NotoSansSymbols"))
        and not path.name.endswith("UI-Regular.ttf")
    )
    return [*scripts, *(FONTS / path for path in SYMBOLS)]


def signature(paths: list[Path]) -> str:
    """Tells one set of font files from another; raises FileNotFoundError when one is missing."""
    facts = ";".join(f"{path.name} {path.stat().st_size}" for path in paths)
    return sha256(facts.encode()).hexdigest()[:12]


def emoji_advance() -> int:
    font = Font(FONTS / "noto" / "NotoColorEmoji.ttf")
    # Bitmap glyphs are 136 px wide at 109 px to the em; the outline metrics say the same.
    return round(font.glyph(font.cmap[0x1F600]))


def paged(cells: dict[int, int], kind: Callable[[int], str]) -> dict[int, str]:
    out = {}
    for number in sorted({c // PAGE for c in cells}):
        points = range(number * PAGE, (number + 1) * PAGE)
        texts = [cell(cells[c]) if c in cells and kind(c) not in "ze" else "--" for c in points]
        if set(texts) != {"--"}:
            out[number] = "".join(texts)
    return out


def cell(advance: int) -> str:
    return base36(min(advance, CELL)).rjust(2, "0")


def block_means(others: dict[int, int], kind: Callable[[int], str]) -> Iterator[tuple[int, int, int]]:
    from fontTools.unicodedata import Blocks  # type: ignore[import-untyped]

    edges = [*Blocks.RANGES, LAST]
    for first, after, name in zip(edges, edges[1:], Blocks.VALUES, strict=False):
        points = [others[c] for c in range(max(first, MEANS_FROM), after) if c in others and kind(c) == "n"]
        if points and name != "No_Block" and "Private Use" not in name:
            yield first, after - 1, round(sum(points) / len(points))


# -------------------------------------------------------------------------------------------- output


def base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    text = digits[number % 36]
    while number := number // 36:
        text = digits[number % 36] + text
    return text


def string_lines(text: str, width: int = 100) -> list[str]:
    return [f'    "{text[i : i + width]}"' for i in range(0, len(text), width)]


def face_lines(face: str, pages: dict[int, str]) -> Iterator[str]:
    yield f'    "{face}": {{'
    for number, page in pages.items():
        yield f'        0x{number:X}: "{page}",'
    yield "    },"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a module is stale")
    check = parser.parse_args(arguments).check
    stale = 0
    for name, source in {"properties.py": property_source, "advances.py": advance_source}.items():
        path = MEASURE / name
        try:
            text = source()
        except (ImportError, LookupError, OSError) as reason:
            print(f"{name}: left as it is; {reason}")
            continue
        if path.exists() and path.read_text("utf-8") == text:
            print(f"{name}: up to date")
        elif check:
            print(f"{name}: stale; run tools/font_metrics.py")
            stale = 1
        else:
            path.write_text(text, "utf-8")
            print(f"{name}: written, {len(text.encode())} bytes")
    return stale


if __name__ == "__main__":
    sys.exit(main())
