"""The stand-in's REST API: what it answers, and what that changes in the book."""

import re
import sys
from collections.abc import Callable
from dataclasses import asdict
from threading import Lock
from urllib.parse import urlencode

from standin.account import Account
from standin.book import FINAL, Accepted, Book, Message, Post, new_sid
from standin.faults import Fault, from_json
from standin.rules import refusal, refuse

Hook = Callable[[dict[str, str]], Fault | None]
Answer = tuple[int, object]


class Api:
    """An account with its texts. `on_post` and `on_get` say what goes wrong with a request."""

    def __init__(self, account_sid: str, auth_token: str) -> None:
        self.account_sid = account_sid
        self.auth_token = auth_token
        self.on_post: Hook | None = None
        self.on_get: Hook | None = None
        self.book = Book()
        self.account = Account(account_sid)
        self.clock_ahead = 0.0  # seconds
        self.messages_path = f"/2010-04-01/Accounts/{account_sid}/Messages.json"
        self.calls_path = f"/2010-04-01/Accounts/{account_sid}/Calls.json"
        self.calls: list[dict[str, str]] = []  # the forms of calls it took

    @property
    def accepted(self) -> list[Accepted]:
        """Every text accepted so far, in order."""
        with self.book.changed:
            return list(self.book.accepted)

    @property
    def posts(self) -> list[Post]:
        """Every request to send a text so far, in order of arrival, whatever came of it."""
        with self.book.changed:
            return list(self.book.posts)

    def block(self, number: str) -> None:
        """The number has opted out at Twilio."""
        with self.book.changed:
            self.book.blocked.add(number)

    def unblock(self, number: str) -> None:
        """The number has opted in again at Twilio."""
        with self.book.changed:
            self.book.blocked.discard(number)

    def take(self, form: dict[str, str]) -> Answer:
        """Decides about a text."""
        with self.book.changed:
            blocked = frozenset(self.book.blocked)
        refused = refusal(form, blocked)
        if refused:
            return refused.status, refused.shown()
        message = self.book.accept(form)
        answer = message.shown(self.account_sid)
        if message.to in blocked:
            self.fail_later(message.sid, 21610)
        return 201, answer

    def fail_later(self, sid: str, error_code: int) -> None:
        """Called when an accepted text is going to fail."""
        raise NotImplementedError

    def show(self, path: str, query: dict[str, str]) -> Answer:
        """The list, or one text, or what is known of the account."""
        if self.account.is_at(path) or path.endswith("/IncomingPhoneNumbers.json"):
            shown = self.account.show(path, query)
            return (200, shown) if shown is not None else (404, refuse(20404, status=404).shown())
        if path != self.messages_path:
            found = self._named(path)
            return (200, found.shown(self.account_sid)) if found else (404, refuse(20404, status=404).shown())
        size, page = int(query.get("PageSize", 50)), int(query.get("Page", 0))
        listed = self.book.listed(query.get("To"), query.get("From"))
        more = {**query, "Page": str(page + 1), "PageSize": str(size)}
        return 200, {
            "messages": [text.shown(self.account_sid) for text in listed[page * size : (page + 1) * size]],
            "page": page,
            "page_size": size,
            "next_page_uri": f"{path}?{urlencode(more)}" if len(listed) > (page + 1) * size else None,
            "uri": path,
        }

    def change(self, path: str, form: dict[str, str]) -> Answer:
        """Takes a call, or redacts a text once it has come to an end."""
        if path == self.calls_path:
            return self._ring(form)
        found = self._named(path)
        if found is None:
            return 404, refuse(20404, status=404).shown()
        if found.status not in FINAL:
            return 409, refuse(20009, status=409).shown()
        if form.get("Body") != "":
            return 400, refuse(20001).shown()
        found.body = ""
        return 200, found.shown(self.account_sid)

    def _ring(self, form: dict[str, str]) -> Answer:
        """Rings a number; 21211 for what is none, as for texts. Nobody picks up by itself."""
        if not re.fullmatch(r"\+[1-9][0-9]{6,14}", form.get("To", "")):
            return 400, refuse(21211).shown()
        with self.book.changed:
            self.calls.append(form)
        names = {"account_sid": self.account_sid, "to": form["To"], "from": form["From"]}
        return 201, {"sid": new_sid("CA"), "status": "queued", "direction": "outbound-api", **names}

    def recorded(self, what: str) -> object:
        """What happened so far, as JSON."""
        rows: list[Accepted] | list[Post] = self.accepted if what == "accepted" else self.posts
        return [asdict(row) for row in rows]

    def steer(self, what: str, wish: dict[str, object]) -> Answer:
        """Sets what goes wrong for the next `times` posts (all, without it), or blocks a number."""
        if what == "fault":
            self.on_post = _limited(from_json(wish), wish.get("times"))
        elif what == "block":
            self.block(str(wish["number"]))
        elif what == "unblock":
            self.unblock(str(wish["number"]))
        else:
            return 404, {}
        return 200, {}

    def _named(self, path: str) -> Message | None:
        name = re.fullmatch(r".*/Messages/(\w+)\.json", path)
        return self.book.messages.get(name.group(1)) if name else None


def _limited(fault: Fault | None, times: object) -> Hook:
    left = [int(str(times)) if times is not None else sys.maxsize]
    lock = Lock()

    def next_fault(form: dict[str, str]) -> Fault | None:
        with lock:
            left[0] -= 1
            return fault if left[0] >= 0 else None

    return next_fault
