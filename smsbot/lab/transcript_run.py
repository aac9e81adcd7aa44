"""Plays transcripts on the real use cases, a real database and a clock that is moved.

Texts that arrive have to be named by `bot:` lines. What a person's own text is answered with is named whole or, by a
script that is about something else, not at all.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta

from smsbot.core.errors import SmsbotError
from smsbot.core.hours import at, local
from smsbot.lab.stage import MONDAY, Played, Stage, unchanged
from smsbot.lab.transcript import Line, Transcript
from smsbot.lab.transcript_acts import act, begin
from smsbot.lab.transcript_looks import bot, expect, to_worker
from smsbot.lab.transcript_play import Mismatch, Play
from smsbot.lab.transcript_record import Failure, Record
from smsbot.lab.transcript_times import BadTime, Moment

_EARLIEST = MONDAY.replace(month=1, day=1)
_LOOKS: Mapping[str, Callable[[Play, Line], None]] = {"bot": bot, "to_worker": to_worker, "expect": expect}


def run(stage: Stage, transcript: Transcript, played: Played = unchanged) -> Failure | None:
    """Play one transcript in a world of its own; None when everything went as written.

    `played` may make another programme of the staged one, to which the script is then held.
    """
    zone = stage.program.settings.zone
    staff = stage.rota if transcript.staff is None else transcript.staff
    with _errors() as errors:
        try:
            world = stage.world(_start(transcript.start, zone), staff, played)
        except BadTime as problem:
            return Failure(transcript, transcript.number, "a start", str(problem), ())
        play = Play(transcript, world, stage.program, staff, Record(zone))
        return _play(play, errors)


def _play(play: Play, errors: list[str]) -> Failure | None:
    now = play.transcript.number
    try:
        begin(play)
        for line in play.transcript.script:
            now = line.number
            _LOOKS.get(line.verb, act)(play, line)
            if errors:
                raise Mismatch("no error", f"the programme failed: {errors[0]}")
        play.nothing_left()
    except Mismatch as found:
        return _failure(play, found.number or now, found.expected, found.got)
    except (SmsbotError, BadTime, RuntimeError) as found:
        return _failure(play, now, "that this can be done", str(found))
    return None


def _failure(play: Play, number: int, expected: str, got: str) -> Failure:
    lines = play.record.lines(play.events_left(), "+")
    return Failure(play.transcript, number, expected, got, tuple(lines))


def _start(written: Moment | None, zone: str) -> datetime:
    if written is None:
        return MONDAY
    dated = written.day.exact is not None or written.day.month_day is not None
    before = _EARLIEST if dated else at(local(MONDAY, zone).date(), 0, zone)
    return written.after(before - timedelta(seconds=1), zone)


@contextmanager
def _errors() -> Iterator[list[str]]:
    """What the programme logs as an error of its own meanwhile: that is never part of a conversation."""
    found: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            problem = record.exc_info[1] if record.exc_info else None
            if problem is not None:
                found.append(f"{record.getMessage()}: {type(problem).__name__}: {problem}".splitlines()[0])

    logger, handler = logging.getLogger("smsbot"), Keep(logging.ERROR)
    logger.addHandler(handler)
    try:
        yield found
    finally:
        logger.removeHandler(handler)
