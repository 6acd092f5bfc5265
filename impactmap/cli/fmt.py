"""`impactmap fmt`: specs in their form."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from impactmap.cli.files import limits_of, name_of, write
from impactmap.cli.fixing import difference, each
from impactmap.cli.saying import WRONG_SPEC, tell
from impactmap.terminal import visible

if TYPE_CHECKING:
    from impactmap.document import Limits
    from impactmap.fixes import Tidied


@click.command("fmt")
@click.argument("specs", nargs=-1, required=True, metavar="SPEC…", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 when something would change.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would change, and exit with 0 all the same.")
@click.option("--limit", "limits", multiple=True, metavar="NAME=N", callback=limits_of, help="Raise a limit on specs.")
def command(specs: tuple[Path, ...], check: bool, diff: bool, limits: Limits) -> None:
    """Bring each SPEC into its form, in place; `-` goes from standard input to standard output.

    Fields get their own names, dates become ISO dates, tables are aligned, items begin with `-`. What a spec means
    never changes, nor do prose, comments, the order of things and the front matter of other tools.

    Exit codes: 0 all went well, 1 a spec has errors, or with --check (also beside --diff) is not in its form, 2 wrong
    use or a file that cannot be read or written, 3 a failure of impactmap. Of several specs the highest counts.
    """
    from impactmap.fixes import tidied

    def tidy(spec: Path, data: bytes) -> int:
        found = tidied(data, name_of(spec), limits=limits)
        _out(spec, found, check, diff)
        return WRONG_SPEC if found.changed and check else 0

    sys.exit(each(specs, limits, tidy))


def _out(spec: Path, found: Tidied, check: bool, diff: bool) -> None:
    name = name_of(spec)
    if diff:
        click.echo(difference(found, name), nl=False)
    elif str(spec) == "-" and not check:
        write(None, found.data, name)
    if not found.changed:
        return
    unseen = " (its line ends alone)" if found.before == found.after else ""  # no diff shows them
    if check or (diff and unseen):
        tell(f"{visible(name)}: would be changed{unseen}")
    elif not diff and str(spec) != "-":
        from impactmap.publish import publish

        publish(spec, found.data)
        tell(f"{visible(name)}: changed")
