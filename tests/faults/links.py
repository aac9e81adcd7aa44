"""A database link that goes wrong: a proxy on the loopback address that delays what passes, and cuts connections."""

import asyncio
import random
import socket
import struct
from collections.abc import Coroutine
from contextlib import suppress
from threading import Thread
from types import TracebackType
from typing import Any, Self

_CHUNK = 65536
_NO_LINGER = struct.pack("ii", 1, 0)  # closing sends a reset: nothing says goodbye on a cable that was pulled


class Link:
    """Passes every connection on to a PostgreSQL server's socket; each chunk up to `delay` seconds late.

    Every `cuts` seconds on average, if given, one connection or all of them are reset, in the middle of whatever
    they were doing. `seed` says when; `cut` counts the connections that were.
    """

    def __init__(self, target: str, *, seed: int, delay: float = 0.0, cuts: float | None = None) -> None:
        self.cut, self.port = 0, 0
        self._target, self._delay, self._cuts = target, delay, cuts
        self._chance = random.Random(seed)
        self._open: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._server = self._do(asyncio.start_server(self._pass_on, "127.0.0.1", 0))
        self.port = int(self._server.sockets[0].getsockname()[1])
        if self._cuts is not None:
            asyncio.run_coroutine_threadsafe(self._cut_now_and_then(self._cuts), self._loop)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._do(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def calm_down(self) -> None:
        """From here on nothing is cut any more."""
        self._cuts = None

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _close(self) -> None:
        self._server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_unix_connection(self._target)
        self._open.add(writer)
        try:
            ways = [asyncio.create_task(self._pump(reader, back)), asyncio.create_task(self._pump(there, writer))]
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in ways:
                way.cancel()
        finally:
            self._open.discard(writer)
            for one in (writer, back):
                one.close()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(_CHUNK):
                if self._delay:
                    await asyncio.sleep(self._chance.uniform(0, self._delay))
                writer.write(data)
                await writer.drain()

    async def _cut_now_and_then(self, every: float) -> None:
        while self._cuts is not None:
            await asyncio.sleep(self._chance.expovariate(1 / every))
            victims = list(self._open)
            if victims and self._chance.random() < 0.7:
                victims = [self._chance.choice(victims)]
            for writer in victims if self._cuts is not None else ():
                writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
                writer.transport.abort()
                self.cut += 1
