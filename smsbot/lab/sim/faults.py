"""Planted faults: does the witness notice when a promise is broken? Each is one mistake that somebody could make."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

from sqlalchemy import select, update

from smsbot.core import inbound
from smsbot.core.delivery import Accepted, Lost, NotSent, TextStatus
from smsbot.core.effects import ConsentAct, RecordConsent, Say, Turn
from smsbot.core.gate import Facts, Pass, Ruling, rule
from smsbot.core.person import Consent
from smsbot.db import outbox, people, timers
from smsbot.db.schema import ticket, timer

Fault = Callable[[], AbstractContextManager[Any]]


def _instead(target: str, fake: Any) -> Fault:
    return lambda: mock.patch(target, fake)


def _nothing(*_args: Any, **_kwargs: Any) -> None:
    return None


def _any_end(_now: TextStatus, said: str) -> TextStatus | None:
    """Whatever a receipt says, however late, is believed."""
    return TextStatus(said) if said in ("sent", "delivered", "undelivered", "failed") else None


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


@contextmanager
def _forgets_the_claim() -> Iterator[None]:
    """A text is handed over without a word in the rows that it is on its way."""
    real = outbox.move

    def move(tx: Any, text_id: str, was: TextStatus, status: TextStatus, **values: Any) -> Any:
        return True if status is TextStatus.SENDING else real(tx, text_id, was, status, **values)

    with mock.patch.object(outbox, "move", move):
        yield


def _only_says(rule_name: str) -> Fault:
    """A turn says what it does, and does nothing."""

    @contextmanager
    def plant() -> Iterator[None]:
        from smsbot.usecases import decide_inbox

        real = inbound.decide

        def decide(body: str, scene: Any, **more: Any) -> Turn:
            turn = real(body, scene, **more)
            said = tuple(one for one in turn.effects if isinstance(one, Say))
            return replace(turn, effects=said) if turn.rule == rule_name else turn

        with mock.patch.object(decide_inbox, "decide", decide):
            yield

    return plant


@contextmanager
def _hellos_in_a_crisis() -> Iterator[None]:
    """Neither the gate nor whoever decides about a follow-up sees what is with the team."""
    from smsbot.usecases.view import see

    def sees(*args: Any, **more: Any) -> Any:
        return replace(see(*args, **more), tickets=())

    def passes(seen: Facts, now: datetime) -> Ruling:
        return rule(replace(seen, held=False, in_crisis=False), now)

    with mock.patch("smsbot.usecases.gate_facts.rule", passes), mock.patch("smsbot.usecases.fire_timers.see", sees):
        yield


@contextmanager
def _pairs_with_another() -> Iterator[None]:
    """A worker's words go to the person of whatever other ticket is open."""
    from smsbot.usecases import relay

    real = relay.relay

    def to_another(tx: Any, program: Any, worker: Any, row: Any, words: str) -> str:
        others = select(ticket).where(ticket.c.closed_at.is_(None), ticket.c.participant_id != row.participant_id)
        other = tx.one(others.limit(1))
        return real(tx, program, worker, row if other is None else other, words)

    with mock.patch("smsbot.usecases.worker_acts.relay", to_another):
        yield


@contextmanager
def _in_the_clear() -> Iterator[None]:
    """Sealed values are not sealed."""
    with (
        mock.patch("smsbot.db.sealing._seal", lambda _key, plain, _bound: plain),
        mock.patch("smsbot.db.sealing._open", lambda _key, sealed, _bound: bytes(sealed)),
    ):
        yield


@contextmanager
def _forgets_at_a_restart() -> Iterator[None]:
    """A process that starts throws away what was waiting."""
    from smsbot.lab.sim import run

    real = run.Run._new_world  # the fault is in it

    def begins(self: Any) -> Any:
        if hasattr(self, "world"):
            with self.brink.aside(), self.db.write(self.clock.now()) as tx:
                tx.run(update(timer).where(timer.c.done_at.is_(None)).values(done_at=tx.now))
        return real(self)

    with mock.patch.object(run.Run, "_new_world", begins):
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
    "the claim is forgotten": _forgets_the_claim,
    "PAUSE is ignored": _only_says("reserved.pause"),
    "a crisis does not hold what was chosen": _hellos_in_a_crisis,
    "who is away is written to": _only_says("reserved.away"),
    "a worker's words go to somebody else": _pairs_with_another,
    "words are kept in the clear": _in_the_clear,
    "timers are lost at a restart": _forgets_at_a_restart,
    "an end is followed by another": _instead("smsbot.usecases.receipts.after_receipt", _any_end),
    "who asked for it is not forgotten": _instead("smsbot.usecases.upkeep.erase_forgotten", _nothing),
    "a broken rule": _instead("smsbot.usecases.decide_inbox.decide", _fails),
}
"""Each by what goes wrong."""
