"""The stand-in's HTTP side: one thread per request, faults acted out on the socket."""

import base64
import hmac
import json
import socket
import struct
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from standin.api import Answer, Api
from standin.faults import Fault, Gate, Hang, LostAnswer, Reset, Status
from standin.rules import refuse

LONGEST_WAIT = 120.0  # seconds that any fault can last
_MAX_BODY = 65536


class Server(ThreadingHTTPServer):
    """Listens on the loopback address; knows its threads, so that closing leaves none behind."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, fake: Api, port: int) -> None:
        self.fake = fake
        self.closing = Event()
        self.errors: list[BaseException] = []
        self._handlers: list[tuple[Thread, Any]] = []
        super().__init__(("127.0.0.1", port), Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Starts a thread and keeps hold of it."""
        thread = Thread(target=self.process_request_thread, args=(request, client_address), daemon=True)
        self._handlers = [known for known in self._handlers if known[0].is_alive()] + [(thread, request)]
        thread.start()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that hung up is no error; anything else is kept and raised when the stand-in closes."""
        error = sys.exc_info()[1]
        if error is not None and not isinstance(error, ConnectionError | TimeoutError):
            self.errors.append(error)

    def close(self) -> None:
        """Ends every wait, then every thread, then the socket."""
        self.closing.set()
        self.shutdown()
        for thread, request in self._handlers:
            thread.join(timeout=0.5)
            if thread.is_alive():  # still reading from a caller that says nothing
                with suppress(OSError):
                    request.shutdown(socket.SHUT_RDWR)
                thread.join(timeout=5)
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Server
    timeout = 10  # seconds on the socket
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Lists, shows, or tells what was recorded."""
        parts = urlsplit(self.path)
        if parts.path.startswith("/_standin/"):
            return self._answer(200, self.server.fake.recorded(parts.path.rpartition("/")[2]))
        query = _first(parts.query)
        return self._answer_unless_faulty(
            lambda: self.server.fake.show(parts.path, query), {"path": parts.path, **query}
        )

    def do_POST(self) -> None:
        """Sends, changes, or sets a fault."""
        size = min(int(self.headers.get("Content-Length") or 0), _MAX_BODY)
        body = self.rfile.read(size).decode("utf-8", "replace")
        path, fake = urlsplit(self.path).path, self.server.fake
        if path.startswith("/_standin/"):
            return self._answer(*fake.steer(path.rpartition("/")[2], json.loads(body or "{}")))
        form = _first(body)
        if path != fake.messages_path:
            return self._answer_unless_faulty(lambda: fake.change(path, form), {"path": path, **form})
        fake.book.arrived(form)
        if not self._allowed():
            return None
        return self._send_text(form)

    def _send_text(self, form: dict[str, str]) -> None:
        fake = self.server.fake
        fault = self._fault(fake.on_post, form)
        accepts = fault is None or isinstance(fault, Gate) or getattr(fault, "accept", True)
        if isinstance(fault, Status) or not accepts:
            self._acted(fault)
            return
        if isinstance(fault, Gate):
            self._acted(fault)
        status, answer = fake.take(form)
        if fault is None or isinstance(fault, Gate) or self._acted(fault):
            self._answer(status, answer)

    def _answer_unless_faulty(self, work: Callable[[], Answer], seen: dict[str, str]) -> None:
        if self._allowed():
            fault = self._fault(self.server.fake.on_get, seen)
            if fault is None or self._acted(fault):
                self._answer(*work())

    def _fault(self, hook: Any, seen: dict[str, str]) -> Fault | None:
        found: Fault | None = hook(seen) if hook else None
        return found

    def _acted(self, fault: Fault | None) -> bool:
        """Acts a fault out; True when an ordinary answer follows."""
        if isinstance(fault, Gate):
            self._wait_for(fault.event)
            return True
        if isinstance(fault, Hang):
            self.server.closing.wait(min(fault.seconds, LONGEST_WAIT))
            if not fault.accept:
                self._reset()
            return fault.accept
        if isinstance(fault, Status):
            code = {429: 20429, 500: 20500, 503: 20503}.get(fault.status, fault.status)
            shown = refuse(code, status=fault.status).shown() if fault.body is None else fault.body
            wait = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
            self._answer(fault.status, shown, wait)
        elif isinstance(fault, Reset):
            self._reset()
        elif isinstance(fault, LostAnswer):
            self.close_connection = True
        elif fault is not None:
            self._answer(201, fault.body)
        return False

    def _wait_for(self, event: Event) -> None:
        for _ in range(int(LONGEST_WAIT / 0.02)):
            if event.wait(0.02) or self.server.closing.is_set():
                return

    def _reset(self) -> None:
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.rfile.close()
        self.connection.close()

    def _allowed(self) -> bool:
        fake = self.server.fake
        expected = base64.b64encode(f"{fake.account_sid}:{fake.auth_token}".encode()).decode()
        given = self.headers.get("Authorization", "")
        if not hmac.compare_digest(given.encode(), f"Basic {expected}".encode()):
            self._answer(401, refuse(20003, status=401).shown())
            return False
        ours = f"/2010-04-01/Accounts/{fake.account_sid}/"
        if not self.path.startswith(ours) and not fake.account.is_at(urlsplit(self.path).path):
            self._answer(404, refuse(20404, status=404).shown())
            return False
        return True

    def _answer(self, status: int, body: object, headers: Mapping[str, str] | None = None) -> None:
        data = (body if isinstance(body, str) else json.dumps(body)).encode()
        self.close_connection = True
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Connection": "close", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The Date of an answer, by the carrier's clock."""
        return super().date_time_string((timestamp or time.time()) + self.server.fake.clock_ahead)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


def _first(encoded: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(encoded, keep_blank_values=True).items()}
