"""The phones in memory: what is kept, what is let go, what cannot be."""

from datetime import UTC, datetime

import pytest

from smsbot.core.delivery import TextStatus
from smsbot.providers.simulated_network import KEPT_BUBBLES, KEPT_PHONES, PhoneNetwork
from smsbot.providers.simulated_phones import Bubble, Direction, PhoneError, Role

ANA = "+13365550111"
NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


def bubble(sid: str) -> Bubble:
    return Bubble(sid, Direction.FROM_PROGRAMME, "hello", TextStatus.QUEUED, NOW)


@pytest.fixture
def network() -> PhoneNetwork:
    network = PhoneNetwork()
    network.ensure(ANA, Role.PARTICIPANT, "Ana")
    return network


def test_a_long_conversation_keeps_its_newest_bubbles(network: PhoneNetwork) -> None:
    for number in range(KEPT_BUBBLES + 3):
        network.show(ANA, bubble(str(number)))
    (view,) = network.snapshot()
    assert [b.id for b in view.messages] == [str(number) for number in range(3, KEPT_BUBBLES + 3)]


def test_a_receipt_for_a_bubble_that_is_gone_changes_nothing(network: PhoneNetwork) -> None:
    before = network.changes
    network.mark(ANA, "gone", TextStatus.DELIVERED)
    assert network.changes == before


def test_marking_keeps_the_note_and_body_that_are_not_given(network: PhoneNetwork) -> None:
    network.show(ANA, bubble("1"))
    network.mark(ANA, "1", TextStatus.SENT, "a note", "other words")
    network.mark(ANA, "1", TextStatus.DELIVERED)
    (message,) = network.snapshot()[0].messages
    assert (message.status, message.note, message.body) == (TextStatus.DELIVERED, "a note", "other words")


def test_a_snapshot_does_not_change_afterwards(network: PhoneNetwork) -> None:
    (before,) = network.snapshot()
    network.show(ANA, bubble("1"))
    network.power(ANA, on=False)
    assert before.on
    assert before.messages == ()


@pytest.mark.parametrize("number", ["", "13365550111", "+0336555011", "+1336555O111", "+1336555011१", "+1" * 20])
def test_an_impossible_number_is_no_phone(network: PhoneNetwork, number: str) -> None:
    with pytest.raises(PhoneError, match="looks like"):
        network.ensure(number, Role.PARTICIPANT)


def test_there_is_an_end_to_the_phones(network: PhoneNetwork) -> None:
    for number in range(1000, 1000 + KEPT_PHONES):
        network.ensure(f"+1336555{number:04d}", Role.PARTICIPANT)
        network.ensure(f"+1336555{number:04d}", Role.PARTICIPANT)
        if len(network.snapshot()) == KEPT_PHONES:
            break
    with pytest.raises(PhoneError, match="already"):
        network.ensure("+13365550199", Role.PARTICIPANT)


def test_a_phone_nobody_has_is_an_error_in_words(network: PhoneNetwork) -> None:
    with pytest.raises(PhoneError, match="There is no phone"):
        network.power("+13365550199", on=True)
    assert not network.blocks("+13365550199", "+13365550100")
