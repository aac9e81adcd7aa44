"""What a person chose, and the next follow-up that follows from it."""

from dataclasses import replace
from datetime import date, datetime

from smsbot.core.cadence import Cadence, due_at, next_day
from smsbot.core.effects import ChooseCadence, Effect, SetFollowUp
from smsbot.core.person import Person
from smsbot.core.program import NamedCadence
from smsbot.core.scene import Scene

NOTHING_NEXT = SetFollowUp(None, None)


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
    )


def next_follow_up(cadence: Cadence | None, person: Person, after: date, now: datetime) -> SetFollowUp:
    """The first occurrence after a local day that is neither past nor within a pause."""
    day = after
    not_before = max(now, person.paused_until or now)
    while cadence is not None:
        found = next_day(cadence, person.zone, day)
        if found is None:
            return NOTHING_NEXT
        due = due_at(cadence, found, person.zone, person.id)
        if due >= not_before:
            return SetFollowUp(found, due)
        day = found
    return NOTHING_NEXT


def choose(scene: Scene, cadence: Cadence | None, words: str) -> tuple[Effect, ...]:
    """Choose how often, from now on: the old plan is gone at once."""
    return (
        ChooseCadence(cadence, words),
        next_follow_up(cadence, replace(scene.person, paused_until=None), scene.today, scene.now),
    )
