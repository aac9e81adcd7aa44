"""Making a Lexicon from the shipped words and from staff files, which may add phrases and never take any away."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from smsbot.core.language import Language
from smsbot.core.words.build_crisis import crisis_from
from smsbot.core.words.build_life import life_from
from smsbot.core.words.build_meanings import groups_from
from smsbot.core.words.build_replies import carrier_from, opt_out_from, reserved_from, small_talk_from
from smsbot.core.words.lexicon import Forgiven, Lexicon
from smsbot.core.words.pattern import Grammar, Words
from smsbot.core.words.plain import Speller
from smsbot.core.words.source import Source
from smsbot.core.words.weighing import Model, Weighing

_PARTS = (
    *("spellings", "also", "forgive", "leave_alone", "groups", "languages", "contexts", "laughing_emoji"),
    *("crisis", "opt_out", "carrier", "reserved", "small_talk", "life"),
)


def build_lexicon(
    source: Mapping[str, object],
    extra: Sequence[Mapping[str, object]] = (),
    carrier_stop: Sequence[str] | None = None,
    meanings: Mapping[str, object] | None = None,
    model: Model | None = None,
) -> Lexicon:
    """Compile parsed words.yaml with staff files on top.

    A staff file may add phrases to `crisis`, `opt_out.whole`, `opt_out.named`, `reserved.words`, `meanings`,
    `small_talk.wrong_number` and `small_talk.who_are_you`; nothing in it can soften a shipped rule. LexiconError
    names the key that has the wrong shape.

    Args:
        source: words.yaml.
        extra: the staff files.
        carrier_stop: replaces the carrier's stop words.
        meanings: meanings.yaml; without it, and a model, nothing but the rules is asked.
        model: trained on these meanings.
    """
    words = Source(source, "words")
    words.table(*_PARTS)
    more = [Source(part, f"extra[{place}]") for place, part in enumerate(extra, start=1)]
    for part in more:
        part.table("crisis", "opt_out", "reserved", "small_talk", "meanings")
    grammar = _grammar(words)
    shipped = crisis_from(words, (), grammar)
    forgiven = Forgiven(
        tuple(text for text, _ in words.at("forgive").texts()),
        frozenset(text for text, _ in words.at("leave_alone").texts()),
    )
    # Only shipped words are beyond correction, so that a staff file cannot make a typing error of one "known".
    known = shipped.signs.words | grammar.common | frozenset(forgiven.words) | _talk_words(words)
    return Lexicon(
        speller=Speller(grammar.speller.spellings, known),
        forgiven=forgiven,
        crisis=crisis_from(words, more, grammar) if more else shipped,
        laughing_emoji=frozenset(text for text, _ in words.at("laughing_emoji").texts()),
        opt_out=opt_out_from(words, more, grammar, carrier_stop),
        reserved=reserved_from(words, more, grammar),
        small_talk=small_talk_from(words, more, grammar),
        life=life_from(words, grammar),
        carrier=carrier_from(words.at("carrier"), carrier_stop),
        weighing=Weighing(groups_from(Source(meanings or {}, "meanings"), more, grammar), model),
    )


def _grammar(words: Source) -> Grammar:
    spellings = {token: tuple(part.text().split()) for token, part in words.at("spellings").parts()}
    speller = Speller(MappingProxyType(spellings))
    groups: dict[str, tuple[Words, ...]] = {}
    for name, part in words.at("groups").parts():
        texts = (text for text, _ in part.texts())
        groups[name] = tuple(tuple(w for token in text.split() for w in speller.spell(token)) for text in texts)
    return Grammar(
        speller,
        MappingProxyType(groups),
        MappingProxyType({word: _plain_texts(part) for word, part in words.at("also").parts()}),
        frozenset(text for name in ("both", *Language) for text in _plain_texts(words.at("languages").at(name))),
    )


def _plain_texts(part: Source) -> Words:
    return tuple(text for text, _ in part.texts())


def _talk_words(words: Source) -> frozenset[str]:
    """Words of short texts, whose repeated letters are taken back too: stoppp, helllp, goood."""
    short = [
        *words.at("carrier").texts_at("stop", "help", "start"),
        *words.at("opt_out").at("whole").at("sure").texts_at("en", "es"),
        *words.at("small_talk").at("thanks").texts_at("say", "joiners"),
        *words.at("small_talk").at("greetings").texts_at("say", "joiners"),
        *(text for _, part in words.at("reserved").at("words").parts() for text in part.texts_at("say")),
    ]
    return frozenset(word for text, _ in short for word in text.replace("|", " ").replace("?", "").split())
