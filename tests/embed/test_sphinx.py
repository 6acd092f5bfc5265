"""Sphinx sites: every kind of builder, what is read again and what is not, and what a mistake looks like."""

from __future__ import annotations

import re
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from docs_sites import RST, SPEC, SPHINX, Site, run

pytest.importorskip("sphinx", reason="sphinx is not installed")

BLOCK = "".join(f"   {line}\n" for line in SPEC.splitlines())


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path, "sphinx")
    for name, text in SPHINX.items():
        site.write(name, text)
    site.write("index.rst", RST)
    return site


def built(site: Site, builder: str, *options: str, strict: bool = True) -> subprocess.CompletedProcess[str]:
    out = site.root / f"site-{builder}"
    flags = ("-W", "--keep-going") if strict else ()
    trees = "site-gettext-trees" if builder == "gettext" else "site-trees"  # it reads documents in a way of its own
    done = run("sphinx", *flags, "-b", builder, "-d", trees, *options, ".", out.name, cwd=site.root)
    assert not strict or done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return done


def text_of(site: Site, name: str) -> str:
    return (site.root / name).read_text("utf-8")


def read_again(done: subprocess.CompletedProcess[str]) -> set[str]:
    return set(re.findall(r"reading sources\.\.\. \[ *\d+%\] (.+?)\s*$", done.stdout, re.MULTILINE))


# ---- builders ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
def test_html_has_the_pictures_inline(site: Site, builder: str) -> None:
    built(site, builder)
    html = text_of(site, f"site-{builder}/index.html")
    assert html.count("<svg") == 4 and "prefers-color-scheme" in html
    assert re.search(r'id="tree".*?<figcaption>.*?Fig\. 1.*?A &lt;tree&gt;', html, re.DOTALL)
    assert re.search(r"See <a[^>]*><span[^>]*>Fig\. 1</span>", html)
    assert not list((site.root / f"site-{builder}").rglob("impactmap-*"))
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_html_may_have_them_as_files(site: Site) -> None:
    site.write("deep/er/ü 'x' %20/page.rst", ":orphan:\n\nPage\n====\n\n.. impactmap:: /maps/blue.md\n")
    built(site, "html", "-D", "impactmap_html=img")
    html = text_of(site, "site-html/deep/er/ü 'x' %20/page.html")
    assert "<svg" not in html
    source = re.search(r'<img alt="Customer-first impact map, [^"]+" src="([^"]+)"', html)
    assert source
    picture = site.root / "site-html/deep/er/ü 'x' %20" / source[1]
    assert picture.resolve().parent.name == "_images" and "<svg" in picture.read_text("utf-8")
    index = text_of(site, "site-html/index.html")
    assert index.count("<details") == 1 and "The argument" in index, "one wants the words too"
    assert 'alt="What to try"' in index and len(set(re.findall(r"_images/impactmap-\w+\.svg", index))) == 3


def test_changing_how_html_shows_them_writes_every_page_again(site: Site) -> None:
    built(site, "html")
    assert text_of(site, "site-html/index.html").count("<svg") == 4
    done = built(site, "html", "-D", "impactmap_html=img")
    assert not read_again(done)
    assert text_of(site, "site-html/index.html").count("<svg") == 0


def test_an_e_book_has_files_that_it_lists(site: Site) -> None:
    built(site, "epub")
    with zipfile.ZipFile(site.root / "site-epub" / "Maps.epub") as book:
        pictures = [name for name in book.namelist() if name.startswith("_images/impactmap-")]
        assert len(pictures) == 3
        listed = book.read("content.opf").decode()
        page = book.read("index.xhtml").decode()
    assert all(name in listed and name in page for name in pictures) and "<svg" not in page
    assert page.count("<details") == 1 and ElementTree.fromstring(page) is not None, "it is XML"


@pytest.mark.parametrize(
    ("builder", "file"),
    [
        ("text", "index.txt"),
        ("man", "maps.1"),
        ("texinfo", "maps.texi"),
        ("xml", "index.xml"),
        ("pseudoxml", "index.pseudoxml"),
    ],
)
def test_what_shows_no_pictures_gets_the_words(site: Site, builder: str, file: str) -> None:
    built(site, builder)
    text = text_of(site, f"site-{builder}/{file}")
    assert text.count("The argument") == 4 and "Licences are cut at renewal" in text
    assert "A <tree>" in text.replace("&lt;", "<").replace("&gt;", ">")


def test_builders_that_write_no_pages_do_not_stumble(site: Site) -> None:
    built(site, "gettext")
    assert 'msgid "A <tree>"' in text_of(site, "site-gettext/index.pot")
    for builder in ("linkcheck", "dummy", "json"):
        built(site, builder)


def test_latex_includes_a_pdf_of_each_map(site: Site) -> None:
    pytest.importorskip("svg2pdf_py", reason="the extra `pdf` is not installed")
    built(site, "latex")
    tex = text_of(site, "site-latex/maps.tex")
    names = re.findall(r"\\sphinxincludegraphics(?:\[[^]]*\])?\{\{(impactmap-\w+)\}\.pdf\}", tex)
    assert len(names) == 4 and len(set(names)) == 3
    assert all((site.root / "site-latex" / f"{name}.pdf").read_bytes().startswith(b"%PDF") for name in names)
    assert re.search(r"includegraphics[^\n]*\n\\caption\{A \\textless\{\}tree", tex), "a figure with its caption"
    assert re.search(r"\\label\{\\detokenize\{index:own\}\}", tex), "what `:ref:` refers to"


@pytest.mark.parametrize("missing", [("svg2pdf_py",), ("svg2pdf_py", "resvg_py")])
def test_latex_without_pdf_says_so_and_takes_png_or_words(site: Site, missing: tuple[str, ...]) -> None:
    lines = "".join(f"sys.modules[{name!r}] = None\n" for name in missing)
    site.write("conf.py", f"import sys\n{lines}{SPHINX['conf.py']}")
    done = built(site, "latex", strict=False)
    tex = text_of(site, "site-latex/maps.tex")
    assert "[impactmap.latex]" in done.stderr and "impactmap-cli[pdf]" in done.stderr
    if len(missing) == 1:
        assert len(re.findall(r"\{\{impactmap-\w+\}\.png\}", tex)) == 4
    else:
        assert tex.count("The argument") == 4
    site.write("conf.py", text_of(site, "conf.py") + 'suppress_warnings = ["impactmap.latex"]\n')
    assert "impactmap" not in built(site, "latex", "-E").stderr


def test_words_of_a_map_are_found_by_the_search(site: Site) -> None:
    built(site, "html")
    assert '"renew"' in text_of(site, "site-html/searchindex.js") or "renew:" in text_of(
        site, "site-html/searchindex.js"
    )


# ---- reading ----------------------------------------------------------------------------------------------------


def test_only_pages_whose_files_have_changed_are_read_again(site: Site) -> None:
    site.write("index.rst", "Start\n=====\n\n.. toctree::\n   :glob:\n\n   page*\n")
    site.write("impactmap.toml", 'brand = "brand.toml"\n')
    site.write("brand.toml", 'logo = "One"\n')
    site.write("maps/other.yaml", SPEC)
    for number, body in enumerate((".. impactmap:: maps/blue.md", ".. impactmap:: maps/other.yaml", "Nothing."), 1):
        site.write(f"page{number}.rst", f"Page\n====\n\n{body}\n")
    assert read_again(built(site, "html")) == {"index", "page1", "page2", "page3"}
    assert read_again(built(site, "html")) == set()
    site.write("maps/other.yaml", SPEC.replace("Copies travel", "Drafts travel"))
    assert read_again(built(site, "html")) == {"page2"}
    assert read_again(built(site, "html")) == set()
    assert "Drafts travel" in text_of(site, "site-html/page2.html")
    site.write("brand.toml", 'logo = "Two"\n')
    assert read_again(built(site, "html")) == {"page1", "page2"}
    assert ">Two</text>" in text_of(site, "site-html/page1.html")
    site.write("impactmap.toml", 'theme = "dark"\n')
    assert read_again(built(site, "html")) == {"page1", "page2"}
    assert "prefers-color-scheme" not in text_of(site, "site-html/page1.html")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_settings_that_appear_or_go_are_noticed(site: Site, jobs: str) -> None:
    site.write("maps/far/blue.md", text_of(site, "maps/blue.md"))
    site.write("index.rst", "Start\n=====\n\n.. toctree::\n   :glob:\n\n   page*\n")
    bodies = {"near": ".. impactmap:: maps/blue.md", "far": ".. impactmap:: maps/far/blue.md", "none": "Nothing."}
    for name, body in bodies.items():
        site.write(f"page-{name}.rst", f"Page\n====\n\n{body}\n")
    for number in range(4):
        site.write(f"page{number}.rst", "Page\n====\n\nNothing.\n")

    def again() -> set[str]:
        done = built(site, "html", "-j", jobs)
        assert "<svg" in text_of(site, "site-html/page-near.html")
        return set(re.findall(r"page-\w+", " ".join(read_again(done))))

    again()
    assert again() == set()
    site.write("impactmap.toml", 'theme = "dark"\n')
    assert again() == {"page-near", "page-far"}
    assert "light-dark" not in text_of(site, "site-html/page-near.html")
    site.write("maps/far/pyproject.toml", '[tool.impactmap]\ntheme = "light"\n')  # a nearer one
    assert again() == {"page-far"}
    (site.root / "maps/far/pyproject.toml").unlink()
    assert again() == {"page-far"}
    assert again() == set()
    site.write("page-far.rst", "Page\n====\n\n.. impactmap:: maps/blue.md\n")
    assert again() == {"page-far"}
    site.write("maps/far/impactmap.toml", 'theme = "light"\n')
    assert again() == set(), "it has nothing from there any more"


def test_a_file_that_was_missing_is_seen_once_it_is_there(site: Site) -> None:
    site.write("index.rst", "Start\n=====\n\n.. impactmap:: maps/new.yaml\n")
    assert "there is no file 'maps/new.yaml'" in built(site, "html", strict=False).stderr
    site.write("maps/new.yaml", SPEC)
    assert read_again(built(site, "html")) == {"index"}
    assert "<svg" in text_of(site, "site-html/index.html")


def test_a_mistake_is_said_in_every_build_until_it_is_mended(site: Site) -> None:
    site.write("index.rst", "Start\n=====\n\n.. impactmap:: maps/blue.md\n\n.. toctree::\n\n   other\n")
    site.write("other.rst", "Other\n=====\n")
    site.write("impactmap.toml", 'theme = "drak"\n')
    for _ in range(2):
        assert "'theme' cannot be 'drak'" in built(site, "html", strict=False).stderr
    site.write("impactmap.toml", 'theme = "dark"\n')
    assert read_again(built(site, "html")) == {"index"}
    assert read_again(built(site, "html")) == set()


def test_two_processes_make_the_same_pages_as_one(site: Site) -> None:
    site.write("index.rst", "Start\n=====\n\n.. toctree::\n   :glob:\n\n   page*\n")
    for number in range(8):
        reference = ".. impactmap:: maps/blue.md\n   :view: goal-map\n\n.. impactmap::\n   :caption: One\n\n" + BLOCK
        site.write(f"page{number}.rst", f"Page {number}\n======\n\n{reference}")
    alone = built(site, "html")
    pages = {page.name: page.read_bytes() for page in (site.root / "site-html").glob("page*.html")}
    assert len(pages) == 8 and all(page.count(b"<svg") == 2 for page in pages.values())
    together = built(site, "html", "-E", "-a", "-j", "2")
    assert {page.name: page.read_bytes() for page in (site.root / "site-html").glob("page*.html")} == pages
    assert "page0 .. " in together.stdout + alone.stdout or " .. page" in together.stdout, "it was read in parallel"


# ---- mistakes ---------------------------------------------------------------------------------------------------

WRONG = f"""\
Wrong
=====

.. note::

   .. impactmap::

      title: Find the current draft
      need: I can't tell
      causes:
        - title: Copies travel by e-mail
          explans: nothing
      harms: [Licences are cut at renewal]
      gains: [More documents created per month]

.. impactmap:: maps/bleu.md

.. impactmap:: maps/bad.md

.. impactmap::
   :veiw: goal-map
   :theme: drak

{BLOCK}
.. impactmap:: maps/blue.md
   :align: middle

.. impactmap::

.. impactmap:: ../secret.md

.. impactmap:: maps/blue.md
   :caption: A :nonsense:`caption`
"""
SAID = (
    "index.rst:12: WARNING: index.rst:12:11: error[unknown-field]: a root cause has no field 'explans'",
    "did you mean 'explains'?",
    "index.rst:16: WARNING: there is no file 'maps/bleu.md'",
    "index.rst:18: WARNING: maps/bad.md:5:5: error[unknown-field]",
    "index.rst:20: WARNING: there is no option 'veiw': did you mean 'view'? [impactmap.spec]",
    "index.rst:20: WARNING: there is no theme 'drak': did you mean 'dark'? [impactmap.spec]",
    "index.rst:30: WARNING: there is no align 'middle'",
    "index.rst:33: WARNING: the directive is empty",
    "index.rst:35: WARNING: '../secret.md' lies outside",
    'Unknown interpreted text role "nonsense"',
)


def test_what_is_wrong_is_a_warning_at_its_line_and_a_block_on_the_page(site: Site) -> None:
    site.write("index.rst", WRONG)
    site.write("maps/bad.md", "# A map\n\n## Root causes\n- One\n  - explans: x\n")
    done = built(site, "html", "-W", "--keep-going", strict=False)
    assert done.returncode == 1
    for said in SAID:
        assert said in done.stderr, done.stderr
    html = text_of(site, "site-html/index.html")
    assert html.count("impactmap-error") == 7 and html.count("This impact map cannot be drawn") == 7
    site.write("conf.py", SPHINX["conf.py"] + 'suppress_warnings = ["impactmap.spec", "docutils"]\n')
    site.write("index.rst", WRONG.partition(".. impactmap:: maps/blue.md\n   :caption")[0])
    assert built(site, "html").stderr.strip() == ""


def test_a_file_may_come_from_the_folder_that_the_project_names(site: Site) -> None:
    (site.root / "docs").mkdir()
    for name in ("conf.py", "index.rst"):
        (site.root / name).rename(site.root / "docs" / name)
    site.write("docs/index.rst", "Start\n=====\n\n.. impactmap:: ../maps/blue.md\n")
    refused = run("sphinx", "-q", "-b", "html", "docs", "site", cwd=site.root)
    assert "lies outside 'docs/'" in refused.stderr
    done = run("sphinx", "-q", "-W", "-D", "impactmap_folder=..", "-b", "html", "docs", "site", cwd=site.root)
    assert done.returncode == 0, done.stderr
    assert "<svg" in site.page()


def test_a_warning_of_a_sound_spec_is_said_and_the_map_is_drawn(site: Site) -> None:
    site.write(
        "index.rst",
        "Start\n=====\n\n.. impactmap::\n\n   # A map\n\n   ## Root cuases\n   - One\n\n   ## Needs\n   - Two\n",
    )
    done = built(site, "html", strict=False)
    assert re.search(r"index\.rst:8: WARNING: index\.rst:8:\d+: warning\[near-section\].*", done.stderr)
    assert "<svg" in text_of(site, "site-html/index.html")
