"""Drafts the tests that a flow lacks: plays every way of it and keeps what comes where no test has been.

What is drafted is what happens now. Whether it should, an author has to read.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from smsbot.core.answers import Kind
from smsbot.core.flow import Ask, Flow
from smsbot.core.language import Language
from smsbot.lab.cover.watch import Place, Watcher
from smsbot.lab.look import look
from smsbot.lab.play import MY_NUMBER, Session
from smsbot.lab.stage import MONDAY, Stage

_SUNDAY = MONDAY - timedelta(days=1)  # nobody is on duty

_FITS = {
    Language.EN: {
        Kind.YES_NO: "yes", Kind.NUMBER: "2", Kind.DATE: "friday", Kind.TIME: "3pm", Kind.PHONE: "336-555-0144",
        Kind.ZIP: "27401", Kind.TEXT: "the library on main, after 3", "cadence": "every friday",
    },
    Language.ES: {
        Kind.YES_NO: "claro", Kind.NUMBER: "dos", Kind.DATE: "viernes", Kind.TIME: "3pm", Kind.PHONE: "336-555-0144",
        Kind.ZIP: "27401", Kind.TEXT: "en la biblioteca, despues de las 3", "cadence": "cada viernes",
    },
}  # fmt: skip
_FITS_NOTHING = {Language.EN: "the green one", Language.ES: "el verde"}
_TOO_LONG = {Language.EN: "and then there is more to say ", Language.ES: "y luego hay algo que contar "}


@dataclass(frozen=True, slots=True)
class Setting:
    """Who the person is, and when they text."""

    language: Language
    quiet: bool
    start: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """One conversation that comes where none has been."""

    text: str  # as an item of `tests:`, indented by two
    reaches: int


def draft(stage: Stage, flow: Flow, missing: Sequence[Place]) -> list[Draft]:
    """Conversations in this flow that reach what is `missing`, shortest first, as far as answers and silence lead.

    Not tried: what only a fact about the person (a cadence, a tag) or a failed delivery leads to.
    """
    left, found, watcher = set(missing), [], Watcher()
    for setting in _settings():
        if not left:
            break
        for way in _ways(stage, flow, setting):
            session = _played(stage, flow, setting, way, watcher)
            new = left & watcher.reached
            if new:
                left -= new
                found.append(Draft(_written(session, flow, setting, way), len(new)))
    return found


def _settings() -> Iterator[Setting]:
    for start in (MONDAY, _SUNDAY):
        for quiet in (False, True):
            for language in Language:
                yield Setting(language, quiet, start)


def _ways(stage: Stage, flow: Flow, setting: Setting) -> Iterator[tuple[str, ...]]:
    """Every question once, by the shortest way to it, and there everything that can be answered."""
    asked: set[str] = set()
    waiting: list[tuple[str, ...]] = [()]
    while waiting:
        way = waiting.pop(0)
        ask = _open_question(_played(stage, flow, setting, way), flow)
        if ask is None or ask[0] in asked:
            yield way
            continue
        asked.add(ask[0])
        waiting += [(*way, *answers) for answers in _answers(ask[1], setting.language)]


def _answers(ask: Ask, language: Language) -> Iterator[tuple[str, ...]]:
    for choice in ask.choices:
        yield (choice.words[0],)
    if ask.answer is not None:
        yield (_FITS[language][ask.answer],)
    if ask.timeout is not None:
        yield (f"+{int(ask.timeout.after.total_seconds() // 60)}m",)
    times = 1 + (ask.retry.times if ask.retry is not None else 0)
    if ask.answer is Kind.TEXT:
        long = _TOO_LONG[language]
        yield (long * (2 + (ask.max or 400) // len(long)),) * times
    else:
        yield (_FITS_NOTHING[language],) * times


def _played(stage: Stage, flow: Flow, setting: Setting, way: Sequence[str], watcher: Watcher | None = None) -> Session:
    if watcher is not None:
        watcher.reached.clear()
    session = Session(
        stage, flow.name, start=setting.start, language=setting.language, quiet=setting.quiet, watcher=watcher
    )
    for typed in way:
        session.do(typed)
    return session


def _open_question(session: Session, flow: Flow) -> tuple[str, Ask] | None:
    seen = look(session.world, MY_NUMBER)
    talk = seen.person.conversation if seen is not None else None
    if talk is None or talk.flow != flow.name:
        return None
    ask = flow.question(talk.step)
    return None if ask is None else (talk.step, ask)


def _written(session: Session, flow: Flow, setting: Setting, way: Sequence[str]) -> str:
    how = ("in Spanish" if setting.language is Language.ES else "in English") + (", quiet" if setting.quiet else "")
    when = ", nobody on duty" if setting.start != MONDAY else ""
    said = " ".join(words if len(words) < 30 else f"{words[:20]}..." for words in way) or "begins"
    lines = [f"  - title: {json.dumps(f'draft: {how}{when}: {said}', ensure_ascii=False)}"]
    lines.append(f"    language: {setting.language.value}")
    if setting.quiet:
        lines.append("    quiet: true")
    if setting.start != MONDAY:
        lines.append(f"    start: {setting.start.date().isoformat()} 10:00")
    lines.append("    script:")
    lines += [f"      - {line}" for line in session.script]
    return "\n".join([*lines, f"      - {_expected(session)}"])


def _expected(session: Session) -> str:
    seen = look(session.world, MY_NUMBER)
    opened = [] if seen is None else [ticket.topic for ticket in seen.tickets if not ticket.closed]
    talk = None if seen is None else seen.person.conversation
    saved = {} if seen is None else dict(seen.answers)
    parts = [f"ticket: {opened[-1] if opened else 'none'}"]
    if saved:
        parts.append(f"saved: {json.dumps(saved, ensure_ascii=False)}")
    parts.append(f"conversation: {f'{talk.flow}.{talk.step}' if talk is not None else 'none'}")
    return f"expect: {{{', '.join(parts)}}}"
