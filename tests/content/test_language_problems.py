"""What is wrong with calls, waits, chance, marks, series and branches for lost texts, in the words staff read."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from smsbot.content.frame import Frame
from smsbot.content.problems import ContentError
from smsbot.content.publication import compile_program
from smsbot.content.sources import Sources

HEAD = "flow: kit\nabout: A free kit.\nexpires: 2 days\nsteps:\n"
T = "{en: Hi, es: Hola}"
Q = "{en: Hi, es: Hola, quiet: same}"
ASK = f"ask: {T}, choices: {{a: {{words: [1]}}, b: {{words: [2]}}}}, otherwise: end"
ASK_Q = ASK.replace(T, Q)
Find = Callable[[dict[str, str]], list[str]]

STEPS = [
    # set and tag
    ("a: {set: {}}", ["5: step a: 'set' is empty; write at least one"]),
    ("a: {set: [x]}", ["5: step a: 'set' must be a map, not a list"]),
    (
        "a: {set: {How: x, how: true}}",
        [
            "5: step a: 'How' is not a name; use small letters, digits and _, beginning with a letter",
            "5: step a: 'how' must be words, not true or false; put quotes around it: \"true\"",
        ],
    ),
    (f"a: {{set: {{how: {'x' * 161}}}}}", ["5: step a: 'how' has 161 characters; use at most 160"]),
    ("a: {tag: Kit}", ["5: step a: 'Kit' is not a name; use small letters, digits and _, beginning with a letter"]),
    (
        f"a: {{when: [{{tag: kit, is: yes, go: end}}], say: {T}}}",
        ["5: step a: 'is' does not belong beside 'tag'; a tag is there or not; remove it"],
    ),
    (
        "a: {set: {how: mail}}\n  b: {when: [{saved: how, is: meet, go: end}], end: true}",
        ["6: step b: the answer 'how' is never 'meet'; one of: mail"],
    ),
    # one way on
    (
        f"a: {{{ASK}, call: check_in, wait: 1 day}}",
        [
            "5: step a: 'call' stands beside 'ask'; write a step for each",
            "5: step a: 'wait' stands beside 'ask'; write a step for each",
        ],
    ),
    ("a: {call: chek_in}", ["5: step a: there is no flow 'chek_in' to call; did you mean 'check_in'?"]),
    (
        "a: {wait: soon}",
        ['5: step a: \'soon\' is not a duration; write it like "30 minutes", "2 hours", "1 day" or "2 weeks"'],
    ),
    (
        "a: {random: [b, c], go: b}\n  b: {end: true}\n  c: {end: true}",
        ["5: step a: 'go' stands beside 'random'; keep one of them"],
    ),
    ("a: {random: [b]}\n  b: {end: true}", ["5: step a: 'random' has one way only; name two or more, or write go"]),
    (
        "a: {random: [b, x]}\n  b: {end: true}",
        ["5: step a: there is no step 'x' to go to; name a step of this file, 'flow NAME' or 'end'"],
    ),
    # chance and agreeing
    (
        f"a: {{{ASK}, go: b}}\n  b: {{random: [c, d]}}\n  c: {{say: {T}, go: d}}\n  d: {{cadence: weekly}}",
        [
            "6: step b: 'random' leads to 'consent' or 'cadence' with nobody asked in between; "
            "ask the person, and let their answer lead there"
        ],
    ),
    (
        f"a: {{random: [b, end], consent: follow_ups}}\n  b: {{{ASK}, go: c}}\n  c: {{consent: follow_ups}}",
        [
            "5: step a: 'random' leads to 'consent' or 'cadence' with nobody asked in between; "
            "ask the person, and let their answer lead there"
        ],
    ),
    # undelivered
    (
        "a: {tag: x, undelivered: b, go: end}\n  b: {request: {ticket: x}}",
        ["5: step a: 'undelivered' belongs beside a text; add say: ... or ask: ..., or remove it"],
    ),
    # quiet words after a wait
    (
        f"a: {{say: {T}, wait: 1 day}}\n  b: {{when: [{{fact: staffed, is: no, go: c}}], say: {T}, go: end}}\n"
        f"  c: {{say: {Q}}}",
        [
            "6: step b: 'say' can arrive unasked and has no quiet words; "
            "add quiet: {en: ..., es: ...} that name no health matter"
        ],
    ),
    # values
    (
        f"a: {{set: {{x: y}}, say: {{en: '{{{{ x }}}}', es: '{{{{ x }}}}'}}, go: c}}\n  c: {{say: {T}}}",
        [],
    ),
    (
        "a: {when: [{fact: staffed, is: no, go: c}], set: {x: y}, go: c}\n  c: {say: {en: '{{ x }}', es: Hola}}",
        [
            "6: step c: 'x' may have no value here, because not every way to this step saves it; "
            "leave it out, or lead people without it to another step with 'when'"
        ],
    ),
    # loops
    (
        f"a: {{say: {T}, random: [b, end]}}\n  b: {{tag: x, go: a}}",
        [
            "5: step a: the steps go round without asking or waiting (a -> b -> a); "
            "let one of them ask or wait, or go somewhere else"
        ],
    ),
    (f"a: {{say: {Q}, wait: 1 day}}\n  b: {{{ASK_Q}, go: a}}", []),
    (f"a: {{say: {Q}, wait: 1 day, go: a}}", []),
    # series
    (
        f"a: {{series: [{Q}], say: {Q}}}",
        [
            "5: step a: 'say' stands beside 'series'; put the words into the texts of the series",
            "5: step a: no cadence starts this series; add flow: kit to one with offsets in program.yaml",
        ],
    ),
    ("a: {series: []}", ["5: step a: 'series' is empty; write a list of at least one"]),
]


@pytest.mark.parametrize(("steps", "expected"), STEPS)
def test_a_broken_step_is_explained(problems: Find, steps: str, expected: list[str]) -> None:
    found = problems({"flows/kit.yaml": HEAD + "  " + steps})

    assert found == [f"flows/kit.yaml:{line}" for line in expected]


CALLER = HEAD + "  a: {call: other, go: b}\n  b: {tag: x, go: a}"


def test_a_loop_through_a_call_that_asks_nobody_is_found(problems: Find) -> None:
    other = HEAD.replace("kit", "other")
    loop = (
        "flows/kit.yaml:5: step a: the steps go round without asking or waiting (a -> b -> a); "
        "let one of them ask or wait, or go somewhere else"
    )

    assert problems({"flows/kit.yaml": CALLER, "flows/other.yaml": other + f"  o: {{say: {T}}}"}) == [loop]
    assert problems({"flows/kit.yaml": CALLER, "flows/other.yaml": other + f"  o: {{{ASK}}}"}) == []


def test_a_call_that_only_calls_passes_as_what_it_calls(problems: Find) -> None:
    other = HEAD.replace("kit", "other") + "  o: {call: third}"
    third = HEAD.replace("kit", "third")

    for inside, loops in ((f"  t: {{say: {T}}}", 1), (f"  t: {{{ASK}}}", 0), ("  t: {wait: 1 day}", 0)):
        files = {"flows/kit.yaml": CALLER, "flows/other.yaml": other, "flows/third.yaml": third + inside}
        assert len(problems(files)) == loops


def test_a_flow_that_calls_itself_without_asking_is_found(problems: Find) -> None:
    assert problems({"flows/kit.yaml": HEAD + "  a: {tag: x}\n  b: {call: kit}"}) == [
        "flows/kit.yaml:5: step a: the steps go round without asking or waiting (a -> b -> a); "
        "let one of them ask or wait, or go somewhere else"
    ]


def test_a_called_flow_that_can_start_unasked_has_to_be_unasked(problems: Find) -> None:
    kit = HEAD.replace("steps", "unasked: true\nsteps") + "  a: {call: other}"
    other = HEAD.replace("kit", "other") + "  a: {end: true}"

    assert problems({"flows/kit.yaml": kit, "flows/other.yaml": other}) == [
        "flows/kit.yaml:6: step a: flow 'other' can start unasked from here and is not 'unasked: true'; "
        "add that to other.yaml, and quiet words to its first texts"
    ]


# Cadences that start a flow; program.yaml of these tests has three of them.

HELLOS = "flow: hellos\nabout: x\nexpires: 1 day\nunasked: true\nsteps:\n  a: {series: [" + ", ".join([Q] * 3) + "]}"


def found_with(frame: Frame, good: dict[str, str], flow: str | None, **starts: str) -> list[str]:
    cadences = {n: replace(c, flow=starts.get(n, "")) for n, c in frame.settings.cadences.items()}
    changed = replace(frame, settings=replace(frame.settings, cadences=cadences))
    try:
        compile_program("p1", Sources({**good, **({"flows/hellos.yaml": flow} if flow else {})}), changed)
    except ContentError as error:
        return str(error).split("\n")
    return []


def test_a_series_has_a_text_for_each_day_of_its_cadence(frame: Frame, good: dict[str, str]) -> None:
    assert found_with(frame, good, HELLOS, first_month="hellos") == []
    assert found_with(frame, good, HELLOS.replace(f"[{Q}, ", "[", 1), first_month="hellos") == [
        "flows/hellos.yaml:6: step a: the series has 2 texts and cadence 'first_month' 3 days; "
        "write one text for each of its offsets"
    ]


def test_a_series_needs_a_cadence_with_days(frame: Frame, good: dict[str, str]) -> None:
    assert found_with(frame, good, HELLOS, weekly="hellos") == [
        "flows/hellos.yaml:6: step a: cadence 'weekly' has no offsets; a series needs a day for each of its texts"
    ]


def test_a_series_without_quiet_words_is_found(frame: Frame, good: dict[str, str]) -> None:
    loud = HELLOS.replace(Q, T, 1)
    assert found_with(frame, good, loud, first_month="hellos") == [
        "flows/hellos.yaml:6: step a: 'series' can arrive unasked and has no quiet words; "
        "add quiet: {en: ..., es: ...} that name no health matter"
    ]


def test_a_cadence_starts_a_flow_that_exists(frame: Frame, good: dict[str, str]) -> None:
    assert found_with(frame, good, None, weekly="chek_in") == [
        "flows/program.yaml:1: cadence 'weekly' starts a flow 'chek_in' that does not exist; did you mean 'check_in'?"
    ]


def test_a_cadence_starts_a_flow_that_may_arrive_unasked(frame: Frame, good: dict[str, str]) -> None:
    plain = f"flow: hellos\nabout: x\nexpires: 1 day\nsteps:\n  a: {{say: {Q}}}"
    assert found_with(frame, good, plain, weekly="hellos") == [
        "flows/hellos.yaml:1: cadence 'weekly' starts this flow and it is not 'unasked: true'; add unasked: true"
    ]
