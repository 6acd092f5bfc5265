"""The pictures are what they were. `make golden` accepts new ones, after they have been looked at."""

from __future__ import annotations

from goldens import FOLDER, SAMPLES, pictures


def test_every_picture_is_the_golden_one() -> None:
    drawn = dict(pictures())
    assert set(drawn) == {file.name for file in FOLDER.iterdir()}, "run `make golden` and look at the pictures"
    changed = [name for name, data in drawn.items() if (FOLDER / name).read_bytes() != data]
    assert not changed, "run `make golden` and look at the pictures"


def test_there_are_samples_of_every_sort() -> None:
    names = {spec.name for spec in SAMPLES}
    assert {"minimal.md", "blue-corp.md", "blue-corp-in-yaml.yaml"} <= names
    assert any(not name.isascii() for name in names)
