"""The way most requests take: a text, signed, as Twilio always posts it. It costs half of what a view costs.

It answers only what it has proven to be Twilio's. Everything else, and whatever looks odd in any way, goes the whole
way through Flask, and gets the same answer there.
"""

from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl

from flask import Response

from smsbot.providers.twilio.inbound import InboundSms, NotTwilio, read_inbound
from smsbot.providers.twilio.signature import public_url, verify
from smsbot.web.doors import Doors, answer_text

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

PATH = "/twilio/sms"
_FORM = "application/x-www-form-urlencoded"


class Lane:
    """In front of an application, whose place it takes for signed texts."""

    def __init__(
        self, behind: Application, doors: Doors, largest: int, answer_error: Callable[[Exception], Response]
    ) -> None:
        self._behind = behind
        self._doors = doors
        self._largest = largest
        self._answer_error = answer_error
        self._url = public_url(doors.public_url, PATH)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """One request."""
        if environ["PATH_INFO"] != PATH or environ["REQUEST_METHOD"] != "POST" or environ.get("QUERY_STRING"):
            return self._behind(environ, start_response)
        text = self._read(environ)
        if text is None:
            return self._behind(environ, start_response)
        try:
            body = answer_text(self._doors, text).encode()
        except Exception as error:
            return self._answer_error(error)(environ, start_response)
        start_response("200 OK", [("Content-Type", "text/xml; charset=utf-8"), ("Content-Length", str(len(body)))])
        return [body]

    def _read(self, environ: Environ) -> InboundSms | None:
        """The text, if everything is as it always is; what was read of the body can be read again."""
        length = environ.get("CONTENT_LENGTH") or ""
        if not length.isdecimal() or int(length) > self._largest:
            return None
        if environ.get("CONTENT_TYPE", "").partition(";")[0] != _FORM or environ.get("HTTP_TRANSFER_ENCODING"):
            return None
        data = environ["wsgi.input"].read(int(length))
        environ["wsgi.input"] = BytesIO(data)
        form = _form(data)
        if not verify(self._doors.tokens, self._url, form, environ.get("HTTP_X_TWILIO_SIGNATURE")):
            return None
        try:
            return read_inbound(form, self._doors.account_sid)
        except NotTwilio:
            return None


def _form(data: bytes) -> Mapping[str, str]:
    """Its fields; none if a name comes twice or it is no form at all, and then no signature fits."""
    try:
        pairs = parse_qsl(data.decode("ascii"), keep_blank_values=True, max_num_fields=200)
    except ValueError:
        return {}
    form = dict(pairs)
    return form if len(form) == len(pairs) else {}
