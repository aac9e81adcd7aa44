"""Planted faults: does the witness notice when a promise is broken? Each is one mistake that somebody could make."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

from smsbot.core import inbound
from smsbot.core.delivery import Accepted, Lost, NotSent, TextStatus
from smsbot.core.effects import ConsentAct, RecordConsent, Say, Turn
from smsbot.core.gate import Facts, Pass, Ruling, rule
from smsbot.core.person import Consent
from smsbot.db import outbox, people, timers

Fault = Callable[[], AbstractContextManager[Any]]


def _instead(target: str, fake: Any) -> Fault:
    return lambda: mock.patch(target, fake)


def _nothing(*_args: Any, **_kwargs: Any) -> None:
    return None


def _any_time(seen: Facts, now: datetime) -> Ruling:
    ruling = rule(seen, now)
    return Pass() if getattr(ruling, "why", "") == "outside their hours" else ruling


@contextmanager
def _twice_on_timeout() -> Iterator[None]:
    """A timeout is taken for "not sent"."""
    from smsbot.usecases import after_send

    real = after_send.record_result

    def record(tx: Any, program: Any, text_id: str, result: Any) -> None:
        real(tx, program, text_id, NotSent(result.reason) if isinstance(result, Lost) else result)

    with (
        mock.patch("smsbot.usecases.deliver.record_result", record),
        mock.patch.object(after_send, "record_result", record),
    ):
        yield


@contextmanager
def _forgets_what_it_sent() -> Iterator[None]:
    """A text that was accepted goes back to the queue."""
    from smsbot.usecases import after_send

    real = after_send.record_result

    def record(tx: Any, program: Any, text_id: str, result: Any) -> None:
        if isinstance(result, Accepted) and int(result.sid[-2:], 16) % 8 == 0:
            outbox.move(tx, text_id, TextStatus.SENDING, TextStatus.QUEUED)
            return
        real(tx, program, text_id, result)

    with mock.patch("smsbot.usecases.deliver.record_result", record):
        yield


@contextmanager
def _drops_timers(kind: str) -> Iterator[None]:
    real = timers.set_timer

    def set_timer(tx: Any, of: Any, due_at: datetime, **about: Any) -> str:
        return "" if of == kind else real(tx, of, due_at, **about)

    with mock.patch.object(timers, "set_timer", set_timer):
        yield


@contextmanager
def _any_text_opens() -> Iterator[None]:
    """Whatever somebody texts re-opens consent."""
    from smsbot.usecases import decide_inbox

    real = inbound.decide

    def decide(body: str, scene: Any, **more: Any) -> Turn:
        turn = real(body, scene, **more)
        opens = scene.person.consent is Consent.STOPPED
        return replace(turn, effects=(RecordConsent(ConsentAct.START), *turn.effects)) if opens else turn

    with mock.patch.object(decide_inbox, "decide", decide):
        yield


@contextmanager
def _without(kind: str) -> Iterator[None]:
    """Turns lose one kind of text, or one kind of effect."""
    from smsbot.usecases import decide_inbox

    real = inbound.decide

    def decide(body: str, scene: Any, **more: Any) -> Turn:
        turn = real(body, scene, **more)
        kept = tuple(
            one
            for one in turn.effects
            if type(one).__name__ != kind and not (isinstance(one, Say) and one.kind.value == kind)
        )
        return replace(turn, effects=kept)

    with mock.patch.object(decide_inbox, "decide", decide):
        yield


@contextmanager
def _answers_double() -> Iterator[None]:
    from smsbot.usecases import decide_inbox

    real = inbound.decide

    def decide(body: str, scene: Any, **more: Any) -> Turn:
        turn = real(body, scene, **more)
        return replace(turn, effects=(*turn.effects, *(one for one in turn.effects if isinstance(one, Say))))

    with mock.patch.object(decide_inbox, "decide", decide):
        yield


@contextmanager
def _permits_nothing() -> Iterator[None]:
    with (
        mock.patch("smsbot.usecases.apply.say._permit", return_value=outbox.Permit()),
        mock.patch("smsbot.usecases.deliver.ask_gate", return_value=Pass()),
    ):
        yield


@contextmanager
def _stop_leaves_the_plan() -> Iterator[None]:
    real = people.change

    def change(tx: Any, person_id: str, **values: Any) -> None:
        kept = {name: value for name, value in values.items() if name != "cadence" or value is not None}
        if kept:
            real(tx, person_id, **kept)

    with mock.patch.object(people, "change", change):
        yield


@contextmanager
def _any_hour() -> Iterator[None]:
    """Who was away for days sends at once what is late, whatever the hour."""
    with (
        mock.patch("smsbot.usecases.gate_facts.rule", _any_time),
        mock.patch("smsbot.core.followup.judge", return_value=None),
        mock.patch("smsbot.usecases.apply.say._expires", return_value=None),
    ):
        yield


@contextmanager
def _catches_up() -> Iterator[None]:
    """A follow-up that was sent is due again in an hour."""
    real = timers.set_timer

    def set_timer(tx: Any, kind: Any, due_at: datetime, **about: Any) -> str:
        soon = tx.now + timedelta(minutes=40)
        return real(tx, kind, min(due_at, soon) if kind == "follow_up" else due_at, **about)

    with (
        mock.patch.object(timers, "set_timer", set_timer),
        mock.patch("smsbot.core.followup.judge", return_value=None),
        mock.patch("smsbot.usecases.deliver.ask_gate", return_value=Pass()),
    ):
        yield


def _fails(*_args: Any) -> datetime:
    raise RuntimeError("a rule that fails")


FAULTS: Mapping[str, Fault] = {
    "the gate is skipped": _instead("smsbot.usecases.deliver.ask_gate", lambda *_: Pass()),
    "the hours are ignored": _any_hour,
    "a timeout is repeated": _twice_on_timeout,
    "what was accepted is sent again": _forgets_what_it_sent,
    "a decided text stays undecided": _instead("smsbot.db.inbox.decided", _nothing),
    "STOP leaves the plan": _stop_leaves_the_plan,
    "a follow-up that was sent is due again": _catches_up,
    "STOP is not written down": lambda: _without("Stop"),
    "ladders are never set": lambda: _drops_timers("ladder"),
    "any text opens consent": _any_text_opens,
    "a crisis gets no answer": lambda: _without("crisis"),
    "a crisis opens no ticket": lambda: _without("OpenTicket"),
    "a crisis alerts nobody": _instead("smsbot.usecases.apply.ticket.climb_now", _nothing),
    "nobody hears that the answer did not arrive": _instead("smsbot.usecases.after_send._call_now", _nothing),
    "an answer is said twice": _answers_double,
    "nothing names its permit": _permits_nothing,
    "a webhook is answered and not kept": _instead("smsbot.lab.sim.run.record", _nothing),
    "the ladder ends after one rung": _instead("smsbot.usecases.fire_timers.climb_on", _nothing),
    "a broken rule": _instead("smsbot.usecases.decide_inbox.decide", _fails),
}
"""Each by what goes wrong."""
