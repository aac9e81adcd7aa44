"""What a person chose, and the next follow-up that follows from it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from smsbot.core.cadence import Cadence, due_at, next_day
from smsbot.core.effects import Away, ChooseCadence, Effect, Pause, SetFollowUp
from smsbot.core.hours import local
from smsbot.core.person import Person
from smsbot.core.program import NamedCadence
from smsbot.core.scene import Scene

NOTHING_NEXT = SetFollowUp(None, None)

UNTIL_THEY_SAY = datetime(2100, 1, 1, tzinfo=UTC)
"""A pause without an end; START lifts it."""


def named(choice: NamedCadence, scene: Scene) -> Cadence:
    """A cadence the staff named, counted from the person's today."""
    settings = scene.program.settings
    return Cadence(
        unit=choice.unit,
        interval=choice.interval,
        weekdays=choice.weekdays,
        offsets=choice.offsets,
        window=choice.window or settings.default_window,
        anchor=scene.today,
        ends=scene.today + choice.lasts if choice.lasts else None,
        means=choice.means,
        quiet=scene.person.quiet,
        starts=choice.flow,
    )


def next_follow_up(cadence: Cadence | None, person: Person, after: date, now: datetime) -> SetFollowUp:
    """The first occurrence after a local day that is neither past nor within a pause; none while they rest."""
    if person.rests:
        return NOTHING_NEXT
    not_before = max(now, person.paused_until or now)
    # A pause without an end lasts for decades: its days are not counted one by one.
    day = max(after, local(not_before, person.zone).date() - timedelta(days=1))
    while cadence is not None:
        found = next_day(cadence, person.zone, day)
        if found is None:
            return NOTHING_NEXT
        due = due_at(cadence, found, person.zone, person.id)
        if due >= not_before:
            return SetFollowUp(found, due)
        day = found
    return NOTHING_NEXT


def choose(scene: Scene, cadence: Cadence | None, words: str, *, keep_pause: bool = False) -> tuple[Effect, ...]:
    """Choose how often, from now on: the old plan is gone at once, and a pause with it unless it is kept.

    Who was away and chooses texts is back.
    """
    until = scene.person.paused_until if keep_pause else None
    person = replace(scene.person, paused_until=until)
    back: tuple[Effect, ...] = ()
    if person.away_since is not None and cadence is not None and not keep_pause:
        person, back = replace(person, away_since=None), (Away(None),)
    return (
        *back,
        ChooseCadence(cadence, words),
        Pause(until),
        next_follow_up(cadence, person, scene.today, scene.now),
    )
