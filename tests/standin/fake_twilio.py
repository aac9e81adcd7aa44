"""A Twilio that keeps state, over real HTTP on 127.0.0.1. In a test:

    with FakeTwilio() as fake:
        ...  # TWILIO_API_URL=fake.url, fake.account_sid, fake.auth_token
        fake.on_post = lambda form: LostAnswer()
        fake.wait_for(1)

Or as a process: `python tests/standin/fake_twilio.py --port 0`, which prints {"port": ...} and then also serves
GET /_standin/accepted and /_standin/posts, and POST /_standin/fault, /_standin/block and /_standin/unblock.
"""

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import argparse
import json
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from threading import Event, Thread
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from standin import webhooks
from standin.api import Api
from standin.book import FINAL, Accepted, Message, Post, new_sid
from standin.faults import Fault, Garbled, Gate, Hang, LostAnswer, Reset, Status
from standin.rules import START_WORDS, STOP_WORDS
from standin.server import Server

__all__ = [
    "Accepted", "FakeTwilio", "Fault", "Garbled", "Gate", "Hang", "LostAnswer", "Message", "Post", "Reset",
    "Status",
]  # fmt: skip

ACCOUNT = "AC" + "0123456789abcdef" * 2
TOKEN = "0f" * 16


class FakeTwilio(Api):
    """The stand-in. Its attributes may be changed at any time, its methods called from any thread.

    `on_post` sees the form of every request to send a text, `on_get` the path and fields of every other one
    (list, show, redact); what they return goes wrong. `callback_base` is where status callbacks that it makes by
    itself are posted, such as the late 21610 of a messaging service; while it is None there are none. With
    `keywords`, texts such as STOP and START block and unblock their sender, before the webhook is called.
    """

    def __init__(self, account_sid: str = ACCOUNT, auth_token: str = TOKEN, port: int = 0) -> None:
        super().__init__(account_sid, auth_token)
        self.callback_base: str | None = None
        self.keywords = True
        self._port = port
        self._server: Server | None = None
        self._threads: list[Thread] = []

    def __enter__(self) -> Self:
        server = self._server = Server(self, self._port)
        self._start(lambda: server.serve_forever(poll_interval=0.02))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        server, self._server = self._running, None
        server.close()
        for thread in self._threads:
            thread.join(timeout=5)
        if server.errors and error is None:
            raise server.errors[0]

    @property
    def _running(self) -> Server:
        assert self._server, "enter the stand-in first: with FakeTwilio() as fake"
        return self._server

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._running.server_address[1])

    @property
    def url(self) -> str:
        """What to give as TWILIO_API_URL."""
        return f"http://127.0.0.1:{self.port}"

    def wait_for(self, count: int, timeout: float = 5.0) -> list[Accepted]:
        """The texts accepted, as soon as there are `count`; TimeoutError if that takes longer (seconds)."""
        self._wait(lambda: len(self.book.accepted) >= count, timeout)
        return self.accepted

    def wait_for_posts(self, count: int, timeout: float = 5.0) -> list[Post]:
        """The requests made, as soon as there are `count`; TimeoutError if that takes longer (seconds)."""
        self._wait(lambda: len(self.book.posts) >= count, timeout)
        return self.posts

    def new_sid(self, prefix: str = "SM") -> str:
        """A SID that no text has yet."""
        return new_sid(prefix)

    def message(self, sid: str) -> Message:
        """A text as it stands now."""
        with self.book.changed:
            return self.book.messages[sid]

    def callback(
        self, message: Accepted, status: str, error_code: int | None = None, url_base: str | None = None
    ) -> tuple[int, str]:
        """Reports a status to the text's own callback address; (HTTP status, body).

        Signed for the address as it was given; `url_base` only replaces where it is posted.
        """
        assert message.callback, "this text has no status callback"
        self._settle(message.sid, status, error_code)
        parts = urlsplit(message.callback)
        base = urlsplit(url_base) if url_base else parts
        there = parts._replace(scheme=base.scheme, netloc=base.netloc).geturl()
        fields = webhooks.callback_fields(self.account_sid, message.sid, message.sender, message.to, status, error_code)
        return webhooks.post(there, fields, self.auth_token, message.callback)

    def deliver_text(
        self,
        webhook_url: str,
        sender: str,
        to: str,
        body: str,
        sid: str | None = None,
        public_url: str | None = None,
        signature: str | None = None,
        token: str | None = None,
        headers: Mapping[str, str] | None = None,
        extra: Mapping[str, str] | None = None,
    ) -> tuple[int, str]:
        """Someone texts us: the signed post to `webhook_url`, and its (HTTP status, body).

        Signed for `public_url` if that is what the bot is known by; `signature` replaces the signature ("" sends
        none), `extra` adds or replaces fields. With the `sid` of an earlier text it is Twilio's retry.
        """
        named = sid or new_sid()
        if self.keywords and body.strip().upper() in STOP_WORDS:
            self.block(sender)
        if self.keywords and body.strip().upper() in START_WORDS:
            self.unblock(sender)
        self.book.received(named, sender, to, body)
        fields = {**webhooks.text_fields(self.account_sid, named, sender, to, body), **(extra or {})}
        return webhooks.post(webhook_url, fields, token or self.auth_token, public_url, headers, signed_with=signature)

    def deliver_call(
        self,
        webhook_url: str,
        sender: str,
        to: str,
        sid: str | None = None,
        public_url: str | None = None,
        extra: Mapping[str, str] | None = None,
    ) -> tuple[int, str]:
        """Someone calls us: the signed post to `webhook_url`, and its (HTTP status, body)."""
        fields = webhooks.call_fields(self.account_sid, sid or new_sid("CA"), sender, to)
        return webhooks.post(webhook_url, {**fields, **(extra or {})}, self.auth_token, public_url)

    def fail_later(self, sid: str, error_code: int) -> None:
        """A moment later the text has failed, and the bot is told if `callback_base` is set."""
        taken = next(text for text in self.accepted if text.sid == sid)

        def report() -> None:
            self._settle(sid, "failed", error_code)
            if self.callback_base and taken.callback:
                with suppress(OSError):  # nobody there: Twilio would only log it
                    self.callback(taken, "failed", error_code, self.callback_base)

        self._start(report, after=0.05)

    def _settle(self, sid: str, status: str, error_code: int | None) -> None:
        with self.book.changed:
            known = self.book.messages.get(sid)
            if known and known.status not in FINAL:
                known.status, known.error_code = status, error_code

    def _start(self, work: Callable[[], object], after: float = 0.0) -> None:
        def run() -> None:
            if after:
                time.sleep(after)
            work()

        thread = Thread(target=run, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _wait(self, done: Callable[[], bool], timeout: float) -> None:
        with self.book.changed:
            if self.book.changed.wait_for(done, timeout):
                return
            seen = f"{len(self.book.posts)} posts, {len(self.book.accepted)} accepted"
        raise TimeoutError(f"not reached in {timeout} s: {seen}")


def main(arguments: list[str]) -> None:
    """Runs the stand-in as a process of its own, for an hour at the most."""
    parser = argparse.ArgumentParser(description="A stand-in for Twilio on this machine.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--account", default=ACCOUNT)
    parser.add_argument("--callback-base", default=None)
    parser.add_argument("--seconds", type=float, default=3600.0)
    given = parser.parse_args(arguments)
    with FakeTwilio(given.account, given.token, given.port) as fake:
        fake.callback_base = given.callback_base
        sys.stdout.write(json.dumps({"port": fake.port, "url": fake.url}) + "\n")
        sys.stdout.flush()
        Event().wait(given.seconds)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(0)
