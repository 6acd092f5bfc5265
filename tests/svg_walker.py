"""What an SVG of ours may hold: an allow-list of elements and attributes, and nothing that fetches or runs."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"
COMMON = {"class", "id", "role", "transform"}
ALLOWED = {
    "svg": {"class", "id", "role", "viewBox", "x", "y", "width", "height", "font-family", "aria-labelledby"},
    "title": {"id", "lang"},
    "desc": {"id"},
    "style": set(),
    "g": COMMON | {"lang", "data-id", "data-kind", "aria-label", "data-from", "data-to"},
    "rect": COMMON | {"x", "y", "width", "height", "rx"},
    "circle": COMMON | {"cx", "cy", "r", "data-from", "data-to"},
    "path": COMMON | {"d", "data-from", "data-to"},
    "text": COMMON
    | {
        "x",
        "y",
        "font-size",
        "font-weight",
        "font-style",
        "letter-spacing",
        "lang",
        "text-anchor",
        "textLength",
        "lengthAdjust",
    },
}


def check(text: str) -> ET.Element:
    """The parsed picture; AssertionError for anything that is not on the list."""
    text.encode()
    root = ET.fromstring(text)
    for element in root.iter():
        assert element.tag.startswith(SVG), element.tag
        name = element.tag.removeprefix(SVG)
        assert name in ALLOWED, name
        unknown = set(element.attrib) - ALLOWED[name]
        assert not unknown, (name, unknown)
    style = "".join(element.text or "" for element in root.iter(f"{SVG}style"))
    assert not re.search(r"url\(|@import|expression|<", style, re.IGNORECASE)
    return root
