"""flows/program.yaml: the programme's names, hours, people and rules, resolved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from smsbot.content.cadence_file import read_cadences
from smsbot.content.measures import day, duration, weekdays, window
from smsbot.content.places import Place
from smsbot.content.problems import Problem, did_you_mean
from smsbot.content.texts import TemplateProblem, clean, compile_words
from smsbot.content.yaml_files import Document
from smsbot.core.flow import Level
from smsbot.core.hours import Window, zone_or_none
from smsbot.core.phone import looks_e164
from smsbot.core.program import Ladder, NamedCadence, RelayWords, Settings, Shift
from smsbot.core.scene import BUILT_IN_NAMES

_REQUIRED = ("names", "zone", "hours", "cadences", "ladder")
_KEYS = (
    *_REQUIRED,
    *("checked", "region", "alert_name", "check_in", "rota", "on_call", "backup", "calls", "keep", "carrier", "relay"),
)
_CARRIER_STOP = ("stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout")
_ALL_DAY = Window(0, 1440)
_LONGEST_NAME = 160


@dataclass(frozen=True, slots=True)
class ProgramFile:
    """What program.yaml says. `carrier_stop` goes into the lexicon; `check_in_line` is for later checks."""

    settings: Settings
    carrier_stop: tuple[str, ...]
    check_in_line: int


def read_program(document: Document, problems: list[Problem]) -> ProgramFile:
    """Read program.yaml; every problem in it goes to `problems`, and something usable is given anyway."""
    top = Place.top(document, problems)
    fields = {} if top.value is None else top.fields(_KEYS, _REQUIRED)
    return _Reader(fields, top).program()


class _Reader:
    def __init__(self, fields: Mapping[str, Place], top: Place) -> None:
        self.fields = fields
        self.top = top

    def program(self) -> ProgramFile:
        widest, default = self._hours()
        shifts, on_call, backup = self._rota(), self._workers("on_call"), self._workers("backup")
        if self.fields and not (shifts or on_call or backup):
            self.top.note("nobody is on the rota", "add rota, on_call or backup, so that alerts reach somebody")
        words, names = self._relay()
        settings = Settings(
            names=self._names(),
            zone=self._zone(),
            window=widest,
            default_window=default,
            cadences=self._cadences(widest),
            shifts=shifts,
            on_call=on_call,
            backup=backup,
            ladders=self._ladders(),
            check_in=self.fields["check_in"].name() if "check_in" in self.fields else "check_in",
            alert_name=self._words("alert_name", "PORT"),
            region=self._region(),
            forward_calls_to=self._forward(),
            body_days=self._body_days(),
            relay_words=RelayWords(words),
            relay_names=names == "on",
        )
        check_in = self.fields.get("check_in", self.top)
        return ProgramFile(settings, self._carrier_stop(), check_in.line)

    def _words(self, key: str, default: str) -> str:
        return self.fields[key].words() if key in self.fields else default

    def _names(self) -> dict[str, str]:
        names = {}
        for name, place in self.fields["names"].entries().items() if "names" in self.fields else ():
            place.check_name(name)
            if name in BUILT_IN_NAMES or not _is_plain_name(name):
                place.note(f"the name '{name}' is taken", "choose another; texts use it for something else")
            names[name] = clean(place.words())
            if len(names[name]) > _LONGEST_NAME:
                place.note(f"'{name}' has {len(names[name])} characters", f"use at most {_LONGEST_NAME}")
        self._check_checked(names)
        return names

    def _check_checked(self, names: Mapping[str, str]) -> None:
        for name, place in self.fields["checked"].entries().items() if "checked" in self.fields else ():
            if name not in names:
                place.note(f"'{name}' is none of the names", did_you_mean(name, names, "remove it"))
            day(place)

    def _zone(self) -> str:
        zone = self._words("zone", "UTC")
        if zone and zone_or_none(zone) is None:
            fix = "write it like America/New_York; capitals matter"
            self.fields["zone"].note(f"unknown time zone '{zone}'", fix)
        return zone

    def _region(self) -> str:
        region = self._words("region", "US")
        if region and not (len(region) == 2 and region.isascii() and region.isalpha() and region.isupper()):
            self.fields["region"].note(f"'{region}' is not a country code", "write two capitals, like US")
        return region

    def _hours(self) -> tuple[Window, Window]:
        if "hours" not in self.fields:
            return _ALL_DAY, _ALL_DAY
        fields = self.fields["hours"].fields(("unprompted", "default"), ("unprompted", "default"))
        widest, default = (window(fields[key]) if key in fields else _ALL_DAY for key in ("unprompted", "default"))
        if default != _ALL_DAY and not (widest.start <= default.start and default.end <= widest.end):
            fields["default"].note("'default' is not all inside 'unprompted'", "narrow it")
        return widest, default

    def _cadences(self, widest: Window) -> dict[str, NamedCadence]:
        return read_cadences(self.fields["cadences"], widest) if "cadences" in self.fields else {}

    def _rota(self) -> tuple[Shift, ...]:
        items = self.fields["rota"].items() if "rota" in self.fields else []
        shifts = []
        for item in items:
            keys = ("days", "hours", "workers")
            fields = item.fields(keys, keys)
            if len(fields) == len(keys):
                workers = tuple(worker.name() for worker in fields["workers"].items())
                shifts.append(Shift(weekdays(fields["days"]), window(fields["hours"]), workers))
        return tuple(shifts)

    def _workers(self, key: str) -> tuple[str, ...]:
        place = self.fields.get(key)
        return () if place is None or place.value == [] else tuple(worker.name() for worker in place.items())

    def _ladders(self) -> dict[Level, Ladder]:
        levels = tuple(map(str, Level))
        fields = self.fields["ladder"].fields(levels, levels) if "ladder" in self.fields else {}
        return {Level(name): _ladder(place) for name, place in fields.items()}

    def _forward(self) -> str | None:
        fields = self.fields["calls"].fields(("forward_to",), ("forward_to",)) if "calls" in self.fields else {}
        if "forward_to" not in fields:
            return None
        number = fields["forward_to"].words()
        if number and not looks_e164(number):
            fields["forward_to"].note("'forward_to' is not a number with its country code", 'write it like "+1..."')
        return number

    def _body_days(self) -> int:
        fields = self.fields["keep"].fields(("bodies",), ("bodies",)) if "keep" in self.fields else {}
        if "bodies" not in fields:
            return 90
        kept = duration(fields["bodies"], at_most=timedelta(days=3660))
        if kept < timedelta(days=1):
            fields["bodies"].note("bodies are kept less than a day", "keep them at least 1 day")
        return kept.days

    def _relay(self) -> tuple[str, str]:
        """How workers see what people write, and whether people see their names: the first of each unless written."""
        keys = {"words": tuple(map(str, RelayWords)), "names": ("off", "on")}
        fields = self.fields["relay"].fields(("words", "names"), ()) if "relay" in self.fields else {}
        found = {key: allowed[0] for key, allowed in keys.items()}
        for key, place in fields.items():
            said = place.words()
            if said in keys[key]:
                found[key] = said
            elif said:
                place.note(f"'{said}' is none of: {', '.join(keys[key])}", did_you_mean(said, keys[key], "choose one"))
        return found["words"], found["names"]

    def _carrier_stop(self) -> tuple[str, ...]:
        fields = self.fields["carrier"].fields(("stop",), ("stop",)) if "carrier" in self.fields else {}
        if "stop" not in fields:
            return _CARRIER_STOP
        place = fields["stop"]
        return () if place.value == [] else tuple(_carrier_word(item) for item in place.items())


def _is_plain_name(name: str) -> bool:
    try:
        return compile_words("{{ " + name + " }}")[1] == {name}
    except TemplateProblem:
        return False


def _ladder(place: Place) -> Ladder:
    fields = place.fields(("repeat", "truth"), ("repeat",))
    repeats = tuple(duration(item) for item in fields["repeat"].items()) if "repeat" in fields else ()
    if list(repeats) != sorted(set(repeats)):
        fields["repeat"].note("'repeat' does not increase", "each is counted from the ticket's opening")
    return Ladder(repeats, duration(fields["truth"]) if "truth" in fields else None)


def _carrier_word(place: Place) -> str:
    word = place.typed()
    if word and not (word.isascii() and word.isalnum()):
        place.note(f"'{word}' is not a single word", "the carrier answers only single words")
    return word
