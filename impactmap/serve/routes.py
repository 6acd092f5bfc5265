"""What each address answers. There are no files here: a name is looked up in the table of maps, or is none."""

from __future__ import annotations

from urllib.parse import quote

from markupsafe import Markup

from impactmap.diagnostics import ImpactmapError
from impactmap.drawing.templates import environment, source
from impactmap.formats.locked import colour_rules, policy
from impactmap.language import language
from impactmap.serve.maps import Maps, Shown
from impactmap.serve.request import Refused, Request
from impactmap.serve.server import Answer, Stream
from impactmap.theme import Theme

LIST, MAP, EVENTS = "/", "/map/", "/events"


class Routes:
    """The answers to requests. `one` says that there is one map, and no list of it."""

    def __init__(self, maps: Maps, theme: str, *, one: bool) -> None:
        self._maps, self._theme, self._one = maps, theme, one

    async def __call__(self, request: Request) -> Answer | Stream:
        if request.path == EVENTS:
            return self._events(request.query.get("of", LIST))
        shown = self._shown(request.path)
        return self._list() if shown is None else await self._page(shown, request)

    def _shown(self, path: str) -> Shown | None:
        """The map at a path; None for the list. Raises Refused."""
        table = self._maps.table
        if path == LIST:
            return next(iter(table.values())) if self._one else None
        if path.startswith(MAP) and path[len(MAP) :] in table:
            return table[path[len(MAP) :]]
        raise Refused(404, "there is no such page")

    def _events(self, of: str) -> Stream:
        if of.startswith(MAP):
            return Stream(self._maps.follow(of[len(MAP) :]))
        shown = self._shown(of)
        if shown is not None:
            return Stream(self._maps.follow(shown.name))
        self._maps.survey()
        return Stream(self._maps.news.follow())

    async def _page(self, shown: Shown, request: Request) -> Answer:
        view = None
        if "view" in request.query:
            number = request.query.get("number", "1")
            if not (number.isascii() and number.isdecimal() and len(number) <= 4):
                raise Refused(400, "the number of a view should be a number")
            view = request.query["view"], int(number)
        try:
            data, tag = await self._maps.page(shown, view)
        except ImpactmapError as error:
            raise Refused(500, str(error)) from None
        if data is None:
            return Answer(b"", status=204)  # no mistake of anybody's: the view has gone with the last save
        return Answer(data, headers={"ETag": f'"{tag}"'})

    def _list(self) -> Answer:
        self._maps.survey()
        style = "\n".join((colour_rules(Theme()), source("preview-list.css")))
        script = '(() => {\n"use strict";\n' + source("preview-stream.js") + source("preview-list.js") + "})();\n"
        text = (
            environment()
            .get_template("preview-list.html.j2")
            .render(
                maps=self._maps.table.values(),
                address=lambda shown: MAP + quote(shown.name),
                mode=self._theme,
                policy=policy(script, style, connects=True),
                style=Markup(style),  # noqa: S704 # our own files
                script=Markup(script),  # noqa: S704 # our own files
                language=language,
            )
        )
        return Answer(text.encode())
