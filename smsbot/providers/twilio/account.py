"""Reads what Twilio has about our account, numbers and messaging service. Only GET requests; nothing is changed.

https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource,
https://www.twilio.com/docs/messaging/api/service-resource
"""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from smsbot.core.checkup.facts import AccountFacts, NumberFacts, ServiceFacts, Webhook
from smsbot.core.errors import SmsbotError

if TYPE_CHECKING:
    from smsbot.providers.twilio.wire import Line

_TIMEOUTS = (3.05, 10.0)  # seconds to connect, and to wait for an answer: somebody is watching
_POOL = 400  # Twilio's most numbers in one sender pool


class CannotRead(SmsbotError):
    """Twilio did not tell. `status` is the HTTP status of its refusal, None where nothing answered."""

    code = "carrier_unreadable"

    def __init__(self, status: int | None, why: str) -> None:
        """Keep the status; the message holds no number and no token."""
        super().__init__(why)
        self.status = status


class AccountReader:
    """Every request has a connection of its own. Raises CannotRead."""

    def __init__(self, account_sid: str, auth_token: str, api_url: str | None = None) -> None:
        self._login = (account_sid, auth_token)
        self._api_url = api_url
        # Both write whole addresses below WARNING, and those hold the number asked about.
        for name in ("twilio.http_client", "urllib3.connectionpool"):
            logging.getLogger(name).setLevel(logging.WARNING)

    def account(self) -> AccountFacts:
        """The account, and what time it is at Twilio."""
        moments: list[datetime | None] = []

        def read(line: "Line") -> Any:
            found = line.client.api.v2010.accounts(self._login[0]).fetch()
            moments.append(_moment(line.answer.headers.get("Date")))
            return found

        found = self._ask(read)
        return AccountFacts(str(found.status), str(found.type), moments[0])

    def number(self, number: str) -> NumberFacts | None:
        """One number (E.164); None if it is not this account's."""

        def read(line: "Line") -> Any:
            return line.client.incoming_phone_numbers.list(phone_number=number, limit=20)

        # Twilio matches parts of numbers too.
        return next((_number(one) for one in self._ask(read) if one.phone_number == number), None)

    def service(self, sid: str) -> ServiceFacts | None:
        """A messaging service with the numbers of its pool; None if it is not this account's."""
        try:
            found = self._ask(lambda line: line.client.messaging.v1.services(sid).fetch())
            pool = self._ask(lambda line: line.client.messaging.v1.services(sid).phone_numbers.list(limit=_POOL))
        except CannotRead as error:
            if error.status == 404:
                return None
            raise
        return ServiceFacts(
            inbound=_webhook(found.inbound_request_url, found.inbound_method, found.fallback_url),
            uses_webhook_of_number=bool(found.use_inbound_webhook_on_number),
            numbers=tuple(str(one.phone_number) for one in pool),
        )

    def _ask(self, read: "Callable[[Line], Any]") -> Any:
        # Imported at the first request: twilio.rest costs 0.2 s.
        from smsbot.providers.twilio.wire import Line

        with Line(self._login, _TIMEOUTS, self._api_url) as line:
            try:
                return read(line)
            except Exception as error:
                raise _trouble(line.answer.status_code if line.answer is not None else None, error) from None


def _trouble(status: int | None, error: Exception) -> CannotRead:
    if status is None:
        return CannotRead(None, f"Twilio could not be reached ({type(error).__name__})")
    if status in (401, 403):
        return CannotRead(status, "Twilio refuses this account SID and token")
    return CannotRead(status, f"Twilio answered with http {status}")


def _number(found: Any) -> NumberFacts:
    can = found.capabilities if isinstance(found.capabilities, dict) else {}
    return NumberFacts(
        number=str(found.phone_number),
        texts=bool(can.get("sms")),
        calls=bool(can.get("voice")),
        sms=_webhook(found.sms_url, found.sms_method, found.sms_fallback_url, found.sms_application_sid),
        voice=_webhook(
            found.voice_url,
            found.voice_method,
            found.voice_fallback_url,
            found.voice_application_sid or found.trunk_sid,
        ),
    )


def _webhook(url: str | None, method: str | None, fallback: str | None, instead: str | None = None) -> Webhook:
    return Webhook(url or "", method or "POST", fallback or "", bool(instead))


def _moment(header: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(header or "").astimezone(UTC)
    except ValueError:
        return None
