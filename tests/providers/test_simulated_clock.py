"""The clock that can be moved forward, and only forward."""

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest

from smsbot.providers.steerable_clock import SteerableClock

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Real:
    """A real clock that a test moves."""

    moment = NOW

    def now(self) -> datetime:
        return self.moment


def test_it_starts_where_an_earlier_run_left_off_and_runs_on_with_real_time() -> None:
    real = Real()
    clock = SteerableClock(real, offset=HOUR)
    real.moment += timedelta(minutes=5)
    assert clock.now() == NOW + HOUR + timedelta(minutes=5)
    assert clock.now().tzinfo is UTC


def test_it_moves_by_an_amount_and_to_a_moment() -> None:
    clock = SteerableClock(Real())
    clock.advance(HOUR)
    clock.move_to((NOW + 3 * HOUR).astimezone(timezone(timedelta(hours=-5))))
    assert clock.now() == NOW + 3 * HOUR
    assert clock.offset == 3 * HOUR


def test_it_never_goes_back() -> None:
    clock = SteerableClock(Real(), offset=HOUR)
    clock.move_to(NOW)
    assert clock.offset == HOUR
    with pytest.raises(ValueError, match="backwards"):
        clock.advance(-HOUR)
    with pytest.raises(ValueError, match="behind"):
        SteerableClock(Real(), offset=-HOUR)


def test_every_move_is_told_and_standing_still_is_not() -> None:
    told: list[timedelta] = []
    clock = SteerableClock(Real(), on_change=told.append)
    clock.advance(HOUR)
    clock.advance(timedelta(0))
    clock.move_to(NOW)
    clock.move_to(NOW + 2 * HOUR)
    assert told == [HOUR, 2 * HOUR]


def test_a_move_that_could_not_be_kept_does_not_happen() -> None:
    def full(_: timedelta) -> None:
        raise OSError("disk full")

    clock = SteerableClock(Real(), on_change=full)
    with pytest.raises(OSError, match="disk full"):
        clock.advance(HOUR)
    assert clock.now() == NOW


def test_reading_does_not_wait_for_a_move_that_is_being_kept() -> None:
    reached, go_on = threading.Event(), threading.Event()

    def keep(_: timedelta) -> None:
        reached.set()
        go_on.wait(5)

    clock = SteerableClock(Real(), on_change=keep)
    mover = threading.Thread(target=clock.advance, args=(HOUR,))
    mover.start()
    assert reached.wait(5)
    assert clock.now() == NOW
    go_on.set()
    mover.join()
    assert clock.now() == NOW + HOUR


def test_moves_from_many_threads_add_up() -> None:
    clock = SteerableClock(Real())

    def many_moves() -> None:
        for _ in range(200):
            clock.advance(timedelta(seconds=1))

    threads = [threading.Thread(target=many_moves) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert clock.offset == timedelta(seconds=1600)
