"""What is offered for copying works as it stands: the recipes of the docs, the hooks, the container."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml
from docs_sites import SAMPLES, Site, run

from impactmap.cli import COMMANDS

ROOT = Path(__file__).parents[2]
AUTO = "light-dark(#ffffff,"  # as the style of a map says it, and no theme
DOCS = (ROOT / "docs" / "embed.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    """The blocks of code in a language, of three backticks or four."""
    found = re.findall(rf"^(````?){language}\n(.*?)^\1$", DOCS, re.MULTILINE | re.DOTALL)
    return [body for _, body in found]


def test_the_recipes_for_mkdocs_work(new_site: Callable[[str], Site]) -> None:
    site = new_site("material")
    shutil.copy(SAMPLES / "blue-corp.md", site.root / "maps")
    recipe, formatter = blocks("yaml")[:2]
    site.write("mkdocs.yml", f"site_name: Maps\ntheme: {{name: material, font: false}}\n{recipe}")
    site.write("docs/index.md", "# Start\n\n" + "\n".join(blocks("markdown")))
    done = site.build("--strict")
    assert done.returncode == 0, done.stderr
    assert site.page().count('class="map"') == 2 and AUTO in site.page()
    start = site.root / "docs" / "index.md"
    start.write_text(start.read_text("utf-8").replace('file="maps/blue-corp.md"', "file=maps/blue-corp.md"), "utf-8")
    done = site.build("--strict")
    assert done.returncode == 1 and "'file=maps/blue-corp.md" in done.stderr, "quotes are missing, and that is said"
    plain = "          format: !!python/name:impactmap.embed.superfences.fence\n"
    assert plain in recipe
    site.write("mkdocs.yml", f"site_name: Maps\ntheme: mkdocs\n{recipe.replace(plain, formatter)}")
    shutil.copytree(site.root / "maps", site.root / "docs" / "maps")
    site.write("docs/index.md", '```impactmap file="blue-corp.md"\n```\n')
    done = site.build()
    assert 'figure class="impactmap' in site.page() and "<details" in site.page(), done.stderr
    assert AUTO not in site.page()


def test_the_recipe_for_zensical_works(new_site: Callable[[str], Site]) -> None:
    site = new_site("zensical")
    shutil.copy(SAMPLES / "blue-corp.md", site.root / "maps")
    recipe = blocks("toml")[0].replace("[project]\n", '[project]\nsite_name = "Maps"\n')
    site.write("zensical.toml", recipe)
    site.write("docs/index.md", "# Start\n\n" + "\n".join(blocks("markdown")))
    done = site.build("--strict")
    assert done.returncode == 0 and not re.search("impactmap", done.stderr), done.stderr
    assert site.page().count('class="map"') == 2
    other = re.search(r"^`(format = \{.*\})`", DOCS, re.MULTILINE)
    assert other
    changed = recipe.replace('format = "impactmap.embed.superfences.fence"', other[1])
    assert changed != recipe
    site.write("zensical.toml", changed)
    assert site.build("--clean").returncode == 0
    assert 'class="map"' in site.page() and AUTO not in site.page()


def test_the_recipe_for_sphinx_works(tmp_path: Path) -> None:
    pytest.importorskip("sphinx", reason="sphinx is not installed")
    site = Site(tmp_path, "sphinx")
    site.write("conf.py", blocks("python")[0] + 'numfig = True\nexclude_patterns = ["maps"]\n')
    site.write("maps/blue-corp.md", (SAMPLES / "blue-corp.md").read_text("utf-8"))
    site.write("index.rst", "Start\n=====\n\nSee :numref:`what-we-could-try`.\n\n" + blocks("rst")[0])
    done = run("sphinx", "-q", "-W", "-b", "html", ".", "site", cwd=site.root)
    assert done.returncode == 0, done.stderr
    assert site.page().count('class="map"') == 2


def test_every_page_that_is_named_is_there() -> None:
    named = set(re.findall(r"\]\(([^)#:]+)[^):]*\)", DOCS))
    assert named and all((ROOT / "docs" / name).exists() for name in named), named


def test_what_the_page_about_text_shows_is_what_the_command_says(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "text.md").read_text("utf-8")
    [shown] = re.findall(r"^```text\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    done = run("impactmap", "render", str(SAMPLES / "blue-corp.md"), "--format", "text", "-o", "-", cwd=tmp_path)
    assert shown in done.stdout


# ---- hooks for pre-commit ---------------------------------------------------------------------------------------

HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))


def test_the_hooks_are_what_pre_commit_expects() -> None:
    if command := shutil.which("pre-commit"):
        subprocess.run([command, "validate-manifest", ROOT / ".pre-commit-hooks.yaml"], check=True, timeout=120)
    known = {"id", "name", "description", "entry", "language", "files", "exclude", "always_run"}
    known |= {"require_serial", "pass_filenames", "minimum_pre_commit_version"}
    for hook in HOOKS:
        assert {"id", "name", "entry", "language"} <= set(hook) <= known
        assert hook["language"] == "python", "its environment is made from this repository alone"
        program, command, *_ = hook["entry"].split()
        assert program == "impactmap" and command in COMMANDS
        assert hook["id"] == hook["entry"].replace(" --", "-").replace(" ", "-")


@pytest.mark.parametrize(
    ("file", "taken"),
    [
        ("maps/a.md", True),
        ("docs/maps/deep/b.yaml", True),
        ("maps/c.yml", True),
        ("README.md", False),
        ("roadmaps/a.md", False),
        ("maps/a.svg", False),
        ("maps.md", False),
        ("maps/README.md", False),
        ("docs/maps/deep/readme.markdown", False),
        ("maps/readme/a.md", True),
        ("maps/readme-first.md", True),
    ],
)
def test_the_hooks_look_at_maps_only(file: str, taken: bool) -> None:
    looking = [hook for hook in HOOKS if hook.get("pass_filenames", True)]
    assert [hook["id"] for hook in looking] == ["impactmap-check", "impactmap-fmt"]
    for hook in looking:
        assert bool(re.search(hook["files"], file) and not re.search(hook["exclude"], file)) == taken


def test_the_hook_that_compares_pictures_runs_whatever_has_changed() -> None:
    [hook] = [hook for hook in HOOKS if not hook.get("pass_filenames", True)]
    assert hook["always_run"] and "files" not in hook


def test_the_docs_name_hooks_that_there_are() -> None:
    config = next(yaml.safe_load(block) for block in blocks("yaml") if block.startswith("repos:"))
    [repository] = config["repos"]
    assert {hook["id"] for hook in repository["hooks"]} == {hook["id"] for hook in HOOKS}


# ---- the container ----------------------------------------------------------------------------------------------

CONTAINER = (ROOT / "Containerfile").read_text("utf-8")


def instructions() -> list[tuple[str, str]]:
    joined = re.sub(r"\\\n", " ", re.sub(r"^#.*\n", "", CONTAINER, flags=re.MULTILINE))
    pairs = (line.split(None, 1) for line in joined.splitlines() if line.strip())
    return [(name, rest) for name, rest in pairs]


def test_the_container_is_nobodys_root_and_starts_the_command() -> None:
    found = instructions()
    last = max(at for at, (name, _) in enumerate(found) if name == "FROM")
    final = found[last:]
    assert ("ENTRYPOINT", '["impactmap"]') in final
    [user] = [rest for name, rest in final if name == "USER"]
    assert user.split(":")[0] not in {"0", "root"}
    after = final[[name for name, _ in final].index("USER") :]
    assert not any("useradd" in rest or "install" in rest for _, rest in after)
    assert sum(name == "FROM" for name, _ in found) == 2, "what builds the wheel stays behind"


def test_the_container_copies_what_there_is_and_what_is_not_ignored() -> None:
    allowed = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    copied = [
        name for kind, rest in instructions() if kind == "COPY" and "--from" not in rest for name in rest.split()[:-1]
    ]
    assert sorted(copied) == sorted(allowed)
    assert all((ROOT / name).exists() for name in copied)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    needed = {project["project"]["readme"], *project["project"]["license-files"]}
    needed |= set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"])
    assert needed <= set(copied)
    extras = re.search(r"\[([\w,]+)\]\"", CONTAINER)
    assert extras and set(extras[1].split(",")) <= set(project["project"]["optional-dependencies"])
    wheel = f"{project['project']['name'].replace('-', '_')}-0.1.0-py3-none-any.whl"
    assert any(fnmatch(f"/wheels/{wheel}", pattern) for pattern in re.findall(r"/wheels/\S+\.whl", CONTAINER))


def test_the_steps_of_the_container_are_sound_shell() -> None:
    for name, rest in instructions():
        if name == "RUN":
            subprocess.run(["sh", "-n"], input=rest, text=True, check=True, timeout=60)
            assert not re.search(r"\b(curl|wget|apt|apt-get)\b", rest), "it needs nothing but Python's packages"


def test_the_container_draws_a_map_while_it_is_made(tmp_path: Path) -> None:
    step = next(rest for name, rest in instructions() if name == "RUN" and "render -" in rest)
    spec = subprocess.run(["sh", "-c", step.split("|")[0]], capture_output=True, check=True, timeout=60, cwd=tmp_path)
    (tmp_path / "map.yaml").write_bytes(spec.stdout)
    done = run("impactmap", "render", "map.yaml", cwd=tmp_path, PYTHONPATH=str(ROOT))
    assert done.returncode == 0, done.stderr
