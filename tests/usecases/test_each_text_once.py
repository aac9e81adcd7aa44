"""Every recorded text takes effect exactly once, in its order, whatever is repeated and whatever fails."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from town import ANA, BEN, DEE, MONDAY, OVERDOSE, SAM, Town

from smsbot.core.words import Lexicon
from smsbot.db import inbox as inbox_rows
from smsbot.db import people
from smsbot.db.schema import conversation, inbox, ledger, outbox, participant, timer
from smsbot.usecases import decide_inbox
from smsbot.usecases.decide_inbox import decide_pending
from smsbot.usecases.fire_timers import fire_due
from smsbot.usecases.receive import Inbound, Recorded, record

PUBLIC_ONLY = {"own_worker_line": True}


def test_a_repeated_sid_has_one_effect_before_and_after_it_was_decided(town: Town) -> None:
    for _ in range(2):
        town.arrive(ANA, "hi", sid="SM-one")
    town.settle()
    assert town.says(ANA, "hi", sid="SM-one") == []
    assert town.heard(ANA) == ["greeting"]
    assert len(town.rows(inbox)) == 1


def test_a_repeat_says_so_and_is_never_answered_by_the_web(town: Town) -> None:
    arrived = Inbound("sms", "SM1", ANA, "hi")
    first = record(town.db, arrived, town.clock.now())
    again = record(town.db, arrived, town.clock.now())
    assert first == Recorded(new=True, answer_statically=True)
    assert again == Recorded(new=False)


def test_texts_of_one_number_are_decided_in_the_order_they_came(town: Town) -> None:
    for body in ("JOIN", "1", "plan"):
        town.arrive(ANA, body)
    town.settle()
    town.passes(seconds=1)
    assert town.heard(ANA) == ["join.choose.ask", "join.welcome.say", "plan"]


def test_a_text_recorded_just_before_we_knew_its_sender_draws_its_number_when_it_is_decided(town: Town) -> None:
    town.text(ANA, "hi")
    town.arrive(ANA, "STOP")
    with town.db.write(town.clock.now()) as tx:
        tx.run(update(inbox).where(inbox.c.decided_at.is_(None)).values(seq=0))
    town.settle()
    numbers = [row.seq for row in town.rows(inbox)]
    assert 0 < numbers[0] < numbers[1] == town.row(ledger).seq


def test_a_worker_that_dies_while_deciding_leaves_nothing_behind(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    class PowerCut(BaseException):
        pass

    def die(*_: object, **__: object) -> None:
        raise PowerCut

    town.arrive(ANA, "JOIN")
    with monkeypatch.context() as patched:
        patched.setattr(inbox_rows, "decided", die)
        with pytest.raises(PowerCut):
            town.settle()
    assert [len(town.rows(table)) for table in (participant, conversation, outbox, timer)] == [0, 0, 0, 0]
    town.settle()
    assert town.heard(ANA) == ["join.choose.ask"]


def test_a_text_that_cannot_be_decided_is_flagged_after_three_tries_and_the_others_go_on(town: Town) -> None:
    town.files.broken = True
    town.arrive(ANA, "hi")
    for _ in range(inbox_rows.TRIES):
        town.settle()
    town.files.broken = False
    town.arrive(ANA, "JOIN")
    town.arrive(BEN, "hi")
    town.settle()
    assert town.rows(inbox)[0].flagged_at == MONDAY
    assert (town.heard(ANA), town.heard(BEN)) == (["join.choose.ask"], ["greeting"])


def test_a_text_waits_behind_an_older_one_that_is_still_tried(town: Town) -> None:
    town.arrive(ANA, "hi")
    town.arrive(ANA, "JOIN")
    town.files.broken = True
    town.settle()
    assert [row.tries for row in town.rows(inbox)] == [1, 0]
    town.files.broken = False
    town.settle()
    town.passes(seconds=1)
    assert town.heard(ANA) == ["greeting", "join.choose.ask"]


def test_the_last_try_does_without_the_conversation_so_that_a_crisis_is_answered(town: Town) -> None:
    town.text(ANA, "narcan")
    town.text(ANA, "2")
    with town.db.write(town.clock.now()) as tx:
        tx.run(conversation.update().values(answers=b"not sealed by us"))
    town.arrive(ANA, OVERDOSE)
    for _ in range(inbox_rows.TRIES):
        town.settle()
    assert town.heard(ANA)[-1] == "crisis.overdose"
    assert town.heard(SAM) == ["worker.alert"]


def test_a_row_that_another_worker_decided_meanwhile_is_left_alone(town: Town) -> None:
    town.arrive(ANA, "hi")
    with town.db.read(town.clock.now()) as tx:
        [row] = inbox_rows.pending(tx)
    assert decide_pending(town.db, town.programs, town.clock) == 1
    assert decide_inbox._decide_one(town.db, town.programs, town.clock.now(), row.id, False) is False


def test_an_undecided_text_comes_before_that_persons_timers(town: Town) -> None:
    town.joins(ANA)
    due = town.next_follow_up(ANA)
    assert due is not None
    town.sleep(due)
    town.arrive(ANA, "STOP")
    assert fire_due(town.db, town.programs, town.carrier, town.clock) == 0
    town.tick()
    assert town.heard(ANA)[-1] == "join.welcome.say", "the follow-up of that very second was not sent"


def test_the_gate_holds_what_we_start_while_a_text_is_undecided(town: Town) -> None:
    town.joins(ANA)
    due = town.next_follow_up(ANA)
    assert due is not None
    town.sleep(due)
    fire_due(town.db, town.programs, town.carrier, town.clock)
    assert town.queued() == ["check_in.today.ask"]
    town.arrive(ANA, "pause")
    assert not town._hand_over(urgent=False)
    town.settle()
    assert town.fate("check_in.today.ask") == ["cancelled"]
    assert town.heard(ANA)[-1] == "pause.how"


def test_a_workers_number_is_a_worker_and_none_of_their_words_are_kept(town: Town) -> None:
    assert town.says(SAM, "hello there") == ["worker.nothing"]
    row = town.row(inbox)
    assert (row.sealed, row.participant_id, row.rule) == (None, None, "worker.unclear")


def test_with_a_line_of_their_own_a_worker_is_a_participant_on_the_public_line(town: Town) -> None:
    now = town.clock.now()
    record(town.db, Inbound("sms", "SM1", SAM, "JOIN"), now)
    record(town.db, Inbound("sms", "SM2", SAM, "1", worker_line=True), now)
    record(town.db, Inbound("sms", "SM3", BEN, "hi", worker_line=True), now)
    for _ in range(2):
        decide_pending(town.db, town.programs, town.clock, own_worker_line=True)
    assert town.rules() == ["reserved.join", "worker.nothing", "greeting"]
    town.settle()
    lines = {row.text_key: row.worker_line for row in town.rows(outbox)}
    assert lines == {"join.choose.ask": False, "worker.nothing": True, "greeting": False}


def test_a_worker_may_be_a_participant_and_stop_without_leaving_the_team(town: Town) -> None:
    for sid, body in (("SM1", "JOIN"), ("SM2", "1"), ("SM3", "please stop texting me")):
        record(town.db, Inbound("sms", sid, SAM, body), town.clock.now())
        decide_pending(town.db, town.programs, town.clock, own_worker_line=True)
    assert town.acts(SAM)[-1] == "opt_out"
    town.text(ANA, OVERDOSE)
    assert "worker.alert" in town.heard(SAM)


def test_a_call_nobody_took_is_called_back(town: Town) -> None:
    town.call(ANA)
    assert town.open_tickets() == [("call_back", "amber")]
    assert town.heard(ANA) == [], "no text about it: they called"
    assert town.heard(SAM) == town.heard(DEE) == ["worker.alert"]


def test_texts_of_a_stranger_draw_their_numbers_in_order_once_we_know_them(town: Town) -> None:
    for body in ("STOP", "HELP"):
        town.arrive(ANA, body)
    town.settle()
    assert [row.seq for row in town.rows(inbox)] == [1, 2]
    assert town.heard(ANA) == ["help"], "asked for after the STOP, so answered"


def test_a_person_known_by_an_older_lookup_key_stays_one_person(town: Town) -> None:
    from smsbot.db.sealing import LookupKeys
    from smsbot.db.tx import Keys

    town.text(ANA, "hi")
    town.arrive(ANA, "menu")
    town.db.keys = Keys(town.db.keys.master, LookupKeys([b"L" * 32, b"l" * 32]))
    town.arrive(ANA, "JOIN")
    town.settle()
    assert len(town.rows(participant)) == 1
    assert town.rules() == ["greeting", "reserved.menu", "reserved.join"]
    with town.db.read(town.clock.now()) as tx:
        found = people.at_number(tx, tx.keys.lookup.all_hashes(ANA))
    assert found is not None


def test_two_machines_that_answer_each_other_fall_silent_but_a_crisis_is_always_answered(town: Town) -> None:
    answers = [town.says(ANA, "help") for _ in range(6)]
    assert answers == [["help"]] * 3 + [[]] * 3
    assert [town.says(ANA, OVERDOSE) for _ in range(5)] == [["crisis.overdose"]] * 5
    assert town.passes(minutes=6, to=ANA) == []
    town.text(SAM, "1")
    town.text(SAM, "done")
    assert town.says(ANA, "help") == ["help"]


def test_words_are_sealed_under_the_persons_own_key_and_their_lexicon_is_never_pinned(town: Town) -> None:
    town.text(ANA, "purple")
    with town.db.read(town.clock.now()) as tx:
        assert inbox_rows.last_bodies(tx, town.person(ANA).id) == ["purple"]
    assert isinstance(town.files.current().lexicon, Lexicon)


def test_what_a_question_was_about_is_kept_sealed(town: Town) -> None:
    town.joins(ANA)
    town.text(ANA, "more")
    asked = town.person(ANA).asked
    assert asked["question"] == "more"
    assert "more" not in asked["about"]
    assert "{" not in asked["about"]
    assert town.says(ANA, "1") == ["more.done"]


def test_two_workers_deciding_at_once_do_not_decide_twice(town: Town) -> None:
    from concurrent.futures import ThreadPoolExecutor

    for n in range(4):
        town.arrive(f"+1336555012{n}", "hi")
    with ThreadPoolExecutor(3) as pool:
        done = sum(pool.map(lambda _: decide_pending(town.db, town.programs, town.clock), range(3)))
    assert done == 4
    with town.db.read(town.clock.now()) as tx:
        assert tx.conn.scalar(select(func.count()).select_from(outbox)) == 4


def test_the_ledger_of_a_turn_carries_the_number_that_the_webhook_drew(town: Town) -> None:
    town.joins(ANA)
    numbers = {row.id: row.seq for row in town.rows(inbox)}
    assert all(row.seq == numbers[row.inbox_id] for row in town.rows(ledger))


def test_time_only_moves_forward(town: Town) -> None:
    town.sleep(MONDAY - timedelta(hours=1))
    assert town.clock.now() == MONDAY
