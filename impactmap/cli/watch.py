"""`impactmap watch`: a build at every save."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from impactmap.cli.build import command as build_command
from impactmap.cli.saying import reason, say, tell
from impactmap.terminal import visible

if TYPE_CHECKING:
    from impactmap.build import Failure, Outcome

_NOT_HERE = ("check", "cache", "shard", "verbose")  # options of a build that is over when it is done


@click.command("watch", params=[param for param in build_command.params if param.name not in _NOT_HERE])
@click.option("--poll", is_flag=True, help="Look for changes instead of waiting for the system to tell of them.")
def command(
    sources: tuple[str, ...],
    output: Path,
    exclude: tuple[str, ...],
    scale: float | None,
    page: str,
    quiet: bool,
    poll: bool,
    **wanted: Any,
) -> None:
    """Draw all specs in each SRC, and again at every save: a folder, a file, or a glob in quotes.

    It is a build (see `impactmap build`) that goes on: only what has changed is rendered, new specs are taken up, and
    of specs that are gone the files stay unless there is --clean. What is wrong is said when it appears.

    Ctrl-C ends it.
    """
    from impactmap.build import PlanError, build
    from impactmap.paper import paper
    from impactmap.watch import Watch

    wanted["formats"] = wanted["formats"] or ("svg",)
    wanted["paper"] = paper(scale, page)
    said = _Said(quiet)
    try:
        watch = Watch(
            sources,
            output,
            lambda: build(sources, output, exclude=exclude, **wanted),
            most=wanted["limits"].bytes + 1,
            exclude=exclude,
            brand=wanted["brand"],
            poll=poll,
        )
        outcomes = watch.outcomes()
        said.outcome(next(outcomes))
        if not quiet:
            how = f", noticed by looking for them, {watch.polling}" if watch.polling else ""
            tell(f"Waiting for changes{how} (Ctrl-C ends it)")
        for outcome in outcomes:
            said.outcome(outcome)
    except PlanError as error:
        for problem in error.problems:
            say("error", problem)
        raise click.exceptions.Exit(2) from None
    except KeyboardInterrupt:
        raise click.exceptions.Exit(0) from None


class _Said:
    """Tells what is new: a spec that stays wrong while others are saved is not complained of again."""

    def __init__(self, quiet: bool) -> None:
        self._quiet = quiet
        self._failed: dict[str, Failure] = {}
        self._stopped = ""

    def outcome(self, outcome: Outcome | Exception) -> None:
        if isinstance(outcome, Exception):
            if str(outcome) != self._stopped:
                say("error", reason(outcome))
            self._stopped = str(outcome)
            return
        self._stopped = ""
        for failure in outcome.failed:
            if failure != self._failed.get(failure.path):
                _complain(failure)
        if not self._quiet:
            for text in outcome.warned:
                tell(text)
            for path in outcome.built:
                tell(f"built {visible(path)}")
            for path in sorted(self._failed.keys() - {one.path for one in outcome.failed} - {*outcome.built}):
                tell(f"{'no longer wrong' if path in outcome.unchanged else 'gone'}: {visible(path)}")
            for file in outcome.removed:
                tell(f"removed {visible(file)}")
        self._failed = {failure.path: failure for failure in outcome.failed}


def _complain(failure: Failure) -> None:
    for text in failure.said:
        tell(text)
    if failure.code != 1 or not failure.said:
        say("error", f"{failure.path}: {failure.why}")
