"""Calls the programme's webhooks as the carrier does: real HTTP, signed, and its TwiML answer read."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

import requests

from smsbot.providers.twilio.signature import sign


@dataclass(frozen=True, slots=True)
class Answer:
    """What the programme answered. `problem` is why it counts as not delivered, "" when it was taken."""

    problem: str = ""
    messages: tuple[str, ...] = ()  # texts to show on the phone
    spoken: tuple[str, ...] = ()  # sentences said on a call
    dials: tuple[str, ...] = ()  # numbers a call is passed on to


class Webhook:
    """The programme's webhooks, found at `base` and signed for the public address that the programme knows."""

    def __init__(self, base: str, public_url: str, auth_token: str, timeout: float) -> None:
        self._base = base.rstrip("/")
        self._public_url = public_url.rstrip("/")
        self._token = auth_token
        self._timeout = timeout  # seconds

    def post(self, path: str, form: Mapping[str, str]) -> Answer:
        """Post a form once more if the connection failed, as Twilio does; never raises for the network."""
        headers = {
            "X-Twilio-Signature": sign(self._token, self._public_url + path, form),
            "I-Twilio-Idempotency-Token": str(uuid.uuid4()),
            "User-Agent": "TwilioProxy/1.1",
        }
        try:
            try:
                return self._once(path, form, headers)
            except requests.exceptions.ConnectionError:
                return self._once(path, form, headers)
        except requests.RequestException as error:
            return Answer(problem="timed out" if isinstance(error, requests.Timeout) else "no answer")

    def _once(self, path: str, form: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
        with requests.Session() as session:
            session.trust_env = False  # a proxy of this machine has no part in it
            response = session.post(
                self._base + path,
                data=dict(form),
                headers=dict(headers),
                timeout=self._timeout,
                allow_redirects=False,
            )
        if not response.ok or response.is_redirect:
            return Answer(problem=str(response.status_code))
        return read_twiml(response.headers.get("Content-Type", ""), response.text)


def read_twiml(content_type: str, body: str) -> Answer:
    """What an answer says, read as Twilio reads it: plain text is a message too, an empty body says nothing."""
    if not body.strip():
        return Answer()
    if content_type.partition(";")[0].strip().lower() == "text/plain":
        return Answer(messages=(body.strip(),))
    try:
        root = ElementTree.fromstring(body)  # noqa: S314 - it comes from our own programme on this machine
    except ElementTree.ParseError:
        return Answer(problem="an answer that is not TwiML")
    return Answer(
        messages=tuple(filter(None, (_words(message) for message in root.iter("Message")))),
        spoken=tuple(filter(None, (_words(sentence) for sentence in root.iter("Say")))),
        dials=tuple(filter(None, (_words(dial) for dial in root.iter("Dial")))),
    )


def _words(element: ElementTree.Element) -> str:
    return "".join(element.itertext()).strip()
