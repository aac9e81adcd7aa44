"""AWAY: everything rests, a worker is asked on the day that was named, and only the person brings anything back."""

from datetime import UTC, datetime, timedelta

import pytest
from town import ANA, BEN, MONDAY, SAM, Town

from smsbot.core.effects import TimerKind
from smsbot.db import timers
from smsbot.db.schema import outbox
from smsbot.usecases.fire_timers import fire_due
from smsbot.usecases.stop_for import NobodyThere
from smsbot.usecases.told_worker import send_away

MARCH = datetime(2027, 3, 1, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "said", "until"),
    [
        ("im going to jail til march", "away.until", MARCH),
        ("in rehab for 30 days", "away.until", datetime(2026, 12, 2, 5, 0, tzinfo=UTC)),
        ("voy a la carcel hasta marzo", "away.until", MARCH),
        ("AWAY", "away.done", None),
        ("im in jail", "away.done", None),
    ],
)
def test_everything_rests_from_the_moment_they_say_so(town: Town, text: str, said: str, until: datetime | None) -> None:
    town.joins(ANA)
    assert town.says(ANA, text) == [said]
    person = town.person(ANA)
    assert (person.away_since, person.away_until) == (MONDAY, until)
    assert person.cadence is not None
    assert town.waiting_timers() == ([TimerKind.AWAY_ENDS] if until else [])
    assert town.acts(ANA)[-1] == "away"


def test_a_follow_up_that_was_queued_already_is_not_sent(town: Town) -> None:
    town.joins(ANA)
    due = town.next_follow_up(ANA)
    assert due is not None
    town.sleep(due)
    fire_due(town.db, town.programs, town.carrier, town.clock)
    assert town.queued() == ["check_in.today.ask"]
    town.says(ANA, "away")
    assert town.fate("check_in.today.ask") == ["cancelled"]


def test_on_the_day_a_worker_is_asked_and_nothing_goes_to_the_person(town: Town) -> None:
    town.joins(ANA)
    town.says(ANA, "going to rehab for 30 days")
    assert town.passes(days=33, to=ANA) == []
    assert town.open_tickets() == [("away_ends", "routine")]
    assert "worker.alert" in town.heard(SAM)
    assert town.person(ANA).away_since is not None


def test_without_a_day_nobody_is_asked_and_nothing_ever_starts_again(town: Town) -> None:
    town.joins(ANA)
    town.says(ANA, "away")
    assert town.passes(days=40) == []
    assert town.tickets() == []


def test_their_next_words_are_a_welcome_back_once(town: Town) -> None:
    town.joins(ANA)
    town.says(ANA, "in jail til march")
    town.passes(days=9)
    assert town.says(ANA, "hi") == ["welcome_back.hello.ask"]
    assert town.says(ANA, "4") == ["welcome_back.hi.say"]
    assert town.says(ANA, "hi") == ["greeting"]
    assert town.person(ANA).away_since is not None


def test_who_is_away_and_asks_for_something_gets_it_and_still_rests(town: Town) -> None:
    town.joins(ANA)
    town.says(ANA, "in rehab for 30 days")
    assert town.says(ANA, "thanks") == []
    assert town.says(ANA, "narcan") == ["naloxone.how.ask"]
    assert town.says(ANA, "LESS") == ["less.done"]
    assert town.next_follow_up(ANA) is None
    assert town.person(ANA).away_since is not None


@pytest.mark.parametrize(
    ("words", "said", "plan_runs"),
    [
        (["START"], "start", True),
        (["JOIN", "1"], "join.weekly", True),
        (["im back"], "welcome_back.hello.ask", False),
        (["hi", "1", "1"], "cadence", True),
        (["every friday after 3", "1"], "cadence", True),
    ],
)
def test_only_their_own_act_brings_anything_back(town: Town, words: list[str], said: str, plan_runs: bool) -> None:
    town.joins(ANA)
    town.says(ANA, "in jail til march")
    town.passes(days=3)
    heard = [key for text in words for key in town.says(ANA, text)]
    assert any(key.startswith(said.split(".")[0]) for key in heard)
    person = town.person(ANA)
    assert (person.away_since, person.away_until) == (None, None)
    assert (town.next_follow_up(ANA) is not None) is plan_runs
    assert TimerKind.AWAY_ENDS not in town.waiting_timers()


def test_join_after_a_stop_brings_back_who_was_away(town: Town) -> None:
    town.joins(ANA)
    town.says(ANA, "away")
    town.says(ANA, "STOP")
    town.says(ANA, "JOIN")
    assert town.person(ANA).away_since is None


def test_stop_while_away_means_that_nobody_gets_in_touch(town: Town) -> None:
    town.joins(ANA)
    town.says(ANA, "in rehab for 30 days")
    town.says(ANA, "STOP")
    assert town.passes(days=33) == []
    assert town.tickets() == []


def test_who_came_back_before_the_day_is_not_looked_for(town: Town) -> None:
    town.joins(ANA)
    town.says(ANA, "in rehab for 30 days")
    town.says(ANA, "START")
    with town.db.write(town.clock.now()) as tx:  # one that a crash left behind
        timers.set_timer(tx, TimerKind.AWAY_ENDS, town.clock.now(), participant_id=town.person(ANA).id)
    town.tick()
    assert town.tickets() == []


def test_he_is_locked_up_is_a_report_for_a_worker_and_changes_nobody(town: Town) -> None:
    town.joins(ANA)
    assert town.says(ANA, "he's locked up til march") == ["report"]
    assert town.says(BEN, "my brother is in jail") == ["report"]
    assert town.open_tickets() == [("away_report", "routine")] * 2
    assert town.person(ANA).away_since is None
    assert town.next_follow_up(ANA) is not None


def test_a_worker_heard_it(town: Town) -> None:
    town.joins(ANA)
    send_away(town.db, town.files, MONDAY, number=ANA, handle="sam", until=MONDAY + timedelta(days=10))
    assert town.acts(ANA)[-1] == "away"
    assert town.passes(days=9) == []
    town.passes(days=2)
    assert town.open_tickets() == [("away_ends", "routine")]
    send_away(town.db, town.files, town.clock.now(), number=ANA, handle="sam", until=None)
    assert town.person(ANA).away_until is None
    assert town.rows(outbox, outbox.c.kind == "follow_up") == []


@pytest.mark.parametrize(("number", "handle"), [(BEN, "sam"), (ANA, "nobody")])
def test_a_worker_or_a_person_who_is_not_there_is_named(town: Town, number: str, handle: str) -> None:
    town.says(ANA, "hi")
    with pytest.raises(NobodyThere, match="nothing was changed"):
        send_away(town.db, town.files, MONDAY, number=number, handle=handle, until=None)
