"""PDF: pages of the right size, text that can be selected, the same bytes on every run."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zlib
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impactmap import load, render
from impactmap.diagnostics import LayoutError, UsageError
from impactmap.drawing import Page, compose, sketch
from impactmap.formats import fonts, pdf, pdf_file
from impactmap.graph import Graph
from impactmap.layout import plain
from impactmap.paper import Paper, paper
from impactmap.theme import Theme
from impactmap.views import every

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLES = sorted((ROOT / "samples").glob("*.md"))
poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext (poppler) is not installed")


def page_of(graph: Graph) -> Page:
    sketched = sketch(graph)
    return compose(sketched, plain.solve(sketched.problem))


def drawn(graph: Graph, sheet: Paper = Paper(), title: str = "T", mode: str = "light") -> bytes:  # noqa: B008 - frozen
    return pdf.document([page_of(graph)], title=title, mode=mode, theme=Theme(), paper=sheet)  # type: ignore[arg-type]


def box(data: bytes) -> tuple[float, float]:
    objects, _ = pdf_file.read(data)
    (page,) = (one for one in objects.values() if isinstance(one, dict) and one.get(b"/Type") == b"/Page")
    left, top, width, height = map(float, page[b"/MediaBox"])
    assert (left, top) == (0, 0)
    return width, height


def content(data: bytes) -> bytes:
    """What is drawn on the page."""
    objects, _ = pdf_file.read(data)
    (page,) = (one for one in objects.values() if isinstance(one, dict) and one.get(b"/Type") == b"/Page")
    return zlib.decompress(objects[page[b"/Contents"].number].data)


def words(data: bytes) -> str:
    done = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True, timeout=60)
    return " ".join(done.stdout.decode().split())


# ---- pages ------------------------------------------------------------------------------------------------


def test_a_picture_is_as_large_as_in_svg(specimen: ModuleType) -> None:
    page = page_of(specimen.IMPACT_MAP)
    assert box(drawn(specimen.IMPACT_MAP)) == pytest.approx((page.width * 0.75, page.height * 0.75), abs=0.01)


@pytest.mark.parametrize(
    ("page", "points"),
    [
        ("a4", (841.89, 595.28)),  # it lies as the picture does
        ("a4-portrait", (595.28, 841.89)),
        ("letter", (792, 612)),
        ("slide", (960, 540)),  # 13⅓ × 7½ inches
        ("100x50mm", (283.46, 141.73)),
    ],
)
def test_a_page_has_the_size_of_its_paper(specimen: ModuleType, page: str, points: tuple[float, float]) -> None:
    assert box(drawn(specimen.IMPACT_MAP, paper(page=page))) == pytest.approx(points, abs=0.01)


def test_the_page_is_filled_with_the_colour_of_its_theme(specimen: ModuleType) -> None:
    for mode, colour in (("light", b"1 1 1 scn"), ("dark", b"0.043137256 0.0627451 0.1254902 scn")):
        drawing = content(drawn(specimen.IMPACT_MAP, paper(page="a4-portrait"), mode=mode))
        assert colour in drawing[: drawing.index(b"Tj")]


def test_a_picture_beyond_what_readers_show_is_shrunk(specimen: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "SIDES", (48, 600))
    page = page_of(specimen.IMPACT_MAP)
    width, height = box(drawn(specimen.IMPACT_MAP))
    assert max(width, height) == pytest.approx(450, abs=0.01)
    assert width / height == pytest.approx(page.width / page.height, abs=0.001)


# ---- text -------------------------------------------------------------------------------------------------


@poppler
@pytest.mark.parametrize("sample", [path for path in SAMPLES if path.stem.isascii()], ids=lambda path: path.stem)
def test_the_words_of_a_map_can_be_selected(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(fonts.FOLDERS, "")
    model = load(sample)
    text = words(render(model, format="pdf"))
    svg = render(model).decode()
    lines = [re.sub("&#39;", "'", line) for line in re.findall(r"<text[^>]*>([^<]*)<", svg)]
    assert len(lines) > 15
    for line in lines:
        assert " ".join(line.replace("&amp;", "&").replace("&#34;", '"').split()) in text


@poppler
def test_letters_of_other_alphabets_can_be_selected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(fonts.FOLDERS, "")
    text = words(render(load("# Ψάχνω αρχεία, ищу файлы\n\n## Customer need\n- Żółć “ő” ≥ 5 → 6\n"), format="pdf"))
    assert "Ψάχνω αρχεία, ищу файлы" in text and "Żółć “ő” ≥ 5 → 6" in text


@poppler
def test_japanese_can_be_selected_where_a_font_has_it() -> None:
    own = fonts.packaged("pdf")
    if fonts.lettering("雨の日", own, pixels=False).lacking:
        pytest.skip("no font of this machine has Japanese")
    assert "雨の日の乗り換えを迷わずに" in words(render(load(SAMPLES[-1]), format="pdf"))


def test_the_spaces_of_leftward_lines_are_spaces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(fonts.FOLDERS, "")
    objects, _ = pdf_file.read(render(load("# שלום עולם טוב\n\n## Customer need\n- אין לי זמן\n"), format="pdf"))
    maps = [one.data for one in objects.values() if isinstance(one, pdf_file.Stream) and b"/Type" in one.about]
    maps = [data for data in maps if b"<05E9>" in data]
    assert maps and all(b"<0020>" in data and b"<202" not in data for data in maps)


def test_bold_italic_and_upright_are_embedded_as_fonts(specimen: ModuleType) -> None:
    names = set(re.findall(rb"/BaseFont /[A-Z]{6}\+([\w-]+)", drawn(specimen.IMPACT_MAP)))
    assert names == {b"Arimo-Bold", b"Arimo-Regular", b"Arimo-Italic"}


def test_title_and_language_are_in_the_file_and_no_date_or_id() -> None:
    data = render(load("# 雨の日\n\n## Customer need\n- 駅で迷う\n"), format="pdf")
    objects, root = pdf_file.read(data)
    assert objects[root][b"/Lang"] == b"<FEFF006A0061>"
    assert b"/Title <FEFF96E8306E65E5>" in data and objects[root][b"/ViewerPreferences"]
    assert not re.search(rb"/(CreationDate|ModDate|ID)\b", data)


@pytest.mark.parametrize("title", ["(", ")) /Root 1 0 R >>", "\\", "\ud800", "a\nb", "%EOF"])
def test_a_title_is_only_ever_text(specimen: ModuleType, title: str) -> None:
    objects, root = pdf_file.read(drawn(specimen.IMPACT_MAP, title=title))
    assert objects[root][b"/Type"] == b"/Catalog"


# ---- the file ---------------------------------------------------------------------------------------------


def test_the_same_picture_is_the_same_bytes_on_every_run() -> None:
    """What makes the pages orders its fonts by chance; there are three here, so eight runs are hardly ever alike."""
    model = load(ROOT / "samples" / "blue-corp.md")
    assert len({render(model, format="pdf") for _ in range(8)}) == 1


def test_a_file_written_again_is_the_same(specimen: ModuleType) -> None:
    data = drawn(specimen.IMPACT_MAP)
    objects, root = pdf_file.read(data)
    assert root == 1 and data == pdf_file.write(
        objects, root, data[data.index(b"<</Producer") : data.index(b"\nendobj\nxref")]
    )


values = st.recursive(
    st.sampled_from([b"1", b"-0.5", b"true", b"/Name", b"(a\\)b(c))", b"<00FF>", b"null"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([b"/A", b"/B", b"/C"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(values, st.binary(max_size=40))
def test_whatever_is_written_is_read_again(value: object, data: bytes) -> None:
    stream = pdf_file.Stream({b"/Length": b"%d" % len(data), b"/V": value}, data)
    objects = {4: {b"/Root": b"/Yes", b"/S": pdf_file.Ref(9), b"/T": [pdf_file.Ref(4)]}, 9: stream, 3: b"/Lost"}
    read, root = pdf_file.read(pdf_file.write(objects, 4, b"<<>>"))
    first = read[root]
    assert first[b"/T"] == [pdf_file.Ref(root)] and read[first[b"/S"].number] == stream
    assert b"/Lost" not in read.values()


# ---- safe, and whole --------------------------------------------------------------------------------------


def test_hostile_text_is_only_ever_text(specimen: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(fonts.FOLDERS, "")
    for payload in specimen.PAYLOADS:
        data = drawn(specimen.poisoned(payload), title=payload)
        assert not re.search(rb"/(JavaScript|JS|OpenAction|AA|Launch|URI|EmbeddedFile|XObject)\b", data)
        assert b"Tj" in content(data)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_and_view_is_drawn(sample: Path) -> None:
    model = load(sample)
    made = [render(model, view=lens.NAME, format="pdf") for lens in every() if lens.applies(model)]
    assert made and all(b"Tj" in content(data) for data in made)


@pytest.mark.parametrize("module", ["svg2pdf_py", "fontpkg_arimo", "fontTools"])
def test_a_missing_package_is_said_with_what_to_install(
    specimen: ModuleType, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(UsageError, match=r"pdf needs .*: pip install 'impactmap-cli\[pdf\]'"):
        drawn(specimen.IMPACT_MAP)


def test_a_failing_renderer_is_no_defect_of_the_spec(specimen: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    import svg2pdf_py

    def fails(*_: object) -> bytes:
        raise RuntimeError("a font cannot be cut")

    monkeypatch.setattr(svg2pdf_py, "svg_to_pdf", fails)
    with pytest.raises(LayoutError, match="svg2pdf could not draw the picture: a font cannot be cut"):
        drawn(specimen.IMPACT_MAP)


@pytest.mark.parametrize("made", [b"", b"%PDF-1.7", b"startxref\n0", b"xref\n0 0\ntrailer\n<</Root 1>>\nstartxref\n0"])
def test_a_file_that_cannot_be_read_again_is_no_defect_of_the_spec(
    specimen: ModuleType, made: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    import svg2pdf_py

    monkeypatch.setattr(svg2pdf_py, "svg_to_pdf", lambda *_: made)
    with pytest.raises(LayoutError, match="svg2pdf could not draw"):
        drawn(specimen.IMPACT_MAP)
