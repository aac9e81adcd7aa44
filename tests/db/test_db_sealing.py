"""Sealed values open in their own row, under the keys that this database knows, and nowhere else."""

import base64
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, update

from smsbot.core.effects import ConsentAct
from smsbot.db import conversations, inbox, ledger, people, programme, workers
from smsbot.db.copy import back_up
from smsbot.db.database import Database, read_url
from smsbot.db.inbox import Arrived
from smsbot.db.programme import WrongStamp
from smsbot.db.schema import inbox as inbox_table
from smsbot.db.schema import ledger as ledger_table
from smsbot.db.schema import meta
from smsbot.db.sealing import BadKeys, LookupKeys, MasterKeys, NotSealedHere, OwnerKey, key_id, new_key, parse_keys
from smsbot.db.tx import Keys

NOW = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
ANA, SAM = "+13365550111", "+13365550150"
GOOD = base64.urlsafe_b64encode(b"g" * 32).decode()
OLD, NEW = b"d" * 32, b"D" * 32
OLD_LOOKUP, NEW_LOOKUP = b"l" * 32, b"L" * 32


def keys(master: list[bytes], lookup: list[bytes]) -> Keys:
    return Keys(MasterKeys(master), LookupKeys(lookup))


def with_keys(db: Database, made: Keys) -> Database:
    db.keys = made
    return db


def ana(db: Database) -> people.Found:
    with db.write(NOW) as tx:
        return people.find_or_create(tx, ANA, language="en", zone="UTC")


def test_a_value_that_was_moved_to_another_row_does_not_open(db: Database) -> None:
    found = ana(db)
    with db.write(NOW) as tx:
        for name in ("first", "second"):
            conversations.save_answer(tx, found.participant_id, None, name, f"the {name} answer")
        from smsbot.db.schema import answer

        rows = tx.all(select(answer).order_by(answer.c.id))
        tx.run(update(answer).where(answer.c.id == rows[0].id).values(value=rows[1].value))
        with pytest.raises(NotSealedHere, match=r"answer\.value"):
            conversations.answers_of(tx, found.participant_id)


def test_a_value_that_was_moved_to_another_column_does_not_open() -> None:
    key = OwnerKey(OLD)
    with pytest.raises(NotSealedHere):
        key.open(key.seal("words", "inbox.body:1"), "outbox.body:1")


@pytest.mark.parametrize("blob", [b"", b"short", b"x" * 60])
def test_what_was_never_sealed_does_not_open(blob: bytes) -> None:
    master = MasterKeys([OLD])
    for value in (blob, key_id(OLD) + blob):
        with pytest.raises(NotSealedHere):
            master.open(value, "a")
    with pytest.raises(NotSealedHere):
        OwnerKey(OLD).open(blob, "a")


@pytest.mark.parametrize("words", ["", "¿qué?", "\U0001f389", "\ud800 half a pair", "a\x00b"])
def test_any_words_can_be_sealed(words: str) -> None:
    key = OwnerKey(OLD)
    assert key.open(key.seal(words, "a"), "a") == words.encode("utf-8", "replace").decode()


def test_the_same_words_never_look_the_same_twice() -> None:
    key = OwnerKey(OLD)
    assert key.seal("words", "a") != key.seal("words", "a")


def test_after_a_rotation_the_first_key_seals_and_all_of_them_open(db: Database) -> None:
    found = ana(db)
    both = with_keys(db, keys([NEW, OLD], [OLD_LOOKUP]))
    with both.write(NOW) as tx:
        assert people.number_of(tx, found.phone_id) == ANA
        inbox_id = inbox.record(tx, "sms", "SM1", Arrived(ANA, "hi"), number_hash="h", worker_line=False, seq=0)
        row = tx.one(select(inbox_table).where(inbox_table.c.id == inbox_id))
        assert row is not None
        assert row.sealed[:4] == key_id(NEW)
    only_new = with_keys(db, keys([NEW], [OLD_LOOKUP]))
    with only_new.read(NOW) as tx:
        assert inbox.open_arrived(tx, row).body == "hi"
        with pytest.raises(NotSealedHere, match="DATA_KEYS"):
            people.number_of(tx, found.phone_id)


def test_after_a_rotation_of_the_lookup_keys_a_phone_is_still_found_and_not_made_twice(db: Database) -> None:
    found = ana(db)
    rotated = with_keys(db, keys([OLD], [NEW_LOOKUP, OLD_LOOKUP]))
    with rotated.write(NOW) as tx:
        again = people.find_or_create(tx, ANA, language="en", zone="UTC")
        kept = inbox.arrive(tx, "sms", "SM1", Arrived(ANA), worker_line=False)
        text = inbox.get(tx, kept.id) if kept is not None else None
        other = people.find_or_create(tx, "+13365550112", language="en", zone="UTC")
        row = people.phone_row(tx, other.number_hash)
    assert (again.participant_id, again.number_hash, again.new) == (found.participant_id, found.number_hash, False)
    assert text is not None
    assert (text.number_hash, text.seq) == (found.number_hash, 1)
    assert row is not None
    assert (row.number_hash, row.hash_key) == (rotated.keys.lookup.hash("+13365550112"), key_id(NEW_LOOKUP).hex())


def test_after_a_rotation_a_worker_is_still_one_worker(db: Database) -> None:
    with db.write(NOW) as tx:
        before = workers.add(tx, "sam", SAM)
    rotated = with_keys(db, keys([OLD], [NEW_LOOKUP, OLD_LOOKUP]))
    with rotated.write(NOW) as tx:
        assert workers.at_number(tx, tx.keys.lookup.all_hashes(SAM)) == before
        after = workers.add(tx, "sam", "+13365550152")
        assert [worker.number for worker in workers.everyone(tx)] == ["+13365550152"]
        assert after.id == before.id
        assert workers.remove(tx, "sam")
        assert not workers.remove(tx, "sam")


def test_the_keys_of_a_database_are_checked_and_wrong_ones_are_named(db: Database) -> None:
    with db.write(NOW) as tx:
        programme.check_keys(tx)
    for wrong, setting in (
        (keys([NEW], [OLD_LOOKUP]), "DATA_KEYS"),
        (keys([OLD], [NEW_LOOKUP]), "LOOKUP_KEYS"),
    ):
        named = pytest.raises(BadKeys, match=f"{setting} is not the one this database was made with")
        with named, with_keys(db, wrong).write(NOW) as tx:
            programme.check_keys(tx)
    with with_keys(db, keys([NEW, OLD], [NEW_LOOKUP, OLD_LOOKUP])).write(NOW) as tx:
        programme.check_keys(tx)
    with pytest.raises(BadKeys, match=key_id(OLD).hex()), with_keys(db, keys([NEW], [NEW_LOOKUP])).write(NOW) as tx:
        programme.check_keys(tx)


def test_refused_keys_leave_the_database_as_it_was(db: Database) -> None:
    with db.write(NOW) as tx:
        programme.check_keys(tx)
        before = tx.all(select(meta).order_by(meta.c.key))
    with pytest.raises(BadKeys), with_keys(db, keys([NEW], [OLD_LOOKUP])).write(NOW) as tx:
        programme.check_keys(tx)
    with db.read(NOW) as tx:
        assert tx.all(select(meta).order_by(meta.c.key)) == before


@pytest.mark.parametrize(
    "text", ["", "short", base64.urlsafe_b64encode(b"x" * 31).decode(), f"{GOOD},", "ñ" * 44, f"{GOOD},no"]
)
def test_a_malformed_key_is_named_by_setting_and_place(text: str) -> None:
    with pytest.raises(BadKeys, match=r"DATA_KEYS: key \d is not 32 bytes of urlsafe base64"):
        parse_keys("DATA_KEYS", text)


def test_keys_are_read_in_their_order() -> None:
    made = [new_key(), new_key()]
    assert parse_keys("DATA_KEYS", " , ".join(made)) == tuple(base64.urlsafe_b64decode(key) for key in made)


def test_an_erased_owner_cannot_be_read_any_more_also_not_in_the_same_transaction(db: Database) -> None:
    found = ana(db)
    with db.write(NOW) as tx:
        tx.key_of(found.participant_id)
        tx.erase_key(found.participant_id)
        with pytest.raises(NotSealedHere, match="erased"):
            tx.key_of(found.participant_id)


def test_a_demo_database_is_never_opened_live_nor_the_other_way_round(db: Database) -> None:
    with db.write(NOW) as tx:
        programme.stamp(tx, "demo")
        programme.stamp(tx, "demo")
    with pytest.raises(WrongStamp, match="stamped 'demo' and was opened as 'live'"), db.write(NOW) as tx:
        programme.stamp(tx, "live")
    with db.write(NOW) as tx:
        programme.stamp(tx, "demo")


def test_nothing_a_person_said_and_no_number_is_readable_in_the_file(sqlite_db: Database) -> None:
    found = ana(sqlite_db)
    with sqlite_db.write(NOW) as tx:
        inbox.record(tx, "sms", "SM1", Arrived(ANA, "purple elephant"), number_hash="h", worker_line=False, seq=0)
        conversations.save_answer(tx, found.participant_id, None, "where", "purple elephant")
        ledger.append(tx, found.participant_id, ConsentAct.OPT_IN, 1, "purple elephant")
        workers.add(tx, "samantha", SAM)
    sqlite_db.close()
    path = Path(str(sqlite_db.url.database))
    held = b"".join(file.read_bytes() for file in path.parent.glob(path.name + "*"))
    for secret in (b"purple", b"elephant", ANA[1:].encode(), SAM[1:].encode(), b"samantha"):
        assert secret not in held


def test_a_database_in_use_can_be_copied_and_the_copy_opens(sqlite_db: Database, tmp_path: Path) -> None:
    found = ana(sqlite_db)
    with sqlite_db.write(NOW) as tx:
        programme.put(tx, "not", "committed yet")
        back_up(Path(str(sqlite_db.url.database)), tmp_path / "copy.sqlite3")
    copy = Database(read_url(f"sqlite:///{tmp_path / 'copy.sqlite3'}"), sqlite_db.keys)
    with copy.read(NOW) as tx:
        assert people.number_of(tx, found.phone_id) == ANA
        assert programme.get(tx, "not") is None
    copy.close()
    with closing(sqlite3.connect(tmp_path / "copy.sqlite3")) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_the_ledger_keeps_its_words_sealed(db: Database) -> None:
    found = ana(db)
    with db.write(NOW) as tx:
        said = ledger.append(tx, found.participant_id, ConsentAct.OPT_IN, 1, "yes please")
        shown = ledger.append(tx, found.participant_id, ConsentAct.PAUSE, 2)
        rows = {row.id: row for row in tx.all(select(ledger_table))}
        key = tx.key_of(found.participant_id)
        assert key.open(rows[said].words, f"ledger.words:{said}") == "yes please"
        assert rows[shown].words is None
