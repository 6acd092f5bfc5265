"""Brand files: a few colours of one's own and a logo line, in TOML.

    logo = "Blue corp"

    [light]
    need = "#0a4fd0"        # what a kind of thing is outlined and named in; its lane and badges are mixed from it
    page = "#ffffff"        # also: card, ink, muted, line

    [dark]
    need = "#7db0ff"

Whatever is not named stays as it is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from impactmap.diagnostics import UsageError, did_you_mean
from impactmap.theme import Hue, Palette, Theme, contrast

if TYPE_CHECKING:
    from impactmap.settings import Settings

LARGEST = 1_000_000  # bytes; a brand file is a page
LEAST_CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_GROUNDS = ("page", "card", "ink", "muted", "line")


def settled_brand(settings: Settings) -> bytes:
    """What the brand file of a project holds, nothing without one.

    Raises UsageError where it cannot be read, with the line of the settings that names it.
    """
    if not settings.brand:
        return b""
    try:
        with Path(settings.brand).open("rb") as opened:
            data = opened.read(LARGEST + 1)
    except OSError as error:
        raise settings.no_brand(error) from None
    if len(data) > LARGEST:
        raise UsageError(f"{settings.brand}: more than {LARGEST:,} bytes are too much for a brand")
    return data


def read_brand(data: bytes, path: str) -> Theme:
    """The theme that a brand file describes. Raises UsageError naming every setting that is wrong, a line each."""
    try:
        settings = tomllib.loads(data.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path}: {error}") from None
    default = Theme()
    wrong: list[str] = []
    light = _palette(default.light, settings.pop("light", {}), "light", wrong)
    dark = _palette(default.dark, settings.pop("dark", {}), "dark", wrong)
    logo = settings.pop("logo", "")
    if not isinstance(logo, str):
        wrong.append("'logo' should be a text")
    tops = ("logo", "light", "dark")
    wrong += [f"there is no setting '{name}': {did_you_mean(name, tops) or ', '.join(tops)}" for name in settings]
    for name, palette in (("light", light), ("dark", dark)):
        wrong += [f"[{name}] {problem}" for problem in faint(palette)]
    if wrong:
        raise UsageError("\n".join(f"{path}: {problem}" for problem in wrong))
    return Theme(light, dark, logo)


def faint(palette: Palette) -> Iterator[str]:
    """Every text colour that is too near to a ground that it stands on."""
    texts = [(name, getattr(palette, name)) for name in ("ink", "muted")]
    pairs = [(text, ground, getattr(palette, ground)) for text in texts for ground in ("page", "card")]
    for kind, hue in palette.hues.items():
        pairs += [(text, f"the lane of {kind}", hue.lane) for text in texts]
        accents = (("card", palette.card), ("its lane", hue.lane), ("its badges", hue.soft))
        pairs += [((kind, hue.accent), ground, behind) for ground, behind in accents]
    for (text, colour), ground, behind in pairs:
        if (ratio := contrast(colour, behind)) < LEAST_CONTRAST:
            yield f"{text} {colour} on {ground} {behind} has a contrast of {ratio:.1f}, below {LEAST_CONTRAST}"


def _palette(palette: Palette, settings: Any, name: str, wrong: list[str]) -> Palette:
    if not isinstance(settings, Mapping):
        wrong.append(f"'{name}' should be a table of colours")
        return palette
    known = (*_GROUNDS, *palette.hues)
    chosen: dict[str, str] = {}
    for key, value in settings.items():
        if key not in known:
            wrong.append(f"[{name}] has no colour '{key}': {did_you_mean(key, known) or ', '.join(known)}")
        elif not isinstance(value, str) or not _COLOUR.fullmatch(value):
            wrong.append(f'[{name}] {key} should be a colour such as "#0a4fd0"')
        else:
            chosen[key] = value.lower()
    page = chosen.get("page", palette.page)
    hues = {
        kind: Hue(chosen[kind], _mix(chosen[kind], page, 0.06), _mix(chosen[kind], page, 0.13))
        if kind in chosen
        else hue
        for kind, hue in palette.hues.items()
    }
    grounds = {name: chosen.get(name, getattr(palette, name)) for name in _GROUNDS}
    return Palette(**grounds, hues=hues)


def _mix(colour: str, ground: str, share: float) -> str:
    """`share` of a colour laid over a ground."""
    pairs = ((int(colour[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)
