"""Texts as Twilio posts them: signed, each with a SID of its own, built before the clock runs."""

import base64
import hmac
from collections.abc import Sequence
from hashlib import sha1
from itertools import count
from urllib.parse import quote_plus, urlencode

from standin.webhooks import text_fields

_SID, _FROM, _BODY = "SM00000000000000000000000000000000", "+10000000000", "BODY"


class Posts:
    """Whole HTTP requests, as bytes, for one address. Filled from a template: a signature costs a few microseconds."""

    def __init__(self, public_url: str, account: str, token: str, to: str, *, batch: int = 0) -> None:
        fields = text_fields(account, _SID, _FROM, to, _BODY)
        self._token = token.encode()
        self._signed = public_url + "".join(name + fields[name] for name in sorted(fields))
        self._form = urlencode(fields)
        self._sids = count(batch << 64)
        self.made = 0

    def make(self, many: int, senders: Sequence[str], words: Sequence[str]) -> list[tuple[str, bytes]]:
        """So many requests with their SIDs, from these senders in turn."""
        first = self.made
        self.made += many
        return [self._one(senders[n % len(senders)], words[n % len(words)]) for n in range(first, self.made)]

    def _one(self, sender: str, body: str) -> tuple[str, bytes]:
        sid = f"SM{next(self._sids):032x}"
        # Names come in the order of the alphabet: BODY before the sender, and that before the SID.
        signed = self._signed.replace(_BODY, body).replace(_FROM, sender).replace(_SID, sid)
        signature = base64.b64encode(hmac.digest(self._token, signed.encode(), sha1)).decode()
        form = self._form.replace(_BODY, quote_plus(body)).replace(quote_plus(_FROM), quote_plus(sender))
        data = form.replace(_SID, sid).encode()
        head = (
            "POST /twilio/sms HTTP/1.1\r\nHost: sms.example.test\r\nUser-Agent: TwilioProxy/1.1\r\nAccept: */*\r\n"
            "Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\n"
            f"I-Twilio-Idempotency-Token: {sid[2:]}\r\nX-Twilio-Signature: {signature}\r\n"
            f"Content-Length: {len(data)}\r\n\r\n"
        )
        return sid, head.encode() + data
