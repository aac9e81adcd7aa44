"""Thanks, greetings, wrong numbers, "who is this", and the guess at a language."""

from collections.abc import Callable

import pytest

from smsbot.core.language import Language
from smsbot.core.words import Reading

Read = Callable[[str], Reading]

THANKS = """
thanks
Thank you!
thank you so much
thx
ty
ok
OK
k
okay thanks
ok god bless
ok thank you and god bless you
got it
will do
thanks for checking in
appreciate it
🙏
❤️
👍🏽
🙏🙏❤️
thanks 🙏
lol
haha
😂😂
sounds good
gracias
muchas gracias
Gracias, Dios la bendiga
que dios los bendiga
está bien gracias
ok gracias
amen
"""

NOT_THANKS = """
thanks but i need a ride
ok where do i go
ok call me
thanks, can someone call
no thanks
god
and you
😭
🆘
💔
thanks 😭
yes
no
1
?

gracias pero necesito ayuda
ok stop
not ok
thanks for nothing stop texting me
ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok
"""

GREETINGS = [
    "hi",
    "Hello!",
    "hey there",
    "heyyy",
    "hola",
    "Buenas",
    "buenos días",
    "hola buenas tardes",
    "good morning",
    "yo",
]
NOT_GREETINGS = ["hi im sam", "hello is anyone there", "hola necesito ayuda", "hey stop", "good", "", "hi hi hi my kit"]

WRONG = [
    "wrong number",
    "you have the wrong number",
    "sorry wrong number",
    "this is not me",
    "this isnt her",
    "wrong person",
    "I did not sign up",
    "never applied",
    "i never signed up for this",
    "this is not his phone",
    "this is no longer her number",
    "numero equivocado",
    "número equivocado",
    "persona equivocada",
    "se equivoco de numero",
    "no soy yo",
    "este no es su numero",
]
NOT_WRONG = [
    "i gave you the wrong number",
    "he is not the wrong person",
    "wrong",
    "i changed my number",
    "this is not helping me",
    "this is not a good number for calls",
    "i never signed up for medicaid",
    "whats wrong with him",
]

WHO = [
    "who is this",
    "who this",
    "Who dis?",
    "whos this",
    "who are you",
    "who is texting me",
    "quien es",
    "¿Quién es?",
    "quien habla",
    "who am i talking to",
    "how did you get my number",
]


def lines(table: str) -> list[str]:
    return [text for text in table.splitlines() if text]


@pytest.mark.parametrize("text", lines(THANKS))
def test_only_thanks_wants_silence(text: str, reading: Read) -> None:
    found = reading(text)
    assert found.thanks
    assert (found.urgency, found.opt_out, found.reserved) == (None, None, None)


@pytest.mark.parametrize("text", lines(NOT_THANKS))
def test_anything_more_than_thanks_wants_an_answer(text: str, reading: Read) -> None:
    assert not reading(text).thanks


@pytest.mark.parametrize("text", GREETINGS)
def test_only_hello_is_a_greeting(text: str, reading: Read) -> None:
    assert reading(text).greeting


@pytest.mark.parametrize("text", NOT_GREETINGS)
def test_hello_with_something_to_say_is_more_than_a_greeting(text: str, reading: Read) -> None:
    assert not reading(text).greeting


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_number_is_noticed(text: str, reading: Read) -> None:
    found = reading(text)
    assert found.wrong_number
    assert any(line.startswith("wrong number: ") for line in found.evidence)


@pytest.mark.parametrize("text", NOT_WRONG)
def test_another_thing_that_is_wrong_is_not_a_wrong_number(text: str, reading: Read) -> None:
    assert not reading(text).wrong_number


@pytest.mark.parametrize("text", WHO)
def test_somebody_asking_who_we_are_is_noticed(text: str, reading: Read) -> None:
    found = reading(text)
    assert found.who_are_you
    assert any(line.startswith("who are you: ") for line in found.evidence)


def test_who_in_a_sentence_is_not_a_question_about_us(reading: Read) -> None:
    assert not reading("the lady who helped me was nice").who_are_you


LANGUAGES = [
    ("necesito un kit para mi hijo", Language.ES),
    ("hola", Language.ES),
    ("ayuda", Language.ES),
    ("i need a kit for my son", Language.EN),
    ("hola i need a kit", Language.EN),
    ("stop", None),
    ("no", None),
    ("1", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "language"), LANGUAGES)
def test_the_language_is_guessed_only_when_the_words_give_it_away(
    text: str, language: Language | None, reading: Read
) -> None:
    assert reading(text).language is language
