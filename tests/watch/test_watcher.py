"""What a watcher notices, with the events of the system and without: by content, however a file is saved."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from previewing import MAP, until

from impactmap.watching import Watcher, content, watcher

Watch = Callable[..., Any]
NEW = MAP.replace("travel", "fly")


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "map.md"
    path.write_text(MAP, encoding="utf-8")
    return path


# ---- how editors save -------------------------------------------------------------------------------------


def in_place(spec: Path, text: str) -> None:
    """VS Code, nano, notepad: the file is emptied and written."""
    spec.write_text(text, encoding="utf-8")


def renamed_over(spec: Path, text: str) -> None:
    """sed -i, git, most scripts: another file takes its name."""
    other = spec.with_name("sedX8cJq1")
    other.write_text(text, encoding="utf-8")
    other.replace(spec)


def backed_up(spec: Path, text: str) -> None:
    """vim with backup: the old file steps aside, a new one is written in its place."""
    backup = spec.with_name("map.md~")
    spec.replace(backup)
    spec.write_text(text, encoding="utf-8")
    backup.unlink()


def safely(spec: Path, text: str) -> None:
    """JetBrains' safe write: written beside, the old one aside, the new one in, the old one away."""
    temporary, old = spec.with_name("map.md___jb_tmp___"), spec.with_name("map.md___jb_old___")
    temporary.write_text(text, encoding="utf-8")
    spec.replace(old)
    temporary.replace(spec)
    old.unlink()


def gone_and_back(spec: Path, text: str) -> None:
    """Some sync tools: away, and there again a little later."""
    spec.unlink()
    time.sleep(0.03)
    spec.write_text(text, encoding="utf-8")


def slowly(spec: Path, text: str) -> None:
    """A slow writer: the file is seen empty and in pieces."""
    with spec.open("w", encoding="utf-8", buffering=1) as file:
        for start in range(0, len(text), 60):
            file.write(text[start : start + 60])
            file.flush()
            time.sleep(0.02)


def of_the_same_size(spec: Path, text: str) -> None:
    """As in place, and the clock turned back: size and time tell nothing."""
    about = spec.stat()
    spec.write_text(text.ljust(about.st_size)[: about.st_size], encoding="utf-8")
    os.utime(spec, ns=(about.st_atime_ns, about.st_mtime_ns))


SAVES = (in_place, renamed_over, backed_up, safely, gone_and_back, slowly)


@pytest.mark.parametrize("save", SAVES, ids=lambda save: save.__name__)
def test_every_way_to_save_is_one_change_to_the_whole_text(watch: Watch, spec: Path, save: Callable[..., None]) -> None:
    seen: list[str] = []
    watching = watch(spec)
    note = watching.changes.append

    class Noting(list):  # type: ignore[type-arg]
        def append(self, changed: frozenset[Path]) -> None:
            seen.append(spec.read_text("utf-8") if spec.exists() else "")
            note(changed)

    watching.changes = Noting()
    for text in (NEW, MAP, NEW + "\n", MAP):
        count = len(seen)
        save(spec, text)
        until(lambda count=count, text=text: seen[count:] and seen[-1] == text)  # type: ignore[misc]
        assert "" not in seen[count:], "an empty or missing file on the way is no news"


def test_a_change_that_leaves_size_and_time_is_noticed_while_the_file_is_young(watch: Watch, spec: Path) -> None:
    watching = watch(spec)
    of_the_same_size(spec, MAP.replace("travel", "TRAVEL"))
    watching.hear(spec, 0)


def test_real_vim_saves(watch: Watch, spec: Path) -> None:
    vim = shutil.which("vim")
    if not vim:
        pytest.skip("vim is not installed")
    watching = watch(spec)
    for number, options in enumerate(("nobackup nowritebackup", "backup backupcopy=no", "backup backupcopy=yes")):
        before = watching.heard(spec)
        subprocess.run(
            [vim, "-u", "NONE", "-es", "-c", f"set {options}", "-c", f"%s/e-mail/e-mail{number}/", "-c", "wq", spec],
            check=True,
            timeout=60,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        watching.hear(spec, before)
    assert "e-mail210" in spec.read_text("utf-8")


def test_a_file_that_stays_the_same_is_no_change(watch: Watch, spec: Path) -> None:
    watching = watch(spec)
    for save in SAVES[:-1]:  # what is written slowly may be seen in the middle
        save(spec, MAP)
        spec.touch()
        spec.chmod(0o640)
    (spec.parent / "other.md").write_text("x")
    (spec.parent / "map.md~").write_text("x")
    time.sleep(0.3)
    in_place(spec, NEW)
    watching.hear(spec, 0)
    assert [sorted(changed) for changed in watching.changes] == [[spec]]


# ---- what files become ------------------------------------------------------------------------------------


def test_a_file_that_is_gone_for_good_is_a_change_and_so_is_its_return(watch: Watch, spec: Path) -> None:
    watching = watch(spec)
    spec.unlink()
    watching.hear(spec, 0)
    spec.mkdir()
    watching.hear(spec, 1)
    spec.rmdir()
    watching.hear(spec, 2)
    spec.write_text(MAP, encoding="utf-8")
    watching.hear(spec, 3)


def test_a_folder_that_is_moved_away_and_comes_back(watch: Watch, spec: Path, tmp_path: Path) -> None:
    folder = tmp_path / "inner"
    folder.mkdir()
    inside = folder / "map.md"
    inside.write_text(MAP, encoding="utf-8")
    watching = watch(inside)
    folder.rename(tmp_path / "away")
    watching.hear(inside, 0)
    folder.mkdir()
    inside.write_text(NEW, encoding="utf-8")
    watching.hear(inside, 1)
    inside.write_text(MAP, encoding="utf-8")
    watching.hear(inside, 2)


def test_files_of_a_tree_come_and_go(watch: Watch, spec: Path) -> None:
    watching = watch(spec.parent)
    deep = spec.parent / "a" / "b"
    deep.mkdir(parents=True)
    new = deep / "new.yaml"
    new.write_text("needs: [x]\n")
    watching.hear(new, 0)
    new.write_text("needs: [y]\n")
    watching.hear(new, 1)
    shutil.rmtree(spec.parent / "a")
    watching.hear(new, 2)
    assert watching.heard(spec) == 0


def test_a_new_file_is_noticed_while_something_else_writes_without_end(watch: Watch, spec: Path) -> None:
    watching = watch(spec.parent)
    over = threading.Event()

    def write() -> None:
        while not over.wait(0.005):
            (spec.parent / "build.log").write_text(str(time.monotonic()))

    writing = threading.Thread(target=write)
    writing.start()
    try:
        time.sleep(0.1)
        other = spec.with_suffix(".yaml")  # of a kind that was not there before
        other.write_text(MAP, encoding="utf-8")
        watching.hear(other, 0)
    finally:
        over.set()
        writing.join()


def test_settings_that_appear_above_are_noticed(watch: Watch, tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    inside = folder / "map.md"
    inside.write_text(MAP, encoding="utf-8")
    watching = watch(inside)
    (tmp_path / "impactmap.toml").write_text('theme = "dark"\n')
    watching.hear(tmp_path / "impactmap.toml", 0)
    (tmp_path / "impactmap.toml").write_text('theme = "light"\n')
    watching.hear(tmp_path / "impactmap.toml", 1)


def test_a_link_is_followed_to_what_it_leads_to(watch: Watch, spec: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "link.md"
    link.symlink_to(spec)
    watching = watch(link)
    spec.write_text(NEW, encoding="utf-8")
    watching.hear(link, 0)


def test_of_a_huge_file_no_more_is_read_than_matters(watch: Watch, spec: Path) -> None:
    with spec.open("wb") as file:
        file.truncate(1 << 36)  # sparse: to read it all would take minutes
    watching = watch(spec, most=1000)
    with spec.open("r+b") as file:
        file.write(b"#")
    watching.hear(spec, 0)
    assert len(content(spec, 1000)) == 1000


def test_what_might_never_end_is_not_read(watch: Watch, spec: Path) -> None:
    watching = watch(spec)
    spec.unlink()
    os.mkfifo(spec)
    watching.hear(spec, 0)
    with pytest.raises(OSError, match="regular file"):
        content(spec, 10)


# ---- many saves -------------------------------------------------------------------------------------------


def test_thousands_of_saves_end_with_the_last_and_leave_nothing_behind(watch: Watch, spec: Path) -> None:
    watching = watch(spec)
    seen: list[bytes] = []

    class Reading:
        def append(self, changed: frozenset[Path]) -> None:
            seen[:] = [spec.read_bytes()]

    watching.changes = Reading()
    tracemalloc.start()
    before = 0
    most = 2_000 if watching.watcher.polling else 10_000
    for number in range(most):
        if number == 1000:
            before = tracemalloc.get_traced_memory()[0]
        (in_place if number % 10 else renamed_over)(spec, f"{MAP}{number}")
    until(lambda: seen == [f"{MAP}{most - 1}".encode()])
    after = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert after - before < 200_000
    assert len(watching.watcher._known) < 50
    assert not watching.watcher._doubted


def test_many_files_at_once_are_all_told(watch: Watch, tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.md" for number in range(300)]
    for file in files:
        file.write_text(MAP, encoding="utf-8")
    watching = watch(tmp_path)
    for file in files:
        file.write_text(NEW, encoding="utf-8")
    until(lambda: {path for changed in watching.changes for path in changed} == set(files))


# ---- without events ---------------------------------------------------------------------------------------


def test_without_watchfiles_it_looks_for_itself_and_says_so(spec: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    one = Watcher(lambda: [spec], most=1000)
    assert "watchfiles is not installed" in one.polling
    changes = one.changes()
    threading.Timer(0.05, in_place, (spec, NEW)).start()
    assert next(changes) == {spec}
    one.stop()
    assert list(changes) == []


def test_a_system_that_gives_no_events_is_looked_after(spec: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watchfiles = pytest.importorskip("watchfiles")

    def refused(*paths: object, **options: object) -> object:
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr(watchfiles, "watch", refused)
    monkeypatch.setattr(watcher, "TICK", 0.05)
    one = Watcher(lambda: [spec], most=1000)
    changes = one.changes()
    threading.Timer(0.3, in_place, (spec, NEW)).start()
    assert next(changes) == {spec}
    assert "inotify" in one.polling
    one.stop()


def test_events_that_get_lost_are_made_up_for(spec: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watchfiles = pytest.importorskip("watchfiles")
    monkeypatch.setattr(watchfiles, "watch", lambda *paths, **options: iter(()))
    monkeypatch.setattr(watcher, "TICK", 0.05)
    one = Watcher(lambda: [spec], most=1000)
    changes = one.changes()
    threading.Timer(0.05, in_place, (spec, NEW)).start()
    assert next(changes) == {spec}
    assert one.polling == ""
    one.stop()
