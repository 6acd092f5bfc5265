"""`impactmap build` as people run it: what it says, and how it ends."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from building import BROKEN, command, environ, files, metrics, put, run, spec, write

from impactmap.formats import FORMATS, extension


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "docs", a=spec("A"), team__b=metrics("B"))
    put(tmp_path / "docs/README.md", "# Docs\n\nText.\n")
    return tmp_path


def test_the_summary(folder: Path) -> None:
    done = run("docs", "-o", "out", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "2 maps: 2 built; 1 page is no spec\n"
    done = run("docs", "-o", "out", "-v", cwd=folder)
    assert done.stderr == "no spec: docs/README.md\n2 maps: 2 unchanged; 1 page is no spec\n"
    assert run("docs", "-o", "out", "--quiet", cwd=folder).stderr == ""


def test_a_bad_spec_is_shown_at_its_place_and_named_in_the_summary(folder: Path) -> None:
    put(folder / "docs/bad.md", BROKEN)
    done = run("docs", "-o", "out", "--quiet", cwd=folder)
    assert done.returncode == 1
    assert "docs/bad.md:8:5: error[unknown-field]" in done.stderr
    assert "did you mean" in done.stderr
    done = run("docs", "-o", "out", cwd=folder)
    assert done.stderr.endswith("3 maps: 2 unchanged, 1 failed; 1 page is no spec\nfailed: docs/bad.md\n")
    assert set(files(folder / "out")) == {"a.svg", "team/b.svg", "index.html"}


def test_wrong_use(folder: Path) -> None:
    put(folder / "docs/a.yaml", "needs: [One]\n")
    for arguments, said in (
        (("docs", "-o", "out"), "error: 'docs/a.md' and 'docs/a.yaml' would both go to 'a.svg'"),
        (("docs", "-o", "out", "--view", "metric-tre"), "did you mean 'metric-tree'?"),
        (("docs", "-o", "out", "--shard", "3/2"), "such as 2/8"),
        (("docs", "-o", "out", "--shard", "1/2", "--clean"), "a shard doesn't know"),
        (("nope", "-o", "out"), "there is no file or folder 'nope'"),
        (("docs",), "-o"),
        (("docs", "-o", ""), "the output folder has no name"),
        (("docs", "-o", "out", "--check", "--clean"), "a check writes nothing and removes nothing"),
        (("docs", "-o", "docs/a.md"), "Not a directory: 'docs/a.md'"),
    ):
        done = run(*arguments, cwd=folder)
        assert (done.returncode, said in done.stderr, "Traceback" in done.stderr) == (2, True, False), done.stderr
    assert not (folder / "out").exists()


def test_check_and_clean(folder: Path) -> None:
    done = run("docs", "-o", "out", "--check", cwd=folder)
    assert (done.returncode, (folder / "out").exists()) == (1, False)
    assert "error: team/b.svg is missing" in done.stderr
    assert "2 maps: 2 not up to date" in done.stderr
    run("docs", "-o", "out", cwd=folder)
    (folder / "out/team/b.svg").write_text("edited by hand")
    done = run("docs", "-o", "out", "--check", cwd=folder)
    assert (done.returncode, done.stderr.split("\n")[0]) == (1, "error: team/b.svg is not what its spec gives")
    run("docs", "-o", "out", cwd=folder)
    done = run("docs", "-o", "out", "--check", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "2 maps: 2 up to date; 1 page is no spec\n")
    (folder / "docs/a.md").unlink()
    done = run("docs", "-o", "out", cwd=folder)
    assert done.stderr.endswith("1 file has no spec any more: --clean removes it\n")
    done = run("docs", "-o", "out", "--check", cwd=folder)
    assert done.returncode == 1
    assert "error: a.svg: no spec gives it any more\n1 map: 1 up to date" in done.stderr
    assert done.stderr.endswith("run the build without --check, with --clean, and commit what it writes\n")
    assert run("docs", "-o", "out", "--clean", cwd=folder).stderr.endswith("removed: a.svg\n")


def test_a_picture_without_a_spec_that_somebody_has_changed_is_named_until_it_is_spared(folder: Path) -> None:
    run("docs", "-o", "out", "--no-index", cwd=folder)
    (folder / "docs/a.md").unlink()
    (folder / "out/a.svg").write_text("edited by hand")
    kept = "without a spec, changed by somebody, and kept: a.svg\n"
    for _ in range(2):
        done = run("docs", "-o", "out", "--no-index", cwd=folder)
        assert (done.returncode, done.stderr) == (0, f"1 map: 1 unchanged; 1 page is no spec\n{kept}")
    done = run("docs", "-o", "out", "--no-index", "--check", cwd=folder)
    assert (done.returncode, done.stderr.split("\n")[0]) == (1, "error: a.svg: no spec gives it any more")
    assert run("docs", "-o", "out", "--no-index", "--clean", cwd=folder).stderr.endswith(kept)
    assert (folder / "out/a.svg").read_text() == "edited by hand"
    assert run("docs", "-o", "out", "--no-index", "--check", cwd=folder).returncode == 0, "it is somebody's own by now"


def test_a_path_to_be_excluded_that_fits_nothing_is_named(folder: Path) -> None:
    done = run("docs", "-o", "out", "--exclude", "doc/team", "--exclude", "nonsense", "--no-index", cwd=folder)
    said = "warning: --exclude 'doc/team' fits nothing, from the sources' folders or from the current one\n"
    assert done.stderr == f"{said}2 maps: 2 built; 1 page is no spec\n"
    for pattern in ("docs/team", "./docs/team/", "/docs/team", "/team", "docs/**/b.md", "team/b.md"):
        done = run("docs", "-o", "out", "--exclude", pattern, "--no-index", "--clean", cwd=folder)
        assert done.stderr.startswith("1 map: 1 "), (pattern, done.stderr)


def test_the_summary_counts_only_specs_as_maps(folder: Path) -> None:
    (folder / "out/.impactmap-manifest").mkdir(parents=True)
    done = run("docs", "-o", "out", cwd=folder)
    assert done.returncode == 2
    assert done.stderr.endswith("2 maps: 2 built; 1 page is no spec\nfailed: .impactmap-manifest\n")


def test_warnings_that_are_not_said_again_are_counted(folder: Path) -> None:
    run("docs/a.md", "-o", "out", "--view", "metric-tree", cwd=folder)
    done = run("docs/a.md", "-o", "out", "--view", "metric-tree", cwd=folder)
    assert done.stderr == "1 map: 1 unchanged\n1 warning of unchanged maps: --no-cache shows them again\n"


SCRIPT = """
import threading
from impactmap.build import build
threading.Thread(target=threading.Event().wait, daemon=True).start()  # so that no worker is a copy of this process
{guard}    print(len(build(["docs"], "out", jobs=2).failed))
"""


@pytest.mark.parametrize(("guard", "failed"), [("if __name__ == '__main__':\n", "0\n"), ("if True:\n", "22\n")])
def test_a_script_builds_and_ends(folder: Path, guard: str, failed: str) -> None:
    write(folder / "docs", **{f"m{number}": spec(f"Map {number}") for number in range(20)})
    put(folder / "script.py", SCRIPT.format(guard=guard))
    done = subprocess.run(
        [sys.executable, "script.py"],
        cwd=folder,
        env=environ(),
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.stdout == failed, done.stderr
    assert ("a script builds under `if __name__ == '__main__':`" in done.stderr) == (failed != "0\n")


def test_options_reach_the_pictures(folder: Path) -> None:
    put(folder / "brand.toml", 'logo = "Blue"\n')
    options = ("--theme", "dark", "--direction", "down", "--brand", "brand.toml", "--no-index", "--format", "svg")
    run("docs", "-o", "out", *options, cwd=folder)
    direct = [sys.executable, "-m", "impactmap", "render", "docs/a.md", *options[:6], "-o", "a.svg"]
    subprocess.run(direct, cwd=folder, check=True, env=environ(), capture_output=True)
    assert files(folder / "out")["a.svg"] == (folder / "a.svg").read_bytes()
    assert set(files(folder / "out")) == {"a.svg", "team/b.svg"}
    assert run("docs", "-o", "out", *options, "--limit", "bytes=20", cwd=folder).returncode == 1


def test_every_format_has_its_file_and_pages_their_size(folder: Path) -> None:
    formats = [word for name in FORMATS for word in ("--format", name)]
    assert run("docs", "-o", "out", *formats, "--scale", "1", cwd=folder).returncode == 0
    made = files(folder / "out")
    assert {f"a{extension(name)}" for name in FORMATS} <= set(made)
    done = run("docs", "-o", "out", *formats, "--scale", "1.5", "--page", "a4", "--verbose", cwd=folder)
    assert "2 built" in done.stderr
    assert {name for name, data in files(folder / "out").items() if made[name] != data} == {
        "a.png", "a.pdf", "team/b.png", "team/b.pdf",
    }  # fmt: skip
    assert "there is no page 'a44'" in run("docs", "-o", "out", "--page", "a44", cwd=folder).stderr


def test_names_that_a_terminal_would_obey_are_shown(folder: Path) -> None:
    put(folder / "docs/x\x1b[31m\n.md", BROKEN)
    done = run("docs", "-o", "out", cwd=folder)
    assert "\x1b" not in done.stderr
    assert "\\u001b" in done.stderr


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a terminal")
def test_a_bar_on_a_terminal_only(folder: Path) -> None:
    master, slave = os.openpty()
    with subprocess.Popen(
        command("docs", "-o", "out", "--no-index"), cwd=folder, stderr=slave, env=environ(TERM="xterm")
    ) as running:
        os.close(slave)
        said = b""
        while True:
            try:
                part = os.read(master, 4096)
            except OSError:
                break
            if not part:
                break
            said += part
        assert running.wait(60) == 0
    os.close(master)
    assert b"1/2" in said
    assert b"2 maps: 2 built" in said
    assert "1/2" not in run("docs", "-o", "out", "--no-cache", cwd=folder).stderr


def test_a_line_a_minute_in_a_log(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from impactmap.cli import build

    now = [0.0]
    monkeypatch.setattr(build.time, "monotonic", lambda: now[0])
    progress = build._lines()
    for done in range(1201):
        now[0] = done / 10
        progress(done, 1200)
    assert capsys.readouterr().err == "600 of 1,200 maps\n1,200 of 1,200 maps\n"
