"""One request to Twilio over the network, and what its failure proves.

Imported on first use only: twilio.rest costs a fifth of a second.
"""

import ssl
from collections.abc import Iterator
from ipaddress import ip_address
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from twilio.http.http_client import TwilioHttpClient  # type: ignore[import-untyped]
from twilio.http.response import Response  # type: ignore[import-untyped]
from twilio.rest import Client  # type: ignore[import-untyped]
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from smsbot.core.delivery import Lost, NotSent

# Raised before the first byte of a request is written. NewConnectionError includes "no such host".
_BEFORE_THE_REQUEST = (NewConnectionError, ConnectTimeoutError, ssl.SSLCertVerificationError)


class Line:
    """A twilio client on a connection of its own, closed at the end; at most one HTTP request per call, no retry.

    One per request, never shared. TwilioHttpClient returns its answer through an attribute of itself, so two
    threads on one client can be handed each other's answers. And on a kept connection that the other side has
    dropped, a clean "never sent" becomes "may have been sent". The price is one TLS handshake per text, where a
    number may send about one text a second.
    """

    def __init__(self, login: tuple[str, str], timeouts: tuple[float, float], api_url: str | None) -> None:
        self._http = TwilioHttpClient(max_retries=None)
        self._http.timeout = timeouts  # its constructor takes one number only
        self._api_url = urlsplit(api_url) if api_url else None
        if self._api_url and _is_this_machine(self._api_url.hostname):
            self._http.session.trust_env = False  # a proxy has no business with a stand-in on this machine
        self.client = Client(*login, http_client=self)
        self.answer: Any = None  # twilio's Response; None while there is no answer

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.session.close()

    def request(self, method: str, url: str, **rest: Any) -> Response:
        """What the twilio client calls; keeps the answer, whose headers twilio's exceptions leave out."""
        if self._api_url:
            there = urlsplit(url)
            path = self._api_url.path.rstrip("/") + there.path
            # Here, after the client has put TWILIO_EDGE and TWILIO_REGION into the host, nothing can undo it.
            url = there._replace(scheme=self._api_url.scheme, netloc=self._api_url.netloc, path=path).geturl()
        self.answer = None
        self.answer = self._http.request(method, url, **rest)
        return self.answer


def read_fault(error: Exception) -> NotSent | Lost:
    """What a request without an answer proves. Reasons are type names only: messages can hold numbers."""
    for cause in _causes(error):
        if isinstance(cause, _BEFORE_THE_REQUEST):
            return NotSent(type(cause).__name__)
    return Lost(type(error).__name__)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what it wraps. Not `__context__`: that can reach into an earlier failure of the caller's."""
    waiting, seen = [error], set[int]()
    while waiting:
        here = waiting.pop()
        if id(here) in seen:
            continue
        seen.add(id(here))
        yield here
        wrapped = (here.__cause__, getattr(here, "reason", None), *here.args)
        waiting += [item for item in wrapped if isinstance(item, BaseException)]


def _is_this_machine(host: str | None) -> bool:
    try:
        return host == "localhost" or ip_address(host or "").is_loopback
    except ValueError:
        return False
