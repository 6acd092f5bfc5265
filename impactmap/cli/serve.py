"""`impactmap serve`: a live preview in the browser."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from impactmap.cli.files import limits_of
from impactmap.cli.render import _view_names
from impactmap.cli.saying import report, say, tell
from impactmap.diagnostics import UsageError
from impactmap.terminal import visible
from impactmap.theme import Mode

if TYPE_CHECKING:
    from impactmap.document import Limits
    from impactmap.serve import Known

PORT, TRIES = 8100, 20
HOSTS = {"127.0.0.1": ("127.0.0.1",), "::1": ("::1",), "localhost": ("127.0.0.1", "::1")}


@click.command("serve")
@click.argument("sources", nargs=-1, required=True, metavar="SRC…", type=click.Path())
@click.option("--port", type=click.IntRange(0, 65535), help="0 is any.  [default: the first free one from 8100 on]")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="127.0.0.1, ::1 or localhost.")
@click.option("--open/--no-open", "opens", default=True, show_default=True, help="Whether to open the browser.")
@click.option("--view", shell_complete=_view_names, help="The lens in front.  [default: the project's, or impact-map]")
@click.option("--theme", type=click.Choice(get_args(Mode)), help="Colours.  [default: the project's, or auto]")
@click.option(
    "--brand", type=click.Path(path_type=Path, dir_okay=False), help="A TOML file of colours and a logo line."
)
@click.option("--limit", "limits", multiple=True, metavar="NAME=N", callback=limits_of, help="Raise a limit on specs.")
@click.option("--poll", is_flag=True, help="Look for changes instead of waiting for the system to tell of them.")
def command(
    sources: tuple[str, ...],
    port: int | None,
    host: str,
    opens: bool,
    view: str | None,
    theme: Mode | None,
    brand: Path | None,
    limits: Limits,
    poll: bool,
) -> None:
    """Show the map of SRC in the browser, and show it anew at every save.

    SRC is a spec, a folder of specs or a pattern such as 'maps/*.md'; of several maps there is a list. What the reader
    has zoomed, chosen and searched stays. While a spec has errors its last good picture stays too, and what is wrong
    stands over it.

    The server answers this machine alone and knows no files: only the maps. Ctrl-C ends it.
    """
    import asyncio

    from impactmap.serve import Preview, Wanted
    from impactmap.views import view as find_view
    from impactmap.watching import Sources

    if view is not None:
        find_view(view)
    if host not in HOSTS:
        raise UsageError(f"--host {host} is not this machine: there are {', '.join(HOSTS)}")
    if brand:
        from impactmap.cli.files import brand_of

        brand_of(brand)  # what is wrong with it is said before anything else
    preview = Preview(Sources(sources, _find, brand), Wanted(view or "", theme, brand, limits), _told, poll=poll)

    def ready(address: str) -> None:
        tell(f"The preview is at {address} (Ctrl-C ends it)")
        if preview.polling:
            tell(f"Changes are noticed by looking for them, {preview.polling}")
        if opens:
            _open(address)

    try:
        asyncio.run(preview.run(HOSTS[host], PORT if port is None else port, ready, tries=TRIES if port is None else 1))
    except KeyboardInterrupt:
        pass  # where signals cannot be waited for
    except OSError as error:
        which = f"port {port}" if port is not None else f"the ports from {PORT} to {PORT + TRIES - 1}"
        raise UsageError(f"{which} cannot be had: {error.strerror}; --port names another") from None
    for stream in (sys.stdout, sys.stderr):
        if stream:
            stream.flush()
    os._exit(0)  # a drawing under way is in nobody's interest any more, and its thread cannot be ended otherwise


def _find(given: Sequence[str]) -> dict[Path, str]:
    from impactmap.build.sources import find_sources

    return {Path(source.path): source.name for source in find_sources(given, os.devnull).sources}


def _told(name: str, known: Known, warnings: tuple[str, ...]) -> None:
    """Problems, as every command says them."""
    if known.failed:
        say("error", "\n".join(f"{name}: {line}" for line in known.failed.split("\n")))
    if not warnings:
        report(known.diagnostics, known.data)
    for warning in warnings:
        say("warning", f"{name}: {warning}")


def _open(address: str) -> None:
    """In the browser, from a thread: some are slow to start."""
    import threading
    import webbrowser

    def open_() -> None:
        if not webbrowser.open(address):
            tell(f"No browser could be opened: go to {visible(address)} yourself")

    threading.Thread(target=open_, name="impactmap-browser", daemon=True).start()
