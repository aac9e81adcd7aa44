"""One flow that uses every construct, and what it becomes."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from smsbot.content.frame import Frame
from smsbot.content.publication import compile_program
from smsbot.content.sources import Sources
from smsbot.core.answers import Choice, Kind
from smsbot.core.flow import CADENCE_ANSWER, Branch, Flow, Level, Target, TicketWish
from smsbot.core.language import Language

EVERYTHING = """\
flow: kit
about: A kit, or a follow-up.
keywords: {en: [kit, "I'm back", 211], es: [Qué hay]}
expires: 2 weeks
unasked: true
steps:
  hello:
    say: {en: Hi from {{ sender }}., es: Hola., quiet: {en: Hi., es: Hola.}}
    when:
      - {fact: staffed, is: no, go: how}
      - {fact: language, is: es, go: how}
  how:
    ask: {text: question}
    choices:
      pickup: {words: [1, pick up, recoger, "\U0001f64b"]}
      meet: {words: [2, "yes", sí], go: where}
      other: {words: [3], go: flow check_in}
    save: how
    retry: {times: 2, say: {en: Just 1 or 2., es: Solo 1 o 2.}}
    otherwise: done
    timeout: {after: 30 minutes, go: end}
  many:
    ask: {en: "How many?", es: "¿Cuantos?"}
    answer: number
    min: 1
    max: 5
    save: many
    otherwise: done
  where:
    ask: {en: "Where?", es: "¿Donde?"}
    answer: text
    max: 200
    save: where
    otherwise: end
  wish:
    ask: {en: "How often?", es: "¿Cada cuanto?"}
    answer: cadence
    choices: {weekly: {words: [1], go: week}}
    save: wish
    otherwise: flow check_in
  chosen: {consent: follow_ups, cadence: {saved: wish}}
  told:
    when: [{saved: where, go: made}, {saved: how, is: pickup, go: done}]
    request: {ticket: kit, include: [how, where, many]}
    escalate: {topic: person, level: amber, include: []}
    say: {text: menu}
    go: done
  made:
    say: {en: "To {{ where }}, {{ next }}.", es: "A {{where}}."}
    go: end
  week: {cadence: weekly, go: done}
  off: {when: [{saved: many, is: 3, go: end}], cadence: none}
  done: {end: true}
  never: {say: {en: x, es: x}}
tests:
  - title: a kit
    script: [{me: kit}]
"""


@pytest.fixture
def kit(frame: Frame, good: Mapping[str, str]) -> Flow:
    text = EVERYTHING.replace("en: Hi from {{ sender }}.,", "en: 'Hi from {{ sender }}.',")
    text = text.replace("  never: {say: {en: x, es: x}}\n", "").replace(
        "  week: {cadence: weekly, go: done}", "  week: {cadence: weekly, go: off}"
    )
    shared = good["templates/sms/shared.yaml"] + "question: {en: 1 or 2?, es: 1 o 2?, quiet: {en: 1 2, es: 1 2}}\n"
    sources = {**good, "flows/kit.yaml": text, "templates/sms/shared.yaml": shared}
    return compile_program("p1", Sources(sources), frame).flows["kit"]


def test_the_head_is_read(kit: Flow) -> None:
    assert kit.name == "kit"
    assert kit.about == "A kit, or a follow-up."
    assert kit.keywords == {Language.EN: ("kit", "i am back", "211"), Language.ES: ("que hay",)}
    assert kit.expires == timedelta(weeks=2)
    assert kit.unasked
    assert kit.first == "hello"
    assert kit.steps["hello"].line == 7


def test_branches_look_at_facts_and_saved_answers(kit: Flow) -> None:
    assert kit.steps["hello"].when == (
        Branch(Target("how"), fact="staffed", equals="no"),
        Branch(Target("how"), fact="language", equals="es"),
    )
    assert kit.steps["told"].when == (
        Branch(Target("made"), saved="where"),
        Branch(Target("done"), saved="how", equals="pickup"),
    )
    assert kit.steps["off"].when == (Branch(Target("end"), saved="many", equals="3"),)


def test_a_question_has_its_choices_and_its_ways_on(kit: Flow) -> None:
    how = kit.steps["how"].ask
    assert how is not None

    assert how.choices == (
        Choice("pickup", ("1", "pick up", "recoger", "\U0001f64b")),
        Choice("meet", ("2", "yes", "sí")),
        Choice("other", ("3",)),
    )
    assert how.goes == {"meet": Target("where"), "other": Target("check_in", is_flow=True)}
    assert (how.save, how.answer, how.otherwise) == ("how", None, Target("done"))
    assert how.retry is not None
    assert (how.retry.times, how.retry.say.key) == (2, "kit.how.retry")
    assert how.timeout is not None
    assert (how.timeout.after, how.timeout.go) == (timedelta(minutes=30), Target("end"))
    assert how.text.key == "question"


def test_typed_answers_keep_their_bounds(kit: Flow) -> None:
    found = {name: step.ask for name, step in kit.steps.items() if step.ask is not None}

    assert (found["many"].answer, found["many"].min, found["many"].max) == (Kind.NUMBER, 1, 5)
    assert (found["where"].answer, found["where"].min, found["where"].max) == (Kind.TEXT, None, 200)
    assert found["wish"].answer == CADENCE_ANSWER
    assert found["wish"].otherwise == Target("check_in", is_flow=True)


def test_what_a_step_does_is_kept(kit: Flow) -> None:
    told, chosen, week, off = (kit.steps[name] for name in ("told", "chosen", "week", "off"))

    assert told.request == TicketWish("kit", Level.ROUTINE, ("how", "where", "many"))
    assert told.escalate == TicketWish("person", Level.AMBER)
    assert (chosen.consent, chosen.cadence, chosen.cadence_saved) == (True, "wish", True)
    assert (week.consent, week.cadence, week.cadence_saved) == (False, "weekly", False)
    assert off.cadence == "none"


def test_the_next_step_is_where_a_step_goes_by_itself(kit: Flow) -> None:
    goes = {name: step.go for name, step in kit.steps.items()}

    assert goes["hello"] == Target("how")
    assert goes["told"] == Target("done")
    assert goes["made"] is None
    assert goes["done"] is None


def test_texts_are_compiled(kit: Flow) -> None:
    hello, made = kit.steps["hello"].say, kit.steps["made"].say
    assert hello is not None
    assert made is not None

    assert hello.key == "kit.hello.say"
    assert hello.names == {"sender"}
    assert hello.render(Language.EN, {"sender": "Caring Connect"}) == "Hi from Caring Connect."
    assert hello.render(Language.EN, {}, quiet=True) == "Hi."
    assert made.names == {"where", "next"}
    assert made.render(Language.ES, {"where": "la\nplaza"}) == "A la plaza."


def test_the_last_step_ends_without_saying_so(frame: Frame, good: Mapping[str, str]) -> None:
    kit = "flow: kit\nabout: x\nexpires: 1 day\nsteps: {a: {say: {en: Hi, es: Hola}}}"

    program = compile_program("p1", Sources({**good, "flows/kit.yaml": kit}), frame)

    assert program.flows["kit"].steps["a"].go is None
    assert program.flows["kit"].keywords == {}


@pytest.mark.parametrize("answer", ["yes_no", "number", "date", "time", "phone", "zip", "text", "cadence"])
def test_every_typed_answer_is_known(frame: Frame, good: Mapping[str, str], answer: str) -> None:
    step = f"{{ask: {{en: a, es: b}}, answer: {answer}, save: x, otherwise: end}}"
    kit = f"flow: kit\nabout: x\nexpires: 1 day\nsteps: {{a: {step}, b: {{when: [{{saved: x, is: 'no', go: end}}]}}}}"

    flow = compile_program("p1", Sources({**good, "flows/kit.yaml": kit}), frame).flows["kit"]

    assert flow.steps["a"].ask is not None
    assert flow.steps["a"].ask.answer == answer


def test_an_answer_saved_by_two_questions_can_be_what_either_gives(frame: Frame, good: Mapping[str, str]) -> None:
    kit = """\
flow: kit
about: x
expires: 1 day
steps:
  a: {ask: {en: a, es: b}, choices: {one: {words: [1]}}, save: x, otherwise: end}
  b: {ask: {en: a, es: b}, choices: {two: {words: [1]}}, save: x, otherwise: c}
  c: {when: [{saved: x, is: one, go: end}, {saved: x, is: two, go: end}]}
  d: {ask: {en: a, es: b}, answer: yes_no, save: y, otherwise: end}
  e: {ask: {en: a, es: b}, answer: zip, save: y, otherwise: end}
  f: {when: [{saved: y, is: anything, go: end}]}
"""
    compile_program("p1", Sources({**good, "flows/kit.yaml": kit}), frame)
