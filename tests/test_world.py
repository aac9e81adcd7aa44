"""The world on a virtual clock: the real use cases, the real database, and nothing takes long."""

from datetime import timedelta

import pytest

from smsbot.core.delivery import Accepted, Lost, SendResult
from smsbot.lab.carrier import LabCarrier
from smsbot.lab.world import VirtualClock, World
from smsbot.usecases.ports import OutgoingSms

ANA, SAM = "+13365550111", "+13365550150"


def test_a_text_is_answered_at_once(world: World) -> None:
    [answer] = world.text(ANA, "hi")
    assert answer.startswith("Hi, this is Caring Connect")
    assert world.text(ANA, "hi", sid="SM1") == world.text(ANA, "hi", sid="SM2")
    assert world.text(ANA, "hi", sid="SM2") == []


def test_time_stops_at_everything_that_falls_due(world: World) -> None:
    world.text(ANA, "JOIN")
    world.text(ANA, "1")
    start = world.clock.now()
    sent = world.pass_time(timedelta(days=15))
    assert [one.to for one in sent] == [ANA, ANA]
    assert all(start < one.at < world.clock.now() for one in sent)
    assert world.clock.now() == start + timedelta(days=15)


def test_downtime_only_moves_the_clock(world: World) -> None:
    world.text(ANA, "JOIN")
    world.text(ANA, "1")
    before = len(world.carrier.sent)
    world.sleep(world.clock.now() + timedelta(days=30))
    assert len(world.carrier.sent) == before
    world.tick()
    assert len(world.carrier.sent) == before, "no catch-up burst"


def test_the_clock_only_moves_forward(world: World) -> None:
    clock = VirtualClock(world.clock.now())
    clock.move_to(clock.now() - timedelta(days=1))
    assert clock.now() == world.clock.now()


def test_calls_and_receipts_arrive_too(world: World) -> None:
    world.call(ANA)
    assert {one.to for one in world.carrier.sent} == {SAM, "+13365550151"}
    world.text(ANA, "hi")
    world.receipt(world.carrier.sent[-1], "undelivered", 30005)
    from smsbot.db.schema import outbox

    with world.db.read(world.clock.now()) as tx:
        assert {row.status for row in tx.all(outbox.select())} == {"sent", "undelivered"}


def test_a_carrier_that_refuses_a_number_sends_it_nothing(world: World) -> None:
    world.carrier.refuses[ANA] = 21610
    assert world.text(ANA, "hi") == []


def test_time_passes_although_a_text_waits_for_a_sender_that_died(world: World) -> None:
    class Dying(LabCarrier):
        def send(self, sms: OutgoingSms) -> SendResult:
            raise KeyboardInterrupt

    carrier = world.carrier
    world.carrier = Dying(world.clock)
    with pytest.raises(KeyboardInterrupt):
        world.text(ANA, "hi")
    world.carrier = carrier
    world.arrive(ANA, "menu")
    world.settle()
    assert world.carrier.sent == []
    assert [one.to for one in world.pass_time(timedelta(minutes=5))] == [ANA], "the second one, once it may"


def test_a_world_that_does_not_come_to_rest_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world, "_hand_over", lambda **_: 1)
    world.arrive(ANA, "menu")
    with pytest.raises(RuntimeError, match="does not come to rest"):
        world.settle()


def test_a_world_in_which_time_does_not_pass_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from smsbot.lab import world as module

    monkeypatch.setattr(module, "next_due", lambda *_: world.clock.now())
    monkeypatch.setattr(module, "_LOOKS_AGAIN", timedelta(0))
    monkeypatch.setattr(module, "_MOST_ROUNDS", 2)
    monkeypatch.setattr(world, "tick", lambda: None)
    with pytest.raises(RuntimeError, match="time does not pass"):
        world.pass_time(timedelta(days=1))


def test_the_list_of_the_carrier_holds_what_it_took_and_since_when(world: World) -> None:
    carrier = world.carrier
    start = world.clock.now()
    assert isinstance(carrier.send(OutgoingSms("1", ANA, "hi", 60)), Accepted)
    [listed] = carrier.sent_to(ANA, start)
    assert (listed.sid, listed.body, listed.created_at) == (f"SM{1:032x}", "hi", start)
    assert list(carrier.sent_to(SAM, start)) == []
    assert list(carrier.sent_to(ANA, start + timedelta(seconds=1))) == []
    assert Lost("x").reason == "x"
