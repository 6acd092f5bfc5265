"""`impactmap schema`: the YAML syntax as a JSON Schema."""

from __future__ import annotations

import click


@click.command("schema")
def command() -> None:
    """Print the JSON Schema of the YAML syntax.

    Editors complete and check with it while you type.
    """
    import json

    from impactmap.schema import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
