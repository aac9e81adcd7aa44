"""A human is on: the bot steps back."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from builders import MONDAY, a_person, a_scene, a_ticket, hear

from smsbot.core.effects import Forward, Turn
from smsbot.core.flow import Level

ON = MONDAY + timedelta(minutes=1)


def texting(*tickets: tuple[str, datetime | None, bool]) -> Turn:
    """What "narcan" leads to for somebody with these tickets: code, until when, taken."""
    facts = (replace(a_ticket("kit", Level.ROUTINE, taken=held), code=c, relay_until=u) for c, u, held in tickets)
    return hear("narcan", a_scene(a_person(tickets=tuple(facts))))


@pytest.mark.parametrize(
    ("tickets", "to"),
    [
        ([("A1B2", ON, True)], "A1B2"),
        ([("A1B2", ON, True), ("C3D4", ON + timedelta(minutes=1), True)], "C3D4"),
        ([("A1B2", ON, True), ("C3D4", None, True)], "A1B2"),
        ([("A1B2", MONDAY, True)], None),
        ([("A1B2", None, True)], None),
        ([("A1B2", ON, False)], None),
        ([], None),
    ],
)
def test_words_go_to_the_newest_exchange_that_is_on(tickets: list[tuple[str, datetime, bool]], to: str | None) -> None:
    turn = texting(*tickets)
    if to is None:
        assert turn.rule != "human.forward"
    else:
        assert turn == Turn((Forward(to),), rule="human.forward")
