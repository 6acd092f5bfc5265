"""Requests as bytes: what is understood, and what is refused because it could be understood in two ways."""

from __future__ import annotations

import pytest

from impactmap.serve.request import Refused, Request, check_origin, parse

PORT = 8100
HOST = b"Host: 127.0.0.1:8100"


def head(line: bytes, *fields: bytes, host: bytes = HOST) -> bytes:
    return b"\r\n".join((line, *((host,) if host else ()), *fields)) + b"\r\n\r\n"


def refusal(data: bytes) -> int:
    with pytest.raises(Refused) as refused:
        parse(data, PORT)
    assert refused.value.why
    return refused.value.status


def test_a_request_is_read() -> None:
    request = parse(head(b"GET /map/a%20b/%E9%A7%85.md?view=goal-map.x&number=2 HTTP/1.1", b"Accept:  */* "), PORT)
    assert request == Request(
        "GET",
        "/map/a b/駅.md",
        {"view": "goal-map.x", "number": "2"},
        {"host": "127.0.0.1:8100", "accept": "*/*"},
    )


@pytest.mark.parametrize("host", ["127.0.0.1:8100", "localhost:8100", "LocalHost:8100", "[::1]:8100"])
def test_this_machine_is_asked_for(host: str) -> None:
    assert parse(head(b"GET / HTTP/1.1", host=f"host: {host}".encode()), PORT).path == "/"


@pytest.mark.parametrize(
    "host",
    [
        b"",
        b"Host:",
        b"Host: evil.example",
        b"Host: evil.example:8100",
        b"Host: 127.0.0.1",
        b"Host: localhost",
        b"Host: 127.0.0.1:8101",
        b"Host: 127.0.0.1.evil.example:8100",
        b"Host: localhost:8100.evil.example",
        b"Host: evil.example@localhost:8100",
        b"Host: 127.1:8100",
        b"Host: 0.0.0.0:8100",
        b"Host: 2130706433:8100",
        b"Host: [::ffff:127.0.0.1]:8100",
        b"Host: localhost.:8100",
        b"Host: 127.0.0.1:8100, evil.example",
        b"X-Forwarded-Host: 127.0.0.1:8100",
    ],
)
def test_any_other_host_is_misdirected(host: bytes) -> None:
    assert refusal(head(b"GET / HTTP/1.1", host=host)) == 421


def test_port_80_goes_without_saying() -> None:
    assert parse(head(b"GET / HTTP/1.1", host=b"Host: localhost"), 80).path == "/"


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (head(b"POST / HTTP/1.1"), 405),
        (head(b"PUT / HTTP/1.1"), 405),
        (head(b"OPTIONS * HTTP/1.1"), 405),
        (head(b"TRACE / HTTP/1.1"), 405),
        (head(b"CONNECT 127.0.0.1:8100 HTTP/1.1"), 405),
        (head(b"get / HTTP/1.1"), 405),
        (head(b"GET http://127.0.0.1:8100/ HTTP/1.1"), 400),
        (head(b"GET //evil.example/ HTTP/1.1"), 0),
        (head(b"GET * HTTP/1.1"), 400),
        (head(b"GET map HTTP/1.1"), 400),
        (head(b"GET /#x HTTP/1.1"), 400),
        (head(b"GET / HTTP/2.0"), 505),
        (head(b"GET / HTTP/0.9"), 505),
        (head(b"GET /"), 400),
        (head(b"GET  / HTTP/1.1"), 400),
        (head(b"GET / HTTP/1.1 "), 400),
        (head(b" GET / HTTP/1.1"), 400),
        (head(b"GET\t/ HTTP/1.1"), 400),
        (head(b"GET /a b HTTP/1.1"), 400),
        (head(b"GET /\x00 HTTP/1.1"), 400),
        (head(b"GET /\xc3\xa9 HTTP/1.1"), 400),
        (head(b"GET / HTTP/1.1", b"Host: 127.0.0.1:8100"), 400),
        (head(b"GET / HTTP/1.1", b"hOST: evil.example"), 400),
        (head(b"GET / HTTP/1.1", b"Content-Length: 0"), 400),
        (head(b"GET / HTTP/1.1", b"Content-Length: 5", b"Content-Length: 6"), 400),
        (head(b"GET / HTTP/1.1", b"Transfer-Encoding: chunked"), 400),
        (head(b"GET / HTTP/1.1", b"Transfer-Encoding : chunked"), 400),
        (head(b"GET / HTTP/1.1", b" folded"), 400),
        (head(b"GET / HTTP/1.1", b"X: a\r\n folded"), 400),
        (head(b"GET / HTTP/1.1", b"X: a\nHost: evil.example"), 400),
        (head(b"GET / HTTP/1.1", b"X: a\rb"), 400),
        (head(b"GET / HTTP/1.1", b"X: a\x00"), 400),
        (head(b"GET / HTTP/1.1", b"X"), 400),
        (head(b"GET / HTTP/1.1", b": a"), 400),
        (head(b"GET / HTTP/1.1", b"X\xe9: a"), 400),
        (head(b"GET / HTTP/1.1", b"Origin: http://localhost:8100", b"Origin: null"), 400),
        (head(b"GET / HTTP/1.1", *(b"X-%d: 1" % number for number in range(64))), 431),
        (head(b"GET /%ff HTTP/1.1"), 404),
        (head(b"GET /?a=%ff HTTP/1.1"), 400),
        (head(b"GET /?view=a&view=b HTTP/1.1"), 400),
        (head(b"GET /?a&b&c&d&e&f&g&h&i HTTP/1.1"), 400),
        (b"\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\r\n\r\n", 400),
        (b"PRI * HTTP/2.0\r\n\r\n", 505),
    ],
)
def test_what_is_not_plain_is_refused(data: bytes, status: int) -> None:
    if status:
        assert refusal(data) == status
    else:
        assert parse(data, PORT).path == "//evil.example/", "a path like any other, and in no table"


@pytest.mark.parametrize(
    ("fields", "passes"),
    [
        ({}, True),
        ({"origin": "http://127.0.0.1:8100"}, True),
        ({"origin": "http://localhost:8100", "sec-fetch-site": "same-origin"}, True),
        ({"origin": "http://localhost:3000"}, False),
        ({"origin": "https://localhost:8100"}, False),
        ({"origin": "https://evil.example"}, False),
        ({"origin": "null"}, False),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site", "sec-fetch-dest": "image"}, False),
        ({"sec-fetch-site": "cross-site", "sec-fetch-dest": "iframe"}, False),
        ({"sec-fetch-site": "cross-site", "sec-fetch-dest": "document"}, True),
    ],
)
def test_other_sites_may_only_link_here(fields: dict[str, str], passes: bool) -> None:
    request = Request("GET", "/", {}, fields)
    if passes:
        check_origin(request, PORT)
    else:
        with pytest.raises(Refused):
            check_origin(request, PORT)
