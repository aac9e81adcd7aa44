"""Phones: shared, changed hands, new. Freeze only what we start; whoever has a phone is answered in their own right."""

from datetime import timedelta

import pytest
from town import ANA, BEN, CAM, MONDAY, SAM, Town

from smsbot.core.effects import Question
from smsbot.core.language import Language
from smsbot.db import people
from smsbot.db.schema import ledger, outbox, participant, phone, phone_link
from smsbot.usecases.fire_timers import fire_due
from smsbot.usecases.invite import CannotInvite, invite
from smsbot.usecases.join_phone import join
from smsbot.usecases.stop_for import NobodyThere
from smsbot.usecases.told_worker import CannotChange, confirm_death, send_away, share

SAID = "this is my new phone"

# --- shared


@pytest.mark.parametrize("text", ["this is my cousin's phone", "i share this phone", "este celular es compartido"])
def test_on_a_shared_phone_nothing_scheduled_comes_and_every_text_is_answered(town: Town, text: str) -> None:
    town.joins(ANA)
    assert town.says(ANA, text) == ["shared_phone"]
    assert town.row(phone).shared
    assert town.person(ANA).quiet
    assert town.passes(days=9, to=ANA) == []
    assert town.says(ANA, "menu") == ["menu.choose.ask"]


def test_what_was_queued_for_a_shared_phone_is_dropped(town: Town) -> None:
    town.joins(ANA)
    due = town.next_follow_up(ANA)
    assert due is not None
    town.sleep(due)
    fire_due(town.db, town.programs, town.carrier, town.clock)
    town.says(ANA, "i share this phone")
    assert town.fate("check_in.today.ask") == ["cancelled"]


def test_what_is_asked_for_in_the_same_text_comes_in_quiet_words(town: Town) -> None:
    [told, kit] = town.text(ANA, "can i get a narcan kit? i share this phone")
    assert "quiet words" in told
    assert "supplies" in kit
    assert "kit" not in kit


def test_a_shared_phone_is_told_the_truth_about_joining(town: Town) -> None:
    town.says(ANA, "i share this phone")
    assert town.says(ANA, "JOIN") == ["shared_phone.join"]
    assert town.says(ANA, "plain words") == ["shared_phone"]
    assert town.person(ANA).quiet


def test_no_name_is_ever_written_to_a_shared_phone(town: Town) -> None:
    from smsbot.usecases.view import see

    town.says(ANA, "hi")
    with town.db.write(MONDAY) as tx:
        row = town.person(ANA)
        sealed = tx.key_of(row.id).seal("Ana", f"participant.name:{row.id}")
        people.change(tx, row.id, name=sealed)
    with town.db.read(MONDAY) as tx:
        assert see(tx, town.files, town.person(ANA)).name == "Ana"
    town.says(ANA, "i share this phone")
    with town.db.read(MONDAY) as tx:
        person = see(tx, town.files, town.person(ANA))
    assert (person.name, person.quiet, person.shared) == ("", True, True)


def test_a_worker_marks_a_phone_and_takes_it_back(town: Town) -> None:
    town.joins(ANA)
    share(town.db, town.files, MONDAY, number=ANA, handle="sam", shared=True)
    assert town.passes(days=10) == []
    share(town.db, town.files, town.clock.now(), number=ANA, handle="sam", shared=False)
    assert "check_in.today.ask" in town.passes(days=10)


# --- a wrong number


def test_nothing_of_the_person_before_is_shown_to_who_has_the_phone_now(town: Town) -> None:
    town.joins(ANA)
    town.says(ANA, "narcan")
    was = town.person(ANA)
    assert town.says(ANA, "wrong number") == ["wrong_number"]
    assert town.says(ANA, "PLAN") == ["plan.none"]
    assert town.says(ANA, "1") != ["naloxone.told_now.say"]
    assert town.person(ANA).id != was.id
    assert town.acts(ANA) == []
    with town.db.read(town.clock.now()) as tx:
        assert [row.act for row in tx.all(ledger.select().where(ledger.c.participant_id == was.id))] == [
            "opt_in",
            "cadence",
        ]
    assert ("number", "routine") in town.open_tickets()


def test_the_old_persons_hellos_stop_until_a_worker_finds_them(town: Town) -> None:
    town.joins(ANA)
    town.says(ANA, "wrong number")
    town.says(ANA, "what is this")
    assert town.passes(days=9, to=ANA) == []


def test_whoever_has_it_now_gets_everything_in_their_own_right(town: Town) -> None:
    town.joins(ANA)
    town.says(ANA, "wrong number")
    town.joins(ANA)
    assert town.row(phone).frozen_at is None
    assert "check_in.today.ask" in town.passes(days=9, to=ANA)
    assert town.says(ANA, "STOP") == []
    assert town.says(ANA, "START") == ["start"]
    assert town.acts(ANA)[-1] == "start"


@pytest.mark.parametrize("text", ["wrong number", "ok thanks", "stop"])
def test_what_ends_the_matter_makes_nobody_new(town: Town, text: str) -> None:
    town.joins(ANA)
    was = town.person(ANA).id
    town.says(ANA, "wrong number")
    town.says(ANA, text)
    assert town.person(ANA).id == was
    assert len(town.rows(participant)) == 1


def test_a_crisis_on_such_a_phone_is_answered_and_is_about_who_has_it_now(town: Town) -> None:
    town.joins(ANA)
    was = town.person(ANA).id
    town.says(ANA, "wrong number")
    assert town.says(ANA, "thanks but he's not breathing") == ["crisis.overdose"]
    [red] = [row for row in town.tickets(topic="crisis") if row.level == "red"]
    assert red.participant_id != was


def test_a_call_from_such_a_phone_is_somebody_new_who_is_called_back(town: Town) -> None:
    town.joins(ANA)
    was = town.person(ANA).id
    town.says(ANA, "wrong number")
    town.call(ANA)
    [found] = town.tickets(topic="call_back")
    assert found.participant_id != was


@pytest.mark.parametrize("text", ["who is this", "quien es", "who are you looking for"])
def test_who_is_this_confirms_nobody(town: Town, text: str) -> None:
    town.joins(ANA)
    [said] = town.text(ANA, text) if "looking" not in text else town.text(ANA, "who this")
    assert "ana" not in said.casefold().split()


def test_a_phone_that_only_went_out_of_service_is_still_theirs(town: Town) -> None:
    town.joins(ANA)
    was = town.person(ANA).id
    with town.db.write(MONDAY) as tx:
        people.freeze(tx, [town.row(phone).id], "number gone")
    town.says(ANA, "menu")
    assert town.person(ANA).id == was


# --- a new number


@pytest.mark.parametrize("text", ["this is Dee, new phone", "new number", "cambie de numero"])
def test_a_new_number_gets_full_service_at_once_and_a_worker_talks_first(town: Town, text: str) -> None:
    assert town.says(BEN, text) == ["new_phone"]
    assert town.open_tickets() == [("new_number", "routine")]
    assert town.says(BEN, "narcan") == ["naloxone.how.ask"]


def test_new_phone_who_dis_is_a_question_about_us(town: Town) -> None:
    assert town.says(BEN, "new phone who dis") == ["who"]


def joined(town: Town, *, new: str = BEN, old: str = ANA) -> bool:
    """Join them, and let their own hours come."""
    asks = join(town.db, town.files, town.clock.now(), new=new, old=old, handle="sam", words=SAID)
    town.passes(hours=4)
    return asks


def test_a_join_asks_once_and_nothing_counts_before_the_1(town: Town) -> None:
    town.joins(ANA)
    was = town.person(ANA).id
    town.says(BEN, "this is Ana, new phone")
    assert joined(town)
    assert town.heard(BEN)[-1] == "join_back"
    assert town.person(BEN).id == was
    assert town.acts(BEN)[-2:] == ["joined", "spoken"]
    assert town.passes(days=3, to=BEN) == []
    assert town.says(BEN, "1") == ["start"]
    assert "check_in.today.ask" in town.passes(days=9, to=BEN)


def test_no_thanks_leaves_them_with_answers_only(town: Town) -> None:
    town.joins(ANA)
    town.says(BEN, "new number")
    joined(town)
    assert town.says(BEN, "2") == ["cadence.none"]
    assert town.passes(days=9, to=BEN) == []
    assert town.says(BEN, "menu") == ["menu.choose.ask"]


def test_silence_leaves_them_with_answers_only(town: Town) -> None:
    town.joins(ANA)
    town.says(BEN, "new number")
    joined(town)
    assert town.passes(days=9, to=BEN) == []


def test_the_strangers_ledger_stays_with_it_and_the_old_number_is_somebody_elses(town: Town) -> None:
    town.joins(ANA)
    town.says(BEN, "JOIN")
    town.says(BEN, "2")
    stranger = town.person(BEN).id
    joined(town)
    kept = [row.act for row in town.rows(ledger, ledger.c.participant_id == stranger)]
    assert kept == ["opt_in", "cadence"]
    assert town.rows(phone_link, phone_link.c.participant_id == stranger, phone_link.c.until.is_(None)) == []
    assert town.row(phone, phone.c.frozen_why == "moved").frozen_at is not None
    assert town.says(ANA, "PLAN") == ["plan.none"]
    assert town.person(ANA).id not in (stranger, town.person(BEN).id)
    assert town.passes(days=9, to=ANA) == []


def test_a_ticket_of_theirs_goes_to_the_new_number(town: Town) -> None:
    town.joins(ANA)
    town.says(ANA, "call me")
    town.says(BEN, "new number")
    joined(town)
    with town.db.read(town.clock.now()) as tx:
        [call] = town.tickets(topic="call")
        assert people.number_of(tx, call.phone_id) == BEN


def test_who_lost_their_phone_is_found_by_the_number_they_had(town: Town) -> None:
    town.joins(ANA)
    was = town.person(ANA).id
    town.says(ANA, "wrong number")
    town.says(ANA, "hello?")
    town.says(BEN, "new number")
    assert joined(town)
    assert town.person(BEN).id == was
    assert town.person(ANA).id != was


def test_who_gets_their_own_number_back_is_joined_to_it_again(town: Town) -> None:
    town.joins(ANA)
    was = town.person(ANA).id
    town.says(ANA, "wrong number")
    town.says(ANA, "sorry that was my kid, its me")
    assert joined(town, new=ANA, old=ANA)
    assert town.person(ANA).id == was
    assert town.says(ANA, "1") == ["start"]
    assert town.row(phone).frozen_at is None


def test_without_a_plan_there_is_nothing_to_ask(town: Town) -> None:
    town.says(ANA, "hi")
    town.says(BEN, "new number")
    assert not joined(town)
    assert town.acts(BEN) == ["joined"]
    assert "join_back" not in town.heard(BEN)


def test_consent_without_a_plan_is_held_until_they_text(town: Town) -> None:
    town.joins(ANA)
    town.says(ANA, "JOIN")
    with town.db.write(MONDAY) as tx:
        people.change(tx, town.person(ANA).id, cadence=None)
    town.says(BEN, "new number")
    assert not joined(town)
    assert town.acts(BEN)[-1] == "hold"


def test_a_shared_new_phone_is_asked_nothing(town: Town) -> None:
    town.joins(ANA)
    town.says(BEN, "i share this phone")
    assert not joined(town)
    assert town.passes(days=9, to=BEN) == []


def test_a_stop_that_arrives_while_they_are_joined_still_counts(town: Town) -> None:
    """Its number was drawn from the record that the new number had; it is later than the join all the same."""
    town.joins(ANA)
    for _ in range(5):
        town.says(ANA, "menu")
    town.says(BEN, "new number")
    stranger = town.person(BEN).id
    joined(town)
    with town.db.write(town.clock.now()) as tx:
        seq = people.next_seq(tx, stranger)
    newest = max(row.seq for row in town.rows(ledger, ledger.c.participant_id == town.person(BEN).id))
    assert seq > newest


@pytest.mark.parametrize(
    ("before", "why"),
    [
        ([], "nobody has texted from the new number"),
        ([(BEN, "hi"), (ANA, "STOP")], "said STOP"),
        ([(BEN, "STOP")], "said STOP"),
        ([(BEN, "hi"), (ANA, "the person with this phone died")], "a death was reported"),
    ],
)
def test_a_join_that_makes_no_sense_is_refused(town: Town, before: list[tuple[str, str]], why: str) -> None:
    town.joins(ANA)
    for number, text in before:
        town.says(number, text)
    with pytest.raises(CannotChange, match=why):
        joined(town)


def test_a_join_names_what_is_not_there(town: Town) -> None:
    town.says(BEN, "hi")
    with pytest.raises(CannotChange, match="nobody else at the old number"):
        joined(town, old=CAM)
    with pytest.raises(CannotChange, match="nobody else at the old number"):
        joined(town, old=BEN)
    with pytest.raises(NobodyThere, match="worker 'nobody'"):
        join(town.db, town.files, MONDAY, new=BEN, old=ANA, handle="nobody", words=SAID)


def test_a_join_waits_for_a_text_that_is_being_read(town: Town) -> None:
    town.joins(ANA)
    town.says(BEN, "new number")
    town.arrive(BEN, "hello")
    with pytest.raises(CannotChange, match="try again"):
        joined(town)


# --- invitations


def test_who_would_not_get_an_invitation_is_not_promised_one(town: Town) -> None:
    def why(number: str) -> str:
        with pytest.raises(CannotInvite) as error:
            invite(
                town.db,
                town.files,
                town.clock.now(),
                number=number,
                handle="sam",
                words="yes",
                language=Language.EN,
                flow="cadence",
            )
        return str(error.value)

    town.says(ANA, "i share this phone")
    assert "shared" in why(ANA)
    town.says(BEN, "wrong number")
    assert "frozen (wrong number)" in why(BEN)
    town.says(CAM, "hi")
    send_away(town.db, town.files, MONDAY, number=CAM, handle="sam", until=None)
    assert "away" in why(CAM)
    confirm_death(town.db, town.files, MONDAY, number=CAM, handle="sam")
    assert "frozen (death)" in why(CAM)
    assert town.rows(outbox, outbox.c.kind == "invite") == []


def test_an_answer_to_the_question_of_a_join_is_taken_for_a_week(town: Town) -> None:
    town.joins(ANA)
    town.says(BEN, "new number")
    joined(town)
    assert town.person(BEN).asked["question"] == Question.JOIN_BACK
    town.pass_time(timedelta(days=6))
    assert town.says(BEN, "yes") == ["start"]
    assert "worker.alert" in town.heard(SAM)
