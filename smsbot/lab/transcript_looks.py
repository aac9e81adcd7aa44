"""The lines of a transcript that look: at what the bot texted, at what a worker got, at the rows."""

import re
from collections.abc import Mapping

from smsbot.content.yaml_files import Plain
from smsbot.core.language import Language
from smsbot.core.worker_words import WORKER_TEXTS
from smsbot.lab.transcript import NOTHING, Line
from smsbot.lab.transcript_expect import State, unmet
from smsbot.lab.transcript_play import Mismatch, Play
from smsbot.lab.transcript_texts import nearest_name, says, texts_named
from smsbot.lab.transcript_times import shown, span


def bot(play: Play, line: Line) -> None:
    """The next text to a person is the one that is named. Raises Mismatch."""
    play.looked = True
    number = play.number(line.who)
    queue = [sent for sent in play.waiting if sent.to == number]
    wanted, who = _map(line), play.name_at(number)
    if wanted.get("is") == NOTHING:
        if queue:
            raise Mismatch(f"nothing to {who}", queue[0].body)
        return
    if not queue:
        raise Mismatch(f"to {who}: {_words(wanted)}", f"nothing was sent to {who}")
    body = queue[0].body
    problem = _other_words(wanted, body) or _not_named(play, line, wanted, body)
    if problem is not None:
        raise Mismatch(f"to {who}: {problem}", body)
    when = line.more.get("when")
    if when is not None and not span(str(when)).holds(queue[0].at, play.zone()):
        raise Mismatch(f"to {who}, {when}: {_words(wanted)}", f"{shown(queue[0].at, play.zone())}: {body}")
    play.named.add(queue[0].id)


def to_worker(play: Play, line: Line) -> None:
    """Some worker, or the one that is named, got such a text since something last happened. Raises Mismatch."""
    numbers = [play.number(line.who)] if line.who else list(play.staff.values())
    queue = [sent for sent in play.waiting if sent.to in numbers]
    wanted, who = _map(line), line.who or "a worker"
    if wanted.get("is") == NOTHING:
        if queue:
            raise Mismatch(f"nothing to {who}", f"to {play.name_at(queue[0].to)}: {queue[0].body}")
        return
    found = next((sent for sent in queue if _fits_worker(play, wanted, sent.body)), None)
    if found is None:
        got = "; ".join(f"to {play.name_at(sent.to)}: {sent.body}" for sent in queue)
        raise Mismatch(f"to {who}: {_words(wanted)}", got or f"nothing was sent to {who}")
    play.named.add(found.id)


def expect(play: Play, line: Line) -> None:
    """The rows say so. Raises Mismatch."""
    number = play.number(line.who)
    quiet = all(sent.to != number for sent, _ in play.arrived)
    found = unmet(_map(line), State(play.look(line.who), play.world.clock.now(), quiet))
    if found is not None:
        raise Mismatch(*found)


def _map(line: Line) -> Mapping[str, Plain]:
    return line.value if isinstance(line.value, dict) else {}


def _words(wanted: Mapping[str, Plain]) -> str:
    """The expectation as it is printed."""
    if list(wanted) == ["is"]:
        return str(wanted["is"])
    return ", ".join(f"{key} {_listed(value)}" for key, value in wanted.items())


def _listed(value: Plain) -> str:
    return " and ".join(f'"{part}"' for part in value) if isinstance(value, list) else f'"{value}"'


def _other_words(wanted: Mapping[str, Plain], body: str) -> str | None:
    """What is wrong with the words themselves, if anything."""
    if "words" in wanted and body != wanted["words"]:
        return f'words "{wanted["words"]}"'
    for part in _parts(wanted, "contains"):
        if part.casefold() not in body.casefold():
            return f'contains "{part}"'
    for part in _parts(wanted, "lacks"):
        if part.casefold() in body.casefold():
            return f'lacks "{part}"'
    return None


def _parts(wanted: Mapping[str, Plain], key: str) -> list[str]:
    found = wanted.get(key)
    return [str(part) for part in found] if isinstance(found, list) else []


def _not_named(play: Play, line: Line, wanted: Mapping[str, Plain], body: str) -> str | None:
    """What was expected instead, if this is not the text of that name in the person's language."""
    if "is" not in wanted or body == wanted["is"]:
        return None
    name = str(wanted["is"])
    seen = play.look(line.who)
    flow = seen.last_flow if seen is not None else None
    language = play.languages.get(line.who or play.speaker)
    texts = texts_named(play.program, name, flow)
    if any(says(text, body, language, play.program) for text in texts):
        return None
    if any(says(text, body, None, play.program) for text in texts):
        return f"{name}, in {'Spanish' if language is Language.ES else 'English'}"
    return name if texts else _unknown(play, name, flow)


def _unknown(play: Play, name: str, flow: str | None) -> str:
    if " " in name:
        return f'"{name}"'
    meant = nearest_name(play.program, name, flow)
    hint = f"; did you mean '{meant}'?" if meant else ""
    return f"{name} (no step or shared text has that name{hint})"


def _fits_worker(play: Play, wanted: Mapping[str, Plain], body: str) -> bool:
    if _other_words(wanted, body) is not None:
        return False
    if "is" not in wanted or body == wanted["is"]:
        return True
    name = str(wanted["is"])
    if name in WORKER_TEXTS:
        return re.fullmatch(_shape(WORKER_TEXTS[name]), body) is not None
    return any(says(text, body, None, play.program) for text in texts_named(play.program, name, None))


def _shape(template: str) -> str:
    """A worker's text whatever its values are; a link to more may follow it."""
    return ".*".join(map(re.escape, re.split(r"\{\w+\}", template))) + r"( https?://\S+)?"
