"""The command line: a thin face on the pipeline, one command per file. It alone prints and exits.

To add a command, add a module that holds a `command` and a line to the table.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys

import click

from impactmap import __version__
from impactmap.cli.saying import FAILED, WRONG_USE, reason, say, show, tell
from impactmap.diagnostics import ImpactmapError, UsageError, did_you_mean

COMMANDS = {
    "render": "impactmap.cli.render",
    "build": "impactmap.cli.build",
    "serve": "impactmap.cli.serve",
    "watch": "impactmap.cli.watch",
    "check": "impactmap.cli.check",
    "explain": "impactmap.cli.explain",
    "fmt": "impactmap.cli.fmt",
    "convert": "impactmap.cli.convert",
    "compare": "impactmap.cli.compare",
    "diff": "impactmap.cli.diff",
    "init": "impactmap.cli.init",
    "metrics": "impactmap.cli.metrics",
    "schema": "impactmap.cli.schema",
    "views": "impactmap.cli.views",
}
COMPLETION = "_IMPACTMAP_COMPLETE"  # set by shells that ask what could come next


class _Group(click.Group):
    """A group whose commands are imported when they are asked for: a command pays only for what it uses."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = importlib.import_module(COMMANDS[cmd_name]).command
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS and not ctx.resilient_parsing:
            hint = did_you_mean(args[0], COMMANDS) or f"there are {', '.join(COMMANDS)}"
            ctx.fail(f"there is no command '{args[0]}': {hint}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    invoke_without_command=True,
)
@click.version_option(__version__, "-V", "--version", prog_name="impactmap")
@click.pass_context
def cli(context: click.Context) -> None:
    """Customer-first impact maps and opportunity trees from a Markdown or YAML spec.

    \b
    Start with:   impactmap init map.md
    then:         impactmap render map.md
    and:          impactmap check map.md

    Exit codes: 0 fine, 1 a spec is wrong or has findings that fail, 2 wrong use, 3 a layout or engine failed.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def main() -> None:
    """The entry point: no error of any kind ends in a traceback."""
    # What is imported stays: looking through all of it for circles, again and again, took a tenth of a short run.
    gc.set_threshold(200_000)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a closed stream is None
            stream.reconfigure(errors="backslashreplace")
    try:
        if COMPLETION in os.environ:
            cli(prog_name="impactmap")
        # Not `cli()`, which would take a closed pipe for a failure.
        with cli.make_context("impactmap", sys.argv[1:]) as context:
            cli.invoke(context)
        if sys.stdout:
            sys.stdout.flush()
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)  # what shells call "ended by Ctrl-C"
    except click.ClickException as error:
        show(error)
        sys.exit(WRONG_USE)
    except BrokenPipeError:
        # Whoever read our output has seen enough; keep Python from flushing into the closed pipe once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(0)
    except (UsageError, OSError) as error:
        say("error", reason(error))
        sys.exit(WRONG_USE)
    except ImpactmapError as error:
        say("error", str(error))
        sys.exit(FAILED)
    except Exception as error:
        if os.environ.get("IMPACTMAP_DEBUG"):
            raise
        say("error", f"this is a defect of impactmap, please report it: {type(error).__name__}: {error}")
        tell("  set IMPACTMAP_DEBUG=1 to see where it happened")
        sys.exit(FAILED)
