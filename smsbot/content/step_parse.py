"""One step of a flow: its parts, read in the order in which they act."""

from collections.abc import Mapping

from smsbot.content import ask_parse, step_more
from smsbot.content.codes import read_accept
from smsbot.content.flow_scope import END, Scope, flow_text, saved_name, target
from smsbot.content.measures import duration
from smsbot.content.places import Place
from smsbot.content.problems import did_you_mean
from smsbot.core.flow import Branch, Level, Step, Target, TicketWish
from smsbot.core.language import Language
from smsbot.core.scene import FACTS

KEYS = {
    "when": "looks at saved answers, facts and marks, top to bottom; the first line that is true goes",
    "set": "saves answers that nobody was asked for",
    "tag": "puts a mark on the person that stays",
    "consent": "records that the person agrees to texts, in this step and with this wording",
    "cadence": "sets how often: a name from program.yaml, none, or the answer that holds their wish",
    "request": "puts what the person asked for on the team's list",
    "escalate": "asks for a human who is needed",
    "say": "sends a text",
    "series": "one text for each day of the cadence that starts this flow",
    **ask_parse.KEYS,
    "call": "walks through another flow and comes back",
    "wait": "sleeps for at least so long; a text then goes out instead of the next check-in",
    "random": "goes to one of several steps",
    "undelivered": "where it goes on if this step's text does not arrive; nothing is said there",
    "go": "where it leads: a step, 'flow NAME' or end; without it, to the next step",
    "end": "true ends the conversation here",
    "accept": "findings that stay as they are, each with the reason",
}
"""What a step may hold, each with what it is for."""

BRANCH_KEYS = {
    "saved": "an answer of this flow",
    "fact": "something that is so now",
    "tag": "a mark on the person",
    "is": "what it has to be; without it, whether there is such an answer",
    "go": "where it then leads",
}
CADENCE_KEYS = {"saved": "the answer that holds their wish, from an answer: cadence"}
TICKET_KEYS = {
    "level": "how soon: routine (the next time somebody is there), amber (soon) or red (a life in danger)",
    "include": "the saved answers that the worker needs",
}
TOPICS = {"request": "ticket", "escalate": "topic"}
"""The key that names what a ticket is about."""

TOPIC = "what it is about; a second one about the same joins the one that is open"
YES_NO = ("yes", "no")
FOLLOW_UPS = ("follow_ups",)
ONLY_WHEN_I_TEXT = "none"


def read_step(place: Place, scope: Scope) -> Step:
    """A step; always gives one, so that the order of the others can still be looked at."""
    name = str(place.step)
    fields = {} if place.value == {} else place.fields(KEYS)
    if not fields:
        if place.value == {}:
            place.note("the step is empty", "say, ask or do something")
        return Step(name, place.line)
    cadence, cadence_saved = _cadence(fields["cadence"], scope) if "cadence" in fields else (None, False)
    if "consent" in fields:
        fields["consent"].one_of(FOLLOW_UPS, "consent")
    step_more.check_beside(fields)
    if "accept" in fields:
        read_accept(fields["accept"])
    return Step(
        name=name,
        line=place.line,
        when=_when(fields["when"], scope) if "when" in fields else (),
        sets=step_more.sets(fields["set"]) if "set" in fields else {},
        tag=fields["tag"].name() if "tag" in fields else None,
        consent="consent" in fields,
        cadence=cadence,
        cadence_saved=cadence_saved,
        request=_ticket(fields["request"], TOPICS["request"], scope) if "request" in fields else None,
        escalate=_ticket(fields["escalate"], TOPICS["escalate"], scope) if "escalate" in fields else None,
        say=flow_text(fields["say"], "say", scope) if "say" in fields else None,
        series=step_more.series(fields["series"], scope) if "series" in fields else (),
        ask=ask_parse.read_ask(place, fields, scope),
        call=step_more.called(fields["call"], scope) if "call" in fields else None,
        wait=duration(fields["wait"]) if "wait" in fields else None,
        random=step_more.random(fields["random"], scope) if "random" in fields else (),
        undelivered=target(fields["undelivered"], scope) if "undelivered" in fields else None,
        go=_go(fields, name, scope),
    )


def _go(fields: Mapping[str, Place], name: str, scope: Scope) -> Target | None:
    if "end" in fields:
        if not fields["end"].flag():
            fields["end"].note("'end' is only ever true", "remove it, or write end: true")
        if "go" in fields:
            fields["end"].note("'end' stands beside 'go'", "keep one of them")
        return None
    if "random" in fields:
        return None
    if "go" in fields:
        going = target(fields["go"], scope)
        return None if going == Target(END) else going
    following = scope.steps[scope.steps.index(name) + 1 :]
    return Target(following[0]) if following else None


def _when(place: Place, scope: Scope) -> tuple[Branch, ...]:
    return tuple(_branch(item, scope) for item in place.items())


def _branch(place: Place, scope: Scope) -> Branch:
    fields = place.fields(BRANCH_KEYS, required=("go",))
    if isinstance(place.value, dict) and sum(key in fields for key in ("saved", "fact", "tag")) != 1:
        place.note("a line of 'when' looks at one thing", "write one of saved: ..., fact: ... and tag: ...")
    if "tag" in fields and "is" in fields:
        fields["is"].note("'is' does not belong beside 'tag'", "a tag is there or not; remove it")
    fact = fields["fact"].one_of(sorted(FACTS), "fact") if "fact" in fields else None
    saved = saved_name(fields["saved"], scope) if "saved" in fields else None
    equals = _equals(fields["is"], fact, saved, scope) if "is" in fields else None
    if fact in FACTS and equals is None:
        place.note(f"'is' is missing beside fact '{fact}'", f"write is: {_facts(fact)[0]}")
    going = target(fields["go"], scope) if "go" in fields else Target(END)
    return Branch(going, saved, fact, equals, fields["tag"].name() if "tag" in fields else None)


def _equals(place: Place, fact: str | None, saved: str | None, scope: Scope) -> str:
    value = place.typed()
    options = _facts(fact) if fact in FACTS else ()
    if saved is not None and saved in scope.saved:
        options = tuple(sorted(scope.saved[saved].values or ()))
    if value and options and value not in options:
        subject = f"fact '{fact}'" if fact else f"the answer '{saved}'"
        place.note(f"{subject} is never '{value}'", did_you_mean(value, options, f"one of: {', '.join(options)}"))
    return value


def _facts(fact: str | None) -> tuple[str, ...]:
    return tuple(map(str, Language)) if fact == "language" else YES_NO


def _cadence(place: Place, scope: Scope) -> tuple[str, bool]:
    if isinstance(place.value, dict):
        fields = place.fields(CADENCE_KEYS, required=CADENCE_KEYS)
        name = saved_name(fields["saved"], scope) if "saved" in fields else ""
        if name in scope.saved and not scope.saved[name].cadence:
            fields["saved"].note(f"'{name}' is not saved by an answer: cadence", "save it from answer: cadence")
        return name, True
    word = place.one_of((*sorted(scope.known.cadences), ONLY_WHEN_I_TEXT), "cadence")
    return word, False


def _ticket(place: Place, topic: str, scope: Scope) -> TicketWish:
    fields = place.fields((topic, *TICKET_KEYS), required=(topic,))
    level = fields["level"].one_of(tuple(map(str, Level)), "level") if "level" in fields else Level.ROUTINE
    include = fields.get("include")
    items = include.items() if include is not None and include.value != [] else []
    return TicketWish(
        topic=fields[topic].name() if topic in fields else topic,
        level=Level(level) if level in tuple(Level) else Level.ROUTINE,
        include=tuple(saved_name(item, scope) for item in items),
    )
