"""Crisis words: what has to be RED, what may be AMBER, and what is neither, in both languages."""

from collections.abc import Callable

import pytest

from smsbot.core.words import Reading, Situation, Urgency

Read = Callable[[str], Reading]

OVERDOSE_NOW = """
he's not breathing
hes not breathing
he isnt breathing
She isn’t breathing!!
HELP he's not breathing
HELP HES NOT BREATHING
not breathing
not breathin
hes not breathng
he is not breahting
she is barely even breathing
hes barely breathing
he stopped breathing
my friend stopped breathing
not really breathing
i dont think hes breathing
im not sure if shes breathing
i cant tell if hes breathing
hes breathing really slow
her breathing is weird and slow
he keeps stopping breathing
STOP breathing he wont wake up
wont wake up
he wont wake up
she won't wake up please
i cant wake him up
cant get her to wake up
my brother isnt waking up
he's not waking up lol im scared
hes unresponsive
shes unresponsiv
unresponsive
he is not responding
not respondin he is on the floor
unconscious on the bathroom floor
out cold and wont move
lips are blue
his lips are turning blue
her lips r purple
face is gray
lips blue
hes turning blue
he is blue
my gf is turning purple
blue lips
skin looks grey
gurgling
hes gurgling and snoring weird
making a gurglin sound
no pulse
i cant find a pulse
there is no pulse
passed out and cold
hes passed out and his lips are blue
foaming at the mouth
he's limp
shes choking on her vomit
hes od'ing
hes ODing right now
he is overdosing
im overdosing
think he's od'ing
i think he od'd
i think my bf overdosed
he just od'd
my friend just overdosed
just od'd
someone is overdosing
my friend is having an overdose
theres an overdose at the park
overdose right now
od happening now
he od'd 5 minutes ago
took too much
i took too much
i think i took too much
he took way too much
she did too many pills i mean she took too many
i took a whole bottle of pills
he took a handful of pills
narcan isnt working
gave him narcan and still nothing
i gave narcan twice and he still isnt up
need narcan now
i need narcan right now hurry
i think hes dead
i think he is dying
looks like hes dead
she was fine a minute ago now shes not breathing
i od'd last week and now my friend isnt breathing
STOP he is not breathing
thanks but hes not breathing
haha no really hes not breathing
hello? not breathing!!!
he od'd last year but now hes blue
he's not breathing 😂
pause til monday she isnt breathing
unsubscribe he wont wake up
hes n0t breathing, not breathing
nooot breathing
no respira
No respira!!
mi hijo no respira
no está respirando
ella no esta respirando
casi no respira
apenas respira
dejó de respirar
no despierta
mi amigo no despierta
no se despierta
no lo puedo despertar
no reacciona
no responde y esta frio
labios morados
tiene los labios azules
esta morado
esta morada y no se mueve
se puso morado
se está poniendo azul
inconsciente
está inconsciente
no tiene pulso
sin pulso
le dio una sobredosis
tiene una sobredosis
está teniendo una sobredosis
sobredosis ahora
mi novio tiene sobredosis ayuda
tomó demasiado
se metio demasiada
se me paso la mano
se esta muriendo
creo que está muerto
esta echando espuma
ayuda no respira
ALTO no respira
no rezpira
"""

MEDICAL_NOW = """
i have chest pain
chest pains and my arm hurts
my chest hurts
my chest hurts really bad
chest is tight
pressure in my chest
hes having a seizure
she is seizing
just had a seizure
he keeps having seizures
i cant breathe
i can't breath
cant breathe help
hard to breathe
im having trouble breathing
she is having a heart attack
i think im having a stroke
throwing up blood
coughing up blood
bleeding out
the bleeding wont stop
i got stabbed
he got shot
my throat is closing
no puedo respirar
me duele el pecho
dolor de pecho
tengo dolor en el pecho
esta convulsionando
le estan dando convulsiones
esta teniendo un infarto
vomitando sangre
"""

SUICIDE_NOW = """
im going to kill myself
i'm gonna kill myself
gonna kill myself tonight
im about to kill myself
i will kill myself
i want to kill myself
i wanna kill my self
i am going to end my life
gonna kms
my friend is going to kill himself
she says she wants to kill herself
he is threatening to kill himself
i want to die tonight
i have a gun and i want to die
i have pills saved and im suicidal
thinking about killing myself i have a gun
i wrote a note. i want to die
standing on the bridge gonna jump
i took all my pills so i could die
i want to overdose
im going to od on purpose
stop texting me im going to kill myself
me voy a matar
me quiero matar
voy a matarme
voy a quitarme la vida
quiero matarme
me voy a suicidar
quiero suicidarme
quiero morir esta noche
se quiere matar
"""

VIOLENCE_NOW = """
he is hitting me
hes hitting me
my boyfriend is beating me
he's choking me
he is going to kill me
hes trying to kill me
he has a gun
he's got a knife
she pulled a knife on me
theres a man with a gun
they are holding me hostage
he wont let me leave
he locked me in
someone is breaking in my house
he just raped me
me esta pegando
mi esposo me está golpeando
me va a matar
me quiere matar
tiene una pistola
tiene un cuchillo
tiene un arma
no me deja salir
me tiene encerrada
"""

AMBER = """
i dont want to be here anymore
dont wanna be here anymore
i want to end it all
end it all
better off dead
everyone would be better off without me
im better off dead
goodbye everyone
i want to die
i wanna die
i wish i was dead
i dont want to live anymore
dont want to wake up
i hope i dont wake up
im suicidal
having suicidal thoughts
thinking about suicide
no reason to live
tired of living
i cant do this anymore
nothing to live for
cutting myself again
help me
Help me!
help me please
please help me
pls help
i need help now
i need help
need help asap
help please
HELP PLEASE
help help
somebody help
someone help me
HELP US PLEASE
911
call 911
its an emergency
emergency
sos
he overdosed
my son overdosed
i overdosed
she od'd
overdose
he passed out
she is nodding out
he fell out
he collapsed
im using alone
i dont want to die
im dying
bad batch going around
i gave him narcan
im fading
cant keep water down and seeing things
dope sick and seeing things
dope sick and my heart is racing
im pregnant and dope sick
cant keep anything down for 2 days
hearing voices and shaking
had a seizure
my arm has red streaks and fever
abscess on my leg is spreading
he hits me
my husband beats me
i was raped
im not safe here
im scared of my boyfriend he said he would hurt me
he wasnt breathing but hes breathing now
he stopped breathing last night
no quiero vivir
ya no quiero vivir
quiero morirme
me quiero morir
ya no puedo mas
no aguanto mas
mejor muerta
adios a todos
ayudame
ayúdame por favor
ayúdeme
necesito ayuda
necesito ayuda ya
auxilio
socorro
es una emergencia
emergencia
sobredosis
tuvo una sobredosis
se desmayó
me estoy muriendo
mi esposo me pega
tengo miedo de mi novio
no puedo retener agua y veo cosas
estoy embarazada y con malilla
no quiero morirme
"""

NEITHER = """
i od'd last week
i overdosed last week
overdosed on tuesday
i od'd in march
i odd last week
my brother died of an overdose in march
my brother overdosed and died
i overdosed twice
i overdosed 3 times
ive overdosed before
i survived an overdose
since my overdose i have been scared
i od'd 2 weeks ago and want help getting treatment
had an overdose last month
i lost my sister to an overdose
i never overdosed
i almost od'd last month
he stopped breathing last year
my mom stopped breathing 3 years ago and died
he wasnt breathing when i found him last year
hes breathing fine now
he's breathing fine
he is breathing ok
she woke up
he woke up
hes awake now
hes up and talking
im not suicidal
not suicidal
i am not suicidal just tired
i would never kill myself
im not going to kill myself
was suicidal last year
this job is killing me
my back is killing me
my feet are killing me
dying laughing lol
im dying lol
im dead 😂
im dead lol
lmao im dying 😂😂
i could kill for a burger
dying for a cigarette
i nearly died laughing
my mom is gonna kill me lol
im dope sick
dope sick
im dopesick and need help getting meds
withdrawals suck
sick as hell from withdrawal
cant stop shaking
no chest pain
i dont have chest pain
never had a seizure
i take seizure meds
had a seizure last year
im feeling blue today
my hair is turning gray
the fentanyl strip turned blue
i painted my nails blue
he is not responding to my texts
not responding to my messages
can you help me with housing
help me find a detox
help me get into treatment
can you help me
i need help with rent
help with food
where is the emergency room
emergency housing
help
HELP
info
ayuda
hitting me up later?
just checking in
i want narcan
need narcan
can i get a narcan kit
do you have kits
i want to stop using
i wanna quit
how do i quit
i used again
im doing ok
great day today
breathing exercises help
took too much time off work
it took too long
text me too many times
thats odd
how odd
the bus was late
goodbye
ok bye
stop
i need a break
i want to talk to someone
sobreviví una sobredosis
tuve una sobredosis el mes pasado
mi hermano murio de sobredosis hace un ano
hace dos semanas tuve una sobredosis
ya respira bien
ya despertó
respira bien
me muero de risa
me muero de hambre
me estoy muriendo de risa
me estoy muriendo de sueño jaja
quiero dejar de usar
necesito ayuda con comida
estoy malilla
no tengo dolor de pecho
no me pega
quiero naloxona
necesito narcan
gracias dios lo bendiga
no responde mis mensajes
"""


def lines(table: str) -> list[str]:
    return [text for text in table.splitlines() if text]


@pytest.mark.parametrize("text", lines(OVERDOSE_NOW))
def test_a_present_body_sign_or_overdose_is_red_whatever_else_the_text_says(text: str, reading: Read) -> None:
    found = reading(text)
    assert (found.urgency, found.situation) == (Urgency.RED, Situation.OVERDOSE), found.evidence


@pytest.mark.parametrize("text", lines(MEDICAL_NOW))
def test_a_medical_emergency_is_red(text: str, reading: Read) -> None:
    found = reading(text)
    assert (found.urgency, found.situation) == (Urgency.RED, Situation.MEDICAL), found.evidence


@pytest.mark.parametrize("text", lines(SUICIDE_NOW))
def test_suicide_with_intent_means_or_a_time_is_red(text: str, reading: Read) -> None:
    found = reading(text)
    assert found.urgency is Urgency.RED, found.evidence


@pytest.mark.parametrize("text", lines(VIOLENCE_NOW))
def test_violence_now_is_red(text: str, reading: Read) -> None:
    found = reading(text)
    assert (found.urgency, found.situation) == (Urgency.RED, Situation.VIOLENCE), found.evidence


@pytest.mark.parametrize("text", lines(AMBER))
def test_what_may_be_a_crisis_is_amber(text: str, reading: Read) -> None:
    found = reading(text)
    assert found.urgency is Urgency.AMBER, found.evidence


@pytest.mark.parametrize("text", lines(NEITHER))
def test_past_resolved_negated_and_figurative_words_are_no_crisis(text: str, reading: Read) -> None:
    found = reading(text)
    assert found.urgency is None, found.evidence
    assert found.situation is None


SITUATIONS = [
    ("i want to die", Situation.SUICIDE),
    ("me quiero matar", Situation.SUICIDE),
    ("he overdosed", Situation.OVERDOSE),
    ("seeing things and cant keep water down", Situation.MEDICAL),
    ("he hits me", Situation.VIOLENCE),
    ("help me", None),
    ("he has a gun and my friend isnt breathing", Situation.OVERDOSE),
]


@pytest.mark.parametrize(("text", "situation"), SITUATIONS)
def test_the_situation_names_what_kind_of_crisis_it_is(
    text: str, situation: Situation | None, reading: Read
) -> None:
    assert reading(text).situation is situation


def test_the_evidence_quotes_the_rule_and_the_phrase(reading: Read) -> None:
    assert "red not breathing: not breathing" in reading("omg he isnt breathing").evidence


def test_a_sign_that_is_taken_back_in_one_place_still_counts_in_another(reading: Read) -> None:
    assert reading("he isnt breathing. ok hes breathing now. wait his lips are blue").urgency is Urgency.RED
    assert reading("no chest pain before but now i have chest pain").urgency is Urgency.RED
    assert reading("he wont wake up early on time. no he wont wake up").urgency is Urgency.RED


def test_an_urgent_sign_outranks_one_that_was_resolved(reading: Read) -> None:
    assert reading("not breathing, breathing again, not breathing").urgency is Urgency.RED
