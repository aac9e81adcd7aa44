"""An alert nobody takes climbs, for as long as it takes; other tickets wait for a shift."""

from datetime import UTC, datetime, timedelta

from town import ANA, DEE, MONDAY, OVERDOSE, SAM, SUNDAY, Town

from smsbot.core.effects import TimerKind
from smsbot.db import timers
from smsbot.db.database import Database
from smsbot.db.schema import ticket, timer
from smsbot.usecases.fire_timers import fire_due

SHIFT = datetime(2026, 11, 2, 14, 0, tzinfo=UTC)
"""Monday 9:00 in New York."""


def minutes(town: Town, to: str) -> list[int]:
    """The minutes after the start at which a number was alerted."""
    named = town.keys(town.carrier.sent)
    return [
        int((sent.at - MONDAY).total_seconds() // 60)
        for sent, key in zip(town.carrier.sent, named, strict=True)
        if sent.to == to and key == "worker.alert"
    ]


def test_a_red_alert_nobody_takes_is_repeated_for_hours(town: Town) -> None:
    town.text(ANA, OVERDOSE)
    town.pass_time(timedelta(hours=2))
    assert minutes(town, SAM) == [0, 3, 6, 10, 25, 40, 55, 70, 85, 100, 115]


def test_the_truth_is_told_once(town: Town) -> None:
    town.text(ANA, OVERDOSE)
    assert town.passes(hours=6, to=ANA) == ["crisis.truth"]
    assert town.row(ticket).told_truth_at == MONDAY + timedelta(minutes=10)


def test_taking_it_ends_the_ladder(town: Town) -> None:
    town.text(ANA, OVERDOSE)
    town.pass_time(timedelta(minutes=4))
    town.text(SAM, "1")
    assert town.waiting_timers() == []
    assert town.passes(days=1) == []


def test_a_restart_or_a_long_downtime_resumes_where_it_stood(town: Town) -> None:
    town.text(ANA, OVERDOSE)
    town.sleep(MONDAY + timedelta(hours=3))
    heard = town.passes(seconds=50)
    assert heard.count("worker.alert") == 4, "two rungs that are overdue, half a minute apart, to two workers"
    assert "crisis.truth" in heard


def test_a_ladder_timer_of_a_ticket_that_is_taken_closed_or_gone_does_nothing(town: Town) -> None:
    town.text(ANA, "PERSON")
    row = town.row(ticket)
    with town.db.write(MONDAY) as tx:
        for ticket_id in (row.id, tx.new_id()):
            timers.set_timer(tx, TimerKind.LADDER, MONDAY, ticket_id=ticket_id, rung=1)
        tx.run(ticket.update().values(taken_at=MONDAY))
    before = len(town.carrier.sent)
    town.tick()
    with town.db.write(MONDAY) as tx:
        tx.run(ticket.update().values(taken_at=None, closed_at=MONDAY))
        timers.set_timer(tx, TimerKind.LADDER, MONDAY, ticket_id=row.id, rung=1)
    town.tick()
    assert len(town.carrier.sent) == before


def test_a_request_outside_the_shifts_waits_for_the_next_one(db: Database) -> None:
    town = Town(db, SUNDAY)
    assert town.says(ANA, "PERSON") == ["person.asked_closed"]
    assert town.heard(SAM) == town.heard(DEE) == []
    town.pass_time(timedelta(days=1))
    assert next(sent.at for sent in town.carrier.sent if sent.to == SAM) == SHIFT
    assert town.heard(SAM)[0] == town.heard(DEE)[0] == "worker.alert"


def test_a_request_nobody_takes_is_repeated_within_the_shifts_only(town: Town) -> None:
    town.text(ANA, "PERSON")
    town.pass_time(timedelta(days=4))
    alerts = [sent.at.astimezone(UTC) for sent in town.carrier.sent if sent.to == SAM]
    assert len(alerts) >= 4
    assert all(14 <= at.hour < 22 for at in alerts), "9 to 17 in New York, in winter"


def test_an_amber_one_is_repeated_sooner(town: Town) -> None:
    town.call(ANA)
    town.pass_time(timedelta(hours=3))
    assert minutes(town, SAM) == [0, 30, 90, 150]


def test_without_a_rota_a_request_asks_those_on_call(db: Database) -> None:
    town = Town(db, shifts=(), on_call=("sam",))
    town.text(ANA, "PERSON")
    assert (town.heard(SAM), town.heard(DEE)) == (["worker.alert"], [])
    assert "worker.alert" in town.passes(days=2, to=SAM)


def test_with_nobody_to_ask_a_request_is_kept_and_asked_about_again(db: Database) -> None:
    town = Town(db, shifts=(), on_call=(), backup=())
    town.text(ANA, "PERSON")
    assert town.waiting_timers() == ["ladder"]
    assert town.passes(days=3) == []
    assert town.open_tickets() == [("person", "routine")]


def test_the_truth_needs_somebody_to_tell_it_to(town: Town) -> None:
    from sqlalchemy import update

    from smsbot.db.schema import phone_link

    town.text(ANA, OVERDOSE)
    with town.db.write(MONDAY) as tx:
        tx.run(update(phone_link).values(until=MONDAY))
    assert "crisis.truth" not in town.passes(hours=1)


def test_a_ladder_that_fails_is_tried_every_minute_for_ever_and_stops_no_other_timer(town: Town) -> None:
    town.text(ANA, OVERDOSE)
    with town.db.write(MONDAY) as tx:
        timers.set_timer(tx, TimerKind.EXPIRATION, MONDAY + timedelta(minutes=4), participant_id=town.person(ANA).id)
    town.sleep(MONDAY + timedelta(minutes=4))
    town.files.broken = True
    for _ in range(5):
        assert fire_due(town.db, town.programs, town.carrier, town.clock) == 0
        town.sleep(town.clock.now() + timedelta(minutes=1))
    outcomes = {row.kind: (row.tries, row.outcome) for row in town.rows(timer) if row.tries}
    assert outcomes == {"ladder": (5, None), "expiration": (3, "flagged")}
    town.files.broken = False
    town.tick()
    assert town.heard(SAM) == ["worker.alert"] * 2
