"""Files are whole and old, or whole and new."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from impactmap.publish import Folder, create, publish


def test_writes_and_says_whether_it_did(tmp_path: Path) -> None:
    target = tmp_path / "map.svg"
    assert publish(target, b"one") is True
    before = target.stat().st_mtime_ns
    assert publish(target, b"one") is False
    assert target.stat().st_mtime_ns == before
    assert publish(target, b"two") is True
    assert target.read_bytes() == b"two"
    assert [file.name for file in tmp_path.iterdir()] == ["map.svg"]


@pytest.mark.parametrize("broken", ["fsync", "replace", "write"])
def test_a_failure_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    target = tmp_path / "map.svg"
    target.write_bytes(b"old")

    def fail(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    match broken:
        case "fsync":
            monkeypatch.setattr(os, "fsync", fail)
        case "replace":
            monkeypatch.setattr(os, "replace", fail)
        case "write":
            monkeypatch.setattr(os, "fdopen", fail)
    with pytest.raises(OSError, match="No space"):
        publish(target, b"new")
    assert target.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["map.svg"]


def test_refuses_links_and_folders(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_bytes(b"mine")
    link = tmp_path / "map.svg"
    link.symlink_to(outside)
    with pytest.raises(OSError, match="symbolic link"):
        publish(link, b"new")
    with pytest.raises(FileExistsError):
        create(link, b"new")
    assert outside.read_bytes() == b"mine"
    with pytest.raises(IsADirectoryError):
        publish(tmp_path, b"new")


def test_create_never_writes_over_a_file(tmp_path: Path) -> None:
    target = tmp_path / "map.md"
    create(target, b"one")
    with pytest.raises(FileExistsError):
        create(target, b"two")
    assert target.read_bytes() == b"one"
    assert [file.name for file in tmp_path.iterdir()] == ["map.md"]


def test_a_file_keeps_its_mode_and_a_read_only_one_stays(tmp_path: Path) -> None:
    target = tmp_path / "map.svg"
    target.write_bytes(b"old")
    target.chmod(0o600)
    publish(target, b"new")
    assert target.stat().st_mode & 0o777 == 0o600
    target.chmod(0o444)
    with pytest.raises(PermissionError, match="read-only"):
        publish(target, b"newer")
    assert target.read_bytes() == b"new"


def test_errors_name_the_target_and_not_the_temporary(tmp_path: Path) -> None:
    target = tmp_path / "nowhere" / "map.svg"
    for write in (publish, create):
        with pytest.raises(OSError) as caught:
            write(target, b"x")
        assert caught.value.filename == str(target)


def test_long_names_in_any_script_leave_room_for_the_temporary(tmp_path: Path) -> None:
    target = tmp_path / ("駅" * 82 + ".svg")
    assert publish(target, b"x")


def test_temporaries_of_others_are_swept_unless_they_are_written(tmp_path: Path) -> None:
    for name in (".impactmap-0123456789abcdef.tmp", ".impactmap-0123456789ABCDEF.tmp", ".impactmap-01.tmp", "a.tmp"):
        (tmp_path / name).write_bytes(b"half")
    with Folder(tmp_path) as folder, folder._temporary(b"mine") as mine:
        assert folder.sweep() == [".impactmap-0123456789abcdef.tmp"]
        assert (tmp_path / mine).read_bytes() == b"mine"


def test_a_temporary_that_is_swept_before_it_is_locked_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from impactmap import publish as module

    lock, turns = module._lock, []

    def late(descriptor: int, *, wait: bool) -> None:
        turns.append(wait)
        if len(turns) == 1:
            with Folder(tmp_path) as other:
                assert len(other.sweep()) == 1
        lock(descriptor, wait=wait)

    monkeypatch.setattr(module, "_lock", late)
    assert publish(tmp_path / "map.svg", b"new")
    assert turns == [True, False, True]
    assert [file.name for file in tmp_path.iterdir()] == ["map.svg"]


def test_a_folder_is_held_and_leads_to_no_link(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "out").mkdir()
    with Folder(tmp_path / "out") as top:
        with top.folder("inside", make=True) as inside:
            (tmp_path / "out/inside").rename(tmp_path / "out/moved")
            (tmp_path / "out/inside").symlink_to(tmp_path / "outside")
            assert inside.publish("map.svg", b"x")
        with pytest.raises(OSError, match="inside"):
            top.folder("inside", make=True)
    assert (tmp_path / "out/moved/map.svg").read_bytes() == b"x"
    assert list((tmp_path / "outside").iterdir()) == []


@pytest.mark.parametrize("kind", ["pipe", "link", "folder", "nothing"])
def test_only_regular_files_are_read(tmp_path: Path, kind: str) -> None:
    match kind:
        case "pipe":
            os.mkfifo(tmp_path / "x")
        case "link":
            (tmp_path / "x").symlink_to(__file__)
        case "folder":
            (tmp_path / "x").mkdir()
    with Folder(tmp_path) as folder, pytest.raises(OSError, match=str(tmp_path / "x")):
        folder.read("x")


def test_without_folders_that_can_be_held_all_is_the_same_but_for_swaps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("impactmap.publish._HELD", False)
    monkeypatch.setattr("impactmap.publish.fcntl", None)
    assert publish(tmp_path / "a.svg", b"one")
    assert publish(tmp_path / "a.svg", b"one") is False
    assert publish(tmp_path / "a.svg", b"two")
    create(tmp_path / "b.svg", b"one")
    with pytest.raises(FileExistsError):
        create(tmp_path / "b.svg", b"two")
    (tmp_path / "link").symlink_to(tmp_path)
    (tmp_path / ".impactmap-0123456789abcdef.tmp").write_bytes(b"half")
    with Folder(tmp_path) as folder:
        with folder.folder("new", make=True) as new:
            assert new.publish("c.svg", b"x")
        with pytest.raises(OSError, match="link"):
            folder.folder("link")
        assert folder.sweep() == [".impactmap-0123456789abcdef.tmp"]
        assert folder.names() == ["a.svg", "b.svg", "link", "new"]
        folder.remove("a.svg")
    with pytest.raises(OSError, match="nowhere"):
        publish(tmp_path / "nowhere" / "x", b"x")
