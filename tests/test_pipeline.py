"""The Python API: what it takes, what it gives, what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

import impactmap
from impactmap import Limits, SpecError, UsageError, load, render
from impactmap.pipeline import MOST_VARIANTS, Options, picture

SMALL = "# T\n\n## Customer need\n- n\n\n## KPI gains\n- Growth {#g}\n"


def test_a_spec_comes_from_a_path_or_is_the_text_itself(tmp_path: Path) -> None:
    file = tmp_path / "map.md"
    file.write_text(SMALL, encoding="utf-8")
    models = [load(file), load(str(file)), load(SMALL), load(SMALL.encode())]
    assert all(model == models[0] for model in models)
    assert [model.path for model in models] == [str(file), str(file), "<text>", "<text>"]
    assert load("title: T\nneed: n\n", syntax="yaml").needs[0].title == "n"
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "none.md")


def test_an_error_holds_everything_that_is_wrong() -> None:
    with pytest.raises(SpecError) as caught:
        load(SMALL + "  - by: never\n  - metric: none\n", path="map.md")
    assert {d.code for d in caught.value.diagnostics} == {"bad-date", "unknown-reference"}
    assert str(caught.value).startswith("map.md:8:9: ") and str(caught.value).endswith("(and 1 more)")


def test_limits_are_the_callers() -> None:
    with pytest.raises(SpecError, match="more than 10 bytes"):
        load(SMALL, limits=Limits(bytes=10))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"view": "tree"}, "there is no view 'tree'"),
        ({"format": "gif"}, "there is no format 'gif': there are svg"),
        ({"theme": "drak"}, "there is no theme 'drak': did you mean 'dark'?"),
        ({"direction": "up"}, "there is no direction 'up': there are right, down"),
        ({"engine": "neato"}, "there is no layout engine 'neato'"),
        ({"outcome": "x"}, "no gain or metric is called 'x'"),
        ({"outcome": "g"}, "the view 'impact-map' has no outcome to choose"),
    ],
)
def test_names_that_do_not_exist_are_refused(options: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        render(load(SMALL), **options)  # type: ignore[arg-type]
    assert message in str(caught.value)


def test_a_metric_is_an_outcome_where_there_is_no_gain() -> None:
    model = load("title: T\nneed: n\nmetrics:\n  - {id: docs, title: Documents, role: north star}\n")
    for form in ("svg", "html"):
        assert b'data-id="docs"' in render(model, view="opportunity-tree", outcome="docs", format=form)


def test_a_page_holds_every_view_and_the_chosen_outcome_first() -> None:
    model = load(SMALL + "- Renewal {#r}\n- Reach {#x}\n")
    page = render(model, format="html", outcome="r").decode()
    places = [page.index(f'data-key="{key}"') for key in ("impact-map", "opportunity-tree.r", "opportunity-tree.g")]
    assert places == sorted(places)


def test_a_page_says_when_it_leaves_trees_out() -> None:
    gains = "".join(f"- Gain {i}\n" for i in range(MOST_VARIANTS + 2))
    _, warnings = picture(load(SMALL + gains), Options(format="html"))
    assert len(warnings) == 2
    for warning, lens in zip(warnings, ("opportunity-tree", "goal-map"), strict=True):
        assert f"the first {MOST_VARIANTS} of {MOST_VARIANTS + 3} pictures of the view '{lens}'" in warning


def test_what_is_public_is_there() -> None:
    for name in impactmap.__all__:
        assert getattr(impactmap, name)
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        impactmap.nothing  # noqa: B018
