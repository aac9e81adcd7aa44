"""Reading one inbound text: normalise, then ask each family of rules."""

from smsbot.core.words.crisis import Alarm, alarms
from smsbot.core.words.index import line
from smsbot.core.words.keywords import reserved
from smsbot.core.words.lexicon import Lexicon
from smsbot.core.words.life import life
from smsbot.core.words.optout import opt_out
from smsbot.core.words.plain import LONGEST, Plain, plainly
from smsbot.core.words.reading import OptOut, Reading
from smsbot.core.words.smalltalk import guess_language, is_greeting, is_thanks, is_wrong_number
from smsbot.core.words.typing_errors import forgive


def read(text: str, lexicon: Lexicon) -> Reading:
    """Read one text: any Unicode, any length (only the first 1600 characters count), linear time; never raises."""
    plain = plainly(text, lexicon.speller)
    of = line(plain.words)
    talk = lexicon.small_talk
    found = _alarms(plain, lexicon)
    bare = text[:LONGEST].strip().casefold()
    carrier_stop = bare in lexicon.carrier.stop
    leaving, leaving_words = opt_out(plain, bool(found), lexicon.opt_out)
    kind, rest = reserved(plain, lexicon.reserved)
    thanks = not found and kind is None and is_thanks(plain, talk)
    if carrier_stop:
        leaving, leaving_words = OptOut.SURE, bare
    elif thanks and leaving is OptOut.UNSURE:
        leaving = None  # "thanks, bye" is only a goodbye
    wrong = is_wrong_number(of, talk)
    who = talk.who.found(of)
    about, about_words = life(of, lexicon.life)
    return Reading(
        plain=plain.text,
        # "no respira" holds no everyday word of either language; the sign itself says which it is.
        language=guess_language(plain, talk) or (found[0].language if found else None),
        urgency=found[0].urgency if found else None,
        situation=found[0].rule.situation if found else None,
        opt_out=leaving,
        carrier_stop=carrier_stop,
        carrier_help=bare in lexicon.carrier.help,
        carrier_start=bare in lexicon.carrier.start,
        reserved=kind,
        rest=rest,
        thanks=thanks and leaving is None,
        greeting=is_greeting(plain, talk),
        wrong_number=wrong is not None,
        who_are_you=who is not None,
        life=about,
        evidence=(
            *(f"{alarm.urgency} {alarm.rule.name}: {alarm.phrase}" for alarm in found),
            *([f"opt-out {leaving}: {leaving_words}"] if leaving else []),
            *([f"reserved {kind}"] if kind else []),
            *([f"wrong number: {wrong}"] if wrong else []),
            *([f"who are you: {who}"] if who else []),
            *([f"{about.replace('_', ' ')}: {about_words}"] if about else []),
        ),
    )


def _alarms(plain: Plain, lexicon: Lexicon) -> list[Alarm]:
    words = forgive(plain.words, lexicon.speller.known, lexicon.forgiven)
    laughing = not lexicon.laughing_emoji.isdisjoint(plain.emoji)
    return alarms(line(words), laughing, lexicon.crisis)
