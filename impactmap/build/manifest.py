"""What a build remembers: text in the output folder, one line a fact, each behind its own digest.

A line that was cut, altered, merged badly or made by somebody else is a line that is not there: the spec is rendered
again. Nothing is believed without a look at the file that a line speaks of.

    <digest> spec  <name>  <key>  <outputs: [[name, digest, size], …]>  <about>
    <digest> said  <name>  <number>                                         warnings of a spec, where there are any
    <digest> page  <name>  <key>                                            a file that is no spec
    <digest> left  <output>  <digest>  <size>                               made once, wanted no more
    <digest> index <key>  <digest>  <size>
    <digest> memo  <key>  <JSON>                                            what was costly to find out

Fields are parted by tabs; names are JSON texts.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct, field

from impactmap.build.fingerprint import DIGEST

NAME = ".impactmap-manifest"
LARGEST = 200_000_000  # bytes; 10,000 maps take 15 million
_HEAD = b"# impactmap build: what was made of what. Made by the tool; merge it by running the build again.\n"
_SHARD = re.compile(re.escape(NAME) + r"-\d{1,6}-of-\d{1,6}")
_CHECK = 16  # hexadecimal digits of a line's own digest


class Output(Struct, frozen=True):
    """A file that was made: its name below the output folder, with `/`, and what it held."""

    name: str
    digest: str
    size: int

    @classmethod
    def of(cls, name: str, data: bytes) -> Output:
        return cls(name, digest_of(data), len(data))

    def holds(self, data: bytes) -> bool:
        return len(data) == self.size and digest_of(data) == self.digest


class Record(Struct, frozen=True):
    """What was made of one spec; `line` is the whole line, `about` its last field."""

    name: str
    key: str
    outputs: tuple[Output, ...]
    line: bytes

    @property
    def about(self) -> str:
        return self.line.rstrip(b"\n").rsplit(b"\t", 1)[1].decode()

    @classmethod
    def of(cls, name: str, key: str, outputs: Iterable[Output], about: str) -> Record:
        listed = tuple(outputs)
        rows = [[one.name, one.digest, one.size] for one in listed]
        return cls(name, key, listed, _line("spec", json.dumps(name), key, dense(rows), about))


class Manifest(Struct):
    """All that is remembered, of one or several files.

    `specs`, `said` (how many warnings) and `pages` are by the names of sources, `left` by those of outputs; `memos`
    are JSON by the digest of what it was found out about. `index` is a key and the page.
    """

    specs: dict[str, Record] = field(default_factory=dict)
    said: dict[str, int] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    left: dict[str, Output] = field(default_factory=dict)
    memos: dict[str, str] = field(default_factory=dict)
    index: tuple[str, Output] | None = None

    def take(self, data: bytes) -> None:
        """Adds what a manifest file says to what is known; of two lines on one thing the later one is believed."""
        for line in data.split(b"\n"):
            check, _, body = line.partition(b" ")
            if len(check) != _CHECK or check != _check(body):
                continue
            try:
                self._take(body.decode().split("\t"), line + b"\n")
            except (TypeError, ValueError, RecursionError):
                continue  # of a version that writes something else

    def _take(self, parts: list[str], line: bytes) -> None:
        match parts:
            case ["spec", name, key, outputs, _]:
                found = Record(_text(name), key, tuple(_output(*row) for row in json.loads(outputs)), line)
                if (before := self.specs.get(found.name)) and before != found:
                    self._leave(before.outputs)
                self.specs[found.name] = found
            case ["said", name, number]:
                self.said[_text(name)] = int(number)
            case ["page", name, key]:
                self.pages[_text(name)] = key
            case ["left", name, digest, size]:
                self._leave([_output(_text(name), digest, int(size))])
            case ["index", key, digest, size]:
                self.index = key, _output("index.html", digest, int(size))
            case ["memo", key, told]:
                self.memos[key] = told

    def _leave(self, outputs: Iterable[Output]) -> None:
        for output in outputs:
            self.left[output.name] = output

    def text(self) -> bytes:
        """The manifest as a file; the same for the same facts, in whatever order they came."""
        return b"".join((_HEAD, *self._lines()))

    def _lines(self) -> Iterator[bytes]:
        for name in sorted(self.specs):
            yield self.specs[name].line
        for name in sorted(self.said):
            yield _line("said", json.dumps(name), str(self.said[name]))
        for name in sorted(self.pages):
            yield _line("page", json.dumps(name), self.pages[name])
        for name in sorted(self.left):
            one = self.left[name]
            yield _line("left", json.dumps(name), one.digest, str(one.size))
        if self.index:
            key, one = self.index
            yield _line("index", key, one.digest, str(one.size))
        for key in sorted(self.memos):
            yield _line("memo", key, self.memos[key])


def shard_name(shard: tuple[int, int] | None) -> str:
    """The name of the manifest of a shard, or of a whole build."""
    return f"{NAME}-{shard[0]}-of-{shard[1]}" if shard else NAME


def is_shard(name: str) -> bool:
    return _SHARD.fullmatch(name) is not None


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:DIGEST]


def dense(told: Any) -> str:
    """JSON on one line, in ASCII, without tabs or spaces between."""
    return json.dumps(told, separators=(",", ":"))


def fact(told: str | None) -> Any:
    """What a memo tells; None for none and for one that is no JSON."""
    try:
        return json.loads(told) if told is not None else None
    except (ValueError, RecursionError):
        return None


def _check(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest()[:_CHECK].encode()


def _line(*parts: str) -> bytes:
    body = "\t".join(parts).encode("utf-8", "backslashreplace")
    return _check(body) + b" " + body + b"\n"


def _text(told: str) -> str:
    name = json.loads(told)
    if not isinstance(name, str):
        raise ValueError
    return name


def _output(name: Any, digest: Any, size: Any) -> Output:
    """An output as a line names it. Raises ValueError for a name that leads out of the folder."""
    if not (isinstance(name, str) and isinstance(digest, str) and type(size) is int) or not is_below(name):
        raise ValueError
    return Output(name, digest, size)


def is_below(name: str) -> bool:
    """Whether a name with `/` is that of a file below a folder."""
    parts = name.split("/")
    return bool(name) and not any(part in ("", ".", "..") or "\0" in part or "\\" in part for part in parts)
