"""The gate as a full table: kinds, consent, permits, holds and hours."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest
from builders import AFTERNOON, MONDAY, NIGHT, ZONE
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbot.core.effects import TextKind
from smsbot.core.gate import PERMIT_LASTS, TICKET_PERMITS, Facts, Pass, Refuse, Wait, rule
from smsbot.core.hours import Window, is_open
from smsbot.core.person import Consent

TO_WORKERS = (TextKind.ALERT, TextKind.NOTICE)
ANSWERS = (TextKind.REPLY, TextKind.ANSWER, TextKind.TRUTH)
WANTED = {TextKind.FOLLOW_UP: Consent.OPEN, TextKind.INVITE: Consent.INVITED, TextKind.STOPPED: Consent.STOPPED}


def facts(kind: TextKind, **changes: object) -> Facts:
    """A text of this kind that nothing stands against, with these facts changed."""
    good = Facts(
        kind,
        WANTED.get(kind, Consent.NONE),
        AFTERNOON,
        stop_seq=7 if kind is TextKind.STOPPED else 0,
        permit_seq=7,
        permit_at=MONDAY - timedelta(minutes=1),
        chosen=True,
        zone=ZONE,
    )
    return replace(good, **changes)  # type: ignore[arg-type]


def ask(kind: TextKind, **changes: object) -> str:
    """pass, wait, or why not."""
    ruling = rule(facts(kind, **changes), MONDAY)
    return ruling.why if isinstance(ruling, Refuse) else type(ruling).__name__.lower()


@pytest.mark.parametrize("kind", list(TextKind))
def test_every_kind_passes_when_nothing_stands_against_it(kind: TextKind) -> None:
    assert ask(kind) == "pass"


# --- what each kind makes of each hold: p pass, w wait, anything else is refused

KINDS = (
    TextKind.STOPPED,
    TextKind.ANSWER,
    TextKind.TRUTH,
    TextKind.REPLY,
    TextKind.FOLLOW_UP,
    TextKind.INVITE,
    TextKind.RELAY,
)
TABLE: list[tuple[dict[str, object], str]] = [
    # STOPPED ANSWER TRUTH REPLY FOLLOW_UP INVITE RELAY
    ({"dead": True}, "-------"),
    ({"death_reported": True}, "pppp--p"),
    ({"expires_at": MONDAY}, "-------"),
    ({"expires_at": MONDAY + timedelta(seconds=1)}, "ppppppp"),
    ({"undecided": True}, "wwwwwww"),
    ({"send_stop": True}, "wwwwwww"),
    ({"held": True}, "ppp---p"),
    ({"in_crisis": True}, "pppp--p"),
    ({"suppressed": True, "stop_seq": 7}, "p------"),
    ({"suppressed": True, "stop_seq": 6}, "-pp----"),
    ({"unreachable": True}, "pppp--p"),
    ({"away": True}, "pppp--p"),
    ({"paused_until": MONDAY + timedelta(minutes=1)}, "pppp--p"),
    ({"paused_until": MONDAY}, "ppppppp"),
    ({"chosen": False}, "pppp-pp"),
    ({"permit_stands": False}, "-ppp--p"),
    ({"permit_at": None}, "p---pp-"),
    ({"permit_at": MONDAY - PERMIT_LASTS}, "ppppppp"),
    ({"permit_at": MONDAY - PERMIT_LASTS - timedelta(seconds=1)}, "p---pp-"),
    ({"permit_at": MONDAY - TICKET_PERMITS, "ticket_open": True}, "ppppppp"),
    ({"permit_at": MONDAY - TICKET_PERMITS - timedelta(seconds=1), "ticket_open": True}, "p---pp-"),
    ({"window": Window(0, 12 * 60)}, "pppp-wp"),
    ({"frozen_at": MONDAY}, "pppppp-"),
    ({"frozen_at": MONDAY - timedelta(minutes=1)}, "pppppp-"),
    ({"frozen_at": MONDAY - timedelta(minutes=2)}, "ppppppp"),
    ({"typed": True, "permit_at": None}, "p---ppp"),
    ({"typed": True, "permit_at": None, "unanswered": True}, "p---pp-"),
    ({"typed": True, "permit_at": None, "frozen_at": MONDAY - timedelta(days=9)}, "p---pp-"),
    ({"typed": True, "unanswered": True}, "ppppppp"),
    # a worker's own words: once to whoever has not answered, never to a number that may have changed hands
    ({"permit_at": None, "typed": True}, "p---ppp"),
    ({"permit_at": None, "typed": True, "unanswered": True}, "p---pp-"),
    ({"typed": True, "unanswered": True}, "ppppppp"),
    ({"frozen_at": MONDAY - timedelta(hours=1)}, "ppppppp"),
    ({"frozen_at": MONDAY}, "pppppp-"),
    ({"frozen_at": MONDAY, "permit_at": None, "typed": True}, "p---pp-"),
]


@pytest.mark.parametrize(("against", "rulings"), TABLE, ids=lambda part: str(part)[:60])
def test_each_hold_against_each_kind(against: dict[str, object], rulings: str) -> None:
    found = "".join({"pass": "p", "wait": "w"}.get(ask(kind, **against), "-") for kind in KINDS)
    assert found == rulings


# --- consent

CONSENT = {
    # NONE INVITED OPEN HELD STOPPED; after STOP the permit is older than the stop
    TextKind.ANSWER: "pppp-",
    TextKind.TRUTH: "pppp-",
    TextKind.REPLY: "pppp-",
    TextKind.RELAY: "pppp-",
    TextKind.FOLLOW_UP: "--p--",
    TextKind.INVITE: "-p---",
    TextKind.STOPPED: "-----",
}


@pytest.mark.parametrize("kind", list(CONSENT))
def test_each_consent_against_each_kind(kind: TextKind) -> None:
    found = "".join("p" if ask(kind, consent=consent, stop_seq=8) == "pass" else "-" for consent in Consent)
    assert found == CONSENT[kind]


def test_after_stop_only_the_confirmation_of_that_very_stop_passes() -> None:
    assert ask(TextKind.STOPPED, stop_seq=7, permit_seq=7) == "pass"
    assert ask(TextKind.STOPPED, stop_seq=8, permit_seq=7) == "stopped"
    assert ask(TextKind.STOPPED, stop_seq=7, permit_seq=8) == "stopped"
    assert ask(TextKind.STOPPED, permit_stands=False) == "stopped"


@pytest.mark.parametrize(("permit", "ruling"), [(6, "stopped"), (7, "stopped"), (8, "pass")])
def test_after_stop_an_answer_passes_when_it_was_asked_for_later(permit: int, ruling: str) -> None:
    assert ask(TextKind.ANSWER, consent=Consent.STOPPED, stop_seq=7, permit_seq=permit) == ruling


@pytest.mark.parametrize("kind", [TextKind.REPLY, TextKind.FOLLOW_UP, TextKind.INVITE, TextKind.RELAY])
def test_after_stop_nothing_else_passes_even_when_it_was_asked_for_later(kind: TextKind) -> None:
    assert ask(kind, consent=Consent.STOPPED, stop_seq=7, permit_seq=99) == "stopped"


def test_the_truth_about_a_crisis_told_after_stop_is_part_of_its_answer() -> None:
    assert ask(TextKind.TRUTH, consent=Consent.STOPPED, stop_seq=7, permit_seq=8) == "pass"
    assert ask(TextKind.TRUTH, consent=Consent.STOPPED, stop_seq=7, permit_seq=6) == "stopped"


def test_a_confirmation_is_not_sent_once_consent_is_open_again() -> None:
    assert ask(TextKind.STOPPED, consent=Consent.OPEN) == "consent is open again"


# --- a crisis


def test_a_crisis_answer_passes_everything() -> None:
    against = {name: value for part, _ in TABLE for name, value in part.items()} | {"consent": Consent.STOPPED}
    assert ask(TextKind.CRISIS, **against) == "pass"


def test_the_gate_opens_again_when_it_said_it_would() -> None:
    until = rule(facts(TextKind.INVITE), NIGHT)
    assert isinstance(until, Wait)
    assert is_open(AFTERNOON, ZONE, until.until)
    assert rule(facts(TextKind.INVITE), until.until) == Pass()


@pytest.mark.parametrize("against", [{"undecided": True}, {"send_stop": True}])
def test_waiting_is_short_enough_to_be_noticed_by_nobody(against: dict[str, object]) -> None:
    ruling = rule(facts(TextKind.REPLY, **against), MONDAY)
    assert isinstance(ruling, Wait)
    assert MONDAY < ruling.until <= MONDAY + timedelta(minutes=1)


# --- properties over all facts

MOMENTS = st.integers(-30 * 1440, 30 * 1440).map(lambda minutes: MONDAY + timedelta(minutes=minutes))
WINDOWS = st.tuples(st.integers(0, 1438), st.integers(1, 700)).map(
    lambda pair: Window(pair[0], min(pair[0] + pair[1], 1440))
)
ALL_FACTS = st.builds(
    Facts,
    kind=st.sampled_from(list(TextKind)),
    consent=st.sampled_from(list(Consent)),
    window=WINDOWS,
    stop_seq=st.integers(0, 3),
    permit_seq=st.integers(0, 3),
    permit_at=st.none() | MOMENTS,
    permit_stands=st.booleans(),
    ticket_open=st.booleans(),
    chosen=st.booleans(),
    paused_until=st.none() | MOMENTS,
    held=st.booleans(),
    suppressed=st.booleans(),
    unreachable=st.booleans(),
    frozen_at=st.none() | MOMENTS,
    typed=st.booleans(),
    unanswered=st.booleans(),
    away=st.booleans(),
    dead=st.booleans(),
    undecided=st.booleans(),
    send_stop=st.booleans(),
    zone=st.sampled_from([ZONE, "UTC", "Asia/Kolkata", "Australia/Lord_Howe"]),
    expires_at=st.none() | MOMENTS,
)


@settings(deadline=None)
@given(known=ALL_FACTS, now=MOMENTS)
def test_only_what_is_permitted_passes(known: Facts, now: datetime) -> None:
    passed = isinstance(rule(known, now), Pass)
    if known.kind is TextKind.CRISIS:
        assert passed
        return
    if not passed:
        return
    assert not known.dead
    assert not known.undecided
    assert not known.send_stop
    if known.consent is Consent.STOPPED or known.suppressed:
        own = known.kind is TextKind.STOPPED and known.permit_seq == known.stop_seq
        later = known.kind in (TextKind.ANSWER, TextKind.TRUTH) and known.permit_seq > known.stop_seq
        assert own or later
    if known.held:
        assert known.kind in (TextKind.ANSWER, TextKind.STOPPED, TextKind.TRUTH, TextKind.RELAY)


@settings(deadline=None)
@given(known=ALL_FACTS, now=MOMENTS)
def test_nothing_unprompted_passes_without_consent_cadence_hours_and_a_phone_to_send_it_to(
    known: Facts, now: datetime
) -> None:
    if known.kind not in (TextKind.FOLLOW_UP, TextKind.INVITE) or not isinstance(rule(known, now), Pass):
        return
    assert known.consent is WANTED[known.kind]
    assert known.permit_stands
    assert is_open(known.window, known.zone, now)
    assert not known.unreachable
    assert not known.away
    assert not known.held
    assert known.paused_until is None or known.paused_until <= now
    assert known.chosen or known.kind is TextKind.INVITE


@settings(deadline=None)
@given(known=ALL_FACTS, now=MOMENTS)
def test_nothing_prompted_passes_without_a_permit_that_is_young_enough(known: Facts, now: datetime) -> None:
    if known.kind in (*ANSWERS, *TO_WORKERS) and isinstance(rule(known, now), Pass):
        assert known.permit_at is not None
        assert now - known.permit_at <= (TICKET_PERMITS if known.ticket_open else PERMIT_LASTS)


@settings(deadline=None)
@given(known=ALL_FACTS, now=MOMENTS)
def test_one_more_hold_never_lets_a_text_through(known: Facts, now: datetime) -> None:
    before = isinstance(rule(known, now), Pass)
    for hold in ("dead", "held", "suppressed", "unreachable", "away", "undecided", "send_stop"):
        stricter = isinstance(rule(_with(known, hold), now), Pass)
        assert before or not stricter or (hold == "suppressed" and known.kind is TextKind.STOPPED)


@settings(deadline=None)
@given(known=ALL_FACTS, now=MOMENTS)
def test_a_wait_ends_in_the_future(known: Facts, now: datetime) -> None:
    ruling = rule(known, now)
    assert not isinstance(ruling, Wait) or ruling.until > now


def _with(known: Facts, hold: str) -> Facts:
    change: dict[str, Any] = {hold: True}
    return replace(known, **change)


def test_the_table_of_holds_names_every_fact_that_can_hold() -> None:
    named = {name for part, _ in TABLE for name in part} | {"kind", "consent", "permit_seq", "zone"}
    assert named == set(Facts.__dataclass_fields__)


def test_every_combination_of_kind_and_consent_is_ruled_on() -> None:
    for kind, consent in product(TextKind, Consent):
        assert isinstance(rule(facts(kind, consent=consent), MONDAY), Pass | Wait | Refuse)
