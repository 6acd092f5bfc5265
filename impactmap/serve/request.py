"""A request, read strictly: whatever could be understood in two ways is refused (RFC 9112)."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import parse_qsl, unquote

from msgspec import Struct, field

MOST = 8192  # bytes of a request: its line and its headers
MOST_FIELDS = 64
METHODS = ("GET", "HEAD")

_LINE = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]{1,32}) ([\x21-\x7e]+) HTTP/(\d)\.(\d)")
_FIELD = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*?)[ \t]*")


class Refused(Exception):  # noqa: N818 - it is an answer
    """The answer to a request that is not served: its status, and why in a sentence."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status
        self.why = why


class Request(Struct, frozen=True):
    """What is asked for. `path` is decoded, and a key of a table, never a place; `query` has each name once."""

    method: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


def parse(head: bytes, port: int) -> Request:
    """The request in `head`, which ends in an empty line, if it was meant for this server on this `port`.

    Raises Refused.
    """
    line, *lines = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
    found = _LINE.fullmatch(line)
    if not found:
        raise Refused(400, "this is no request line")
    method, target = found[1].decode(), found[2].decode()
    if found[3] != b"1":
        raise Refused(505, "this server speaks HTTP/1.1")
    headers = _headers(lines)
    _check_host(headers, port)
    if method not in METHODS:
        raise Refused(405, f"only {' and '.join(METHODS)} are known here")
    if "content-length" in headers or "transfer-encoding" in headers:
        raise Refused(400, "a request here has no body")
    if not target.startswith("/") or "#" in target:
        raise Refused(400, "the target should be a path, such as /")
    path, _, query = target.partition("?")
    return Request(method, _decoded(path), _query(query), {name: values[0] for name, values in headers.items()})


def _headers(lines: Collection[bytes]) -> dict[str, list[str]]:
    if len(lines) > MOST_FIELDS:
        raise Refused(431, f"more than {MOST_FIELDS} header fields")
    headers: dict[str, list[str]] = {}
    for line in lines:
        found = _FIELD.fullmatch(line)
        if not found:
            raise Refused(400, "this is no header field")
        headers.setdefault(found[1].decode().lower(), []).append(found[2].decode("latin-1"))
    for name in ("host", "origin", "content-length", "transfer-encoding", "sec-fetch-site", "sec-fetch-dest"):
        if len(headers.get(name, ())) > 1:
            raise Refused(400, f"the header field {name} comes twice")
    return headers


def _check_host(headers: dict[str, list[str]], port: int) -> None:
    """Whatever name a foreign page has pointed at this machine (DNS rebinding), it is not one of ours."""
    hosts = own_hosts(port)
    if headers.get("host", [""])[0].lower() not in hosts:
        raise Refused(421, "the host should be this machine: " + " or ".join(hosts))


def own_hosts(port: int) -> tuple[str, ...]:
    """What the Host field of a request to this server may say."""
    names = ("127.0.0.1", "localhost", "[::1]")
    return tuple(f"{name}:{port}" for name in names) + (names if port == 80 else ())


def check_origin(request: Request, port: int) -> None:
    """Raises Refused when another site asks: only a person may come from elsewhere, by a link."""
    origin = request.headers.get("origin")
    if origin is not None and origin.lower() not in {f"http://{host}" for host in own_hosts(port)}:
        raise Refused(403, "this is for pages of this server")
    site = request.headers.get("sec-fetch-site", "none")
    if site not in ("none", "same-origin") and request.headers.get("sec-fetch-dest") != "document":
        raise Refused(403, "this is for pages of this server")


def _decoded(path: str) -> str:
    try:
        return unquote(path, errors="strict")
    except UnicodeDecodeError:
        raise Refused(404, "there is no such page") from None


def _query(text: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=8)
    except ValueError:  # a UnicodeDecodeError is one too
        raise Refused(400, "this query cannot be read") from None
    query = dict(pairs)
    if len(query) < len(pairs):
        raise Refused(400, "a name of the query comes twice")
    return query
