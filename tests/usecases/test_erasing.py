"""Erasing: sealed words no longer open, nothing is lost that others need, and whoever comes back is a stranger."""

from datetime import timedelta

import pytest
from sqlalchemy import insert
from town import ANA, BEN, MONDAY, OVERDOSE, Town

from smsbot.core.delivery import Lost, Refused
from smsbot.db import inbox as inbox_rows
from smsbot.db import people, tickets
from smsbot.db.schema import inbox, ledger, outbox, participant, phone, phone_link, sealing_key, suppression, ticket
from smsbot.db.sealing import NotSealedHere
from smsbot.usecases import upkeep


def erase(town: Town, number: str = ANA) -> str:
    """DELETE and its 1; the id of who is gone."""
    person_id = str(town.person(number).id)
    assert town.says(number, "DELETE") == ["delete.ask"]
    assert town.says(number, "1") == ["delete.done"]
    return person_id


def test_delete_waits_for_a_1(town: Town) -> None:
    town.joins(ANA)
    town.text(ANA, "DELETE")
    assert town.says(ANA, "2") == ["delete.kept"]
    assert town.person(ANA).cadence is not None


def test_sealed_words_no_longer_open_and_no_row_tells_the_number(town: Town) -> None:
    town.joins(ANA)
    with town.db.read(MONDAY) as tx:
        hashes = tx.keys.lookup.all_hashes(ANA)
    person_id = erase(town)
    with town.db.read(MONDAY) as tx:
        with pytest.raises(NotSealedHere):
            inbox_rows.last_bodies(tx, person_id)
        assert people.at_number(tx, hashes) is None
        assert people.forgotten(tx) == []
    for table in (phone, inbox, outbox):
        assert not {row.number_hash for row in town.rows(table)} & set(hashes)
    assert [row.number for row in town.rows(phone)] == [None]
    owners = {row.owner_id for row in town.rows(sealing_key)}
    assert owners == {town.sam.id, town.dee.id}
    assert town.waiting_timers() == []


def test_the_suppression_stays_so_that_nothing_is_ever_started_again(town: Town) -> None:
    town.joins(ANA)
    erase(town)
    assert [row.number_hash for row in town.rows(suppression)] == [town.db.keys.lookup.hash(ANA)]
    assert town.passes(days=60) == []


def test_the_one_confirmation_leaves_before_the_keys_go(town: Town) -> None:
    town.text(ANA, "hi")
    town.text(ANA, "DELETE")
    town.carrier.answers[ANA] = [Refused(429, 60)]
    town.text(ANA, "1")
    assert upkeep.erase_forgotten(town.db, town.clock.now()) == 0, "it is still queued"
    assert town.passes(minutes=2) == ["delete.done"]
    assert town.rows(sealing_key, sealing_key.c.owner_id.not_in([town.sam.id, town.dee.id])) == []


def test_the_same_number_comes_back_as_a_stranger_and_is_answered(town: Town) -> None:
    town.joins(ANA)
    before = erase(town)
    town.pass_time(timedelta(minutes=5))
    assert town.says(ANA, "hi") == ["greeting"]
    assert town.says(ANA, "narcan") == ["naloxone.how.ask"]
    assert town.says(ANA, "HELP") == ["help"]
    after = town.person(ANA)
    assert after.id != before
    assert (after.cadence, town.acts(ANA)) == (None, [])
    town.joins(ANA)
    assert town.rows(suppression) == []
    assert "check_in.today.ask" in town.passes(days=8, to=ANA)


def test_a_stranger_who_comes_back_with_a_crisis_is_answered_first_of_all(town: Town) -> None:
    town.text(ANA, "hi")
    erase(town)
    assert town.says(ANA, OVERDOSE) == ["crisis.overdose"]


def test_a_text_that_came_before_the_keys_went_is_decided_as_a_strangers(town: Town) -> None:
    town.text(ANA, "hi")
    town.text(ANA, "DELETE")
    town.arrive(ANA, "1")
    town.arrive(ANA, "narcan")
    town.settle()
    town.passes(seconds=5)
    assert town.fate("delete.done") == ["sent"]
    assert [row.rule for row in town.rows(inbox)][-1] is not None


def test_an_unknown_text_to_somebody_erased_is_looked_up_no_more(town: Town) -> None:
    town.text(ANA, "hi")
    town.text(ANA, "DELETE")
    town.carrier.answers[ANA] = [Lost("read timeout")]
    town.text(ANA, "1")
    assert town.fate("delete.done") == ["unknown"]
    assert town.passes(days=1) == []
    assert (town.carrier.looks, town.waiting_timers()) == (0, [])


def test_late_receipts_about_somebody_erased_change_nothing(town: Town) -> None:
    town.text(ANA, "hi")
    text_id = town.row(outbox).id
    person_id = erase(town)
    for status, code in (("failed", 21610), ("undelivered", 30005)):
        town.reports(text_id, status, code)
    assert [row.act for row in town.rows(ledger, ledger.c.participant_id == person_id)] == ["opt_out"]
    later = town.rows(outbox)[-1].id
    town.reports(later, "undelivered", 30005)
    assert town.fate("delete.done") == ["undelivered"]


def test_a_text_nobody_could_decide_is_blanked_with_its_person(town: Town) -> None:
    town.text(ANA, "hi")
    town.files.broken = True
    town.arrive(ANA, "my whole story")
    for _ in range(3):
        town.settle()
    town.files.broken = False
    erase(town)
    flagged = town.row(inbox, inbox.c.flagged_at.is_not(None))
    assert flagged.sealed is None
    assert flagged.number_hash.startswith("erased-")


def test_a_phone_that_somebody_else_uses_too_stays_theirs(town: Town) -> None:
    town.text(ANA, "hi")
    town.text(BEN, "hi")
    with town.db.write(MONDAY) as tx:
        found = people.current_phone(tx, town.person(ANA).id)
        assert found is not None
        ben = town.person(BEN).id
        tx.run(insert(phone_link).values(phone_id=found.phone_id, participant_id=ben, since=MONDAY - timedelta(days=1)))
    erase(town)
    with town.db.read(MONDAY) as tx:
        assert people.number_of(tx, found.phone_id) == ANA
        again = people.at_number(tx, tx.keys.lookup.all_hashes(ANA))
        assert again is not None
        assert again.participant_id == ben


@pytest.mark.parametrize("db_url", ["postgresql"], indirect=True)  # on SQLite the gate is the lock
def test_somebody_who_is_busy_is_erased_at_the_next_look(town: Town) -> None:
    town.text(ANA, "hi")
    with town.db.write(MONDAY) as tx:
        person = people.lock(tx, town.person(ANA).id)
        assert person is not None
        people.change(tx, person.id, forgotten_at=MONDAY)
    with town.db.write(MONDAY) as tx:
        people.lock(tx, person.id)
        assert upkeep.erase_forgotten(town.db, MONDAY) == 0
    assert upkeep.erase_forgotten(town.db, MONDAY) == 1
    assert upkeep.erase_forgotten(town.db, MONDAY) == 0


# Retention --------------------------------------------------------------------------------------------------------


def test_words_are_kept_as_long_as_the_programme_says_and_what_happened_stays(town: Town) -> None:
    town.text(ANA, "PERSON")
    town.text("+13365550150", "1")
    later = MONDAY + timedelta(days=91)
    town.sleep(later - timedelta(days=1))
    town.text(BEN, "PERSON")
    program = town.programs.current()
    with town.db.write(MONDAY) as tx:
        first = tickets.all_open(tx)[0]
        assert tickets.note_of(tx, first) == "PERSON"
        tickets.change(tx, first.id, closed_at=MONDAY)
    texts = len(town.rows(outbox, outbox.c.queued_at == MONDAY))
    asked = 1  # the worker's words were never kept
    assert upkeep.blank_old_bodies(town.db, program, later) == texts + asked + 1
    assert upkeep.blank_old_bodies(town.db, program, later) == 0
    assert [row.note is None for row in town.rows(ticket)] == [True, False]
    assert [row.sealed is None for row in town.rows(inbox)] == [True, True, False]
    assert town.fate("person.asked")[0] == "sent"


def test_undecided_texts_and_texts_on_their_way_are_not_blanked(town: Town) -> None:
    town.carrier.answers[ANA] = [Refused(20003)]
    town.text(ANA, "hi")
    town.arrive(BEN, "hi")
    town.files.broken = True
    later = MONDAY + timedelta(days=100)
    assert upkeep.blank_old_bodies(town.db, town.files.program, later) == 1, "only what Ana texted"
    for _ in range(3):
        town.settle()
    assert upkeep.blank_old_bodies(town.db, town.files.program, later) == 1, "what nobody could decide, too"
    assert len(town.rows(participant)) == 1
