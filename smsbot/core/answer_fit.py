"""Does a text answer a question? Choices first, then the typed answer."""

from dataclasses import dataclass
from datetime import date
from json import dumps

from smsbot.core.answers import Kind, pick, take
from smsbot.core.cadence import Cadence, to_json
from smsbot.core.cadence_words import parse
from smsbot.core.flow import CADENCE_ANSWER, Ask
from smsbot.core.hours import Window


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that fits: the value to save, and the choice's name if it was one."""

    value: str
    choice: str | None = None


def fit(asked: Ask, text: str, *, today: date, window: Window, current: Cadence | None) -> Answer | None:
    """The answer in a text, or None. A cadence is saved as JSON; `{}` stands for "only when I text"."""
    choice = pick(text, asked.choices) if asked.choices else None
    if choice is not None:
        return Answer(choice, choice)
    if asked.answer is None:
        return None
    if asked.answer == CADENCE_ANSWER:
        wish = parse(text, today=today, window=window, current=current)
        return None if wish is None else Answer(saved_cadence(wish.cadence))
    value = take(Kind(asked.answer), text, today=today, min=asked.min, max=asked.max)
    return None if value is None else Answer(value)


def saved_cadence(cadence: Cadence | None) -> str:
    """A wish as a saved answer."""
    return dumps(to_json(cadence) if cadence is not None else {}, sort_keys=True)
