"""A drill goes the way of a RED, about nobody, and leaves a true page behind."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from kit_bench import ANA, DEE, SAM

from smsbot.core.drill import Seen
from smsbot.db import tickets
from smsbot.lab.drill import Rehearsal
from smsbot.lab.world import World
from smsbot.usecases import drill
from smsbot.usecases.drill import CannotDrill

LIMIT = timedelta(minutes=15)


def _begin(world: World, *handles: str) -> str:
    rehearsal = Rehearsal(world)
    rehearsal.prepare({})
    return drill.begin(world.db, world.programs.current(), world.clock.now(), handles)


def _watch(world: World, ticket_id: str, pause: Callable[[], None], limit: timedelta = LIMIT) -> Seen:
    return drill.watch(world.db, world.clock, ticket_id, limit, pause, lambda _seen, _passed: None)


def _open(world: World) -> list[str]:
    with world.db.read(world.clock.now()) as tx:
        return [row.topic for row in tickets.all_open(tx)]


def _bodies(world: World, number: str) -> list[str]:
    return [sent.body for sent in world.carrier.sent if sent.to == number]


def test_the_alert_says_drill_and_nothing_else_about_it_sounds_real(world: World) -> None:
    ticket_id = _begin(world)
    code = drill.look(world.db, world.clock.now(), ticket_id).code
    world.settle()

    assert _bodies(world, SAM) == [f"PORT DRILL {code} 10:00a. Reply 1 to take."]
    assert _bodies(world, DEE) == _bodies(world, SAM)
    assert world.text(SAM, "1") == [f"Drill {code}: you took it, and that is all. Nobody was in danger. Thank you."]
    assert _bodies(world, DEE)[1:] == [f"Drill {code} was taken by sam. That is all, nobody was in danger."]
    assert "a moment ago" in world.text(DEE, f"1 {code}")[0]


def test_a_drill_that_is_taken_knows_how_long_each_part_took(world: World) -> None:
    rehearsal = Rehearsal(world, answers_after=timedelta(seconds=95))
    seen = _watch(world, _begin(world), rehearsal.pause)

    assert (seen.first_accepted, seen.first_delivered, seen.taken) == (0, 4, 95)
    assert seen.taken_by == "sam"
    assert [alert.handle for alert in seen.alerts] == ["sam", "dee"]
    assert _open(world) == []


def _silence(world: World) -> Callable[[], None]:
    def pause() -> None:
        world.settle()
        world.pass_time(timedelta(seconds=30))

    return pause


def test_a_drill_nobody_takes_climbs_like_a_real_one_and_ends(world: World) -> None:
    seen = _watch(world, _begin(world), _silence(world))

    assert seen.taken is None
    assert [alert.handle for alert in seen.alerts].count("sam") == 4  # at once, after 3, 6 and 10 minutes
    assert _open(world) == []
    before = len(world.carrier.sent)
    world.pass_time(timedelta(hours=2))
    assert len(world.carrier.sent) == before


def test_only_those_who_were_named_are_alerted(world: World) -> None:
    _watch(world, _begin(world, "dee"), _silence(world))

    assert _bodies(world, SAM) == []
    assert len(_bodies(world, DEE)) == 1


def test_receipts_that_never_come_are_waited_for_a_little(world: World) -> None:
    answered = []

    def pause() -> None:
        world.settle()
        world.pass_time(timedelta(seconds=1))
        if not answered:
            answered.append(world.text(SAM, "1"))

    seen = _watch(world, _begin(world), pause)

    assert seen.first_delivered is None
    assert world.clock.now() - seen.opened_at == timedelta(seconds=1) + drill.GRACE


def test_an_alert_that_failed_is_not_waited_for(world: World) -> None:
    world.carrier.refuses[DEE] = 21614
    rehearsal = Rehearsal(world, answers_after=timedelta(seconds=5))
    seen = _watch(world, _begin(world), rehearsal.pause)

    assert [alert.failed for alert in seen.alerts] == [False, True]
    assert world.clock.now() - seen.opened_at < drill.GRACE


def test_a_drill_waits_while_a_person_waits(world: World) -> None:
    world.text(ANA, "he's not breathing")

    with pytest.raises(CannotDrill, match="RED waits"):
        _begin(world)


def test_a_drill_gives_way_to_a_person_and_a_bare_1_then_means_the_person(world: World) -> None:
    rounds = []

    def pause() -> None:
        world.settle()
        rounds.append(world.text(ANA, "he's not breathing"))

    seen = _watch(world, _begin(world), pause)

    assert seen.interrupted
    assert len(rounds) == 1
    assert _open(world) == ["crisis"]
    assert "when a person has seen to it" in world.text(SAM, "1")[0]


def test_a_drill_that_is_broken_off_leaves_nothing_open(world: World) -> None:
    def pause() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _watch(world, _begin(world), pause)

    assert _open(world) == []
    world.settle()
    assert _bodies(world, SAM) == []  # what was still queued is not sent


def test_a_drill_that_was_left_open_ends_when_the_next_begins(world: World) -> None:
    world.text(ANA, "person")
    waiting = _open(world)
    _begin(world)
    _begin(world)

    assert waiting != []
    assert _open(world) == [*waiting, "drill"]


def test_a_worker_may_say_done_and_the_drill_is_over_all_the_same(world: World) -> None:
    ticket_id = _begin(world)
    world.settle()
    world.text(SAM, "1")
    world.text(SAM, "done")
    drill.end(world.db, world.clock.now(), ticket_id)

    assert drill.look(world.db, world.clock.now(), ticket_id).taken_by == "sam"


def test_a_drill_for_a_stranger_is_refused(world: World) -> None:
    with pytest.raises(CannotDrill, match="no number for 'pat'"):
        _begin(world, "sam", "pat")


def test_a_drill_without_any_worker_is_refused(world: World) -> None:
    from smsbot.db import workers

    with world.db.write(world.clock.now()) as tx:
        workers.remove(tx, "sam")
        workers.remove(tx, "dee")

    with pytest.raises(CannotDrill, match="anybody"):
        _begin(world)


def test_a_drill_without_a_living_worker_process_is_refused(world: World) -> None:
    with pytest.raises(CannotDrill, match="no worker process"):
        drill.begin(world.db, world.programs.current(), world.clock.now(), ())
