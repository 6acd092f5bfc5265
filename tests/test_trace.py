"""What the system is asked for: a trace shows no network, no other program, and no file but those that are due."""

from __future__ import annotations

import re
import urllib.request
from pathlib import Path

import pytest
from docs_sites import PAGE, SETTINGS
from previewing import until
from tracing import PATIENCE, Trace, Traced, traced

SPEC = """\
# Drafts

## Customer need
- I can't tell which draft is current: <https://example.com/draft>

## Root causes
- Copies travel by e-mail
  - evidence: interview, n=4, 2026-08
- ![a picture](https://example.com/a.png) and {{ include("/etc/passwd") }}

## Business harm
- Licences are cut

## KPI gains
- More documents
"""


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A folder with a spec, the project's settings, and a file that is nobody's business."""
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "a.md").write_text(SPEC, encoding="utf-8")
    (folder / "impactmap.toml").write_text('theme = "dark"\n', encoding="utf-8")
    (folder / "secret.txt").write_text("top secret", encoding="utf-8")
    return folder


def check_files(trace: Trace, output: str = "(?!)") -> None:
    """Only the spec and the settings are read; only the cache changes, and the output, a pattern of names."""
    work, cache = re.escape(str(trace.folder)), re.escape(str(trace.folder.parent / "cache"))
    own = re.compile(f"(?:{cache}|{work}/(?:{output}))(/|$)")
    assert {path for path in trace.written if not own.match(path)} == set()
    given = {str(trace.folder), f"{trace.folder}/a.md", f"{trace.folder}/impactmap.toml"}
    assert {path for path in trace.read if not own.match(path)} <= given
    assert f"{trace.folder}/a.md" in trace.read


def check_alone(trace: Trace) -> None:
    """One program, and no network."""
    assert trace.talk == []
    assert len(trace.programs) == 1


@pytest.mark.parametrize(
    ("command", "output"),
    [
        (("render", "a.md", "-o", "out.svg"), r"out\.svg|\.impactmap-\w+\.tmp"),
        (("render", "a.md", "-o", "out.html"), r"out\.html|\.impactmap-\w+\.tmp"),
        (("build", ".", "-o", "out"), "out"),
        (("check", "a.md"), "(?!)"),
    ],
    ids=lambda one: f"{one[0]} {one[-1]}" if isinstance(one, tuple) else "",
)
def test_only_what_is_due_is_asked_for(tmp_path: Path, work: Path, command: tuple[str, ...], output: str) -> None:
    with traced(tmp_path, "impactmap", *command) as process:
        trace = process.trace()
    check_alone(trace)
    check_files(trace, output)


def heard(process: Traced, words: str) -> str:
    """The first line that has the words."""
    for line in process.said:
        if words in line:
            return line
    raise AssertionError(f"it has ended without '{words}'")


def test_a_watch_writes_its_output_and_nothing_else(tmp_path: Path, work: Path) -> None:
    with traced(tmp_path, "impactmap", "watch", ".", "-o", "out") as process:
        heard(process, "Waiting for changes")
        (work / "a.md").write_text(SPEC.replace("travel", "fly"), encoding="utf-8")
        heard(process, "built")
        process.end()
        trace = process.trace(0, -15)
    assert "Copies fly" in (work / "out" / "a.svg").read_text("utf-8")
    check_alone(trace)
    check_files(trace, "out")


def test_a_preview_listens_on_this_machine_and_writes_nothing(tmp_path: Path, work: Path) -> None:
    with traced(tmp_path, "impactmap", "serve", "a.md", "--no-open", "--port", "0") as process:
        address = heard(process, "http://").split()[4]

        def page() -> str:
            with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 - its own address
                return str(answer.read().decode())

        assert "Copies travel" in page()
        (work / "a.md").write_text(SPEC.replace("travel", "fly"), encoding="utf-8")
        until(lambda: "Copies fly" in page())
        process.end()
        trace = process.trace()
    assert len(trace.programs) == 1
    check_files(trace)
    made = [call for call in trace.talk if call.startswith(("socket(", "bind("))]
    assert len(made) == 2, made
    assert made[0].startswith("socket(AF_INET, SOCK_STREAM")
    assert "bind({sa_family=AF_INET" in made[1]
    assert '"127.0.0.1"' in made[1]
    # All else that is said is said to whom has come: nobody is called.
    assert {call.partition("(")[0] for call in trace.talk} == {"socket", "bind", "listen", "sendto"}
    assert [call for call in trace.talk if call.startswith("sendto(") and ", NULL, 0" not in call] == []


def test_a_site_with_maps_writes_its_output_and_nothing_else(tmp_path: Path, work: Path) -> None:
    for host in ("mkdocs", "pymdownx.superfences"):
        pytest.importorskip(host, reason=f"{host} is not installed")
    name, settings = SETTINGS["mkdocs"]
    (work / name).write_text(settings, encoding="utf-8")
    (work / "docs").mkdir()
    (work / "docs" / "index.md").write_text(PAGE.replace("maps/blue.md", "a.md"), encoding="utf-8")
    with traced(tmp_path, "mkdocs", "build", "--strict") as process:
        trace = process.trace()
    assert (work / "site" / "index.html").read_text("utf-8").count("<svg") > 3
    check_alone(trace)
    due = (f"{work}/site", f"{tmp_path}/cache", f"{tmp_path}/temporary")
    assert {path for path in trace.written if not path.startswith(due)} == set()
    assert f"{work}/secret.txt" not in trace.read
