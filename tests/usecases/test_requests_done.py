"""Requests to their end: NOTE, PASS, DONE, "1 if not", never mind, and a change."""

from datetime import timedelta

import pytest
from town import ANA, BEN, DEE, MONDAY, OVERDOSE, SAM, Town

from smsbot.core.gate import TICKET_PERMITS
from smsbot.core.program import RelayWords
from smsbot.db import people, tickets, workers
from smsbot.db.database import Database
from smsbot.db.schema import outbox, phone, ticket_event
from smsbot.usecases.show_ticket import show
from smsbot.usecases.upkeep import blank_old_bodies


@pytest.fixture
def town(sqlite_db: Database) -> Town:
    return Town(sqlite_db, relay_words=RelayWords.BY_TEXT)


def code(town: Town, at: int = -1) -> str:
    return str(town.tickets()[at].code)


def asks(town: Town, number: str = ANA, *, taken: bool = True) -> str:
    """Somebody asks for a kit by pick-up; Sam takes it."""
    town.text(number, "narcan")
    town.text(number, "1")
    assert town.tickets()[-1].topic == "naloxone"
    if taken:
        town.text(SAM, code(town))
    return code(town)


def last(town: Town, number: str) -> str:
    return [sent.body for sent in town.carrier.sent if sent.to == number][-1]


def events(town: Town) -> list[str]:
    return [row.what for row in town.rows(ticket_event)]


# --- NOTE


def test_a_note_is_kept_sealed_and_shown_to_whoever_looks_at_the_ticket(town: Town) -> None:
    made = asks(town)
    town.text(SAM, f"NOTE {made.lower()}: Left it with the desk, ask for Kim")
    assert town.heard(SAM)[-1] == "worker.noted"
    [row] = [row for row in town.rows(ticket_event) if row.what == "note"]
    assert b"desk" not in row.sealed
    shown = show(town.db, town.clock.now(), made, "dee")
    assert [(what, words) for _, what, words in shown.notes] == [
        ("asked", "how: pickup"),
        ("note", "Left it with the desk, ask for Kim"),
    ]


@pytest.mark.parametrize(("text", "told"), [("note", "note_what"), ("note Z9Z9 hi", "unknown"), ("nota bien", "noted")])
def test_a_note_needs_words_and_a_ticket(town: Town, text: str, told: str) -> None:
    asks(town)
    town.text(SAM, text)
    assert town.heard(SAM)[-1] == f"worker.{told}"


def test_with_several_tickets_a_note_or_done_needs_its_code(town: Town) -> None:
    asks(town)
    asks(town, BEN)
    for text in ("note hello", "done", "pass", "call"):
        town.text(SAM, text)
        assert town.heard(SAM)[-1] == "worker.which"


def test_anybody_on_the_team_may_add_a_note(town: Town) -> None:
    made = asks(town)
    town.text(DEE, f"note {made} seen at the library")
    assert town.heard(DEE)[-1] == "worker.noted"


def test_a_note_on_a_ticket_about_nobody_is_the_workers_own(town: Town) -> None:
    town.text(SAM, OVERDOSE)
    town.text(DEE, f"note {code(town)} all well")
    assert show(town.db, town.clock.now(), code(town), "dee").notes[0][2] == "all well"


def test_notes_are_blanked_with_everything_else_once_the_ticket_is_closed_long_enough(town: Town) -> None:
    made = asks(town)
    town.text(SAM, f"note {made} a word")
    later = town.clock.now() + timedelta(days=91)
    blank_old_bodies(town.db, town.programs.current(), later)
    assert show(town.db, later, made, "sam").notes, "it is still open"
    town.text(SAM, f"done {made}")
    blank_old_bodies(town.db, town.programs.current(), later)
    assert not show(town.db, later, made, "sam").notes


# --- PASS


def test_pass_opens_it_again_and_asks_others_first(town: Town) -> None:
    made = asks(town)
    town.text(SAM, "hello")
    before = len(town.heard(SAM))
    town.text(SAM, f"pass {made}")
    assert town.heard(SAM)[before:] == ["worker.passed"]
    assert town.heard(DEE)[-1] == "worker.alert"
    row = town.tickets()[-1]
    assert (row.taken_by, row.taken_at, row.relay_until) == (None, None, None)
    assert town.passes(to=SAM, hours=4).count("worker.alert") == 1, "on the next rung they are asked as well"


def test_a_crisis_that_is_passed_goes_to_everybody_else(sqlite_db: Database) -> None:
    town = Town(sqlite_db, MONDAY + timedelta(hours=10))
    town.text(ANA, OVERDOSE)
    town.text(SAM, "1")
    town.text(SAM, "pass")
    assert town.heard(DEE)[-1] == "worker.alert", "nobody else is on call"


def test_only_what_is_theirs_can_be_passed(town: Town) -> None:
    made = asks(town)
    town.text(DEE, f"pass {made}")
    assert town.heard(DEE)[-1] == "worker.not_yours"
    town.text(DEE, f"call {made}")
    assert town.heard(DEE)[-1] == "worker.not_yours"
    town.text(DEE, "pass Z9Z9")
    assert town.heard(DEE)[-1] == "worker.nothing"


# --- DONE


@pytest.mark.parametrize(
    ("text", "outcome", "words"),
    [
        ("done", None, []),
        ("done delivered", "delivered", []),
        ("done CODE no answer, left a voicemail", "no answer", []),
        ("done CODE She has Moved away for good", "other", ["She has Moved away for good"]),
    ],
)
def test_done_keeps_how_it_ended(town: Town, text: str, outcome: str | None, words: list[str]) -> None:
    made = asks(town)
    town.text(SAM, text.replace("CODE", made))
    assert town.tickets()[-1].outcome == outcome
    assert [note[2] for note in show(town.db, town.clock.now(), made, "sam").notes] == ["how: pickup", *words]
    assert town.heard(SAM)[-1] == "worker.done"


def test_whoever_asked_is_told_once_and_a_1_opens_it_again_with_its_holder(town: Town) -> None:
    made = asks(town)
    town.text(SAM, "done delivered")
    assert town.heard(ANA)[-1] == "done.told"
    assert town.says(ANA, "1") == ["done.reopened"]
    row = town.tickets()[-1]
    assert (row.closed_at, row.outcome, row.code, row.taken_by) == (None, None, made, town.sam.id)
    assert last(town, SAM) == f"PORT {made}: they say it is not done. It is yours again."
    assert town.passes(to=ANA, days=3) == []


def test_any_other_answer_leaves_it_done(town: Town) -> None:
    asks(town)
    town.text(SAM, "done delivered")
    assert town.says(ANA, "thanks") == []
    assert town.says(ANA, "2") == ["menu.choose.ask"]
    assert town.open_tickets() == []


def test_in_spanish_too(town: Town) -> None:
    town.text(ANA, "hola, quiero naloxona por favor")
    town.text(ANA, "1")
    town.text(SAM, code(town))
    town.text(SAM, "listo")
    assert "terminado; 1 si no" in last(town, ANA)


def test_nobody_holds_it_any_more_when_it_opens_again(town: Town) -> None:
    made = asks(town)
    town.text(SAM, f"done {made}")
    with town.db.write(town.clock.now()) as tx:
        workers.remove(tx, "sam")
    town.text(ANA, "1")
    assert town.heard(DEE)[-1] == "worker.alert"
    assert town.tickets()[-1].taken_by is None


def test_its_code_may_be_in_use_by_then(town: Town) -> None:
    made = asks(town)
    town.text(SAM, f"done {made}")
    with town.db.write(town.clock.now()) as tx:
        other = tickets.open_ticket(
            tx, "ride", tickets.Level.ROUTINE, participant_id=None, phone_id=None, inbox_id=None
        )
        tickets.change(tx, other.id, code=made)
    town.text(ANA, "1")
    assert town.tickets(topic="naloxone")[0].closed_at is None
    assert town.tickets(topic="naloxone")[0].code != made


def test_a_1_for_what_somebody_opened_already_changes_nothing(town: Town) -> None:
    made = asks(town)
    town.text(SAM, f"done {made}")
    with town.db.write(town.clock.now()) as tx:
        assert tickets.reopen(tx, town.tickets()[-1].id) is not None
        assert tickets.reopen(tx, town.tickets()[-1].id) is None
    assert town.says(ANA, "1") == ["done.reopened"]
    assert events(town).count("reopened") == 1


def test_at_night_it_waits_for_the_morning(sqlite_db: Database) -> None:
    town = Town(sqlite_db, MONDAY + timedelta(hours=12))
    asks(town)
    town.text(SAM, "done")
    assert town.heard(ANA)[-1] != "done.told"
    assert town.passes(to=ANA, hours=12) == ["done.told"]


def _stops(town: Town) -> None:
    town.text(ANA, "stop texting me")


def _two_weeks(town: Town) -> None:
    town.sleep(town.clock.now() + TICKET_PERMITS + timedelta(minutes=1))


def _frozen(town: Town) -> None:
    with town.db.write(town.clock.now()) as tx:
        people.freeze(tx, [row.id for row in town.rows(phone)], "number gone")


def _died(town: Town) -> None:
    with town.db.write(town.clock.now()) as tx:
        people.change(tx, town.person(ANA).id, death_reported_at=tx.now)


def _is_asked_about_stopping(town: Town) -> None:
    town.text(ANA, "i am done with this")


def _no_phone(town: Town) -> None:
    with town.db.write(town.clock.now()) as tx:
        tx.run(phone.update().values(number_hash="gone"))


@pytest.mark.parametrize("meanwhile", [_stops, _two_weeks, _frozen, _died, _is_asked_about_stopping, _no_phone])
def test_who_is_not_told(town: Town, meanwhile: object) -> None:
    made = asks(town)
    assert callable(meanwhile)
    meanwhile(town)
    town.text(SAM, f"done {made}")
    assert "done.told" not in [row.text_key for row in town.rows(outbox)]


@pytest.mark.parametrize("words", [OVERDOSE, "wrong number", "I was wondering about a few things lately, you know"])
def test_nobody_is_told_about_what_they_did_not_ask_for(town: Town, words: str) -> None:
    town.text(ANA, words)
    town.text(SAM, code(town))
    town.text(SAM, f"done {code(town)}")
    assert "done.told" not in town.heard(ANA)


def test_nor_about_a_call_nobody_answered(town: Town) -> None:
    town.call(ANA)
    town.text(SAM, code(town))
    town.text(SAM, "done reached")
    assert town.heard(ANA) == []


# --- never mind


@pytest.mark.parametrize("words", ["never mind", "forget it", "ya no lo necesito", "nvm"])
def test_never_mind_closes_the_newest_request_and_tells_its_holder(town: Town, words: str) -> None:
    made = asks(town)
    assert town.says(ANA, words) == ["request.closed"]
    assert town.open_tickets() == []
    assert town.tickets()[-1].outcome == "not needed"
    assert last(town, SAM) == f"{made}: they no longer need it. It is closed."


def test_never_mind_about_what_nobody_took_stops_its_ladder(town: Town) -> None:
    asks(town, taken=False)
    town.text(ANA, "never mind")
    assert {town.heard(SAM)[-1], town.heard(DEE)[-1]} == {"worker.not_needed"}
    assert town.passes(to=SAM, days=2) == []


def test_a_crisis_is_never_called_off(town: Town) -> None:
    town.text(ANA, OVERDOSE)
    town.text(ANA, "never mind")
    assert town.open_tickets() == [("crisis", "red")]


def test_with_nothing_open_never_mind_ends_the_conversation_quietly(town: Town) -> None:
    town.text(ANA, "narcan")
    town.text(ANA, "2")
    assert town.says(ANA, "never mind") == ["nevermind.none"]
    assert town.waiting_timers() == []
    assert town.tickets() == []


def test_forget_it_without_a_request_may_mean_the_texts(town: Town) -> None:
    town.text(ANA, "hi")
    assert town.says(ANA, "forget it") == ["stop.unsure"]


def test_after_stop_a_kit_can_still_be_called_off_without_a_word(town: Town) -> None:
    asks(town)
    town.text(ANA, "stop texting me")
    assert town.says(ANA, "never mind") == []
    assert town.open_tickets() == []
    assert town.heard(SAM)[-1] == "worker.not_needed"


# --- a change


def test_a_change_goes_to_the_ticket_and_its_holder(town: Town) -> None:
    made = asks(town)
    assert town.says(ANA, "change my address to 5 Elm St") == ["request.changed"]
    assert last(town, SAM) == f'{made}: something about it changed. "change my address to 5 Elm St"'
    assert [note[1:] for note in show(town.db, town.clock.now(), made, "sam").notes] == [
        ("asked", "how: pickup"),
        ("changed", "change my address to 5 Elm St"),
    ]


def test_who_was_only_asked_gets_no_words(town: Town) -> None:
    made = asks(town, taken=False)
    town.text(ANA, "change my address to 5 Elm St")
    assert last(town, SAM) == f"{made}: something about it changed."


def test_by_page_the_holder_gets_a_link(sqlite_db: Database) -> None:
    town = Town(sqlite_db)
    made = asks(town)
    town.text(ANA, "change my address to 5 Elm St")
    assert last(town, SAM).startswith(f"{made}: something about it changed. https://example.test/w/")


def test_a_bare_change_asks_what_and_the_next_text_is_the_answer(town: Town) -> None:
    made = asks(town)
    assert town.says(ANA, "CHANGE") == ["request.what"]
    assert town.says(ANA, "narcan at 6 Elm instead") == ["request.changed"]
    assert last(town, SAM).startswith(f"{made}: something about it changed.")


def test_without_a_request_change_is_about_how_often(town: Town) -> None:
    assert town.says(ANA, "change") == town.says(BEN, "how often")
