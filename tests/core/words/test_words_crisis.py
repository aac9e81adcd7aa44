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
hes not breathing but my mom is ok
shes not breathing i just woke up to this
he isnt breathing he came to my house high
not responding but he is breathing now
my bf isnt responding to me or anything
theres a guy on the ground not moving
hes breathing like once a minute
breathing stopped
kid swallowed my suboxone
she wont open her eyes
he went down hard and isnt moving
no le encuentro el pulso
my roomate od'd in the bathroom rn
she od on me come quick
me tomé todas las pastillas
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
i cant do this anymore i have a gun
theres no point im gonna jump
gonna take all these pills and go to sleep forever
i slit my wrists
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
he wasnt breathing but she woke up
he was unresponsive but hes awake now
no respiraba pero ya respira
how do i know if someone is overdosing
que hago si alguien tiene una sobredosis
this is goodbye
tell my kids i love them
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
quiero desaparecer
i just want it to be over
i dont see the point anymore
nobody would miss me
i wanna disappear
thinking about ending it
i wish i didnt wake up
he put his hands on me
cant feel my left arm
hes going out
do i give a second narcan
she's real pale and cold
creo que me pase
i cant live like this
i hate my life
im ready to go
i took pills on purpose
i have nothing left
ya no tengo ganas de vivir
no le veo sentido a la vida
my husband is drunk and hitting stuff
he's got me trapped
i was sexually assaulted
im being followed
im scared for my life
i blacked out
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
my car got broken into last week
im at the hospital visiting my mom
i had surgery and my breathing is fine
can you bring narcan kits to the shelter
we had 2 overdoses at the camp last month
my cousin overdosed last summer and made it
i keep having nightmares about my overdose
i was dead for 3 minutes last year they brought me back
my friend died yesterday
lost my best friend to fentanyl
its been hard since my brother died
i feel like shit today
im so tired
im tired of this
i need a ride to the clinic tuesday
im out of narcan
can i get more strips
the test strip came back positive
i dont know what to do
im scared
im depressed
i relapsed
i used yesterday
my boyfriend is in jail
been clean 30 days
he's killing it at work
this heat is killing me
killing time at the bus stop
shoot me a text later
i got shot with my sublocade
got my sublocade shot today
im gonna crash early tonight
took my meds today
took 2 advil
took my dose
missed my dose
i took too long to answer sorry
wake me up at 8
i woke up sick
couldnt wake up this morning lol
breathing easier now
not breathing down my neck
my phone died
phone is dead
battery died
i'm dead tired
dead serious
hes a dead beat
im broke
no pressure
seeing my kids this weekend
i see people at the clinic
my heart is broken
heart goes out to you
purple is my favorite color
i was feeling blue
the blue pills
got some blues
blue house on the left
turn blue light off
what are signs of an overdose
what do i do if someone overdoses
i am afraid i will overdose
i dont want to overdose
worried about overdosing
can you overdose on subs
overdose class friday?
is there an overdose support group
i want to prevent an overdose
do you guys do overdose training
how does narcan work
narcan training
i have narcan
we used the narcan can i get another kit
i used narcan on my friend last week he is ok
thanks for the narcan it saved my life
i got jumped last year
my ex used to hit me
he hit me up for money
hit me up later
lets fight for this
gun show this weekend
hes shooting hoops
emergency food box?
emergency contact is my mom
i need help getting into detox
i need help finding a place to stay
help me quit please
i could use some help
can someone help me with food stamps
do you help people with rent
thanks for your help
i dont need help
u guys are a life saver
you saved my life
tengo hambre
necesito comida
estoy cansado
me siento mal hoy
mi hermano murio de sobredosis
perdi a mi amigo por una sobredosis
senales de sobredosis
me duele la cabeza
tengo frio
vivo en la casa azul
me pego la gripe
me pegue en la pierna
no puedo dormir
estoy bien gracias
ya estoy mejor
i took my suboxone this morning
i need to refill my narcan
been struggling with not using
i want to get off fentanyl
he is breathing on his own
she's doing better now
i nodded off during the movie last night
it took my breath away
i stopped breathing treatments
thanks for asking im ok today
i was hitting the gym
the shelter is at capacity not sure where to go
i'm blue collar
can i get help with my probation
we lost 3 people this year
its my overdose anniversary
my moms funeral is friday
sick today cant come
i threw up all night
kicking is hard
i feel dead inside
i got the shakes
lol im so dead
what time do you close
im at the bus stop
tuve una recaida ayer
me siento solo
no he dormido
estoy en la carcel
me duele todo
quiero bajarle a los mensajes
no entiendo
i stopped taking my meds
just got home
the plan is to meet at 4
my plan is to go to detox monday
i hit rock bottom
stuck at work
i have court tomorrow
what is the point of contact number
i dont see the link
my kids would be happy to see me
i hate needles
cops took my stuff
he is out of town
she is out of jail
hes moving in monday
not moving til june
i followed up with my doctor
can you follow up with me
my dog is sick
the blue one
i want it to stop raining
when will this be over
is the class over
no hope of parking lol
we are out of kits
someone is out here giving kits
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
def test_the_situation_names_what_kind_of_crisis_it_is(text: str, situation: Situation | None, reading: Read) -> None:
    assert reading(text).situation is situation


def test_the_evidence_quotes_the_rule_and_the_phrase(reading: Read) -> None:
    assert "red not breathing: not breathing" in reading("omg he isnt breathing").evidence


def test_a_sign_that_is_taken_back_in_one_place_still_counts_in_another(reading: Read) -> None:
    assert reading("he isnt breathing. ok hes breathing now. wait his lips are blue").urgency is Urgency.RED
    assert reading("no chest pain before but now i have chest pain").urgency is Urgency.RED
    assert reading("he wont wake up early on time. no he wont wake up").urgency is Urgency.RED


def test_an_urgent_sign_outranks_one_that_was_resolved(reading: Read) -> None:
    assert reading("not breathing, breathing again, not breathing").urgency is Urgency.RED
