"""What a build writes, what it leaves alone, and what it says."""

from __future__ import annotations

import errno
import os
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from building import BROKEN, CLOSED, files, metrics, put, spec, stamps, write

from impactmap.build import Outcome, PlanError, build
from impactmap.build.manifest import NAME
from impactmap.build.sources import read_source
from impactmap.diagnostics import UsageError
from impactmap.formats.fonts import FOLDERS
from impactmap.pipeline import load, render
from impactmap.publish import Folder


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    write(folder, a=spec("A"), team__b=metrics("B"), team__deep__c=spec("C", 3))
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def problems(docs: Path | list[Path], out: Path, **options: object) -> str:
    with pytest.raises(PlanError) as caught:
        build(docs if isinstance(docs, list) else [docs], out, **options)  # type: ignore[arg-type]
    return "\n".join(caught.value.problems)


# ---- what is written -----------------------------------------------------------------------------------------


def test_pictures_are_those_of_render_and_lie_where_their_specs_do(docs: Path, out: Path) -> None:
    outcome = build([docs], out)
    assert outcome.exit_code == 0
    assert [Path(path).relative_to(docs).as_posix() for path in outcome.built] == [
        "a.md",
        "team/b.md",
        "team/deep/c.md",
    ]
    assert set(files(out)) == {"a.svg", "team/b.svg", "team/deep/c.svg", "index.html"}
    for name in ("a", "team/b", "team/deep/c"):
        assert (out / f"{name}.svg").read_bytes() == render(load(docs / f"{name}.md"))


def test_views_and_formats(docs: Path, out: Path) -> None:
    build([docs], out, views=("metric-tree", "all", "impact-map"), formats=("svg", "html"), index=False)
    made = set(files(out))
    assert {"team/b.svg", "team/b.impact-map.svg", "team/b.opportunity-tree.svg", "team/b.html", "a.html"} <= made
    assert "a.svg" not in made, "there is no metric in it"
    assert (out / "team/b.svg").read_bytes() == render(load(docs / "team/b.md"), view="metric-tree")
    assert (out / "team/b.html").read_bytes() == render(load(docs / "team/b.md"), view="metric-tree", format="html")
    assert (out / "a.html").read_bytes() == render(load(docs / "a.md"), view="impact-map", format="html")


def test_a_spec_with_nothing_to_show_says_so(docs: Path, out: Path) -> None:
    outcome = build([docs / "a.md"], out, views=("metric-tree",), index=False)
    assert files(out) == {}
    assert "nothing to show through metric-tree" in outcome.warned[0]
    assert build([docs / "a.md"], out, views=("metric-tree",), index=False).warned == ()


def test_the_settings_of_each_folder_hold(docs: Path, out: Path) -> None:
    put(docs / "team/impactmap.toml", 'views = ["metric-tree"]\ntheme = "dark"\nbrand = "brand.toml"\n')
    put(docs / "team/brand.toml", 'logo = "Blue"\n')
    build([docs], out)
    assert b"Blue" in (out / "team/b.svg").read_bytes()
    assert not (out / "team/deep/c.svg").exists()
    assert (out / "a.svg").read_bytes() == render(load(docs / "a.md"))
    put(docs / "team/brand.toml", 'logo = "Red"\n')
    assert [Path(path).name for path in build([docs], out).built] == ["b.md"]
    assert b"Red" in (out / "team/b.svg").read_bytes()
    put(docs / "team/impactmap.toml", 'views = ["impact-map"]\n')
    assert [Path(path).name for path in build([docs], out).built] == ["b.md", "c.md"]
    build([docs], out, views=("impact-map",), theme="light", formats=("svg",))
    assert (out / "a.svg").read_bytes() == render(load(docs / "a.md"), theme="light")


# ---- what is not touched -------------------------------------------------------------------------------------


def test_a_second_run_touches_nothing_and_knows_it(docs: Path, out: Path) -> None:
    put(docs / "README.md", "# Docs\n")
    build([docs], out)
    before = stamps(out)
    outcome = build([docs], out)
    assert (len(outcome.built), len(outcome.unchanged), len(outcome.skipped)) == (0, 3, 1)
    assert stamps(out) == before, "not even the manifest"
    for file in docs.rglob("*.md"):
        os.utime(file, (1, 1))
    assert build([docs], out).built == ()
    assert build([docs], out, cache=False).written == ()
    assert stamps(out) == before


def test_nothing_is_rendered_that_has_not_changed(docs: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build([docs], out)

    def never(*_: object) -> None:
        raise AssertionError("rendered again")

    monkeypatch.setattr("impactmap.build.work._made", never)
    monkeypatch.setattr("impactmap.build.index.page", never)
    monkeypatch.setattr("impactmap.build.sniffing.is_spec", never)
    monkeypatch.setattr("impactmap.project.project_settings", never)
    assert len(build([docs], out).unchanged) == 3
    with pytest.raises(AssertionError, match="rendered again"):
        build([docs], out, cache=False)


def test_one_change_writes_one_picture(docs: Path, out: Path) -> None:
    build([docs], out)
    before = stamps(out)
    write(docs, a=spec("A", 2))
    assert "a.svg" in build([docs], out).written
    changed = {name for name, stamp in stamps(out).items() if before.get(name) != stamp}
    assert changed == {"a.svg", "index.html", NAME}


def test_a_picture_that_somebody_changed_is_made_again(docs: Path, out: Path) -> None:
    build([docs], out)
    good = files(out)
    (out / "a.svg").write_bytes(good["a.svg"].replace(b"A", b"B"))
    (out / "team/b.svg").unlink()
    (out / "index.html").write_bytes(b"")
    assert set(build([docs], out).written) == {"a.svg", "team/b.svg", "index.html"}
    assert files(out) == good


# ---- files that no spec gives any more -----------------------------------------------------------------------


def test_what_is_left_goes_only_when_told_and_only_if_it_was_made_here(docs: Path, out: Path) -> None:
    write(docs, a=metrics("A"))
    build([docs], out, views=("impact-map", "opportunity-tree"))
    put(out / "team/mine.svg", "mine")
    (docs / "team/b.md").unlink()
    (docs / "team/deep/c.md").unlink()
    (out / "team/b.svg").write_text("edited by hand", encoding="utf-8")
    outcome = build([docs], out)
    made = ("a.opportunity-tree.svg", "team/b.opportunity-tree.svg", "team/deep/c.svg")
    assert set(outcome.left) == {*made, "team/b.svg"}
    assert (outcome.kept, outcome.removed) == (("team/b.svg",), ())
    assert build([docs], out).left == outcome.left, "it is not forgotten"
    assert build([docs], out, clean=True).removed == made
    assert set(files(out)) == {"a.svg", "index.html", "team/b.svg", "team/mine.svg"}
    assert not (out / "team/deep").exists(), "a folder that is empty then goes too"
    assert build([docs], out, clean=True).removed == ()


def test_clean_spares_a_file_that_was_changed_since(docs: Path, out: Path) -> None:
    build([docs], out)
    (docs / "team/b.md").unlink()
    put(out / "team/b.svg", "edited by hand")
    assert build([docs], out, clean=True).removed == ()
    assert (out / "team/b.svg").read_text(encoding="utf-8") == "edited by hand"


def test_a_spec_that_fails_keeps_its_old_picture(docs: Path, out: Path) -> None:
    build([docs], out)
    old = (out / "a.svg").read_bytes()
    put(docs / "a.md", BROKEN)
    outcome = build([docs], out, clean=True)
    assert [(Path(one.path).name, one.code) for one in outcome.failed] == [("a.md", 1)]
    assert "line 8" in outcome.failed[0].why
    assert outcome.exit_code == 1
    assert (out / "a.svg").read_bytes() == old
    assert b"line 8" in (out / "index.html").read_bytes()
    assert build([docs], out).exit_code == 1, "again, as long as it is wrong"
    write(docs, a=spec("A"))
    assert build([docs], out).exit_code == 0
    assert b"line 8" not in (out / "index.html").read_bytes()


def test_leftovers_of_killed_runs_are_swept_and_nothing_else(docs: Path, out: Path) -> None:
    build([docs], out)
    put(out / "team/.impactmap-0123456789abcdef.tmp", "half")
    put(out / ".impactmap-0123456789abcdeX.tmp", "somebody's")
    assert build([docs], out).removed == ()
    assert build([docs], out, clean=True).removed == ("team/.impactmap-0123456789abcdef.tmp",)
    assert (out / ".impactmap-0123456789abcdeX.tmp").exists()


def test_a_manifest_leads_clean_nowhere_outside(docs: Path, out: Path, tmp_path: Path) -> None:
    from impactmap.build.manifest import Manifest, Output

    put(tmp_path / "mine.svg", "mine")
    put(tmp_path / "elsewhere/x.svg", "mine")
    build([docs], out)
    (out / "link").symlink_to(tmp_path / "elsewhere")
    forged = Manifest()
    for name in ("../mine.svg", str(tmp_path / "mine.svg"), "link/x.svg", "a/../../mine.svg"):
        forged.left[name] = Output.of(name, b"mine")
    (out / NAME).write_bytes((out / NAME).read_bytes() + forged.text())
    assert build([docs], out, clean=True).removed == ()
    assert (tmp_path / "mine.svg").exists()
    assert (tmp_path / "elsewhere/x.svg").exists()


# ---- check ---------------------------------------------------------------------------------------------------


def test_check_writes_nothing_and_finds_every_difference(docs: Path, out: Path) -> None:
    assert set(build([docs], out, check=True).stale) == {"a.svg", "index.html", "team/b.svg", "team/deep/c.svg"}
    assert not out.exists()
    build([docs], out)
    assert build([docs], out, check=True).exit_code == 0
    before = stamps(out)
    write(docs, a=spec("A", 2))
    outcome = build([docs], out, check=True)
    assert ("a.svg" in outcome.stale, outcome.exit_code) == (True, 1)
    assert stamps(out) == before


def test_check_believes_no_manifest(docs: Path, out: Path) -> None:
    from impactmap.build.manifest import Manifest, Output, Record

    build([docs], out)
    (out / "a.svg").write_bytes(b"forged")
    forged = Manifest()
    forged.take((out / NAME).read_bytes())
    record = forged.specs["a.md"]
    forged.specs["a.md"] = Record.of("a.md", record.key, [Output.of("a.svg", b"forged")], record.about)
    (out / NAME).write_bytes(forged.text())
    assert build([docs], out, check=True).stale == ("a.svg",)


def test_check_finds_a_picture_that_should_not_be_there(docs: Path, out: Path) -> None:
    build([docs], out, views=("impact-map", "metric-tree"))
    put(out / "a.metric-tree.svg", "old")
    assert build([docs], out, views=("impact-map", "metric-tree"), check=True).stale == ("a.metric-tree.svg",)


def test_check_finds_the_picture_of_a_spec_that_is_gone(docs: Path, out: Path) -> None:
    build([docs], out)
    (docs / "a.md").unlink()
    build([docs], out)
    outcome = build([docs], out, check=True)
    assert (outcome.stale, outcome.left, outcome.exit_code) == (("a.svg",), ("a.svg",), 1)
    build([docs], out, clean=True)
    assert build([docs], out, check=True).exit_code == 0
    assert "removes nothing" in problems(docs, out, check=True, clean=True)


# ---- clashes, and what stands in the way ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a.md", "a.yaml"),
        ("a.md", "A.md"),
        ("Straße.md", "STRASSE.md"),
        (unicodedata.normalize("NFC", "é.md"), unicodedata.normalize("NFD", "é.md")),
        ("x.svg/a.md", "x.md"),
        ("a.md", "index.md"),
    ],
)
def test_clashes_name_both_and_nothing_is_written(tmp_path: Path, out: Path, one: str, other: str) -> None:
    for name in (one, other):
        put(tmp_path / "docs" / name, spec() if name.endswith("md") else "needs: [One]\n")
    if len(list((tmp_path / "docs").iterdir())) < 2 and "/" not in one:
        pytest.skip("the file system takes the two for one")
    formats = ("html",) if other == "index.md" else ("svg",)
    said = problems(tmp_path / "docs", out, formats=formats)
    assert str(tmp_path / "docs" / other) in said
    assert (str(tmp_path / "docs" / one) in said) or "--no-index" in said
    assert not out.exists()


def test_where_everything_is_passed_over_it_is_said(docs: Path, out: Path) -> None:
    (docs.parent / ".git").mkdir()
    put(docs.parent / ".gitignore", "docs/\n")
    assert "what .gitignore or --exclude names was passed over" in problems(docs, out)
    put(docs.parent / "empty/.gitignore", "\n")
    assert "passed over" not in problems(docs.parent / "empty", out)


def test_all_clashes_are_said_at_once(tmp_path: Path, out: Path) -> None:
    for name in ("a.md", "b.md", "a.yml", "b.yml"):
        put(tmp_path / "docs" / name, spec() if name.endswith("md") else "needs: [One]\n")
    assert len(problems(tmp_path / "docs", out).split("\n")) == 2
    assert "there is no" in problems(tmp_path / "docs", out, views=("nope",))


def test_what_stands_in_the_way_is_said_before_anything_is_written(docs: Path, out: Path, tmp_path: Path) -> None:
    (out / "a.svg").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    (out / "team").symlink_to(tmp_path / "elsewhere")
    said = problems(docs, out)
    assert "'a.svg', which is a folder" in said
    assert "'team' in the output folder is a symbolic link" in said
    assert files(tmp_path / "elsewhere") == {}
    put(tmp_path / "out2/team", "a file")
    (tmp_path / "out2/a.svg").symlink_to(tmp_path / "nowhere")
    said = problems(docs, tmp_path / "out2")
    assert "'team' in the output folder is a file" in said
    assert "'a.svg', which is a symbolic link" in said


def test_a_picture_never_replaces_a_spec(tmp_path: Path) -> None:
    put(tmp_path / "docs/a.md", spec())
    os.link(tmp_path / "docs/a.md", tmp_path / "docs/a.svg")
    assert "would replace the spec" in problems(tmp_path / "docs", tmp_path / "docs")


def test_output_and_sources_may_be_one_folder(docs: Path) -> None:
    build([docs], docs)
    assert build([docs], docs).unchanged
    assert (docs / "team/deep/c.svg").exists()


@pytest.mark.parametrize("what", ["file", "nothing", "settings", "brand", "format"])
def test_what_is_wrong_with_the_whole_build(docs: Path, out: Path, tmp_path: Path, what: str) -> None:
    match what:
        case "file":
            put(out, "a file")
            with pytest.raises(OSError, match=r"(?i)not a directory"):
                build([docs], out)
        case "nothing":
            put(tmp_path / "empty/README.md", "# Readme\n")
            assert "1 page in it is no map" in problems(tmp_path / "empty", out)
        case "settings":
            put(docs / "impactmap.toml", "views = 3\n")
            assert "impactmap.toml:1" in problems(docs, out)
            put(docs / "impactmap.toml", '# ours\nbrand = "our.toml"\n')
            put(docs / "our.toml", 'logo = "Blue"\n')
            build([docs], out)
            (docs / "our.toml").unlink()  # what was understood of the settings is remembered
            assert problems(docs, out).endswith("impactmap.toml:2: the brand file 'our.toml' is not there")
        case "brand":
            put(tmp_path / "brand.toml", "logo = 3\n")
            assert "brand.toml" in problems(docs, out, brand=tmp_path / "brand.toml")
            assert "nope.toml" in problems(docs, out, brand=tmp_path / "nope.toml")
        case _:
            assert "did you mean" in problems(docs, out, formats=("svgg",))


# ---- files that come and go ----------------------------------------------------------------------------------


def test_a_file_that_vanishes_is_as_good_as_never_there(docs: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from impactmap.build import reading, rendering

    original = reading.read_source

    def vanishing(path: str, most: int) -> tuple[bytes, tuple[int, int]]:
        if path.endswith("a.md"):
            Path(path).unlink(missing_ok=True)
        return original(path, most)

    monkeypatch.setattr(reading, "read_source", vanishing)
    assert (len(build([docs], out).built), build([docs], out).exit_code) == (2, 0)
    monkeypatch.setattr(reading, "read_source", original)
    monkeypatch.setattr(rendering, "read_source", vanishing)
    write(docs, a=spec("A"))
    outcome = build([docs], out)
    assert [(Path(one.path).name, one.code) for one in outcome.failed] == [("a.md", 2)]


def test_a_spec_that_changes_while_it_is_built_is_remembered_as_what_was_drawn(
    docs: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from impactmap.build import rendering

    original = rendering.read_source

    def changed(path: str, most: int) -> tuple[bytes, tuple[int, int]]:
        if path.endswith("a.md"):
            put(Path(path), spec("Changed"))
        return original(path, most)

    monkeypatch.setattr(rendering, "read_source", changed)
    build([docs], out)
    monkeypatch.undo()
    assert b"Changed" in (out / "a.svg").read_bytes()
    put(docs / "a.md", spec("A"))
    build([docs], out)
    assert b"Changed" not in (out / "a.svg").read_bytes()


@CLOSED
def test_a_file_that_cannot_be_read_is_named_and_its_picture_kept(docs: Path, out: Path) -> None:
    build([docs], out)
    (docs / "a.md").chmod(0)
    write(docs, team__b=metrics("Changed"))
    outcome = build([docs], out, clean=True)
    assert [(Path(one.path).name, one.code) for one in outcome.failed] == [("a.md", 2)]
    assert (out / "a.svg").exists()
    assert "team/b.svg" in outcome.written


@CLOSED
def test_a_folder_that_cannot_be_looked_into_cleans_nothing(docs: Path, out: Path) -> None:
    build([docs], out)
    (docs / "team").chmod(0)
    try:
        outcome = build([docs], out, clean=True)
    finally:
        (docs / "team").chmod(0o700)
    assert (outcome.removed, outcome.exit_code) == ((), 2)
    assert build([docs], out).built == ()


def test_a_read_only_file_is_said_and_stays(docs: Path, out: Path) -> None:
    build([docs], out)
    (out / "a.svg").chmod(0o444)
    write(docs, a=spec("A", 2), team__b=metrics("Changed"))
    old = (out / "a.svg").read_bytes()
    outcome = build([docs], out)
    assert [(Path(one.path).name, one.code, "read-only" in one.why) for one in outcome.failed] == [("a.md", 2, True)]
    assert ((out / "a.svg").read_bytes(), "team/b.svg" in outcome.written) == (old, True)


@CLOSED
def test_a_read_only_folder_is_said(docs: Path, out: Path) -> None:
    build([docs], out)
    write(docs, a=spec("A", 2), team__b=metrics("Changed"))
    (out / "team").chmod(0o500)
    try:
        outcome = build([docs], out)
    finally:
        (out / "team").chmod(0o700)
    assert [(Path(one.path).name, one.code) for one in outcome.failed] == [("b.md", 2)]
    assert "a.svg" in outcome.written


def refusing(name: str) -> Callable[..., Any]:
    """A `read_source` that may not read a file."""

    def read(path: str, most: int) -> tuple[bytes, tuple[int, int]]:
        if path.endswith(name):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return read_source(path, most)

    return read


def test_what_cannot_be_read_stays_in_the_index(docs: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build([docs], out)
    with monkeypatch.context() as patch:
        patch.setattr("impactmap.build.reading.read_source", refusing("a.md"))
        assert build([docs], out).exit_code == 2
    page = (out / "index.html").read_text(encoding="utf-8")
    assert "it cannot be read: Permission denied" in page
    assert 'src="a.svg"' in page
    original = os.scandir

    def closed(folder: Any = ".") -> Any:
        if str(folder).endswith("team"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), folder)
        return original(folder)

    (docs / "a.md").unlink()
    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", closed)
        outcome = build([docs], out)
    assert (outcome.exit_code, outcome.left) == (2, ("a.svg",)), "what is gone elsewhere is known to be gone"
    page = (out / "index.html").read_text(encoding="utf-8")
    assert page.count("its folder cannot be looked into: Permission denied") >= 2
    assert ('src="team/b.svg"' in page, "a.svg" in page) == (True, False)
    assert build([docs], out).exit_code == 0
    assert "looked into" not in (out / "index.html").read_text(encoding="utf-8")


def test_a_picture_of_somebody_else_is_not_replaced(docs: Path, out: Path) -> None:
    formats = ("svg", "html", "png", "mermaid")
    for ending in ("svg", "html", "png", "mmd"):
        put(out / f"a.{ending}", "drawn by hand")
    put(out / "team/b.svg", "")
    said = problems(docs, out, formats=formats)
    assert [line.split("'")[1] for line in said.split("\n")] == ["a.svg", "a.html", "a.png", "a.mmd"]
    assert set(files(out)) == {"a.svg", "a.html", "a.png", "a.mmd", "team/b.svg"}
    for ending in ("svg", "html", "png", "mmd"):
        (out / f"a.{ending}").unlink()
    build([docs], out, formats=formats)
    (out / NAME).unlink()
    write(docs, a=spec("Changed"), team__b=metrics("Changed"))
    assert len(build([docs], out, formats=formats).built) == 2, "its own are known without a record"


def test_warnings_are_counted_where_they_are_not_said_again(docs: Path, out: Path) -> None:
    def build_one(**options: Any) -> tuple[int, int]:
        outcome = build([docs / "a.md"], out, views=("metric-tree",), **options)
        return len(outcome.warned), outcome.untold

    assert build_one() == (1, 0)
    assert build_one() == (0, 1)
    assert build_one() == (0, 1)
    assert build_one(cache=False) == (1, 0)
    write(docs, a=metrics("A"))
    assert (build_one(), build_one()) == ((0, 0), (0, 0))


def test_a_font_that_has_been_installed_is_looked_into(
    docs: Path, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(docs, a=spec("\u0e44\u0e17\u0e22"))

    def build_one(kind: str) -> tuple[int, int]:
        outcome = build([docs / "a.md"], out, formats=(kind,), index=False)
        return len(outcome.warned), outcome.untold

    monkeypatch.setenv(FOLDERS, "")
    assert [build_one("png"), build_one("png")] == [(1, 0), (0, 1)]
    monkeypatch.setenv(FOLDERS, str(tmp_path / "fonts"))
    assert build_one("png") == (0, 1)
    put(tmp_path / "fonts/thai.ttf", "a font in name only")
    assert [build_one("png"), build_one("png")] == [(1, 0), (0, 1)]
    put(tmp_path / "fonts/thai.ttf", "another one in name only")
    assert [build_one("png"), build_one("png")] == [(1, 0), (0, 1)]
    # A picture that is drawn by whoever shows it has nothing to do with the fonts of this machine.
    build_one("svg")
    drawn = (out / "a.svg").stat().st_mtime_ns
    key = (out / NAME).read_bytes()
    put(tmp_path / "fonts/more.ttf", "")
    assert build_one("svg") == (0, 0)
    assert ((out / "a.svg").stat().st_mtime_ns, (out / NAME).read_bytes()) == (drawn, key)


def test_the_folder_without_a_name_and_no_format_are_wrong_use(docs: Path) -> None:
    assert "has no name" in problems(docs, "")  # type: ignore[arg-type]
    assert "no format" in problems(docs, docs, formats=())


def test_an_unusable_folder_is_noticed_before_anything_is_rendered(
    docs: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Folder) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.path))

    def never(*_: object) -> None:
        raise AssertionError("rendered")

    monkeypatch.setattr(Folder, "probe", full)
    monkeypatch.setattr("impactmap.build.work._made", never)
    with pytest.raises(OSError, match="No space left"):
        build([docs], out)


def test_nothing_in_a_manifest_names_a_place_on_this_machine(docs: Path, out: Path, tmp_path: Path) -> None:
    put(docs / "team/impactmap.toml", 'brand = "brand.toml"\n')
    put(docs / "team/brand.toml", 'logo = "Blue"\n')
    build([docs], out)
    data = (out / NAME).read_bytes()
    assert str(tmp_path).encode() not in data
    shutil.copytree(tmp_path / "docs", tmp_path / "else/where/docs")
    shutil.copytree(out, tmp_path / "else/where/out")
    outcome = build([tmp_path / "else/where/docs"], tmp_path / "else/where/out")
    assert (outcome.written, len(outcome.unchanged)) == ((), 3)
    assert (tmp_path / "else/where/out" / NAME).read_bytes() == data
    put(tmp_path / "else/where/docs/team/brand.toml", 'logo = "Red"\n')
    assert "team/b.svg" in build([tmp_path / "else/where/docs"], tmp_path / "else/where/out").written


def test_a_page_of_somebody_else_is_no_index(docs: Path, out: Path) -> None:
    put(out / "index.html", "<!doctype html>\n<title>Mine</title>\n")
    assert "--no-index leaves it alone" in problems(docs, out)
    build([docs], out, index=False)
    assert "Mine" in (out / "index.html").read_text(encoding="utf-8")
    (out / "index.html").unlink()
    build([docs], out)
    (out / NAME).unlink()
    write(docs, a=spec("Another"))
    assert "index.html" in build([docs], out).written, "its own index is known without a record"


def test_a_build_that_was_stopped_goes_on_where_it_was(docs: Path, out: Path) -> None:
    build([docs], out, views=("opportunity-tree", "impact-map"))
    before = set(files(out))

    def stop(done: int, of: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build([docs], out, progress=stop)
    seen: list[int] = []
    build([docs], out, progress=lambda done, of: seen.append(done))
    assert seen == [2, 3], "an interrupt loses nothing that is done"
    assert set(files(out)) == before | {"a.svg", "team/deep/c.svg"}
    build([docs], out, clean=True)
    assert set(files(out)) == {"a.svg", "team/b.svg", "team/deep/c.svg", "index.html"}, "nothing was forgotten"


# ---- parts of a build ----------------------------------------------------------------------------------------


def test_shards_make_the_whole_together(tmp_path: Path, out: Path) -> None:
    docs = tmp_path / "docs"
    for number in range(12):
        write(docs, **{f"m{number}": spec(f"Map {number}")})
    build([docs], tmp_path / "whole")
    built: list[Outcome] = [build([docs], out, shard=(number, 3)) for number in (1, 2, 3)]
    assert sum(len(one.built) for one in built) == 12
    assert all(0 < len(one.built) < 12 for one in built)
    assert not (out / "index.html").exists()
    assert {**files(out), "index.html": b""} == {**files(tmp_path / "whole"), "index.html": b""}
    assert all(build([docs], out, shard=(number, 3)).written == () for number in (1, 2, 3))
    folded = build([docs], out)
    assert (folded.built, folded.written, folded.left) == ((), ("index.html",), ())
    assert [file.name for file in out.iterdir() if file.name.startswith(NAME)] == [NAME]
    assert files(out) == files(tmp_path / "whole")
    (docs / "m3.md").unlink()
    assert all(build([docs], out, shard=(number, 3)).exit_code == 0 for number in (1, 2, 3))
    assert build([docs], out, clean=True).removed == ("m3.svg",)
    with pytest.raises(UsageError, match="shard"):
        build([docs], out, shard=(1, 3), clean=True)
    with pytest.raises(UsageError, match="no shard 4/3"):
        build([docs], out, shard=(4, 3))


def test_the_same_bytes_whatever_the_number_of_workers(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    for number in range(24):
        write(docs, **{f"t{number % 3}__m{number}": BROKEN if number == 5 else metrics(f"Map {number}")})
    said = []
    for jobs in (1, 8):
        seen: list[tuple[int, int]] = []
        outcome = build([docs], tmp_path / f"out{jobs}", jobs=jobs, progress=lambda *one: seen.append(one))  # noqa: B023
        said.append((outcome.failed, outcome.warned, outcome.written))
        assert seen == [(done, 24) for done in range(25)]
    assert said[0] == said[1]
    assert files(tmp_path / "out1") == files(tmp_path / "out8")
    assert (tmp_path / "out1" / NAME).read_bytes() == (tmp_path / "out8" / NAME).read_bytes()


def test_the_working_directory_moves_no_byte(docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(docs / "broken.md", BROKEN)
    build([docs], tmp_path / "one")
    monkeypatch.chdir(docs / "team")
    build([".."], "../../two")
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert (tmp_path / "one" / NAME).read_bytes() == (tmp_path / "two" / NAME).read_bytes()
