"""`impactmap explain`: why a rule exists, and what a code of reading means."""

from __future__ import annotations

import click


@click.command("explain")
@click.argument("rule", metavar="CODE|NAME")
def command(rule: str) -> None:
    """Tell why a rule exists, who says so, what trips it and what does not.

    CODE is as `impactmap check` shows it (C01), NAME is the longer form (cause-without-evidence). The
    code of an error or a warning of reading (cycle, no-method) tells what it means, and the rules that it breaks.
    """
    from impactmap.checks import explained

    click.echo("\n".join(explained(rule)), nl=False)
