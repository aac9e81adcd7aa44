"""What can go wrong with one request to the stand-in."""

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Event


@dataclass(frozen=True)
class Hang:
    """Silent for `seconds`. With `accept` the text is taken first and answered late; else the connection breaks."""

    seconds: float
    accept: bool


@dataclass(frozen=True)
class Status:
    """Answers with this HTTP status and accepts nothing. `body` replaces the error in Twilio's shape."""

    status: int
    retry_after: float | str | None = None
    body: str | None = None


@dataclass(frozen=True)
class Garbled:
    """Accepts, but answers 201 with this body instead of the message."""

    body: str


@dataclass(frozen=True)
class Reset:
    """The connection is torn down (RST), with or without the text having been accepted."""

    accept: bool = False


@dataclass(frozen=True)
class LostAnswer:
    """Accepts, then closes the connection without a word."""


@dataclass(frozen=True)
class Gate:
    """Holds the request before anything is decided, until the event is set; then all goes its usual way."""

    event: Event


Fault = Hang | Status | Garbled | Reset | LostAnswer | Gate


def from_json(wish: Mapping[str, object]) -> Fault | None:
    """A fault from its JSON form, such as {"kind": "hang", "seconds": 5, "accept": true}; None for "none"."""
    accept = bool(wish.get("accept", False))
    kind = wish.get("kind")
    if kind == "hang":
        return Hang(float(str(wish.get("seconds", 60))), accept)
    if kind == "status":
        wait = wish.get("retry_after")
        return Status(int(str(wish["status"])), None if wait is None else float(str(wait)))
    if kind == "garbled":
        return Garbled(str(wish.get("body", "")))
    simple: dict[object, Fault | None] = {"reset": Reset(accept), "lost_answer": LostAnswer(), "none": None}
    return simple[kind]
