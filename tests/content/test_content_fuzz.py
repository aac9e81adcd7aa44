"""Whatever stands in a staff file, there is a programme or a list of problems, never anything else."""

import random
from collections.abc import Mapping

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smsbot.content.findings.look import findings_in
from smsbot.content.frame import Frame
from smsbot.content.problems import ContentError, Problem
from smsbot.content.program_file import read_program
from smsbot.content.publication import compile_program, read_all
from smsbot.content.sources import Sources
from smsbot.content.yaml_files import read_yaml
from smsbot.core.program import Program

_WORDS = st.sampled_from(
    [
        "a",
        "b",
        "end",
        "flow kit",
        "flow check_in",
        "1",
        "stop",
        "yes",
        "",
        "x y",
        "{{ name }}",
        "{{",
        "1 day",
        "text",
        "cadence",
    ]
)
_SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | _WORDS | st.text(max_size=8)
_KEYS = st.sampled_from(
    (
        *("when", "say", "ask", "choices", "answer", "min", "save", "retry", "otherwise", "timeout", "go", "end"),
        *("fact", "saved", "is", "words", "times", "after", "en", "es", "quiet", "text"),
        *(
            "request",
            "escalate",
            "ticket",
            "include",
            "consent",
            "cadence",
            "oops",
            "accept",
            "segments",
            "series",
            "wait",
            "call",
            "random",
            "set",
            "tag",
        ),
    )
)
_VALUES = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4), max_leaves=12
)
_HEAD = st.sampled_from(["flow", "about", "keywords", "expires", "unasked", "tests", "accept"])
_LOOSE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def compiled(frame: Frame, sources: Mapping[str, str]) -> Program | ContentError:
    """The programme or the problems; what could be better is looked for in both."""
    assert all(str(one) for one in findings_in(read_all(Sources(sources), frame), frame).sorted())
    try:
        return compile_program("p1", Sources(sources), frame)
    except ContentError as error:
        return error


@_LOOSE
@given(
    steps=st.dictionaries(st.sampled_from("abc"), st.dictionaries(_KEYS, _VALUES, max_size=5) | _VALUES, max_size=3),
    head=st.dictionaries(_HEAD, _VALUES, max_size=6),
)
def test_any_flow_compiles_or_is_explained(
    frame: Frame, good: Mapping[str, str], steps: dict[str, object], head: dict[str, object]
) -> None:
    flow = {"flow": "kit", "about": "x", "expires": "1 day", **head, "steps": steps}

    compiled(frame, {**good, "flows/kit.yaml": yaml.safe_dump(flow, sort_keys=False)})


@_LOOSE
@given(name=st.sampled_from(["flows/kit.yaml", "templates/sms/more.yaml"]), text=st.text(max_size=60))
def test_any_text_in_a_file_compiles_or_is_explained(
    frame: Frame, good: Mapping[str, str], name: str, text: str
) -> None:
    compiled(frame, {**good, name: text})


@_LOOSE
@given(seed=st.integers(0, 10**6))
def test_a_good_file_with_lines_lost_doubled_or_swapped_compiles_or_is_explained(
    frame: Frame, good: Mapping[str, str], program_text: str, seed: int
) -> None:
    chance = random.Random(seed)
    for name, text in (*good.items(), ("flows/program.yaml", program_text)):
        lines = text.split("\n")
        for _ in range(chance.randint(1, 4)):
            at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
            lines[at] = chance.choice(["", lines[other], lines[at][1:], " " + lines[at], lines[at].replace(":", "")])
        broken = "\n".join(lines)
        compiled(frame, {**good, name: broken})
        problems: list[Problem] = []
        read_program(read_yaml(name, broken), problems)
        assert all(str(problem) for problem in problems)
