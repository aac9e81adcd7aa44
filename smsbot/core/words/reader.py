"""Reading one inbound text: normalise, then ask each family of rules."""

from dataclasses import replace

from smsbot.core.words.crisis import Alarm, alarms
from smsbot.core.words.index import line
from smsbot.core.words.keywords import reserved
from smsbot.core.words.lexicon import Lexicon
from smsbot.core.words.life import life
from smsbot.core.words.meaning import Meaning
from smsbot.core.words.optout import opt_out
from smsbot.core.words.plain import LONGEST, Plain, plainly
from smsbot.core.words.reading import OptOut, Reading, Urgency, Weighed
from smsbot.core.words.said import said
from smsbot.core.words.smalltalk import guess_language, is_greeting, is_thanks, is_wrong_number
from smsbot.core.words.typing_errors import forgive
from smsbot.core.words.weighing import DANGER, weigh

DOUBT = 0.03
"""From this share of belief on, a text with words of danger is worth one plain question."""

BELIEF, SHORT_BELIEF = 0.1, 0.25
"""From here on it is worth one without any of the words that we know for danger; a short one only from the second."""

PERHAPS_OUT = 0.15
"""From here on a text that no rule takes for an opt-out is asked about as one."""

OVER = 0.8
"""From here on a sign of danger in a text about the past is asked about before anybody is alarmed."""

_SHORT = 4  # words; fewer say little


def read(text: str, lexicon: Lexicon) -> Reading:
    """Read one text: any Unicode, any length (only the first 1600 characters count), linear time; never raises.

    The rules come first, and what they find stands. What everything in the text adds up to may raise AMBER where they
    raise nothing, and ask about an opt-out where they hear none.
    """
    plain = plainly(text, lexicon.speller)
    reading = _by_rules(text, plain, lexicon)
    weighed = weigh(plain, line(plain.words), tuple(said(reading)), lexicon.weighing)
    return _with(reading, weighed, len(plain.words))


def _with(reading: Reading, weighed: Weighed, words: int) -> Reading:
    top = "".join(f", {meaning} {share:.2f}" for meaning, share in weighed.ranked[:3])
    known = replace(reading, weighed=weighed)
    if reading.urgency is Urgency.RED and _is_over(weighed):
        because = f"only amber, by all its words together it is over{top}"
        return replace(known, urgency=Urgency.AMBER, evidence=(because, *reading.evidence))
    if reading.urgency is not None or reading.thanks:
        return known
    out = weighed.share(Meaning.OPT_OUT)
    if reading.opt_out is None and out >= PERHAPS_OUT:
        because = f"perhaps an opt-out, by all its words together{top}"
        known = replace(known, perhaps_out=True, evidence=(because, *reading.evidence))
    if _in_danger(weighed, words) and weighed.danger > out:
        because = f"perhaps amber, by all its words together {weighed.danger:.2f}{top}"
        known = replace(known, doubt=weighed.situation, evidence=(because, *known.evidence))
    return known


def _is_over(weighed: Weighed) -> bool:
    """A body sign wins over every other word; what is told of last year may be asked about first."""
    past = weighed.share(Meaning.OVERDOSE_PAST)
    return past >= OVER and "past_time" in weighed.found and weighed.danger < 1 - OVER


def _in_danger(weighed: Weighed, words: int) -> bool:
    if not DANGER.isdisjoint(weighed.found):
        return weighed.danger >= DOUBT
    return weighed.danger >= (BELIEF if words >= _SHORT else SHORT_BELIEF)


def _by_rules(text: str, plain: Plain, lexicon: Lexicon) -> Reading:
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
