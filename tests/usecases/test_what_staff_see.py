"""What waits for a human, without a word or a number of anyone; and one ticket in clear, for who looks at it."""

import json
from datetime import timedelta

import pytest
from town import ANA, BEN, MONDAY, OVERDOSE, SAM, Town

from smsbot.core.delivery import Lost, Refused
from smsbot.usecases.alarm import alarms
from smsbot.usecases.report import look
from smsbot.usecases.send_stop import hold
from smsbot.usecases.show_ticket import NoSuchTicket, show


def test_a_quiet_programme_has_nothing_to_report(town: Town) -> None:
    assert all(rows == [] for rows in look(town.db, MONDAY).values())


def test_everything_that_needs_a_human_is_listed_and_nothing_about_anyone(town: Town) -> None:
    town.text(ANA, "PERSON")
    town.text(SAM, "1")
    town.text(BEN, OVERDOSE)
    town.carrier.answers = {ANA: [Lost("read timeout")], BEN: [Refused(30008)]}
    town.text(ANA, "help")
    town.text(BEN, "help")
    town.files.broken = True
    town.arrive(ANA, "my own words")
    for _ in range(3):
        town.settle()
    hold(town.db, MONDAY)
    seen = look(town.db, MONDAY)
    assert seen["send stop"] == [{"since": MONDAY.isoformat()}]
    assert [(row["topic"], row["taken"]) for row in seen["open tickets"]] == [
        ("person", MONDAY.isoformat()),
        ("crisis", None),
    ]
    assert [row["text"] for row in seen["texts of unknown outcome"]] == ["help"]
    assert [row["why"] for row in seen["texts that failed"]] == ["text"]
    assert len(seen["inbound texts nobody could decide"]) == 1
    assert {"status": "unknown", "texts": "1"} in seen["texts by status"]
    told = json.dumps(seen)
    for secret in ("my own words", "336555", "breathing"):
        assert secret not in told


def test_a_ticket_is_shown_with_what_whoever_acts_on_it_needs(town: Town) -> None:
    town.text(ANA, "narcan")
    town.text(ANA, "2")
    town.text(ANA, "the library, after 3")
    code = town.tickets()[0].code
    shown = show(town.db, MONDAY + timedelta(minutes=1), code.lower(), "sam")
    assert (shown.code, shown.level, shown.topic, shown.number) == (code, "routine", "naloxone", ANA)
    assert shown.answers == [("how", "meet"), ("place", "the library, after 3")]
    assert shown.last_words == ["narcan", "2", "the library, after 3"]
    assert [what for what, _ in shown.history] == ["opened", "asked", "alerted", "alerted", "looked"]
    assert shown.history[-1][1] == MONDAY + timedelta(minutes=1)


def test_a_ticket_about_nobody_is_shown_too(town: Town) -> None:
    town.text(SAM, "he's not breathing")
    shown = show(town.db, MONDAY, town.tickets()[0].code, "dee")
    assert (shown.number, shown.answers, shown.last_words) == (None, (), ())


@pytest.mark.parametrize(
    ("code", "handle", "message"), [("A0A0", "sam", "no ticket A0A0"), ("", "kim", "no worker 'kim'")]
)
def test_neither_an_unknown_code_nor_an_unknown_name_sees_anything(
    town: Town, code: str, handle: str, message: str
) -> None:
    town.text(ANA, "PERSON")
    with pytest.raises(NoSuchTicket, match=message):
        show(town.db, MONDAY, code or town.tickets()[0].code, handle)


# What an operator is woken for ------------------------------------------------------------------------------------


def test_an_operator_is_woken_for_what_waits_too_long_and_only_then(town: Town) -> None:
    town.text(ANA, OVERDOSE)
    assert alarms(town.db, MONDAY) == {}
    assert alarms(town.db, MONDAY + timedelta(minutes=16)) == {"red_tickets_nobody_took": 1}
    town.text(SAM, "1")
    assert alarms(town.db, MONDAY + timedelta(days=1)) == {}


def test_an_operator_is_woken_for_a_crisis_answer_that_does_not_leave(town: Town) -> None:
    town.carrier.answers[ANA] = [Refused(20003)]
    town.text(ANA, OVERDOSE)
    assert alarms(town.db, MONDAY + timedelta(minutes=3))["urgent_texts_not_handed_over"] == 1


def test_an_operator_is_woken_for_a_text_that_nobody_could_decide(town: Town) -> None:
    town.files.broken = True
    town.arrive(ANA, "hi")
    for _ in range(3):
        town.settle()
    assert alarms(town.db, MONDAY) == {"texts_nobody_could_decide": 1}


# The small things a turn can do -----------------------------------------------------------------------------------


def test_a_language_asked_for_counts_from_now_on(town: Town) -> None:
    town.text(ANA, "hi")
    assert town.says(ANA, "ESPAÑOL") == ["language.done"]
    assert town.person(ANA).language == "es"
    town.text(ANA, "menu")
    assert "Con gusto" in town.carrier.sent[-1].body
    town.text(ANA, "ENGLISH")
    assert town.person(ANA).language == "en"


def test_a_first_text_in_spanish_is_answered_in_spanish(town: Town) -> None:
    town.text(ANA, "hola")
    assert town.person(ANA).language == "es"


def test_the_menu_is_shown_once_and_then_a_person_is_offered_once(town: Town) -> None:
    town.text(ANA, "hi")
    assert town.says(ANA, "blorp") == ["menu.choose.ask"]
    town.pass_time(timedelta(days=1, hours=1))
    assert town.says(ANA, "blorp") == ["menu.choose.ask"], "half a day later it may be shown again"
    assert town.person(ANA).menu_shown_at == town.clock.now()


def test_what_a_person_asked_for_is_told_to_them(town: Town) -> None:
    town.text(ANA, "PERSON")
    assert town.says(ANA, "STATUS") == ["status.some"]
    assert town.says(BEN, "STATUS") == ["status.none"]
