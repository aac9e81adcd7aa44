"""Mistakes in a question: a choice, its words and where it leads, the retry, `otherwise`, the timeout."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from smsbot.core.flow import Ask, Target
from smsbot.lab.mutation.text_mutants import mutated_text

Change = tuple[str, str, Ask]
Elsewhere = Callable[[Target], Target]


def mutated_ask(ask: Ask, elsewhere: Elsewhere) -> Iterator[Change]:
    """Every mutant of one question."""
    for what, text in mutated_text(ask.text):
        yield "language", what, replace(ask, text=text)
    yield from _choices(ask, elsewhere)
    yield "otherwise", f"became {elsewhere(ask.otherwise).name}", replace(ask, otherwise=elsewhere(ask.otherwise))
    if ask.save is not None:
        yield "save", f"{ask.save} removed", replace(ask, save=None)
    if ask.answer is not None and ask.choices:
        yield "answer", f"{ask.answer} removed", replace(ask, answer=None)
    yield from _retry(ask)
    yield from _timeout(ask, elsewhere)


def _choices(ask: Ask, elsewhere: Elsewhere) -> Iterator[Change]:
    for n, choice in enumerate(ask.choices):
        if _is_like_otherwise(ask, choice.name):
            continue
        rest = (*ask.choices[:n], *ask.choices[n + 1 :])
        yield "choice", f"{choice.name} removed", replace(ask, choices=rest)
        numbers = tuple(word for word in choice.words if word.isdecimal())
        words = tuple(word for word in choice.words if not word.isdecimal())
        for kept, lost in ((numbers, words), (words, numbers)):
            if kept and lost:
                what = f"{choice.name} without {', '.join(lost)}"
                changed = (*ask.choices[:n], replace(choice, words=kept), *ask.choices[n + 1 :])
                yield "words", what, replace(ask, choices=changed)
        if choice.name in ask.goes:
            to = elsewhere(ask.goes[choice.name])
            yield "choice", f"{choice.name} leads to {to.name}", replace(ask, goes={**ask.goes, choice.name: to})


def _is_like_otherwise(ask: Ask, choice: str) -> bool:
    """Is nothing saved, and does whatever is not understood lead there too, at once? Then nobody could tell."""
    return ask.goes.get(choice) == ask.otherwise and ask.save is None and ask.retry is None


def _retry(ask: Ask) -> Iterator[Change]:
    if ask.retry is None:
        return
    yield "retry", "removed", replace(ask, retry=None)
    yield "retry", "once more", replace(ask, retry=replace(ask.retry, times=ask.retry.times + 1))
    for what, text in mutated_text(ask.retry.say):
        yield "language", f"retry: {what}", replace(ask, retry=replace(ask.retry, say=text))


def _timeout(ask: Ask, elsewhere: Elsewhere) -> Iterator[Change]:
    if ask.timeout is None:
        return
    yield "timeout", "removed", replace(ask, timeout=None)
    yield "timeout", "twice as late", replace(ask, timeout=replace(ask.timeout, after=ask.timeout.after * 2))
    to = elsewhere(ask.timeout.go)
    yield "timeout", f"leads to {to.name}", replace(ask, timeout=replace(ask.timeout, go=to))
