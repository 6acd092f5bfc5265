"""What became of a build."""

from __future__ import annotations

from msgspec import Struct

from impactmap.diagnostics import Diagnostic, UsageError

WRONG_SPEC, WRONG_USE, FAILED = 1, 2, 3  # exit codes, the lightest first


class PlanError(UsageError):
    """The plan of a build is wrong; nothing has been written. `problems` are all that stands in its way."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


class Failure(Struct, frozen=True):
    """A file that came to nothing, and why, in a line.

    `code` is the exit code that it asks for: 1 the spec is wrong, 2 a file cannot be read or written, 3 a layout or a
    worker failed. `said` are the diagnostics as a person reads them. `is_spec` is False for a folder, the index, the
    manifest and a file that cannot be removed.
    """

    path: str
    why: str
    code: int
    diagnostics: tuple[Diagnostic, ...] = ()
    said: tuple[str, ...] = ()
    is_spec: bool = True


class Outcome(Struct, frozen=True):
    """Paths of specs, as they were given: those that were `built`, those that were `unchanged`, and what `failed`.

    `skipped` are pages that are no specs. `written` are the files that have changed, `removed` those that --clean has
    taken away and `left` those that no spec gives any more, all below the output folder; of these --clean spares what
    is `kept`, as somebody has changed it. `stale` are files that a check has found not to be what their spec gives,
    with those of `left`; of these `missing` are not there. `warned` are warnings as a person reads them; `untold`
    counts those of maps that were not rendered again. `idle` are paths to be excluded that fit nothing.
    """

    built: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    failed: tuple[Failure, ...] = ()
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    warned: tuple[str, ...] = ()
    untold: int = 0
    idle: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 fine, 1 a spec is wrong or a picture is stale, 2 a file cannot be read or written, 3 a layout failed."""
        return max([failure.code for failure in self.failed] + [1 if self.stale else 0])


def reason(error: OSError) -> str:
    """Why a file could not be used, with its name and without a number."""
    if not error.strerror:
        return str(error)
    return f"{error.strerror}: '{error.filename}'" if error.filename else error.strerror
