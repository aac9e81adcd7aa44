"""The lines of a transcript that make something happen."""

from collections.abc import Callable, Mapping
from datetime import datetime

from smsbot.core.language import Language
from smsbot.lab.begin import know, set_language, start_flow
from smsbot.lab.look import newest_code
from smsbot.lab.transcript import ME, Line
from smsbot.lab.transcript_lines import SAYS
from smsbot.lab.transcript_play import Mismatch, Play
from smsbot.lab.transcript_times import length, moment
from smsbot.usecases import send_stop
from smsbot.usecases.invite import invite
from smsbot.usecases.join_phone import join
from smsbot.usecases.told_worker import confirm_death, deny_death


def begin(play: Play) -> None:
    """Who is known already is made known, and the flow that the transcript starts in begins."""
    for name, one in play.transcript.people.items():
        if one.language is not None:
            know(play.world, one.number, one.language, quiet=one.quiet)
            play.languages[name] = one.language
    flow = play.transcript.starts
    if flow is None:
        return
    if flow not in play.program.flows:
        raise Mismatch(f"a flow called {flow}", f"there are: {', '.join(sorted(play.program.flows))}")
    play.act(Line("", play.transcript.number), answering=True)
    play.note(ME, f"({flow} begins)")
    start_flow(play.world, play.number(ME), flow)
    play.gather(0)


def act(play: Play, line: Line) -> None:
    """Do what one line says, and keep what was sent meanwhile."""
    play.act(line, answering=line.verb in (SAYS, "call"))
    before = len(play.world.carrier.sent)
    _ACTS[line.verb](play, line)
    play.gather(before)


def _says(play: Play, line: Line) -> None:
    number, body = play.number(line.who), str(line.value)
    play.speaker = line.who
    media = _whole(line.more.get("media", 0))
    play.note(line.who, f"{body} (+{media} pictures)" if media else body)
    sid = f"SM-line-{line.number}-{len(play.record.events)}"  # two texts may stand on one line of a file
    for _ in range(_whole(line.more.get("times", 1))):
        play.world.arrive(number, body, media=media, sid=sid)
    if line.more.get("waits") is not True:
        play.world.settle()


def _call(play: Play, line: Line) -> None:
    play.speaker = line.who
    play.note(line.who, "(calls, and nobody answers)")
    play.world.call(play.number(line.who))


def _worker(play: Play, line: Line) -> None:
    words = str(line.value).replace("{code}", newest_code(play.world))
    play.note(line.who, words)
    play.world.text(play.staff[line.who], words)


def _invite(play: Play, line: Line) -> None:
    play.speaker = line.who
    handle = str(line.more.get("by", next(iter(play.staff), "")))
    play.note(handle, f"(heard {line.who} agree)")
    invite(
        play.world.db,
        play.world.programs,
        play.world.clock.now(),
        number=play.number(line.who),
        handle=handle,
        words="said so",
        language=play.transcript.people[line.who].language or Language.EN,
        flow=str(line.more.get("flow", "cadence")),
    )
    play.world.settle()


def _pass(play: Play, line: Line) -> None:
    _move(play, play.world.clock.now() + length(str(line.value)))


def _at(play: Play, line: Line) -> None:
    _move(play, moment(str(line.value)).after(play.world.clock.now(), play.zone()))


def _move(play: Play, until: datetime) -> None:
    play.world.settle()
    play.world.move_to(until)


def _down(play: Play, line: Line) -> None:
    play.note("-", f"(nothing runs for {line.value})")
    play.world.sleep(play.world.clock.now() + length(str(line.value)))
    play.world.tick()


def _lang(play: Play, line: Line) -> None:
    play.note("-", f"(written to in {line.value} from now on)")
    set_language(play.world, play.number(line.who), Language(str(line.value)))


def _hold(play: Play, line: Line) -> None:
    play.note("-", f"(the send stop is {line.value})")
    switch = send_stop.hold if line.value == "on" else send_stop.release
    switch(play.world.db, play.world.clock.now())
    play.world.settle()


def _carrier(play: Play, line: Line) -> None:
    number = play.number(line.who)
    play.note("-", f"(the carrier refuses {play.name_at(number)}: {line.value or 'no longer'})")
    if line.value is None:
        play.world.carrier.refuses.pop(number, None)
    else:
        play.world.carrier.refuses[number] = _whole(line.value)


def _receipt(play: Play, line: Line) -> None:
    number = play.number(line.who)
    sent = next((sent for sent in reversed(play.world.carrier.sent) if sent.to == number), None)
    if sent is None:
        raise Mismatch("a text that was sent", "none was")
    about = line.value if isinstance(line.value, dict) else {}
    code = about.get("code")
    play.note("-", f"(the carrier reports: {about['status']}{f' {code}' if code else ''})")
    play.world.receipt(sent, str(about["status"]), None if code is None else _whole(code))


def _join(play: Play, line: Line) -> None:
    """A worker has talked with them: this is the phone of somebody we know."""
    handle, old = next(iter(play.staff), ""), str(line.more["to"])
    play.note(handle, f"({line.who} is {old})")
    numbers = {"new": play.number(line.who), "old": play.number(old)}
    join(play.world.db, play.world.programs, play.world.clock.now(), **numbers, handle=handle, words="said so")
    play.world.settle()


def _death(play: Play, line: Line) -> None:
    handle = next(iter(play.staff), "")
    play.note(handle, f"(a death, {line.value})")
    act = confirm_death if line.value == "confirmed" else deny_death
    act(play.world.db, play.world.programs, play.world.clock.now(), number=play.number(line.who), handle=handle)
    play.world.settle()


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


_ACTS: Mapping[str, Callable[[Play, Line], None]] = {
    SAYS: _says,
    "call": _call,
    "worker": _worker,
    "invite": _invite,
    "pass": _pass,
    "at": _at,
    "down": _down,
    "lang": _lang,
    "hold": _hold,
    "carrier": _carrier,
    "receipt": _receipt,
    "join": _join,
    "death": _death,
}
