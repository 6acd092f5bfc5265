"""PNG: the right size, text in its place without any font of the machine, the same bytes everywhere."""

from __future__ import annotations

import hashlib
import itertools
import os
import re
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
import zlib
from pathlib import Path
from types import ModuleType

import pytest
import svg_walker

from impactmap import load, render
from impactmap.diagnostics import LayoutError, UsageError
from impactmap.drawing import Page, compose, sketch
from impactmap.formats import fontfile, fonts, png, printed
from impactmap.graph import Graph
from impactmap.layout import plain
from impactmap.measure import Face, width
from impactmap.paper import Paper, paper
from impactmap.pipeline import Options, picture
from impactmap.theme import DARK, LIGHT, Theme
from impactmap.views import every

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLES = sorted((ROOT / "samples").glob("*.md"))
BLUE = ROOT / "samples" / "blue-corp.md"
SVG = "{http://www.w3.org/2000/svg}"

Rows = list[bytes]  # of pixels, four bytes each


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without fonts."""
    monkeypatch.setenv(fonts.FOLDERS, "")


def chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    found, at = [], 8
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        name, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        assert struct.unpack_from(">I", data, at + 8 + length)[0] == zlib.crc32(name + body)
        found.append((name, body))
        at += 12 + length
    return found


def size(data: bytes) -> tuple[int, int]:
    return struct.unpack_from(">II", data, 16)


def pixels(data: bytes) -> Rows:
    """What is in a PNG file of eight bits a channel, with transparency (PNG specification, 9.2)."""
    width, height = size(data)
    raw = zlib.decompress(b"".join(body for name, body in chunks(data) if name == b"IDAT"))
    stride = 4 * width
    rows: Rows = []
    above = bytes(stride)
    for y in range(height):
        kind, *_ = raw[y * (stride + 1) : y * (stride + 1) + 1]
        row = bytearray(raw[y * (stride + 1) + 1 : (y + 1) * (stride + 1)])
        if kind == 1:
            for i in range(4, stride):
                row[i] = (row[i] + row[i - 4]) & 255
        elif kind == 2:
            row = bytearray((a + b) & 255 for a, b in zip(row, above, strict=True))
        elif kind:
            for i in range(stride):
                left, corner = (row[i - 4], above[i - 4]) if i >= 4 else (0, 0)
                if kind == 3:
                    guess = (left + above[i]) // 2
                else:
                    far = [abs(above[i] - corner), abs(left - corner), abs(left + above[i] - 2 * corner)]
                    guess = (left, above[i], corner)[far.index(min(far))]
                row[i] = (row[i] + guess) & 255
        above = bytes(row)
        rows.append(above)
    return rows


def page_of(graph: Graph) -> Page:
    sketched = sketch(graph)
    return compose(sketched, plain.solve(sketched.problem))


def drawn(graph: Graph, sheet: Paper, mode: str = "light") -> bytes:
    return png.document([page_of(graph)], title="T", mode=mode, theme=Theme(), paper=sheet)  # type: ignore[arg-type]


# ---- size -------------------------------------------------------------------------------------------------


def test_a_picture_has_two_pixels_for_each_px_and_says_so(specimen: ModuleType) -> None:
    page = page_of(specimen.IMPACT_MAP)
    data = png.document([page], title="Ü & <b>", mode="light", theme=Theme())
    assert size(data) == (round(page.width * 2), round(page.height * 2))
    about = dict(chunks(data))
    assert about[b"pHYs"] == struct.pack(">IIB", 7559, 7559, 1)  # 192 dots an inch
    assert about[b"iTXt"] == b"Title\0\0\0\0\0" + "Ü & <b>".encode()
    assert [name for name, _ in chunks(data)][:3] == [b"IHDR", b"pHYs", b"iTXt"]


@pytest.mark.parametrize(
    ("scale", "page", "expected"),
    [(1, "1600x900", (1600, 900)), (1.5, "slide", (1920, 1080)), (2, "a4", (2245, 1587)), (0.1, "a3", (159, 112))],
)
def test_a_page_has_exactly_its_pixels(
    specimen: ModuleType, scale: float, page: str, expected: tuple[int, int]
) -> None:
    assert size(drawn(specimen.IMPACT_MAP, paper(scale, page))) == expected


@pytest.mark.parametrize(("mode", "colour"), [("light", LIGHT.page), ("auto", LIGHT.page), ("dark", DARK.page)])
def test_the_whole_page_has_the_colour_of_its_theme(specimen: ModuleType, mode: str, colour: str) -> None:
    rows = pixels(drawn(specimen.IMPACT_MAP, paper(0.3, "a4-portrait"), mode))
    edge = bytes.fromhex(colour[1:]) + b"\xff"
    corners = {rows[y][x : x + 4] for y in (0, -1) for x in (0, len(rows[0]) - 4)}
    assert corners == {edge}
    assert len({row[i : i + 4] for row in rows for i in range(0, len(row), 4)}) > 50  # and a picture is on it


def test_too_many_pixels_are_refused_with_the_scale_that_would_do(
    specimen: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(png, "MOST_PIXELS", 100_000)
    with pytest.raises(UsageError, match=r"would have 3,\d{3} × [\d,]+ pixels, and 100,000 are possible") as error:
        drawn(specimen.IMPACT_MAP, paper(2))
    hint = re.search(r"--scale ([\d.]+) would do", str(error.value))
    assert hint and 90_000 < int.__mul__(*size(drawn(specimen.IMPACT_MAP, paper(float(hint[1]))))) <= 100_000
    monkeypatch.setattr(png, "MOST_PIXELS", 100)
    with pytest.raises(UsageError, match="svg and pdf have no such limit"):
        drawn(specimen.IMPACT_MAP, paper(2))


def test_a_side_has_a_limit_too(specimen: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(png, "MOST_SIDE", 500)
    with pytest.raises(UsageError, match=r"500 on a side: --scale 0\.\d+ would do"):
        drawn(specimen.IMPACT_MAP, paper(1))


# ---- text -------------------------------------------------------------------------------------------------


def _boxes(root: ET.Element, x: float = 0, y: float = 0) -> list[tuple[str, float, float, float, float]]:
    """Each line of text, and where its ink may be."""
    found = []
    for element in root:
        moved = re.match(r"translate\(([-\d.]+) ([-\d.]+)\)", element.get("transform", ""))
        dx, dy = map(float, moved.groups()) if moved else (0.0, 0.0)
        if element.tag == f"{SVG}text":
            left, base = x + float(element.get("x", 0)), y + float(element.get("y", 0))
            em, spacing, text = (
                float(element.get("font-size", 0)),
                float(element.get("letter-spacing", 0)),
                element.text or "",
            )
            face: Face = "bold" if element.get("font-weight") else "italic" if element.get("font-style") else "regular"
            found.append((text, left, base - em, left + width(text, em, face, spacing=spacing), base + em * 0.3))
        found += _boxes(element, x + dx, y + dy)
    return found


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_line_has_ink_within_its_width_and_none_is_elsewhere(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    scale, near = 1.0, 2
    model = load(ROOT / "samples" / "minimal.md")
    seen: list[str] = []

    def told(*given: object, **more: object) -> printed.Printed:
        made = original(*given, **more)  # type: ignore[arg-type]
        seen.append(made.svg)
        return made

    original = printed.printed
    monkeypatch.setattr(png, "printed", told)
    options = Options(theme=mode, format="png", paper=Paper(scale))  # type: ignore[arg-type]
    lettered = pixels(picture(model, options)[0])
    monkeypatch.setattr(printed, "_element", lambda about, words: "")
    blank = pixels(picture(model, options)[0])
    ink = {
        (x, y)
        for y, (one, other) in enumerate(zip(lettered, blank, strict=True))
        if one != other
        for x in range(len(one) // 4)
        if one[4 * x : 4 * x + 4] != other[4 * x : 4 * x + 4]
    }
    boxes = _boxes(ET.fromstring(seen[0]))
    assert len(boxes) > 15
    claimed: set[tuple[int, int]] = set()
    for text, left, top, right, bottom in boxes:
        columns, lines = range(int(left) - near, int(right) + near + 1), range(int(top), int(bottom) + 1)
        here = {(x, y) for x in columns for y in lines} & ink
        assert len(here) > 4 * len(text), text
        # It starts and ends where it was measured to, but for the room beside the first and last letter.
        assert min(x for x, _ in here) <= left + 4 and max(x for x, _ in here) >= right - 5, text
        claimed |= here
    assert ink == claimed


@pytest.mark.usefixtures("bare")
def test_bold_and_italic_are_cuts_of_their_own(specimen: ModuleType) -> None:
    import resvg_py

    def ink(how: str) -> int:
        svg = (
            '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40" font-family="Arimo">'
            f'<text x="9" y="30" font-size="24" {how}>Proposal</text></svg>'
        )
        files = [str(path) for path in fonts.packaged("png")]
        rows = pixels(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=files))
        return sum(sum(row[3::4]) for row in rows)

    assert ink('font-weight="700"') > 1.2 * ink("") and ink('font-style="italic"') != ink("")


def test_the_style_has_no_rule_that_the_renderer_passes_over(specimen: ModuleType) -> None:
    """It knows neither `:not()` nor media queries, and would show shaky links as strong as others."""
    for mode in ("auto", "light", "dark"):
        page = page_of(specimen.IMPACT_MAP)
        frame = paper().frame(page.width, page.height, 1)
        svg = printed.printed(page, frame, mode, Theme(), fonts.packaged("png"), pixels=True).svg  # type: ignore[arg-type]
        assert "@" not in svg and ":not" not in svg
        assert ".link.shaky{stroke-opacity:.45}" in svg and ".link.shaky.assumed{stroke-opacity:1}" in svg


# ---- fonts ------------------------------------------------------------------------------------------------

HELLO = {"Thai": "ไฟล์", "Devanagari": "हिन्दी", "Arabic": "العالم", "Korean": "한국어", "Japanese": "こんにちは"}


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("script", HELLO)
def test_letters_that_no_font_has_are_boxes_and_are_named(script: str) -> None:
    spec = f"# Find {HELLO[script]} now\n\n## Customer need\n- I cannot find it\n"
    for form in ("png", "pdf"):
        data, warnings = picture(load(spec), Options(format=form, paper=Paper(0.5)))
        font = {"Korean": "CJK", "Japanese": "CJK"}.get(script, script)
        assert data
        assert warnings == (
            f"no font on this machine has the {script} letters of this picture, boxes stand in their place: "
            f"install Noto Sans {font}, or name a folder of fonts in IMPACTMAP_FONTS",
        )


@pytest.mark.usefixtures("bare")
def test_several_scripts_are_named_in_one_sentence() -> None:
    lettering = fonts.lettering("ไ한😀⇔ab é Ж α ש", fonts.packaged("png"), pixels=True)
    assert lettering.lacking == set("ไ한😀⇔")
    assert "has the Korean letters, Thai letters, emoji and symbols of this" in lettering.warning
    assert [run.shown for run in lettering.runs("a 한국 b")] == ["a ", 2 * fonts.BOX, " b"]


@pytest.mark.usefixtures("bare")
def test_letters_of_the_packaged_font_need_no_other() -> None:
    for text in ("Żółć Tiếng Việt İ ß", "Ελληνικά", "Привет", "שלום", "→ ≥ × – “€” …", "e\u0301 \u00a0\u200d\u202b"):
        lettering = fonts.lettering(text, fonts.packaged("png"), pixels=True)
        assert (lettering.warning, lettering.files) == ("", fonts.packaged("png")), text
        assert lettering.runs(text) == [fonts.Run(text, text, fonts.FAMILY)]


@pytest.mark.usefixtures("bare")
def test_for_emoji_a_font_is_named_that_the_format_can_use() -> None:
    for pixels, font in ((True, "install Noto Color Emoji,"), (False, "install Noto Emoji,")):
        assert font in fonts.lettering("😀", fonts.packaged("png"), pixels=pixels).warning


def _font(*characters: str, family: str, file: str) -> fonts.Font:
    return fonts.Font(family, (Path(file),), frozenset("".join(characters)))


LETTERING = fonts.Lettering(
    (_font("abc שלום, 12", family=fonts.FAMILY, file="own"), _font("مرحبا ", family="Noto Sans Arabic", file="other")),
    frozenset(),
    frozenset(),
)


def _shown(words: str) -> list[str]:
    about = {"x": "0", "y": "0", "font-size": "20", "textLength": "300", "lengthAdjust": "spacingAndGlyphs"}
    lines = printed._line(about, words, LETTERING, apart=False)
    found = [(float(re.search(r' x="([-\d.]+)"', one)[1]), re.sub("<.*?>", "", one)) for one in lines]  # type: ignore[index]
    assert sorted(found) == found
    return [text.strip("\u202b\u202c") for _, text in found]


def test_pieces_stand_in_the_order_in_which_they_are_read() -> None:
    assert _shown("abc مرحبا abc") == ["abc", "مرحبا", "abc"]
    assert _shown("abc שלום, مرحبا") == ["abc", "مرحبا", "שלום,"]  # what reads leftwards stands in reverse
    assert _shown("\u202bמ שלום مرحبا abc\u202c")[0] == "abc"
    # A box between two words goes with them where they read alike, and else with the line.
    assert _shown("\u202bשלום abc 😀 cba\u202c") == ["abc", fonts.BOX, "cba", "שלום"]
    assert _shown("abc שלום 😀 לום abc") == ["abc", "לום", fonts.BOX, "שלום", "abc"]
    assert _shown("\u202bשלום 😀 abc\u202c") == ["abc", fonts.BOX, "שלום"]
    assert _shown("abc 😀 שלום") == ["abc", fonts.BOX, "שלום"]


def test_pieces_are_as_wide_together_as_the_line_was_measured() -> None:
    about = {"x": "7", "y": "0", "font-size": "20", "textLength": "300", "lengthAdjust": "spacingAndGlyphs"}
    lines = [ET.fromstring(one) for one in printed._line(about, "abcمرحباcba", LETTERING, apart=False)]
    ends = [(float(line.get("x", 0)), float(line.get("textLength", 0))) for line in lines]
    assert len(ends) == 3 and ends[0][0] == 7
    for (start, long), (after, _) in itertools.pairwise(ends):
        assert start + long == pytest.approx(after, abs=0.02)
    assert sum(ends[-1]) == pytest.approx(307, abs=0.02)


def test_a_font_file_tells_which_characters_it_has_and_its_name() -> None:
    ttlib = pytest.importorskip("fontTools.ttLib")
    path = fonts.packaged("png")[0]
    points = set(range(0x3000)) | set(range(0xFB00, 0x10100))
    with ttlib.TTFont(path) as font:
        assert fontfile.covered(path, points) == points & set(font.getBestCmap())
    assert fontfile.family(path) == "Arimo" and fontfile.outlined(path)


def test_broken_font_files_have_nothing(tmp_path: Path) -> None:
    whole = fonts.packaged("png")[0].read_bytes()
    file = tmp_path / "broken.ttf"
    for end in (0, 1, 4, 11, 12, 13, 100, 200, 300, 400, 5000):
        file.write_bytes(whole[:end])
        assert fontfile.covered(file, {65, 0x1F600}) == set() and fontfile.family(file) == ""
    file.write_bytes(b"ttcf" + b"\xff" * 64)
    assert fontfile.covered(file, {65}) == set() and not fontfile.outlined(file)
    assert fontfile.covered(tmp_path / "none.ttf", {65}) == set() and fontfile.covered(tmp_path, {65}) == set()
    pipe = tmp_path / "pipe.ttf"
    os.mkfifo(pipe)  # to open it would be to wait for ever
    assert fontfile.covered(pipe, {65}) == set() and fontfile.family(pipe) == "" and not fontfile.outlined(pipe)


def test_fonts_of_the_machine_stand_in_where_a_folder_of_them_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(fonts.FOLDERS, str(tmp_path))
    broken, copy = tmp_path / "a.ttf", tmp_path / "deep" / "NotoSansAny-Regular.ttf"
    broken.write_bytes(b"no font")
    copy.parent.mkdir()
    copy.write_bytes(fonts.packaged("png")[0].read_bytes())
    # A packaged font without Greek, so to say.
    monkeypatch.setattr(fonts, "covered", lambda path, points: fontfile.covered(path, points) - _greek(path, copy))
    lettering = fonts.lettering("aλb", fonts.packaged("png"), pixels=True)
    assert lettering.files == (*fonts.packaged("png"), copy) and not lettering.lacking


def _greek(path: Path, copy: Path) -> set[int]:
    return set() if path == copy else set(range(0x370, 0x400))


# ---- safe, and the same everywhere ------------------------------------------------------------------------


@pytest.mark.usefixtures("bare")
def test_hostile_text_is_only_ever_text(specimen: ModuleType) -> None:
    for payload in specimen.PAYLOADS:
        page = page_of(specimen.poisoned(payload))
        frame = paper().frame(page.width, page.height, 1)
        made = printed.printed(page, frame, "light", Theme(), fonts.packaged("png"), pixels=True)
        svg_walker.check(made.svg)
        assert size(png.document([page], title=payload, mode="auto", theme=Theme(), paper=Paper(0.3)))[0] > 100


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_and_view_is_drawn(sample: Path) -> None:
    model = load(sample)
    drawn = {
        lens.NAME: render(model, view=lens.NAME, format="png", paper=Paper(0.2))
        for lens in every()
        if lens.applies(model)
    }
    assert drawn and all(size(data)[0] > 100 for data in drawn.values())
    assert len(set(drawn.values())) == len(drawn)


DIGEST = """
import hashlib, sys
from impactmap import load, render
from impactmap.paper import paper
for form in ("png", "pdf"):
    for page in ("", "a4"):
        data = render(load(sys.argv[1]), format=form, paper=paper(0.5, page))
        print(form, page, hashlib.sha256(data).hexdigest())
"""


def test_locales_folders_fonts_and_hash_seeds_change_no_byte(tmp_path: Path) -> None:
    digests = set()
    for zone, locale, seed, folder, machine in (
        ("UTC", "C", "0", ROOT, {}),
        ("Pacific/Kiritimati", "tr_TR.UTF-8", "1", tmp_path, {fonts.FOLDERS: ""}),
        ("America/St_Johns", "de_DE.UTF-8", "4242", tmp_path, {"HOME": str(tmp_path)}),
    ):
        environment = {"PYTHONPATH": str(ROOT), "TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed, **machine}
        done = subprocess.run(
            [sys.executable, "-c", DIGEST, str(BLUE)],
            cwd=folder,
            env={**os.environ, **environment},
            capture_output=True,
            encoding="utf-8",
            check=True,
            timeout=120,
        )
        digests.add(done.stdout)
    assert len(digests) == 1 and len(digests.pop().splitlines()) == 4


# ---- what is missing --------------------------------------------------------------------------------------


@pytest.mark.parametrize("module", ["resvg_py", "fontpkg_arimo"])
def test_a_missing_package_is_said_with_what_to_install(
    specimen: ModuleType, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(UsageError, match=r"png needs .*: pip install 'impactmap-cli\[png\]'"):
        drawn(specimen.IMPACT_MAP, paper())


def test_a_failing_renderer_is_no_defect_of_the_spec(specimen: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    import resvg_py

    class PanicException(BaseException):  # what a panic of the renderer is called, and no more is known of it
        pass

    for error in (ValueError("out of paint"), PanicException("index 6")):

        def fails(error: BaseException = error, **_: object) -> bytes:
            raise error

        monkeypatch.setattr(resvg_py, "svg_to_bytes", fails)
        with pytest.raises(LayoutError, match=r"resvg could not draw the picture: (out of paint|index 6)"):
            drawn(specimen.IMPACT_MAP, paper())


# ---- the command ------------------------------------------------------------------------------------------


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "impactmap", *arguments],
        cwd=cwd,
        capture_output=True,
        check=False,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def test_the_command_writes_files_folders_and_pipes(tmp_path: Path) -> None:
    for form, start in (("png", b"\x89PNG"), ("pdf", b"%PDF-")):
        assert run("render", str(BLUE), "-o", f"a.{form}", "--page", "a5", cwd=tmp_path).returncode == 0
        assert (tmp_path / f"a.{form}").read_bytes().startswith(start)
        done = run("render", str(BLUE), str(SAMPLES[-1]), "--format", form, "-o", "many/", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        piped = run("render", str(BLUE), "--format", form, "--page", "a5", "-o", "-", cwd=tmp_path)
        assert piped.stdout == (tmp_path / f"a.{form}").read_bytes()
    assert {file.suffix for file in (tmp_path / "many").iterdir()} == {".png", ".pdf"}
    assert len(list((tmp_path / "many").iterdir())) == 4


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-o", "a.svg", "--scale", "2"), "--scale is for png, and this is svg"),
        (("-o", "a.pdf", "--scale", "2"), "--scale is for png, and this is pdf"),
        (("-o", "a.html", "--page", "a4"), "--page is for pdf and png, and this is html"),
        (("-o", "a.png", "--scale", "11"), "a scale of 11 is not possible"),
        (("-o", "a.pdf", "--page", "a44"), "did you mean 'a4'?"),
    ],
)
def test_wrong_options_are_said_and_nothing_is_written(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = run("render", str(BLUE), *arguments, cwd=tmp_path)
    assert done.returncode == 2 and said in done.stderr.decode()
    assert list(tmp_path.iterdir()) == []


def test_binary_is_not_sent_to_a_terminal(tmp_path: Path) -> None:
    pty = pytest.importorskip("pty", reason="no pseudo-terminals here")
    parent, child = pty.openpty()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "impactmap", "render", str(BLUE), "-o", "-", "--format", "png"],
            cwd=tmp_path,
            stdout=child,
            stderr=subprocess.PIPE,
            check=False,
            timeout=120,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
    finally:
        os.close(child)
        os.close(parent)
    assert done.returncode == 2 and b"png is not for a terminal" in done.stderr


def test_the_digest_of_a_picture_changes_with_it() -> None:
    """Guards the test above against a picture that is always empty."""
    model = load(BLUE)
    kinds = {
        hashlib.sha256(render(model, format="png", theme=mode, paper=Paper(0.2))).digest() for mode in ("light", "dark")
    }  # type: ignore[arg-type]
    assert len(kinds) == 2
