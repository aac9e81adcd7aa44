"""The gate and people's phones: shared, frozen, resting, away, and a death said or confirmed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from builders import AFTERNOON, MONDAY, ZONE
from hypothesis import given
from hypothesis import strategies as st

from smsbot.core.effects import TextKind
from smsbot.core.gate import Facts, Pass, Refuse, rule
from smsbot.core.person import Consent

AUTOMATIC = (TextKind.FOLLOW_UP, TextKind.INVITE)
ANSWERS = (TextKind.REPLY, TextKind.ANSWER, TextKind.TRUTH)
_WANTED = {TextKind.FOLLOW_UP: Consent.OPEN, TextKind.INVITE: Consent.INVITED}

# Each state: what of FOLLOW_UP, INVITE, REPLY, ANSWER, a worker's words and a crisis answer goes (p), and what not.
STATES: list[tuple[str, dict[str, object], str]] = [
    ("nothing", {}, "pppppp"),
    ("shared, or out of reach", {"unreachable": True}, "--pppp"),
    ("frozen before they texted", {"unreachable": True, "frozen_at": MONDAY - timedelta(days=3)}, "--pppp"),
    ("frozen since they texted", {"unreachable": True, "frozen_at": MONDAY}, "--pp-p"),
    ("away", {"away": True}, "--pppp"),
    ("held by a crisis", {"held": True}, "---ppp"),
    ("a death was said", {"death_reported": True}, "--pppp"),
    ("a death was confirmed", {"death_reported": True, "dead": True}, "-----p"),
]
KINDS = (*AUTOMATIC, TextKind.REPLY, TextKind.ANSWER, TextKind.RELAY, TextKind.CRISIS)


def facts(kind: TextKind, **changes: object) -> Facts:
    """A text that nothing stands against, with these facts changed."""
    good = Facts(
        kind,
        _WANTED.get(kind, Consent.NONE),
        AFTERNOON,
        permit_seq=7,
        permit_at=MONDAY - timedelta(minutes=1),
        chosen=True,
        typed=kind is TextKind.RELAY,
        zone=ZONE,
    )
    return replace(good, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(("state", "changes", "rulings"), STATES, ids=[state for state, _, _ in STATES])
def test_what_goes_to_a_person_in_each_state(state: str, changes: dict[str, object], rulings: str) -> None:
    found = "".join("p" if rule(facts(kind, **changes), MONDAY) == Pass() else "-" for kind in KINDS)
    assert found == rulings, state


RESTING = ("unreachable", "away", "death_reported", "dead")


@given(kind=st.sampled_from(AUTOMATIC), states=st.sets(st.sampled_from(RESTING), min_size=1))
def test_nothing_automatic_goes_whatever_else_is_true(kind: TextKind, states: set[str]) -> None:
    assert isinstance(rule(facts(kind, **dict.fromkeys(states, True)), MONDAY), Refuse)


@given(kind=st.sampled_from(ANSWERS), states=st.sets(st.sampled_from(("unreachable", "away", "death_reported"))))
def test_what_somebody_texts_is_answered_whoever_has_the_phone(kind: TextKind, states: set[str]) -> None:
    assert rule(facts(kind, **dict.fromkeys(states, True)), MONDAY) == Pass()


def test_the_row_says_that_a_death_was_the_reason() -> None:
    assert rule(facts(TextKind.FOLLOW_UP, death_reported=True), MONDAY) == Refuse("death reported")
    assert rule(facts(TextKind.REPLY, dead=True), MONDAY) == Refuse("death confirmed")
