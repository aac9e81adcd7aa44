"""Small builders for tests of the core: people, programmes and scenes in memory, with words that name their text."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

from smsbot.content.shared_texts import REQUIRED
from smsbot.core import inbound
from smsbot.core.answers import Choice, Kind
from smsbot.core.cadence import Cadence, Unit
from smsbot.core.conversation import Conversation
from smsbot.core.effects import Asked, Question, Say, Turn
from smsbot.core.flow import Ask, Flow, Level, Retry, Step, Target, TicketWish, Timeout
from smsbot.core.hours import Window
from smsbot.core.language import Language
from smsbot.core.person import OpenTicketFact, Person
from smsbot.core.program import Ladder, NamedCadence, Program, Settings, Shift
from smsbot.core.scene import Scene
from smsbot.core.text import Render, Text
from smsbot.core.words import Lexicon, build_lexicon

WORDS = Path(__file__).parent.parent / "smsbot" / "content" / "data" / "words.yaml"
E = TypeVar("E")
ZONE = "America/New_York"
MONDAY = datetime(2026, 11, 2, 18, 0, tzinfo=UTC)
"""A Monday, 13:00 in New York; Sam and Dee are on shift."""
NIGHT = datetime(2026, 11, 3, 3, 0, tzinfo=UTC)
"""The same Monday, 22:00 in New York; nobody is on shift."""
AFTERNOON = Window(13 * 60, 17 * 60)
DAYTIME = Window(9 * 60, 20 * 60)


@lru_cache(maxsize=1)
def a_lexicon() -> Lexicon:
    """The shipped words."""
    return build_lexicon(dict(yaml.safe_load(WORDS.read_text(encoding="utf-8"))))


def _render(wording: str) -> Render:
    return lambda values: wording.format_map(values)


def a_text(key: str, wording: str | None = None, *, quiet: bool = False) -> Text:
    """A text that says its own key and language, so that a test can see which one was sent."""
    plain = {language: _render(wording or f"<{key}|{language}>") for language in Language}
    hushed = {language: _render(f"<{key}|{language}|quiet>") for language in Language} if quiet else {}
    return Text(key, plain, hushed)


def shared_texts() -> dict[str, Text]:
    """Every text that the rules say."""
    shown = {"less.done": "{plan}", "more.ask": "{wish}", "more.done": "{plan}", "pause.done": "{until}"}
    shown |= {"status.some": "{status}", "plan": "{plan}"}
    return {key: a_text(key, shown.get(key), quiet=key in ("menu", "greeting")) for key in REQUIRED}


def to(name: str) -> Target:
    """ "flow NAME" or a step's name, as staff write it."""
    return Target(name.removeprefix("flow "), is_flow=name.startswith("flow "))


def an_ask(
    choices: Mapping[str, Iterable[str]] | None = None,
    *,
    text: str | Text = "question",
    goes: Mapping[str, str] | None = None,
    otherwise: str = "end",
    answer: Kind | str | None = None,
    save: str | None = None,
    retries: int = 0,
    timeout: tuple[timedelta, str] | None = None,
    **bounds: int,
) -> Ask:
    """A question; choices are {name: words}, targets are written as in a flow file."""
    return Ask(
        text=a_text(text) if isinstance(text, str) else text,
        otherwise=to(otherwise),
        choices=tuple(Choice(name, tuple(words)) for name, words in (choices or {}).items()),
        goes={name: to(target) for name, target in (goes or {}).items()},
        answer=answer,
        save=save,
        retry=Retry(retries, a_text("again")) if retries else None,
        timeout=Timeout(timeout[0], to(timeout[1])) if timeout else None,
        min=bounds.get("min"),
        max=bounds.get("max"),
    )


def a_step(name: str, *, say: str | Text | None = None, go: str | None = None, **parts: Any) -> Step:
    """One step; `request` and `escalate` may be a topic alone."""
    for part in ("request", "escalate"):
        if isinstance(parts.get(part), str):
            parts[part] = TicketWish(parts[part])
    said = a_text(say) if isinstance(say, str) else say
    return Step(name=name, line=1, say=said, go=to(go) if go else None, **parts)


def a_flow(
    name: str,
    *steps: Step,
    en: Iterable[str] = (),
    es: Iterable[str] = (),
    expires: timedelta = timedelta(days=2),
    unasked: bool = False,
) -> Flow:
    """A flow whose steps follow one another unless they say where they go."""
    after = [*(Target(step.name) for step in steps[1:]), None]
    linked = {step.name: replace(step, go=step.go or then) for step, then in zip(steps, after, strict=True)}
    keywords = {Language.EN: tuple(en), Language.ES: tuple(es)}
    return Flow(name, f"about {name}", expires, linked, keywords, unasked)


def usual_flows() -> tuple[Flow, ...]:
    """The flows that rules start by name, and a kit."""
    one_two = {"one": ["1"], "two": ["2"]}
    return (
        a_flow("menu", a_step("choose", ask=an_ask({"kit": ["1", "kit"]}, text="menu.choose", otherwise="end"))),
        a_flow("join", a_step("choose", ask=an_ask(one_two, text="join.choose", retries=1))),
        a_flow("cadence", a_step("choose", ask=an_ask(one_two, text="cadence.choose", save="answer"))),
        a_flow(
            "check_in",
            a_step("today", ask=an_ask(one_two, text=a_text("check_in.today", quiet=True), otherwise="end")),
            unasked=True,
        ),
        a_flow(
            "kit",
            a_step(
                "how", ask=an_ask({"pickup": ["1", "pick up"], "meet": ["2"]}, text="kit.how", save="how", retries=1)
            ),
            a_step("where", ask=an_ask(text="kit.where", answer=Kind.TEXT, save="place", max=400)),
            a_step("asked", say="kit.asked", request=TicketWish("kit", include=("how", "place"))),
            en=["narcan", "naloxone", "what's available"],
            es=["naloxona", "señal"],
        ),
    )


def a_settings(**changes: Any) -> Settings:
    """Sam and Dee on weekdays 9 to 5, Sam on call, Pat behind them."""
    minutes = [timedelta(minutes=n) for n in (3, 6, 10, 30, 60, 240, 1440)]
    settings = Settings(
        names={"sender": "Caring Connect"},
        zone=ZONE,
        window=DAYTIME,
        default_window=AFTERNOON,
        cadences={
            "weekly": NamedCadence("weekly", Unit.WEEK, lasts=timedelta(days=90)),
            "first_days": NamedCadence("first_days", Unit.SERIES, offsets=(1, 3), window=DAYTIME),
        },
        shifts=(Shift((0, 1, 2, 3, 4), Window(9 * 60, 17 * 60), ("sam", "dee")),),
        on_call=("sam",),
        backup=("pat",),
        ladders={
            Level.RED: Ladder((minutes[0], minutes[1], minutes[2]), minutes[2]),
            Level.AMBER: Ladder((minutes[3], minutes[4])),
            Level.ROUTINE: Ladder((minutes[5], minutes[6])),
        },
    )
    return replace(settings, **changes)


def a_program(*flows: Flow, without: Iterable[str] = (), publication: str = "p1", **settings: Any) -> Program:
    """The usual flows, with these added or put in their place."""
    known = {flow.name: flow for flow in (*usual_flows(), *flows)}
    for name in without:
        del known[name]
    return Program(publication, known, shared_texts(), a_lexicon(), a_settings(**settings))


def a_cadence(**changes: Any) -> Cadence:
    """Weekly in the afternoon, chosen today."""
    parts: dict[str, Any] = {"unit": Unit.WEEK, "window": AFTERNOON, "anchor": date(2026, 11, 2)}
    return Cadence(**{**parts, **changes})


def a_ticket(topic: str = "crisis", level: Level = Level.RED, *, taken: bool = False) -> OpenTicketFact:
    """A ticket nobody has closed."""
    return OpenTicketFact("A1B2", topic, level, taken)


def a_person(**changes: Any) -> Person:
    """Somebody who texted before, in English, and agreed to nothing."""
    return replace(Person("person-1", Language.EN, ZONE), **changes)


def asked(question: Question, *, ago: timedelta = timedelta(minutes=5), **about: object) -> Asked:
    """A question that we asked outside any flow a while before MONDAY."""
    return Asked(question, MONDAY - ago, about)


def in_flow(person: Person, flow: Flow, step: str | None = None, **state: Any) -> Person:
    """The same person, at a question of a flow."""
    begun = Conversation("talk-1", flow.name, "p1", step or flow.first, MONDAY - timedelta(hours=1), visit=1)
    return replace(person, conversation=replace(begun, **state), flow=flow)


def a_scene(person: Person | None = None, program: Program | None = None, now: datetime = MONDAY) -> Scene:
    """One moment, on MONDAY unless told otherwise."""
    return Scene(person or a_person(), program or a_program(), now, fresh_id="talk-2")


def hear(text: str, scene: Scene | None = None, *, media: int = 0) -> Turn:
    """What one text of the person leads to."""
    return inbound.decide(text, scene or a_scene(), media=media)


def said(turn: Turn) -> list[str]:
    """The keys of what is said, in order."""
    return [effect.key for effect in turn.effects if isinstance(effect, Say)]


def bodies(turn: Turn) -> list[str]:
    """The words of what is said, in order."""
    return [effect.body for effect in turn.effects if isinstance(effect, Say)]


def of_kind(turn: Turn, kind: type[E]) -> list[E]:
    """The effects of one type, in order."""
    return [effect for effect in turn.effects if isinstance(effect, kind)]
