"""Text back to bytes, in the manner of the file that it came from: its encoding, its mark, its line ends."""

from __future__ import annotations

from impactmap.readers.decoding import MARKS


def encode_like(text: str, data: bytes) -> bytes:
    """The text, in which lines end in `\\n`, as bytes like `data`: of several sorts of line ends the commonest."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return mark + _ended(text, data[len(mark) :].decode(encoding, "replace")).encode(encoding)
    return _ended(text, data.decode("utf-8", "replace")).encode()


def _ended(text: str, source: str) -> str:
    both = source.count("\r\n")
    ends = {"\n": source.count("\n") - both, "\r\n": both, "\r": source.count("\r") - both}
    end = max(ends, key=lambda end: ends[end])
    return text if end == "\n" else text.replace("\n", end)
