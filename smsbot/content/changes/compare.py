"""Two sets of staff files side by side: what is gone, what is new, what is said in other words."""

from collections.abc import Mapping
from dataclasses import dataclass

from smsbot.content.changes.looks import FlowLook, StepLook, looks_of
from smsbot.content.sources import Sources

_NO_STEP = StepLook({}, {}, waits=False, rest={})


@dataclass(frozen=True, slots=True)
class TextChange:
    """A wording before and after; None where there was or is none."""

    where: str
    language: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class StepChange:
    """What became of a step. `fate`: added, removed or changed."""

    step: str
    fate: str
    waits: bool  # were conversations able to wait here?
    texts: tuple[TextChange, ...] = ()
    choices_added: tuple[str, ...] = ()
    choices_removed: tuple[str, ...] = ()
    choices_changed: tuple[str, ...] = ()  # their words, or where they lead
    parts_changed: tuple[str, ...] = ()  # keys of the step


@dataclass(frozen=True, slots=True)
class FlowChange:
    """What became of a flow. `fate`: added, removed or changed."""

    flow: str
    fate: str
    steps: tuple[StepChange, ...]
    keywords_added: tuple[str, ...] = ()
    keywords_removed: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()  # titles of those that name a changed step, or are new, or are gone


def compare(old: Sources, new: Sources) -> tuple[FlowChange, ...]:
    """Every flow that differs, by name; the shared texts count as one."""
    before, after = looks_of(old), looks_of(new)
    changes = (_flow(name, before.get(name), after.get(name)) for name in sorted({*before, *after}))
    return tuple(one for one in changes if one is not None)


def _fate(before: object, after: object) -> str:
    return "added" if before is None else "removed" if after is None else "changed"


def _flow(name: str, before: FlowLook | None, after: FlowLook | None) -> FlowChange | None:
    if before == after:
        return None
    was, is_now = before or FlowLook(), after or FlowLook()
    steps = _steps(was.steps, is_now.steps)
    return FlowChange(
        name,
        _fate(before, after),
        steps,
        tuple(sorted(is_now.keywords - was.keywords)),
        tuple(sorted(was.keywords - is_now.keywords)),
        _tests(was.tests, is_now.tests, frozenset(step.step for step in steps)),
    )


def _steps(before: Mapping[str, StepLook], after: Mapping[str, StepLook]) -> tuple[StepChange, ...]:
    names = [*before, *(name for name in after if name not in before)]
    return tuple(
        _step(name, before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)
    )


def _step(name: str, before: StepLook | None, after: StepLook | None) -> StepChange:
    was, is_now = before or _NO_STEP, after or _NO_STEP
    keys = dict.fromkeys((*was.wordings, *is_now.wordings))
    texts = [TextChange(*key, was.wordings.get(key), is_now.wordings.get(key)) for key in keys]
    both = before is not None and after is not None
    return StepChange(
        name,
        _fate(before, after),
        was.waits,
        tuple(text for text in texts if text.old != text.new),
        tuple(one for one in is_now.choices if one not in was.choices),
        tuple(one for one in was.choices if one not in is_now.choices),
        tuple(one for one in is_now.choices if one in was.choices and was.choices[one] != is_now.choices[one]),
        _parts(was.rest, is_now.rest) if both else (),
    )


def _parts(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(sorted(key for key in {*before, *after} if before.get(key) != after.get(key)))


def _tests(
    before: Mapping[str, frozenset[str]], after: Mapping[str, frozenset[str]], changed: frozenset[str]
) -> tuple[str, ...]:
    titles = dict.fromkeys((*before, *after))
    return tuple(one for one in titles if before.get(one) != after.get(one) or before.get(one, changed) & changed)
