"""The Jinja2 environment: text from a spec is only ever text in what the templates write."""

from __future__ import annotations

import functools
import hashlib
import re
import sys
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from impactmap.kept import recall, remember

_PACKAGE = Path(__file__).resolve().parent.parent
# In a wheel the templates lie inside the package; in a checkout and an editable install, beside it.
_FOLDERS = (_PACKAGE / "templates", _PACKAGE.parent / "templates")

# What XML 1.0 does not allow, escaped or not (section 2.2, production 2), and lone surrogates.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def printable(text: str) -> str:
    """A text with the characters that XML cannot carry shown as U+FFFD."""
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)


def _finalize(value: Any) -> Any:
    """Any expression's value, printable."""
    if type(value) is Markup:  # made by a template, or of files and numbers of ours: it has been here
        return value
    if isinstance(value, jinja2.Undefined) or not _FORBIDDEN.search(text := str(value)):
        return value
    return type(value)(printable(text)) if isinstance(value, str) else printable(text)


def number(value: float) -> str:
    """A coordinate in px with two decimals at most and no needless characters."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def pixels(**values: float) -> Markup:
    """Attributes that hold coordinates, `x="12" y="4.5" font-size="15"`: one value to escape instead of many."""
    # Of our own names and of numbers, there is nothing in it that could be more than text.
    return Markup(" ".join([f'{name.replace("_", "-")}="{number(value)}"' for name, value in values.items()]))  # noqa: S704


def box(thing: Any) -> Markup:
    """The attributes of a rectangle, from whatever has a place and a size."""
    return pixels(x=thing.x, y=thing.y, width=thing.width, height=thing.height)


def at(thing: Any) -> Markup:
    """A place, as `translate` wants it."""
    return Markup(f"{number(thing.x)} {number(thing.y)}")  # noqa: S704 - numbers


_FACES = {"bold": ' font-weight="700"', "italic": ' font-style="italic"'}


def typeset(text: Any) -> Markup:
    """The attributes of a line of text: where it begins (right to left: ends), its type, the width it is held to."""
    kind = text.type
    spacing = f' letter-spacing="{number(kind.spacing)}"' if kind.spacing else ""
    anchor = ' text-anchor="end"' if text.rtl else ""
    return Markup(  # noqa: S704 - numbers, and words of our own
        f'x="{number(text.x)}" y="{number(text.y)}" font-size="{number(kind.size)}"{_FACES.get(kind.face, "")}'
        f'{spacing}{anchor} textLength="{number(text.width)}" lengthAdjust="spacingAndGlyphs"'
    )


class _Compiled(jinja2.BytecodeCache):
    """Templates as Python's byte code, kept between runs: compiling those of a picture takes 30 ms."""

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        data = recall(self._name(bucket))
        if data:
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        remember(self._name(bucket), bucket.bytecode_to_string())

    @staticmethod
    def _name(bucket: jinja2.bccache.Bucket) -> str:
        """By what the template says, and by what made byte code of it."""
        about = f"{bucket.key} {bucket.checksum} {sys.version} {jinja2.__version__}"
        return f"template-{hashlib.sha256(about.encode()).hexdigest()[:32]}.bin"


@functools.cache
def environment() -> jinja2.Environment:
    """The one environment, with autoescape always on and undefined names an error."""
    found = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDERS),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=_Compiled(),
    )
    found.filters["n"] = number
    found.filters["at"] = at
    found.filters["box"] = box
    found.filters["typeset"] = typeset
    found.globals["px"] = pixels
    return found


def source(name: str) -> str:
    """A file of the templates' folder as it stands there. Raises jinja2.TemplateNotFound."""
    loader = environment().loader
    assert loader  # noqa: S101 - `environment` has given it one
    return loader.get_source(environment(), name)[0]
