"""What a text says about a person and their phone: a death, a loss, a shared or new phone, somebody's absence."""

from collections.abc import Callable

import pytest

from smsbot.core.words import Life, Reading, Reserved

Read = Callable[[str], Reading]

SAID = {
    Life.DEATH_OF_PHONE: """
the person with this phone died
the owner of this phone passed away last month
the guy who you are texting died
he died last week, this was his phone
la persona de este celular falleció
murió el lunes, este era su celular
""",
    Life.DEATH_OF_KIN: """
this is his mom, he died
this is her wife she passed
im his brother, he passed away on tuesday
this is joe's mom, he died tuesday
this is joe's mom. my son died
i'm her sister, she didn't make it
soy su mamá, él falleció el lunes
soy la esposa de luis, murió ayer
""",
    Life.DEATH: """
he passed last week
he passed
she passed away
she died yesterday
he is no longer with us
falleció
él falleció
ya se murió
murió anoche
""",
    Life.GRIEF: """
my brother died
my best friend died last night
lost my friend to this
i lost my brother
i buried my dad today
joe died
he didn't make it
my brother, he passed last week
going to a funeral
mi primo murió
falleció mi hijo
perdí a mi hermana
se nos fue mi papá
""",
    Life.SHARED_PHONE: """
this is my cousin's phone
i share this phone
we share a phone
this is a shared phone
im on my moms phone
my wife reads this phone too
my boyfriend checks my texts
i borrowed a phone
este celular es compartido
comparto este teléfono
este es el telefono de mi primo
mi esposo lee mis mensajes
""",
    Life.NEW_PHONE: """
new number
this is dee, new phone
hey its dee got a new number
i changed my number
i lost my phone this is my new one
cambié de número
tengo número nuevo
""",
    Life.AWAY_OF_ANOTHER: """
he's locked up til march
my brother is in jail
she went to rehab
my friend got arrested
él está en la cárcel
lo agarraron ayer
""",
    Life.FAMILY: """
im his mom how do i help
this is her mom
my son is an addict
my daughter uses, how can i help her
my son overdosed, i found your card
soy su mamá
soy la mamá, cómo le ayudo
cómo puedo ayudar a mi hijo
""",
}
PAIRS = [(text, kind) for kind, table in SAID.items() for text in table.splitlines() if text]

NOTHING = """
my phone died
phone died sorry
her phone died
i almost died
he almost died
i died twice and they brought me back
he would have died without narcan
people died last week from a bad batch
he passed me the kit
she passed the test
i lost my friends number
i lost my apartment
i need a new phone
can i get a free phone
im clean
i have a wife and 2 kids
my daughter needs narcan
i am his friend
casi me muero
hello
stop

"""


@pytest.mark.parametrize(("text", "kind"), PAIRS)
def test_what_is_said_about_a_person_or_their_phone(text: str, kind: Life, reading: Read) -> None:
    found = reading(text)
    assert found.life is kind
    assert any(line.startswith(f"{kind.replace('_', ' ')}: ") for line in found.evidence)
    assert found.opt_out is None


@pytest.mark.parametrize("text", NOTHING.splitlines())
def test_what_only_sounds_like_it_is_none_of_these(text: str, reading: Read) -> None:
    assert reading(text).life is None


@pytest.mark.parametrize("text", ["he is dead", "hes dead what do i do", "my son overdosed", "he passed out"])
def test_what_may_still_be_a_life_to_save_is_a_crisis_first(text: str, reading: Read) -> None:
    assert reading(text).urgency is not None


AWAY = """
away
away til march 3
im going to jail til march
in rehab for 30 days
i'm in rehab for 30 days
in jail til march
locked up til june
going to rehab monday
i turn myself in friday
voy a la carcel
me voy a rehabilitacion
"""


@pytest.mark.parametrize("text", [line for line in AWAY.splitlines() if line])
def test_going_away_is_the_reserved_word(text: str, reading: Read) -> None:
    found = reading(text)
    assert (found.reserved, found.life) == (Reserved.AWAY, None)


def test_somebody_else_being_away_is_not(reading: Read) -> None:
    assert reading("he's locked up til march").reserved is None
