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


def _dial(number: str, action_url: str | None) -> str:
    action = f' action="{_safe(action_url)}"' if action_url else ""
    return f'<Dial timeout="{RING_SECONDS}"{action}>{_safe(number)}</Dial>'


def _response(verbs: str) -> str:
    return f"{_DECLARATION}<Response>{verbs}</Response>" if verbs else EMPTY


def _safe(text: str) -> str:
    return escape(plain(text))
