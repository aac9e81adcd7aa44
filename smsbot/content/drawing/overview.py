"""How flows begin, and how they lead to each other."""

from collections.abc import Iterator

from smsbot.content.drawing.cards import Card, Kind, Picture, Row
from smsbot.core.flow import Flow, Step
from smsbot.core.language import Language
from smsbot.core.program import Program

_MOST_WORDS = 4


def overview(program: Program, language: Language) -> Picture:
    """All flows, those that lead somewhere before those that they lead to."""
    cards = tuple(_card(program.flows[name], program, language) for name in _order(program))
    return Picture("All conversations", f"{len(cards)} conversations, and where one leads to another.", cards)


def leads_to(flow: Flow) -> dict[str, str]:
    """The flows that this one leads to or walks through, in the order of the file, with how."""
    found: dict[str, str] = {}
    for step in flow.steps.values():
        for name, how in _out(step):
            found.setdefault(name, how)
    return found


def _out(step: Step) -> Iterator[tuple[str, str]]:
    if step.call is not None:
        yield step.call, "walks through"
    targets = [branch.go for branch in step.when] + [*step.random, step.undelivered, step.go]
    if step.ask is not None:
        targets += [*step.ask.goes.values(), step.ask.otherwise]
        targets += [step.ask.timeout.go] if step.ask.timeout is not None else []
    for target in targets:
        if target is not None and target.is_flow:
            yield target.name, "leads to"


def _card(flow: Flow, program: Program, language: Language) -> Card:
    rows = [Row(Kind.SAY, flow.about)]
    words = tuple(dict.fromkeys(flow.keywords.get(language, ())))
    if words:
        more = "" if len(words) <= _MOST_WORDS else f" and {len(words) - _MOST_WORDS} more"
        rows.append(Row(Kind.DO, f"begins with: {', '.join(words[:_MOST_WORDS])}{more}"))
    rows.extend(Row(Kind.DO, f"begins by itself: {how}") for how in _by_itself(flow, program))
    rows.extend(Row(Kind.WAY, how, to=name) for name, how in leads_to(flow).items() if name in program.flows)
    return Card(
        flow.name,
        flow.name.replace("_", " "),
        "1 step" if len(flow.steps) == 1 else f"{len(flow.steps)} steps",
        tuple(rows),
    )


def _by_itself(flow: Flow, program: Program) -> Iterator[str]:
    settings = program.settings
    if flow.name == settings.check_in:
        yield "the check-in that a person chose"
    for cadence in settings.cadences.values():
        if cadence.flow == flow.name:
            yield f"cadence {cadence.name.replace('_', ' ')}"


def _order(program: Program) -> list[str]:
    """Flows by the longest way that leads to them; rings are cut where they close."""
    depth: dict[str, int] = {}

    def deepen(name: str, level: int, above: frozenset[str]) -> None:
        if name in above or name not in program.flows or depth.get(name, -1) >= level:
            return
        depth[name] = level
        for inner in leads_to(program.flows[name]):
            deepen(inner, level + 1, above | {name})

    led_to = {name for flow in program.flows.values() for name in leads_to(flow) if name != flow.name}
    for name in [*(name for name in program.flows if name not in led_to), *program.flows]:
        if name not in depth:
            deepen(name, 0, frozenset())
    return sorted(program.flows, key=lambda name: (depth[name], name))
