"""Does a text answer a question? Choices first, then the typed answer."""

from datetime import date
from json import loads

import pytest
from builders import DAYTIME, a_cadence, an_ask

from smsbot.core.answer_fit import Answer, fit, saved_cadence
from smsbot.core.answers import Kind
from smsbot.core.cadence import from_json
from smsbot.core.flow import Ask

TODAY = date(2026, 11, 2)
CHOICES = {"pickup": ["1", "pick up"], "mail": ["2", "mail"]}


def fitted(asked: Ask, text: str) -> Answer | None:
    return fit(asked, text, today=TODAY, window=DAYTIME, current=None)


@pytest.mark.parametrize(
    ("text", "choice"), [("1", "pickup"), ("Mail it please", "mail"), ("mail", "mail"), ("3", None)]
)
def test_a_choice_is_saved_by_its_name(text: str, choice: str | None) -> None:
    assert fitted(an_ask(CHOICES), text) == (Answer(choice, choice) if choice else None)


def test_choices_are_tried_before_the_typed_answer() -> None:
    asked = an_ask(CHOICES, answer=Kind.TEXT)
    assert fitted(asked, "1") == Answer("pickup", "pickup")
    assert fitted(asked, "by drone") == Answer("by drone")


def test_a_typed_answer_is_bounded() -> None:
    asked = an_ask(answer=Kind.NUMBER, min=1, max=5)
    assert fitted(asked, "3") == Answer("3")
    assert fitted(asked, "9") is None
    assert fitted(an_ask(answer="number"), "9") == Answer("9")


def test_a_cadence_is_saved_as_json_that_reads_back() -> None:
    answer = fitted(an_ask(answer="cadence"), "every friday")
    assert answer is not None
    assert answer.choice is None
    assert from_json(loads(answer.value)).weekdays == (4,)


def test_only_when_i_text_is_an_answer_and_nonsense_is_none() -> None:
    asked = an_ask(answer="cadence")
    assert fitted(asked, "only when i text") == Answer("{}")
    assert fitted(asked, "purple") is None


def test_a_saved_cadence_is_always_written_the_same_way() -> None:
    assert from_json(loads(saved_cadence(a_cadence()))) == a_cadence()
    assert saved_cadence(a_cadence()) == saved_cadence(a_cadence())
    assert saved_cadence(None) == "{}"
