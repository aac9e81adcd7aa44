"""A flow as cards: one for each step, with a row for everything it says, does and leads to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from smsbot.content.findings.choices import offered
from smsbot.core.answers import Choice
from smsbot.core.flow import Ask, Flow, Step, Target, TicketWish
from smsbot.core.language import Language
from smsbot.core.text import Text

ENDS = "ends"
"""Where a row leads when the conversation is over."""

_END = Target("end")
_TYPED = {
    "yes_no": "yes or no",
    "number": "a number",
    "date": "a day",
    "time": "a time",
    "phone": "a phone number",
    "zip": "a ZIP code",
    "text": "any words",
    "cadence": "how often, in own words",
}


class Kind(StrEnum):
    """What a row is about; it decides how the row and its line are drawn."""

    SAY = "say"
    DO = "do"
    CHOICE = "choice"
    WAY = "way"
    ELSE = "else"
    SILENCE = "silence"  # no answer in time, or a text that did not arrive


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a card. `to`: the card it leads to; `out`: where else, in words; neither: it leads nowhere."""

    kind: Kind
    words: str
    chip: str = ""  # the number that people send
    to: str = ""
    out: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One step of a flow, or one flow among all. `follows`: it simply goes on with the next card."""

    key: str
    title: str
    note: str
    rows: tuple[Row, ...]
    follows: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """Cards in their order, under a title."""

    title: str
    about: str
    cards: tuple[Card, ...]


def flow_picture(flow: Flow, names: Mapping[str, str], language: Language) -> Picture:
    """A flow, in the words of one language; `names`: the programme's own values."""
    order = list(flow.steps)
    cards = []
    for at, step in enumerate(flow.steps.values()):
        following = order[at + 1] if at + 1 < len(order) else None
        rows = tuple(_rows(step, following, names, language))
        simply = step.ask is None and not step.random and step.go is not None and step.go.name == following
        note = "begins here" if at == 0 else ""
        cards.append(Card(step.name, step.name.replace("_", " "), note, rows, simply and step.wait is None))
    about = f"{flow.about} Ends after {in_words(flow.expires)} without an answer."
    return Picture(flow.name.replace("_", " "), about, tuple(cards))


def _rows(step: Step, following: str | None, names: Mapping[str, str], language: Language) -> Iterator[Row]:
    for branch in step.when:
        yield _way(Kind.WAY, f"if {_condition(branch.fact, branch.saved, branch.tag, branch.equals)}", branch.go)
    yield from _done(step)
    for text in (step.say, *step.series):
        if text is not None:
            yield Row(Kind.SAY, _said(text, names, language))
    if step.ask is not None:
        yield from _asked(step, step.ask, names, language)
    elif step.random:
        for going in step.random:
            yield _way(Kind.WAY, "by chance", going)
    else:
        yield from _onward(step, following)
    if step.undelivered is not None:
        yield _way(Kind.SILENCE, "if the text does not arrive", step.undelivered)


def _onward(step: Step, following: str | None) -> Iterator[Row]:
    going = step.go or _END
    if step.call is not None:
        yield Row(Kind.WAY, "walks through, and comes back", out=f"flow {step.call}")
    if step.wait is not None:
        yield _way(Kind.WAY, f"waits {in_words(step.wait)} for the next hello, then", going)
    elif going.is_flow or going.name != following:
        yield _way(Kind.WAY, "then" if going != _END else "", going)


def _asked(step: Step, ask: Ask, names: Mapping[str, str], language: Language) -> Iterator[Row]:
    words = _said(ask.text, names, language)
    yield Row(Kind.SAY, words)
    labels = dict(offered(words))
    for choice in ask.choices:
        chip = next((word for word in choice.words if word.isdecimal()), "")
        label = labels.get(chip) or _label(choice)
        yield _way(Kind.CHOICE, label, ask.goes.get(choice.name) or step.go or _END, chip)
    if ask.answer is not None:
        kept = f", kept as {ask.save}" if ask.save else ""
        yield _way(Kind.CHOICE, f"{_TYPED[str(ask.answer)]}{_bounds(ask)}{kept}", step.go or _END, "\u2026")
    if ask.retry is not None:
        times = "once" if ask.retry.times == 1 else f"{ask.retry.times} times"
        yield Row(Kind.DO, f"not understood: asks {times} more")
    yield _way(Kind.ELSE, "anything else", ask.otherwise)
    if ask.timeout is not None:
        yield _way(Kind.SILENCE, f"no answer in {in_words(ask.timeout.after)}", ask.timeout.go)


def _done(step: Step) -> Iterator[Row]:
    for name, value in step.sets.items():
        yield Row(Kind.DO, f"keeps {name}: {value}")
    if step.tag is not None:
        yield Row(Kind.DO, f"marks the person: {step.tag}")
    if step.consent:
        yield Row(Kind.DO, "records that they agree to texts")
    if step.cadence is not None:
        often = "as they said" if step.cadence_saved else step.cadence.replace("_", " ")
        yield Row(Kind.DO, f"sets how often: {'only when they text' if often == 'none' else often}")
    for does, wish in (("puts on the list", step.request), ("asks for a person", step.escalate)):
        if wish is not None:
            yield Row(Kind.DO, f"{does}: {_wished(wish)}")


def _wished(wish: TicketWish) -> str:
    beside = f", with {', '.join(wish.include)}" if wish.include else ""
    return f"{wish.topic.replace('_', ' ')} ({wish.level}){beside}"


def _condition(fact: str | None, saved: str | None, tag: str | None, equals: str | None) -> str:
    if tag is not None:
        return f"marked {tag}"
    known = {"staffed": "somebody is on duty", "joined": "they agreed to texts", "chosen": "they have a cadence"}
    if fact in known:
        return known[fact] if equals == "yes" else f"not: {known[fact]}"
    return f"{fact or saved} is {equals}" if equals is not None else f"there is {saved}"


def _way(kind: Kind, words: str, going: Target, chip: str = "") -> Row:
    if going == _END:
        return Row(kind, words, chip, out=ENDS)
    if going.is_flow:
        return Row(kind, words, chip, out=f"flow {going.name}")
    return Row(kind, words, chip, to=going.name)


def _said(text: Text, names: Mapping[str, str], language: Language) -> str:
    values = {name: names.get(name, f"({name.replace('_', ' ')})") for name in text.names}
    return text.render(language, values)


def _label(choice: Choice) -> str:
    return next((word for word in choice.words if not word.isdecimal()), choice.name)


def _bounds(ask: Ask) -> str:
    unit = " characters" if str(ask.answer) == "text" else ""
    if ask.min is not None and ask.max is not None:
        return f" ({ask.min} to {ask.max}{unit})"
    return f" (up to {ask.max}{unit})" if ask.max is not None else ""


def in_words(length: timedelta) -> str:
    """A duration as people say it: "4 hours", "1 day"."""
    for unit, size in (("day", timedelta(days=1)), ("hour", timedelta(hours=1)), ("minute", timedelta(minutes=1))):
        if length >= size and length % size == timedelta(0):
            count = length // size
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return str(length)
