"""Small words of both languages: the folded form that our own grammars read, numbers, and politeness."""

import re
import unicodedata

LONGEST = 320  # characters; an answer to a question is never longer than two segments

_DROPPED = {"Mn", "Me", "Cf"}  # accents, variation selectors, keycaps, joiners
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc\u00b4`]")

NUMBERS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "zero cero none ninguno ninguna",
            "one uno una un",
            "two dos",
            "three tres",
            "four cuatro",
            "five cinco",
            "six seis",
            "seven siete",
            "eight ocho",
            "nine nueve",
            "ten diez",
            "eleven once",
            "twelve doce",
            "thirteen trece",
            "fourteen catorce",
            "fifteen quince",
            "sixteen dieciseis",
            "seventeen diecisiete",
            "eighteen dieciocho",
            "nineteen diecinueve",
            "twenty veinte",
        )
    )
    for word in words.split()
}
"""Number words; "once" is eleven in Spanish and one time in English, so grammars of English drop it."""

ORDINALS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "first primero primera primer 1ro 1ero 1era",
            "second segundo segunda 2do 2da",
            "third tercero tercera tercer 3ro 3era",
            "fourth cuarto cuarta 4to",
            "fifth quinto quinta 5to",
            "sixth sexto sexta",
            "seventh septimo septima",
            "eighth octavo octava",
            "ninth noveno novena",
        ),
        start=1,
    )
    for word in words.split()
}


def words_of(listed: str) -> frozenset[str]:
    """A set of words from a plain list of them."""
    return frozenset(listed.split())


POLITE = words_of(
    """
    please pls plz plse ok okay okey k thanks thank thx ty you u thankyou yes yeah yep ya si sure fine good
    great perfect nice just only maybe perhaps plenty enough is are its it that thats this would be will
    works work sounds id ill im i me my we us want wanna need like love prefer rather choose pick take get
    have let lets do can could may change switch make set to a an the at in on of for with from and then so
    well um uh hey hi instead better now go about think guess option number por favor porfa porfavor gracias
    bien esta bueno vale dale claro perfecto solo solamente nomas mejor tal vez talvez quiza quizas quiero
    quisiera prefiero gustaria le les yo usted lo la el los las un una y e de del en con que al cambiar
    cambie cambien pongame poner seria es sea ser opcion numero elijo escojo entonces pues hola
    """
)
"""Words that may stand beside an answer without changing it; no negation, no "or", no question word."""

NEGATIONS = words_of(
    """
    no not dont doesnt didnt cant wont isnt never none nothing neither nor nah nope except without
    nunca nada ni ninguno ninguna sin tampoco excepto \U0001f44e \u274c \U0001f6ab
    """
)
"""After one of these no word is taken for a choice."""


def fold(text: str) -> str:
    """Small letters without accents, apostrophes or invisible marks, digits of any script as 0 to 9.

    A text longer than LONGEST folds to nothing: it tells something, and half of it may mean the opposite.
    """
    text = text.strip()
    if len(text) > LONGEST:
        return ""
    decomposed = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text).casefold())
    kept = (char for char in decomposed if unicodedata.category(char) not in _DROPPED)
    return "".join(str(unicodedata.decimal(char, char)) for char in kept)
