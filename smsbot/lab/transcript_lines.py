"""Reads the lines of a script: each is one thing that happens, or one thing that is expected."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from smsbot.content.places import Place
from smsbot.content.problems import did_you_mean
from smsbot.content.yaml_files import Plain
from smsbot.core.flow import Level
from smsbot.core.language import Language
from smsbot.core.person import Consent
from smsbot.lab.transcript import ME, NONE, NOTHING, Line
from smsbot.lab.transcript_times import BadTime, length, moment, span

SAYS = "says"
"""The verb of a line on which a person texts; in the file it is the person's name."""

EXPECTED = ("bot", "to_worker", "expect")
"""Verbs that look and change nothing."""

FACTS = (
    *("ticket", "saved", "consent", "cadence", "next", "conversation", "language", "nothing_sent"),
    *("frozen", "paused", "quiet", "asked", "rule", "tags", "erased"),
)
"""What `expect` can look at."""

_TICKET = ("topic", "level", "taken", "closed", "told")
_WORDS = ("is", "contains", "lacks", "words")


@dataclass(frozen=True, slots=True)
class Cast:
    """The names that the lines of one script may use."""

    people: Collection[str]
    staff: Collection[str]


def read_line(place: Place, cast: Cast) -> Line:
    """One line; what is wrong with it is noted, and a line that does nothing is given instead."""
    fields = place.entries()
    verbs = [key for key in fields if key in _READERS or key in cast.people]
    beside = {key for verb in verbs for key in _BESIDE.get(verb, _BESIDE[ME])}
    for key, item in fields.items():
        if key not in verbs and key not in beside:
            known = (*cast.people, *_READERS, *beside)
            item.note(
                f"unknown key '{key}'", did_you_mean(key, known, f"a line begins with one of: {', '.join(known)}")
            )
    if len(verbs) != 1:
        if len(verbs) > 1:
            place.note(f"'{verbs[0]}' and '{verbs[1]}' on one line", "give each a line of its own")
        return Line("", place.line)
    verb = verbs[0]
    more = {key: _beside(key, item, cast) for key, item in fields.items() if key in beside and key != verb}
    if verb in _READERS:
        return _READERS[verb](fields[verb], more, cast)
    return Line(SAYS, place.line, verb, _texted(fields[verb], silent="media" in more), more)


def _texted(place: Place, *, silent: bool) -> str:
    return "" if silent and place.value in ("", None) else place.typed()


def _beside(key: str, place: Place, cast: Cast) -> Plain:
    if key == "when":
        return _timed(place, span)
    if key == "to" and place.value in cast.staff:
        return place.value
    if key in ("to", "of", "by"):
        names = cast.staff if key == "by" else (*cast.people, *cast.staff)
        return place.one_of(names, "name")
    if key == "waits":
        return place.flag()
    return place.words() if key == "flow" else place.number(1, 10)


def _timed(place: Place, read: Callable[[str], object]) -> str:
    text = place.typed()
    try:
        read(text)
    except BadTime as error:
        if text:
            place.note(str(error))
    return text


def _call(place: Place, more: Mapping[str, Plain], cast: Cast) -> Line:
    return Line("call", place.line, place.one_of(cast.people, "person"), None, more)


def _invite(place: Place, more: Mapping[str, Plain], cast: Cast) -> Line:
    return Line("invite", place.line, place.one_of(cast.people, "person"), None, more)


def _heard(verb: str) -> Callable[[Place, Mapping[str, Plain], Cast], Line]:
    def read(place: Place, more: Mapping[str, Plain], _cast: Cast) -> Line:
        return Line(verb, place.line, str(more.get("to", "")), _wanted(place), more)

    return read


def _wanted(place: Place) -> Plain:
    """The words that are expected: a name, exact words, or a map of conditions."""
    if not isinstance(place.value, dict):
        return {"is": place.typed()}
    fields = place.fields(_WORDS)
    if not fields:
        place.note(f"{place.label} is empty", f"write one of: {', '.join(_WORDS)}")
    wanted: dict[str, Plain] = {key: fields[key].typed() for key in ("is", "words") if key in fields}
    for key in ("contains", "lacks"):
        if key in fields:
            item = fields[key]
            parts = item.items() if isinstance(item.value, list) else [item]
            wanted[key] = [part.typed() for part in parts]
    return wanted


def _worker(place: Place, more: Mapping[str, Plain], cast: Cast) -> Line:
    if not isinstance(place.value, dict):
        return Line("worker", place.line, next(iter(cast.staff), ""), place.typed(), more)
    fields = place.fields(tuple(cast.staff))
    if len(fields) != 1:
        place.note("a worker's line has one worker", 'write it like worker: {dee: "1"}')
        return Line("", place.line)
    handle, item = next(iter(fields.items()))
    return Line("worker", place.line, handle, item.typed(), more)


def _passing(verb: str, read: Callable[[str], object]) -> Callable[[Place, Mapping[str, Plain], Cast], Line]:
    def line(place: Place, more: Mapping[str, Plain], _cast: Cast) -> Line:
        return Line(verb, place.line, "", _timed(place, read), more)

    return line


def _lang(place: Place, more: Mapping[str, Plain], _cast: Cast) -> Line:
    return Line("lang", place.line, str(more.get("of", "")), place.one_of([str(one) for one in Language], "language"))


def _hold(place: Place, more: Mapping[str, Plain], _cast: Cast) -> Line:
    return Line("hold", place.line, "", place.one_of(("on", "off"), "setting"), more)


def _carrier(place: Place, more: Mapping[str, Plain], _cast: Cast) -> Line:
    refuse = place.fields(("refuse",), required=("refuse",)).get("refuse")
    code = None if refuse is None or refuse.value == NONE else refuse.number(10000, 99999)
    return Line("carrier", place.line, str(more.get("of", "")), code, more)


def _join(place: Place, more: Mapping[str, Plain], cast: Cast) -> Line:
    if "to" not in more:
        place.note("'join' says whose new phone it is", "write `to: NAME` beside it")
    return Line("join", place.line, place.one_of(cast.people, "person"), None, more)


def _death(place: Place, more: Mapping[str, Plain], _cast: Cast) -> Line:
    return Line("death", place.line, str(more.get("of", "")), place.one_of(("confirmed", "not true"), "outcome"), more)


def _receipt(place: Place, more: Mapping[str, Plain], _cast: Cast) -> Line:
    fields = place.fields(("status", "code"), required=("status",))
    status = fields["status"].one_of(("sent", "delivered", "undelivered", "failed"), "status") if fields else ""
    code = fields["code"].number(10000, 99999) if "code" in fields else None
    return Line("receipt", place.line, str(more.get("of", "")), {"status": status, "code": code}, more)


def _expect(place: Place, more: Mapping[str, Plain], cast: Cast) -> Line:
    fields = place.fields(FACTS)
    wanted = {key: _fact(key, item, cast) for key, item in fields.items()}
    if isinstance(place.value, dict) and not place.value:
        place.note("'expect' is empty", f"write one of: {', '.join(FACTS)}")
    return Line("expect", place.line, str(more.get("of", "")), wanted, more)


def _fact(key: str, place: Place, cast: Cast) -> Plain:
    match key:
        case "ticket":
            return _ticket(place, cast)
        case "saved":
            return {name: _saved(item) for name, item in place.filled().items()}
        case "nothing_sent" | "frozen" | "quiet" | "erased":
            return place.flag()
        case "consent":
            return place.one_of([str(one) for one in Consent], "consent")
        case "language":
            return place.one_of([str(one) for one in Language], "language")
        case "cadence" if isinstance(place.value, list):
            return [item.words() for item in place.items()]
        case "tags":
            return [] if place.value == [] else [item.name() for item in place.items()]
        case _:
            return place.words()


def _saved(place: Place) -> Plain:
    return None if place.value is None else place.typed()


def _ticket(place: Place, cast: Cast) -> Plain:
    if isinstance(place.value, list):
        return [item.name() for item in place.items()]
    if not isinstance(place.value, dict):
        return place.name()
    fields = place.fields(_TICKET, required=("topic",))
    wanted: dict[str, Plain] = {}
    for key, item in fields.items():
        if key == "topic":
            wanted[key] = item.name()
        elif key == "level":
            wanted[key] = item.one_of([str(one) for one in Level], "level")
        elif key == "told":
            wanted[key] = item.words()
        elif isinstance(item.value, bool) or key == "closed":
            wanted[key] = item.flag()
        else:
            wanted[key] = item.one_of(cast.staff, "worker")
    return wanted


_READERS: Mapping[str, Callable[[Place, Mapping[str, Plain], Cast], Line]] = {
    "bot": _heard("bot"),
    "worker": _worker,
    "to_worker": _heard("to_worker"),
    "call": _call,
    "invite": _invite,
    "pass": _passing("pass", length),
    "at": _passing("at", moment),
    "down": _passing("down", length),
    "lang": _lang,
    "hold": _hold,
    "carrier": _carrier,
    "receipt": _receipt,
    "join": _join,
    "death": _death,
    "expect": _expect,
}
_BESIDE: Mapping[str, tuple[str, ...]] = {
    ME: ("media", "times", "waits"),
    "bot": ("to", "when"),
    "to_worker": ("to",),
    "call": (),
    "invite": ("by", "flow"),
    "worker": (),
    "pass": (),
    "at": (),
    "down": (),
    "lang": ("of",),
    "hold": (),
    "carrier": ("of",),
    "receipt": ("of",),
    "join": ("to",),
    "death": ("of",),
    "expect": ("of",),
}
VERBS = (*_READERS, *{key for keys in _BESIDE.values() for key in keys}, NOTHING)
"""Words that cannot be a person's name."""
