"""The longest values that a text plausibly gets, so that it is counted before it is sent."""

from collections.abc import Mapping
from datetime import date

from smsbot.core.answers import Kind
from smsbot.core.cadence import Cadence, Unit
from smsbot.core.cadence_words import describe
from smsbot.core.flow import CADENCE_ANSWER, Ask, Flow
from smsbot.core.hours import Window
from smsbot.core.language import Language
from smsbot.core.program import NamedCadence, Settings
from smsbot.core.scene import BUILT_IN_NAMES

_DAY = date(2026, 12, 30)
_NAME = "Maria Guadalupe"
_OWN_WORDS = 60  # characters that people write about a place or a time
_TYPED = {
    Kind.DATE: "2026-12-30",
    Kind.TIME: "12:30",
    Kind.PHONE: "+13365550100",
    Kind.ZIP: "27401",
    Kind.YES_NO: "yes",
}
_DAYS = {Language.EN: "Wed Dec 30", Language.ES: "dom 30 dic"}
_STATUS = {
    Language.EN: "2 with a person, 2 waiting for a person",
    Language.ES: "2 con una persona, 2 en espera de una persona",
}


def values_of(settings: Settings, language: Language) -> dict[str, str]:
    """Every name that any text may use, with its longest value."""
    wishes = [_resolved(choice, settings) for choice in settings.cadences.values()]
    wishes.append(Cadence(unit=Unit.WEEK, interval=2, weekdays=(1, 4), window=Window(570, 1080), anchor=_DAY))
    plan = max((describe(wish, language) for wish in wishes), key=len)
    workers = {handle for shift in settings.shifts for handle in shift.workers} | {*settings.on_call, *settings.backup}
    built_in = dict.fromkeys(BUILT_IN_NAMES, "") | {
        "name": _NAME,
        "plan": plan,
        "wish": plan,
        "next": _DAYS[language],
        "until": _DAYS[language],
        "status": _STATUS[language],
        "worker": max(workers, key=len, default=""),
    }
    return {**settings.names, **built_in}


def answers_of(flow: Flow, plan: str) -> Mapping[str, str]:
    """The longest value of every answer that a flow saves; `plan` stands for a cadence."""
    found: dict[str, str] = {}
    for step in flow.steps.values():
        for name, value in (*step.sets.items(), *_asked(step.ask, plan)):
            found[name] = max(found.get(name, ""), value, key=len)
    return found


def _asked(ask: Ask | None, plan: str) -> list[tuple[str, str]]:
    if ask is None or ask.save is None:
        return []
    values = [choice.name for choice in ask.choices]
    if ask.answer == CADENCE_ANSWER:
        values.append(plan)
    elif ask.answer == Kind.TEXT:
        values.append("w" * min(ask.max or _OWN_WORDS, _OWN_WORDS))
    elif ask.answer == Kind.NUMBER:
        values.append(str(ask.max if ask.max is not None else 999))
    elif ask.answer is not None:
        values.append(_TYPED[Kind(ask.answer)])
    return [(ask.save, max(values, key=len))] if values else []


def _resolved(choice: NamedCadence, settings: Settings) -> Cadence:
    return Cadence(
        unit=choice.unit,
        interval=choice.interval,
        weekdays=choice.weekdays,
        offsets=choice.offsets or ((1,) if choice.unit is Unit.SERIES else ()),
        window=choice.window or settings.default_window,
        anchor=_DAY,
        ends=_DAY + choice.lasts if choice.lasts else None,
        means=choice.means,
    )
