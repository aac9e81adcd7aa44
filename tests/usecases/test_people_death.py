"""A death is said: everything automatic is held at once, a human answers, and a worker says what is true."""

import pytest
from town import ANA, BEN, DEE, MONDAY, SAM, Town

from smsbot.core.effects import TimerKind
from smsbot.db import workers
from smsbot.db.schema import outbox, participant, phone
from smsbot.usecases.fire_timers import fire_due
from smsbot.usecases.told_worker import CannotChange, confirm_death, deny_death

MOM = "this is his mom, he died"


@pytest.mark.parametrize(
    "text", [MOM, "he passed last week", "the person with this phone died", "falleció", "soy su mamá, él falleció"]
)
def test_everything_is_held_at_once_and_a_human_reads_it(town: Town, text: str) -> None:
    town.joins(ANA)
    assert town.says(ANA, text) == ["death"]
    assert town.open_tickets() == [("death", "amber")]
    assert "worker.alert" in town.heard(SAM)
    assert town.person(ANA).death_reported_at == MONDAY
    assert TimerKind.FOLLOW_UP not in town.waiting_timers()
    assert town.passes(days=8, to=ANA) == []


def test_what_was_queued_is_not_sent(town: Town) -> None:
    town.joins(ANA)
    due = town.next_follow_up(ANA)
    assert due is not None
    town.sleep(due)
    fire_due(town.db, town.programs, town.carrier, town.clock)
    town.says(ANA, MOM)
    assert town.fate("check_in.today.ask") == ["cancelled"]


def test_after_it_nothing_automatic_comes_and_every_text_reaches_a_human(town: Town) -> None:
    town.joins(ANA)
    town.says(ANA, MOM)
    before = len(town.heard(SAM))
    for text in ("how did you know him", "menu", "START", "narcan", "he died"):
        assert town.says(ANA, text) == []
    assert len(town.heard(SAM)) > before
    assert town.says(ANA, "HELP") == ["help"]
    assert town.says(ANA, "my friend isn't breathing") == ["crisis.overdose"]


def test_a_text_after_the_ticket_was_closed_opens_another(town: Town) -> None:
    town.joins(ANA)
    town.says(ANA, MOM)
    town.text(SAM, "1")
    town.text(SAM, "done")
    assert town.says(ANA, "are you there") == []
    assert [row.topic for row in town.tickets()] == ["death", "death"]


def test_who_texts_with_a_worker_is_answered_by_that_worker(town: Town) -> None:
    town.joins(ANA)
    town.says(ANA, MOM)
    town.text(SAM, "1")
    [found] = town.tickets(topic="death")
    town.text(SAM, f"{found.code} I am so sorry. I knew him a little.")
    assert "relay" in town.heard(ANA)
    assert town.says(ANA, "thank you for writing") == []
    assert town.rules()[-1] == "human.forward"


def test_a_death_that_is_said_while_a_worker_is_texting_is_held_without_a_text(town: Town) -> None:
    town.joins(ANA)
    town.says(ANA, "PERSON")
    town.text(SAM, "1")
    [found] = town.tickets()
    town.text(SAM, f"{found.code} hi, how are you?")
    assert town.says(ANA, MOM) == []
    assert town.person(ANA).death_reported_at is not None
    assert ("death", "amber") in town.open_tickets()


def test_who_is_about_to_go_there_hears_that_something_changed(town: Town) -> None:
    town.joins(ANA)
    town.says(ANA, "call me")
    town.text(SAM, "1")
    town.says(ANA, MOM)
    assert "worker.look_first" in town.heard(SAM)


def test_a_visit_of_somebody_who_is_no_longer_a_worker_tells_nobody(town: Town) -> None:
    town.joins(ANA)
    town.says(ANA, "call me")
    town.text(SAM, "1")
    with town.db.write(town.clock.now()) as tx:
        workers.remove(tx, "sam")
    assert town.says(ANA, MOM) == ["death"]
    assert "worker.look_first" not in town.heard(SAM)


def test_during_a_crisis_and_after_a_stop_it_is_held_without_a_text(town: Town) -> None:
    town.joins(ANA)
    town.says(ANA, "my friend isn't breathing")
    assert town.says(ANA, MOM) == []
    town.joins(BEN)
    town.says(BEN, "STOP")
    assert town.says(BEN, "the person with this phone died") == []
    for number in (ANA, BEN):
        assert town.person(number).death_reported_at is not None


def test_he_in_a_crisis_is_whom_the_crisis_was_about(town: Town) -> None:
    town.joins(ANA)
    town.says(ANA, "is he ok? i think he overdosed")
    town.says(ANA, "he died last night")
    assert town.person(ANA).death_reported_at is None


def test_someone_we_know_nothing_of_is_not_taken_for_the_one_who_died(town: Town) -> None:
    for text in (MOM, "he passed last week"):
        assert town.says(BEN, text) == ["grief"]
    assert town.person(BEN).death_reported_at is None
    assert town.open_tickets() == [("death_report", "routine")]


@pytest.mark.parametrize("text", ["my brother died", "lost my friend to this", "mi hermano murió"])
def test_a_loss_of_their_own_offers_a_person_and_holds_nothing(town: Town, text: str) -> None:
    town.joins(ANA)
    assert town.says(ANA, text) == ["grief"]
    assert town.person(ANA).death_reported_at is None
    assert town.tickets() == []
    assert town.next_follow_up(ANA) is not None
    assert town.says(ANA, "1") == ["person.asked"]


def test_a_long_story_of_a_loss_is_read_by_a_person(town: Town) -> None:
    town.says(ANA, "my brother died last week and i dont know what to do with myself")
    assert town.open_tickets() == [("words", "routine")]


def test_a_kit_that_is_asked_for_in_grief_is_on_its_way_too(town: Town) -> None:
    assert town.says(ANA, "my brother died, i need narcan") == ["grief", "naloxone.how.ask"]


# --- what a worker finds


def test_confirmed_nothing_is_ever_sent_again(town: Town) -> None:
    town.joins(ANA)
    town.says(ANA, "call me")
    town.text(DEE, "1")
    town.says(ANA, MOM)
    confirm_death(town.db, town.files, town.clock.now(), number=ANA, handle="sam")
    town.settle()
    assert town.heard(DEE).count("worker.look_first") == 2
    assert town.person(ANA).death_confirmed_at == town.clock.now()
    assert town.says(ANA, "hi") == []
    assert town.passes(days=9, to=ANA) == []
    assert town.row(phone, phone.c.frozen_why == "death").frozen_at is not None


def test_a_death_that_only_a_worker_knew_of_is_confirmed_the_same_way(town: Town) -> None:
    town.joins(ANA)
    confirm_death(town.db, town.files, MONDAY, number=ANA, handle="sam")
    assert town.person(ANA).death_reported_at == MONDAY
    assert town.passes(days=9) == []


def test_months_later_whoever_has_the_phone_is_somebody_new(town: Town) -> None:
    town.joins(ANA)
    was = town.person(ANA).id
    town.says(ANA, MOM)
    confirm_death(town.db, town.files, town.clock.now(), number=ANA, handle="sam")
    town.text(SAM, "1")
    town.text(SAM, "done")
    assert town.says(ANA, "PLAN") == ["plan.none"]
    assert town.person(ANA).id != was
    assert town.person(ANA).death_reported_at is None
    town.joins(ANA)
    assert "check_in.today.ask" in town.passes(days=9, to=ANA)


def test_not_true_lifts_it_and_only_they_bring_their_plan_back(town: Town) -> None:
    town.joins(ANA)
    town.says(ANA, "he passed last week")
    deny_death(town.db, town.files, town.clock.now(), number=ANA, handle="sam")
    assert town.person(ANA).death_reported_at is None
    assert town.passes(days=9, to=ANA) == []
    assert town.says(ANA, "narcan") == ["naloxone.how.ask"]
    assert town.says(ANA, "START") == ["start"]
    assert town.next_follow_up(ANA) is not None


def test_a_confirmed_death_that_was_not_true_after_all_thaws_the_phone(town: Town) -> None:
    town.says(ANA, "hi")
    confirm_death(town.db, town.files, MONDAY, number=ANA, handle="sam")
    deny_death(town.db, town.files, MONDAY, number=ANA, handle="sam")
    assert town.row(phone).frozen_at is None
    assert town.acts(ANA) == []
    assert town.row(participant).death_confirmed_at is None


def test_there_has_to_be_something_to_lift(town: Town) -> None:
    town.says(ANA, "hi")
    with pytest.raises(CannotChange, match="no death was reported"):
        deny_death(town.db, town.files, MONDAY, number=ANA, handle="sam")


def test_a_death_says_nothing_to_a_worker_beyond_a_code(town: Town) -> None:
    town.joins(ANA)
    town.says(ANA, "call me")
    town.says(ANA, MOM)
    bodies = [sent.body.casefold() for sent in town.carrier.sent if sent.to in (SAM, DEE)]
    assert bodies
    assert not any(word in body for body in bodies for word in ("died", "death", "passed", ANA[-4:]))
    assert town.rows(outbox)
