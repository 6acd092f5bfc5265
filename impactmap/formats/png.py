"""A picture as PNG, for slides, chats and wikis: as sharp as its scale asks for, and the same on every machine."""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Sequence

from impactmap.diagnostics import UsageError
from impactmap.drawing import Page
from impactmap.formats.fonts import FAMILY, missing, packaged
from impactmap.formats.printed import guarded, printed
from impactmap.notes import Review
from impactmap.paper import ITS_OWN, SCALES, Paper
from impactmap.theme import Mode, Theme

ALONE = True
DRAWN = True

MOST_PIXELS = 100_000_000  # 400 MB while they are drawn
MOST_SIDE = 30_000  # what browsers and office programs still open

_DPI = 96.0
_INCHES = 39.3701  # in a metre
_HEAD = 8 + 25  # the signature, and the first chunk with its length, name and check


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
    """The first page as a PNG file of `paper.scale` pixels for each px; its title and resolution are in it.

    Raises UsageError when a package is missing or the picture would be too large to be drawn.
    """
    try:
        import resvg_py
    except ImportError:
        raise missing("png") from None
    own = packaged("png")
    page = pages[0]
    frame = paper.frame(page.width, page.height, paper.scale, whole=True)
    _possible(frame.width, frame.height, paper.scale)
    drawing = printed(page, frame, mode, theme, own, pixels=True)
    if drawing.fonts.warning and warnings is not None:
        warnings.append(drawing.fonts.warning)
    with guarded("resvg"):
        data = resvg_py.svg_to_bytes(
            svg_string=drawing.svg,
            dpi=_DPI,
            skip_system_fonts=True,
            font_files=[str(path) for path in drawing.fonts.files],
            font_family=FAMILY,
        )
    return _labelled(bytes(data), title, paper.scale)


def _possible(width: float, height: float, scale: float) -> None:
    """Raises UsageError for more pixels than can be drawn, with the scale that would do."""
    most = min(math.sqrt(MOST_PIXELS / (width * height)), MOST_SIDE / max(width, height))
    if most >= 1:
        return
    fitting = math.floor(scale * most * 100) / 100
    hint = f"--scale {fitting:g} would do" if fitting >= SCALES[0] else "svg and pdf have no such limit"
    raise UsageError(
        f"the picture would have {width:,.0f} × {height:,.0f} pixels, and {MOST_PIXELS:,} are possible, "
        f"{MOST_SIDE:,} on a side: {hint}"
    )


def _labelled(data: bytes, title: str, scale: float) -> bytes:
    """The file with its resolution, by which office programs size it, and its title (PNG specification, 11.3)."""
    metre = round(_DPI * scale * _INCHES)
    words = title.encode("utf-8", "replace").replace(b"\0", b" ")
    chunks = _chunk(b"pHYs", struct.pack(">IIB", metre, metre, 1)) + _chunk(b"iTXt", b"Title\0\0\0\0\0" + words)
    return data[:_HEAD] + chunks + data[_HEAD:]


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
