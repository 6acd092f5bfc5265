"""The sockets: one request a connection, little time and little room for each, and answers from a table in memory.

Nothing here knows what a map is. `Routes` answers requests; a stream is an answer that goes on.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
from collections.abc import AsyncGenerator, Callable, Collection, Mapping
from http import HTTPStatus
from typing import Protocol

from msgspec import Struct, field

from impactmap.serve.request import MOST, Refused, Request, check_origin, parse

PATIENCE = 10.0  # s for a whole request to come, and for an answer to be taken
ALIVE = 15.0  # s between signs of life on a stream
MOST_CONNECTIONS = 512
LOOPBACK = ("127.0.0.1", "::1")

_LACKING = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)

_ALWAYS = {
    "Cache-Control": "no-store",
    "Connection": "close",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Answer(Struct, frozen=True):
    """What a request gets. `headers` are added to those that every answer has."""

    body: bytes
    type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


class Stream(Struct, frozen=True):
    """An answer that goes on: events as bytes, each of which stands for all before it."""

    events: AsyncGenerator[bytes, None]


class Routes(Protocol):
    async def __call__(self, request: Request) -> Answer | Stream:
        """The answer to a request. Raises Refused."""


class Server:
    """Listens on loopback addresses and nowhere else."""

    def __init__(self, routes: Routes) -> None:
        self._routes = routes
        self._servers: list[asyncio.Server] = []
        self._at_work: set[asyncio.Task[None]] = set()
        self._awaited: dict[asyncio.Task[None], None] = {}  # whose request has not come yet, the oldest first
        self.port = 0

    async def listen(self, hosts: Collection[str], port: int, tries: int = 1) -> int:
        """Binds to `port` or one of the `tries - 1` after it (0 is any), on all hosts, and returns which.

        Of several hosts the first has to be there; others may be lacking, as ::1 often is. Raises OSError.
        """
        last = min(port + tries, 65536) - 1
        for one in range(port, last + 1):
            try:
                listening = _all_bound(hosts, one)
            except OSError:
                if one == last:
                    raise
                continue
            self.port = listening[0].getsockname()[1]
            for each in listening:
                self._servers.append(
                    await asyncio.start_server(self._accept, sock=each, limit=MOST, backlog=MOST_CONNECTIONS)
                )
            break
        return self.port

    async def close(self) -> None:
        """Ends everything at once, whatever is under way."""
        for server in self._servers:
            server.close()
        for _ in range(4):  # turns from a connection to its task: who has just come in can be ended from here on
            await asyncio.sleep(0)
        at_work = tuple(self._at_work)
        for task in at_work:
            task.cancel()
        await asyncio.gather(*at_work, return_exceptions=True)
        await asyncio.sleep(0)  # transports close a turn later

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task  # noqa: S101 - a coroutine runs in one; this tells mypy
        self._at_work.add(task)
        try:
            if self._has_room():
                self._awaited[task] = None
                await self._converse(reader, writer, lambda: self._awaited.pop(task, None))
        except (OSError, TimeoutError, asyncio.CancelledError):
            pass  # whoever asked has gone, or is too slow, or has made room, or the server ends
        finally:
            self._awaited.pop(task, None)
            self._at_work.discard(task)
            writer.transport.abort() if writer.transport.get_write_buffer_size() else writer.close()

    def _has_room(self) -> bool:
        """Whether who has just come can stay. In a full house the oldest connection without a request makes room."""
        if len(self._at_work) <= MOST_CONNECTIONS:
            return True
        oldest = next(iter(self._awaited), None)
        if oldest is None:
            return False
        del self._awaited[oldest]
        oldest.cancel()
        return True

    async def _converse(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, has_asked: Callable[[], None]
    ) -> None:
        head = bytearray()
        try:
            async with asyncio.timeout(PATIENCE):
                await _read_head(reader, head)
            has_asked()
            if not head:
                return
            request = parse(bytes(head), self.port)
            check_origin(request, self.port)
            answer = await self._routes(request)
        except Refused as refused:
            answer = _refusal(refused)
        except TimeoutError:
            answer = _refusal(Refused(408, "the request took too long"))
        except Exception as error:
            answer = _refusal(Refused(500, f"this is a defect of impactmap: {type(error).__name__}: {error}"))
        bare = b"HEAD ".startswith(head[:5])  # what was refused before its end may be a HEAD too
        if isinstance(answer, Stream):
            await _stream(answer, reader, writer, bare=bare)
            return
        about = {} if answer.status == 204 else {"Content-Type": answer.type, "Content-Length": str(len(answer.body))}
        headers = {**about, **answer.headers}
        async with asyncio.timeout(PATIENCE):
            writer.write(_top(answer.status, headers) + (b"" if bare else answer.body))
            await writer.drain()
            # A connection that is closed with something unread takes the answer with it.
            writer.write_eof()
            with contextlib.suppress(ConnectionError):
                await _rest(reader)


async def _read_head(reader: asyncio.StreamReader, head: bytearray) -> None:
    """Reads up to the empty line; nothing when whoever connected had nothing to say. Raises Refused."""
    while (end := head.find(b"\r\n\r\n")) < 0:
        if len(head) == MOST:
            raise Refused(431, f"more than {MOST:,} bytes are too much for a request")
        more = await reader.read(MOST - len(head))
        if not more and head:
            raise Refused(400, "the request ends before its end")
        if not more:
            return
        head += more
    del head[end + 4 :]


async def _rest(reader: asyncio.StreamReader) -> None:
    """Reads what else was sent, up to the end or a limit, to no purpose."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(1):
            for _ in range(64):
                if not await reader.read(MOST):
                    return


async def _stream(answer: Stream, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, bare: bool) -> None:
    """Sends events until either side has enough; a reader who takes none for long is let go."""
    writer.transport.set_write_buffer_limits(high=65536)
    writer.write(_top(200, {"Content-Type": "text/event-stream"}))
    gone = asyncio.ensure_future(_gone(reader))
    next_: asyncio.Future[bytes] | None = None
    try:
        while not bare:
            next_ = next_ or asyncio.ensure_future(anext(answer.events))
            await asyncio.wait((gone, next_), timeout=ALIVE, return_when=asyncio.FIRST_COMPLETED)
            if gone.done():
                return
            event = b":\n\n"
            if next_.done():
                event, next_ = next_.result(), None
            writer.write(event)
            async with asyncio.timeout(PATIENCE):
                await writer.drain()
    except StopAsyncIteration:
        pass
    finally:
        for task in (gone, next_):
            if task:
                task.cancel()
        await asyncio.gather(*(task for task in (gone, next_) if task), return_exceptions=True)
        await answer.events.aclose()


async def _gone(reader: asyncio.StreamReader) -> None:
    """Returns when the other side has closed."""
    while await reader.read(MOST):
        pass


def _refusal(refused: Refused) -> Answer:
    allow = {"Allow": "GET, HEAD"} if refused.status == 405 else {}
    return Answer(f"{refused.why}\n".encode(), "text/plain; charset=utf-8", refused.status, allow)


def _top(status: int, headers: Mapping[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"]
    lines += [f"{name}: {value}" for name, value in ({**_ALWAYS, **headers}).items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def _all_bound(hosts: Collection[str], port: int) -> list[socket.socket]:
    """A socket for each host that this machine has, all on one port; none stays open when one cannot be had."""
    found: list[socket.socket] = []
    try:
        for host in hosts:
            try:
                found.append(_bound(host, found[0].getsockname()[1] if found else port))
            except OSError as error:
                if not found or error.errno not in _LACKING:
                    raise
    except BaseException:
        for one in found:
            one.close()
        raise
    return found


def _bound(host: str, port: int) -> socket.socket:
    """A socket that listens on a loopback address."""
    if host not in LOOPBACK:
        raise ValueError(f"{host} is no loopback address")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows, where SO_REUSEADDR would share a port in use
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        bound.listen(MOST_CONNECTIONS)  # some systems say only here that the port is in use
        bound.setblocking(False)
    except BaseException:
        bound.close()
        raise
    return bound
