"""The consent that follows from the ledger, and who is held."""

import pytest
from builders import a_person, a_ticket

from smsbot.core.effects import ConsentAct
from smsbot.core.flow import Level
from smsbot.core.person import CONSENT_ACTS, Consent, consent_after


@pytest.mark.parametrize(
    ("newest", "consent"),
    [
        (None, Consent.NONE),
        (ConsentAct.SPOKEN, Consent.INVITED),
        (ConsentAct.OPT_IN, Consent.OPEN),
        (ConsentAct.START, Consent.OPEN),
        (ConsentAct.HOLD, Consent.HELD),
        (ConsentAct.OPT_OUT, Consent.STOPPED),
    ],
)
def test_the_newest_entry_says_what_consent_there_is(newest: ConsentAct | None, consent: Consent) -> None:
    assert consent_after(newest) is consent


def test_a_cadence_and_a_pause_say_nothing_about_consent() -> None:
    about_texts = {ConsentAct.CADENCE, ConsentAct.PAUSE, ConsentAct.AWAY, ConsentAct.WORDS, ConsentAct.JOINED}
    assert set(ConsentAct) - set(CONSENT_ACTS) == about_texts


def test_only_a_red_ticket_holds() -> None:
    assert a_person(tickets=(a_ticket("kit", Level.ROUTINE), a_ticket("x", Level.RED))).held
    assert not a_person(tickets=(a_ticket("crisis", Level.AMBER),)).held
    assert not a_person().held
