"""Cold = warm = no cache, over long random sequences of edits, and what stays the same is not touched."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from building import BROKEN, files, metrics, put, spec, stamps

from impactmap.build import build
from impactmap.build.manifest import NAME

NAMES = ("a.md", "b.yaml", "team/c.md", "team/deep/d.md", "駅/e.md")
TEXTS = (spec("One"), spec("Two", 2), metrics("Three"), "# A page\n\nNo spec.\n")
YAML = ("title: One\nneeds: [A]\n", "title: Two\nneeds: [A, B]\ncauses: [C]\n", "site_name: no spec\n")
SETTINGS = (
    "",
    'theme = "dark"\n',
    'views = ["metric-tree", "impact-map"]\n',
    'brand = "brand.toml"\n',
    'ignore = ["C01"]\n',
)
OPTIONS: tuple[dict[str, Any], ...] = (
    {},
    {"views": ("impact-map", "metric-tree")},
    {"formats": ("html", "svg")},
    {"theme": "light"},
    {"index": False},
    {"exclude": ("deep/",)},
)


class Author:
    """Somebody who edits a folder of specs, and now and then damages what was built."""

    def __init__(self, seed: int, docs: Path, out: Path, *, careful: bool) -> None:
        self.dice = random.Random(seed)
        self.docs, self.out, self.careful = docs, out, careful
        self.options: dict[str, Any] = {}
        put(docs / "brand.toml", 'logo = "One"\n')
        put(docs / "keep.md", spec())

    def edit(self) -> str:
        deeds: tuple[Callable[[], str], ...] = (
            *(self.write,) * 6, self.remove, self.settle, self.choose, self.rename,
            self.brand, self.damage, self.damage, self.forget,
        )  # fmt: skip
        return self.dice.choice(deeds)()

    def write(self) -> str:
        name = self.dice.choice(NAMES)
        texts = YAML if name.endswith("yaml") else TEXTS if self.careful else (*TEXTS, BROKEN)
        put(self.docs / name, self.dice.choice(texts))
        return f"write {name}"

    def specs(self) -> list[Path]:
        return sorted(
            file for file in self.docs.rglob("*") if file.suffix in (".md", ".yaml") and file.name != "keep.md"
        )

    def remove(self) -> str:
        for file in self.dice.sample(self.specs(), min(1, len(self.specs()))):
            file.unlink()
        return "remove"

    def rename(self) -> str:
        pages = [file for file in self.specs() if file.suffix == ".md"]
        if pages:
            self.dice.choice(pages).rename(self.docs / f"renamed{self.dice.randrange(3)}.md")
        return "rename"

    def settle(self) -> str:
        folder = self.dice.choice((self.docs, self.docs / "team"))
        brand = self.dice.choice(SETTINGS)
        put(folder / "impactmap.toml", brand if folder == self.docs else brand.replace("brand.toml", "../brand.toml"))
        return "settings"

    def brand(self) -> str:
        put(self.docs / "brand.toml", f'logo = "{self.dice.randrange(3)}"\n')
        return "brand"

    def choose(self) -> str:
        self.options = self.dice.choice(OPTIONS)
        return f"options {self.options}"

    def damage(self) -> str:
        made = sorted(file for file in self.out.rglob("*") if file.is_file())
        if made:
            file = self.dice.choice(made)
            data = file.read_bytes()
            file.write_bytes(data[: self.dice.randrange(len(data) + 1)])
        return "damage"

    def forget(self) -> str:
        (self.out / NAME).unlink(missing_ok=True)
        return "forget"


def compare(author: Author, cold: Path, step: str) -> None:
    """One build over what is there, one from nothing, one without the cache, one check."""
    docs, out = author.docs, author.out
    held, before = (files(out) if out.exists() else {}), (stamps(out) if out.exists() else {})
    warm = build([docs], out, clean=True, **author.options)
    fresh = build([docs], cold, **author.options)
    assert [(one.path, one.why) for one in warm.failed] == [(one.path, one.why) for one in fresh.failed], step
    assert warm.skipped == fresh.skipped, step
    made, expected = files(out), files(cold)
    if fresh.failed:  # their old pictures stay, and the index shows them
        made = {name: data for name, data in made.items() if name in expected and name != "index.html"}
        expected.pop("index.html", None)
    assert made == expected, step
    after = stamps(out)
    assert not {name for name in expected if held.get(name) == expected[name] and before[name] != after[name]}, step
    again = build([docs], out, cache=False, **author.options)
    assert (again.written, stamps(out)) == ((), after), step
    assert build([docs], out, **author.options).written == (), step
    if not fresh.failed:
        assert build([docs], out, check=True, **author.options).stale == (), step


@pytest.mark.parametrize(("seed", "careful"), [(1, True), (2, True), (3, False)])
def test_cold_is_warm_is_no_cache(tmp_path: Path, seed: int, careful: bool) -> None:
    author = Author(seed, tmp_path / "docs", tmp_path / "out", careful=careful)
    story = []
    for number in range(25):
        story.append(author.edit())
        if "forget" in story[-1]:
            # What nobody remembers having made, nobody removes.
            for file in author.out.rglob("*"):
                if file.is_file():
                    file.unlink()
        compare(author, tmp_path / f"cold{number}", " → ".join(story[-6:]))
