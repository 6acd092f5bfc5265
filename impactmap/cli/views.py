"""`impactmap views`: what there is to choose from."""

from __future__ import annotations

import click


@click.command("views")
def command() -> None:
    """List the views."""
    from impactmap.views import every

    lenses = list(every())
    wide = max(len(lens.NAME) for lens in lenses)
    for lens in lenses:
        click.echo(f"{lens.NAME:<{wide}}  {lens.DOC}")
