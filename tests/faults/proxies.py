"""A reverse proxy on the loopback address, as hosts put one in front. It ends TLS: what is behind it gets http."""

from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit


class Proxy(ThreadingHTTPServer):
    """Passes every POST on to `target`, under a Host and a scheme that are not the public ones."""

    daemon_threads = True

    def __init__(self, target: str) -> None:
        self.target = urlsplit(target)
        super().__init__(("127.0.0.1", 0), _Handler)
        self._thread = Thread(target=lambda: self.serve_forever(poll_interval=0.02), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join(5)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Proxy
    timeout = 10

    def do_POST(self) -> None:
        """One request, passed on with the headers that a proxy changes."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection")}
        behind = HTTPConnection(str(self.server.target.hostname), self.server.target.port, timeout=10)
        try:
            hops = {"Host": "web-7.internal:8080", "X-Forwarded-Proto": "http", "X-Forwarded-Host": "elsewhere.test"}
            behind.request("POST", self.path, body, {**headers, **hops})
            answer = behind.getresponse()
            data = answer.read()
            self.send_response(answer.status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)
        finally:
            behind.close()

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""
