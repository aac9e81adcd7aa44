"""Texts that belong to no flow."""

from collections.abc import Callable, Mapping

import pytest

from smsbot.content.frame import Frame
from smsbot.content.publication import compile_program
from smsbot.content.sources import Sources
from smsbot.core.language import Language

Find = Callable[[dict[str, str]], list[str]]
SHARED = "templates/sms/shared.yaml"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "crisis.overdose: {en: a, es: b}",
            "1: 'crisis.overdose' ships with smsbot and cannot be replaced here; remove it",
        ),
        ("stop.mine: {en: a, es: b}", "1: 'stop.mine' ships with smsbot and cannot be replaced here; remove it"),
        ("Menu!: {en: a, es: b}", "1: 'Menu!' is not a text's name; write it like pause.done"),
        ("menu2: {text: menu}", "1: unknown key 'text'; known keys: en, es, quiet, accept"),
        ("menu2: {en: 'To {{ where }}', es: b}", "1: unknown name 'where'; add it to names in program.yaml"),
        ("menu2: [a]", "1: 'menu2' must be a map, not a list"),
        ("menu: {en: a, es: b}", "1: 'menu' is also written in templates/sms/more.yaml; keep one of them"),
        ("- a", "1: the file must be a map, not a list"),
        ("a: [", "2: this is not YAML"),
    ],
)
def test_a_broken_shared_text_is_explained(problems: Find, good: Mapping[str, str], text: str, problem: str) -> None:
    found = problems({SHARED: text + "\n", "templates/sms/more.yaml": good[SHARED]})

    assert found[0].startswith(f"{SHARED}:{problem}")


def test_every_text_that_the_rules_say_has_to_exist(problems: Find, good: Mapping[str, str]) -> None:
    without = "\n".join(line for line in good[SHARED].split("\n") if not line.startswith(("menu:", "pause.how:")))

    assert problems({SHARED: without}) == [
        f"{SHARED}:1: the text 'menu' is missing; add menu: {{en: ..., es: ...}}",
        f"{SHARED}:1: the text 'pause.how' is missing; add pause.how: {{en: ..., es: ...}}",
    ]


def test_staff_may_word_help_their_own_way(frame: Frame, good: Mapping[str, str]) -> None:
    program = compile_program("p1", Sources(good), frame)

    assert program.text("help").render(Language.EN, {}) == "help in words"
    assert program.text("crisis.overdose") is frame.texts["crisis.overdose"]
