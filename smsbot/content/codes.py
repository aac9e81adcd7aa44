"""The codes of what `smsbot flows check` finds, why each matters, and how a file accepts one."""

from collections.abc import Iterator

from smsbot.content.places import Place
from smsbot.content.problems import did_you_mean
from smsbot.content.yaml_files import Document, Path, Plain

CODES: dict[str, str] = {
    "segments": "each segment is paid for, and a long text is read to its end by few",
    "not_gsm7": "one such letter more than halves what fits into a segment",
    "not_neutral": "the first 40 characters stand on a locked screen that anybody may see",
    "not_quiet": "quiet words are for phones that others read too",
    "hard_to_read": "more than half of all adults find long words and sentences hard",
    "hurts": "the word blames or shames; a plain one says the same",
    "pushes": "nobody is told what to do, and nobody is asked for a reason",
    "off_limits": "we do not ask about it: the answer could be used against the person",
    "filtered": "carriers hold back texts with this word, and the person never knows",
    "bare_number": "a number outside of `names` has no day on which somebody last called it",
    "old_number": "numbers change hands; a quarter is how long an answer that somebody heard is believed",
    "stop_missing": "who agrees to texts is told at that moment how to end them and how to get help",
    "no_reply": "somebody answers, and hears nothing back",
    "numbers_differ": "the numbers that the text offers are the ones that people send",
    "label_unread": "people also send the words that stand beside a number",
    "word_taken": "another rule reads this word first, so that it never reaches the choice",
    "hides_word": "people can always send this word; while the question is open it would mean something else",
    "near_words": "a slip of the finger would be taken for the other choice, or for neither",
    "keyword_lost": "who texts the word gets another conversation than the one it stands in",
    "late_timeout": "the conversation is over by then, and what was to happen never does",
    "unused_text": "a text that nothing says is read and translated for nobody",
    "unused_answer": "we ask only what somebody needs",
    "unused_accept": "what is accepted here is not found any more",
}
"""Every code with the reason for looking."""

LEAST_REASON = 10  # characters


def read_accept(place: Place) -> None:
    """Note an `accept` that accepts nothing there is, or says no reason."""
    for code, reason in place.filled().items():
        if code not in CODES:
            reason.note(f"there is no finding '{code}' to accept", did_you_mean(code, CODES, "see docs/flows.md"))
        elif len(reason.words()) < LEAST_REASON and reason.words():
            reason.note(f"the reason for accepting '{code}' is too short", "say why, for whoever reads it next")


def accepted(place: Place, code: str) -> tuple[Path, str] | None:
    """Where the text, the step or the file that a place is in accepts a finding, and with which reason."""
    value: Plain = place.document.data
    found: tuple[Path, str] | None = None
    for depth, key in enumerate((*place.path, None)):
        reasons = value.get("accept") if isinstance(value, dict) and _may_accept(place.path[:depth], value) else None
        if isinstance(reasons, dict) and isinstance(reasons.get(code), str):
            found = (*place.path[:depth], "accept", code), str(reasons[code])
        value = _inside(value, key)
    return found


def every_accept(document: Document) -> Iterator[tuple[Path, str]]:
    """Where findings are accepted in a file, each with its code."""
    yield from _accepts(document.data, ())


def _accepts(value: Plain, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, dict):
        reasons = value.get("accept") if _may_accept(path, value) else None
        for code in reasons if isinstance(reasons, dict) else ():
            yield (*path, "accept", code), code
        for key, inner in value.items():
            yield from _accepts(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _accepts(inner, (*path, number))


def _may_accept(path: Path, value: dict[str, Plain]) -> bool:
    """Flows, steps and texts accept; steps, choices and answers may themselves be called "accept"."""
    in_step = len(path) == 2 and path[0] == "steps"
    return in_step or not value.keys().isdisjoint(("steps", "en", "es"))


def _inside(value: Plain, key: str | int | None) -> Plain:
    if isinstance(value, dict) and isinstance(key, str):
        return value.get(key)
    if isinstance(value, list) and isinstance(key, int) and key < len(value):
        return value[key]
    return None
