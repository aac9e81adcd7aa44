"""Remember, SetLanguage, Tag, MarkMenu: what is kept about the person themselves."""

from smsbot.core.effects import Question, Remember, SetLanguage, Tag, TimerKind
from smsbot.db import people, timers
from smsbot.usecases.apply.cause import Cause
from smsbot.usecases.view import keep_asked


def remember(cause: Cause, effect: Remember) -> None:
    """Keep the question we asked outside any flow, or forget it. What it was about may be their own words: sealed."""
    asked = effect.asked
    if asked is None or asked.question is not Question.STOP:
        timers.cancel(cause.tx, TimerKind.STOP_SILENCE, participant_id=cause.person.id)
    keep_asked(cause.tx, cause.person.id, asked)


def set_language(cause: Cause, effect: SetLanguage) -> None:
    """From now on."""
    people.change(cause.tx, cause.person.id, language=effect.language.value)


def mark_menu(cause: Cause) -> None:
    """The menu was shown now."""
    people.change(cause.tx, cause.person.id, menu_shown_at=cause.tx.now)


def tag(cause: Cause, effect: Tag) -> None:
    """A mark that `when` can look at and staff can see."""
    row = people.lock(cause.tx, cause.person.id)
    assert row is not None  # noqa: S101  # locked by the caller, in this transaction
    people.tag(cause.tx, row, effect.name)
