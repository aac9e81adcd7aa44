"""No faster than the numbers may, fair between kinds, and no ring with another machine."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import Row
from town import ANA, BEN, CAM, MONDAY, OVERDOSE, SAM, Town

from smsbot.core.delivery import Refused, TextStatus
from smsbot.core.effects import TextKind
from smsbot.core.pace import Rank, Rates, order
from smsbot.db import outbox, pace, people
from smsbot.db.schema import outbox as texts
from smsbot.db.tx import Tx
from smsbot.usecases.apply.say import ANSWERS_AT_MOST, MANY_TEXTS
from smsbot.usecases.decide_inbox import decide_pending
from smsbot.usecases.deliver import hand_over_next

ONE = Rates(1, 1)


def goes(town: Town, *, urgent: bool = False, rates: Rates = ONE) -> bool:
    return hand_over_next(town.db, town.programs, town.carrier, town.clock, "one", urgent=urgent, rates=rates)


def decided(town: Town, number: str, words: str) -> None:
    town.arrive(number, words)
    decide_pending(town.db, town.programs, town.clock)


def until_empty(town: Town, seconds: int) -> list[tuple[datetime, str]]:
    """Look four times a second, as a sender does."""
    for _ in range(seconds * 4):
        while goes(town, urgent=True) or goes(town):
            pass
        town.clock.move_to(town.clock.now() + timedelta(milliseconds=250))
    return [(sent.at, sent.to) for sent in town.carrier.sent]


def test_one_segment_a_second_and_the_rest_wait_here_where_stop_can_reach_them(town: Town) -> None:
    for number in (ANA, BEN, CAM):
        decided(town, number, "hi")
    sent = until_empty(town, 20)
    assert len(sent) == 3
    gaps = [(later[0] - earlier[0]).total_seconds() for earlier, later in pairwise(sent)]
    segments = 1.0  # of a greeting, at least
    assert min(gaps) >= segments - 0.5


def test_a_crisis_waits_for_no_rate_and_takes_its_share(town: Town) -> None:
    for number in (ANA, BEN, CAM):
        decided(town, number, "hi")
    assert goes(town)
    decided(town, BEN, OVERDOSE)
    assert goes(town, urgent=True)
    assert not goes(town)
    with town.db.read(town.clock.now()) as tx:
        [line] = [line for line in pace.lines(tx) if not line.worker_line]
    assert line.free_at > MONDAY + timedelta(seconds=1)
    assert line.turn == 2


def test_of_two_senders_that_looked_at_one_moment_one_waits(town: Town) -> None:
    for number in (ANA, BEN):
        decided(town, number, "hi")

    def looks_late(tx: Tx) -> Sequence[Row[Any]]:
        """As it was before the other sender took its turn."""
        return []

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pace, "lines", looks_late)
        assert goes(town)
        assert not goes(town)
    town.clock.move_to(MONDAY + timedelta(seconds=3))
    assert goes(town)


def test_without_a_rate_nothing_waits(town: Town) -> None:
    for number in (ANA, BEN, CAM):
        decided(town, number, "hi")
    assert [goes(town, rates=Rates()) for _ in range(4)] == [True, True, True, False]


def test_the_line_of_the_workers_is_another_line(town: Town) -> None:
    decided(town, ANA, "narcan")
    decided(town, ANA, "1")
    handed = [goes(town), goes(town)]
    assert handed == [True, True]
    assert {sent.to for sent in town.carrier.sent} == {ANA, SAM}


def queue(town: Town, number: str, kind: TextKind, *, series: bool = False) -> None:
    """A row as it would be queued; what the gate says to it is another matter."""
    with town.db.write(town.clock.now()) as tx:
        found = people.find_or_create(tx, number, language="en", zone="America/New_York")
        outbox.queue(
            tx,
            outbox.NewText(kind, "t", "t", found.number_hash, participant_id=found.participant_id, series=series),
        )


def picked(town: Town, turn: int) -> int:
    """The rank of what goes first at this turn; it is gone then."""
    with town.db.write(town.clock.now()) as tx:
        first = outbox.candidates(tx, tx.now, order(turn))[0]
        row = outbox.get(tx, first.id)
        assert row is not None
        outbox.move(tx, first.id, TextStatus.QUEUED, TextStatus.SENT)
        return int(row.rank)


def test_a_flood_of_answers_leaves_every_kind_its_turns(town: Town) -> None:
    for n in range(110, 150):
        queue(town, f"+13365550{n}", TextKind.REPLY)
    for n in range(150, 165):
        queue(town, f"+13365550{n}", TextKind.FOLLOW_UP)
    for n in range(165, 175):
        queue(town, f"+13365550{n}", TextKind.FOLLOW_UP, series=True)
    turns = Counter(picked(town, turn) for turn in range(40))
    assert turns == {Rank.ANSWER: 25, Rank.FOLLOW_UP: 10, Rank.SERIES: 5}


def test_with_no_answers_hellos_have_all_the_turns(town: Town) -> None:
    for n in range(110, 116):
        queue(town, f"+13365550{n}", TextKind.FOLLOW_UP)
    assert {picked(town, turn) for turn in range(6)} == {Rank.FOLLOW_UP}


@pytest.mark.parametrize(("refused", "until"), [(Refused(20429, 30.0), 30), (Refused(30022), 60)])
def test_too_fast_is_too_fast_for_the_whole_line(town: Town, refused: Refused, until: int) -> None:
    for number in (ANA, BEN):
        decided(town, number, "hi")
    town.carrier.answers[ANA] = [refused]
    assert goes(town, rates=Rates())
    assert not goes(town, rates=Rates())
    town.clock.move_to(MONDAY + timedelta(seconds=until - 1))
    assert not goes(town, rates=Rates())
    town.clock.move_to(MONDAY + timedelta(seconds=until + 1))
    assert goes(town, rates=Rates())


def test_a_crisis_does_not_rest_with_its_line(town: Town) -> None:
    decided(town, ANA, "hi")
    town.carrier.answers[ANA] = [Refused(30022)]
    assert goes(town)
    decided(town, BEN, OVERDOSE)
    assert goes(town, urgent=True)


def test_a_report_of_the_network_that_it_was_too_fast_rests_the_line(town: Town) -> None:
    town.text(ANA, "hi")
    town.receipt(town.carrier.sent[-1], "undelivered", 30022)
    decided(town, BEN, "hi")
    assert not goes(town, rates=Rates())
    town.clock.move_to(MONDAY + timedelta(minutes=2))
    assert goes(town, rates=Rates())


def test_two_machines_that_answer_each_other_fall_silent_and_a_human_looks_once(town: Town) -> None:
    words = ("hi", "menu", "plan", "narcan", "food", "who reads this", "status", "join")
    for n in range(ANSWERS_AT_MOST * 2):
        town.text(ANA, words[n % len(words)])
        town.passes(seconds=40)
    said = [row for row in town.rows(texts) if row.kind in ("reply", "answer") and row.participant_id is not None]
    assert len(said) <= ANSWERS_AT_MOST
    assert [ticket.topic for ticket in town.tickets()].count(MANY_TEXTS) == 1
    town.passes(hours=1, minutes=1)
    assert town.says(ANA, "menu") == ["menu.choose.ask"]


def test_a_crisis_is_answered_however_much_somebody_texted(town: Town) -> None:
    for n in range(ANSWERS_AT_MOST + 10):
        town.text(ANA, ("plan", "menu", "food", "status", "narcan")[n % 5])
        town.passes(seconds=61)
    assert town.says(ANA, OVERDOSE) == ["crisis.overdose"]


def test_stop_is_confirmed_however_much_somebody_texted(town: Town) -> None:
    for n in range(ANSWERS_AT_MOST + 10):
        town.text(ANA, ("plan", "menu", "food", "status", "narcan")[n % 5])
        town.passes(seconds=61)
    assert town.says(ANA, "no more texts") == ["stop.confirm"]
