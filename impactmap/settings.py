"""What a project has settled once for all its specs: `impactmap.toml`, or `[tool.impactmap]` in pyproject.toml.

docs/settings.md tells users what each key means; in short:

profile = "customer-first"      # for specs that name none
audience = "internal"           # a spec may name a wider one, never a narrower
select = ["N", "C", "T06"]
ignore = ["C08"]
fail_on = "warning"
theme = "light"
brand = "brand.toml"            # beside this file
views = ["impact-map"]

[severities]
K01 = "error"                   # or "warning", "info", "off"

[limits]                        # from where on rules speak up; --limit is about what may be read
stale_months = 18
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, Literal, get_args

from msgspec import Struct, field

from impactmap.diagnostics import Severity, UsageError, did_you_mean
from impactmap.document import Limits
from impactmap.model import Model
from impactmap.model.grammar import Choice, choose, find
from impactmap.theme import Mode

FILE, SHARED = "impactmap.toml", "pyproject.toml"
LARGEST = 1_000_000  # bytes; a file of settings is a page

Weight = Severity | Literal["off"]
WEIGHTS: tuple[Weight, ...] = (*get_args(Severity), "off")
FAIL_ON: tuple[Literal["error", "warning"], ...] = ("error", "warning")


class Thresholds(Struct, frozen=True):
    """From where on a rule speaks up; None is the profile's own."""

    stale_months: int | None = None  # C09: evidence older than this
    thin_sample: int = 3  # C03: as few as this are no pattern
    drivers: int = 4  # M08: what one metric may hang on
    inputs: int = 6  # M08: what the north star may hang on in all
    solutions: int = 3  # O05: how many a target opportunity wants
    business_percent: int = 67  # M09: share of metrics that only the business cares for
    mismatch_percent: int = 1  # M05, G04: by which a stated figure may differ from the computed one


class Settings(Struct, frozen=True):
    """The settings of a project; what nobody settled is empty. `path` is the file, as messages name it.

    `brand` is a path from the current folder on, and `brand_line` the line that names it, 0 where nobody knows.
    """

    profile: str = ""
    audience: str = ""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: Literal["error", "warning"] = "error"
    severities: Mapping[str, Weight] = field(default_factory=dict)
    limits: Thresholds = field(default_factory=Thresholds)
    theme: Mode | None = None
    brand: str = ""
    views: tuple[str, ...] = ()
    path: str = ""
    brand_line: int = 0

    def no_brand(self, error: OSError) -> UsageError:
        """Why the brand file cannot be read, with the line that names it."""
        place = f"{self.path}:{self.brand_line}" if self.brand_line else self.path
        folder = Path(self.path).parent
        named = Path(self.brand).relative_to(folder) if Path(self.brand).is_relative_to(folder) else self.brand
        why = "is not there" if isinstance(error, FileNotFoundError) else f"cannot be read: {error.strerror or error}"
        return UsageError(f"{place}: the brand file '{named}' {why}")


class Known(Struct, frozen=True):
    """What floors above know: the names of views, and why a code, or its weight, cannot be (else "")."""

    views: Callable[[], Collection[str]] = tuple
    wrong_code: Callable[[str], str] = lambda code: ""
    wrong_ignored: Callable[[str], str] = lambda code: ""
    wrong_weight: Callable[[str, str], str] = lambda code, weight: ""


def find_settings(spec: Path | None, known: Known | None = None) -> Settings:
    """The settings for a spec: from the nearest file upward from it, or from the current folder for no spec.

    Raises UsageError naming everything that is wrong in the file, a line each, OSError when it cannot be read.
    """
    start = (spec.absolute().parent if spec else Path.cwd()).resolve()
    for folder in (start, *start.parents):
        for name in (FILE, SHARED):
            file = folder / name
            if file.is_file():
                with file.open("rb") as opened:
                    data = opened.read(LARGEST + 1)
                if name == FILE or b"impactmap" in data:
                    found = read_settings(data, str(file), known, shared=name == SHARED)
                    if found:
                        return found
    return Settings()


def read_settings(data: bytes, path: str, known: Known | None = None, *, shared: bool = False) -> Settings | None:
    """The settings in a file; None for a `shared` one (pyproject.toml) that has no `[tool.impactmap]`.

    Raises UsageError naming everything that is wrong, a line of text each, with the line of the file.
    """
    if len(data) > LARGEST:
        raise UsageError(f"{path}: more than {LARGEST:,} bytes are too much for settings")
    try:
        text = data.decode()
        table: Any = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"{path}: {error}") from None
    above = ("tool", "impactmap") if shared else ()
    for name in above:
        table = table.get(name) if isinstance(table, dict) else None
    if table is None:
        return None
    return _Reader(path, text, known or Known(), above).settings(table)


class _Reader:
    """Reads one table, and collects what is wrong in it."""

    def __init__(self, path: str, text: str, known: Known, above: tuple[str, ...]) -> None:
        self.path = path
        self.lines = text.split("\n")
        self.known = known
        self.above = above
        self.wrong: list[str] = []

    def settings(self, table: Any) -> Settings:
        readers: dict[str, Callable[[str, Any], Any]] = {
            "profile": self._word("profile"),
            "audience": self._word("audience"),
            "select": self._codes,
            "ignore": self._codes,
            "fail_on": self._one_of(FAIL_ON),
            "severities": self._severities,
            "limits": self._limits,
            "theme": self._one_of(get_args(Mode)),
            "brand": self._brand,
            "views": self._views,
        }
        chosen: dict[str, Any] = {"path": self.path}
        if not isinstance(table, dict):
            self._add((), "", "'impactmap' should be a table of settings")
            table = {}
        for key, value in table.items():
            name = key.replace("-", "_")
            if name == "tool" and not self.above and isinstance(value, dict) and "impactmap" in value:
                self._add(
                    (), key, f"'[tool.impactmap]' is for {SHARED}: in a file of its own write it without the table"
                )
                continue
            if name not in readers:
                hint = did_you_mean(name, readers) or f"there are {', '.join(readers)}"
                self._add((), key, f"there is no setting '{key}': {hint}")
                continue
            read = readers[name](key, value)
            if read is not None:
                chosen[name] = read
        if self.wrong:
            raise UsageError("\n".join(self.wrong))
        if "brand" in chosen:
            chosen["brand_line"] = self._line(self.above, "brand")
        return Settings(**chosen)

    # ---- values -----------------------------------------------------------------------------------------------

    def _word(self, attribute: str) -> Callable[[str, Any], str | None]:
        """A word of one of the map's own fields, in any of its spellings."""
        rule = find(Model, attribute)
        assert rule and isinstance(rule.slot, Choice)  # noqa: S101 - the grammar says so; this tells mypy
        slot = rule.slot

        def read(key: str, value: Any) -> str | None:
            word = choose(slot, value) if isinstance(value, str) else None
            if word is None:
                self._unknown((), key, value, slot.words)
            return word

        return read

    def _one_of(self, words: Collection[str]) -> Callable[[str, Any], str | None]:
        def read(key: str, value: Any) -> str | None:
            if isinstance(value, str) and value in words:
                return value
            self._unknown((), key, value, words)
            return None

        return read

    def _codes(self, key: str, value: Any) -> tuple[str, ...] | None:
        if value == [] and key == "select":
            self._add((), key, "'select' chooses no rule: leave it out to mean all")
            return None
        wrong = self.known.wrong_ignored if key == "ignore" else self.known.wrong_code
        return self._texts(key, value, wrong, 'codes, such as ["N", "C01"]')

    def _views(self, key: str, value: Any) -> tuple[str, ...] | None:
        names = self.known.views()

        def wrong(name: str) -> str:
            if not names or name in names:
                return ""
            hint = did_you_mean(name, names) or f"there are {', '.join(names)}"
            return f"there is no view '{name}': {hint}"

        return self._texts(key, value, wrong, 'names of views, such as ["impact-map"]')

    def _texts(self, key: str, value: Any, wrong: Callable[[str], str], what: str) -> tuple[str, ...] | None:
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            hint = f'; write {key} = ["{value}"]' if isinstance(value, str) and value.isprintable() else ""
            self._add((), key, f"'{key}' should be a list of {what}{hint}")
            return None
        problems = [problem for one in value if (problem := wrong(one))]
        for problem in problems:
            self._add((), key, problem)
        return None if problems else tuple(value)

    def _brand(self, key: str, value: Any) -> str | None:
        if isinstance(value, str) and value:
            return str(Path(self.path).parent / value)
        self._add((), key, f"'{key}' should be the name of a brand file")
        return None

    def _severities(self, key: str, value: Any) -> Mapping[str, str] | None:
        if not isinstance(value, dict):
            self._add((), key, f"'{key}' should be a table, such as {{ K01 = \"error\" }}")
            return None
        found: dict[str, str] = {}
        for code, weight in value.items():
            if problem := self.known.wrong_code(code):
                self._add((key,), code, problem)
            elif not isinstance(weight, str) or weight not in WEIGHTS:
                self._unknown((key,), code, weight, WEIGHTS)
            elif problem := self.known.wrong_weight(code, weight):
                self._add((key,), code, problem)
            else:
                found[code] = weight
        return found

    def _limits(self, key: str, value: Any) -> Thresholds | None:
        if not isinstance(value, dict):
            self._add((), key, f"'{key}' should be a table, such as {{ stale_months = 18 }}")
            return None
        names = Thresholds.__struct_fields__
        found: dict[str, int] = {}
        for typed, number in value.items():
            name = typed.replace("-", "_")
            if name in _READING:
                message = f"'{typed}' limits what is read, and [limits] where rules speak up: use --limit {name}=N"
                self._add((key,), typed, message)
            elif name not in names:
                hint = did_you_mean(name, names) or f"there are {', '.join(names)}"
                self._add((key,), typed, f"rules have no limit '{typed}': {hint}")
            elif not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= 1000:
                self._add((key,), typed, f"'{typed}' should be a whole number from 0 to 1000")
            else:
                found[name] = number
        return Thresholds(**found)

    # ---- what is wrong ----------------------------------------------------------------------------------------

    def _unknown(self, tables: tuple[str, ...], key: str, value: Any, words: Collection[str]) -> None:
        hint = did_you_mean(value, words) if isinstance(value, str) else ""
        shown = str(value)[:40]
        self._add(tables, key, f"'{key}' cannot be '{shown}': {hint or 'one of ' + ', '.join(words)}")

    def _add(self, tables: tuple[str, ...], key: str, message: str) -> None:
        line = self._line((*self.above, *tables), key)
        self.wrong.append(f"{self.path}:{line}: {message}" if line else f"{self.path}: {message}")

    def _line(self, tables: tuple[str, ...], key: str) -> int:
        """The line on which a key is set, 0 where the text does not show it plainly; TOML readers tell no places."""
        table: tuple[str, ...] = ()
        for number, line in enumerate(self.lines, start=1):
            if header := _HEADER.fullmatch(line):
                table = tuple(part.strip().strip("\"'") for part in header[1].split("."))
            elif (found := _KEY.match(line)) and (*table, *_dotted(found[1]))[: len(tables) + 1] == (*tables, key):
                return number
        return 0


_READING = Limits.__struct_fields__
_HEADER = re.compile(r"\s*\[([^\[\]]+)\]\s*(?:#.*)?")
_KEY = re.compile(r"\s*((?:[\w-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[\w-]+|\"[^\"]*\"|'[^']*'))*)\s*=")


def _dotted(name: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in name.split("."))
