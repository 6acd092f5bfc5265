"""What the command line reads and where it writes: all targets and clashes are known before a spec is read."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from impactmap.cli.saying import reason, report, say, tell
from impactmap.diagnostics import SpecError, UsageError, did_you_mean
from impactmap.formats import EXTENSIONS, FORMATS, extension
from impactmap.terminal import visible

if TYPE_CHECKING:
    from impactmap.document import Limits
    from impactmap.model import Model
    from impactmap.settings import Settings
    from impactmap.theme import Theme

_Made = TypeVar("_Made")


def name_of(spec: Path) -> str:
    """What messages call a spec."""
    return "<stdin>" if str(spec) == "-" else str(spec)


def read_model(spec: Path, limits: Limits) -> Model | None:
    """The model of a spec (`-` is standard input), or None when it has errors; all findings have been said.

    Raises OSError when it cannot be read.
    """
    from impactmap.pipeline import load

    data = bytes_of(spec, limits)
    try:
        model = load(data, path=name_of(spec), limits=limits)
    except SpecError as error:
        report(error.diagnostics, data)
        return None
    report(model.diagnostics, data)
    return model


def bytes_of(spec: Path, limits: Limits) -> bytes:
    """What a spec holds; `-` is standard input. Raises OSError when it cannot be read."""
    from impactmap.pipeline import read_file

    return _standard_input(limits) if str(spec) == "-" else read_file(spec, limits)


def limits_of(ctx: click.Context, param: click.Parameter, given: Sequence[str]) -> Limits:
    """The limits on specs with the changes of `--limit NAME=N`."""
    from impactmap.document import Limits

    known = set(Limits.__struct_fields__)
    changes = {}
    for one in given:
        name, _, value = one.partition("=")
        if name.replace("-", "_") in _of_rules():
            raise click.BadParameter(f"'{name}' is a limit of rules: it stands under [limits] in impactmap.toml")
        if name not in known:
            hint = did_you_mean(name, known) or f"there are {', '.join(sorted(known))}"
            raise click.BadParameter(f"there is no limit '{name}': {hint}")
        if not value.isdecimal() or not value.isascii() or len(value) > 12 or int(value) < 1:
            raise click.BadParameter(f"'{one}' should be {name}=NUMBER, as in {name}={getattr(Limits(), name)}")
        changes[name] = int(value)
    return Limits(**changes)


def _of_rules() -> set[str]:
    from impactmap.settings import Thresholds

    return set(Thresholds.__struct_fields__)


def _standard_input(limits: Limits) -> bytes:
    if sys.stdin is None:
        raise UsageError("standard input is closed")
    return sys.stdin.buffer.read(limits.bytes + 1)


def plan(specs: Sequence[Path], output: str | None, format_: str | None) -> list[tuple[Path | None, str]]:
    """Where each picture goes (None is standard output) and its format; clashes are known before a spec is read."""
    if output == "-" or (output is None and [str(s) for s in specs] == ["-"]):
        if len(specs) > 1:
            raise click.UsageError("standard output takes one picture: name a folder with -o for several")
        return [(None, format_ or "svg")]
    folder = Path()
    if output is not None:
        named = Path(output)
        if len(specs) == 1 and not named.is_dir() and not output.endswith(("/", os.sep)):
            return [(not_a_source(named, specs), _format_of(named, format_))]
        if len(specs) > 1 and named.suffix.lower() in EXTENSIONS and not named.is_dir():
            raise click.UsageError(f"-o {output} is one file, and there are {len(specs)} specs: name a folder")
        folder = named
    kind = format_ or "svg"
    found: dict[str, tuple[Path, Path]] = {}
    for spec in specs:
        if str(spec) == "-":
            raise click.UsageError("standard input has no name: give -o FILE, and no other spec")
        target = not_a_source(folder / f"{spec.stem}{extension(kind)}", specs)
        other = found.setdefault(str(target).casefold(), (spec, target))[0]
        if other is not spec:
            raise click.UsageError(
                f"'{other}' and '{spec}' would both go to '{target}': render one of them with -o FILE"
            )
    return [(target, kind) for _, target in found.values()]


def not_a_source(target: Path, specs: Sequence[Path]) -> Path:
    """The target, unless it is one of the specs: a picture never takes the place of what it is made from."""
    for spec in specs:
        with contextlib.suppress(OSError):
            if target.samefile(spec):
                raise click.UsageError(f"the picture of '{spec}' would replace '{target}' itself: name another file")
    return target


def _format_of(file: Path, format_: str | None) -> str:
    by_name = EXTENSIONS.get(file.suffix.lower())
    if by_name is None and format_ is None:
        *others, last = map(extension, FORMATS)
        endings = f"{', '.join(others)} or {last}"
        raise click.UsageError(f"'{file}' should end in {endings}, or --format should say which")
    if by_name and format_ and by_name != format_:
        raise click.UsageError(f"'{file}' says {by_name}, --format says {format_}: leave one out")
    return format_ or by_name or "svg"


def brand_of(file: Path | None) -> Theme:
    """The colours of a brand file, or the tool's own."""
    from impactmap.brand import read_brand
    from impactmap.theme import Theme

    return read_brand(file.read_bytes(), str(file)) if file else Theme()


def colours_of(settings: Settings) -> Theme:
    """The colours of a project, or the tool's own. Raises UsageError for a brand file that is not there, or wrong."""
    from impactmap.brand import read_brand, settled_brand
    from impactmap.theme import Theme

    return read_brand(settled_brand(settings), settings.brand) if settings.brand else Theme()


def settled_for(specs: Iterable[Path], made: Callable[[Settings], _Made]) -> dict[Path, _Made]:
    """For each spec (`-` is standard input) what is `made` of its project's settings, such as the settings themselves.

    What is wrong with a file of settings is said once, and the specs that it is for are left out.
    """
    from impactmap.project import project_settings

    settled: dict[Path, _Made] = {}
    said: set[str] = set()
    for spec in specs:
        try:
            settled[spec] = made(project_settings(None if str(spec) == "-" else spec))
        except (UsageError, OSError) as error:
            if reason(error) not in said:
                said.add(reason(error))
                say("error", reason(error))
    return settled


def write(target: Path | None, data: bytes, name: str) -> None:
    """Publishes what was made from the spec `name`, and says so; None is standard output."""
    if target is None:
        if sys.stdout is None:
            raise UsageError("standard output is closed")
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    from impactmap.publish import publish

    if not target.parent.exists() and len(target.parts) > 1:
        target.parent.mkdir(parents=True, exist_ok=True)
    changed = publish(target, data)
    tell(f"{visible(name)} → {visible(str(target))}" + ("" if changed else " (unchanged)"))
