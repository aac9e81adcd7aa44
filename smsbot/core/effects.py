"""What must now be done, as data. One file of `usecases/apply/` carries out each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from smsbot.core.cadence import Cadence
from smsbot.core.conversation import Conversation
from smsbot.core.flow import Level
from smsbot.core.language import Language
from smsbot.core.question import Asked as Asked
from smsbot.core.question import Question as Question


class TextKind(StrEnum):
    """Why a text is sent; the gate and the lanes go by it."""

    CRISIS = "crisis"  # the answer to a crisis text: passes every hold, at least once
    STOPPED = "stopped"  # the one confirmation of an opt-out
    ANSWER = "answer"  # the answer to HELP or START: allowed after STOP when asked later
    REPLY = "reply"  # any other answer to what the person just texted
    FOLLOW_UP = "follow_up"  # unasked: spends the chosen cadence
    INVITE = "invite"  # the one text that asks a person to confirm what they told a worker
    TRUTH = "truth"  # nobody has answered your crisis yet
    ALERT = "alert"  # to a worker: a RED ticket; at least once
    NOTICE = "notice"  # to a worker: everything else
    RELAY = "relay"  # a worker's own typed words to the person whose ticket they hold
    CALL = "call"  # not a text: rings a worker, and then the person whose ticket they hold


class ConsentAct(StrEnum):
    """What a ledger entry records."""

    SPOKEN = "spoken"  # a worker heard the person agree; permits one invitation, nothing else
    OPT_IN = "opt_in"
    OPT_OUT = "opt_out"
    START = "start"  # re-opens consent; follow-ups still need a cadence
    CADENCE = "cadence"
    PAUSE = "pause"
    HOLD = "hold"  # an unsure opt-out: automatic texts rest until the person says otherwise
    AWAY = "away"  # everything automatic rests until the person is back and says so
    WORDS = "words"  # quiet or plain words, as they asked
    JOINED = "joined"  # a worker joined a new number to this person after talking with them


class TimerKind(StrEnum):
    """What a due moment is for."""

    FOLLOW_UP = "follow_up"
    REPLY_TIMEOUT = "reply_timeout"
    EXPIRATION = "expiration"
    LADDER = "ladder"
    SETTLE = "settle"  # look a send of unknown outcome up
    STOP_SILENCE = "stop_silence"  # we asked whether to stop and heard nothing: that means stop
    WAKE = "wake"  # a `wait` is over: what is not a text happens, the rest waits for the chosen cadence
    UNDELIVERED = "undelivered"  # a text did not arrive, and its step has a branch for that
    AWAY_ENDS = "away_ends"  # the day somebody named has come: a worker gets in touch, no text goes by itself


@dataclass(frozen=True, slots=True)
class Say:
    """Queue one text to the person this turn is about."""

    kind: TextKind
    body: str
    key: str  # which text it was, for the record; never the words
    step: str | None = None  # "flow.step" with a branch for a text that does not arrive


@dataclass(frozen=True, slots=True)
class SaveAnswer:
    """Keep an answer the person gave, sealed."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class ForgetAnswer:
    """The newest answer of this name in this conversation was taken back."""

    name: str


@dataclass(frozen=True, slots=True)
class Tag:
    """Put a mark on the person, sealed."""

    name: str


@dataclass(frozen=True, slots=True)
class SetTimer:
    """Set a timer of the open conversation (or of the person); it replaces an older one of the same kind."""

    kind: TimerKind
    due: datetime


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """Something a human must do. A second one on the same topic joins the one that is still open."""

    topic: str
    level: Level
    answers: Mapping[str, str] = field(default_factory=dict)
    note: str = ""  # the person's own words, sealed


@dataclass(frozen=True, slots=True)
class RecordConsent:
    """Append to the consent ledger; `words` is what was said or shown, sealed."""

    act: ConsentAct
    words: str = ""


@dataclass(frozen=True, slots=True)
class ChooseCadence:
    """The person chose how often; None is "only when I text". Sets or cancels the next follow-up."""

    cadence: Cadence | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Pause:
    """No automatic text before `until` (UTC); None lifts a pause."""

    until: datetime | None


@dataclass(frozen=True, slots=True)
class SetFollowUp:
    """The next follow-up: its local day and its moment (UTC). None: there is none."""

    day: date | None
    due: datetime | None


@dataclass(frozen=True, slots=True)
class Remember:
    """Keep, or forget, the question asked outside any flow."""

    asked: Asked | None


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """The person's language from now on."""

    language: Language


@dataclass(frozen=True, slots=True)
class HoldTexts:
    """Cancel what is queued and stop the open conversation: a crisis, or an opt-out we are unsure of."""


@dataclass(frozen=True, slots=True)
class Stop:
    """STOP: suppress, cancel every queued text and timer, end conversations, tell who holds a visit."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class TellHolder:
    """The person texted again while a human has (or is about to have) their ticket: a notice, no words."""

    topic: str


@dataclass(frozen=True, slots=True)
class Forward:
    """A human is on: the person's words go to whoever holds this ticket, and the bot says nothing."""

    code: str


@dataclass(frozen=True, slots=True)
class CloseRequest:
    """The person no longer needs what they asked for: their own open request ends, and its holder is told."""

    code: str


@dataclass(frozen=True, slots=True)
class ChangeRequest:
    """The person's own words about their open request are kept with it, and its holder is told."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class ReopenRequest:
    """The person says that it is not done: the ticket opens again, and whoever held it is told."""

    ticket_id: str


@dataclass(frozen=True, slots=True)
class Away:
    """Away since then (UTC), or back (None); on `until`, if they named a day, a worker is asked to get in touch."""

    since: datetime | None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReportDeath:
    """Somebody says that the person of this phone died: everything automatic is held until a worker has looked."""


@dataclass(frozen=True, slots=True)
class MarkShared:
    """Others read this phone: no name, quiet words, nothing scheduled."""


@dataclass(frozen=True, slots=True)
class SetWords:
    """Quiet words (no health word), or plain ones. `hello_only`: a check-in is a hello and nothing else."""

    quiet: bool
    hello_only: bool = False


@dataclass(frozen=True, slots=True)
class WishWorker:
    """Whom on the team they would like to hear from, or not; handles. None: nothing was said about that."""

    prefer: str | None = None
    avoid: str | None = None


@dataclass(frozen=True, slots=True)
class MarkFamily:
    """Somebody who cares about a person: a record, kit and consent of their own, never linked."""


@dataclass(frozen=True, slots=True)
class Freeze:
    """Nothing that we start goes to this phone any more, until a worker has talked to the person."""

    why: str


@dataclass(frozen=True, slots=True)
class MarkMenu:
    """The menu was shown; it is not repeated for a while."""


@dataclass(frozen=True, slots=True)
class Forget:
    """Erase the person: their key, and so every sealed word; the suppression stays."""


Effect = (
    Say
    | SaveAnswer
    | ForgetAnswer
    | Tag
    | SetTimer
    | OpenTicket
    | RecordConsent
    | ChooseCadence
    | Pause
    | SetFollowUp
    | Remember
    | SetLanguage
    | HoldTexts
    | Stop
    | TellHolder
    | Forward
    | CloseRequest
    | ChangeRequest
    | ReopenRequest
    | Away
    | ReportDeath
    | MarkShared
    | SetWords
    | WishWorker
    | MarkFamily
    | Freeze
    | MarkMenu
    | Forget
)


@dataclass(frozen=True, slots=True)
class Turn:
    """The result of one event: the conversation's new state (None: unchanged) and what must be done, in order."""

    effects: tuple[Effect, ...] = ()
    conversation: Conversation | None = None
    rule: str = ""  # which rule decided, for the record and for `words explain`
