"""How a person comes to be known before they have texted, and how a flow begins without its keyword."""

from smsbot.core import engine
from smsbot.core.effects import Turn
from smsbot.core.language import Language
from smsbot.core.scene import Scene
from smsbot.db import inbox, people
from smsbot.db.tx import Tx
from smsbot.lab.world import World
from smsbot.usecases.apply import Cause, apply
from smsbot.usecases.view import see

_ASKED_BY = "lab"


def know(world: World, number: str, language: Language, *, quiet: bool = False) -> None:
    """Somebody we know already, who speaks this language, may want quiet words, and has agreed to nothing."""
    with world.db.write(world.clock.now()) as tx:
        found = _person(world, tx, number, language)
        people.change(tx, found.participant_id, quiet=quiet)


def start_flow(world: World, number: str, flow: str) -> None:
    """Begin a flow for a person as if they had just asked for it."""
    with world.db.write(world.clock.now()) as tx:
        found = _person(world, tx, number, Language.EN)
        row = people.lock(tx, found.participant_id)
        assert row is not None  # noqa: S101  # made or found one line above
        person, program = see(tx, world.programs, row), world.programs.current()
        seq = people.next_seq(tx, person.id)
        arrived = inbox.Arrived(number, _ASKED_BY)
        asked = inbox.record(
            tx, "sms", f"{_ASKED_BY}-{tx.new_id()}", arrived, number_hash=found.number_hash, worker_line=False, seq=seq
        )
        turn: Turn = engine.start(Scene(person, program, tx.now, fresh_id=tx.new_id()), flow)
        apply(Cause(tx, program, person, found.phone_id, found.number_hash, seq, inbox_id=asked), turn)
        inbox.decided(tx, asked or "", participant_id=person.id, body="", rule=turn.rule)
    world.settle()


def set_language(world: World, number: str, language: Language) -> None:
    """From now on they are written to in this language."""
    with world.db.write(world.clock.now()) as tx:
        people.change(tx, _person(world, tx, number, language).participant_id, language=language.value)


def _person(world: World, tx: Tx, number: str, language: Language) -> people.Found:
    zone = world.programs.current().settings.zone
    return people.find_or_create(tx, number, language=language.value, zone=zone)
