"""A real browser for the tests of this folder, and a watch over what pages do in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


@pytest.fixture(scope="session")
def both(specimen: ModuleType) -> str:
    """The page with an impact map and a tree."""
    return str(specimen.page_of(specimen.IMPACT_MAP, specimen.TREE))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser(chromium: Any) -> Any:
    return chromium


@dataclass
class Watch:
    """What pages did that they must not do."""

    seen: list[str] = field(default_factory=list)
    files: set[str] = field(default_factory=set)

    def over(self, page: Any) -> None:
        page.on("console", lambda message: self.seen.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.seen.append(f"error: {error}"))
        page.on("request", lambda request: self._request(request.url))
        page.on("dialog", self._dialog)
        page.on("popup", lambda popup: self.seen.append(f"popup: {popup.url}"))

    def _request(self, url: str) -> None:
        if url.partition("#")[0] not in self.files:
            self.seen.append(f"request: {url}")

    def _dialog(self, dialog: Any) -> None:
        self.seen.append(f"dialog: {dialog.message}")
        dialog.dismiss()


@pytest.fixture(scope="session")
def _watch() -> Watch:
    return Watch()


@pytest.fixture
def watch(_watch: Watch) -> Iterator[Watch]:
    """Every page is under it; a test fails that leaves anything in `seen`."""
    _watch.seen.clear()
    yield _watch
    assert not _watch.seen


Open = Callable[..., Any]


@pytest.fixture
def open_page(browser: Any, watch: Watch, tmp_path: Path) -> Iterator[Open]:
    """Opens a page in a context of its own: `open_page(html, hash="", size=(w, h), init="", **context)`."""
    contexts = []

    def open_page(
        html: str, hash: str = "", *, size: tuple[int, int] = (1280, 720), init: str = "", **more: Any
    ) -> Any:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **more)
        context.set_default_timeout(5000)
        contexts.append(context)
        if init:
            context.add_init_script(init)
        file = tmp_path / f"page{len(contexts)}.html"
        file.write_text(html, "utf-8")
        watch.files.add(file.as_uri())
        page = context.new_page()
        watch.over(page)
        page.goto(file.as_uri() + hash)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def _shared(
    browser: Any, _watch: Watch, both: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Any, str]]:
    file = tmp_path_factory.mktemp("both") / "both.html"
    file.write_text(both, "utf-8")
    _watch.files.add(file.as_uri())
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    context.set_default_timeout(5000)
    page = context.new_page()
    _watch.over(page)
    yield page, file.as_uri()
    context.close()


@pytest.fixture
def visit(_shared: tuple[Any, str], watch: Watch) -> Callable[[str], Any]:
    """Loads the page of both maps afresh in the one context that most tests share, at an address' fragment.

    1280 × 720, light, with less motion, so that every movement ends at once.
    """
    page, file = _shared

    def visit(hash: str = "") -> Any:
        page.bring_to_front()
        page.set_viewport_size({"width": 1280, "height": 720})
        page.emulate_media(media="screen", color_scheme="light", reduced_motion="reduce")
        page.mouse.move(0, 0)
        page.evaluate("location.protocol === 'file:' && localStorage.clear()")
        page.goto("about:blank")  # as a new fragment alone would load nothing
        page.goto(file + hash)
        return page

    return visit


@pytest.fixture
def page(visit: Callable[[str], Any]) -> Any:
    """The page of both maps, freshly loaded."""
    return visit("")
