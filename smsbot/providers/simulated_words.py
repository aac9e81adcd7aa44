"""What the carrier itself answers: single keywords, matched as the whole message in any case.

The lists are Twilio's default handling for a long code. Each word is still posted to the programme.
"""

from dataclasses import dataclass

STOP_WORDS = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"})
START_WORDS = frozenset({"START", "UNSTOP"})
YES = "YES"
HELP_WORDS = frozenset({"HELP", "INFO"})

STOPPED = "You have successfully been unsubscribed. This number sends you nothing more. Text START to undo this."
STARTED = "You have successfully been re-subscribed. This number can text you again. Text STOP to end."
HELPED = "Text STOP to get no more messages from this number. Message and data rates may apply."


@dataclass(frozen=True, slots=True)
class CarrierAnswer:
    """What a keyword does: the text the carrier sends, if any, and whether it blocks us afterwards."""

    text: str | None
    blocked: bool


def carrier_answer(body: str, blocked: bool) -> CarrierAnswer | None:
    """What the carrier does about a text by itself; None for all that is not one of its words.

    A second STOP is not confirmed again, YES counts only to undo a block, and HELP is not answered while blocked.
    """
    word = body.strip().upper()
    if word in STOP_WORDS:
        return CarrierAnswer(None if blocked else STOPPED, blocked=True)
    if word in START_WORDS or (word == YES and blocked):
        return CarrierAnswer(STARTED, blocked=False)
    if word in HELP_WORDS:
        return CarrierAnswer(None if blocked else HELPED, blocked=blocked)
    return None
