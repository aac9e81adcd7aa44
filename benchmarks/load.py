"""Load on the loopback address from one thread: as fast as answered (closed loop), or at a fixed rate (open loop)."""

import random
import selectors
import socket
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

CONNECTIONS = 16
_PATIENCE = 15.0
"""Seconds; Twilio waits no longer."""


@dataclass
class Slice:
    """What one slice of load saw. Latencies are seconds; in an open loop counted from the intended moment."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    failed: int = 0

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.latencies) / self.seconds


class _Connection:
    """One kept connection; at most one request is on it."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.since = 0.0
        self.sid = ""
        self._got = b""

    def send(self, sid: str, request: bytes, since: float) -> None:
        self.sid, self.since, self._got = sid, since, b""
        self.socket.sendall(request)

    def answered(self) -> int | None:
        """The HTTP status, once the whole answer is here."""
        more = self.socket.recv(65536)
        if not more:
            raise ConnectionError("the server hung up")
        self._got += more
        head, end, body = self._got.partition(b"\r\n\r\n")
        if not end:
            return None
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        return int(head[9:12]) if len(body) >= length else None


class Load:
    """The connections to one server, closed at the end of the slice so that the next meets other threads."""

    def __init__(self, port: int, connections: int = CONNECTIONS) -> None:
        self._selector = selectors.DefaultSelector()
        self._free: deque[_Connection] = deque()
        self._port = port
        for _ in range(connections):
            self._open()

    def _open(self) -> None:
        connection = _Connection(self._port)
        self._selector.register(connection.socket, selectors.EVENT_READ, connection)
        self._free.append(connection)

    def close(self) -> None:
        """Close every connection."""
        for key in list(self._selector.get_map().values()):
            key.data.socket.close()
        self._selector.close()

    def closed(self, requests: Iterable[tuple[str, bytes]], seconds: float) -> Slice:
        """Every connection sends its next text as soon as the last is answered."""
        seen, waiting = Slice(), iter(requests)
        begun = time.perf_counter()
        busy = 0
        while self._free:
            sid, request = next(waiting)
            self._free.popleft().send(sid, request, time.perf_counter())
            busy += 1
        while busy:
            for connection in self._ready(_PATIENCE):
                status = connection.answered()
                if status is None:
                    continue
                now = time.perf_counter()
                self._keep(seen, connection, status, now)
                following = next(waiting, None) if now - begun < seconds else None
                if following is None:
                    self._free.append(connection)
                    busy -= 1
                else:
                    connection.send(*following, time.perf_counter())
        seen.seconds = time.perf_counter() - begun
        return seen

    def open(
        self,
        requests: list[tuple[str, bytes]],
        rate: float,
        on_answer: Callable[[str, float], None] | None = None,
        seed: int = 1,
    ) -> Slice:
        """One text after another at random moments, `rate` a second on average, whatever the server does."""
        chance, seen = random.Random(seed), Slice()
        begun = time.perf_counter()
        due, busy, next_one = begun, 0, 0
        while next_one < len(requests) or busy:
            now = time.perf_counter()
            while next_one < len(requests) and due <= now:
                if not self._free:
                    self._open()
                self._free.popleft().send(*requests[next_one], due)
                busy, next_one = busy + 1, next_one + 1
                due += chance.expovariate(rate)
            pause = due - time.perf_counter() if next_one < len(requests) else _PATIENCE
            for connection in self._ready(max(0.0, pause)):
                status = connection.answered()
                if status is not None:
                    now = time.perf_counter()
                    self._keep(seen, connection, status, now)
                    if on_answer is not None:
                        on_answer(connection.sid, now)
                    self._free.append(connection)
                    busy -= 1
        seen.seconds = time.perf_counter() - begun
        return seen

    def _ready(self, timeout: float) -> list[_Connection]:
        return [key.data for key, _ in self._selector.select(timeout)]

    @staticmethod
    def _keep(seen: Slice, connection: _Connection, status: int, now: float) -> None:
        seen.latencies.append(now - connection.since)
        seen.failed += status != 200
