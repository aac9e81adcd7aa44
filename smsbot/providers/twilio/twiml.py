"""The XML that answers Twilio's webhooks; always well-formed, whatever the texts hold.

Written by hand because twilio's own builder passes control characters on, and Twilio then says nothing at all.
Verbs: https://www.twilio.com/docs/messaging/twiml and https://www.twilio.com/docs/voice/twiml
"""

from collections.abc import Sequence
from html import escape

from smsbot.providers.twilio.characters import plain

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'

EMPTY = f"{_DECLARATION}<Response/>"  # received; say nothing

RING_SECONDS = 20
KEY_SECONDS = 8


def message(text: str) -> str:
    """Answers a text with one text."""
    return _response(f"<Message>{_safe(text)}</Message>")


def voice(sentences: Sequence[tuple[str, str]], forward_to: str | None, action_url: str | None) -> str:
    """Speaks each (language tag, sentence), then rings `forward_to` for 20 seconds.

    Twilio posts how the ringing ended to `action_url`, whose answer carries the call on. Without `forward_to`
    the call ends after the sentences.
    """
    said = "".join(f'<Say language="{_safe(tag)}">{_safe(sentence)}</Say>' for tag, sentence in sentences)
    return _response(said + (_dial(forward_to, action_url) if forward_to else ""))


def ask_for_a_key(sentence: str, action_url: str) -> str:
    """Speaks, and waits a moment for the key 1, which Twilio posts to `action_url`; without a key the call ends.

    A voicemail presses no key: nobody is connected to one.
    """
    said = f'<Say language="en-US">{_safe(sentence)}</Say>'
    return _response(f'<Gather numDigits="1" timeout="{KEY_SECONDS}" action="{_safe(action_url)}">{said}</Gather>')


def connect(sentence: str, number: str, caller_id: str, afterwards: str) -> str:
    """Speaks, then rings `number`, which sees `caller_id`; speaks again when that has ended."""
    dial = f'<Dial timeout="{RING_SECONDS}" callerId="{_safe(caller_id)}"><Number>{_safe(number)}</Number></Dial>'
    before, after = (f'<Say language="en-US">{_safe(said)}</Say>' for said in (sentence, afterwards))
    return _response(before + dial + after)


def _dial(number: str, action_url: str | None) -> str:
    action = f' action="{_safe(action_url)}"' if action_url else ""
    return f'<Dial timeout="{RING_SECONDS}"{action}>{_safe(number)}</Dial>'


def _response(verbs: str) -> str:
    return f"{_DECLARATION}<Response>{verbs}</Response>" if verbs else EMPTY


def _safe(text: str) -> str:
    return escape(plain(text))
