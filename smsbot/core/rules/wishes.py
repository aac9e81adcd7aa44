"""Whom they would like to hear from, and in which words."""

from smsbot.core.effects import ConsentAct, Effect, RecordConsent, Turn, WishWorker
from smsbot.core.program import Settings
from smsbot.core.quiet_words import read_words
from smsbot.core.rules.heard import Heard
from smsbot.core.rules.people import call_in_a_person
from smsbot.core.scene import Scene
from smsbot.core.worker_wish import read_wish


def worker(scene: Scene, heard: Heard) -> Turn | None:
    """ "Not Sam", "i want Dee": noted, and said so. Who asks to talk with one of them now is also put through."""
    found = read_wish(heard.reading.plain, _team(scene.program.settings))
    if found is None:
        return None
    effects: list[Effect] = [WishWorker(found.prefer, found.avoid)]
    if found.talk:
        return Turn((*effects, *call_in_a_person(scene, note=heard.text).effects), rule="wish.talk")
    if found.avoid is not None:
        effects.append(scene.say("worker.avoid", worker=found.avoid.title()))
    if found.prefer is not None:
        effects.append(scene.say("worker.prefer", worker=found.prefer.title()))
    return Turn(tuple(effects), rule="wish.worker")


def words(scene: Scene, heard: Heard) -> Turn | None:
    """Quiet or plain words, at once; on a shared phone they stay quiet, and that is what is said."""
    wish = read_words(heard.text)
    if wish is None:
        return None
    kept = (RecordConsent(ConsentAct.WORDS, heard.text), wish)
    if scene.person.shared and not wish.quiet:
        return Turn((scene.say("shared_phone"),), rule="wish.words")
    return Turn((*kept, scene.say("words.quiet" if wish.quiet else "words.plain")), rule="wish.words")


def _team(settings: Settings) -> frozenset[str]:
    shifts = (handle for shift in settings.shifts for handle in shift.workers)
    return frozenset(handle.casefold() for handle in (*shifts, *settings.on_call, *settings.backup))
