"""`impactmap check`: what a thoughtful colleague would say about a spec."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from impactmap.cli import baselines
from impactmap.cli.files import bytes_of, limits_of, name_of, settled_for
from impactmap.cli.saying import WRONG_SPEC, WRONG_USE, reason, say, tell
from impactmap.diagnostics import UsageError, did_you_mean

if TYPE_CHECKING:
    from impactmap.document import Limits
    from impactmap.findings import Checked
    from impactmap.settings import Settings


def _codes(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """The codes of `--select N,C01 --select T06`."""
    return tuple(code.strip() for one in given for code in one.split(","))


def _day(ctx: click.Context, param: click.Parameter, given: str | None) -> date | None:
    if given is None:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise click.BadParameter(f"'{given}' is not a day, such as 2026-11-01") from None


def _word(ctx: click.Context, param: click.Parameter, given: str | None) -> str:
    """A word of the map's own field that the option is named after, in any of its spellings."""
    if given is None:
        return ""
    from impactmap.model import Model
    from impactmap.model.grammar import Choice, choose, find

    rule = find(Model, str(param.name))
    words = rule.slot.words if rule and isinstance(rule.slot, Choice) else {}
    found = choose(rule.slot, given) if rule and isinstance(rule.slot, Choice) else None
    if found is None:
        hint = did_you_mean(given, words) or f"there are {', '.join(words)}"
        raise click.BadParameter(f"there is no {param.name} '{given}': {hint}")
    return found


@click.command("check")
@click.argument("specs", nargs=-1, required=True, metavar="SPEC…", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--format", "format_", default="text", show_default=True, help="text, json, sarif, github or junit.")
@click.option("--profile", callback=_word, metavar="NAME", help="The method that counts, whatever a spec says.")
@click.option("--audience", callback=_word, metavar="NAME", help="Who will see it, whatever spec and project say.")
@click.option("--select", multiple=True, callback=_codes, metavar="CODES", help="Only these rules: N,C01.")
@click.option(
    "--ignore",
    multiple=True,
    callback=_codes,
    metavar="CODES",
    help="All but these rules, or without these warnings of reading.",
)
@click.option("--fail-on", type=click.Choice(["error", "warning"]), help="What fails.  [default: error]")
@click.option("--statistics", is_flag=True, help="Count the findings by rule instead of listing them.")
@click.option("--baseline", type=click.Path(path_type=Path, dir_okay=False), help="Hide what this file knows already.")
@click.option(
    "--write-baseline",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help="Write what is found, and pass; `-` is standard output.",
)
@click.option("--fix", is_flag=True, help="First mend in place what can be mended for certain.")
@click.option("--diff", is_flag=True, help="Write nothing, check nothing; print what --fix would change.")
@click.option(
    "--today",
    callback=_day,
    metavar="DATE",
    help="The day that waivers are judged on, and evidence where the spec has no `as of`.",
)
@click.option(
    "--limit", "limits", multiple=True, metavar="NAME=N", callback=limits_of, help="Raise a limit on what is read."
)
def command(
    specs: tuple[Path, ...],
    format_: str,
    profile: str,
    audience: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str | None,
    statistics: bool,
    baseline: Path | None,
    write_baseline: Path | None,
    fix: bool,
    diff: bool,
    today: date | None,
    limits: Limits,
) -> None:
    """Check each SPEC (`-` is standard input), and say what is wrong or weak in it and how to mend it.

    Rules are chosen by code or the beginning of one; `impactmap explain CODE` tells why a rule exists. Settings come
    from impactmap.toml or [tool.impactmap] in pyproject.toml, upward from the spec. Errors of reading are always
    shown, and so is what a map for the public must not have.

    A last line sums up how healthy the maps are: evidence, guards, balance of value delivered and captured, ladder.
    --fix gives fields their own names, dates their ISO form and the like; it never changes what a spec means.

    Exit codes: 0 nothing that fails, 1 findings at or above --fail-on, 2 wrong use, 3 a spec could not be mended.
    --diff checks nothing: 0 whether or not there is something to mend.
    """
    from impactmap.checks import known
    from impactmap.checks.judging import check_codes
    from impactmap.findings import findings_of, report_form
    from impactmap.findings.statistics import counted, summary
    from impactmap.health import in_words, together

    format_ = format_.casefold()
    form = report_form(format_)
    check_codes(known(), select, ignore)
    if statistics and format_ != "text":
        raise click.UsageError("--statistics counts for people: leave out --format, or count the entries of the report")
    if diff and format_ != "text":
        raise click.UsageError("--diff checks nothing, and so reports nothing: leave out --format")
    _check_writing(specs, baseline, write_baseline, fix, diff)
    before = baselines.read_baseline(baseline) if baseline else None
    named = tuple(dict.fromkeys(specs))
    checked: list[Checked] = []
    worst = 0
    if fix or diff:
        from impactmap.cli.fixing import fix as mend

        worst = mend(named, limits, only_show=diff)
        if diff:
            sys.exit(worst)
    settled = settled_for(
        named, lambda found: replace(found, select=select or found.select, ignore=ignore or found.ignore)
    )
    if len(settled) < len(named):
        worst = max(worst, WRONG_USE)
    thresholds: list[str] = []
    for spec, settings in settled.items():
        try:
            checked.append(_checked(spec, limits, settings, profile, audience, today))
            thresholds.append(fail_on or settings.fail_on)
        except IsADirectoryError:
            say("error", f"'{spec}' is a folder: name the files in it{_first_in(spec)}")
            worst = max(worst, WRONG_USE)
        except (UsageError, OSError) as error:
            say("error", f"{name_of(spec)}: {reason(error)}" if isinstance(error, UsageError) else reason(error))
            worst = max(worst, WRONG_USE)
    if write_baseline:
        baselines.write_baseline(write_baseline, checked)
        sys.exit(worst)
    if baseline and before is not None:
        checked = baselines.without_known(checked, before, baseline)
    fails = any(map(_fails, checked, thresholds))
    found = findings_of(checked)
    _print(counted(found) if statistics else form.report(checked))
    if format_ == "text" and checked:
        tell(summary(found, len(checked)))
        if shares := together(one.health for one in checked):
            tell(f"health: {in_words(shares)}")
    sys.exit(worst or (WRONG_SPEC if fails else 0))


def _check_writing(
    specs: tuple[Path, ...], baseline: Path | None, write_baseline: Path | None, fix: bool, diff: bool
) -> None:
    """Raises UsageError for options of which one would undo what the other does."""
    if baseline and write_baseline:
        raise click.UsageError("--baseline hides and --write-baseline writes: use one of them")
    if write_baseline and any(_is_same(write_baseline, spec) for spec in specs):
        raise click.UsageError(f"the baseline would replace the spec '{write_baseline}': name another file")
    if fix and diff:
        raise click.UsageError("--fix writes and --diff only shows: use one of them")
    if fix and any(str(spec) == "-" for spec in specs):
        raise click.UsageError("--fix works in place, and standard input has none: name a file, or use --diff")


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _checked(
    spec: Path, limits: Limits, settings: Settings, profile: str, audience: str, today: date | None
) -> Checked:
    from impactmap.findings import Checked
    from impactmap.pipeline import examine
    from impactmap.report import source_lines

    data = bytes_of(spec, limits)
    name = name_of(spec)
    findings, health = examine(data, name, limits, settings, profile, audience, today)
    return Checked(name, findings, source_lines(data), health)


def _first_in(folder: Path) -> str:
    """`, such as 'maps/menus.md'`, or nothing where the folder holds no spec."""
    names = sorted(str(one) for ending in ("*.md", "*.yaml", "*.yml") for one in folder.glob(ending))
    return f", such as '{names[0]}'" if names else ""


def _fails(checked: Checked, fail_on: str) -> bool:
    failing = ("error",) if fail_on == "error" else ("error", "warning")
    return any(finding.severity in failing and not finding.waived for finding in checked.findings)


def _print(text: str) -> None:
    """To standard output: a report is what was asked for. Colour as everywhere, only for a terminal."""
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    click.echo(text, nl=False, color=False if plain else None)
