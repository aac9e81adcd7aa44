"""Whether a text asks us to stop (47 CFR 64.1200(a)(10): any words a reasonable person would understand).

A word such as stop, quit or end counts only as the whole message, because people here also write "I want to stop
using". Words that name the texts ("stop texting me") count anywhere, inside a crisis text too.
"""

from dataclasses import dataclass

from smsbot.core.words.index import Index, Phrases, line, overlaps
from smsbot.core.words.pattern import Words
from smsbot.core.words.plain import Plain
from smsbot.core.words.reading import OptOut


@dataclass(frozen=True, slots=True)
class OptOutWords:
    """The phrases: `named` say what is to stop; `partly` limit it; `unless` take it back; `beside` may stand by."""

    whole: Index[OptOut]
    named: Index[None]
    partly: Index[None]
    unless: Index[None]
    beside: Index[None]
    lead: Phrases
    trail: Phrases


def opt_out(plain: Plain, crisis: bool, words: OptOutWords) -> tuple[OptOut | None, str]:
    """How surely the text asks us to stop, and the words that say so; in a crisis only where it names the texts."""
    named = _named(plain, words)
    if named[0] or crisis:
        return named
    core = words.trail.before(words.lead.after(plain.words))
    verdicts = {words.whole.whole(line(plain.words)), words.whole.whole(line(core))}
    if OptOut.SURE in verdicts:
        return OptOut.SURE, " ".join(core)
    found, said = _by_clause(plain, words)
    if found is OptOut.SURE or OptOut.UNSURE not in verdicts:
        return found, said
    return OptOut.UNSURE, " ".join(core)


def _named(plain: Plain, words: OptOutWords) -> tuple[OptOut | None, str]:
    of = line(plain.words)
    partly = words.partly.found(of)
    if partly:
        return OptOut.UNSURE, partly
    taken_back = words.unless.spans(of)
    for _, match in words.named.hits(of):
        if not overlaps(match.span(), taken_back):
            return OptOut.SURE, match[0].strip()
    return None, ""


def _by_clause(plain: Plain, words: OptOutWords) -> tuple[OptOut | None, str]:
    cores = [words.trail.before(words.lead.after(clause)) for clause in plain.clauses]
    stops = [core for core in cores if words.whole.whole(line(core)) is OptOut.SURE]
    if not stops:
        return None, ""
    others = [core for core in cores if core not in stops]
    sure = all(_beside(core, words) for core in others)
    return (OptOut.SURE if sure else OptOut.UNSURE), " ".join(stops[0])


def _beside(core: Words, words: OptOutWords) -> bool:
    return words.lead.cover(core) or words.beside.found(line(core)) is not None
