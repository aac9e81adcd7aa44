"""SaveAnswer: keep what the person told us."""

from smsbot.core.effects import SaveAnswer
from smsbot.db import conversations
from smsbot.usecases.apply.cause import Cause


def save_answer(cause: Cause, effect: SaveAnswer) -> None:
    """Keep one answer, sealed under the person's key."""
    conversations.save_answer(cause.tx, cause.person.id, cause.conversation_id, effect.name, effect.value)
