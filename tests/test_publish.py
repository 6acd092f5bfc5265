"""Files are whole and old, or whole and new."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from impactmap.publish import create, publish


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
            monkeypatch.setattr(Path, "replace", fail)
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
