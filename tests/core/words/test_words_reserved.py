"""Reserved words: the whole message or its beginning, in both languages, and never inside ordinary sentences."""

from collections.abc import Callable

import pytest

from smsbot.core.words import Reading, Reserved

Read = Callable[[str], Reading]

MATCHES = [
    ("help", Reserved.HELP, ""),
    ("HELP!", Reserved.HELP, ""),
    ("helllp", Reserved.HELP, ""),
    ("hlp", Reserved.HELP, ""),
    ("info", Reserved.HELP, ""),
    ("AYUDA", Reserved.HELP, ""),
    ("start", Reserved.START, ""),
    ("unstop", Reserved.START, ""),
    ("Start again", Reserved.START, "again"),
    ("start texting me again", Reserved.START, "texting me again"),
    ("empezar", Reserved.START, ""),
    ("volver", Reserved.START, ""),
    ("join", Reserved.JOIN, ""),
    ("join please", Reserved.JOIN, ""),
    ("i want to join", Reserved.JOIN, ""),
    ("sign me up", Reserved.JOIN, ""),
    ("unirme", Reserved.JOIN, ""),
    ("quiero unirme", Reserved.JOIN, ""),
    ("menu", Reserved.MENU, ""),
    ("menú", Reserved.MENU, ""),
    ("Opciones", Reserved.MENU, ""),
    ("menu please", Reserved.MENU, ""),
    ("what are my options", Reserved.MENU, ""),
    ("person", Reserved.PERSON, ""),
    ("human please", Reserved.PERSON, ""),
    ("a real person", Reserved.PERSON, ""),
    ("persona", Reserved.PERSON, ""),
    ("talk to someone", Reserved.PERSON, ""),
    ("can i talk to someone", Reserved.PERSON, ""),
    ("I want to talk to a person please", Reserved.PERSON, ""),
    ("hablar con alguien", Reserved.PERSON, ""),
    ("quiero hablar con una persona", Reserved.PERSON, ""),
    ("call", Reserved.CALL, ""),
    ("call me", Reserved.CALL, ""),
    ("call me instead", Reserved.CALL, "instead"),
    ("can you call me tomorrow", Reserved.CALL, "tomorrow"),
    ("call me at 3", Reserved.CALL, "at 3"),
    ("llamar", Reserved.CALL, ""),
    ("Llámame", Reserved.CALL, ""),
    ("llameme mañana", Reserved.CALL, "manana"),
    ("plan", Reserved.PLAN, ""),
    ("my plan", Reserved.PLAN, ""),
    ("what did i agree to", Reserved.PLAN, ""),
    ("mi plan", Reserved.PLAN, ""),
    ("que acepté", Reserved.PLAN, ""),
    ("pause", Reserved.PAUSE, ""),
    ("pause til monday", Reserved.PAUSE, "til monday"),
    ("Pause 2 weeks please", Reserved.PAUSE, "2 weeks"),
    ("please pause until friday", Reserved.PAUSE, "until friday"),
    ("hold off", Reserved.PAUSE, ""),
    ("hold off for a week", Reserved.PAUSE, "for a week"),
    ("pausa", Reserved.PAUSE, ""),
    ("pausa hasta el lunes", Reserved.PAUSE, "hasta el lunes"),
    ("away", Reserved.AWAY, ""),
    ("away until june", Reserved.AWAY, "until june"),
    ("im in jail", Reserved.AWAY, ""),
    ("I'm in jail til march", Reserved.AWAY, ""),
    ("going to rehab", Reserved.AWAY, ""),
    ("im going to rehab tomorrow", Reserved.AWAY, ""),
    ("fuera", Reserved.AWAY, ""),
    ("less", Reserved.LESS, ""),
    ("less please", Reserved.LESS, ""),
    ("less texts", Reserved.LESS, ""),
    ("too many texts", Reserved.LESS, ""),
    ("you send too many texts", Reserved.LESS, ""),
    ("menos", Reserved.LESS, ""),
    ("menos mensajes por favor", Reserved.LESS, ""),
    ("more", Reserved.MORE, ""),
    ("more often", Reserved.MORE, ""),
    ("más", Reserved.MORE, ""),
    ("mas seguido", Reserved.MORE, ""),
    ("next", Reserved.NEXT, ""),
    ("when is the next one", Reserved.NEXT, ""),
    ("próximo", Reserved.NEXT, ""),
    ("siguiente", Reserved.NEXT, ""),
    ("back", Reserved.BACK, ""),
    ("go back", Reserved.BACK, ""),
    ("atrás", Reserved.BACK, ""),
    ("why", Reserved.WHY, ""),
    ("why?", Reserved.WHY, ""),
    ("why do you ask", Reserved.WHY, ""),
    ("why do you want to know", Reserved.WHY, ""),
    ("por qué", Reserved.WHY, ""),
    ("xq", Reserved.WHY, ""),
    ("language", Reserved.LANGUAGE, ""),
    ("idioma", Reserved.LANGUAGE, ""),
    ("spanish", Reserved.LANGUAGE, "es"),
    ("Español", Reserved.LANGUAGE, "es"),
    ("en español por favor", Reserved.LANGUAGE, "es"),
    ("spanish please", Reserved.LANGUAGE, "es"),
    ("hablo español", Reserved.LANGUAGE, "es"),
    ("no hablo ingles", Reserved.LANGUAGE, "es"),
    ("no hablo ingles, español", Reserved.LANGUAGE, "es"),
    ("spanish no english", Reserved.LANGUAGE, "es"),
    ("i dont speak spanish", Reserved.LANGUAGE, "en"),
    ("english", Reserved.LANGUAGE, "en"),
    ("inglés", Reserved.LANGUAGE, "en"),
    ("english please", Reserved.LANGUAGE, "en"),
    ("language english", Reserved.LANGUAGE, "en"),
    ("status", Reserved.STATUS, ""),
    ("status of my kit", Reserved.STATUS, "of my kit"),
    ("where is my kit", Reserved.STATUS, ""),
    ("wheres my narcan?", Reserved.STATUS, ""),
    ("estado", Reserved.STATUS, ""),
    ("donde está mi kit", Reserved.STATUS, ""),
    ("delete", Reserved.DELETE, ""),
    ("delete my data", Reserved.DELETE, "my data"),
    ("please delete everything you have on me", Reserved.DELETE, "you have on me"),
    ("borrar", Reserved.DELETE, ""),
    ("borrar mis datos", Reserved.DELETE, "mis datos"),
]

NO_MATCH = """
call it a day
call 911
i call my mom daily
call my mom
more or less ok
back to work tomorrow
back in the day
next week works
next tuesday is fine
why not
why would anyone do that
less than a week
help with housing
help please
start me on subs
start overnight
starting tomorrow
join the crowd i guess
planning to go
plan b
i plan to stop
pause
away game was fun
im away from my desk
more dope
i am back from jail
i was in jail last year
im out of jail
im in touch with my family
person i know od'd last year
personal reasons
that person was nice
the menu at the diner
language barrier at the clinic
spanish class was fun
english is my best subject
delete that last one
status quo
human resources
por que no
mas o menos
menos mal
fuera de aqui hace frio
la siguiente semana esta bien
"""


@pytest.mark.parametrize(("text", "reserved", "rest"), MATCHES)
def test_a_reserved_word_is_found_with_what_follows_it(text: str, reserved: Reserved, rest: str, reading: Read) -> None:
    found = reading(text)
    assert (found.reserved, found.rest) == (reserved, rest)
    assert found.urgency is None
    assert found.opt_out is None


@pytest.mark.parametrize("text", [text for text in NO_MATCH.splitlines() if text not in ("", "pause")])
def test_a_reserved_word_inside_a_sentence_is_only_a_word(text: str, reading: Read) -> None:
    found = reading(text)
    assert (found.reserved, found.rest) == (None, "")


def test_the_evidence_names_the_reserved_word(reading: Read) -> None:
    assert reading("menu").evidence == ("reserved menu",)
