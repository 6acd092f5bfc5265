"""What a page of ours may load and run, which is nothing but its own script and style; and a theme as CSS variables."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping

from impactmap.theme import Palette, Theme

_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}")
_NAME = re.compile(r"[a-z][a-z0-9-]*")


def policy(script: str, style: str, *, connects: bool = False) -> str:
    """The content security policy: this script and this style, and nothing else of any sort.

    With `connects` the script may also ask the server that the page came from.
    """
    return (
        f"default-src 'none'; script-src '{digest(script)}'; style-src '{digest(style)}'; "
        + ("connect-src 'self'; " if connects else "")
        + "base-uri 'none'; form-action 'none'"
    )


def digest(source: str) -> str:
    """The hash by which a policy names a script or style."""
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode("utf-8")).digest()).decode("ascii")


def colour_rules(theme: Theme) -> str:
    """Colours as variables named as in `Palette.tokens`: for light, dark, print and forced colours, and by entity.

    Raises ValueError when a colour is not written `#rrggbb`: it would be more than a colour in a style sheet.
    """
    light, dark = _variables(theme.light), _variables(theme.dark)
    forced = _declarations({name: _system_colour(name) for name in theme.light.tokens()})
    hues = [
        f'[data-entity="{kind}"]{{--accent:var(--{kind}-accent);--soft:var(--{kind}-soft);--lane:var(--{kind}-lane)}}'
        for kind in theme.light.hues
        if _NAME.fullmatch(kind)
    ]
    return "\n".join(
        (
            f":root{{color-scheme:light;{light}}}",
            f':root[data-theme="dark"]{{color-scheme:dark;{dark}}}',
            f'@media (prefers-color-scheme:dark){{:root[data-theme="auto"]{{color-scheme:dark;{dark}}}}}',
            # Two attributes' weight: whatever the reader chose on screen, paper is white.
            f"@media print{{:root[data-theme][lang]{{color-scheme:light;{light}}}}}",
            f"@media screen and (forced-colors:active){{:root[data-theme][lang]{{{forced}}}}}",
            *hues,
        )
    )


def _variables(palette: Palette) -> str:
    for name, value in palette.tokens().items():
        if not _COLOUR.fullmatch(value) or not _NAME.fullmatch(name):
            raise ValueError(f"the theme's {name} should be a colour like #1d4fd7, not {value!r}")
    return _declarations(palette.tokens())


def _declarations(values: Mapping[str, str]) -> str:
    return ";".join(f"--{name}:{value}" for name, value in values.items())


def _system_colour(name: str) -> str:
    """The reader's own colour for one of ours, where a system's contrast mode is on."""
    return "Canvas" if name in ("page", "card") or name.endswith(("-lane", "-soft")) else "CanvasText"
