"""A text that others have overtaken: a crisis is answered late rather than never, yesterday's "1" is not."""

from smsbot.core.effects import OpenTicket, Turn
from smsbot.core.flow import Level
from smsbot.core.rules import asked
from smsbot.core.rules.consent import LONG
from smsbot.core.rules.heard import Heard
from smsbot.core.scene import Scene


def danger(scene: Scene, heard: Heard) -> Turn | None:
    """A 1 while we ask whether somebody is in danger is believed, whatever it was meant for; a 2 is not."""
    return asked.danger(scene, heard)


def consent_moved_on(scene: Scene, heard: Heard) -> Turn | None:
    """What they said later about our texts counts; an older STOP or START no longer does."""
    late, read = scene.overtaken, heard.reading
    about_texts = read.opt_out is not None or read.carrier_stop or read.carrier_start
    return Turn(rule="late.consent") if late is not None and late.consent_since and about_texts else None


def rest(_scene: Scene, heard: Heard) -> Turn:
    """Many words go to a person; a few, to which the talk has long since given an answer, get none."""
    if len(heard.text) > LONG:
        return Turn((OpenTicket("words", Level.ROUTINE, note=heard.text),), rule="late.long")
    return Turn(rule="late")
