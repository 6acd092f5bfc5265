"""What a Python-Markdown parser can tell of the site and page that it works on: MkDocs and Zensical leave it there."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Any

from msgspec import Struct

from impactmap.embed.trouble import Place

_MARKS = " >\t"  # what a fence inside a list or a quote stands behind


class Host(Struct, frozen=True):
    """`root` is the folder of the site's settings, `page` the page's file, if it has one.

    `raises` is True where warnings that are logged don't fail a strict build, and only an exception does.
    """

    root: Path
    page: Path | None = None
    raises: bool = False

    @property
    def name(self) -> str:
        """What messages call the page, and ids are made from: the same in every checkout."""
        if self.page is None:
            return "<page>"
        with contextlib.suppress(ValueError):  # two drives of Windows have no way from one to the other
            return Path(os.path.relpath(self.page, self.root)).as_posix()
        return str(self.page)


def host_of(md: Any) -> Host:
    """The site and page of a parser; of an unknown host, the current folder and no page."""
    with contextlib.suppress(KeyError, AttributeError, TypeError, ValueError):
        links = md.treeprocessors["relpath"]  # of MkDocs; it holds what link checks need
        file = links.file.abs_src_path
        # As it was given to `-f`: from the current folder on.
        return Host(Path(links.config.config_file_path).absolute().parent, Path(file) if file else None)
    with contextlib.suppress(KeyError, AttributeError, TypeError, ValueError):
        context = md.preprocessors["rendering_context"]  # of Zensical
        root = Path(context.config["root_dir"]).absolute()
        page = root / context.config["docs_dir"] / context.page.path
        return Host(root, page, bool(context.config["strict"]))
    return Host(Path.cwd())


def header_of(md: Any) -> str:
    """The line that the fence in work begins with, as SuperFences keeps it; else the empty string."""
    with contextlib.suppress(KeyError, AttributeError):
        return str(md.preprocessors["fenced_code_block"].first).strip(_MARKS)
    return ""


def place_of(host: Host, header: str, source: str, number: int) -> Place:
    """Where the text of a fence stands: of the `number`th one (from 1) with that header and source on the page.

    What stands in no file like that (a plug-in made it, a snippet brought it) has a place with no line.
    """
    wanted = [line.strip(_MARKS) for line in source.split("\n")] if source else []
    lines: list[str] = []
    if header and host.page:
        with contextlib.suppress(OSError):
            lines = host.page.read_text("utf-8-sig", "replace").split("\n")
    for at, line in enumerate(lines):
        if line.strip(_MARKS) != header:
            continue
        body = lines[at + 1 : at + 1 + len(wanted)]
        if [line.strip(_MARKS) for line in body] != wanted:
            continue
        number -= 1
        if number == 0:
            pairs = zip(body, source.split("\n"), strict=False)
            return Place(host.name, at + 2, next((len(a) - len(b) for a, b in pairs if b.strip()), 0))
    return Place(host.name, 0)
