"""A question: its choices, its typed answer, and where it leads when nothing fits."""

from collections.abc import Mapping

from smsbot.content.flow_scope import Scope, flow_text, target
from smsbot.content.measures import duration
from smsbot.content.places import Place
from smsbot.content.staff_words import is_carrier_word
from smsbot.content.texts import LONGEST
from smsbot.core.answers import Choice, Kind
from smsbot.core.choice_words import SHORT, tokens
from smsbot.core.flow import CADENCE_ANSWER, Ask, Retry, Target, Timeout

KEYS = {
    "ask": "asks a question and waits for the answer",
    "choices": "what people may choose, each under a name of its own",
    "answer": "the kind of answer that is taken; choices beside it are tried first",
    "min": "the least: of a number, or in characters of a text",
    "max": "the most: of a number, or in characters of a text",
    "save": "the name under which the answer is kept",
    "retry": "asks once more, in its own words, before it goes on with otherwise",
    "otherwise": "where an answer leads that fits nothing",
    "timeout": "where it goes on without an answer; nothing is said there",
}
"""What a question may hold, each with what it is for."""

CHOICE_KEYS = {"words": "numbers, words and emoji that mean it, in both languages", "go": "where it leads"}
RETRY_KEYS = {"times": "how often it asks again", "say": "in which words"}
TIMEOUT_KEYS = {"after": "how long it waits, like 4 hours", "go": "where it then leads"}
KINDS = (*(kind.value for kind in Kind), CADENCE_ANSWER)
BOUNDED = {Kind.NUMBER: (-(10**9), 10**9), Kind.TEXT: (1, LONGEST)}
"""The typed answers that may have min and max, and how far those may go."""

MOST_RETRIES = 3


def read_ask(step: Place, fields: Mapping[str, Place], scope: Scope) -> Ask | None:
    """The question of a step; None when it asks nothing."""
    if "ask" not in fields:
        _refuse_without_ask(fields)
        return None
    if "otherwise" not in fields:
        step.note("'otherwise' is missing beside 'ask'", "add otherwise: STEP for answers that do not fit")
    if "choices" not in fields and "answer" not in fields:
        step.note("the question has neither 'choices' nor 'answer'", "add one, or write say instead of ask")
    choices, goes = _choices(fields["choices"], scope) if "choices" in fields else ((), {})
    answer = _answer(fields)
    low, high = _bounds(fields, answer)
    return Ask(
        text=flow_text(fields["ask"], "ask", scope),
        otherwise=target(fields["otherwise"], scope) if "otherwise" in fields else Target(scope.steps[0]),
        choices=choices,
        goes=goes,
        answer=answer,
        min=low,
        max=high,
        save=fields["save"].name() if "save" in fields else None,
        retry=_retry(fields["retry"], scope) if "retry" in fields else None,
        timeout=_timeout(fields["timeout"], scope) if "timeout" in fields else None,
    )


def _refuse_without_ask(fields: Mapping[str, Place]) -> None:
    for key in KEYS:
        if key in fields:
            fields[key].note(f"{fields[key].label} belongs beside 'ask'", "add ask: ..., or remove it")


def _answer(fields: Mapping[str, Place]) -> Kind | str | None:
    if "answer" not in fields:
        return None
    word = fields["answer"].one_of(KINDS, "answer type")
    return Kind(word) if word in tuple(Kind) else word


def _bounds(fields: Mapping[str, Place], answer: Kind | str | None) -> tuple[int | None, int | None]:
    bounds: dict[str, int] = {}
    for key in ("min", "max"):
        if key not in fields:
            continue
        if isinstance(answer, Kind) and answer in BOUNDED:
            bounds[key] = fields[key].number(*BOUNDED[answer])
        else:
            fields[key].note(f"'{key}' fits only answer: number and answer: text", f"remove {key}")
    if len(bounds) == 2 and bounds["min"] > bounds["max"]:
        fields["min"].note(f"'min' {bounds['min']} is more than 'max' {bounds['max']}", "swap them")
    return bounds.get("min"), bounds.get("max")


def _choices(place: Place, scope: Scope) -> tuple[tuple[Choice, ...], dict[str, Target]]:
    choices: list[Choice] = []
    goes: dict[str, Target] = {}
    offered: list[tuple[Place, str]] = []
    for name, entry in place.filled().items():
        entry.check_name(name)
        fields = entry.fields(CHOICE_KEYS, required=("words",))
        items = fields["words"].items() if "words" in fields else []
        offered.extend((item, name) for item in items)
        choices.append(Choice(name, tuple(item.typed() for item in items)))
        if "go" in fields:
            goes[name] = target(fields["go"], scope)
    _check_words(offered, choices, scope)
    return tuple(choices), goes


def _check_words(offered: list[tuple[Place, str]], choices: list[Choice], scope: Scope) -> None:
    """Note words that would not lead to their own choice, by the very rule that reads the answers."""
    owners: dict[tuple[str, ...], str] = {}
    for item, name in offered:
        word = item.typed()
        owner = owners.setdefault(tokens(word), name)
        if not word:
            continue
        if is_carrier_word(word, scope.known.lexicon):
            item.note(f"'{word}' is answered by the carrier and never reaches a choice", "choose another word")
        elif tokens(word) and owner != name:
            item.note(f"'{word}' belongs to choice '{owner}' too", "give each word to one choice")
        elif len(word) > SHORT or not tokens(word):
            item.note(
                f"'{word}' is never read as a choice", f"use a word, number or emoji of at most {SHORT} characters"
            )


def _retry(place: Place, scope: Scope) -> Retry | None:
    fields = place.fields(RETRY_KEYS, required=RETRY_KEYS)
    if len(fields) < 2:
        return None
    return Retry(fields["times"].number(1, MOST_RETRIES), flow_text(fields["say"], "retry", scope))


def _timeout(place: Place, scope: Scope) -> Timeout | None:
    fields = place.fields(TIMEOUT_KEYS, required=TIMEOUT_KEYS)
    if len(fields) < 2:
        return None
    return Timeout(duration(fields["after"]), target(fields["go"], scope))
