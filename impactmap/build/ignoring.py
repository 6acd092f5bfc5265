"""What a tree of files says is not to be looked at: `.gitignore` files, and `--exclude`, which is written like them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from impactmap.diagnostics import UsageError

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

FILE = ".gitignore"
_LARGEST = 1_000_000  # bytes


class Rules:
    """The rules that hold in a folder: those of every `.gitignore` from the outermost to its own.

    The nearest file that speaks of a path decides, and in it the last line, as git has it.
    """

    def __init__(self, rules: Sequence[tuple[str, GitIgnoreSpec]] = ()) -> None:
        self._rules = tuple(rules)

    def and_those_of(self, folder: str) -> Rules:
        """With the rules of the `.gitignore` in a folder (an absolute path), if it has one."""
        spec = _read(os.path.join(folder, FILE))
        return self if spec is None else Rules((*self._rules, (_within(folder), spec)))

    def ignore(self, path: str, *, is_folder: bool = False) -> bool:
        """Whether an absolute path is to be passed over."""
        for base, spec in reversed(self._rules):
            if not path.startswith(base):
                continue
            below = path[len(base) :].replace(os.sep, "/")
            said = spec.check_file(f"{below}/" if is_folder else below).include
            if said is not None:
                return said
        return False


class Excluded:
    """What `--exclude` names. It is stronger than any `.gitignore`: `!` there brings nothing back.

    A pattern with a slash counts from the root of a source, as in a `.gitignore` there, and from the current folder, as
    it is typed. `idle` are those that have fitted nothing yet: of a mere name that says little, of a path that it is
    a slip.
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        lines = [line for line in patterns if line.strip()]
        self._spec = _spec([line.removeprefix("./") for line in lines], strict=True) if lines else None
        self._here = _within(os.path.realpath(os.curdir))
        self.idle = {line: _spec([line.removeprefix("./")], strict=True) for line in lines if _is_path(line)}

    def has(self, name: str, path: str, *, is_folder: bool = False) -> bool:
        """Whether a path is excluded, given relative to the root (with `/`) and absolute."""
        if self._spec is None:
            return False
        names = [name]
        if path.startswith(self._here):
            names.append(path[len(self._here) :].replace(os.sep, "/"))
        names = [f"{one}/" if is_folder else one for one in names]
        said = [check for one in names if (check := self._spec.check_file(one)).include is not None]
        if not said or not max(said, key=lambda check: check.index or 0).include:  # the last line that fits decides
            return False
        for line in [line for line, spec in self.idle.items() if any(map(spec.match_file, names))]:
            del self.idle[line]
        return True


def outer_rules(folder: str) -> Rules:
    """The rules that hold above a folder (an absolute path), from the top of its git repository down; none outside."""
    above = [folder]
    while not os.path.lexists(os.path.join(above[-1], ".git")):
        parent = os.path.dirname(above[-1])
        if parent == above[-1]:
            return Rules()
        above.append(parent)
    rules = Rules()
    for one in reversed(above[1:]):
        rules = rules.and_those_of(one)
    return rules


def _is_path(pattern: str) -> bool:
    return "/" in pattern.strip().rstrip("/") and not pattern.startswith("!")


def _within(folder: str) -> str:
    return folder if folder.endswith(os.sep) else folder + os.sep


def _read(file: str) -> GitIgnoreSpec | None:
    try:
        with open(file, "rb") as opened:
            data = opened.read(_LARGEST)
    except OSError:
        return None
    lines = data.decode("utf-8-sig", "surrogateescape").splitlines()
    lines = [line for line in lines if line.strip() and not line.startswith("#")]
    return _spec(lines, strict=False) if lines else None


def _spec(lines: Sequence[str], *, strict: bool) -> GitIgnoreSpec:
    """The meaning of lines; those that mean nothing are left out, as git does, or named when `strict`."""
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(lines)
    except (ValueError, re.error):
        sound = []
        for line in lines:
            try:
                GitIgnoreSpec.from_lines([line])
            except (ValueError, re.error) as error:
                if strict:
                    raise UsageError(f"--exclude '{line}' is no pattern: {error}") from None
            else:
                sound.append(line)
        return GitIgnoreSpec.from_lines(sound)
