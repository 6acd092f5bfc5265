"""`impactmap init`: a starter spec."""

from __future__ import annotations

from pathlib import Path

import click

from impactmap.cli.saying import reason
from impactmap.terminal import visible


@click.command("init")
@click.argument("file", default="impact-map.md", type=click.Path(path_type=Path))
def command(file: Path) -> None:
    """Write a commented starter spec.

    FILE ends in .md or .yaml; one that is there already is never written over.
    """
    from impactmap.drawing.templates import source
    from impactmap.publish import create

    starters = {".md": "starter.md", ".markdown": "starter.md", ".yaml": "starter.yaml", ".yml": "starter.yaml"}
    starter = starters.get(file.suffix.lower())
    if starter is None:
        raise click.UsageError(f"'{file}' should end in .md or .yaml")
    text = source(starter)
    try:
        create(file, text.encode())
    except FileExistsError:
        raise click.UsageError(f"'{file}' is there already, and stays as it is") from None
    except OSError as error:
        raise click.UsageError(reason(error)) from None
    click.echo(f"wrote {visible(str(file))}: fill it in, then run `impactmap render {visible(str(file))}`")
