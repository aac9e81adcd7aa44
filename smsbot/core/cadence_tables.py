"""The fixed phrases of the cadence grammar, both languages, folded (small letters, no accents)."""

import re

from smsbot.core.cadence_rule import Means
from smsbot.core.spoken import POLITE, words_of


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b")


ON_DEMAND = _words(
    r"(?:when|if|whenever) (?:i|you) (?:text|write|ask|message|reach out)(?: (?:you|first|yall|u|us))?",
    r"(?:when|if|whenever) i need (?:it|to|something|anything|you|yall)|(?:as|when) needed",
    r"on demand|never|nunca",
    r"(?:ill|i will|let me) (?:text|write|message|reach out|hit (?:you|u|yall) up)(?: (?:you|yall|u))?(?: first)?"
    r"(?: (?:when|if|whenever) i need (?:it|to|something|you))?",
    r"(?:no|ningun|ninguna|sin) (?:check ?- ?ins?|check ?ins?|hellos?|follow ?ups?|saludos?|mensajes?)",
    r"(?:cuando|si) (?:yo |usted )?(?:(?:le|les|lo|los|la|las) )?"
    r"(?:escriba|escribo|mande mensaje|texteo|pida|pido|busque|busco|necesite|necesito)(?: (?:yo|primero))?",
    r"yo (?:le |les )?(?:escribo|busco)",
)
"""The whole wish "only when I text"."""

QUIET = _words(
    r"(?:just|only) (?:say )?(?:a )?(?:hello|hi|hey)",
    r"(?:and )?(?:no|without|dont|not) (?:any )?(?:(?:talk(?:ing)?|mention(?:ing)?|say)(?: (?:about|of))? )?(?:the )?"
    r"(?:treatment|health|medical|recovery|drug|program|medicine)s?(?: (?:talk|stuff|words|things|topics))?",
    r"(?:in )?quiet words",
    r"keep it (?:quiet|private|discreet|vague)",
    r"discreet(?:ly)?|quietly",
    r"(?:solo|solamente|nomas) (?:un )?(?:saludos?|saludar(?:me)?|hola)",
    r"(?:y )?(?:sin|nada de|no) (?:hablar |hable |hablen )?(?:de |del |sobre )?(?:el |la )?"
    r"(?:tratamiento|salud|medicina|recuperacion|drogas|programa)",
    r"(?:con )?palabras discretas",
    r"discret[oa]s?",
)
"""Words without any health term."""

PLAIN = _words(r"(?:in )?(?:plain|normal|regular) words", r"(?:con )?palabras (?:normales|claras)")
"""Ordinary words again."""

_NOT_SO = (
    r"(?: me)?(?: ,)? (?:and |y )?(?:dont|do not|not|no) (?:me )?(?:texts?|calls?|visits?|mensajes?|llam\w+)(?: me)?"
)
NOT_SO = re.compile(rf"\b(texts?|calls?|visits?|mensajes?|llam\w+){_NOT_SO}\b")
""" "Call, don't text": the first is wanted."""

INSTEAD_OF = _words(
    r"(?:instead of|rather than|en vez de|en lugar de) (?:a |the |por )?"
    r"(?:texts?|texting|calls?|calling|visits?|visiting|mensajes?|textos?|llamadas?|visitas?)(?: me)?"
)

MEANS: dict[Means, re.Pattern[str]] = {
    Means.CALL: _words(
        r"(?:by |a )?(?:phone )?calls?(?: me)?(?: by phone)?",
        r"calling(?: me)?|by phone|phone me|ring me",
        r"(?:me )?llam(?:e|a|en)(?:me|nme)?(?: por telefono)?",
        r"(?:por |con |una )?llamadas?(?: (?:por telefono|telefonicas?))?|por telefono",
    ),
    Means.TEXT: _words(
        r"(?:by |a )?(?:texts?|sms|messages?)(?: messages?)?(?: me)?",
        r"texting(?: me)?",
        r"(?:por |con |un )?(?:textos?|mensajes?|mensajitos?)(?: de texto)?",
        r"(?:me )?escrib(?:a|an|e|en|ir)(?:me|nme)?|textee(?:n)?me",
    ),
    Means.VISIT: _words(
        r"(?:by |a )?visits?(?: me)?",
        r"visiting(?: me)?|in person|come (?:by|over|see me|visit)(?: me)?|stop by",
        r"(?:me )?visit(?:e|en)(?:me|nme)?|(?:por |con |una )?visitas?|en persona|veng(?:a|an) a verme",
    ),
}

CHANGE = _words(
    r"instead|rather|prefer|better|from now on|by (?:phone|calls?|texts?|visits?)|in person|switch|change",
    r"mejor|prefiero|de ahora en adelante|por (?:telefono|llamadas?|texto|mensajes?|visitas?)",
    r"en persona|cambi\w+",
)
"""What makes "call me" a lasting wish. Bare, it asks for a call now."""

RECURRING = _words(
    r"every\w*|each|daily|weekly|monthly|once|biweekly|fortnightly|alternate|weeks?|wks?|months?",
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days|week ?days|week ?ends",
    r"cada|tod[oa]s|los|diari[oa]\w*|seman\w+|mes|meses|mensual\w*|quincenal\w*|vez|(?:lunes|mon) ?(?:a|-|to) ?\w+",
)
"""What makes a day a repeated one: "call me tuesday" means once, "call me tuesdays" does not."""

BESIDE = (
    POLITE
    | {",", "-"}
    | words_of(
        """
        but pero also tambien say back keep it move que me puede pueden podria podrian basta suficiente alcanza
        cambielo cambienlo muevalo paselo dejelo digamos
        """
    )
)
"""Words that may stand beside a wish without changing it."""

STEADY = _words(
    r"every|each|daily|weekly|\w*monthly|twice|times a|week ?days|week ?ends",
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days|first|second|third|1st|2nd|3rd|15th",
    r"cada|diari[oa]\w*|semanal\w*|\w*mensual\w*|quincenal\w*|veces (?:por|al|a la)",
)
SOMETHING_ELSE = _words(
    r"i|im|ive|my|he|she|we|they|his|her|our|their|use|using|used|take|taking|meetings?|dose|doses|work|court",
    r"yo|mis?|el|ella|ellos|su|uso|usa|tomo|toma|trabajo|tengo|voy",
)
"""STEADY without any of these is most likely about our hellos, even where it is not understood."""

_DAYPARTS = r"mornings?|afternoons?|evenings?|nights?|mananas|tardes?|noches?"
_PER = r"(?:(?: (?:a|per|each|every|cada|por|x|al|la|en|el))+ | )"
_TWICE = r"(?:unas )?(?:twice|(?:2|two|dos) (?:times|veces)|2 ?x|(?:a )?couple (?:of )?times|(?:un )?par de veces)"
_THRICE = r"(?:unas )?(?:(?:3|three|tres) (?:times|veces)|3 ?x|(?:a )?few times)"
_WEEK = r"(?:weeks?|wks?|semana)"
_A_TEXT = r"(?:phone )?(?:text|message|call|visit|hello|mensaje|mensajito|llamada|visita|saludo)"

BEFORE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"\b(?:{pattern})\b"), to)
    for pattern, to in (
        (rf"(?:un|una|one|1|a) ({_A_TEXT})(?= (?:a|al|per|por|x) (?:la )?(?:{_WEEK}|month|mes|day|dia)\b)", r"once \1"),
        (r"check(?:ing)?(?: |-| - )(?:in|up|on)(?: (?:with|w|on) me| me)?|hit me up", " "),
        (r"hear(?:ing)? from (?:you|u|yall)", " "),
        (
            r"(?:no|not) more than|at most|tops|max(?:imum)?|no mas (?:de|que)|a lo (?:mas|mucho)|maximo|mas o menos",
            " ",
        ),
        (r"or so|o algo asi|nada mas|same(?: (?:days?|times?|thing))?(?= but)|(?:igual|lo mismo)(?= pero)", " "),
        (r"btwn|btw", "between"),
        (r"(?:dont|do not|never|stop) (?:text|texting|message|messaging|write) me", "not"),
        (r"no me (?:escriban?|manden? (?:nada|mensajes)|texteen?)", "no"),
    )
)
"""What says nothing, or says it in too many words; tried before anything else is read."""

IDIOMS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"\b(?:{pattern})\b"), to)
    for pattern, to in (
        (r"cada (8|15) dias exactos", r"every \1 day"),  # ours, for what idiom has taken
        (r"cada (?:ocho|8) dias", "every week"),
        (rf"{_TWICE}{_PER}{_WEEK}", "times2 week"),
        (rf"{_THRICE}{_PER}{_WEEK}", "times3 week"),
        (rf"{_TWICE}{_PER}(?:months?|mes)", "every 2 week"),
        (r"bimestral(?:mente)?", "every 2 month"),
        (r"quarterly|every quarter|trimestral(?:mente)?", "every 3 month"),
        (r"mo|mth|mths|mnth", "month"),
        (r"wkly", "weekly"),
        (r"nites?", "night"),
        (r"m ?(?:-|to|thru) ?f", "wd0 - wd4"),
        (r"(?:and|y|e) (?:also|tambien)", "and"),
        (r"dia primero", "primero"),
        (r"un (lunes|martes|miercoles|jueves|viernes|sabado|domingo) si y (?:otro|uno) no", r"every 2 \1"),
        (r"cada (?:quince|15) dias|cada quincena|quincenal(?:mente)?", "every 2 week"),
        (r"fortnightly|(?:every|each) fortnight|bi ?-? ?weekly|cada otra semana", "every 2 week"),
        (r"(?:cada |una |1 )?semana por medio|una semana si y (?:otra|una) no", "every 2 week"),
        (r"cada (?:24|veinticuatro) horas|every 24 hours", "every day"),
        (r"cada (?:48|cuarenta y ocho) horas|every 48 hours", "every 2 day"),
        (r"cada (?:72|setenta y dos) horas|every 72 hours", "every 3 day"),
        (r"(?:un )?dia (?:si y (?:otro|un dia) no|por medio)|cada otro dia", "every 2 day"),
        (r"cada tercer dia", "unclear"),  # every second or every third day, depending on where one grew up
        (r"cada manana", "every day mornings"),
        (r"nightly", "every day nights"),
        (r"every ?day|daily|a diario|diari[oa](?:mente)?", "every day"),
        (r"weekly|semanal(?:mente)?", "every week"),
        (r"monthly|mensual(?:mente)?", "every month"),
        (r"every single|tod[oa]s l[oa]s|each|cada|evry|evrey", "every"),
        (r"(?:every )?alternate|every (?:other|second|2nd)", "every 2"),
        (r"(?:every )?(?:week ?days?|business days)|entre semana|dias de semana", "every wd0 wd1 wd2 wd3 wd4"),
        (r"(?:every )?(?:weekends?|fin(?:es)? de semana)", "every wd5 wd6"),
        (rf"every (?={_DAYPARTS})", "every day "),
        (r"m ?w ?f", "wd0 wd2 wd4"),
        (
            r"(?:on )?(?:the )?last day of (?:the|every) month|(?:el )?ultimo dia (?:del?|de every) mes",
            "nth31 of every month",
        ),
        (
            r"(?:at |a )?(?:the )?(?:end of (?:the|every) month|fin(?:es)? (?:del?|de every) mes)",
            "nth31 of every month",
        ),
    )
)
"""Idioms in the vocabulary of the grammar, tried in this order."""
