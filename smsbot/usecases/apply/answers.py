"""SaveAnswer, ForgetAnswer: keep what the person told us, until they take it back."""

from smsbot.core.effects import ForgetAnswer, SaveAnswer
from smsbot.db import conversations
from smsbot.usecases.apply.cause import Cause


def save_answer(cause: Cause, effect: SaveAnswer) -> None:
    """Keep one answer, sealed under the person's key."""
    conversations.save_answer(cause.tx, cause.person.id, _of(cause), effect.name, effect.value)


def forget_answer(cause: Cause, effect: ForgetAnswer) -> None:
    """The newest answer of this name in this conversation is gone."""
    conversations.forget_answer(cause.tx, _of(cause), effect.name)


def _of(cause: Cause) -> str | None:
    return cause.conversation.id if cause.conversation is not None else None
