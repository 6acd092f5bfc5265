"""A spec as it was in a revision of its git repository. Git runs without a shell, reads only, and fetches nothing."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from impactmap.diagnostics import UsageError
from impactmap.document import Limits

SECONDS = 20
_COMMIT = re.compile(rb"\b([0-9a-f]{40,64})\s*$")
_FOREIGN = ("\x00", "\n", "\r")


def at_revision(spec: Path, revision: str, limits: Limits) -> bytes:
    """The bytes of `spec` as `revision` has them (a branch, a tag, a commit, `HEAD~1`).

    Raises UsageError when git is missing or takes too long, when the file stands in no repository, for a revision
    that there is not, and for a file that the revision has not.
    """
    if not revision or revision.startswith("-") or any(one in revision for one in _FOREIGN):
        raise UsageError(f"'{revision}' cannot be a revision: name a branch, a tag or a commit")
    folder = spec.parent
    if not folder.is_dir():
        raise UsageError(f"there is no folder '{folder}'")
    _git(folder, f"'{spec}' stands in no git repository", "rev-parse", "--git-dir")
    commit = _git(
        folder,
        f"there is no revision '{revision}' in the repository of '{spec}'",
        *("rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}"),
    )
    # Older versions of git repeat the option; the commit is the last word in any case.
    found = _COMMIT.search(commit)
    if not found:
        raise UsageError(f"git gave no commit for '{revision}': name two files instead")
    blob = f"{found[1].decode('ascii')}:./{spec.name}"
    missing = f"'{spec}' is not in the revision '{revision}'; was it called otherwise then?"
    counted = _git(folder, missing, "cat-file", "-s", blob).strip()
    size = int(counted) if counted.isdigit() else 0
    if size > limits.bytes:
        raise UsageError(
            f"'{spec}' has {size:,} bytes in the revision '{revision}', and the limit is {limits.bytes:,}: "
            f"raise it with --limit bytes={size}"
        )
    return _git(folder, missing, "cat-file", "blob", blob)


def _git(folder: Path, wrong: str, *arguments: str) -> bytes:
    """What git answers, run in `folder`. Raises UsageError with `wrong` and git's own reason."""
    environment = {**os.environ, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"}
    # A part of the repository that lies elsewhere is not fetched: nothing here goes over a network.
    environment |= {"GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program; arguments are checked, and none is taken for an option
            ["git", *arguments],  # noqa: S607 - the reader's own git, wherever it is
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except FileNotFoundError:
        raise UsageError("git is not installed, and --git needs it: name two files instead") from None
    except subprocess.TimeoutExpired:
        raise UsageError(f"git took longer than {SECONDS} s: name two files instead") from None
    except OSError as error:
        raise UsageError(f"git could not be started: {error.strerror}") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = next((line for line in said if "dubious ownership" in line), "")
        raise UsageError(f"{wrong} ({reason})" if reason else wrong)
    return done.stdout
