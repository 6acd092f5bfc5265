"""`impactmap explain`: why a rule exists."""

from __future__ import annotations

import click


@click.command("explain")
@click.argument("rule", metavar="CODE|NAME")
def command(rule: str) -> None:
    """Tell why a rule exists, who says so, what trips it and what does not.

    CODE is as `impactmap check` shows it (C01), NAME is the longer form (cause-without-evidence). The
    code of an error of reading (cycle) tells the rules that it breaks.
    """
    from impactmap.checks import rules_called
    from impactmap.checks.explaining import explanation

    click.echo("\n".join(map(explanation, rules_called(rule))), nl=False)
