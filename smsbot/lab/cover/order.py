"""Which conversation to play next: the one that looks most as if it came where none has been yet.

A guess, made from what the lines of a script name; it decides about nothing but the order.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from smsbot.core.flow import Flow, Step
from smsbot.core.language import Language
from smsbot.lab.cover.watch import CHOICE, OTHERWISE, QUIET, SPOKEN, TEXT, TIMEOUT, Place
from smsbot.lab.transcript import ME, Transcript
from smsbot.lab.transcript_lines import SAYS

Hint = tuple[object, ...]

_MUCH = 1_000_000
_HOPE = 10  # so many fewer a place is worth each time that a conversation did not come there after all


class Order:
    """The conversations that are left."""

    def __init__(self, transcripts: Sequence[Transcript], flows: Sequence[Flow]) -> None:
        self._left = dict(enumerate(transcripts))
        self._flows = {flow.name: flow for flow in flows}
        self._naming: dict[Hint, set[int]] = {}
        for number, one in self._left.items():
            for hint in _named(one, self._flows):
                self._naming.setdefault(hint, set()).add(number)
        self._tried: Counter[Place] = Counter()

    def next(self, missing: Sequence[Place]) -> Transcript | None:
        """The most promising one, which is then no longer left; None if none is."""
        if not self._left:
            return None
        worth: Counter[int] = Counter()
        for place in missing:
            leading = self._leading_to(place)
            for number in leading:
                worth[number] += _MUCH // (len(leading) + _HOPE * self._tried[place])
        best = max(self._left, key=lambda number: worth[number])
        for place in missing:
            self._tried[place] += best in self._leading_to(place)
        return self._left.pop(best)

    def _leading_to(self, place: Place) -> set[int]:
        hints = _of(place, self._flows)
        for owner in (place.flow, ""):
            found = [self._naming.get((owner, *hint), set()) for hint in hints]
            leading = set().union(*found).intersection(self._left)
            if leading:
                return leading
        return self._naming.get((place.flow,), set()).intersection(self._left)


def _of(place: Place, flows: Mapping[str, Flow]) -> list[Hint]:
    """What a script that comes there would hold."""
    step = flows[place.flow].steps[place.step]
    key = _key(step)
    alike = {one.name for one in flows[place.flow].steps.values() if key is not None and _key(one) == key}
    names = {place.step, *alike, (key or "").rpartition(".")[2]}
    return [hint for name in names for hint in _at(place, name, step, flows)]


def _key(step: Step) -> str | None:
    """The key of what a step says; steps that say the same shared text cannot be told apart by it."""
    text = step.ask.text if step.ask is not None else step.say
    return None if text is None else text.key


def _at(place: Place, name: str, step: Step, flows: Mapping[str, Flow]) -> Iterator[Hint]:
    if place.kind in (TEXT, QUIET):
        which, _, language = place.name.rpartition(" ")
        yield name, language, place.kind == QUIET
        if which:
            yield name, name
    elif place.kind == TIMEOUT:
        yield name, TIMEOUT
    elif place.kind == CHOICE and step.ask is not None:
        words = next(choice.words for choice in step.ask.choices if choice.name == place.name)
        yield from ((name, word) for word in words)
    elif place.kind == OTHERWISE and step.ask is not None:
        go = step.ask.otherwise
        yield name, flows[go.name].first if go.is_flow else go.name
    else:
        yield (name,)


def _named(transcript: Transcript, flows: Collection[str]) -> Iterator[Hint]:
    """Only the tests of a flow itself say which flow their steps are of; "" stands for any."""
    stem = Path(transcript.file).stem.removeprefix("ways_")
    flow = stem if stem in flows else ""
    someone = transcript.people[ME]
    spoken = Language if someone.language is None else (someone.language,)
    asked = ""
    yield (flow,)
    for line in transcript.script:
        if line.verb == "bot" and isinstance(line.value, dict):
            before, asked = asked, str(line.value.get("is", "")).rpartition(".")[2]
            yield from ((flow, before, asked), (flow, asked))
            yield from ((flow, asked, SPOKEN[language], someone.quiet) for language in spoken)
        elif line.verb == SAYS:
            yield flow, asked, str(line.value).lower()
        elif line.verb in ("pass", "at"):
            yield flow, asked, TIMEOUT
