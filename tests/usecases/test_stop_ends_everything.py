"""STOP is final at once: texts, calls and visits end, and only an explicit act opens anything again."""

from datetime import timedelta

import pytest
from town import ANA, BEN, DEE, OVERDOSE, SAM, Town

from smsbot.core.delivery import Lost, Refused
from smsbot.core.effects import TimerKind
from smsbot.db import people, timers
from smsbot.db.schema import inbox, ledger, outbox, suppression, ticket
from smsbot.usecases.fire_timers import fire_due
from smsbot.usecases.stop_for import NobodyThere, stop_for

OWN = "please stop texting me"


def test_own_words_get_one_confirmation_and_nothing_after_it(town: Town) -> None:
    town.joins(ANA)
    assert town.says(ANA, OWN) == ["stop.confirm"]
    for body in (OWN, "STOP", "hi", "ok", "who is this"):
        assert town.says(ANA, body) == []
    assert town.passes(days=40) == []
    assert town.acts(ANA)[-1] == "opt_out"
    assert len(town.rows(suppression)) == 1


def test_the_carriers_own_word_gets_nothing_from_us(town: Town) -> None:
    town.joins(ANA)
    assert town.says(ANA, "STOP") == []
    assert town.acts(ANA)[-1] == "opt_out"


def test_a_strangers_first_text_may_be_a_stop(town: Town) -> None:
    assert town.says(ANA, "STOP") == []
    assert town.says(ANA, "HELP") == ["help"]
    assert town.says(BEN, OWN) == ["stop.confirm"]


def test_everything_queued_and_everything_due_is_cancelled(town: Town) -> None:
    town.joins(ANA)
    due = town.next_follow_up(ANA)
    assert due is not None
    town.sleep(due)
    fire_due(town.db, town.programs, town.carrier, town.clock)
    assert town.queued() == ["check_in.today.ask"]
    town.arrive(ANA, "STOP")
    town.settle()
    assert town.fate("check_in.today.ask") == ["cancelled"]
    assert town.waiting_timers() == []
    person = town.person(ANA)
    assert (person.cadence, person.paused_until, person.asked) == (None, None, None)


def test_a_stop_that_is_recorded_but_not_decided_yet_already_holds_what_is_queued(town: Town) -> None:
    town.joins(ANA)
    due = town.next_follow_up(ANA)
    assert due is not None
    town.sleep(due)
    fire_due(town.db, town.programs, town.carrier, town.clock)
    town.arrive(ANA, "STOP")
    assert not town._hand_over(urgent=False)


def test_the_numbers_tell_that_a_text_in_flight_was_handed_over_before_the_stop(town: Town) -> None:
    town.carrier.meanwhile = lambda sms: town.arrive(ANA, OWN) if not town.rows(inbox)[1:] else None
    town.text(ANA, "hi")
    greeting = town.row(outbox, outbox.c.text_key == "greeting")
    stop = town.row(ledger)
    confirm = town.row(outbox, outbox.c.text_key == "stop.confirm")
    assert greeting.sending_seq < stop.seq < confirm.sending_seq
    assert (greeting.status, confirm.permit_ledger_id) == ("sent", stop.id)


@pytest.mark.parametrize("wish", ["CALL", "call me please"])
def test_who_is_about_to_call_is_told_not_to(town: Town, wish: str) -> None:
    town.text(ANA, "CALL")
    town.text(SAM, "1")
    town.text(ANA, OWN)
    assert town.heard(SAM)[-1] == "worker.do_not_go"
    assert town.open_tickets() == []


def test_while_nobody_has_taken_a_call_everyone_who_was_asked_is_told(town: Town) -> None:
    town.text(ANA, "CALL")
    town.text(ANA, "STOP")
    assert town.heard(SAM)[-1] == town.heard(DEE)[-1] == "worker.do_not_go"
    assert town.row(ticket).outcome == "stopped"
    assert town.waiting_timers() == []


def test_an_alert_that_is_still_queued_is_not_sent_about_a_call_that_is_off(town: Town) -> None:
    town.carrier.answers = {SAM: [Refused(429, 60)], DEE: [Refused(429, 60)]}
    town.text(ANA, "CALL")
    town.text(ANA, "STOP")
    town.passes(minutes=5)
    assert town.heard(SAM) == town.heard(DEE) == ["worker.do_not_go"]


def test_a_holder_who_is_no_longer_a_worker_cannot_be_told(town: Town) -> None:
    from smsbot.db import workers

    town.text(ANA, "CALL")
    town.text(SAM, "1")
    with town.db.write(town.clock.now()) as tx:
        workers.remove(tx, "sam")
    town.text(ANA, "STOP")
    assert town.open_tickets() == []


def test_a_kit_already_asked_for_is_kept_and_its_ladder_climbs_on(town: Town) -> None:
    town.text(ANA, "narcan")
    town.text(ANA, "1")
    town.text(ANA, "STOP")
    assert town.open_tickets() == [("naloxone", "routine")]
    assert town.passes(hours=5) == ["worker.alert", "worker.alert"]


def test_a_crisis_nobody_took_climbs_on_after_a_stop(town: Town) -> None:
    town.text(ANA, OVERDOSE)
    town.text(ANA, "STOP")
    assert town.passes(minutes=4).count("worker.alert") == 2
    assert town.open_tickets() == [("crisis", "red")]


def test_a_crisis_and_a_stop_in_one_text_are_both_heard(town: Town) -> None:
    town.joins(ANA)
    assert town.says(ANA, "stop texting me he's not breathing") == ["crisis.overdose"]
    assert town.acts(ANA)[-1] == "opt_out"
    assert town.open_tickets() == [("crisis", "red")]
    assert "crisis.truth" not in town.passes(to=ANA, hours=1), "after STOP not even the truth"


def test_a_crisis_after_a_stop_is_answered_and_alerted(town: Town) -> None:
    town.text(ANA, OWN)
    assert town.says(ANA, OVERDOSE) == ["crisis.overdose"]
    assert town.heard(SAM) == ["worker.alert"]
    assert town.says(ANA, "at the corner of 5th") == []
    assert town.heard(SAM)[-1] == "worker.texted", "whoever has it is told that there is more to read"


def test_help_and_start_are_answered_after_a_stop_and_only_start_opens(town: Town) -> None:
    town.joins(ANA)
    town.text(ANA, OWN)
    assert town.says(ANA, "HELP") == ["help"]
    assert town.acts(ANA)[-1] == "opt_out"
    assert town.says(ANA, "START") == ["start"]
    assert town.acts(ANA)[-1] == "start"
    assert town.rows(suppression) == []
    assert town.passes(days=40) == [], "follow-ups need a cadence chosen anew"
    town.joins(ANA)
    assert "check_in.today.ask" in town.passes(days=8, to=ANA)


def test_join_after_a_stop_is_as_explicit_as_start(town: Town) -> None:
    town.text(ANA, "STOP")
    assert town.says(ANA, "JOIN") == ["join.choose.ask"]
    assert town.says(ANA, "1") == ["join.welcome.say"]
    assert town.acts(ANA) == ["opt_out", "start", "opt_in", "cadence"]


def test_a_wish_after_a_stop_is_left_for_a_person_without_an_answer(town: Town) -> None:
    town.text(ANA, "STOP")
    assert town.says(ANA, "PERSON") == []
    assert town.open_tickets() == [("after_stop", "routine")]


def test_an_answer_asked_for_before_the_stop_is_not_sent_after_it(town: Town) -> None:
    town.carrier.answers[ANA] = [Refused(429, 1.0)]
    town.text(ANA, "HELP")
    town.text(ANA, "STOP")
    assert town.passes(minutes=5) == []
    assert town.fate("help") == ["cancelled"]


# Perhaps a stop ---------------------------------------------------------------------------------------------------

UNSURE = "not interested"


def test_when_unsure_we_ask_once_hold_and_silence_means_stop(town: Town) -> None:
    town.joins(ANA)
    assert town.says(ANA, UNSURE) == ["stop.unsure"]
    assert town.acts(ANA)[-1] == "hold"
    assert town.passes(days=1) == []
    assert town.acts(ANA)[-1] == "opt_out"


@pytest.mark.parametrize(("answer", "said", "act"), [("1", "stop.confirm", "opt_out"), ("2", "stop.kept", "opt_in")])
def test_the_answer_decides(town: Town, answer: str, said: str, act: str) -> None:
    town.joins(ANA)
    town.text(ANA, UNSURE)
    assert town.says(ANA, answer) == [said]
    assert town.acts(ANA)[-1] == act
    heard = town.passes(days=8, to=ANA)
    assert ("check_in.today.ask" in heard) is (answer == "2"), "silence afterwards means nothing any more"


def test_while_held_nothing_automatic_goes_out(town: Town) -> None:
    town.joins(ANA)
    due = town.next_follow_up(ANA)
    assert due is not None
    town.sleep(due - timedelta(hours=2))
    town.text(ANA, UNSURE)
    assert town.passes(hours=6) == []


def test_a_held_silence_timer_of_somebody_who_came_back_does_nothing(town: Town) -> None:
    town.joins(ANA)
    with town.db.write(town.clock.now()) as tx:
        timers.set_timer(tx, TimerKind.STOP_SILENCE, town.clock.now(), participant_id=town.person(ANA).id)
    town.tick()
    assert town.acts(ANA)[-1] == "cadence"


# A stop that somebody else reports --------------------------------------------------------------------------------


def test_a_worker_who_was_told_to_stop_ends_everything_without_a_text(town: Town) -> None:
    town.joins(ANA)
    stop_for(town.db, town.programs, town.clock.now(), number=ANA, handle="sam", words="no more please")
    town.settle()
    assert town.acts(ANA)[-1] == "opt_out"
    assert town.passes(days=40) == []


@pytest.mark.parametrize(("number", "handle", "who"), [(BEN, "sam", "participant"), (ANA, "kim", "worker 'kim'")])
def test_only_a_known_worker_can_stop_for_a_known_person(town: Town, number: str, handle: str, who: str) -> None:
    town.text(ANA, "hi")
    with pytest.raises(NobodyThere, match=f"there is no {who}.*nothing was changed"):
        stop_for(town.db, town.programs, town.clock.now(), number=number, handle=handle, words="stop")
    assert town.rows(suppression) == []


# A stop that only the carrier heard -------------------------------------------------------------------------------


def test_21610_at_once_is_a_stop(town: Town) -> None:
    town.joins(ANA)
    town.carrier.refuses[ANA] = 21610
    town.text(ANA, "plan")
    assert town.acts(ANA)[-1] == "opt_out"
    assert town.row(suppression).by_carrier
    assert (town.person(ANA).cadence, town.waiting_timers()) == (None, [])


def test_21610_later_is_a_stop_and_told_twice_it_is_one(town: Town) -> None:
    town.joins(ANA)
    text = town.rows(outbox)[-1]
    for _ in range(2):
        town.reports(text.id, "failed", 21610)
    assert town.acts(ANA) == ["opt_in", "cadence", "opt_out"]
    assert town.row(outbox, outbox.c.id == text.id).status == "failed"
    assert town.says(ANA, "START") == ["start"]
    assert town.next_follow_up(ANA) is None, "follow-ups need a cadence chosen anew, as after any STOP"


@pytest.mark.parametrize("taken", [True, False])
def test_21610_ends_calls_too_and_who_was_to_call_is_told(town: Town, taken: bool) -> None:
    town.text(ANA, "CALL")
    if taken:
        town.text(SAM, "1")
    assert town.open_tickets() == [("call", "routine")]
    town.carrier.refuses[ANA] = 21610
    town.text(ANA, "plan")
    assert town.open_tickets() == []
    assert town.heard(SAM)[-1] == "worker.do_not_go"


def test_21610_after_our_own_stop_adds_nothing(town: Town) -> None:
    town.carrier.refuses[ANA] = 21610
    town.text(ANA, OWN)
    assert town.acts(ANA) == ["opt_out"]


def test_late_news_of_21610_does_not_undo_a_start(town: Town) -> None:
    town.joins(ANA)
    old = town.rows(outbox)[-1]
    town.text(ANA, "STOP")
    town.text(ANA, "START")
    town.reports(old.id, "failed", 21610)
    assert town.acts(ANA)[-1] == "start"
    assert town.rows(suppression) == []
    newer = town.rows(outbox)[-1]
    town.reports(newer.id, "undelivered", 21610)
    assert town.acts(ANA)[-1] == "opt_out", "a text from after the START that is refused is news"


def test_a_phone_that_is_shared_is_suppressed_for_all_who_use_it_until_somebody_texts_from_it(town: Town) -> None:
    from sqlalchemy import insert

    from smsbot.db.schema import phone_link

    town.joins(ANA)
    ana = town.person(ANA)
    town.text(BEN, "hi")
    ben = town.person(BEN)
    now = town.clock.now() + timedelta(minutes=1)
    town.sleep(now)
    with town.db.write(now) as tx:
        phone = people.current_phone(tx, ana.id)
        assert phone is not None
        tx.run(insert(phone_link).values(phone_id=phone.phone_id, participant_id=ben.id, since=now))
    town.text(ANA, "STOP")  # Ben, at Ana's phone
    assert town.rows(ledger, ledger.c.participant_id == ben.id)[-1].act == "opt_out"
    assert town.passes(days=10, to=ANA) == [], "Ana chose a weekly hello, but this number said stop"


def test_a_lost_confirmation_is_not_sent_again(town: Town) -> None:
    town.carrier.answers[ANA] = [Lost("read timeout")]
    assert town.says(ANA, OWN) == []
    assert town.passes(days=1) == []
    assert town.fate("stop.confirm") == ["unknown"]
