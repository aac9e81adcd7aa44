"""Carry a turn out: the conversation's new state and each effect become rows, in the turn's own transaction."""

from typing import assert_never

from smsbot.core import effects as e
from smsbot.core.conversation import Conversation, Status
from smsbot.db import conversations
from smsbot.usecases.apply.answers import forget_answer, save_answer
from smsbot.usecases.apply.away import away
from smsbot.usecases.apply.cadence import choose_cadence, pause, set_follow_up
from smsbot.usecases.apply.cause import Cause
from smsbot.usecases.apply.consent import record_consent
from smsbot.usecases.apply.death import report_death
from smsbot.usecases.apply.forget import forget
from smsbot.usecases.apply.forward import forward
from smsbot.usecases.apply.freeze import freeze
from smsbot.usecases.apply.hold_texts import hold_texts
from smsbot.usecases.apply.person import mark_menu, remember, set_language, tag
from smsbot.usecases.apply.requests import change_request, close_request, reopen_request
from smsbot.usecases.apply.say import say
from smsbot.usecases.apply.shared import mark_shared
from smsbot.usecases.apply.stop import stop
from smsbot.usecases.apply.tell_holder import tell_holder
from smsbot.usecases.apply.ticket import open_ticket
from smsbot.usecases.apply.timer import cancel_timers, set_timer
from smsbot.usecases.apply.wishes import mark_family, set_words, wish_worker

__all__ = ["Cause", "apply"]


def apply(cause: Cause, turn: e.Turn) -> None:
    """Write everything a turn asks for, in its order."""
    if turn.conversation is not None:
        _move(cause, turn, turn.conversation)
    for effect in turn.effects:
        _apply(cause, effect)


def _move(cause: Cause, turn: e.Turn, state: Conversation) -> None:
    """Write the new state. One that slept, and says and asks nothing now, leaves what is open alone."""
    asleep = cause.person.asleep
    speaks = state.status is Status.WAITING or any(isinstance(effect, e.Say) for effect in turn.effects)
    aside = asleep is not None and asleep.id == state.id and not speaks
    conversations.save(cause.tx, cause.person.id, cause.phone_id, state, aside=aside)
    if not aside:
        cancel_timers(cause)
    cause.conversation = state


def _apply(cause: Cause, effect: e.Effect) -> None:  # noqa: C901, PLR0915  # one line per effect is the point
    match effect:
        case e.Say():
            say(cause, effect)
        case e.SaveAnswer():
            save_answer(cause, effect)
        case e.ForgetAnswer():
            forget_answer(cause, effect)
        case e.Tag():
            tag(cause, effect)
        case e.SetTimer():
            set_timer(cause, effect)
        case e.OpenTicket():
            open_ticket(cause, effect)
        case e.RecordConsent():
            record_consent(cause, effect)
        case e.ChooseCadence():
            choose_cadence(cause, effect)
        case e.Pause():
            pause(cause, effect)
        case e.SetFollowUp():
            set_follow_up(cause, effect)
        case e.Remember():
            remember(cause, effect)
        case e.SetLanguage():
            set_language(cause, effect)
        case e.HoldTexts():
            hold_texts(cause)
        case e.Stop():
            stop(cause, effect)
        case e.TellHolder():
            tell_holder(cause, effect)
        case e.Forward():
            forward(cause, effect)
        case e.CloseRequest():
            close_request(cause, effect)
        case e.ChangeRequest():
            change_request(cause, effect)
        case e.ReopenRequest():
            reopen_request(cause, effect)
        case e.Away():
            away(cause, effect)
        case e.ReportDeath():
            report_death(cause)
        case e.MarkShared():
            mark_shared(cause)
        case e.SetWords():
            set_words(cause, effect)
        case e.WishWorker():
            wish_worker(cause, effect)
        case e.MarkFamily():
            mark_family(cause, effect)
        case e.Freeze():
            freeze(cause, effect)
        case e.MarkMenu():
            mark_menu(cause)
        case e.Forget():
            forget(cause)
        case _:
            assert_never(effect)
