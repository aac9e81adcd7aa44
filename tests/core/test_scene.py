"""What rules and texts can see of a person and the moment."""

from datetime import UTC, date, datetime, timedelta

import pytest
from builders import MONDAY, NIGHT, a_cadence, a_person, a_program, a_scene

from smsbot.core.answer_fit import saved_cadence
from smsbot.core.cadence import Unit
from smsbot.core.cadence_words import Wish
from smsbot.core.effects import Say, TextKind
from smsbot.core.language import Language
from smsbot.core.person import Consent
from smsbot.core.scene import BUILT_IN_NAMES, FACTS, saved_wish


def test_today_is_the_persons_own() -> None:
    late = datetime(2026, 11, 3, 4, 30, tzinfo=UTC)
    assert a_scene(now=late).today == date(2026, 11, 2)
    assert a_scene(a_person(zone="Pacific/Auckland"), now=late).today == date(2026, 11, 3)


def test_facts_are_words_that_when_can_compare() -> None:
    plain, other = a_scene(), a_scene(a_person(consent=Consent.OPEN, cadence=a_cadence(), language=Language.ES))
    assert {name: plain.fact(name) for name in FACTS} == {
        "staffed": "yes",
        "joined": "no",
        "chosen": "no",
        "language": "en",
    }
    assert {name: other.fact(name) for name in FACTS} == {
        "staffed": "yes",
        "joined": "yes",
        "chosen": "yes",
        "language": "es",
    }
    assert a_scene(now=NIGHT).fact("staffed") == "no"


@pytest.mark.parametrize("state", [Consent.NONE, Consent.INVITED, Consent.HELD, Consent.STOPPED])
def test_joined_means_open_consent_and_nothing_less(state: Consent) -> None:
    assert a_scene(a_person(consent=state)).fact("joined") == "no"


def test_every_built_in_name_has_a_value_for_anyone() -> None:
    values = a_scene().values()
    assert set(values) == BUILT_IN_NAMES | {"sender"}
    assert values["plan"] == "only when you text"
    assert values["next"] == "nothing planned"


def test_spanish_values_are_spanish() -> None:
    values = a_scene(a_person(language=Language.ES, next_due=MONDAY)).values()
    assert values["next"] == "lun 2 nov"
    assert a_scene(a_person(language=Language.ES)).values()["next"] == "nada planeado"


def test_a_plan_chosen_in_this_turn_beats_the_one_on_record_even_when_it_is_none() -> None:
    scene = a_scene(a_person(cadence=a_cadence()))
    assert scene.values()["plan"].startswith("once a week")
    assert scene.values(chosen=Wish(a_cadence(unit=Unit.MONTH)))["plan"].startswith("once a month")
    assert scene.values(chosen=Wish(None))["plan"] == "only when you text"


def test_answers_are_shown_and_a_rules_own_values_come_last() -> None:
    values = a_scene().values({"how": "mail", "wish": saved_cadence(a_cadence())}, more={"until": "Monday"})
    assert values["how"] == "mail"
    assert values["wish"].startswith("once a week")
    assert values["until"] == "Monday"


@pytest.mark.parametrize("value", ["mail", "", "{", "{]", "{}x", '{"unit": 1}', '{"a":' + "[" * 1500])
def test_other_words_are_no_saved_wish_whatever_they_look_like(value: str) -> None:
    assert saved_wish(value) is None
    assert a_scene().values({"place": value})["place"] == value


def test_a_broken_window_is_no_saved_wish() -> None:
    assert saved_wish(saved_cadence(a_cadence()).replace("780", "9999")) is None


def test_a_saved_wish_reads_back() -> None:
    assert saved_wish(saved_cadence(None)) == Wish(None)
    assert saved_wish(saved_cadence(a_cadence())) == Wish(a_cadence())


def test_a_shared_text_is_said_in_the_persons_language_and_their_quiet_words() -> None:
    assert a_scene().say("menu") == Say(TextKind.REPLY, "<menu|en>", "menu")
    quiet = a_scene(a_person(quiet=True, language=Language.ES), a_program())
    assert quiet.say("menu").body == "<menu|es|quiet>"
    assert quiet.say("why").body == "<why|es>"


def test_a_day_is_written_in_the_persons_zone_and_language() -> None:
    assert a_scene().day(MONDAY + timedelta(days=1)) == "Tue Nov 3"
