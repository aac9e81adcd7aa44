"""Building a lexicon: the shape of words files, what staff may add, and the carrier's words as a setting."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from smsbot.core.errors import SmsbotError
from smsbot.core.words import LexiconError, OptOut, Reserved, Situation, Urgency, build_lexicon, read

Words = dict[str, Any]


def added_rule(**changes: object) -> Words:
    rule = {"rule": "street words", "why": "Heard here in June.", "en": ["fell all the way back"], **changes}
    return {"crisis": {"red": {"overdose": [rule]}}}


def test_staff_can_add_crisis_phrases(words: Words) -> None:
    found = read("he fell all the way back", build_lexicon(words, [added_rule()]))
    assert (found.urgency, found.situation) == (Urgency.RED, Situation.OVERDOSE)
    assert found.evidence == ("red street words: fell all the way back",)


def test_a_phrase_added_to_a_shipped_rule_softens_nothing(words: Words) -> None:
    weaker = {"crisis": {"amber": {"overdose": [{"rule": "not breathing", "why": "test", "en": ["not breathing"]}]}}}
    lexicon = build_lexicon(words, [weaker])
    assert read("he is not breathing", lexicon).urgency is Urgency.RED


def test_staff_can_add_pleas_that_name_no_situation(words: Words) -> None:
    plea = {"crisis": {"amber": {"unclear": [{"rule": "here", "why": "test", "es": ["venga pronto"]}]}}}
    found = read("venga pronto", build_lexicon(words, [plea]))
    assert (found.urgency, found.situation) == (Urgency.AMBER, None)


def test_staff_can_add_opt_outs_reserved_words_and_small_talk(words: Words) -> None:
    person = {"say": ["sam"], "then": ["today"], "whole": ["put sam on"]}
    extra = {
        "opt_out": {
            "whole": {"sure": {"en": ["done with yall"]}, "unsure": {"es": ["me voy ya"]}},
            "named": {"en": ["quit pinging me"]},
        },
        "reserved": {"words": {"person": person, "menu": {"say": ["help"]}}},
        "small_talk": {"wrong_number": ["aint my phone"], "who_are_you": ["state your name"]},
    }
    lexicon = build_lexicon(words, [extra, {}, {"opt_out": {}, "reserved": {"words": {}}, "small_talk": {}}])
    assert read("done with yall", lexicon).opt_out is OptOut.SURE
    assert read("me voy ya", lexicon).opt_out is OptOut.UNSURE
    assert read("why quit pinging me", lexicon).opt_out is OptOut.SURE
    assert (read("sam today", lexicon).reserved, read("put sam on", lexicon).reserved) == (Reserved.PERSON,) * 2
    assert read("help", lexicon).reserved is Reserved.HELP
    assert read("this aint my phone", lexicon).wrong_number
    assert read("state your name", lexicon).who_are_you


def test_a_staff_file_cannot_make_a_typing_error_of_a_crisis_word_known(words: Words) -> None:
    extra = {"small_talk": {"who_are_you": ["breahting"]}}
    assert read("he is not breahting", build_lexicon(words, [extra])).urgency is Urgency.RED


def test_the_carriers_stop_words_are_a_setting(words: Words) -> None:
    lexicon = build_lexicon(words, carrier_stop=["STOP", "Adios", "Opt-Out", "!"])
    assert read("adios", lexicon).carrier_stop
    assert read("ADIOS!", lexicon).opt_out is OptOut.SURE
    assert read("opt-out", lexicon).carrier_stop
    assert not read("cancel", lexicon).carrier_stop
    assert read("cancel", lexicon).opt_out is OptOut.SURE
    assert not build_lexicon(words, carrier_stop=[]).carrier.stop


def put(words: Words, path: str, value: object) -> None:
    *parents, last = path.split("/")
    place: Any = words
    for name in parents:
        place = place[int(name)] if isinstance(place, list) else place[name]
    if isinstance(place, list):
        place[int(last)] = value
    else:
        place[last] = value


RULE = "crisis/red/overdose/0"
BROKEN: list[tuple[str, object, str]] = [
    ("crisis", "words", "words.crisis: expected a table of names, found 'words'"),
    ("crisis", [], "words.crisis: expected a table"),
    ("crisis", {"red": {}}, "words.crisis.amber: missing"),
    ("crisis", None, "words.crisis: expected a table of names, found nothing"),
    ("forgive", None, "words.forgive: expected a list, found nothing"),
    ("forgive", "breathing", "words.forgive: expected a list, found 'breathing'"),
    ("forgive", [False], r"words.forgive\[1\]: expected text in quotes, found False"),
    ("forgive", [""], r"words.forgive\[1\]: expected text in quotes, found nothing"),
    ("surprise", {}, "words.surprise: not known here; use one of spellings"),
    ("spellings", {False: "no"}, "words.spellings: the name False is not text; put quotes around it"),
    ("spellings", {"x": 1}, "words.spellings.x: expected text in quotes, found 1"),
    ("groups", {}, "there is no group named"),
    ("crisis/purple", {}, "words.crisis.purple: not known here; use one of red, amber"),
    ("crisis/red/fire", [], "words.crisis.red.fire: not known here"),
    (f"{RULE}/colour", "red", r"words.crisis.red.overdose\[1\].colour: not known here"),
    (f"{RULE}/rule", "", r"words.crisis.red.overdose\[1\].rule: expected text"),
    (f"{RULE}/why", 3, r"words.crisis.red.overdose\[1\].why: expected text"),
    (f"{RULE}/en", ["a&b"], r"words.crisis.red.overdose\[1\].en\[1\]: 'a&b' is not a word"),
    (f"{RULE}/en", ["$nobody here"], r"\.en\[1\]: there is no group named '\$nobody'"),
    (f"{RULE}/en", [".. # maybe?"], r"\.en\[1\]: the phrase '.. # maybe\?' needs at least one word"),
    (f"{RULE}/when", {"awake": "green"}, r"\.when.awake: expected one of nothing, amber"),
    (f"{RULE}/when", {"someday": "amber"}, r"\.when.someday: not known here"),
    ("contexts", {}, "words.contexts.past: missing"),
    ("languages", {"both": ["no"], "en": ["the"]}, "words.languages.es: missing"),
    ("opt_out/whole/maybe", {}, "words.opt_out.whole.maybe: not known here; use one of sure, unsure"),
    ("opt_out/lead", ["a|b"], r"words.opt_out.lead\[1\]: 'a\|b' has to be plain words here"),
    ("reserved/words/fly", {}, "words.reserved.words.fly: not known here"),
    ("reserved/words/menu", {"says": []}, "words.reserved.words.menu.says: not known here"),
    ("carrier/go", [], "words.carrier.go: not known here"),
    ("small_talk/gossip", [], "words.small_talk.gossip: not known here"),
]


@pytest.mark.parametrize(("path", "value", "message"), BROKEN)
def test_a_words_file_of_the_wrong_shape_is_refused_with_its_key(
    words: Words, path: str, value: object, message: str
) -> None:
    broken = copy.deepcopy(words)
    put(broken, path, value)
    with pytest.raises(LexiconError, match=message):
        build_lexicon(broken)


@pytest.mark.parametrize("part", ["spellings", "crisis", "opt_out", "carrier", "reserved", "small_talk", "forgive"])
def test_a_missing_part_is_named(words: Words, part: str) -> None:
    with pytest.raises(LexiconError, match=f"words.{part}: missing"):
        build_lexicon({name: value for name, value in words.items() if name != part})


EXTRA = [
    ({"spellings": {"breathing": "fine"}}, r"extra\[1\].spellings: not known here; use one of crisis, opt_out"),
    ({"contexts": {}}, r"extra\[1\].contexts: not known here"),
    (added_rule(unless=["fell"]), r"extra\[1\].crisis.red.overdose\[1\].unless: not known here"),
    (added_rule(when={"past": "nothing"}), r"\.when: not known here"),
    (added_rule(en=[]), r"extra\[1\].crisis.red.overdose\[1\]: a rule needs phrases under `en` or `es`"),
    ({"crisis": {"red": {"overdose": [{"rule": "x", "en": ["x"]}]}}}, r"\.why: missing"),
    ({"opt_out": {"unless": ["stop"]}}, r"extra\[1\].opt_out.unless: not known here"),
    ({"opt_out": {"named": {"fr": ["arret"]}}}, r"extra\[1\].opt_out.named.fr: not known here"),
    ({"reserved": {"lead": ["uh"]}}, r"extra\[1\].reserved.lead: not known here"),
    ({"small_talk": {"thanks": {"say": ["stop"]}}}, r"extra\[1\].small_talk.thanks: not known here"),
    ([], r"extra\[1\]: expected a table of names"),
]


@pytest.mark.parametrize(("extra", "message"), EXTRA)
def test_a_staff_file_can_only_add_phrases(words: Words, extra: Any, message: str) -> None:
    with pytest.raises(LexiconError, match=message):
        build_lexicon(words, [extra])


def test_the_error_is_one_a_person_can_mend() -> None:
    assert issubclass(LexiconError, SmsbotError)
    assert LexiconError.code == "lexicon"


SIGNS: list[tuple[str, Callable[[Any], bool]]] = [
    ("every shipped rule says why", lambda rule: bool(rule["why"])),
    ("every shipped rule speaks English", lambda rule: bool(rule.get("en"))),
    ("every shipped rule speaks Spanish", lambda rule: bool(rule.get("es"))),
]


@pytest.mark.parametrize(("promise", "kept"), SIGNS)
def test_the_shipped_rules(words: Words, promise: str, kept: Callable[[Any], bool]) -> None:
    rules = [rule for level in words["crisis"].values() for rules in level.values() for rule in rules]
    assert [rule["rule"] for rule in rules if not kept(rule)] == [], promise


def test_the_shipped_rules_have_names_of_their_own(words: Words) -> None:
    names = [rule["rule"] for level in words["crisis"].values() for rules in level.values() for rule in rules]
    assert len(names) == len(set(names))


def test_rules_of_present_body_signs_give_way_only_to_a_resolution(words: Words) -> None:
    signs = {"not breathing", "breathing in doubt", "will not wake up", "blue or gray"}
    rules = [rule for rule in words["crisis"]["red"]["overdose"] if rule["rule"] in signs]
    assert len(rules) == len(signs)
    assert all(set(rule["when"].items()) <= {("breathes", "amber"), ("awake", "amber")} for rule in rules)
