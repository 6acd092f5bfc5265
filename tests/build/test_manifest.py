"""A manifest that was cut, altered or made by somebody else is a manifest that says less, and never something wrong."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from building import files, metrics, put, spec, write

from impactmap.build import build
from impactmap.build.about import About, Thing
from impactmap.build.manifest import NAME, Manifest, Output, Record
from impactmap.health import Share


@pytest.fixture
def full() -> Manifest:
    found = Manifest()
    for name in ("a.md", "b/駅\udcff.md", "tab\there.md", 'quo"te\n.md'):
        outputs = [Output.of(f"{number}.svg", b"x") for number in range(3)]
        found.specs[name] = Record.of(name, "k" * 32, outputs, About(title="T\ud800\u2028", errors=2).to_json())
    found.said["a.md"] = 3
    found.pages["README.md"] = "p" * 32
    found.left["old.svg"] = Output.of("old.svg", b"old")
    found.index = "i" * 32, Output.of("index.html", b"page")
    found.memos["m"] = "[]"
    return found


def taken(data: bytes) -> Manifest:
    found = Manifest()
    found.take(data)
    return found


def test_what_is_written_is_read_again(full: Manifest) -> None:
    assert taken(full.text()) == full
    assert taken(full.text()).text() == full.text()
    assert About.from_json(full.specs["a.md"].about) == About(title="T\ud800\u2028", errors=2)


def facts(manifest: Manifest) -> set[str]:
    parts = (
        manifest.specs.values(),
        manifest.said.items(),
        manifest.pages.items(),
        manifest.left.values(),
        manifest.memos.items(),
    )
    return {repr(one) for part in parts for one in part} | {repr(manifest.index)}


def test_every_cut_leaves_only_what_is_true(full: Manifest) -> None:
    data, true = full.text(), facts(full) | {"None"}
    for end in range(len(data)):
        assert facts(taken(data[:end])) <= true


def test_every_flipped_bit_leaves_only_what_is_true(full: Manifest) -> None:
    data, true = full.text(), facts(full) | {"None"}
    for at in range(len(data)):
        for bit in (0, 3, 7):
            flipped = data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]
            assert facts(taken(flipped)) <= true, at


def test_a_conflict_of_two_branches_loses_nothing_that_is_true(full: Manifest) -> None:
    lines = full.text().split(b"\n")
    merged = b"\n".join([*lines[:3], b"<<<<<<< ours", lines[3], b"=======", *lines[3:], b">>>>>>> theirs"])
    assert facts(taken(merged)) == facts(full)
    assert facts(taken(full.text().replace(b"\n", b"\r\n"))) == {"None"}, "not what was written"


@pytest.mark.parametrize(
    "name", ["../a.svg", "/a.svg", "a/../b.svg", "", ".", "a//b.svg", "a/./b", "a\\b", "a\0b", 3, None, ["a"]]
)
def test_names_that_lead_elsewhere_are_not_believed(name: object) -> None:
    forged = Record.of("a.md", "k", [Output(name, "d", 1)], "{}")  # type: ignore[arg-type]
    assert taken(forged.line).specs == {}


def test_junk_is_no_error() -> None:
    dice = random.Random(3)
    from impactmap.build.manifest import _line

    for junk in ("[", "{}", "[[1]]", '[["a",1,2]]', "null", '"x"', "[" * 5000, "[[]]", "1"):
        for kind in ("spec", "said", "page", "left", "index", "memo", "other"):
            taken(_line(kind, junk, "k", junk, "{}") + _line(kind, junk, "k", "3") + _line(kind, "k", "d", junk))
    taken(bytes(dice.randrange(256) for _ in range(5000)))


OLDER = '{"title":"T","health":[["guards","1 of 2 gains guarded",1,2]],"things":{"need":[["a","A"]]}}'
FALSE = [
    ["guards", 3, 2, {"gain": 2}],
    ["guards", -1, 2, {"gain": 2}],
    ["guards", 0, 0, {}],
    ["guards", 1, 2, {"gain": 1}],
    ["guards", 1, 2, {"gain": "2"}],
    ["guards", 1, 2, {"gain": 2.0}],
    ["guards", 1, 2, {"gain": 2, "metric": "2"}],
    ["guards", 1, 2, {"gain": 3, "metric": -1}],
    ["other", 1, 1, {"gain": 1}],
]
JUNK = '{"title":3,"owners":[3,[]],"errors":true,"health":[[1]],"things":{"need":[3,["a"]]}}'


@pytest.mark.parametrize("text", ["", "[]", "{", "null", "3", JUNK, "[" * 9999])
def test_what_the_index_knows_is_read_tolerantly(text: str) -> None:
    assert About.from_json(text) == About()


def test_what_an_older_version_wrote_is_read_as_far_as_it_is_understood() -> None:
    assert About.from_json(OLDER) == About("T", things=(Thing("need", "a", "A"),))


@pytest.mark.parametrize("row", FALSE)
def test_a_share_that_cannot_be_said_is_none(row: list[object]) -> None:
    assert About.from_json(json.dumps({"health": [row]})) == About()


def test_what_the_index_knows_comes_back() -> None:
    about = About(
        "T",
        "S",
        ("Smith, Ann", "O"),
        "2026-10",
        "public",
        1,
        2,
        (Share("guards", 1, 2, (("gain", 1), ("top metric", 1))),),
        (Thing("need", "a", "A"),),
        "cafe 駅の乗り換え",
    )
    assert About.from_json(about.to_json()) == about
    assert About.from_json(json.dumps({**json.loads(about.to_json()), "new": 3})) == about


# ---- with a build --------------------------------------------------------------------------------------------


def test_a_build_over_any_damage_gives_the_same_files(tmp_path: Path) -> None:
    docs, out = tmp_path / "docs", tmp_path / "out"
    write(docs, a=spec("A"), team__b=metrics("B"))
    put(docs / "impactmap.toml", 'theme = "dark"\n')
    build([docs], out)
    good, data = files(out), (out / NAME).read_bytes()
    dice = random.Random(7)
    for _ in range(25):
        at = dice.randrange(len(data))
        damaged = (
            data[:at]
            if dice.random() < 0.5
            else data[:at] + bytes([data[at] ^ 1 << dice.randrange(8)]) + data[at + 1 :]
        )
        (out / NAME).write_bytes(damaged)
        outcome = build([docs], out)
        assert (outcome.exit_code, outcome.written, files(out)) == (0, (), good)
        assert (out / NAME).read_bytes() == data


@pytest.mark.parametrize("there", ["folder", "link", "binary"])
def test_a_manifest_that_is_none(tmp_path: Path, there: str) -> None:
    docs, out = tmp_path / "docs", tmp_path / "out"
    write(docs, a=spec("A"))
    out.mkdir()
    match there:
        case "folder":
            (out / NAME).mkdir()
        case "link":
            put(tmp_path / "mine", "mine")
            (out / NAME).symlink_to(tmp_path / "mine")
        case _:
            (out / NAME).write_bytes(bytes(range(256)) * 99)
    outcome = build([docs], out)
    assert (out / "a.svg").exists()
    assert outcome.exit_code == (0 if there == "binary" else 2)
    assert there != "link" or (tmp_path / "mine").read_text(encoding="utf-8") == "mine"
