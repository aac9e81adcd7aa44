"""A worker and a person text each other through the programme's number, and the bot steps back."""

from datetime import timedelta

import pytest
from town import ANA, BEN, DEE, MONDAY, OVERDOSE, SAM, Town

from smsbot.core.delivery import Accepted, Lost, NotSent, Refused
from smsbot.core.effects import TextKind
from smsbot.core.gate import PERMIT_LASTS, TICKET_PERMITS
from smsbot.core.program import RelayWords
from smsbot.db import people, tickets, workers
from smsbot.db.database import Database
from smsbot.db.schema import outbox as outbox_table
from smsbot.db.schema import peek, phone, phone_link, ticket_event
from smsbot.usecases.send_stop import hold, release
from smsbot.usecases.upkeep import blank_old_bodies

BY_TEXT = RelayWords.BY_TEXT


@pytest.fixture
def texts(sqlite_db: Database) -> Town:
    """A town whose workers see words in texts."""
    return Town(sqlite_db, relay_words=BY_TEXT)


@pytest.fixture
def pages(sqlite_db: Database) -> Town:
    """A town whose workers see words on a page."""
    return Town(sqlite_db)


def last(town: Town, number: str) -> str:
    """The words of the newest text to a number."""
    return [sent.body for sent in town.carrier.sent if sent.to == number][-1]


def taken(town: Town, number: str = ANA, words: str = "I'd like a person", by: str = SAM) -> str:
    """Somebody asks for a person, and a worker takes the ticket; its code."""
    town.text(number, words)
    code = str(town.tickets()[-1].code)
    town.text(by, code)
    return code


def events(town: Town) -> list[str]:
    return [row.what for row in town.rows(ticket_event)]


# --- the take


def test_whoever_takes_a_ticket_sees_the_last_three_texts(texts: Town) -> None:
    for words in ("one", "two", "three"):
        texts.text(ANA, words)
    code = taken(texts)
    assert last(texts, SAM).startswith(f"{code} is yours.")
    assert last(texts, SAM).endswith(' "two" / "three" / "I\'d like a person"')


def test_what_a_flow_found_out_comes_before_them(texts: Town) -> None:
    for words in ("narcan", "2", "the library, after 3"):
        texts.text(ANA, words)
    texts.text(SAM, str(texts.tickets()[-1].code))
    assert ' "how: meet; place: the library, after 3" / "narcan" / "2" / "the library, after 3"' in last(texts, SAM)


def test_or_a_link_to_a_page_with_them(pages: Town) -> None:
    code = taken(pages)
    assert last(pages, SAM).startswith(f"{code} is yours.")
    assert " https://example.test/w/" in last(pages, SAM)
    assert "like a person" not in last(pages, SAM)


def test_without_words_there_is_nothing_to_show(texts: Town) -> None:
    texts.call(BEN)
    texts.text(SAM, "1")
    assert last(texts, SAM).endswith("seen to it.")
    texts.text(SAM, texts.tickets()[0].code)
    assert texts.heard(SAM)[-1] == "worker.no_last_words"


def test_the_code_of_a_ticket_that_is_theirs_shows_the_words_again(texts: Town) -> None:
    code = taken(texts)
    at = texts.tickets()[0].taken_at
    texts.passes(minutes=5)
    texts.text(SAM, code.lower())
    assert last(texts, SAM) == f'{code}, the last texts: "I\'d like a person"'
    assert texts.tickets()[0].taken_at == at
    assert events(texts)[-1] == "looked"


def test_nobody_elses_number_is_in_any_text_to_a_worker(texts: Town) -> None:
    taken(texts)
    texts.text(SAM, "hello there")
    texts.text(ANA, "hi, who is this")
    assert not any(ANA[2:] in sent.body for sent in texts.carrier.sent if sent.to == SAM)
    assert not any(SAM[2:] in sent.body for sent in texts.carrier.sent if sent.to == ANA)


# --- words of the worker


def test_what_a_worker_types_reaches_the_person_and_says_who_writes_once(texts: Town) -> None:
    taken(texts)
    assert texts.text(SAM, "Hi, this is about tomorrow") == []
    assert last(texts, ANA) == "A person on our team: Hi, this is about tomorrow"
    texts.text(SAM, "Is ten fine?")
    assert last(texts, ANA) == "Is ten fine?"
    [first, second] = texts.rows(outbox_table, outbox_table.c.kind == TextKind.RELAY)
    assert first.permit_worker_id == second.permit_worker_id == texts.sam.id
    assert first.permit_inbox_id is not None
    assert events(texts).count("relayed") == 2


def test_it_is_introduced_in_the_language_of_the_person_and_with_a_name_only_where_that_is_wanted(
    sqlite_db: Database,
) -> None:
    town = Town(sqlite_db, relay_names=True)
    taken(town, words="quiero hablar con una persona")
    town.text(SAM, "Buenas tardes")
    assert last(town, ANA) == "Sam, del equipo: Buenas tardes"


def test_after_two_quiet_hours_the_next_text_is_introduced_again(texts: Town) -> None:
    taken(texts)
    texts.text(SAM, "first")
    texts.passes(hours=2)
    texts.text(SAM, "second")
    assert last(texts, ANA) == "A person on our team: second"


def test_a_code_in_front_says_whom_it_is_for(texts: Town) -> None:
    ana, ben = taken(texts), taken(texts, BEN)
    texts.text(SAM, "hello")
    assert texts.heard(SAM)[-1] == "worker.which_words", "two tickets, and no exchange yet"
    texts.text(SAM, f"{ana}: hello Ana")
    assert last(texts, ANA).endswith(": hello Ana")
    texts.text(SAM, "and again")
    assert last(texts, ANA) == "and again", "the only exchange that is on"
    texts.text(SAM, f"{ben} hello Ben")
    texts.text(SAM, "which of you?")
    assert texts.heard(SAM)[-1] == "worker.which_words", "two exchanges moved in the last minutes"
    texts.passes(minutes=11)
    texts.text(SAM, f"{ben} still there?")
    texts.text(SAM, "good")
    assert last(texts, BEN) == "good", "the newest exchange, and clearly so"


def test_words_for_a_ticket_of_somebody_else_go_nowhere(texts: Town) -> None:
    code = taken(texts)
    texts.text(DEE, f"{code} hello")
    assert texts.heard(DEE)[-1] == "worker.not_yours"
    assert "hello" not in last(texts, ANA)


def test_ok_in_the_middle_of_an_exchange_is_for_the_person_unless_somebody_waits(texts: Town) -> None:
    code = taken(texts)
    texts.text(SAM, "ok")
    assert last(texts, ANA).endswith(": ok")
    texts.text(SAM, f"{code} yes I can come")
    assert last(texts, ANA) == "yes I can come"
    texts.text(BEN, OVERDOSE)
    texts.text(SAM, "ok")
    assert [row.taken_by for row in texts.tickets(topic="crisis")] == [texts.sam.id]


def test_a_bare_one_is_never_relayed(texts: Town) -> None:
    taken(texts)
    texts.text(SAM, "1")
    assert texts.heard(SAM)[-1] == "worker.nothing"


def test_crisis_words_of_a_worker_raise_unless_they_name_their_ticket(texts: Town) -> None:
    code = taken(texts)
    texts.text(SAM, f"{code} he is not breathing? Call 911")
    assert last(texts, ANA).endswith(": he is not breathing? Call 911")
    assert texts.tickets(topic="crisis") == []
    texts.text(SAM, "he is not breathing")
    assert len(texts.tickets(topic="crisis")) == 1
    assert "worker.code_first" in texts.heard(SAM)
    assert last(texts, ANA).endswith("Call 911")


def test_a_report_about_a_crisis_raises_nothing_new(texts: Town) -> None:
    texts.text(ANA, OVERDOSE)
    texts.text(SAM, "1")
    texts.text(SAM, f"done {texts.tickets()[0].code} he was not breathing, gave two doses, ambulance came")
    assert [row.closed_at is None for row in texts.tickets()] == [False]


def test_a_stop_ends_the_exchange_of_somebody_who_was_taken_off(texts: Town) -> None:
    taken(texts)
    texts.text(SAM, "hello")
    with texts.db.write(texts.clock.now()) as tx:
        workers.remove(tx, "sam")
    texts.text(ANA, "stop texting me")
    assert texts.tickets()[0].relay_until is None
    assert "worker.stopped" not in texts.heard(SAM)


def test_a_ticket_about_nobody_reaches_nobody(texts: Town) -> None:
    texts.text(SAM, OVERDOSE)
    code = texts.tickets()[0].code
    texts.text(DEE, code)
    texts.text(DEE, "are you safe?")
    assert texts.heard(DEE)[-1] == "worker.nobody"
    texts.text(DEE, "call")
    assert texts.heard(DEE)[-1] == "worker.nobody"


# --- the gate


def test_never_after_stop_and_the_worker_is_told(texts: Town) -> None:
    taken(texts, words="I need someone to talk to")
    texts.text(SAM, "hello")
    texts.text(ANA, "stop texting me")
    assert texts.heard(SAM)[-1] == "worker.stopped"
    texts.text(SAM, "hello?")
    assert texts.heard(SAM)[-1] == "worker.relay_stopped"
    assert texts.tickets()[0].relay_until is None
    assert texts.heard(ANA)[-1] == "stop.confirm"


def test_a_text_that_waits_when_they_stop_is_not_sent_and_the_worker_hears_it(texts: Town) -> None:
    taken(texts)
    hold(texts.db, texts.clock.now())
    texts.text(SAM, "hello")
    texts.text(ANA, "stop texting me")
    release(texts.db, texts.clock.now())
    texts.passes(minutes=1)
    assert texts.fate("relay") == ["cancelled"]
    assert "worker.relay_stopped" in texts.heard(SAM)


def test_hours_a_pause_and_a_crisis_hold_nothing_that_a_human_typed(sqlite_db: Database) -> None:
    town = Town(sqlite_db, MONDAY + timedelta(hours=12), relay_words=BY_TEXT)
    town.text(ANA, "pause")
    town.text(ANA, OVERDOSE)
    town.text(SAM, "1")
    town.text(SAM, "I am calling you now")
    assert last(town, ANA) == "A person on our team: I am calling you now"
    assert town.row(outbox_table, outbox_table.c.kind == TextKind.RELAY).urgent


def test_a_number_that_may_have_changed_hands_has_to_text_first(texts: Town) -> None:
    taken(texts)
    texts.passes(minutes=1)
    with texts.db.write(texts.clock.now()) as tx:
        people.freeze(tx, [row.id for row in texts.rows(phone)], "number gone")
    texts.text(SAM, "hello")
    assert texts.heard(SAM)[-1] == "worker.relay_frozen"
    texts.passes(minutes=1)
    texts.text(ANA, "hello? it is still me")
    texts.text(SAM, "good to hear")
    assert last(texts, ANA).endswith("good to hear")


def test_without_a_text_of_theirs_one_goes_out_until_they_answer(texts: Town) -> None:
    taken(texts)
    texts.sleep(texts.clock.now() + TICKET_PERMITS + timedelta(hours=1))
    texts.text(SAM, "are you well?")
    assert last(texts, ANA).endswith("are you well?")
    texts.text(SAM, "hello?")
    assert texts.heard(SAM)[-1] == "worker.relay_once"
    texts.text(ANA, "yes, thanks")
    texts.text(SAM, "good")
    assert last(texts, ANA) == "good"


def test_whoever_never_texted_gets_one_too(texts: Town) -> None:
    texts.call(BEN)
    texts.text(SAM, "1")
    texts.text(SAM, "sorry we missed your call")
    assert last(texts, BEN).endswith("sorry we missed your call")
    texts.text(SAM, "hello?")
    assert texts.heard(SAM)[-1] == "worker.relay_once"


def test_with_a_ticket_an_inbound_text_permits_for_longer_than_a_day(texts: Town) -> None:
    taken(texts)
    texts.sleep(texts.clock.now() + PERMIT_LASTS * 2)
    for words in ("one", "two"):
        texts.text(SAM, words)
    assert last(texts, ANA) == "two"


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ([Refused(30007)], ["worker.relay_failed"]),
        ([Refused(21610)], ["worker.stopped", "worker.relay_stopped"]),  # the ticket they hold ends with it
        ([Lost("timeout")], ["worker.relay_unknown"]),
        ([NotSent("no route")], []),
        ([Accepted("SM" + "1" * 32)], []),
    ],
)
def test_the_worker_hears_what_became_of_their_words(texts: Town, answers: list[object], told: list[str]) -> None:
    taken(texts)
    texts.carrier.answers[ANA] = answers  # type: ignore[assignment]
    before = len(texts.heard(SAM))
    texts.text(SAM, "hello")
    assert texts.heard(SAM)[before:] == told


def test_a_late_report_that_it_did_not_arrive_is_told_too(texts: Town) -> None:
    taken(texts)
    texts.text(SAM, "hello")
    texts.reports(texts.carrier.sent[-1].id, "undelivered", 30003)
    assert texts.heard(SAM)[-1] == "worker.relay_failed"


def test_news_for_somebody_who_is_no_longer_a_worker_go_nowhere(texts: Town) -> None:
    taken(texts)
    texts.text(SAM, "hello")
    with texts.db.write(texts.clock.now()) as tx:
        workers.remove(tx, "sam")
    before = len(texts.carrier.sent)
    texts.reports(texts.carrier.sent[-1].id, "undelivered", 30003)
    assert len(texts.carrier.sent) == before


# --- words of the person


def test_while_a_human_is_on_the_bot_says_nothing_and_passes_the_words_on(texts: Town) -> None:
    code = taken(texts)
    texts.text(SAM, "hello")
    for words in ("narcan", "menu", "change my address to 5 Elm", "thanks", "1"):
        assert texts.text(ANA, words) == []
        assert last(texts, SAM) == f'{code}: "{words}"'
    assert texts.rules()[-1] == "human.forward"


def test_or_says_that_there_is_more_with_a_link(pages: Town) -> None:
    code = taken(pages)
    pages.text(SAM, "hello")
    pages.text(ANA, "narcan")
    assert last(pages, SAM).startswith(f"{code} texted: https://example.test/w/")


def test_a_picture_is_passed_on_as_what_it_is(texts: Town) -> None:
    code = taken(texts)
    texts.text(SAM, "hello")
    texts.text(ANA, "", media=1)
    assert last(texts, SAM) == f'{code}: "(a picture)"'
    texts.text(ANA, "this one", media=1)
    assert last(texts, SAM) == f'{code}: "this one (a picture)"'


def test_words_with_braces_and_very_long_ones_are_passed_on(texts: Town) -> None:
    code = taken(texts)
    texts.text(SAM, "hello")
    texts.text(ANA, "{code} {")
    assert last(texts, SAM) == f'{code}: "{{code}} {{"'
    texts.text(ANA, "x" * 1600)
    assert len(last(texts, SAM)) < 1500


def test_each_text_keeps_the_exchange_open_for_two_hours_more(texts: Town) -> None:
    taken(texts)
    texts.text(SAM, "hello")
    texts.passes(hours=1, minutes=59)
    assert texts.says(ANA, "menu") == []
    texts.passes(hours=1, minutes=59)
    assert texts.says(ANA, "menu") == []
    texts.passes(hours=2)
    assert texts.says(ANA, "plan") == ["plan.none"]


@pytest.mark.parametrize(("words", "said"), [("HELP", ["help"]), (OVERDOSE, ["crisis.overdose"]), ("STOP", [])])
def test_crisis_stop_and_help_come_first_as_ever(texts: Town, words: str, said: list[str]) -> None:
    taken(texts)
    texts.text(SAM, "hello")
    assert texts.says(ANA, words) == said
    assert texts.rules()[-1] != "human.forward"


def test_in_a_crisis_whoever_has_it_reads_every_word(texts: Town) -> None:
    texts.text(ANA, OVERDOSE)
    assert texts.heard(SAM) == ["worker.alert"]
    texts.text(ANA, "hurry")
    assert texts.heard(SAM)[-1] == "worker.texted", "nobody has it: no words go to all"
    texts.text(SAM, "1")
    texts.text(ANA, "we are behind the store")
    assert last(texts, SAM).endswith(': "we are behind the store"')


def test_words_for_somebody_who_was_taken_off_bring_in_others_at_once(texts: Town) -> None:
    code = taken(texts)
    texts.text(SAM, "hello")
    with texts.db.write(texts.clock.now()) as tx:
        workers.remove(tx, "sam")
    texts.text(ANA, "are you there?")
    assert texts.heard(DEE)[-1] == "worker.alert"
    with texts.db.read(texts.clock.now()) as tx:
        row = tickets.by_code(tx, code)
    assert row is not None
    assert (row.taken_by, row.relay_until) == (None, None)


def test_a_crisis_whose_holder_was_taken_off_is_raised_anew_by_their_next_text(texts: Town) -> None:
    texts.text(ANA, OVERDOSE)
    texts.text(SAM, "1")
    with texts.db.write(texts.clock.now()) as tx:
        workers.remove(tx, "sam")
    before = texts.heard(DEE).count("worker.alert")
    texts.text(ANA, "hello? anyone?")
    assert texts.heard(DEE).count("worker.alert") == before + 1
    assert texts.tickets()[0].taken_by is None


def test_a_drill_in_hand_does_not_make_words_unclear(texts: Town) -> None:
    code = taken(texts)
    with texts.db.write(texts.clock.now()) as tx:
        drill = tickets.open_ticket(tx, "drill", tickets.Level.RED, participant_id=None, phone_id=None, inbox_id=None)
        tickets.change(tx, drill.id, taken_at=tx.now, taken_by=texts.sam.id)
    texts.text(SAM, "hello")
    assert last(texts, ANA).endswith("hello")
    texts.text(SAM, f"done {drill.code}")
    texts.text(SAM, f"done {code}")
    assert texts.open_tickets() == []


def test_old_pages_are_forgotten(pages: Town) -> None:
    taken(pages)
    assert len(pages.rows(peek)) == 1
    blank_old_bodies(pages.db, pages.programs.current(), pages.clock.now() + timedelta(hours=23))
    assert len(pages.rows(peek)) == 1
    blank_old_bodies(pages.db, pages.programs.current(), pages.clock.now() + timedelta(hours=25))
    assert pages.rows(peek) == []


def test_with_no_page_to_go_to_there_is_the_plain_notice(pages: Town) -> None:
    pages.programs = pages.files
    code = taken(pages)
    assert last(pages, SAM).endswith("seen to it.")
    pages.text(SAM, "hello")
    pages.text(ANA, "narcan")
    assert last(pages, SAM) == f"PORT ROUTINE {code}: they texted again."


def test_an_erased_person_can_neither_be_read_nor_reached(texts: Town) -> None:
    texts.text(ANA, "I'd like a person")
    code = texts.tickets()[0].code
    texts.text(SAM, code)
    texts.text(ANA, "DELETE")
    texts.text(ANA, "1")
    assert texts.heard(SAM)[-1] == "worker.do_not_go"
    texts.text(SAM, "hello")
    assert texts.heard(SAM)[-1] == "worker.nothing"


def test_after_erasing_nothing_of_theirs_climbs_and_nobody_is_asked_to_go(texts: Town) -> None:
    texts.text(ANA, "narcan")
    texts.text(ANA, "1")
    texts.text(ANA, "I'd like a person")
    texts.text(ANA, "DELETE")
    texts.text(ANA, "1")
    assert {row.outcome for row in texts.tickets()} == {"erased"}
    before = len(texts.heard(SAM))
    texts.passes(days=3)
    assert len(texts.heard(SAM)) == before


def test_the_phone_they_last_texted_from_is_the_one_that_is_answered(texts: Town) -> None:
    taken(texts)
    with texts.db.write(texts.clock.now() + timedelta(minutes=1)) as tx:
        second = people.find_or_create(tx, BEN, language="en", zone="UTC")
        tx.run(
            phone_link.update()
            .where(phone_link.c.phone_id == second.phone_id)
            .values(participant_id=texts.person(ANA).id)
        )
    texts.text(SAM, "hello")
    assert last(texts, ANA).endswith("hello"), "the newer phone never texted"
