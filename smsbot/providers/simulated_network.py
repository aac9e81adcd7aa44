"""The simulated phones in memory: every change is counted, every look is a snapshot."""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import RLock

from smsbot.core.delivery import TextStatus
from smsbot.providers.simulated_phones import Bubble, Direction, PhoneError, PhoneView, Role

KEPT_BUBBLES = 500  # a phone keeps this many, so that a long demonstration stays small
KEPT_PHONES = 200
_TEXTS = (Direction.FROM_PHONE, Direction.FROM_PROGRAMME)
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}", re.ASCII)


@dataclass(slots=True)
class _Phone:
    number: str
    label: str
    role: Role
    on: bool = True
    blocks: set[str] = field(default_factory=set)  # our lines that may not text it
    bubbles: dict[str, Bubble] = field(default_factory=dict)  # by sid, oldest first


class PhoneNetwork:
    """Phones and their screens. Safe to use from many threads; nothing survives the process."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._phones: dict[str, _Phone] = {}
        self._changes = 0

    @property
    def changes(self) -> int:
        """Grows with every change; equal numbers mean equal snapshots."""
        return self._changes

    def snapshot(self) -> tuple[PhoneView, ...]:
        """Every phone, in the order in which they joined."""
        with self._lock:
            return tuple(
                PhoneView(p.number, p.label, p.role, bool(p.blocks), p.on, tuple(p.bubbles.values()))
                for p in self._phones.values()
            )

    def ensure(self, number: str, role: Role, label: str = "") -> None:
        """Have a phone with this number; one that is there stays as it is. PhoneError for an impossible number."""
        with self._lock:
            if number in self._phones:
                return
            if not _NUMBER.fullmatch(number):
                raise PhoneError("A phone number looks like +13365550111: a plus, then digits.")
            if len(self._phones) >= KEPT_PHONES:
                raise PhoneError(f"There are {KEPT_PHONES} phones already; restart to begin afresh.")
            self._phones[number] = _Phone(number, label or f"Phone {number[-4:]}", role)
            self._changes += 1

    def role(self, number: str) -> Role:
        """Whose phone it is; PhoneError if there is none."""
        with self._lock:
            return self._phone(number).role

    def is_on(self, number: str) -> bool:
        """Whether it can be reached and used; PhoneError if there is none."""
        with self._lock:
            return self._phone(number).on

    def power(self, number: str, on: bool) -> None:
        """Switch a phone on or off; PhoneError if there is none."""
        with self._lock:
            phone = self._phone(number)
            if phone.on != on:
                phone.on = on
                self._changes += 1

    def blocks(self, number: str, line: str) -> bool:
        """Whether the carrier refuses texts from our `line` to this number."""
        with self._lock:
            phone = self._phones.get(number)
            return phone is not None and line in phone.blocks

    def block(self, number: str, line: str, blocked: bool) -> None:
        """Refuse, or carry again, texts from our `line` to this phone."""
        with self._lock:
            phone = self._phone(number)
            (phone.blocks.add if blocked else phone.blocks.discard)(line)
            self._changes += 1

    def show(self, number: str, bubble: Bubble) -> None:
        """Put a new bubble on a phone's screen; the oldest goes when there are too many."""
        with self._lock:
            bubbles = self._phone(number).bubbles
            bubbles[bubble.id] = bubble
            if len(bubbles) > KEPT_BUBBLES:
                del bubbles[next(iter(bubbles))]
            self._changes += 1

    def mark(self, number: str, sid: str, status: TextStatus, note: str | None = None, body: str | None = None) -> None:
        """Set what became of a bubble; None leaves note or body as it is. Nothing if it is no longer kept."""
        with self._lock:
            bubbles = self._phone(number).bubbles
            bubble = bubbles.get(sid)
            if bubble is None:
                return
            bubbles[sid] = replace(
                bubble,
                status=status,
                note=bubble.note if note is None else note,
                body=bubble.body if body is None else body,
            )
            self._changes += 1

    def texts_to(self, number: str, since: datetime) -> tuple[Bubble, ...]:
        """The programme's texts on one phone since a moment, newest first."""
        with self._lock:
            phone = self._phones.get(number)
            bubbles = () if phone is None else tuple(phone.bubbles.values())
        ours = (b for b in bubbles if b.direction is Direction.FROM_PROGRAMME and b.at >= since)
        return tuple(reversed(list(ours)))

    def texts_since(self, since: datetime) -> tuple[tuple[str, Bubble], ...]:
        """Every text on every phone since a moment, with the phone's number."""
        with self._lock:
            found = [(n, b) for n, phone in self._phones.items() for b in phone.bubbles.values() if b.at >= since]
        return tuple((n, b) for n, b in found if b.direction in _TEXTS)

    def _phone(self, number: str) -> _Phone:
        phone = self._phones.get(number)
        if phone is None:
            raise PhoneError(f"There is no phone with the number {number}.")
        return phone
