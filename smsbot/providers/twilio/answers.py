"""What Twilio's answer to a POST of a text means for that text."""

import json
import math
import re

from smsbot.core.delivery import Accepted, Lost, Refused, SendResult

MESSAGE_SID = re.compile("(?:SM|MM)[0-9a-fA-F]{32}")
CALL_SID = re.compile("CA[0-9a-fA-F]{32}")

_FIRST_TWILIO_CODE = 10000  # below it, a "code" is only the HTTP status that some proxy repeats
_MAX_WAIT = 3600.0  # seconds


def read_answer(
    status: int, text: str, retry_after: str | None = None, *, sid_form: re.Pattern[str] = MESSAGE_SID
) -> SendResult:
    """Accepted only with a message's SID, or a call's; Refused for every 4xx; Lost for all that leaves it open.

    A 429 "was never processed and is always safe to retry": https://www.twilio.com/docs/api/errors/20429
    """
    body = _object(text)
    if 200 <= status < 300:
        sid = body.get("sid")
        if not isinstance(sid, str) or not sid_form.fullmatch(sid):
            return Lost(f"unreadable answer to a text, http {status}")
        state = body.get("status")
        return Accepted(sid, state if isinstance(state, str) and state else "queued")
    if 400 <= status < 500:
        return Refused(_code(body) or status, _seconds(retry_after) if status == 429 else None)
    return Lost(f"http {status}")


def _object(text: str) -> dict[str, object]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _code(body: dict[str, object]) -> int | None:
    value = body.get("code")
    digits = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    if not re.fullmatch("[0-9]{5,9}", digits) or int(digits) < _FIRST_TWILIO_CODE:
        return None
    return int(digits)


def _seconds(header: str | None) -> float | None:
    try:
        seconds = float(header or "")
    except ValueError:  # absent, or a date
        return None
    return min(seconds, _MAX_WAIT) if math.isfinite(seconds) and seconds >= 0 else None
