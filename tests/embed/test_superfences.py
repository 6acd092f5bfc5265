"""Fences on pages: options, files, mistakes and what a strict build makes of them."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from docs_sites import SPEC, WRONG, Site

from impactmap.embed import picture, superfences

markdown = pytest.importorskip("markdown", reason="mkdocs is not installed")


def parser(**options: Any) -> Any:
    custom = {"name": "impactmap", "class": "impactmap", "validator": superfences.validator}
    custom["format"] = superfences.formatter(**options) if options else superfences.fence
    settings = {"pymdownx.superfences": {"custom_fences": [custom]}}
    return markdown.Markdown(extensions=["attr_list", "pymdownx.superfences"], extension_configs=settings)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "one.yaml").write_text(SPEC)
    return tmp_path


def messages(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records]


def fenced(head: str, body: str = "") -> str:
    return f"```impactmap {head}\n{body}```\n"


MISTAKES = {
    'veiw="goal-map"': "there is no option 'veiw': did you mean 'view'?",
    'view="goalmap"': "there is no view 'goalmap': did you mean 'goal-map'?",
    'theme="drak"': "there is no theme 'drak': did you mean 'dark'?",
    'direction="rigth"': "there is no direction 'rigth': did you mean 'right'?",
    'width="wide"': "the width 'wide' is no length: write it as in 640px, 80% or 16cm",
    'width="1px;color:red"': "the width '1px;color:red' is no length: write it as in 640px, 80% or 16cm",
    'alt=" "': "the option 'alt' is empty: leave it out or give it a value",
    'text="maybe"': "the option 'text' is yes or no, not 'maybe'",
    'outcome="x" view="goal-map"': "no gain or metric is called 'x'",
    'file="maps/one.yaml"': "the block names a file and holds a spec: keep one of the two",
}


@pytest.mark.parametrize("head", MISTAKES)
def test_a_mistake_in_options_is_said_on_the_page_and_logged(
    head: str, project: Path, caplog: pytest.LogCaptureFixture
) -> None:
    html = parser().convert(fenced(head, SPEC))
    assert "impactmap-error" in html and "<svg" not in html
    [said] = messages(caplog)
    assert MISTAKES[head] in said
    assert caplog.records[0].name.startswith("mkdocs.") and caplog.records[0].levelno == logging.WARNING
    assert html.count("&#39;") == said.count("'"), "the page says the same"


def test_mistakes_of_every_kind_are_said_together(project: Path, caplog: pytest.LogCaptureFixture) -> None:
    html = parser().convert('```impactmap file="maps/on.yaml" veiw="goal-map" theme="drak"\n```\n')
    said = messages(caplog)
    assert len(said) == 3 and all(one in unescape(html) for one in said)
    assert "'veiw'" in said[0] and "'drak'" in said[1] and "there is no file 'maps/on.yaml'" in said[2]
    caplog.clear()
    parser().convert(fenced('veiw="goal-map"', SPEC + "extra: 1\n"))
    assert "'veiw'" in messages(caplog)[0] and "error[unknown-field]" in messages(caplog)[1]
    caplog.clear()
    (project / "impactmap.toml").write_text('theme = "drak"\n')
    parser().convert(fenced('veiw="goal-map"', SPEC))
    assert "'veiw'" in messages(caplog)[0] and "impactmap.toml:1: 'theme'" in messages(caplog)[1]


FILES = {
    "maps/on.yaml": "there is no file 'maps/on.yaml'",
    "maps": "there is no file 'maps'",
    "../secret.yaml": "lies outside",
    "maps/../../secret.yaml": "lies outside",
    "link.yaml": "lies outside",
    "folder/secret.yaml": "lies outside",
    "ring": "no name of a file",
    "nul\0": "no name of a file",
    "pipe": "there is no file 'pipe'",
}


@pytest.mark.parametrize("name", FILES)
def test_no_file_from_outside_the_project_is_shown(
    name: str, project: Path, caplog: pytest.LogCaptureFixture, tmp_path_factory: pytest.TempPathFactory
) -> None:
    import os

    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.yaml").write_text(SPEC)
    (project / "link.yaml").symlink_to(outside / "secret.yaml")
    (project / "folder").symlink_to(outside)
    (project / "ring").symlink_to(project / "ring")
    os.mkfifo(project / "pipe")
    html = parser().convert(f'```impactmap file="{name}"\n```\n')
    assert "impactmap-error" in html and "Copies travel" not in html
    [said] = messages(caplog)
    assert FILES[name] in said


def test_an_absolute_path_is_refused(project: Path, caplog: pytest.LogCaptureFixture) -> None:
    parser().convert(f'```impactmap file="{project}/maps/one.yaml"\n```\n')
    assert "is an absolute path" in messages(caplog)[0]


def test_a_formatter_has_a_folder_and_defaults(project: Path, caplog: pytest.LogCaptureFixture) -> None:
    md = parser(folder="maps", theme="dark", text=True)
    html = md.convert('```impactmap file="one.yaml"\n```\n')
    assert "prefers-color-scheme" not in html and "<details" in html
    assert "prefers-color-scheme" in md.convert('```impactmap file="one.yaml" theme="auto" text="no"\n```\n')
    assert messages(caplog) == []
    md.convert('```impactmap file="../mkdocs.yml"\n```\n')
    assert "lies outside 'maps/'" in messages(caplog)[0]


def test_the_settings_of_the_project_hold_for_what_a_fence_leaves_open(project: Path) -> None:
    (project / "brand.toml").write_text('logo = "Blue corp"\n[light]\nneed = "#0a4fd0"\n')
    (project / "impactmap.toml").write_text('views = ["goal-map"]\ntheme = "light"\nbrand = "brand.toml"\n')
    html = parser().convert(fenced("", SPEC))
    assert "Blue corp" in html and "--need-accent:#0a4fd0" in html and "prefers-color-scheme" not in html
    assert "Goal map" in html
    assert "Customer-first" in parser().convert(fenced('view="impact-map"', SPEC))


def test_wrong_settings_are_said_with_their_line(project: Path, caplog: pytest.LogCaptureFixture) -> None:
    (project / "impactmap.toml").write_text('theme = "drak"\n')
    assert "impactmap-error" in parser().convert(fenced("", SPEC))
    assert "impactmap.toml:1: 'theme' cannot be 'drak': did you mean 'dark'?" in messages(caplog)[0]


def test_text_of_a_spec_is_only_ever_text(project: Path) -> None:
    payload = "<script>alert(1)</script><b onclick=x>"
    spec = SPEC + f"summary: '{payload}'\nas_of: '{payload}'\n"
    for head in ("text", 'caption="</figcaption><script>" alt="\'><script>"'):
        html = parser().convert(fenced(head, SPEC.replace("Copies", payload)))
        assert "<svg" in html and "<script" not in html and "onclick=x>" not in html.replace("onclick=x&gt;", "")
    wrong = parser().convert(fenced("", spec))
    assert "impactmap-error" in wrong and "<script" not in wrong
    assert "<script" not in parser().convert(fenced('veiw="<script>"', SPEC))


def test_ids_differ_between_maps_and_are_the_same_in_every_build(project: Path) -> None:
    page = fenced("", SPEC) * 2 + fenced('theme="dark"', SPEC) + fenced('file="maps/one.yaml"')
    first, second = parser().convert(page), parser().convert(page)
    ids = re.findall(r' id="([^"]+)"', first)
    assert first == second and first.count("<svg") == 4
    assert len(ids) == len(set(ids)) > 20


def test_a_picture_is_drawn_once_for_each_content(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    solved = []
    from impactmap import layout

    solve = layout.solve
    monkeypatch.setattr(layout, "solve", lambda problem, *rest: solved.append(1) or solve(problem, *rest))
    picture._drawn.cache_clear()
    for _ in range(3):
        parser().convert(fenced("", SPEC) + fenced('theme="dark" caption="Once more"', SPEC))
    drawn = len(solved)
    assert drawn >= 1
    parser().convert(fenced("", SPEC))
    assert len(solved) == drawn
    parser().convert(fenced("", SPEC.replace("Copies", "Mails")))
    assert len(solved) > drawn
    picture._drawn.cache_clear()


def test_a_defect_is_said_too(project: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(superfences, "drawn", lambda asked: 1 / 0)
    html = parser().convert(fenced("", SPEC))
    assert "this is a defect of impactmap" in html and "division by zero" in messages(caplog)[0]


def test_options_that_superfences_cannot_read_are_not_dropped(project: Path, caplog: pytest.LogCaptureFixture) -> None:
    custom = {
        "name": "impactmap",
        "class": "impactmap",
        "validator": superfences.validator,
        "format": superfences.fence,
    }
    settings = {"pymdownx.superfences": {"custom_fences": [custom], "relaxed_headers": True}}
    md = markdown.Markdown(extensions=["pymdownx.superfences"], extension_configs=settings)
    assert "impactmap-error" in md.convert("```impactmap view=goal-map\n" + SPEC + "```\n")
    assert "'view=goal-map' behind the fence is not understood" in messages(caplog)[0]


# ---- whole sites ------------------------------------------------------------------------------------------------

SAID = (
    "docs/wrong.md:10:9: error[unknown-field]: a root cause has no field 'explans'",
    "^^^^^^^ did you mean 'explains'?",
    "docs/wrong.md:15: there is no file 'maps/bleu.md'",
    "did you mean 'maps/blue.md'?",
    "docs/wrong.md:18: there is no option 'veiw': did you mean 'view'?",
    "docs/wrong.md:18: there is no theme 'drak': did you mean 'dark'?",
    "docs/wrong.md: error[nothing-to-draw]",
)


@pytest.mark.parametrize("host", ["material", "zensical"])
def test_what_is_wrong_is_on_the_page_and_in_the_log_and_fails_a_strict_build(
    host: str, new_site: Callable[[str], Site]
) -> None:
    site = new_site(host)
    site.write("docs/index.md", "# Start\n\nNothing here.\n")
    site.write("docs/wrong.md", WRONG)
    done = site.build()
    assert done.returncode == 0 and "Traceback" not in done.stderr
    html = site.page("wrong/index.html").replace("&#39;", "'")
    for said in SAID:
        assert said in done.stderr
        assert said in html
    assert html.count("impactmap-error") == 3
    if host == "zensical":  # it tells nobody of `--strict`, only of the setting
        settings = site.root / "zensical.toml"
        settings.write_text(settings.read_text().replace("[project]\n", "[project]\nstrict = true\n"))
        done = site.build("--clean")
    else:
        done = site.build("--strict")
        assert "Aborted with 5 warnings in strict mode!" in done.stdout + done.stderr
    assert done.returncode == 1
    assert SAID[0] in done.stderr


@pytest.mark.parametrize("docs", ["docs", "../docs"])
def test_a_checkout_elsewhere_and_a_file_of_settings_named_from_here_make_no_difference(
    docs: str, new_site: Callable[[str], Site]
) -> None:
    pages = []
    for options in ((), ("-f", "mkdocs.yml")):
        site = new_site("mkdocs")
        site.root = site.root / "inner"
        site.root.mkdir()
        for name in ("mkdocs.yml", "maps"):
            (site.root.parent / name).rename(site.root / name)
        settings = site.root / "mkdocs.yml"
        settings.write_text(f"docs_dir: {docs}\n{settings.read_text()}")
        site.write(f"{docs}/index.md", '# Start\n\n```impactmap file="maps/blue.md"\n```\n')
        done = site.build("--strict", *options)
        assert done.returncode == 0, done.stderr
        pages.append(re.search(r"<figure.*?</figure>", site.page(), re.DOTALL))
    assert pages[0] and pages[1] and pages[0][0] == pages[1][0]


def test_zensical_draws_a_page_again_when_its_file_has_changed(new_site: Callable[[str], Site]) -> None:
    import os

    site = new_site("zensical")
    site.write("docs/index.md", '# Start\n\n```impactmap file="maps/blue.md"\n```\n')
    assert site.build().returncode == 0
    assert "A new title" not in site.page()
    spec = site.root / "maps" / "blue.md"
    spec.write_text(re.sub("^# .*", "# A new title", spec.read_text(), flags=re.MULTILINE))
    os.utime(spec, (2_000_000_000, 2_000_000_000))  # it looks at whole seconds
    assert site.build().returncode == 0
    assert "A new title" in site.page()
