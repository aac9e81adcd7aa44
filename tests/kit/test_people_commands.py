"""What a worker types about people and their phones."""

from datetime import timedelta

import pytest
from kit_bench import ANA, Bench, now
from sqlalchemy import select

from smsbot.db import people
from smsbot.db.schema import outbox, participant, phone

BEN = "+13365550112"


def known(bench: Bench, *numbers: str, **columns: object) -> None:
    """These people have texted us before."""
    with bench.db.write(now()) as tx:
        for number in numbers:
            found = people.find_or_create(tx, number, language="en", zone="America/New_York")
            if columns:
                people.change(tx, found.participant_id, **columns)


def row(bench: Bench, number: str) -> participant:  # type: ignore[valid-type]
    """The participant at a number."""
    with bench.db.read(now()) as tx:
        found = people.at_number(tx, tx.keys.lookup.all_hashes(number))
        assert found is not None
        return tx.one(select(participant).where(participant.c.id == found.participant_id))


def test_a_phone_is_marked_as_shared_and_as_theirs_again(small_bench: Bench) -> None:
    known(small_bench, ANA)
    done = small_bench.run("participants", "shared", ANA, "--by", "Sam")
    assert (done.exit_code, done.output.startswith("marked as shared")) == (0, True)
    with small_bench.db.read(now()) as tx:
        assert tx.run(select(phone.c.shared)).scalar_one() is True
    assert "theirs alone" in small_bench.run("participants", "shared", ANA, "--by", "sam", "--not").output
    with small_bench.db.read(now()) as tx:
        assert tx.run(select(phone.c.shared)).scalar_one() is False


def test_away_with_a_day_and_without_one(small_bench: Bench) -> None:
    known(small_bench, ANA)
    day = f"{now() + timedelta(days=20):%Y-%m-%d}"
    done = small_bench.run("participants", "away", ANA, "--by", "sam", "--until", day)
    assert done.exit_code == 0
    assert f"on {day} a ticket asks a worker" in done.output
    assert row(small_bench, ANA).away_until is not None  # type: ignore[attr-defined]
    done = small_bench.run("participants", "away", ANA, "--by", "sam")
    assert "ticket" not in done.output
    assert row(small_bench, ANA).away_until is None  # type: ignore[attr-defined]


def test_a_day_that_is_past_is_refused(small_bench: Bench) -> None:
    known(small_bench, ANA)
    done = small_bench.run("participants", "away", ANA, "--by", "sam", "--until", "2020-01-01")
    assert "that day is past" in str(done.exception)
    assert row(small_bench, ANA).away_since is None  # type: ignore[attr-defined]


def test_a_death_is_confirmed_or_not_true(small_bench: Bench) -> None:
    known(small_bench, ANA)
    done = small_bench.run("participants", "death", ANA, "--confirm", "--by", "sam")
    assert "Nothing is ever sent" in done.output
    assert row(small_bench, ANA).death_confirmed_at is not None  # type: ignore[attr-defined]
    assert "START or JOIN" in small_bench.run("participants", "death", ANA, "--not-true", "--by", "sam").output
    assert row(small_bench, ANA).death_reported_at is None  # type: ignore[attr-defined]
    assert small_bench.run("participants", "death", ANA, "--by", "sam").exit_code == 2


@pytest.mark.parametrize("planned", [False, True])
def test_a_new_number_is_joined(small_bench: Bench, planned: bool) -> None:
    from smsbot.core.cadence import Cadence, Unit, to_json
    from smsbot.core.hours import Window

    plan = Cadence(unit=Unit.WEEK, window=Window(600, 900), anchor=now().date())
    known(small_bench, ANA, cadence=to_json(plan) if planned else None)
    known(small_bench, BEN)
    was = row(small_bench, ANA).id  # type: ignore[attr-defined]
    done = small_bench.run("participants", "join", BEN, "--to", ANA, "--by", "sam", "--said", "new phone")
    assert ("One text asks" in done.output) is planned
    assert row(small_bench, BEN).id == was  # type: ignore[attr-defined]
    with small_bench.db.read(now()) as tx:
        queued = tx.all(select(outbox.c.text_key).where(outbox.c.participant_id == was))
    assert [text.text_key for text in queued] == (["join_back"] if planned else [])


def test_whom_we_do_not_know_is_named_and_nothing_changes(small_bench: Bench) -> None:
    for words in (
        ("shared", ANA, "--by", "sam"),
        ("away", ANA, "--by", "sam"),
        ("death", ANA, "--confirm", "--by", "sam"),
        ("join", BEN, "--to", ANA, "--by", "sam", "--said", "x"),
    ):
        done = small_bench.run("participants", *words)
        assert done.exit_code == 1
        assert "nothing was changed" in str(done.exception) or "nobody has texted" in str(done.exception)
