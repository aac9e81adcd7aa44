"""Plays a flow with somebody at the keyboard: they are the person, and any worker, and they move the clock."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from smsbot.content.problems import did_you_mean
from smsbot.core.errors import SmsbotError
from smsbot.core.language import Language
from smsbot.lab.begin import know, set_language, start_flow
from smsbot.lab.cover.watch import Watched, Watcher
from smsbot.lab.look import look, text_row
from smsbot.lab.stage import MONDAY, Stage, unchanged
from smsbot.lab.transcript import ME
from smsbot.lab.transcript_texts import name_of
from smsbot.lab.transcript_times import BadTime, length, shown
from smsbot.usecases.next_due import next_due

HELP = """\
Type as the person. Also:
  sam> 1      as a worker (their short name)     me> next    the word itself, where it is a command here
  +2h  +1d    the clock moves                    next        to the next moment at which anything is due
  why         what decided the last text         lang es     the person's language
  ?           this list                          quit        the end"""

MY_NUMBER = "+13365550111"
_SPOKEN = re.compile(r"(\w+)> ?(.*)", re.DOTALL)


class Session:
    """One conversation in a world of its own. Everything typed goes through `do`."""

    def __init__(
        self,
        stage: Stage,
        flow: str,
        *,
        start: datetime = MONDAY,
        language: Language | None = None,
        quiet: bool = False,
        watcher: Watcher | None = None,
    ) -> None:
        """Begin the flow for the person, as if they had asked for it. SmsbotError when there is no such flow.

        With a `language` they are known already; a `watcher` notes which ways of the flows they come.
        """
        self._program = stage.program  # to name texts by; a watched one would take that for sending them
        self.flows = stage.program.flows
        if flow not in self.flows:
            fix = did_you_mean(flow, self.flows, f"there are: {', '.join(sorted(self.flows))}")
            raise SmsbotError(f"there is no flow '{flow}'; {fix}")
        self.flow, self.staff, self.zone = flow, stage.rota, stage.program.settings.zone
        self.world = stage.world(start, played=unchanged if watcher is None else partial(Watched, watcher=watcher))
        self.script: list[str] = []
        self._seen = 0
        if language is not None:
            know(self.world, MY_NUMBER, language, quiet=quiet)
        start_flow(self.world, MY_NUMBER, flow)
        self.opening = self._news()

    @property
    def prompt(self) -> str:
        """The person's local time, and who is typing."""
        return f"{shown(self.world.clock.now(), self.zone)} {ME}> "

    def do(self, typed: str) -> list[str]:
        """What follows from one typed line, as lines to print."""
        typed = typed.strip()
        command = _COMMANDS.get(typed.lower())
        if command is not None:
            return command(self)
        if typed.startswith("+"):
            return self._pass(typed[1:])
        if typed.lower().startswith("lang "):
            return self._lang(typed[5:].strip().lower())
        return self._text(typed)

    def transcript(self) -> str:
        """The session as a transcript that can be pasted; in the flow's own file without its `starts:`."""
        lines = [f"- title: {self.flow}, as played", f"  starts: {self.flow}", "  script:"]
        return "\n".join([*lines, *(f"    - {line}" for line in self.script)])

    def _text(self, typed: str) -> list[str]:
        spoken = _SPOKEN.fullmatch(typed)
        who, words = (spoken[1].lower(), spoken[2]) if spoken else (ME, typed)
        if who != ME and who not in self.staff:
            return [f"nobody here is called '{who}'; there are: {', '.join((ME, *self.staff))}"]
        if not words.strip():
            return []
        self.script.append(f"{ME}: {_quoted(words)}" if who == ME else f"worker: {{{who}: {_quoted(words)}}}")
        self.world.text(MY_NUMBER if who == ME else self.staff[who], words)
        return self._news() or ["(nothing is sent)"]

    def _pass(self, typed: str) -> list[str]:
        try:
            by = length(typed)
        except BadTime as problem:
            return [str(problem)]
        self.script.append(f"pass: {typed.strip()}")
        self.world.pass_time(by)
        return self._news()

    def _next(self) -> list[str]:
        due = next_due(self.world.db, self.world.clock.now())
        if due is None:
            return ["nothing is planned"]
        minutes = -((self.world.clock.now() - due).total_seconds() // 60)
        self.script.append(f"pass: {int(minutes)}m")
        self.world.move_to(due)
        return self._news() or [f"it is {shown(due, self.zone)}; nothing is sent"]

    def _lang(self, wanted: str) -> list[str]:
        if wanted not in tuple(Language):
            return [f"'{wanted}' is not a language here; write: {', '.join(Language)}"]
        self.script.append(f"lang: {wanted}")
        set_language(self.world, MY_NUMBER, Language(wanted))
        return [f"from now on they are written to in {'Spanish' if wanted == Language.ES else 'English'}"]

    def _why(self) -> list[str]:
        sent = next((one for one in reversed(self.world.carrier.sent) if one.to == MY_NUMBER), None)
        seen = look(self.world, MY_NUMBER)
        if sent is None or seen is None:
            return ["nothing was sent to them yet"]
        row = text_row(self.world, sent.id)
        return [f"their last words were decided by {seen.rule}; the last text to them is {row.text_key} ({row.kind})"]

    def _help(self) -> list[str]:
        return HELP.splitlines()

    def _news(self) -> list[str]:
        """What was handed over since the last look."""
        sent, self._seen = self.world.carrier.sent[self._seen :], len(self.world.carrier.sent)
        names = {number: handle for handle, number in self.staff.items()}
        lines = []
        for one in sent:
            who = names.get(one.to, ME)
            lines.append(f"{shown(one.at, self.zone)} to {who}: {one.body}")
            if who == ME:
                self.script.append(self._named(one.body))
        return lines

    def _named(self, body: str) -> str:
        seen = look(self.world, MY_NUMBER)
        language = seen.person.language if seen is not None else Language.EN
        name = name_of(self._program, body, seen.last_flow if seen is not None else None, language)
        return f"bot: {name}" if name is not None else f"bot: {{words: {_quoted(body)}}}"


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


_COMMANDS: Mapping[str, Callable[[Session], list[str]]] = {
    "next": Session._next,
    "why": Session._why,
    "?": Session._help,
}
