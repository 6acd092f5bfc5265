"""What the server does with bytes that no browser would send, and with many who ask at once."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import re
import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import previewing
import pytest
from previewing import Running, until

from impactmap.serve import server
from impactmap.serve.request import MOST
from impactmap.serve.routes import Routes

Serve = Callable[..., Running]


@pytest.fixture
def running(serve: Serve, spec: Path) -> Running:
    return serve(spec)


def status(answer: bytes) -> int:
    found = re.match(rb"HTTP/1\.1 (\d{3}) ", answer)
    assert found, answer[:100]
    return int(found[1])


def head(running: Running, line: str = "GET / HTTP/1.1", *fields: str) -> bytes:
    return "\r\n".join((line, f"Host: 127.0.0.1:{running.port}", *fields, "", "")).encode()


def test_the_page_comes_with_what_keeps_others_out(running: Running) -> None:
    code, headers, text = running.get("/")
    assert code == 200
    assert text.startswith("<!DOCTYPE html>")
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Security-Policy"] == "frame-ancestors 'none'"
    assert "connect-src &#39;self&#39;;" in text
    assert not [name for name in headers if name.lower().startswith("access-control")]


@pytest.mark.parametrize("path", ["/", "/map/map.md", "/events", "/events?of=/", "/nothing", "/map/nothing"])
def test_every_route_asks_for_the_host(running: Running, path: str) -> None:
    for host in ("evil.example", f"evil.example:{running.port}", "127.0.0.1", ""):
        answer = running.raw(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        assert status(answer) == 421
        assert b"draft" not in answer
    assert status(running.raw(f"GET {path} HTTP/1.1\r\n\r\n".encode())) == 421


@pytest.mark.parametrize("path", ["/", "/events?of=/"])
def test_other_sites_get_nothing(running: Running, path: str) -> None:
    for fields in ({"Origin": "https://evil.example"}, {"Sec_Fetch_Site": "cross-site"}):
        code, headers, text = running.get(path, **fields)
        assert code == 403
        assert "draft" not in text
        assert not [name for name in headers if name.lower().startswith("access-control")]


@pytest.mark.parametrize(
    "path",
    [
        "/../../../../etc/passwd",
        "/map/../../../../etc/passwd",
        "/map/..%2f..%2f..%2f..%2fetc%2fpasswd",
        "/map/%2e%2e/secret.txt",
        "/map/secret.txt",
        "/map/./map.md",
        "/map//etc/passwd",
        "/map/map.md%00.txt",
        "/map/map.md/",
        "/map",
        "/map/",
        "//127.0.0.1/map/map.md",
        "/..;/map/map.md",
        "/MAP/map.md",
    ],
)
def test_no_path_leads_to_a_file(running: Running, spec: Path, path: str) -> None:
    (spec.parent / "secret.txt").write_text("top secret")
    answer = running.raw(head(running, f"GET {path} HTTP/1.1"))
    assert status(answer) == 404
    assert b"root:" not in answer
    assert b"top secret" not in answer


def test_methods_and_forms(running: Running) -> None:
    address = f"http://127.0.0.1:{running.port}/"
    for line, code in (
        ("POST / HTTP/1.1", 405),
        ("DELETE /map/map.md HTTP/1.1", 405),
        ("OPTIONS / HTTP/1.1", 405),
        ("CONNECT evil.example:443 HTTP/1.1", 405),
        (f"GET {address} HTTP/1.1", 400),
        ("GET http://evil.example/ HTTP/1.1", 400),
        ("GET / HTTP/3.0", 505),
        ("GET /", 400),
        ("nonsense", 400),
    ):
        assert status(running.raw(head(running, line))) == code, line
    assert b"Allow: GET, HEAD" in running.raw(head(running, "PUT / HTTP/1.1"))


def test_head_is_get_without_a_body(running: Running) -> None:
    top, _, body = running.raw(head(running, "HEAD / HTTP/1.1")).partition(b"\r\n\r\n")
    full, _, page = running.raw(head(running)).partition(b"\r\n\r\n")
    assert top == full
    assert body == b""
    assert f"Content-Length: {len(page)}".encode() in top


def test_a_head_that_is_refused_has_no_body_either(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = {
        400: head(running, "HEAD nonsense HTTP/1.1"),
        403: head(running, "HEAD / HTTP/1.1", "Origin: https://evil.example"),
        404: head(running, "HEAD /nothing HTTP/1.1"),
        421: b"HEAD / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        431: head(running, "HEAD / HTTP/1.1", "X: " + "a" * MOST),
        505: head(running, "HEAD / HTTP/3.0"),
    }
    for code, data in refused.items():
        full = running.raw(data.replace(b"HEAD", b"GET", 1))
        assert status(full) == code
        assert running.raw(data) == full.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    for cut in (b"HEAD / HTTP/1.1\r\n", b"HEAD ", b"HE"):  # the client may have meant the last as a HEAD, too
        answer = running.raw(cut)
        assert (status(answer), answer[-4:]) == (400, b"\r\n\r\n")
    monkeypatch.setattr(server, "PATIENCE", 0.2)
    for cut in (b"HEAD / HTTP/1.1\r\n", b"HEAD", b""):
        answer = running.raw(cut, hold=True)
        assert (status(answer), answer[-4:]) == (408, b"\r\n\r\n")
    assert running.raw(b"GET / HTTP/1.1\r\n", hold=True).endswith(b"too long\n")


def test_a_second_request_on_the_line_is_never_answered(running: Running) -> None:
    one = head(running, "GET /map/map.md HTTP/1.1")
    for smuggled in (head(running, "GET /nothing HTTP/1.1"), b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n"):
        answer = running.raw(one + smuggled * 3)
        assert answer.count(b"HTTP/1.1 ") == 1
        assert status(answer) == 200
        assert b"Connection: close" in answer
    body = b"Content-Length: 40"
    answer = running.raw(head(running, "GET / HTTP/1.1", body.decode()) + head(running))
    assert (status(answer), answer.count(b"HTTP/1.1 ")) == (400, 1)


def test_too_much_is_refused(running: Running) -> None:
    for data in (
        b"GET /" + b"a" * MOST + b" HTTP/1.1\r\n\r\n",
        head(running, "GET / HTTP/1.1", "X: " + "a" * MOST),
        head(running, "GET / HTTP/1.1", *(f"X-{number}: 1" for number in range(100))),
        b"a" * 300_000,
        b"\r\n" * 3,
    ):
        assert status(running.raw(data)) in (400, 431)
    assert running.get("/")[0] == 200


def test_random_bytes_get_an_answer_or_none_and_do_no_harm(running: Running) -> None:
    import random

    dice = random.Random(1)
    whole = head(running)
    for _ in range(200):
        data = bytearray(whole)
        for _ in range(dice.randint(1, 4)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        answer = running.raw(bytes(data[: dice.randint(0, len(data))]))
        assert answer == b"" or status(answer) in (200, 400, 404, 405, 421, 505)
    assert running.get("/")[0] == 200


def test_the_slow_are_let_go_and_hold_up_nobody(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "PATIENCE", 0.5)
    with contextlib.ExitStack() as stack:
        slow = [
            stack.enter_context(socket.create_connection(("127.0.0.1", running.port), previewing.PATIENCE))
            for _ in range(50)
        ]
        for number, one in enumerate(slow):
            one.sendall(head(running)[: number % 20])  # some say nothing at all
        assert running.get("/")[0] == 200
        for number, one in enumerate(slow):
            answer = b"".join(iter(lambda one=one: one.recv(4096), b""))  # type: ignore[misc]
            assert status(answer) == 408, number


def test_a_reader_who_takes_nothing_is_let_go(running: Running, spec: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "PATIENCE", 0.5)
    monkeypatch.setattr(server, "ALIVE", 0.01)
    shown = running.preview._maps.table["map.md"]
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        one.settimeout(previewing.PATIENCE)
        one.connect(("127.0.0.1", running.port))
        one.sendall(head(running, "GET /events?of=/ HTTP/1.1"))
        until(lambda: shown.news.followed)
        # News in plenty, while the other side reads none.
        stop = threading.Event()

        def flood() -> None:
            while not stop.wait(0.001):
                running._loop.call_soon_threadsafe(shown.news.tell, b"data: " + b"x" * 60_000 + b"\n\n")

        flooding = threading.Thread(target=flood)
        flooding.start()
        try:
            until(lambda: not shown.news.followed)
        finally:
            stop.set()
            flooding.join()
    assert running.get("/")[0] == 200


def connected(running: Running, stack: contextlib.ExitStack, number: int, data: bytes = b"") -> list[socket.socket]:
    """Connections that have sent this much and stay open."""
    address = "127.0.0.1", running.port
    held = [stack.enter_context(socket.create_connection(address, previewing.PATIENCE)) for _ in range(number)]
    for one in held:
        one.sendall(data)
    return held


def test_a_full_house_shuts_the_door_and_opens_it_again(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "MOST_CONNECTIONS", 5)
    with contextlib.ExitStack() as stack:
        for one in connected(running, stack, 5, head(running, "GET /events?of=/ HTTP/1.1")):
            assert one.recv(12) == b"HTTP/1.1 200"
        with contextlib.suppress(ConnectionError):
            assert running.raw(head(running)) == b""
    until(lambda: running.raw(head(running)).startswith(b"HTTP/1.1 200"))


def test_who_asks_nothing_makes_room_for_who_does(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "MOST_CONNECTIONS", 20)
    monkeypatch.setattr(server, "PATIENCE", previewing.PATIENCE)  # nobody is let go for being slow
    with contextlib.ExitStack() as stack:
        (reader,) = connected(running, stack, 1, head(running, "GET /events?of=/ HTTP/1.1"))
        assert reader.recv(12) == b"HTTP/1.1 200"
        first = connected(running, stack, 15, head(running)[:-3])
        last = connected(running, stack, 15)
        until(lambda: len(running.preview._server._at_work) == 20)
        for one in first[:11]:
            with contextlib.suppress(ConnectionResetError):
                assert one.recv(100) == b"", "the oldest are let go"
        for _ in range(30):
            assert running.get("/")[0] == 200
        assert len(running.preview._server._at_work) <= 20
        last[-1].sendall(head(running))
        assert last[-1].recv(12) == b"HTTP/1.1 200", "the newest of them is still there"
        reader.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            while True:
                assert reader.recv(65536), "who follows a map is no idler"


def test_a_defect_is_an_answer(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(self: Routes, shown: object, request: object) -> None:
        raise KeyError("oh")

    monkeypatch.setattr(Routes, "_page", broken)
    code, _, text = running.get("/")
    assert code == 500
    assert "KeyError" in text


def test_only_loopback_can_be_listened_on() -> None:
    for host in ("0.0.0.0", "", "192.0.2.1", "::"):  # noqa: S104 - it is what must not be
        with pytest.raises(ValueError, match="loopback"):
            server._bound(host, 0)


def test_a_port_has_to_be_free_on_all_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[tuple[str, int]] = []
    opened: list[socket.socket] = []
    before = server._bound
    lacking = OSError(errno.EADDRNOTAVAIL, "no such address")
    in_use = OSError(errno.EADDRINUSE, "in use")

    def bound(host: str, port: int) -> socket.socket:
        taken.append((host, port))
        if host == "::1":
            raise trouble
        opened.append(before(host, 0))
        return opened[-1]

    async def listen() -> None:
        one = server.Server(None)  # type: ignore[arg-type]
        try:
            await one.listen(("127.0.0.1", "::1"), 8000, 3)
        finally:
            await one.close()

    monkeypatch.setattr(server, "_bound", bound)
    with ThreadPoolExecutor(1) as elsewhere:  # a browser's driver may have a loop at work in this thread
        trouble = in_use
        with pytest.raises(OSError, match="in use"):
            elsewhere.submit(asyncio.run, listen()).result()
        assert [port for host, port in taken if host == "127.0.0.1"] == [8000, 8001, 8002]
        assert all(one.fileno() == -1 for one in opened), "none stays open"
        trouble, taken[:] = lacking, []
        elsewhere.submit(asyncio.run, listen()).result()
        assert [host for host, _ in taken] == ["127.0.0.1", "::1"]


def test_nobody_else_hears(running: Running) -> None:
    (listening,) = running.preview._server._servers
    assert [one.getsockname()[0] for one in listening.sockets] == ["127.0.0.1"]


def test_two_hundred_clients_follow_a_save(running: Running, spec: Path) -> None:
    async def follow(number: int) -> tuple[str, int]:
        reader, writer = await asyncio.open_connection("127.0.0.1", running.port, limit=1 << 20)
        writer.write(head(running, "GET /events?of=/ HTTP/1.1"))
        pictures: list[str] = []
        while len(pictures) < 2:
            line = await reader.readline()
            if line.startswith(b"data: ") and (found := re.search(rb'"picture": "([^"]+)"', line)):
                pictures.append(found[1].decode())
                if len(pictures) == 1:
                    waiting.add(number)
        writer.close()
        reader, writer = await asyncio.open_connection("127.0.0.1", running.port, limit=1 << 20)
        writer.write(head(running, "GET /?view=impact-map&number=1 HTTP/1.1"))
        page = await reader.read()
        writer.close()
        return pictures[1], page.count(b"Copies fly by e-mail")

    waiting: set[int] = set()
    drawn = 0
    before = running.preview._maps._draw

    async def counted(*arguments: object) -> object:
        nonlocal drawn
        drawn += 1
        return await before(*arguments)  # type: ignore[arg-type]

    running.preview._maps._draw = counted  # type: ignore[method-assign, assignment]

    async def all_of_them() -> list[tuple[str, int]]:
        tasks = [asyncio.create_task(follow(number)) for number in range(200)]
        while len(waiting) < 200:
            await asyncio.sleep(0.01)
        spec.write_text(previewing.MAP.replace("travel", "fly"), encoding="utf-8")
        return await asyncio.gather(*tasks)

    async def in_time() -> list[tuple[str, int]]:
        return await asyncio.wait_for(all_of_them(), previewing.PATIENCE)

    with ThreadPoolExecutor(1) as elsewhere:  # a browser's driver may have a loop at work in this thread
        told = elsewhere.submit(asyncio.run, in_time()).result()
    assert len({tag for tag, _ in told}) == 1
    assert all(count for _, count in told)
    assert drawn == 1, "what all of them look at is drawn once"
