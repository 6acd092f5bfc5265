"""Bytes to text, and which syntax it is."""

from __future__ import annotations

import gzip
import random
import sqlite3
import struct
import sys
import zlib
from contextlib import closing
from pathlib import Path

import pytest

from impactmap.readers.decoding import decode
from impactmap.readers.front_matter import find_front_matter
from impactmap.readers.sniffing import sniff

SPEC = "# Tïtle 🎯\n\n## Needs\n- é “a”\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_that_say_what_they_are(reads, encoding, newline):
    document = reads.document(SPEC.replace("\n", newline).encode(encoding), "a.md")
    assert document.text == SPEC
    assert document.diagnostics == ()
    assert document.complete


def test_big_endian(reads):
    assert reads.document(b"\xfe\xff" + SPEC.encode("utf-16-be"), "a.md").text == SPEC


@pytest.mark.parametrize(
    ("data", "findings"),
    [
        (
            b"# T\n## Needs\n- can\x92t \x93\n",
            [
                "E encoding 3:6-7 byte 0x92 is not UTF-8; it looks like Windows-1252, where it means '’'"
                " (and 1 more) | save the file as UTF-8"
            ],
        ),
        (
            "# ÄÖÜ\n## Needs\r\n- ".encode() + b"\xff\n",
            ["E encoding 3:3-4 byte 0xFF is not UTF-8, as the rest of the file is | type that character again"],
        ),
        (
            b"# T\n## Needs\n- \xc3",
            [
                "E encoding 3:3-4 byte 0xC3 is not UTF-8; it looks like Windows-1252, where it means 'Ã'"
                " | save the file as UTF-8"
            ],
        ),
        (
            b"# T\n## Needs\n- \x81\n",
            ["E encoding 3:3-4 byte 0x81 is not UTF-8 | save the file as UTF-8"],
        ),
        (
            "# T\n## Needs\n- a\n".encode("utf-16-le"),
            ["E encoding - this looks like UTF-16 without the byte order mark that says so | save the file as UTF-8"],
        ),
        (
            b"\xff\xfe" + "# T\n## Needs\n- a".encode("utf-16-le") + b"\n",
            ["E encoding 3:4-5 the file breaks off or is damaged as UTF-16-LE | save the file as UTF-8"],
        ),
        (
            b"PK\x03\x04abc",
            [
                "E encoding - this is no text but a zip archive (a Word or Pages document is one)"
                " | export it as Markdown or plain text first"
            ],
        ),
        (
            b"# T\n## Needs\n- a\x07b\x00c\x07\n",
            [
                "E control-character 3:4-5 the control character U+0007 cannot be drawn (2 of them in the file)"
                " | delete it",
                "E control-character 3:6-7 the control character U+0000 cannot be drawn | delete it",
            ],
        ),
    ],
)
def test_what_is_wrong_with_bytes(reads, data, findings):
    assert reads.findings(data, "a.md") == findings


def test_the_rest_is_read_all_the_same(reads):
    data = b"# T\n## Rot causes\n- a\n## Needs\n- can\x92t\x07\n"
    assert reads.codes(data, "a.md") == ["near-section 2:4-14", "encoding 5:6-7", "control-character 5:8-9"]
    assert reads.parts(data, "a.md").split("\n")[-1] == "  - 'can’t\ufffd' 5:3-9"


def test_every_character_that_xml_cannot_hold_is_refused():
    for code in (*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF):
        text, flaws = decode(f"a{chr(code)}b".encode())
        if code == 0x85:
            assert (text, flaws) == ("a b", [])
        else:
            assert text == "a\ufffdb"
            assert [(flaw.code, flaw.offset) for flaw in flaws] == [("control-character", 1)]


def test_characters_that_are_fine_stay():
    text = "a\tb\u00a0c\u200bd\u202ee\u2066f\ufefff\U0001f3af\U0010ffff\u0378"
    assert decode(text.encode()) == (text, [])


@pytest.mark.parametrize(
    ("path", "text", "syntax"),
    [
        ("a.md", "title: x", "markdown"),
        ("b/a.MARKDOWN", "", "markdown"),
        ("a.mdown", "", "markdown"),
        ("a.yaml", "# T", "yaml"),
        ("a.YML", "# T", "yaml"),
        ("-", "# T\n\n## Needs\n- a\n", "markdown"),
        ("-", "---\nas of: 2026\n---\n# T\n", "markdown"),
        ("-", "---\nas of: 2026\n---\n", "yaml"),
        ("-", "---\ntitle: x\nneed: y\n", "yaml"),
        ("-", "title: x\nneed: y\n", "yaml"),
        ("-", "\n# a comment\n\nneeds:\n  - x\n", "yaml"),
        ("-", '"title": x\n', "yaml"),
        ("-", "Titel: x\n", "yaml"),
        ("-", "# T\n\nNote that: x\n", "markdown"),
        ("-", "- a\n", "markdown"),
        ("-", "Some prose, as it is: long.\n", "markdown"),
        ("-", "", "markdown"),
        ("notes.txt", "title: x\n", "yaml"),
    ],
)
def test_sniffing(path, text, syntax):
    assert sniff(path, text) == syntax


def test_a_named_syntax_wins():
    from impactmap.readers import read

    assert [f.name.text for f in read(b"title: x\n", "a.md", "yaml").root.fields] == ["title"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("---\na: b\n---\n# T\n", ("a: b\n", "# T\n", True)),
        ("---\na: b\n...\n# T\n", ("a: b\n", "# T\n", True)),
        ("--- \n# c\n\na: b\n---", ("# c\n\na: b\n", "", True)),
        ("---\n---\n# T\n", ("", "# T\n", True)),
        ("---\na: b\n\n# T\n", ("a: b\n", "\n# T\n", False)),
        ("---\nProse.\n---\n", None),
        ("---\n- a: b\n---\n", None),
        ("---\n", None),
        ("\n---\na: b\n---\n", None),
        ("----\na: b\n----\n", None),
        ("# T\n---\na: b\n---\n", None),
    ],
)
def test_front_matter(text, parts):
    front = find_front_matter(text)
    assert parts == (front and (text[front.start : front.stop], text[front.after :], front.closed))


def noise(count: int) -> bytes:
    dice = random.Random(1)
    return bytes(dice.randrange(256) for _ in range(count))


def database() -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("create table t (a)")
        return connection.serialize()


PROGRAM = Path(sys.executable).resolve().read_bytes()[:200_000]
BINARY = "binary data | name a file in Markdown or YAML"
EXPORT = " | export it as Markdown or plain text first"


@pytest.mark.parametrize("path", ["a.md", "a.yaml", "-"])
@pytest.mark.parametrize(
    ("data", "what"),
    [
        (bytes(range(256)) * 20, BINARY),
        (bytes(range(128)), BINARY),
        (noise(60), BINARY),
        (noise(5000), BINARY),
        (bytes(5000), BINARY),  # what a crash leaves of a file
        (SPEC.encode() + bytes(5000), BINARY),
        (b"\x7fELF\x00\x02\xff\xfe\x80", BINARY),
        (PROGRAM, BINARY),
        (PROGRAM[16:], BINARY),
        (PROGRAM[4096:], BINARY),
        (b"\xff\xfe" + PROGRAM, BINARY),
        (b"\xef\xbb\xbf" + PROGRAM, BINARY),
        (database(), BINARY),
        (database()[16:], BINARY),
        (gzip.compress(SPEC.encode()), "a gzip archive" + EXPORT),
        (zlib.compress(SPEC.encode() * 9), BINARY),
        (struct.pack("<200I", *range(200)), BINARY),
        (struct.pack("<2000H", *range(32, 2032)), BINARY),
        (b"%PDF-1.7\n" + noise(99), "a PDF" + EXPORT),
        (b"\x89PNG\r\n\x1a\n" + noise(99), "a PNG picture" + EXPORT),
    ],
    ids=lambda value: value[:16].hex() if isinstance(value, bytes) else value[:9],
)
def test_what_is_no_text_gets_one_message(reads, path, data, what):
    assert reads.findings(data, path) == [f"E encoding - this is no text but {what}"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_text_without_its_mark_is_still_read(reads, encoding):
    document = reads.document(SPEC.encode(encoding), "a.md")
    assert document.text == SPEC
    assert [d.code for d in document.diagnostics] == ["encoding"]
    assert encoding[:6].upper() in document.diagnostics[0].message


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8", "utf-16"])
def test_a_stray_nul_does_not_make_a_text_binary(reads, encoding):
    document = reads.document("# Tïtle\n\n## Needs\n- a\0b\n".encode(encoding), "a.md")
    assert document.text == "# Tïtle\n\n## Needs\n- a\ufffdb\n"
    assert "control-character" in [d.code for d in document.diagnostics]
