"""The newest of something, for all who follow it. Nobody is told what is old: a slow follower skips."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator


class News:
    """Belongs to the loop's thread."""

    def __init__(self) -> None:
        self._newest: bytes | None = None
        self._followers: set[asyncio.Event] = set()

    @property
    def followed(self) -> bool:
        return bool(self._followers)

    def tell(self, message: bytes) -> None:
        self._newest = message
        for follower in self._followers:
            follower.set()

    async def follow(self) -> AsyncGenerator[bytes, None]:
        """What is newest now, then whatever is newest when it is asked for again; never the same twice."""
        told = None
        woken = asyncio.Event()
        self._followers.add(woken)
        try:
            while True:
                woken.clear()
                if self._newest is not None and self._newest is not told:
                    told = self._newest
                    yield told
                else:
                    await woken.wait()
        finally:
            self._followers.discard(woken)
