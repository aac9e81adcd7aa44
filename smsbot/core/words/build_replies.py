"""The parts of a words file about opt-out, reserved words, the carrier's words and small talk."""

from collections.abc import Iterable, Iterator, Sequence
from types import MappingProxyType

from smsbot.core.language import Language
from smsbot.core.words.build_crisis import phrases
from smsbot.core.words.errors import LexiconError
from smsbot.core.words.index import Index, Phrases
from smsbot.core.words.keywords import Opening, ReservedWords
from smsbot.core.words.lexicon import CarrierWords
from smsbot.core.words.optout import OptOutWords
from smsbot.core.words.pattern import Grammar, Pattern, Words
from smsbot.core.words.plain import plainly
from smsbot.core.words.reading import OptOut, Reserved
from smsbot.core.words.smalltalk import SmallTalk
from smsbot.core.words.source import Source

_LANGUAGES = tuple(Language)
_OPT_OUT = ("whole", "named", "partly", "unless", "beside", "lead", "trail")
_TALK = ("thanks", "greetings", "loud_emoji", "wrong_number", "right_number", "who_are_you")

Text = tuple[str, str]


def carrier_from(part: Source, stop: Sequence[str] | None) -> CarrierWords:
    """The words the carrier answers by itself; `stop`, a setting, replaces the usual ones."""
    part.table("stop", "help", "start")
    stops = stop if stop is not None else [text for text, _ in part.at("stop").texts()]
    return CarrierWords(
        frozenset(word.strip().casefold() for word in stops),
        frozenset(text for text, _ in part.at("help").texts()),
        frozenset(text for text, _ in part.at("start").texts()),
    )


def opt_out_from(
    words: Source, extra: Sequence[Source], grammar: Grammar, carrier_stop: Sequence[str] | None
) -> OptOutWords:
    """Shipped opt-out phrases, those of staff files, and every word the carrier would stop for."""
    part = words.at("opt_out")
    part.table(*_OPT_OUT)
    added = [found for one in extra if (found := one.maybe("opt_out"))]
    for one in added:
        one.table("whole", "named")
    parts = [part, *added]
    named = [text for one in parts for text in _texts(one.maybe("named"))]
    heard = (" ".join(plainly(word, grammar.speller).words) for word in carrier_stop or ())
    carrier = [(word, "carrier_stop") for word in heard if word]
    whole = [(text, OptOut.SURE) for text in carrier]
    whole += [((text, key), kind) for kind in OptOut for one in parts for text, key in _whole(one, kind)]
    return OptOutWords(
        whole=Index((grammar.compile(text, key), kind) for (text, key), kind in whole),
        named=Index((grammar.compile(text, key), None) for text, key in named),
        partly=phrases(part.at("partly"), _LANGUAGES, grammar),
        unless=phrases(part, ("unless",), grammar),
        beside=phrases(part, ("beside",), grammar),
        lead=_fixed(part.texts_at("lead"), grammar),
        trail=_fixed(part.texts_at("trail"), grammar),
    )


def _whole(part: Source, kind: OptOut) -> tuple[Text, ...]:
    whole = part.maybe("whole")
    if whole is None:
        return ()
    whole.table(*OptOut)
    return _texts(whole.maybe(kind))


def _texts(part: Source | None) -> tuple[Text, ...]:
    if part is None:
        return ()
    part.table(*_LANGUAGES)
    return part.texts_at(*_LANGUAGES)


def reserved_from(words: Source, extra: Sequence[Source], grammar: Grammar) -> ReservedWords:
    """Reserved words in file order; a staff file cannot take a shipped word for something else."""
    part = words.at("reserved")
    part.table("lead", "trail", "wanted", "words")
    added = [found for one in extra if (found := one.maybe("reserved"))]
    for one in added:
        one.table("words")
    whole: list[tuple[Pattern, Reserved]] = []
    openings: dict[Words, Opening] = {}
    for one in [part, *added]:
        for name, entry in one.at("words").parts(*Reserved):
            entry.table("say", "then", "whole")
            kind = Reserved(name)
            then = frozenset(text for text, _ in entry.texts_at("then"))
            for phrase in _spelt(entry.texts_at("say"), grammar):
                openings.setdefault(phrase, Opening(kind, then))
            whole.extend((grammar.compile(text, key), kind) for text, key in entry.texts_at("whole"))
    wanted = {text: lang for lang in Language for text, _ in part.at("wanted").texts_at(lang)}
    return ReservedWords(
        whole=Index(whole),
        openings=MappingProxyType(openings),
        longest=max(map(len, openings), default=0),
        wanted=MappingProxyType(wanted),
        lead=_fixed(part.texts_at("lead"), grammar),
        trail=_fixed(part.texts_at("trail"), grammar),
    )


def small_talk_from(words: Source, extra: Sequence[Source], grammar: Grammar) -> SmallTalk:
    """Thanks, greetings, wrong numbers, who-is-this, and the everyday words of each language."""
    part = words.at("small_talk")
    part.table(*_TALK)
    added = [found for one in extra if (found := one.maybe("small_talk"))]
    for one in added:
        one.table("wrong_number", "who_are_you")
    thanks, greetings = part.at("thanks"), part.at("greetings")
    return SmallTalk(
        thanks=_fixed(thanks.texts_at("say", "joiners"), grammar),
        greetings=_fixed(greetings.texts_at("say", "joiners"), grammar),
        thankful=_telling(thanks, grammar),
        greeting=_telling(greetings, grammar),
        loud_emoji=frozenset(text for text, _ in part.at("loud_emoji").texts()),
        wrong_number=_joined([part, *added], "wrong_number", grammar),
        right_number=phrases(part, ("right_number",), grammar),
        who=_joined([part, *added], "who_are_you", grammar),
        languages=MappingProxyType(
            {lang: frozenset(text for text, _ in words.at("languages").at(lang).texts()) for lang in Language}
        ),
    )


def _joined(parts: Sequence[Source], name: str, grammar: Grammar) -> Index[None]:
    return Index((grammar.compile(text, key), None) for one in parts for text, key in one.texts_at(name))


def _telling(part: Source, grammar: Grammar) -> frozenset[str]:
    """Words that a text of this kind has at least one of: those of `say` that no joiner uses."""
    said = {word for phrase in _spelt(part.texts_at("say"), grammar) for word in phrase}
    joining = {word for phrase in _spelt(part.texts_at("joiners"), grammar) for word in phrase}
    return frozenset(said - joining)


def _fixed(texts: Iterable[Text], grammar: Grammar) -> Phrases:
    return Phrases.of(_spelt(texts, grammar))


def _spelt(texts: Iterable[Text], grammar: Grammar) -> Iterator[Words]:
    for text, key in texts:
        if not text.replace(" ", "").replace("'", "").isalnum():
            raise LexiconError(f"{key}: {text!r} has to be plain words here, without | ? or dots")
        yield tuple(word for token in text.split() for word in grammar.speller.spell(token))
