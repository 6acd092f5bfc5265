"""Project settings: where they are found, what they hold, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from impactmap import UsageError
from impactmap.brand import read_brand, settled_brand
from impactmap.settings import Known, Settings, Thresholds, find_settings, read_settings

KNOWN = Known(
    views=lambda: ("impact-map",),
    wrong_code=lambda code: "" if code[:1] in "CNc" else f"no rule '{code}'",
    wrong_ignored=lambda code: "" if code[:1] in "CNc" else f"no rule '{code}'",
    wrong_weight=lambda code, weight: "never" if (code, weight) == ("C10", "error") else "",
)


def read(text: str, *, shared: bool = False) -> Settings | None:
    return read_settings(text.encode(), "p/impactmap.toml", KNOWN, shared=shared)


def test_everything_that_can_be_settled() -> None:
    text = """
    profile = "OST"
    audience = "published"
    select = ["N", "C01"]
    ignore = ["C02"]
    fail-on = "warning"
    theme = "dark"
    brand = "our.toml"
    views = ["impact-map"]
    [severities]
    c01 = "off"
    [limits]
    stale-months = 18
    thin_sample = 5
    """
    assert read(text) == Settings(
        profile="opportunity-tree",
        audience="public",
        select=("N", "C01"),
        ignore=("C02",),
        fail_on="warning",
        theme="dark",
        brand=str(Path("p/our.toml")),
        views=("impact-map",),
        severities={"c01": "off"},
        limits=Thresholds(stale_months=18, thin_sample=5),
        path="p/impactmap.toml",
        brand_line=8,
    )
    assert read("") == Settings(path="p/impactmap.toml")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '[tool.impactmap]\nprofile = "x"',
            "'[tool.impactmap]' is for pyproject.toml: in a file of its own write it without the table",
        ),
        ('profil = "x"', "p/impactmap.toml:1: there is no setting 'profil': did you mean 'profile'?"),
        ('\nprofile = "norf-star"', "p/impactmap.toml:2: 'profile' cannot be 'norf-star': did you mean 'north-star'?"),
        ("audience = 3", "p/impactmap.toml:1: 'audience' cannot be '3': one of draft, internal, public"),
        ('fail_on = "info"', "p/impactmap.toml:1: 'fail_on' cannot be 'info': one of error, warning"),
        ('theme = "drak"', "p/impactmap.toml:1: 'theme' cannot be 'drak': did you mean 'dark'?"),
        ('views = ["impact-mpa"]', "there is no view 'impact-mpa': did you mean 'impact-map'?"),
        ("select = [1]", "p/impactmap.toml:1: 'select' should be a list of codes"),
        ('ignore = ["Q"]', "p/impactmap.toml:1: no rule 'Q'"),
        ('ignore = "C02"', 'p/impactmap.toml:1: \'ignore\' should be a list of codes, such as ["N", "C01"]; write '),
        ('select = "N"', '; write select = ["N"]'),
        ('views = "impact-map"', '; write views = ["impact-map"]'),
        ("select = []", "p/impactmap.toml:1: 'select' chooses no rule: leave it out to mean all"),
        ('select = [""]', "p/impactmap.toml:1: 'select' should be a list of codes"),
        ('[severities]\nC10 = "error"', "p/impactmap.toml:2: never"),
        ("[limits]\nbytes = 3", "p/impactmap.toml:2: 'bytes' limits what is read, and [limits] where rules speak up: "),
        ("brand = 3", "p/impactmap.toml:1: 'brand' should be the name of a brand file"),
        ('[severities]\nQ01 = "error"', "p/impactmap.toml:2: no rule 'Q01'"),
        ('# x\n[severities]\n\nC01 = "eror"', "p/impactmap.toml:4: 'C01' cannot be 'eror': did you mean 'error'?"),
        ("severities = 3", "p/impactmap.toml:1: 'severities' should be a table"),
        (
            "[limits]\nstale_month = 3",
            "p/impactmap.toml:2: rules have no limit 'stale_month': did you mean 'stale_months'?",
        ),
        ("[limits]\nstale_months = -3", "p/impactmap.toml:2: 'stale_months' should be a whole number from 0 to 1000"),
        ("limits.drivers = true", "p/impactmap.toml:1: 'drivers' should be a whole number"),
        ("limits = 3", "p/impactmap.toml:1: 'limits' should be a table"),
        ("select = [", "p/impactmap.toml: "),
        ("a = " + "[" * 5000, "p/impactmap.toml: "),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        read(text)
    assert message in str(caught.value)


def test_everything_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(UsageError) as caught:
        read('profil = "x"\naudience = "x"\n[limits]\nx = 1\n')
    lines = str(caught.value).split("\n")
    assert [line[: len("p/impactmap.toml:1:")] for line in lines] == [f"p/impactmap.toml:{n}:" for n in (1, 2, 4)]


@pytest.mark.parametrize("shared", [False, True])
def test_a_brand_that_is_not_there_is_told_with_the_line_that_names_it(tmp_path: Path, shared: bool) -> None:
    path = tmp_path / ("pyproject.toml" if shared else "impactmap.toml")
    path.write_text(f'{"[tool.impactmap]" if shared else ""}\n\ntheme = "dark"\nbrand = "our/brand.toml"\n')
    found = find_settings(tmp_path / "map.md")
    with pytest.raises(UsageError) as caught:
        settled_brand(found)
    assert str(caught.value) == f"{path}:4: the brand file '{Path('our/brand.toml')}' is not there"
    (tmp_path / "our/brand.toml").mkdir(parents=True)
    with pytest.raises(UsageError, match=r":4: the brand file '.*' cannot be read: "):
        settled_brand(found)
    (tmp_path / "our/brand.toml").rmdir()
    (tmp_path / "our/brand.toml").write_bytes(b"logo = 'x'")
    assert settled_brand(found) == b"logo = 'x'"
    assert settled_brand(Settings()) == b""


def test_everything_that_is_wrong_with_a_brand_has_a_line() -> None:
    with pytest.raises(UsageError) as caught:
        read_brand(b"logo = 3\ncolor = 1\n", "b.toml")
    assert [line.split(": ")[0] for line in str(caught.value).split("\n")] == ["b.toml", "b.toml"]


def test_pyproject_has_a_table_for_it() -> None:
    text = '[project]\nname = "x"\n[tool.impactmap]\nprofile = "north-star"\n[tool.impactmap.limits]\ndrivers = 3\n'
    found = read(text, shared=True)
    assert found
    assert (found.profile, found.limits.drivers) == ("north-star", 3)
    assert read('[project]\nname = "x"\n', shared=True) is None
    assert read("tool = 3\n", shared=True) is None
    with pytest.raises(UsageError, match=r"toml:4: rules have no limit 'driver'"):
        read('[project]\nname = "x"\n[tool.impactmap.limits]\ndriver = 3\n', shared=True)
    with pytest.raises(UsageError, match="should be a table of settings"):
        read("[tool]\nimpactmap = 3\n", shared=True)


def test_the_nearest_file_upward_counts(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    spec = deep / "map.md"
    (tmp_path / "impactmap.toml").write_text('profile = "north-star"\n')
    assert find_settings(spec).profile == "north-star"
    (tmp_path / "a" / "pyproject.toml").write_text('[project]\nname = "impactmap-user"\n')
    assert find_settings(spec).profile == "north-star"
    (tmp_path / "a" / "pyproject.toml").write_text('[tool.impactmap]\nprofile = "impact-mapping"\n')
    assert find_settings(spec).profile == "impact-mapping"
    (tmp_path / "a" / "impactmap.toml").write_text('brand = "x.toml"\n')
    assert find_settings(spec).brand == str(tmp_path.resolve() / "a" / "x.toml")


def test_a_broken_pyproject_that_is_not_about_us_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project\n")
    assert find_settings(tmp_path / "map.md").profile == ""


def test_a_huge_file_is_refused() -> None:
    with pytest.raises(UsageError, match="too much for settings"):
        read("#" * 1_000_001)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)
KEYS = st.sampled_from(
    ["profile", "audience", "select", "fail_on", "severities", "limits", "theme", "brand", "views", "x"]
)


@hypothesis_settings(max_examples=200)
@given(st.dictionaries(KEYS, VALUES, max_size=3))
def test_any_values_are_read_or_refused(value: dict[str, object]) -> None:
    from impactmap.settings import _Reader

    try:
        found = _Reader("p", "", KNOWN, ()).settings(value)
    except UsageError as error:
        assert str(error).startswith("p: ")
    else:
        assert isinstance(found, Settings)
