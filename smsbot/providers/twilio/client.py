"""Hands texts to Twilio, asks it what it has, and has it forget what a text said."""

import logging
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from smsbot.core.delivery import NotSent, Refused, SendResult
from smsbot.core.errors import SmsbotError
from smsbot.providers.twilio.answers import CALL_SID, MESSAGE_SID, read_answer
from smsbot.providers.twilio.listing import read_listed
from smsbot.providers.twilio.signature import public_url as signed_url
from smsbot.usecases.ports import CarrierText, ListedText, OutgoingCall, OutgoingSms

if TYPE_CHECKING:
    from smsbot.providers.twilio.wire import Line

_log = logging.getLogger(__name__)

STATUS_PATH = "/twilio/status"
BRIDGE_PATH = "/twilio/bridge"

_RINGS_FOR = 20  # seconds, shorter than most voicemail waits

_LISTED = 50  # texts to one number, newest first; far more than a person gets in the minutes looked at
_A_PAGE, _MOST = 500, 50_000  # texts of the account: what a thousand an hour make in two days
_GONE = 20404  # Twilio's "no such message"; a bare 404 may be a proxy's
_CLOCKS_APART = timedelta(minutes=1)  # Twilio's clock against ours
_SENDER = re.compile(r"\+[1-9][0-9]{6,14}|[0-9]{3,8}")  # E.164, or a short code


class BadTwilioSettings(SmsbotError):
    """The transport cannot work with these settings; the message lists every problem and never the token."""

    code = "twilio_settings"


class TwilioTransport:
    """The carrier, reached over Twilio's REST API. Threads may share it: every request has its own connection.

    `send` makes at most one POST and never raises for what the network or Twilio does. `public_url` is where
    Twilio reaches us; `api_url` replaces the scheme and host of every request (a stand-in). Times in seconds.
    Twilio may take 26 s over a POST: giving up sooner only makes more texts uncertain.
    """

    def __init__(
        self,
        account_sid: str,
        auth_token: str,
        public_url: str,
        from_number: str | None = None,
        service_sid: str | None = None,
        worker_number: str | None = None,
        api_url: str | None = None,
        connect_timeout: float = 3.05,
        read_timeout: float = 30.0,
        call_from: str | None = None,
        numbers: Sequence[str] = (),
    ) -> None:
        problems = [
            *_account_problems(account_sid, auth_token),
            *_sender_problems(from_number, service_sid, worker_number),
            *_address_problems(public_url, api_url),
        ]
        if problems:
            raise BadTwilioSettings("Twilio's settings: " + "; ".join(problems))
        self._login = (account_sid, auth_token)
        self._public_url = public_url
        self._sender = {"messaging_service_sid": service_sid} if service_sid else {"from_": from_number}
        self._worker_sender = {"from_": worker_number} if worker_number else self._sender
        self._call_from = call_from or from_number  # a messaging service sends no calls
        self._ours = frozenset(number for number in (from_number, worker_number, *numbers) if number)
        self._timeouts = (connect_timeout, read_timeout)
        self._api_url = api_url
        # Both write whole addresses of GET requests below WARNING, and those hold the number asked about.
        for name in ("twilio.http_client", "urllib3.connectionpool"):
            logging.getLogger(name).setLevel(logging.WARNING)

    def send(self, sms: OutgoingSms) -> SendResult:
        """Hands over one text with one POST, and says what is certain about it.

        Accepted and Refused are Twilio's word; NotSent is proven; everything else is Lost.
        """
        return self._post(lambda line: line.client.messages.create(**self._fields(sms)), MESSAGE_SID)

    def call(self, call: OutgoingCall) -> SendResult:
        """Rings a worker with one POST; what they hear comes from the bridge. Says what `send` says.

        NotSent without a number of ours to show.
        """
        if self._call_from is None:
            return NotSent("no number to call from")
        fields: dict[str, object] = {
            "to": call.to,
            "from_": self._call_from,
            "url": signed_url(self._public_url, BRIDGE_PATH, urlencode({"oid": call.id})),
            "timeout": _RINGS_FOR,
        }
        return self._post(lambda line: line.client.calls.create(**fields), CALL_SID)

    def _post(self, request: "Callable[[Line], object]", sid_form: re.Pattern[str]) -> SendResult:
        from smsbot.providers.twilio.wire import read_fault

        with self._line() as line:
            try:
                request(line)
            except Exception as error:
                if line.answer is None:
                    return read_fault(error)
            # Read from the answer itself, not from twilio's exceptions: they drop headers and guess at codes.
            answer = line.answer
            wait = answer.headers.get("Retry-After")
            return read_answer(answer.status_code, answer.text, wait, sid_form=sid_form)

    def sent_to(self, to: str, since: datetime) -> Sequence[CarrierText] | None:
        """Our texts to one number created after `since` (aware), a minute earlier included; newest first.

        None when Twilio could not be asked. Twilio's own date filter is left alone: it counts in days, and a
        queued text may have no sending date yet.
        """
        try:
            with self._line() as line:
                listed = line.client.messages.list(to=to, limit=_LISTED)
                return _ours(listed, since - _CLOCKS_APART)
        except Exception as error:
            _log.warning("the carrier's list could not be read", extra={"error": type(error).__name__})
            return None

    def listed(self, since: datetime) -> Sequence[ListedText] | None:
        """Every text to and from our numbers created after `since` (aware), a minute earlier included; oldest first.

        None when Twilio could not be asked, or has more than can be read at once: half a list would pass for all of it.
        """
        earliest = since - _CLOCKS_APART
        found: list[ListedText] = []
        try:
            with self._line() as line:
                for text in line.client.messages.stream(page_size=_A_PAGE, limit=_MOST):
                    if text.date_created and text.date_created < earliest:
                        return found[::-1]
                    found += read_listed(text, self._ours)
        except Exception as error:
            _log.warning("the carrier's list could not be read", extra={"error": type(error).__name__})
            return None
        return found[::-1]

    def redact(self, sid: str) -> bool:
        """Has Twilio forget what a text said, for good. False: not done, for example too early (20009); try later.

        True also for a text that Twilio no longer has.
        """
        with self._line() as line:
            try:
                line.client.messages(sid).update(body="")
            except Exception as error:
                _log.info("a text was not redacted", extra={"error": type(error).__name__})
                answer = line.answer
                return answer is not None and read_answer(answer.status_code, answer.text) == Refused(_GONE)
            return True

    def _line(self) -> "Line":
        # Imported at the first request: twilio.rest costs 0.2 s, and the web process never sends.
        from smsbot.providers.twilio.wire import Line

        return Line(self._login, self._timeouts, self._api_url)

    def _fields(self, sms: OutgoingSms) -> dict[str, object]:
        return {
            "to": sms.to,
            "body": sms.body,
            "status_callback": signed_url(self._public_url, STATUS_PATH, urlencode({"oid": sms.id})),
            "validity_period": sms.validity_seconds,
            **(self._worker_sender if sms.worker_line else self._sender),
        }


def _ours(listed: Iterable[Any], earliest: datetime) -> list[CarrierText]:
    found = [
        CarrierText(
            sid=str(text.sid),
            body=str(text.body or ""),
            status=str(text.status or ""),
            error_code=text.error_code if isinstance(text.error_code, int) else None,
            created_at=text.date_created,
        )
        for text in listed
        if text.direction == "outbound-api" and text.date_created and text.date_created >= earliest
    ]
    return sorted(found, key=lambda text: text.created_at, reverse=True)


def _account_problems(account_sid: str, auth_token: str) -> list[str]:
    problems = []
    if not re.fullmatch("AC[0-9a-fA-F]{32}", account_sid):
        problems.append("the account SID is AC and 32 hexadecimal digits")
    if not re.fullmatch("[!-~]+", auth_token) or "," in auth_token:
        problems.append("the auth token is missing, or is more than one token")
    return problems


def _sender_problems(from_number: str | None, service_sid: str | None, worker_number: str | None) -> list[str]:
    problems = []
    if not from_number and not service_sid:
        problems.append("a number to send from or a messaging service SID is needed")
    if service_sid and not re.fullmatch("MG[0-9a-fA-F]{32}", service_sid):
        problems.append("the messaging service SID is MG and 32 hexadecimal digits")
    if any(number and not _SENDER.fullmatch(number) for number in (from_number, worker_number)):
        problems.append("a number to send from is + and its digits (E.164), or a short code")
    return problems


def _address_problems(public_url: str, api_url: str | None) -> list[str]:
    problems = []
    if not _is_web_address(public_url):
        problems.append("the public address is a full one, such as https://bot.example.org")
    if api_url and not _is_web_address(api_url):
        problems.append("the API's address is a full one, such as http://127.0.0.1:4010")
    return problems


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
