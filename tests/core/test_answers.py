"""Answers to questions: the choice they mean, or the value they hold."""

import csv
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsbot.core.answers import Choice, Kind, pick, take

TODAY = date(2026, 11, 25)  # a Wednesday
KIT = (
    Choice("pickup", ("1", "pick up", "recoger", "recogerlo")),
    Choice("meet", ("2", "meet", "meet someone", "encontrarnos", "\U0001f91d")),
    Choice("mail", ("3", "mail", "by mail", "delivery", "correo")),
)
UNNUMBERED = (Choice("okay", ("good", "bien")), Choice("rough", ("rough", "duro")))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("1", "pickup"),
        ("1.", "pickup"),
        (" 2 ", "meet"),
        ("#1", "pickup"),
        ("(3)", "mail"),
        ("1 please", "pickup"),
        ("2 por favor", "meet"),
        ("3!!! thanks", "mail"),
        ("1 1", "pickup"),
        ("１", "pickup"),
        ("2️⃣", "meet"),
        ("1 \U0001f60a", "pickup"),
        ("one", "pickup"),
        ("THREE!!", "mail"),
        ("uno", "pickup"),
        ("dos por favor", "meet"),
        ("number two", "meet"),
        ("option 2", "meet"),
        ("opcion 3", "mail"),
        ("i think 3", "mail"),
        ("maybe 2", "meet"),
        ("first", "pickup"),
        ("the second one", "meet"),
        ("2nd", "meet"),
        ("3rd one please", "mail"),
        ("la segunda", "meet"),
        ("el tercero por favor", "mail"),
        ("pick up", "pickup"),
        ("Pick-up please", "pickup"),
        ("id like pick up", "pickup"),
        ("pickup", "pickup"),
        ("1 pick up", "pickup"),
        ("mail it to me", "mail"),
        ("by mail", "mail"),
        ("meet someone", "meet"),
        ("quiero recoger", "pickup"),
        ("una recoger", "pickup"),
        ("\U0001f91d", "meet"),
        ("\U0001f91d\U0001f3fd thanks", "meet"),
        ("meeeet", "meet"),
        ("maillll please", "mail"),
        ("mial", "mail"),
        ("pikc up", "pickup"),
        ("recojer", "pickup"),
        ("delivry plz", "mail"),
        ("dleivrey", "mail"),
        ("3) im staying behind the old gas station", "mail"),
        ("1. my cousin can drive me there on friday after work", "pickup"),
        ("mail, the address is the shelter on first street", "mail"),
        ("2 - is 1 hour enough to get there from downtown?", None),
        ("1 or 2", None),
        ("1. or 2 whatever is easier for you all today", None),
        ("1, no wait 2", None),
        ("mail, no pick up", None),
        ("both", None),
        ("2 pick up", None),
        ("mail or meet", None),
        ("pick up or mail", None),
        ("meet mail", None),
        ("not 1", None),
        ("no mail", None),
        ("no delivery", None),
        ("1 \U0001f44e", None),
        ("11", None),
        ("4", None),
        ("four", None),
        ("4 mail", None),
        ("mal", None),
        ("nail", None),
        ("zzz", None),
        ("m4il", None),
        ("\U00010a40bc", None),
        ("٢", "meet"),
        ("mmee", None),
        ("someone can pick up my kid", None),
        ("1 but i dont know how to get there myself ok?", None),
        ("i was thinking about it and maybe you can mail me", None),
        ("well, i was thinking about it and you can mail me", None),
        ("", None),
        ("...", None),
        ("\U0001f44d", None),
    ],
)
def test_an_answer_means_one_choice_or_none(text: str, name: str | None) -> None:
    assert pick(text, KIT) == name


@pytest.mark.parametrize(
    ("text", "choices", "name"),
    [
        ("1", UNNUMBERED, "okay"),
        ("the second", UNNUMBERED, "rough"),
        ("3", UNNUMBERED, None),
        ("good", UNNUMBERED, "okay"),
        ("ruogh", UNNUMBERED, "rough"),
        ("pretty good", UNNUMBERED, None),
        ("x", (Choice("x", ("x", "")), Choice("y", ("x",))), None),
        ("card", (Choice("a", ("cart",)), Choice("b", ("care",))), None),
        ("cards", (Choice("a", ("carda", "card")), Choice("b", ("zebra",))), "a"),
        ("anything", (), None),
    ],
)
def test_numbers_are_places_where_no_number_is_offered_and_doubt_is_no_answer(
    text: str, choices: Sequence[Choice], name: str | None
) -> None:
    assert pick(text, choices) == name


with (Path(__file__).parent / "answer_phrases.csv").open(encoding="utf-8", newline="") as file:
    PHRASES = [(row["asked"], row["text"], row["means"]) for row in csv.DictReader(file)]
"""What people answer to a choice of three and to typed questions; "?" is no answer, and asked once more."""


@pytest.mark.parametrize(("asked", "text", "means"), PHRASES)
def test_what_is_clearly_meant_is_taken_and_nothing_else(asked: str, text: str, means: str) -> None:
    found = pick(text, KIT) if asked == "choice" else take(Kind(asked), text, today=TODAY)

    assert (found or "?") == means


YES = [
    "yes", "Yes please", "yeah", "yep", "yup", "yesss", "y", "sure", "sure thing", "ok", "of course", "1", "yes i do",
    "si", "Sí!", "sip", "ya", "claro", "claro que si", "por supuesto", "dale", "siii",
    "\U0001f44d", "\U0001f44d\U0001f3fe",
    "yes, i would love that but only if it is not too much", "si, pero", "yeah 1",
]  # fmt: skip
NO = [
    "no", "No.", "nah", "nope", "n", "no thanks", "no thank you", "nooo", "not really", "i dont think so",
    "2", "no i do not",
    "no gracias", "ya no", "todavia no", "claro que no", "para nada", "\U0001f44e",
    "no, i would rather wait until the weekend is over first",
]  # fmt: skip
NEITHER = [
    "", "maybe", "yes and no", "yeah no", "i dont know", "not sure", "no problem", "hope", "idk", "i have no idea",
    "yes, but not now", "quiza", "of course not", "3", "tal vez",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"),
    [(text, "yes") for text in YES if text != "si, pero"]
    + [("si, pero", None)]
    + [(text, "no") for text in NO]
    + [(text, None) for text in NEITHER],
)
def test_yes_and_no_are_known_in_many_words(text: str, value: str | None) -> None:
    assert take(Kind.YES_NO, text, today=TODAY) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2", "2"),
        ("two", "2"),
        ("dos", "2"),
        ("a couple", "2"),
        ("un par", "2"),
        ("una docena", "12"),
        ("a dozen", "12"),
        ("2 kits please", "2"),
        ("2kits", "2"),
        ("about 3", "3"),
        ("one", "1"),
        ("2 (two)", "2"),
        ("none", "0"),
        ("cero", "0"),
        ("ninguno", "0"),
        ("1,000", "1000"),
        ("4, because my brother and his friend need some too", "4"),
        ("my brother and his friend each need some so i say 4", None),
        ("2 or 3", None),
        ("2-3", None),
        ("1.5", None),
        ("-3", None),
        ("no one", None),
        ("no", None),
        ("not 2", None),
        ("12345678901", None),
        ("many", None),
        ("", None),
    ],
)
def test_a_number_is_one_whole_number(text: str, value: str | None) -> None:
    assert take(Kind.NUMBER, text, today=TODAY) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("today", "2026-11-25"),
        ("tonight", "2026-11-25"),
        ("hoy por la tarde", "2026-11-25"),
        ("yesterday", "2026-11-24"),
        ("ayer", "2026-11-24"),
        ("tomorrow", "2026-11-26"),
        ("tomorrow afternoon", "2026-11-26"),
        ("tomorrow at 3", "2026-11-26"),
        ("mañana", "2026-11-26"),
        ("mañana por la mañana", "2026-11-26"),
        ("el viernes a las 3", "2026-11-27"),
        ("friday", "2026-11-27"),
        ("friday 12-5", "2026-11-27"),
        ("can we do tuesday?", "2026-12-01"),
        ("wednesday", "2026-12-02"),
        ("12/24", "2026-12-24"),
        ("12-5", "2026-12-05"),
        ("dec 5th", "2026-12-05"),
        ("el 5 de diciembre", "2026-12-05"),
        ("the 5th please", "2026-12-05"),
        ("in 2 days", "2026-11-27"),
        ("en 2 semanas", "2026-12-09"),
        ("not monday", None),
        ("monday or tuesday", None),
        ("between 25 and 30 monday", None),
        ("between @5 and @99999 monday", None),
        ("5", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_date_is_a_day_of_the_calendar(text: str, value: str | None) -> None:
    assert take(Kind.DATE, text, today=TODAY) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", "15:00"),
        ("9", "09:00"),
        ("3pm", "15:00"),
        ("3 p.m. please", "15:00"),
        ("3:30", "15:30"),
        ("03:30", "03:30"),
        ("15:00", "15:00"),
        ("1500", "15:00"),
        ("930", "09:30"),
        ("noon", "12:00"),
        ("12", "12:00"),
        ("midnight", "00:00"),
        ("half past 3", "15:30"),
        ("at 9", "09:00"),
        ("around 6", "18:00"),
        ("a las 3", "15:00"),
        ("como a las 3 y media", "15:30"),
        ("las 8 de la noche", "20:00"),
        ("9 de la mañana", "09:00"),
        ("mediodía", "12:00"),
        ("24", None),
        ("25", None),
        ("3:75", None),
        ("3 or 4", None),
        ("afternoon", None),
        ("", None),
    ],
)
def test_a_time_is_a_time_of_day(text: str, value: str | None) -> None:
    assert take(Kind.TIME, text, today=TODAY) == value


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Kind.PHONE, "919 555 0123", "+19195550123"),
        (Kind.PHONE, "call me at (919) 555-0123 thanks", "+19195550123"),
        (Kind.PHONE, "+1 919.555.0123", "+19195550123"),
        (Kind.PHONE, "555 0123", None),
        (Kind.PHONE, "i have no phone", None),
        (Kind.ZIP, "27701", "27701"),
        (Kind.ZIP, "27701 but i move around", "27701"),
        (Kind.ZIP, "27701-1234", "27701"),
        (Kind.ZIP, "its 27701, 27701", "27701"),
        (Kind.ZIP, "27701 or 27702", None),
        (Kind.ZIP, "2770", None),
        (Kind.ZIP, "9195550123", None),
        (Kind.TEXT, "  behind the store \n", "behind the store"),
        (Kind.TEXT, "no", "no"),
        (Kind.TEXT, "  ", None),
    ],
)
def test_the_other_kinds_are_saved_in_one_form(kind: Kind, text: str, value: str | None) -> None:
    assert take(kind, text, today=TODAY) == value


@pytest.mark.parametrize(
    ("kind", "text", "least", "most", "value"),
    [
        (Kind.NUMBER, "2", 1, 4, "2"),
        (Kind.NUMBER, "5", 1, 4, None),
        (Kind.NUMBER, "0", 1, None, None),
        (Kind.DATE, "yesterday", 0, None, None),
        (Kind.DATE, "yesterday", -7, 0, "2026-11-24"),
        (Kind.DATE, "in 2 months", 0, 30, None),
        (Kind.TIME, "8", 540, 1200, "20:00"),
        (Kind.TIME, "3am", 540, 1200, None),
        (Kind.TEXT, "a", 2, None, None),
        (Kind.TEXT, "abcdef", None, 5, None),
        (Kind.TEXT, "abcde", 2, 5, "abcde"),
    ],
)
def test_bounds_hold_in_the_unit_of_the_kind(
    kind: Kind, text: str, least: int | None, most: int | None, value: str | None
) -> None:
    assert take(kind, text, today=TODAY, min=least, max=most) == value


PIECES = [
    *YES,
    *NO,
    *NEITHER,
    "1",
    "2",
    "mail",
    "or",
    "tomorrow",
    "@900",
    "@99999",
    "wd9",
    "12/24",
    "5pm",
    "27701",
    "\u0660",
    "²",
]


FORMS = {
    Kind.YES_NO: "yes|no",
    Kind.NUMBER: "0|[1-9][0-9]*",
    Kind.DATE: "[0-9]{4}-[0-9]{2}-[0-9]{2}",
    Kind.TIME: "([01][0-9]|2[0-3]):[0-5][0-9]",
    Kind.PHONE: r"\+[1-9][0-9]{6,14}",
    Kind.ZIP: "[0-9]{5}",
    Kind.TEXT: r"\S(.*\S)?",
}


@given(st.sampled_from(Kind), st.text(max_size=90) | st.lists(st.sampled_from(PIECES), max_size=5).map(" ".join))
def test_no_text_breaks_it_and_what_is_taken_has_the_form_of_its_kind(kind: Kind, text: str) -> None:
    assert pick(text, KIT) in {None, "pickup", "meet", "mail"}
    value = take(kind, text, today=TODAY)

    assert value is None or re.fullmatch(FORMS[kind], value, re.DOTALL)
