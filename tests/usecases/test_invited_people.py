"""A worker heard a yes: one text asks the person to confirm it, and nothing else is sent until they do."""

from datetime import UTC, datetime, timedelta

import pytest
from town import ANA, BEN, MONDAY, OVERDOSE, SAM, Town

from smsbot.core.language import Language
from smsbot.db.database import Database
from smsbot.db.schema import inbox, ledger, outbox, participant
from smsbot.db.sealing import LookupKeys
from smsbot.db.tx import Keys
from smsbot.usecases.invite import CannotInvite, invite

NIGHT = datetime(2026, 11, 3, 3, 0, tzinfo=UTC)
"""22:00 in New York."""


def invited(town: Town, number: str = ANA, **about: str) -> str:
    wish = {"handle": "sam", "words": "sure, text me", "flow": "join", **about}
    person_id = invite(
        town.db,
        town.programs,
        town.clock.now(),
        number=number,
        handle=wish["handle"],
        words=wish["words"],
        language=Language(about.get("language", "en")),
        flow=wish["flow"],
    )
    town.settle()
    return person_id


def test_one_text_goes_out_and_names_who_heard_it(town: Town) -> None:
    person_id = invited(town)
    assert town.heard(ANA) == ["invite"]
    assert "Sam" in town.carrier.sent[-1].body
    [entry] = town.rows(ledger)
    assert (entry.act, entry.worker_id, entry.participant_id) == ("spoken", town.sam.id, person_id)
    assert town.row(outbox).permit_ledger_id == entry.id
    assert town.carrier.sent[-1].validity_seconds <= 36000


def test_a_yes_opens_consent_and_begins_the_flow(town: Town) -> None:
    invited(town)
    assert town.says(ANA, "1") == ["join.choose.ask"]
    assert town.acts(ANA) == ["spoken", "opt_in"]
    assert town.says(ANA, "1") == ["join.welcome.say"]


def test_a_no_is_a_stop(town: Town) -> None:
    invited(town)
    assert town.says(ANA, "2") == ["stop.confirm"]
    assert town.acts(ANA) == ["spoken", "opt_out"]


def test_never_answered_is_never_texted_again(town: Town) -> None:
    invited(town)
    assert town.passes(days=60) == []
    assert town.waiting_timers() == []


def test_in_spanish_for_who_speaks_it(town: Town) -> None:
    invited(town, language="es")
    assert town.person(ANA).language == "es"
    assert town.carrier.sent[-1].body.startswith("Hola")


def test_at_night_it_waits_for_the_morning(db: Database) -> None:
    town = Town(db, NIGHT)
    invited(town)
    assert town.heard(ANA) == []
    [sent] = town.pass_time(timedelta(days=1))
    assert sent.at == datetime(2026, 11, 3, 14, 0, tzinfo=UTC), "9:00"


def test_a_stop_before_the_morning_means_it_is_never_sent(db: Database) -> None:
    town = Town(db, NIGHT)
    invited(town)
    town.text(ANA, "STOP")
    assert town.passes(days=2) == []


@pytest.mark.parametrize("before", ["STOP", "JOIN 1", "invite"])
def test_only_the_person_can_change_what_they_decided_before(town: Town, before: str) -> None:
    if before == "invite":
        invited(town)
    else:
        for body in before.split():
            town.text(ANA, body)
    with pytest.raises(CannotInvite, match="Only they can change that now"):
        invited(town)


def test_a_suppressed_number_is_refused_also_after_a_rotation_and_an_erasure(town: Town) -> None:
    town.text(ANA, "hi")
    town.text(ANA, "DELETE")
    town.text(ANA, "1")
    town.db.keys = Keys(town.db.keys.master, LookupKeys([b"L" * 32, b"l" * 32]))
    people_before = len(town.rows(participant))
    with pytest.raises(CannotInvite):
        invited(town)
    assert len(town.rows(participant)) == people_before, "a refusal leaves nothing behind"


def test_somebody_who_texted_without_joining_can_be_invited_and_stays_one_person(town: Town) -> None:
    town.text(ANA, "hi")
    assert invited(town) == town.person(ANA).id
    assert len(town.rows(participant)) == 1


@pytest.mark.parametrize(
    ("about", "message"),
    [({"flow": "nope"}, "there is no flow 'nope'"), ({"handle": "kim"}, "there is no worker 'kim'")],
)
def test_what_does_not_exist_is_named(town: Town, about: dict[str, str], message: str) -> None:
    with pytest.raises(CannotInvite, match=message):
        invited(town, **about)


def test_their_own_texts_are_answered_meanwhile_and_a_crisis_first(town: Town) -> None:
    invited(town)
    assert town.says(ANA, "narcan") == ["naloxone.how.ask"]
    assert town.says(ANA, OVERDOSE) == ["crisis.overdose"]


def test_a_yes_after_a_week_is_no_answer_to_it_any_more(town: Town) -> None:
    invited(town)
    town.pass_time(timedelta(days=8))
    town.text(ANA, "1")
    assert town.acts(ANA) == ["spoken"]


def test_a_phone_that_may_be_somebody_elses_is_not_promised_an_invitation(town: Town) -> None:
    town.text(ANA, "wrong number")
    with pytest.raises(CannotInvite, match="nothing that we start goes there"):
        invited(town)


def test_an_invited_phone_that_is_gone_is_frozen(town: Town) -> None:
    invited(town)
    town.reports(town.row(outbox).id, "undelivered", 30006)
    assert town.passes(days=5) == []
    assert town.rows(inbox) == []


def test_a_workers_own_record_is_no_obstacle(town: Town) -> None:
    invited(town, BEN)
    assert town.heard(SAM) == []
    assert town.clock.now() == MONDAY
