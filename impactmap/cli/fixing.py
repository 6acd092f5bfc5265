"""`impactmap check --fix` and `--diff`, and what they share with `impactmap fmt`: specs one by one, and a diff."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from impactmap.cli.files import bytes_of, name_of
from impactmap.cli.saying import FAILED, WRONG_SPEC, WRONG_USE, reason, report, say, tell
from impactmap.diagnostics import SpecError, UsageError
from impactmap.terminal import visible

if TYPE_CHECKING:
    from impactmap.document import Limits
    from impactmap.fixes import Tidied


def fix(specs: Iterable[Path], limits: Limits, *, only_show: bool) -> int:
    """Mends each spec in place, or only prints what would change; returns the worst exit code."""
    from impactmap.fixes import fixes, mended
    from impactmap.publish import publish

    def mend(spec: Path, data: bytes) -> int:
        name = name_of(spec)
        found = mended(data, name, limits=limits)
        if only_show:
            click.echo(difference(found, name), nl=False)
        elif found.changed:
            count = len(fixes(data, name, limits=limits))
            publish(spec, found.data)
            tell(f"{visible(name)}: {count} fix{'' if count == 1 else 'es'} made")
        return 0

    return each(specs, limits, mend)


def each(specs: Iterable[Path], limits: Limits, do: Callable[[Path, bytes], int]) -> int:
    """Does one thing to the bytes of each spec; returns the worst exit code.

    What goes wrong with one spec is said, and the others are done.
    """
    from impactmap.fixes import FixError

    worst = 0
    for spec in specs:
        data = b""
        try:
            data = bytes_of(spec, limits)
            code = do(spec, data)
        except SpecError as error:
            report(error.diagnostics, data)
            code = WRONG_SPEC
        except FixError as error:
            say("error", str(error))
            code = FAILED
        except BrokenPipeError:
            raise
        except UsageError as error:
            say("error", f"{name_of(spec)}: {error}")
            code = WRONG_USE
        except OSError as error:
            say("error", reason(error))
            code = WRONG_USE
        worst = max(worst, code)
    return worst


def difference(found: Tidied, name: str) -> str:
    """A unified diff, on which control characters are shown and not obeyed."""
    before, after = found.before.splitlines(keepends=True), found.after.splitlines(keepends=True)
    lines = difflib.unified_diff(before, after, name, name)
    shown = ((line.rstrip("\n"), line.endswith("\n")) for line in lines)
    return "".join(visible(text) + ("\n" if end else "\n\\ No newline at end of file\n") for text, end in shown)
