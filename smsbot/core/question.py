"""The questions that we ask outside any flow."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Question(StrEnum):
    """A question that we asked outside any flow; the next text may answer it."""

    AMBER = "amber"  # is someone in danger right now? 1 yes 2 no
    STOP = "stop"  # do you want the texts to stop? silence means yes
    MORE = "more"
    DELETE = "delete"
    PERSON = "person"  # would you like a person?
    INVITE = "invite"  # is it right that you want texts from us?
    DONE = "done"  # your request is marked done: 1 if it is not
    CHANGE = "change"  # what changed about your request? the next text is the answer
    JOIN_BACK = "join_back"  # a worker joined this phone to you: would you like your hellos here?


@dataclass(frozen=True, slots=True)
class Asked:
    """The open question outside any flow, with what it was about."""

    question: Question
    at: datetime
    about: Mapping[str, object] = field(default_factory=dict)
