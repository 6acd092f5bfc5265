"""docs/settings.md knows every setting, and says what each is."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from click import Option
from msgspec.structs import asdict

from impactmap.checks import known
from impactmap.checks.c09_stale_evidence import _DEFAULT, _MONTHS
from impactmap.cli.check import command
from impactmap.project import project_settings
from impactmap.settings import Settings, Thresholds

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "settings.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def test_the_full_file_has_every_key_and_is_read(tmp_path: Path) -> None:
    (tmp_path / "impactmap.toml").write_text(BLOCKS[0], encoding="utf-8")
    full = project_settings(tmp_path / "map.md")
    assert full.views == ("impact-map", "opportunity-tree")
    table = tomllib.loads(BLOCKS[0])
    assert table.keys() == set(Settings.__struct_fields__) - {"path", "brand_line"}
    assert table["limits"].keys() == set(Thresholds.__struct_fields__)
    # Each key has its line of comment above it.
    keys = [name for name in table if name not in ("severities", "limits")]
    assert all(re.search(rf"^# .+\n{name} = ", BLOCKS[0], re.MULTILINE) for name in keys)


def test_the_table_for_pyproject_is_read(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(BLOCKS[1], encoding="utf-8")
    found = project_settings(tmp_path / "map.md")
    assert (found.profile, found.limits.drivers) == ("north-star", 3)


def test_every_limit_has_its_default_and_its_rule() -> None:
    rows = {
        name: (default, rest) for name, default, rest in re.findall(r"^\| `(\w+)` \| (.+?) \| (.+) \|$", PAGE, re.M)
    }
    assert list(rows) == list(Thresholds.__struct_fields__)
    stale = f"{_DEFAULT} ({_MONTHS['opportunity-tree']} in `opportunity-tree`)"
    codes = {rule.code for rule in known()}
    for name, usual in asdict(Thresholds()).items():
        default, rest = rows[name]
        assert default == (stale if usual is None else str(usual))
        assert set(re.findall(r"\b[A-Z]\d\d\b", rest)) <= codes and re.match(r"[A-Z]\d\d", rest)


def test_every_option_that_a_pipeline_needs_is_named_and_there() -> None:
    there = {name for one in command.params if isinstance(one, Option) for name in one.opts}
    named = set(re.findall(r"--[a-z-]+", PAGE.partition("## In a pipeline")[2]))
    assert named <= there
    wanted = {"--fail-on", "--today", "--statistics", "--diff", "--audience", "--baseline", "--write-baseline"}
    assert wanted <= named
