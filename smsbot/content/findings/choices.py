"""What a question offers, and what is understood when people send it."""

import re
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import OSA

from smsbot.content.findings.finding import Findings
from smsbot.content.findings.wordings import Wording
from smsbot.content.flow_parse import FlowFile
from smsbot.core.answers import Kind, pick
from smsbot.core.choice_words import Choice
from smsbot.core.flow import Ask, Step, Target
from smsbot.core.words import Lexicon, OptOut, Reserved, read

_OFFER = re.compile(r"(?<![\w.:/+-])([1-9])(?=[ )]+[¿¡\"']?[^\W\d_])")
_LABEL_END = re.compile(r"[.,;:?!(\"]|\s-\s|$")
_FIRST = (Reserved.HELP, Reserved.START)
"""Read before any question."""

_SHORTEST_SLIP = 4
_LONG = 8


def judge_choices(file: FlowFile, step: Step, lexicon: Lexicon, findings: Findings) -> None:
    """Note choice words that another rule takes, that take another rule's word, or that are near to each other."""
    ask = step.ask
    if ask is None:
        return
    for choice in ask.choices:
        place = file.step_place(step.name, "choices", choice.name)
        for word in choice.words:
            taken = _taken(word, ask, lexicon)
            if taken:
                findings.note("word_taken", place, f"'{word}' {taken}", "choose another word")
                continue
            reserved = read(word, lexicon).reserved
            if reserved is not None and not _leads_there(reserved, choice, ask, step):
                what = f"while this question is open '{word}' no longer means {reserved.upper()}"
                findings.note("hides_word", place, what, "choose another word, or lead it to what the word is for")
    for word, owner, other, of in _near(ask.choices):
        place = file.step_place(step.name, "choices", of)
        findings.note("near_words", place, f"'{other}' is one slip from '{word}' of choice '{owner}'", "drop one")


def _taken(word: str, ask: Ask, lexicon: Lexicon) -> str:
    reading = read(word, lexicon)
    if reading.urgency is not None:
        return "is read as a crisis first"
    if reading.opt_out is OptOut.SURE:
        return "is read as an opt-out first"
    if reading.reserved in _FIRST:
        return f"is read as {reading.reserved} first"
    if ask.answer != Kind.TEXT:
        return ""
    # Beside an answer: text, the words that always work keep their meaning.
    if reading.reserved is not None:
        return f"means {reading.reserved.upper()} beside an answer: text"
    if any((reading.opt_out, reading.wrong_number, reading.who_are_you, reading.life)):
        return "is read otherwise beside an answer: text"
    return ""


def _leads_there(reserved: Reserved, choice: Choice, ask: Ask, step: Step) -> bool:
    """Does the choice do what the word does anyway? PERSON may well lead to the flow `person`."""
    target = ask.goes.get(choice.name) or step.go or Target("end")
    names = {part for name in (choice.name, target.name) for part in (*name.split("_"), name.replace("_", ""))}
    return reserved.value in names


def _near(choices: Sequence[Choice]) -> Iterator[tuple[str, str, str, str]]:
    """Words of two choices that one slip makes equal, as `pick` forgives them."""
    words = [(word, choice.name) for choice in choices for word in choice.words]
    for at, (word, owner) in enumerate(words):
        for other, of in words[at + 1 :]:
            if owner != of and min(len(word), len(other)) >= _SHORTEST_SLIP and word.isalpha() and other.isalpha():
                slip = OSA.distance(word.lower(), other.lower())
                if word.lower()[0] == other.lower()[0] and slip <= (1 if len(word) < _LONG else 2):
                    yield word, owner, other, of


def judge_offer(wording: Wording, ask: Ask, findings: Findings) -> None:
    """Note numbers that only the text or only the choices have, and labels that nobody would understand."""
    if wording.same or not ask.choices or ask.answer == Kind.NUMBER:
        return
    shown = dict(offered(wording.bare))
    taken = {word for choice in ask.choices for word in choice.words if word.isdecimal()}
    hidden, extra = ", ".join(sorted(taken - shown.keys())), ", ".join(sorted(shown.keys() - taken))
    if hidden and (shown or wording.part == "ask"):  # a second try may leave the numbers out
        fix = "offer it there, or take it from the choices"
        findings.note("numbers_differ", wording.place, f"{wording.label} do not offer {hidden}", fix)
    if extra:
        what = f"{wording.label} offer {extra}, which no choice has"
        findings.note("numbers_differ", wording.place, what, "add it to a choice, or take it out")
    for number in sorted(taken & shown.keys()):
        label, meant = shown[number], pick(number, ask.choices)
        if label and pick(label, ask.choices) != meant:
            what = f"'{label}' stands beside {number} and is not understood"
            findings.note("label_unread", wording.place, what, f"add it to the words of choice '{meant}'")


def offered(words: str) -> Iterator[tuple[str, str]]:
    """Every number that a text offers, with the words beside it."""
    found = list(_OFFER.finditer(words))
    for at, offer in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(words)
        rest = words[offer.end() : end].strip(' )¿¡"')
        stop = _LABEL_END.search(rest)
        yield offer[1], rest[: stop.start() if stop else None].strip()
