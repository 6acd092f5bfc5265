"""The commands as people run them: what is written where, what is said, and the exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from impactmap.cli import COMMANDS
from impactmap.views import BUILT_IN

ROOT = Path(__file__).resolve().parent.parent
SMALL = """\
# Find the current draft

## Customer need
- I can't tell which draft is the current one

## Root causes
- Copies travel by e-mail
"""
BROKEN = SMALL + "  - evidense: observation, n=9\n  - explains: nobody\n"


def run(*arguments: str, cwd: Path, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "impactmap", *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "draft.md").write_text(SMALL, encoding="utf-8")
    (tmp_path / "broken.md").write_text(BROKEN, encoding="utf-8")
    return tmp_path


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()} - {"draft.md", "broken.md"}


# ---- render: where it goes --------------------------------------------------------------------------------


def test_without_an_output_the_picture_goes_to_the_current_folder(folder: Path) -> None:
    done = run("render", "draft.md", cwd=folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "draft.md → draft.svg\n")
    assert (folder / "draft.svg").read_bytes().startswith(b"<svg xmlns=")
    assert run("render", "draft.md", cwd=folder).stderr == "draft.md → draft.svg (unchanged)\n"


@pytest.mark.parametrize(
    ("arguments", "written", "start"),
    [
        (("draft.md", "-o", "out.html"), "out.html", b"<!doctype html>"),
        (("draft.md", "-o", "out.svg"), "out.svg", b"<svg"),
        (("draft.md", "--format", "html"), "draft.html", b"<!doctype html>"),
        (("draft.md", "-o", "picture", "--format", "svg"), "picture", b"<svg"),
    ],
)
def test_the_format_follows_the_name_or_the_option(
    folder: Path, arguments: tuple[str, ...], written: str, start: bytes
) -> None:
    assert run("render", *arguments, cwd=folder).returncode == 0
    assert names(folder) == {written}
    assert (folder / written).read_bytes().lower().startswith(start)


def test_several_specs_go_to_a_folder_that_is_made(folder: Path) -> None:
    (folder / "other.yaml").write_text("title: T\nneed: n\n", encoding="utf-8")
    done = run("render", "draft.md", "other.yaml", "-o", "out", cwd=folder)
    assert done.returncode == 0
    assert {file.name for file in (folder / "out").iterdir()} == {"draft.svg", "other.svg"}


def test_standard_input_and_output(folder: Path) -> None:
    piped = run("render", "-", cwd=folder, stdin=SMALL)
    assert piped.returncode == 0
    assert piped.stdout.startswith("<svg")
    assert names(folder) == set()
    assert run("render", "draft.md", "-o", "-", cwd=folder).stdout == piped.stdout
    assert run("render", "-", "-o", "named.svg", cwd=folder, stdin="title: T\nneed: n\n").returncode == 0
    assert names(folder) == {"named.svg"}


def big(folder: Path) -> str:
    """A spec whose picture does not fit into a pipe."""
    causes = "".join(f"- Cause number {i} of many, with a title of some length\n" for i in range(300))
    (folder / "big.md").write_text(SMALL + causes, encoding="utf-8")
    return "big.md"


@pytest.mark.parametrize("reader", ["true", "head -c 10"])
@pytest.mark.parametrize("command", ["render big.md -o -", "schema"])
def test_a_reader_that_has_seen_enough_is_no_error(folder: Path, command: str, reader: str) -> None:
    big(folder)
    line = f"{sys.executable} -m impactmap {command} | {reader} > /dev/null; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], cwd=folder, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("command", "said"),
    [("render - <&-", b"standard input is closed"), ("render draft.md -o - >&-", b"standard output is closed")],
)
def test_closed_streams_are_said_to_be_closed(folder: Path, command: str, said: bytes) -> None:
    line = f"{sys.executable} -m impactmap {command}"
    done = subprocess.run(["bash", "-c", line], cwd=folder, capture_output=True, timeout=60, check=False)
    assert done.returncode == 2
    assert said in done.stderr


@pytest.mark.parametrize("syntax", ["md", "yaml"])
def test_a_spec_of_two_thousand_items_renders(folder: Path, syntax: str) -> None:
    """The same facts in both syntaxes, three fields an item, need by need."""
    columns = (("causes", "Root causes", "explains", "n"), ("harms", "Business harm", "caused by", "causes"))
    markdown, yaml = ["# T", "", "## Customer need", "- N {#n}"], ["title: T", "needs:", "  - {title: N, id: n}"]
    for name, heading, link, before in columns:
        markdown.append(f"\n## {heading}")
        yaml.append(f"{name}:")
        for i in range(1000):
            target = before if before == "n" else f"{before}{i}"
            markdown += [f"- {heading} number {i} {{#{name}{i}}}", f"  - {link}: {target}", "  - owner: Ann"]
            yaml += [
                f"  - title: {heading} number {i}",
                f"    id: {name}{i}",
                f"    {link}: {target}",
                "    owner: Ann",
            ]
    (folder / f"large.{syntax}").write_text("\n".join(markdown if syntax == "md" else yaml), encoding="utf-8")
    done = run("render", f"large.{syntax}", "-o", "large.svg", cwd=folder)
    assert done.returncode == 0
    assert (folder / "large.svg").read_text(encoding="utf-8").count("data-id=") == 2001


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("draft.md", "--view", "impactmap"), "there is no view 'impactmap': did you mean 'impact-map'?"),
        (("draft.md", "--view", "all"), "`impactmap build` draws each"),
        (("draft.md", "--format", "png", "--format", "svg"), "png and svg are two formats"),
        (("draft.md", "--format", "gif"), "'gif' is not one of 'svg', 'html'"),
        (("draft.md", "-o", "out.gif"), "'out.gif' should end in .svg"),
        (("draft.md", "-o", "out.svg", "--format", "html"), "'out.svg' says svg, --format says html"),
        (("draft.md", "broken.md", "-o", "out.svg"), "-o out.svg is one file, and there are 2 specs"),
        (("draft.md", "broken.md", "-o", "-"), "standard output takes one picture"),
        (("missing.md",), "No such file or directory: 'missing.md'"),
        (("draft.md", "--limit", "item=3"), "there is no limit 'item': did you mean 'items'?"),
        (("draft.md", "--limit", "items=many"), "'items=many' should be items=NUMBER, as in items="),
        (("draft.md", "--outcome", "x", "--view", "opportunity-tree"), "no gain or metric is called 'x'"),
        (("draft.md", "--outcome", "x"), "no gain or metric is called 'x'"),
        (("draft.md", "--brand", "draft.md"), "draft.md:"),
        (("draft.md", "--engine", "neato"), "'neato' is not one of"),
        ((), "Missing argument"),
    ],
)
def test_wrong_use_is_explained_and_writes_nothing(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    done = run("render", *arguments, cwd=folder)
    assert done.returncode == 2
    assert said in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert names(folder) == set()


def test_two_specs_for_one_picture_are_a_clash_named_before_anything_is_written(folder: Path) -> None:
    (folder / "Draft.yaml").write_text("title: T\nneed: n\n", encoding="utf-8")
    done = run("render", "draft.md", "Draft.yaml", cwd=folder)
    assert done.returncode == 2
    assert "'draft.md' and 'Draft.yaml' would both go to 'Draft.svg'" in done.stderr
    assert names(folder) == {"Draft.yaml"}


# ---- render: what is wrong with a spec --------------------------------------------------------------------


@pytest.mark.parametrize("command", [("render",), ("check",), ("build", "-o", "out"), ("watch", "-o", "out")])
def test_each_thing_that_is_wrong_with_settings_is_an_error_of_its_own(folder: Path, command: tuple[str, ...]) -> None:
    (folder / "impactmap.toml").write_text('brnd = "x"\ntheme = "drak"\nviews = ["nope"]\n')
    done = run(command[0], "draft.md", *command[1:], cwd=folder)
    assert done.returncode == 2
    lines = done.stderr.splitlines()
    assert [line.partition("impactmap.toml:")[2][:2] for line in lines] == ["1:", "2:", "3:"]
    assert all(line.startswith("error: ") for line in lines)


@pytest.mark.parametrize("command", ["render", "build", "watch"])
def test_a_brand_that_is_not_there_is_said_once_with_the_line_that_names_it(folder: Path, command: str) -> None:
    (folder / "impactmap.toml").write_text('theme = "dark"\nbrand = "brand.toml"\n')
    (folder / "other.md").write_bytes((folder / "draft.md").read_bytes())
    done = run(command, "draft.md", "other.md", "-o", "out/", cwd=folder)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.endswith("impactmap.toml:2: the brand file 'brand.toml' is not there")
    # A brand that is named on the command line takes its place.
    (folder / "ours.toml").write_text('logo = "Blue"\n')
    assert (
        command == "watch" or not run(command, "draft.md", "-o", "out/", "--brand", "ours.toml", cwd=folder).returncode
    )


def test_a_spec_with_errors_writes_nothing_and_says_all_of_them(folder: Path) -> None:
    done = run("render", "broken.md", cwd=folder)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("broken.md:8:5: error[unknown-field]: a root cause has no field 'evidense'\n")
    assert "      |     ^^^^^^^^ did you mean 'evidence'?\n" in done.stderr
    assert "broken.md:9:15: error[unknown-reference]:" in done.stderr
    assert names(folder) == set()


def test_the_others_of_a_batch_are_written_and_the_worst_code_is_the_answer(folder: Path) -> None:
    done = run("render", "broken.md", "draft.md", "missing.md", "-o", "out/", cwd=folder)
    assert done.returncode == 2
    assert {file.name for file in (folder / "out").iterdir()} == {"draft.svg"}
    assert run("render", "broken.md", "draft.md", "-o", "out/", cwd=folder).returncode == 1


def test_a_warning_is_said_and_the_picture_is_drawn(folder: Path) -> None:
    (folder / "near.md").write_text(SMALL + "\n## Bussiness harm\n- Late\n", encoding="utf-8")
    done = run("render", "near.md", cwd=folder)
    assert done.returncode == 0
    assert "near.md:9:" in done.stderr and "warning[near-section]" in done.stderr
    assert (folder / "near.svg").exists()


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"\x00" * 50, b"{" * 5000, b"- [" * 9000, b"&a [*a, *a]"])
@pytest.mark.parametrize("name", ["odd.md", "odd.yaml", "-"])
def test_bytes_that_are_no_spec_end_in_an_error_and_never_in_a_traceback(folder: Path, data: bytes, name: str) -> None:
    if name != "-":
        (folder / name).write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-m", "impactmap", "render", name, "-o", "x.svg"],
        cwd=folder,
        input=data,
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr and b"error[" in done.stderr
    assert not (folder / "x.svg").exists()


def test_a_limit_is_named_and_can_be_raised(folder: Path) -> None:
    done = run("render", "draft.md", "--limit", "bytes=20", cwd=folder)
    assert done.returncode == 1
    assert "bytes" in done.stderr and "20" in done.stderr and "--limit" in done.stderr
    assert run("render", "draft.md", "--limit", "bytes=2000", cwd=folder).returncode == 0


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="file modes are a matter of POSIX")
def test_a_target_that_cannot_be_written_is_an_error_and_the_old_one_stays(folder: Path) -> None:
    (folder / "out.svg").mkdir()
    assert run("render", "draft.md", "-o", "out.svg", cwd=folder).returncode == 0  # a folder is a folder
    (folder / "link.svg").symlink_to(folder / "broken.md")
    done = run("render", "draft.md", "-o", "link.svg", cwd=folder)
    assert done.returncode == 2
    assert "symbolic link" in done.stderr
    os.mkfifo(folder / "pipe.svg")
    done = run("render", "draft.md", "-o", "pipe.svg", cwd=folder)
    assert done.returncode == 2
    assert "no regular file" in done.stderr
    assert (folder / "broken.md").read_text(encoding="utf-8") == BROKEN


@pytest.mark.parametrize("arguments", [("draft.md", "--format", "svg", "-o", "draft.md"), ("in.svg",)])
def test_a_picture_never_takes_the_place_of_its_spec(folder: Path, arguments: tuple[str, ...]) -> None:
    (folder / "in.svg").write_text(SMALL, encoding="utf-8")
    done = run("render", *arguments, cwd=folder)
    assert done.returncode == 2
    assert "itself: name another file" in done.stderr
    assert (folder / "draft.md").read_text(encoding="utf-8") == SMALL
    assert (folder / "in.svg").read_text(encoding="utf-8") == SMALL


def test_an_engine_that_is_not_there_is_said(folder: Path) -> None:
    done = run("render", "draft.md", "--engine", "dot", cwd=folder, PATH="/nonexistent")
    assert done.returncode == 3
    assert "dot" in done.stderr and "Traceback" not in done.stderr
    assert names(folder) == set()


@pytest.mark.parametrize(("setting", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_colour_is_for_terminals_that_want_it(folder: Path, setting: dict[str, str], coloured: bool) -> None:
    import pty

    assert "\x1b[" not in run("render", "broken.md", cwd=folder).stderr
    ours, theirs = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", **setting}
    subprocess.run(
        [sys.executable, "-m", "impactmap", "render", "broken.md"],
        cwd=folder,
        stderr=theirs,
        env=environment,
        check=False,
        timeout=60,
    )
    os.close(theirs)
    said = os.read(ours, 100_000)
    os.close(ours)
    assert b"error" in said
    assert (b"\x1b[" in said) is coloured


def test_a_terminal_cannot_be_tricked_by_a_spec(folder: Path) -> None:
    (folder / "evil.md").write_text(SMALL + "  - explains: evi\u202el\n", encoding="utf-8")
    done = run("render", "evil.md", cwd=folder)
    assert "\u202e" not in done.stderr and "\\u202e" in done.stderr


# ---- the other commands -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["impact-map.md", "map.yaml", "map.yml"])
def test_init_writes_a_spec_that_renders_without_a_word(tmp_path: Path, name: str) -> None:
    assert run("init", *([] if name == "impact-map.md" else [name]), cwd=tmp_path).returncode == 0
    done = run("render", name, "-o", "map.svg", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, f"{name} → map.svg\n")


def test_the_two_starters_are_twins() -> None:
    from impactmap import load

    markdown, yaml = (load(ROOT / "templates" / f"starter.{ending}") for ending in ("md", "yaml"))
    assert markdown == yaml


def test_init_never_writes_over_a_file(folder: Path) -> None:
    done = run("init", "draft.md", cwd=folder)
    assert done.returncode == 2
    assert "'draft.md' is there already" in done.stderr
    assert (folder / "draft.md").read_text(encoding="utf-8") == SMALL
    assert run("init", "map.txt", cwd=folder).returncode == 2
    assert run("init", "no/such/folder.md", cwd=folder).returncode == 2
    assert names(folder) == set()


def test_schema_is_json_and_views_are_listed(tmp_path: Path) -> None:
    schema = run("schema", cwd=tmp_path)
    assert json.loads(schema.stdout)["$schema"].startswith("https://json-schema.org/")
    lines = run("views", cwd=tmp_path).stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(BUILT_IN)


@pytest.mark.parametrize("flag", ["-h", "--help"])
@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)])
def test_help_is_at_hand(tmp_path: Path, flag: str, command: tuple[str, ...]) -> None:
    done = run(*command, flag, cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith("Usage: impactmap")


def test_version_and_completion(tmp_path: Path) -> None:
    assert run("--version", cwd=tmp_path).stdout.startswith("impactmap, version 0.")
    done = run(cwd=tmp_path, _IMPACTMAP_COMPLETE="bash_source")
    assert "_impactmap_completion" in done.stdout
    words = {"COMP_WORDS": "impactmap render --view im", "COMP_CWORD": "3", "_IMPACTMAP_COMPLETE": "bash_complete"}
    assert run(cwd=tmp_path, **words).stdout == "plain,impact-map\n"


def test_a_defect_of_ours_is_no_traceback(tmp_path: Path) -> None:
    code = (
        "import impactmap.cli as c, impactmap.views as v\n"
        "def broken(): raise KeyError('x')\n"
        "v.every = broken\n"
        "import sys; sys.argv = ['impactmap', 'views']; c.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=False, timeout=60
    )
    assert done.returncode == 3
    assert "this is a defect of impactmap" in done.stderr and "Traceback" not in done.stderr


def test_an_unknown_command_gets_the_nearest(tmp_path: Path) -> None:
    done = run("rendr", "x.md", cwd=tmp_path)
    assert done.returncode == 2
    assert "error: there is no command 'rendr': did you mean 'render'?" in done.stderr
