"""What followers of a map hear when its spec changes, and what they then get."""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from previewing import BROKEN, MAP, Running, until

from impactmap.document import Limits
from impactmap.serve import maps

Serve = Callable[..., Running]


def hear(news: Iterator[dict[str, Any]], what: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    """The first news that is so."""
    return next(told for told in news if what(told))


def titles(text: str) -> str:
    found = re.search(r"<h1[^>]*>([^<]*)</h1>", text)
    assert found
    return found[1]


@pytest.fixture(params=[False, True], ids=["events", "polling"])
def poll(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def test_a_save_is_told_and_its_page_is_the_new_one(serve: Serve, spec: Path, poll: bool) -> None:
    running = serve(spec, poll=poll)
    assert bool(running.preview.polling) == poll
    news = running.news()
    first = next(news)
    assert (first["errors"], first["problems"]) == (0, [])
    spec.write_text(MAP.replace("travel", "fly"), encoding="utf-8")
    second = hear(news, lambda told: told["picture"] != first["picture"])
    _, headers, text = running.get("/")
    assert headers["ETag"] == f'"{second["picture"]}"'
    assert "Copies fly" in text


def test_a_save_that_changes_nothing_is_no_news(serve: Serve, spec: Path) -> None:
    running = serve(spec)
    news = running.news()
    first = next(news)
    for _ in range(20):
        spec.touch()
        spec.write_text(MAP, encoding="utf-8")
    (spec.parent / "pyproject.toml").write_text("[project]\n")  # it might have settled something
    time.sleep(1.5)
    spec.write_text(MAP.replace("travel", "fly"), encoding="utf-8")
    until(lambda: "Copies fly" in running.get("/")[2])
    tag = running.get("/")[1]["ETag"]
    assert int(tag.strip('"').rpartition(".")[2]) - int(first["picture"].rpartition(".")[2]) == 1


def test_who_comes_first_comes_all_at_once(serve: Serve, spec: Path) -> None:
    running = serve(spec)
    with ThreadPoolExecutor(20) as many:
        answers = list(many.map(lambda number: running.get("/"), range(20)))
    assert {code for code, _, _ in answers} == {200}
    assert len({text for _, _, text in answers}) == 1


def test_errors_are_told_with_their_lines_and_the_last_good_picture_stays(serve: Serve, spec: Path) -> None:
    running = serve(spec)
    news = running.news()
    first = next(news)
    spec.write_text(BROKEN, encoding="utf-8")
    told = hear(news, lambda told: told["errors"])
    assert told["picture"] == first["picture"]
    assert [problem["severity"] for problem in told["problems"]] == ["error", "error"]
    one, other = told["problems"]
    assert one["place"] == f"{spec}:8:14"
    assert (one["before"], one["marked"]) == ("  - explain: ", "drat")
    assert "did you mean 'draft'" in one["hint"]
    assert other["place"].startswith(f"{spec}:")
    assert other["marked"] == "basline"
    assert titles(running.get("/")[2]) == "Find the current draft"
    assert running.said[-1][:2] == (str(spec), 2)
    spec.write_text(MAP.replace("travel", "fly"), encoding="utf-8")
    assert hear(news, lambda told: not told["errors"])["picture"] != first["picture"]


def test_a_spec_that_is_wrong_from_the_start_has_an_empty_page(serve: Serve, spec: Path) -> None:
    spec.write_text(BROKEN, encoding="utf-8")
    running = serve(spec)
    code, _, text = running.get("/")
    assert (code, titles(text)) == (200, "map.md")
    assert 'class="view"' not in text
    news = running.news()
    assert next(news)["errors"] == 2
    spec.write_text(MAP, encoding="utf-8")
    hear(news, lambda told: not told["errors"])
    assert 'class="view"' in running.get("/")[2]


def test_warnings_are_told_beside_a_picture(serve: Serve, spec: Path) -> None:
    spec.write_text(MAP + "\n## Busines harm\n- Something\n", encoding="utf-8")
    told = next(serve(spec).news())
    assert told["errors"] == 0
    assert told["count"] == len(told["problems"]) > 0


def test_one_view_alone_bears_the_ids_that_are_asked_for(serve: Serve, spec: Path) -> None:
    running = serve(spec)
    whole, alone = running.get("/")[2], running.get("/?view=opportunity-tree.users&number=2")[2]
    found = re.search(r'<section class="view" id="view-2".*?\n</section>\n</section>', whole, re.DOTALL)
    assert found
    assert 'data-key="opportunity-tree.users"' in found[0]
    assert found[0] in alone, "the view is the same to the letter, wherever it comes from"
    assert alone.count('class="view"') == 1
    for query in ("view=nothing", "view=opportunity-tree.nobody", "view=opportunity-tree", "view=metric-tree.x"):
        assert running.get(f"/?{query}")[0] == 204, query
    assert running.get("/?view=impact-map&number=x")[0] == 400


def test_many_views_that_are_asked_for_leave_no_heap(serve: Serve, spec: Path) -> None:
    running = serve(spec)
    for number in range(1, 200):
        assert running.get(f"/?view=impact-map&number={number}")[0] == 200
    assert len(running.preview._maps.table["map.md"].pages) <= 64


def test_many_views_at_once_all_get_theirs(serve: Serve, spec: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maps, "MOST_PAGES", 2)
    running = serve(spec)
    with ThreadPoolExecutor(12) as many:
        answers = many.map(lambda number: running.get(f"/?view=impact-map&number={number}"), range(1, 13))
        assert [code for code, _, _ in answers] == [200] * 12


def test_settings_and_brand_count_too(serve: Serve, spec: Path) -> None:
    running = serve(spec)
    news = running.news()
    first = next(news)
    settings, brand = spec.parent / "impactmap.toml", spec.parent / "brand.toml"
    settings.write_text('theme = "dark"\nbrand = "brand.toml"\n')
    told = hear(news, lambda told: told["errors"])
    assert told["problems"][0]["message"].endswith("impactmap.toml:2: the brand file 'brand.toml' is not there")
    brand.write_text('logo = "Blue corp"\n')
    settings.write_text('theme = "dark"\nbrand = "brand.toml"\n# so\n')
    told = hear(news, lambda told: told["picture"] != first["picture"])
    text = running.get("/")[2]
    assert 'data-theme="dark"' in text
    assert "Blue corp" in text
    brand.write_text('logo = "Red corp"\n')
    hear(news, lambda new: new["picture"] != told["picture"])
    assert "Red corp" in running.get("/")[2]
    settings.write_text('them = "dark"\nbrnd = "x"\n')
    told = hear(news, lambda told: told["errors"])
    assert "did you mean 'theme'" in told["problems"][0]["message"]
    assert "did you mean 'brand'" in told["problems"][1]["message"]
    settings.unlink()
    hear(news, lambda told: not told["errors"])
    assert "Red corp" not in running.get("/")[2]


def test_options_are_stronger_than_settings(serve: Serve, spec: Path, tmp_path: Path) -> None:
    (tmp_path / "impactmap.toml").write_text('theme = "dark"\nviews = ["goal-map"]\n')
    text = serve(spec, theme="light", view="opportunity-tree").get("/")[2]
    assert 'data-theme="light"' in text
    first = re.search(r'id="view-1" data-key="([^"]*)"', text)
    assert first and first[1].startswith("opportunity-tree")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda path: path.unlink(), "the spec is gone"),
        (lambda path: (path.unlink(), path.mkdir()), "Is a directory|regular file"),
        (lambda path: path.write_bytes(b"\xff\xfe\x00" * 99), ""),
        (lambda path: path.write_bytes(b""), "there is no spec in it"),
        (lambda path: path.write_text(MAP * 2_000), "bytes"),
        (lambda path: (path.unlink(), os.mkfifo(path)), "regular file"),
        (lambda path: (path.unlink(), path.symlink_to(path)), "symbolic links"),
    ],
    ids=["gone", "folder", "binary", "empty", "huge", "pipe", "loop"],
)
def test_whatever_becomes_of_the_file_the_picture_stays_and_comes_back(
    serve: Serve, spec: Path, spoil: Callable[[Path], object], said: str
) -> None:
    running = serve(spec, limits=Limits(bytes=100_000))
    news = running.news()
    first = next(news)
    spoil(spec)
    told = hear(news, lambda told: told["errors"])
    assert re.search(said, told["problems"][0]["message"])
    assert "Copies travel" in running.get("/")[2]
    shutil.rmtree(spec) if spec.is_dir() else spec.unlink(missing_ok=True)
    spec.write_text(MAP.replace("travel", "fly"), encoding="utf-8")
    hear(news, lambda told: not told["errors"] and told["picture"] != first["picture"])
    assert "Copies fly" in running.get("/")[2]


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="nothing is unreadable for root")
def test_a_file_that_may_not_be_read(serve: Serve, spec: Path) -> None:
    news = serve(spec).news()
    next(news)
    spec.chmod(0)
    assert "ermission" in hear(news, lambda told: told["errors"])["problems"][0]["message"]
    spec.chmod(0o600)
    assert hear(news, lambda told: not told["errors"])


def test_of_a_thousand_errors_the_first_are_told(serve: Serve, spec: Path) -> None:
    spec.write_text(MAP + "".join(f"  - nonsense{number}: x\n" for number in range(1000)), encoding="utf-8")
    told = next(serve(spec).news())
    assert told["errors"] == told["count"] == 1000
    assert len(told["problems"]) == 200


def test_a_storm_of_saves_ends_with_the_last(serve: Serve, spec: Path) -> None:
    running = serve(spec)
    news = running.news()
    next(news)
    drawn = 0
    for number in range(500):
        spec.write_text(MAP.replace("travel", f"travel{number}x"), encoding="utf-8")
        if number % 50 == 0:
            drawn += "travel" in running.get("/")[2]
    until(lambda: "travel499x" in running.get("/?view=impact-map")[2])
    assert drawn == 10
    last = running.get("/")[1]["ETag"].strip('"')
    assert hear(news, lambda told: told["picture"] == last)
    shown = running.preview._maps.table["map.md"]
    assert len(shown.pages) <= 2


# ---- folders ----------------------------------------------------------------------------------------------


def listed(running: Running) -> list[tuple[str, str]]:
    text = running.get("/")[2]
    found = re.findall(r'<a href="(/map/[^"]*)"[^>]*>([^<]*)</a>', text)
    return [(address, title) for address, title in found]


def test_a_folder_is_a_list_of_its_maps(serve: Serve, spec: Path) -> None:
    (spec.parent / "README.md").write_text("# About\n\nNot a map.\n")
    (spec.parent / "a b").mkdir()
    (spec.parent / "a b" / "駅 #1?.md").write_text(MAP, encoding="utf-8")
    (spec.parent / "broken.yaml").write_text("needs:\n  - title: x\n    evidense: y\n")
    running = serve(spec.parent)
    until(lambda: running.get("/")[2].count('class="state"></p>') == 0)
    assert listed(running) == [
        ("/map/a%20b/%E9%A7%85%20%231%3F.md", "Find the current draft"),
        ("/map/broken.yaml", "broken.yaml"),
        ("/map/map.md", "Find the current draft"),
    ]
    text = running.get("/")[2]
    assert re.search(r'class="wrong">\n<a href="/map/broken.yaml".*\n.*\n.*\d errors?: it cannot be drawn', text)
    for address, _ in listed(running):
        assert running.get(address)[0] == 200
    assert next(running.news("/map/a%20b/%E9%A7%85%20%231%3F.md"))["errors"] == 0


def test_the_list_follows_what_comes_and_goes(serve: Serve, spec: Path, poll: bool) -> None:
    running = serve(spec.parent, poll=poll)
    news = running.news()
    next(news)
    (spec.parent / "new").mkdir()
    other = spec.parent / "new" / "other.md"
    other.write_text(MAP.replace("# Find", "# Look for"), encoding="utf-8")
    until(lambda: ("/map/new/other.md", "Look for the current draft") in listed(running))
    assert next(news) == {}
    page = running.news("/map/new/other.md")
    assert next(page)["errors"] == 0
    other.unlink()
    assert "the spec is gone" in hear(page, lambda told: told["errors"])["problems"][0]["message"]
    spec.write_text(MAP.replace("# Find", "# Seek"), encoding="utf-8")
    until(lambda: ("/map/map.md", "Seek the current draft") in listed(running))


def test_a_page_becomes_a_map_and_a_half_written_map_stays_one(serve: Serve, spec: Path) -> None:
    page = spec.parent / "notes.md"
    page.write_text("# Notes\n")
    running = serve(spec.parent)
    assert [address for address, _ in listed(running)] == ["/map/map.md"]
    page.write_text(MAP, encoding="utf-8")
    until(lambda: "/map/notes.md" in [address for address, _ in listed(running)])
    page.write_text("# Notes\n\n## Custo")
    until(lambda: "it cannot be drawn" in running.get("/")[2] or "notes.md" in running.get("/")[2])
    assert "/map/notes.md" in [address for address, _ in listed(running)]


def test_an_empty_folder_waits(serve: Serve, tmp_path: Path) -> None:
    running = serve(tmp_path)
    assert "no spec here yet" in running.get("/")[2]
    (tmp_path / "map.md").write_text(MAP, encoding="utf-8")
    until(lambda: listed(running))


def test_two_folders_may_hold_the_same_names(serve: Serve, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "map.md").write_text(MAP.replace("# Find", f"# {name}: find"), encoding="utf-8")
    running = serve(tmp_path / "one", tmp_path / "two")
    until(lambda: {title[:4] for _, title in listed(running)} == {"one:", "two:"})
    assert len({address for address, _ in listed(running)}) == 2
    for address, title in listed(running):
        assert titles(running.get(address)[2]) == title


def test_a_map_that_moves_takes_along_who_looks_at_it(serve: Serve, spec: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    old, new = tmp_path / "one" / "map.md", tmp_path / "two" / "map.md"
    spec.replace(old)
    running = serve(tmp_path / "one", tmp_path / "two")
    news = running.news("/map/map.md")
    first = next(news)
    new.write_text(MAP.replace("travel", "fly"), encoding="utf-8")
    old.unlink()
    until(lambda: "Copies fly" in running.get("/map/map.md")[2])
    hear(news, lambda told: told["picture"] != first["picture"] and not told["errors"])
    new.write_text(MAP.replace("travel", "swim"), encoding="utf-8")
    until(lambda: "Copies swim" in running.get("/map/map.md")[2])


def test_a_map_that_is_gone_leaves_the_list_with_its_last_reader_and_may_come_back(serve: Serve, spec: Path) -> None:
    running = serve(spec.parent)
    news = running.news("/map/map.md")
    next(news)
    spec.unlink()
    hear(news, lambda told: told["errors"])
    assert listed(running), "as long as somebody looks at it"
    news.close()  # type: ignore[attr-defined]
    until(lambda: not listed(running))
    again = running.news("/map/map.md")
    assert next(again) == {"gone": True}
    spec.write_text(MAP, encoding="utf-8")
    assert hear(again, lambda told: "picture" in told)["errors"] == 0
    assert listed(running)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are text there")
def test_a_name_of_bytes_that_are_no_text_is_a_map_like_others(serve: Serve, spec: Path, poll: bool) -> None:
    odd = Path(os.fsdecode(os.fsencode(spec.parent) + b"/\xff.md"))
    odd.write_text(MAP.replace("# Find", "# Odd"), encoding="utf-8")
    running = serve(spec.parent, poll=poll)
    until(lambda: ("/map/%5Cudcff.md", "Odd the current draft") in listed(running))
    assert running.get("/map/%5Cudcff.md")[0] == 200
    news = running.news("/map/map.md")
    first = next(news)
    odd.write_text(MAP.replace("# Find", "# Strange"), encoding="utf-8")
    until(lambda: "Strange the current draft" in running.get("/")[2])
    spec.write_text(MAP.replace("travel", "fly"), encoding="utf-8")
    hear(news, lambda told: told["picture"] != first["picture"])


def test_a_pattern_is_a_list_too(serve: Serve, spec: Path) -> None:
    running = serve(str(spec.parent / "*.md"))
    assert [address for address, _ in listed(running)] == ["/map/map.md"]
    (spec.parent / "more.md").write_text(MAP, encoding="utf-8")
    until(lambda: len(listed(running)) == 2)


def test_hostile_names_and_words_are_only_text(serve: Serve, tmp_path: Path) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    (tmp_path / f"{hostile}.md".replace("/", "")).write_text(MAP.replace("Find", hostile), encoding="utf-8")
    running = serve(tmp_path)
    until(lambda: "&lt;img src=x onerror=alert(1)&gt; the current draft" in running.get("/")[2])
    assert "<img" not in running.get("/")[2]
    ((address, _),) = listed(running)
    assert "<img" not in running.get(address)[2]


def test_another_run_has_other_tags(serve: Serve, spec: Path) -> None:
    assert next(serve(spec).news())["picture"] != next(serve(spec).news())["picture"]
