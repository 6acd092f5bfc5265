"""A picture as PDF, for print, papers and boards: vectors, and text that can be selected and searched."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Collection, Sequence
from pathlib import Path

from impactmap.drawing import Page
from impactmap.formats import pdf_file
from impactmap.formats.fonts import FAMILY, missing, packaged
from impactmap.formats.printed import guarded, printed
from impactmap.language import language
from impactmap.notes import Review
from impactmap.paper import ITS_OWN, SIDES, Paper
from impactmap.theme import Mode, Theme

ALONE = True
DRAWN = True

_POINT = 72 / 96  # of a px
_MARKED = re.compile(rb"(?<=> )<202[BC]>")  # what a glyph stands for


def document(
    pages: Sequence[Page],
    *,
    title: str,
    mode: Mode,
    theme: Theme,
    review: Review | None = None,
    paper: Paper = ITS_OWN,
    warnings: list[str] | None = None,
) -> bytes:
    """The first page as a PDF file of one page. A picture of more than 200 inches, which no reader shows, is shrunk.

    Raises UsageError when a package is missing.
    """
    try:
        import svg2pdf_py
        from fontTools import ttLib  # noqa: F401 - asked for here, so that what is missing is said before work begins
    except ImportError:
        raise missing("pdf") from None
    own = packaged("pdf")
    page = pages[0]
    frame = paper.frame(page.width, page.height, _POINT)
    frame = paper.frame(page.width, page.height, _POINT * min(1, SIDES[1] * _POINT / max(frame.width, frame.height)))
    drawing = printed(page, frame, mode, theme, own, pixels=False, apart=True)
    if drawing.fonts.warning and warnings is not None:
        warnings.append(drawing.fonts.warning)
    database = svg2pdf_py.FontDatabase()
    with tempfile.TemporaryDirectory(prefix="impactmap-") as folder, guarded("svg2pdf"):
        # Before the others: of fonts that suit a weight equally well the first is taken.
        database.load_font_file(str(_bold(own[0], drawing.bold, Path(folder))))
        for path in drawing.fonts.files:
            database.load_font_file(str(path))
        return _settled(svg2pdf_py.svg_to_pdf(drawing.svg, database), title)


def _bold(font: Path, characters: Collection[str], folder: Path) -> Path:
    """The bold cut of a font of any weight, for what draws fonts of one weight only; of the `characters` alone."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    with TTFont(font, lazy=True, recalcTimestamp=False) as whole:
        options = Options()
        options.recalc_timestamp = False
        options.notdef_outline = True
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=sorted(map(ord, characters)))
        subsetter.subset(whole)
        cut = instantiateVariableFont(whole, {"wght": 700}, inplace=True)
        cut["OS/2"].usWeightClass = 700
        for record in cut["name"].names:
            if record.nameID in (4, 6):
                record.string = f"{FAMILY}-Bold"
        target = folder / "bold.ttf"
        cut.save(target)
    return target


def _settled(data: bytes, title: str) -> bytes:
    """The file in an order of its own, with its title for the window and its language for voices."""
    objects, root = pdf_file.read(data)
    for number, one in objects.items():
        if isinstance(one, pdf_file.Stream) and one.about.get(b"/Type") == b"/CMap":
            # The marks of direction share the glyph of the space, and would be copied and searched in its place.
            objects[number] = pdf_file.Stream(one.about, _MARKED.sub(b"<0020>", one.data))
    catalogue = objects[root] | {b"/ViewerPreferences": {b"/DisplayDocTitle": b"true"}}
    if spoken := language(title):
        catalogue[b"/Lang"] = pdf_file.text(spoken)
    objects[root] = catalogue
    info = b"<</Producer (impactmap) /Title %b>>" % pdf_file.text(title)
    return pdf_file.write(objects, root, info)
