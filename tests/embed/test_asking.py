"""What a page asks for, in whichever host."""

from __future__ import annotations

from pathlib import Path

import pytest

from impactmap import UsageError
from impactmap.embed.asking import inside
from impactmap.embed.trouble import Place, problems_of


@pytest.mark.parametrize(
    ("reference", "typed", "meant"),
    [
        ("maps/nope.md", "", ""),
        ("maps/qx.md", "", ""),
        ("maps/bleu-corp.md", "", "maps/blue-corp.md"),
        ("maps/blue-corp.yaml", "", "maps/blue-corp.md"),
        ("./maps/blue-crop.md", "", "./maps/blue-corp.md"),
        ("maps/bleu-corp.md", "/maps/bleu-corp.md", "/maps/blue-corp.md"),
        ("tpo.md", "", "top.md"),
        ("maps", "", ""),
        ("maps/..", "", ""),
        (".", "", ""),
        ("", "", ""),
        ("none/blue-corp.md", "", ""),
    ],
)
def test_the_nearest_file_is_named_as_the_missing_one_was(
    tmp_path: Path, reference: str, typed: str, meant: str
) -> None:
    docs = tmp_path / "docs"
    (docs / "maps").mkdir(parents=True)
    for name in ("jp.md", "maps/jp.md", "maps/blue-corp.md", "top.md", "docs.md"):
        (docs / name).write_text("# T\n")
    (tmp_path / "docs.md").write_text("# T\n")
    with pytest.raises(UsageError) as caught:
        inside(docs, docs, reference, typed)
    hint = f": did you mean '{meant}'?" if meant else ""
    assert str(caught.value) == f"there is no file '{reference}' in 'docs/'{hint}"


def test_everything_that_is_wrong_is_a_problem_of_its_own() -> None:
    found = problems_of(UsageError("a.toml:1: x\na.toml:2: y"), b"", Place("a.md"))
    assert [problem.text for problem in found] == ["a.toml:1: x", "a.toml:2: y"]
