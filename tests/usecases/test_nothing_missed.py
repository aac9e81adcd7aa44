"""Texts that no webhook brought, ends that no callback told: found in the carrier's list, and judged by their age."""

from datetime import timedelta

import pytest
from town import ANA, BEN, MONDAY, OVERDOSE, SAM, Town

from smsbot.core.delivery import Lost
from smsbot.db.schema import inbox, outbox
from smsbot.usecases.sweep import AGAIN, EVERY, LONGEST, sweep

HOUR = timedelta(hours=1)


@pytest.fixture
def swept(town: Town) -> Town:
    """A town that has been swept before, so that what comes is its own."""
    town.sweep()
    return town


def finds(town: Town, number: str) -> list[str]:
    """Time enough for the next sweep; the keys of what it leads to, for one number."""
    before = len(town.carrier.sent)
    town.clock.move_to(town.clock.now() + EVERY)
    town.sweep()
    town.passes(seconds=5)
    return town.keys(town.carrier.sent[before:], number)


def missed(town: Town, body: str, then: str | None = None, number: str = ANA) -> list[str]:
    """A text is lost, an hour passes (with another text in between), and it is found."""
    town.lost(number, body)
    town.passes(minutes=30)
    if then is not None:
        town.says(number, then)
    town.passes(minutes=30)
    return finds(town, number)


# What is asked for, and when.


def test_a_new_database_begins_with_now(town: Town) -> None:
    town.lost(ANA, "hi")

    assert finds(town, ANA) == []
    assert town.carrier.looked_since == []


def test_the_carrier_is_asked_every_five_minutes_by_one_worker(swept: Town) -> None:
    for seconds in (1, 298, 1, 1):
        swept.clock.move_to(swept.clock.now() + timedelta(seconds=seconds))
        swept.sweep()

    assert swept.carrier.looked_since == [MONDAY - AGAIN]


def test_a_list_that_cannot_be_read_is_asked_for_again_from_the_same_moment(swept: Town) -> None:
    swept.carrier.blind = True
    assert missed(swept, "narcan") == []

    swept.carrier.blind = False
    assert finds(swept, ANA) != []
    assert set(swept.carrier.looked_since) == {MONDAY - AGAIN}


def test_after_a_long_absence_no_more_than_a_week_is_looked_at(swept: Town) -> None:
    swept.sleep(MONDAY + timedelta(days=30))
    swept.sweep()

    assert swept.carrier.looked_since == [MONDAY + timedelta(days=30) - LONGEST]


def test_what_a_webhook_brought_is_not_found_again(swept: Town) -> None:
    swept.lost(ANA, "narcan")
    swept.text(ANA, "narcan", sid=swept.carrier.received[0].sid)

    assert finds(swept, ANA) == []
    assert len(swept.rows(inbox)) == 1


# Texts.


def test_a_first_text_that_was_missed_is_answered(swept: Town) -> None:
    assert missed(swept, "narcan") == ["naloxone.how.ask"]


def test_an_answer_counts_when_nothing_was_said_since(swept: Town) -> None:
    swept.says(ANA, "narcan")

    assert missed(swept, "1") != []
    assert ("naloxone", "routine") in swept.open_tickets()


def test_yesterdays_answer_does_not_answer_todays_question(swept: Town) -> None:
    swept.says(ANA, "menu")

    assert missed(swept, "1", then="narcan") == []
    assert swept.rules()[-1] == "late"
    assert swept.open_tickets() == []


def test_two_missed_texts_are_taken_in_their_order(swept: Town) -> None:
    swept.lost(ANA, "narcan")
    swept.passes(minutes=1)

    assert missed(swept, "1") == ["naloxone.how.ask"]
    assert swept.rules() == ["flow.naloxone", "late"]


def test_a_crisis_is_answered_and_alerted_late_rather_than_never(swept: Town) -> None:
    assert missed(swept, OVERDOSE, then="hello") == ["crisis.overdose"]
    assert ("crisis", "red") in swept.open_tickets()
    assert "worker.alert" in swept.heard(SAM)


def test_a_1_while_we_ask_about_danger_is_believed(swept: Town) -> None:
    swept.says(ANA, "i dont want to be here anymore")
    assert swept.open_tickets() == [("crisis", "amber")]

    assert missed(swept, "1", then="are you there") == ["crisis.suicide"]
    assert ("crisis", "red") in swept.open_tickets()


def test_a_2_while_we_ask_about_danger_is_not(swept: Town) -> None:
    swept.says(ANA, "i dont want to be here anymore")

    assert missed(swept, "2", then="are you there") == []
    assert swept.open_tickets() == [("crisis", "amber")]


def test_a_stop_that_was_missed_counts(swept: Town) -> None:
    swept.joins(ANA)

    assert missed(swept, "please stop texting me", then="narcan") == ["stop.confirm"]
    assert swept.acts(ANA)[-1] == "opt_out"


def test_a_stop_that_they_took_back_since_does_not(swept: Town) -> None:
    swept.joins(ANA)

    assert missed(swept, "please stop texting me", then="START") == []
    assert swept.rules()[-1] == "late.consent"
    assert "opt_out" not in swept.acts(ANA)


def test_a_start_before_a_stop_does_not_re_open(swept: Town) -> None:
    swept.joins(ANA)

    assert missed(swept, "START", then="STOP") == []
    assert swept.acts(ANA)[-1] == "opt_out"


def test_many_words_that_came_late_are_read_by_a_person(swept: Town) -> None:
    swept.says(ANA, "hi")

    assert (
        missed(
            swept,
            "we talked about the garden with my sister and then we made rice and beans for everybody",
            then="hello",
        )
        == []
    )
    assert swept.open_tickets() == [("words", "routine")]


def test_a_text_of_a_moment_ago_is_as_good_as_new(swept: Town) -> None:
    swept.says(ANA, "menu")
    swept.lost(ANA, "1")
    swept.says(BEN, "hi")

    assert finds(swept, ANA) != []
    assert swept.rules()[-1] != "late"


# A worker's.


def test_a_workers_1_for_an_older_alert_takes_nothing_and_says_so(swept: Town) -> None:
    swept.lost(SAM, "1")
    swept.passes(minutes=5)
    swept.says(ANA, "person")
    swept.passes(hours=1)

    assert finds(swept, SAM) == ["worker.late"]
    assert all(row.taken_by is None for row in swept.tickets())


def test_a_workers_1_that_nothing_overtook_takes(swept: Town) -> None:
    swept.says(ANA, "person")
    swept.lost(SAM, "1")

    assert "worker.taken" in missed(swept, "thanks", number=SAM)


def test_a_workers_crisis_is_raised_however_late(swept: Town) -> None:
    swept.lost(SAM, OVERDOSE)
    swept.says(ANA, "person")

    assert "crisis.overdose" in missed(swept, "hello", number=SAM)


# Ends.


def test_an_end_that_no_callback_told_is_found(swept: Town) -> None:
    swept.says(ANA, OVERDOSE)
    answer = next(row for row in swept.rows(outbox) if row.text_key == "crisis.overdose")
    swept.carrier.ended[answer.id] = ("undelivered", 30003)

    assert "worker.did_not_reach" in finds(swept, SAM)
    assert swept.fate("crisis.overdose") == ["undelivered"]
    assert "worker.did_not_reach" not in finds(swept, SAM)


def test_a_text_of_which_nothing_is_known_is_left_to_its_own_look_up(swept: Town) -> None:
    swept.carrier.answers[ANA] = [Lost("reset")]
    swept.says(ANA, "hi")

    assert sweep(swept.db, swept.carrier, swept.clock.now() + EVERY) == 0
    assert swept.fate("greeting") == ["unknown"]
