"""The parts of a step besides talking and asking: set, series, call, wait, random, undelivered."""

from collections.abc import Mapping

from smsbot.content.flow_scope import Scope, flow_text, target
from smsbot.content.places import Place
from smsbot.content.problems import did_you_mean
from smsbot.core.flow import Target
from smsbot.core.text import Text

ONE_OF = ("ask", "call", "wait", "random")
LONGEST_VALUE = 160


def check_beside(fields: Mapping[str, Place]) -> None:
    """Note parts of one step that do not go together."""
    onward = [key for key in ONE_OF if key in fields]
    for key in onward[1:]:
        fields[key].note(f"'{key}' stands beside '{onward[0]}'", "write a step for each")
    for key in ("go", "end"):
        if "random" in fields and key in fields:
            fields[key].note(f"'{key}' stands beside 'random'", "keep one of them")
    if "series" in fields and "say" in fields:
        fields["say"].note("'say' stands beside 'series'", "put the words into the texts of the series")
    if "undelivered" in fields and not fields.keys() & {"say", "ask", "series"}:
        fields["undelivered"].note("'undelivered' belongs beside a text", "add say: ... or ask: ..., or remove it")


def sets(place: Place) -> dict[str, str]:
    """Answers that are saved without asking, by their names."""
    found = {}
    for name, entry in place.filled().items():
        entry.check_name(name)
        found[name] = entry.typed()
        if len(found[name]) > LONGEST_VALUE:
            entry.note(f"'{name}' has {len(found[name])} characters", f"use at most {LONGEST_VALUE}")
    return found


def series(place: Place, scope: Scope) -> tuple[Text, ...]:
    """The texts of a series, in order."""
    items = place.items()
    return tuple(flow_text(item, f"series{number}", scope) for number, item in enumerate(items, 1))


def called(place: Place, scope: Scope) -> str:
    """The flow that a step calls."""
    name = place.words()
    flows = sorted(scope.known.flows)
    if name and name not in flows:
        place.note(f"there is no flow '{name}' to call", did_you_mean(name, flows, f"flows: {', '.join(flows)}"))
    return name


def random(place: Place, scope: Scope) -> tuple[Target, ...]:
    """The ways of which one is taken."""
    items = place.items()
    if len(items) == 1:
        place.note("'random' has one way only", "name two or more, or write go")
    return tuple(target(item, scope) for item in items)
