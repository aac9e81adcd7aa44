"""Opt-out: what stops at once, what is asked about, and what never stops anyone's texts."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from smsbot.core.words import OptOut, Reading, Urgency

Read = Callable[[str], Reading]

PHRASES = Path(__file__).parents[3] / "../shared/data/optout_phrases.csv"

SURE = """
STOP
stop
Stop.
STOP!!
stoppp
stpo
s t o p
unsubcribe
UNSUBSCRIBE
Stop texting me
please stop texting me
pls stop txting me
STOP TEXTING ME PLEASE
I said stop texting
stop contacting me
stop messaging me
quit texting me
stop sending me messages
stop sending me this stuff
stop bothering me
dont text me
don’t text me anymore
do not contact me again
never contact me again
dont ever text me again
take me off your list
please remove me from this list
remove me
lose my number
delete my number
no more texts
no more messages please
leave me alone
leave me the hell alone
go away
opt out
I want to opt out
opt me out
unsubscribe me please
cancel
cancel all messages
end
quit
revoke
i withdraw my consent
I don't want to hear from you again
i dont want any more texts
i dont want these messages
no thank you stop
ok stop
please stop
stop please
Stop. Leave me alone.
We are not interested, please stop.
This is harassment, stop
stop stop stop
I'm blocking this number
I told you to stop
how many times do i have to say stop
no more
fuck off
hey can you stop texting me thanks
ALTO
alto por favor
PARAR
PARE
paren ya
BASTA
ya basta
BAJA
darme de baja
quiero darme de baja
CANCELAR
no mas
No más
NO MAS MENSAJES
no más mensajes por favor
deje de escribirme
dejen de escribirme
dejen de mandarme mensajes
por favor deje de mandarme mensajes
ya no me escriban
ya no me escriba
no me escriban mas
no me manden mas mensajes
no me mande mensajes
no quiero mas mensajes
ya no quiero mensajes
no quiero recibir mensajes
quíteme de la lista
quiteme de su lista
borre mi numero
dejeme en paz
déjenme en paz
no me molesten
no me contacten
detener
"""

UNSURE = """
goodbye
Goodbye!
bye
not interested
im not interested
stop it
stop that
enough
i want out
i quit
i am done
im done with this
stop texting me so much
stop texting me so early
stop texting me at 6am
dont call me just text
i dont want texts at night
stop calling me
stop i dont need this
forget it
shut up
cancel that
Stop, I moved to Ohio
ya
adios
suficiente
para
para ya
no me interesa
no me llamen
no me escriban tan temprano
"""

NEITHER = """
I want to stop using
i wanna quit
i want to quit
i want to stop
i would like to quit
how do i quit
how do i stop
help me stop
i quit using last week
i quit my job last week
trying to quit
cant stop shaking
i cant stop using
stop by at 5
Stop by at 5?
can you stop by tuesday
stop by the clinic
when does it end
the end of the week works
i will end up there
cancel my appointment
can you cancel my kit
dont stop texting me
please dont stop texting me
why did you stop texting me
did you stop texting me
my ex wont stop texting me
he wont stop texting me
tell him to stop texting me
i told him to stop contacting me
how do i make him stop bothering me
i never text
i dont text much
sorry i dont text and drive
dont forget to text me
take me off the waiting list
do not contact my mom
dont tell my mom
dont send me to jail
dont send the cops
dont send me more narcan i have plenty
i told you i want to stop using
quit today
i lost my number
i lost my phone
i always lose my phone
im done using
im done with dope
not anymore
no
nope
no thanks
no thank you
done
no problem
yes
ok
thanks bye
i stopped smoking
back to square one
the bus stop
no more dope for me
no more pills
i need to stop drinking
quiero dejar de usar
quiero parar de usar
ya no quiero usar
no quiero usar mas
como dejo de usar
voy a parar
para mi hijo
ya voy
ya casi
ya no uso
no gracias
no
no me mande a la carcel
no le digas a mi mama
mi ex no deja de escribirme
bajar la dosis
quiero parar
alto ahi amigo
"""


def lines(table: str) -> list[str]:
    return [text for text in table.splitlines() if text]


@pytest.mark.parametrize("text", lines(SURE))
def test_a_message_that_clearly_means_stop_is_sure(text: str, reading: Read) -> None:
    found = reading(text)
    assert found.opt_out is OptOut.SURE, found.evidence
    assert found.urgency is None, found.evidence
    assert not found.thanks


@pytest.mark.parametrize("text", lines(UNSURE))
def test_a_message_that_may_mean_stop_is_asked_about(text: str, reading: Read) -> None:
    found = reading(text)
    assert found.opt_out is OptOut.UNSURE, found.evidence


@pytest.mark.parametrize("text", lines(NEITHER))
def test_stopping_anything_but_the_texts_is_no_opt_out(text: str, reading: Read) -> None:
    found = reading(text)
    assert found.opt_out is None, found.evidence


CRISIS = [
    ("STOP breathing he wont wake up", None),
    ("end it all", None),
    ("leave me alone i want to die", None),
    ("goodbye everyone", None),
    ("unsubscribe me from life i want to die", OptOut.SURE),
    ("stop texting me im going to kill myself", OptOut.SURE),
    ("dont text me anymore. i dont want to be here anymore", OptOut.SURE),
    ("take me off your list im going to kill myself", OptOut.SURE),
    ("ya no me escriban me quiero matar", OptOut.SURE),
    ("basta me quiero matar", None),
]


@pytest.mark.parametrize(("text", "opt_out"), CRISIS)
def test_in_a_crisis_only_words_that_name_the_texts_are_an_opt_out_too(
    text: str, opt_out: OptOut | None, reading: Read
) -> None:
    found = reading(text)
    assert found.urgency is not None
    assert found.opt_out is opt_out, found.evidence


def test_every_collected_phrase_is_read_as_it_is_labelled(reading: Read) -> None:
    if not PHRASES.exists():
        pytest.skip("the phrase corpus ../shared/data/optout_phrases.csv is not on this machine")
    with PHRASES.open(encoding="utf-8", newline="") as file:
        rows = [(row["text"], row["label"]) for row in csv.DictReader(file)]
    unsure = [text for text, label in rows if "stop_" in label and reading(text).opt_out is not OptOut.SURE]
    wrong = [(text, label) for text, label in rows if not _as_labelled(reading(text), label)]
    assert wrong == []
    assert unsure == ["goodbye", "stop it"]


def _as_labelled(found: Reading, label: str) -> bool:
    return (
        found.urgency is None
        and {
            "stop_keyword": found.opt_out is OptOut.SURE,
            "stop_natural": found.opt_out is not None,
            "not_stop": found.opt_out is None,
            "wrong_number": found.wrong_number and found.opt_out is None,
            "help_keyword": found.reserved == "help" and found.carrier_help,
            "start_keyword": found.opt_out is None and found.carrier_start is (found.plain != "yes"),
        }[label]
    )


CARRIER = "STOP STOPALL UNSUBSCRIBE CANCEL END QUIT REVOKE OPTOUT".split()


@pytest.mark.parametrize("word", [*CARRIER, *map(str.lower, CARRIER), " Stop ", "\nstop\n"])
def test_the_bare_words_of_the_carrier_are_marked_as_answered_by_it(word: str, reading: Read) -> None:
    found = reading(word)
    assert found.carrier_stop
    assert found.opt_out is OptOut.SURE


@pytest.mark.parametrize("text", ["STOP!", "Stop.", "stop please", "“Stop”", "stpo", "ALTO", "opt out", "REMOVE", "TD"])
def test_what_only_we_understand_as_stop_is_not_marked_as_answered_by_the_carrier(text: str, reading: Read) -> None:
    found = reading(text)
    assert not found.carrier_stop
    assert found.opt_out is OptOut.SURE


def test_help_info_start_and_unstop_are_marked_and_yes_is_not(reading: Read) -> None:
    assert [reading(word).carrier_help for word in ("HELP", "info", "AYUDA", "help me")] == [True, True, False, False]
    marks = [reading(word).carrier_start for word in ("START", "unstop", "YES", "start again")]
    assert marks == [True, True, False, False]
    assert reading("YES").reserved is None


def test_a_goodbye_after_thanks_is_only_a_goodbye(reading: Read) -> None:
    found = reading("thanks, bye")
    assert (found.opt_out, found.thanks) == (None, True)


def test_an_urgent_text_keeps_its_urgency_beside_an_opt_out(reading: Read) -> None:
    assert reading("stop texting me im going to kill myself").urgency is Urgency.RED
