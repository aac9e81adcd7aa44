"""How well texts are read: what was meant beside what was read, and the bars that have to be cleared."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from smsbot.core.words import Lexicon, Meaning, OptOut, Reading, Urgency, read
from smsbot.core.words.reading import CRISES
from smsbot.lab.word_training import Labelled

MAY_WORRY = frozenset(
    {
        Meaning.WITHDRAWAL,
        Meaning.WOUND_CARE,
        Meaning.MENTAL_HEALTH,
        Meaning.CHECKIN_STRUGGLING,
        Meaning.NALOXONE_USED_REPORT,
        Meaning.OVERDOSE_EDUCATION,
        Meaning.OVERDOSE_PAST,
        Meaning.HELP,
        Meaning.DEATH_REPORT,
    }
)
"""Meanings so near to a crisis that one plain question about it is no mistake."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A text with its label, and how it was read."""

    row: Labelled
    reading: Reading

    @property
    def first(self) -> Meaning:
        """The likeliest meaning."""
        return self.reading.weighed.ranked[0][0] if self.reading.weighed.ranked else Meaning.OTHER

    @property
    def is_crisis(self) -> bool:
        """Whether it was meant as one."""
        return self.row.meaning in CRISES


Check = Callable[[Scored], bool]


@dataclass(frozen=True, slots=True)
class Bar:
    """One thing that has to hold, in words, and whether it does."""

    what: str
    good: int
    of: int
    holds: bool

    def __str__(self) -> str:
        share = f"{self.good / self.of:.3f}" if self.of else "-"
        return f"{'holds' if self.holds else 'FAILS'}  {self.what}: {self.good} of {self.of} ({share})"


def score(rows: Sequence[Labelled], lexicon: Lexicon) -> list[Scored]:
    """Read every text."""
    return [Scored(row, read(row.text, lexicon)) for row in rows]


def bars(scored: Sequence[Scored]) -> Iterator[Bar]:
    """The bars, with their counts."""
    crises = [one for one in scored if one.is_crisis]
    yield _at_least("crises raised to RED or AMBER", 0.98, crises, _raised)
    calm = [one for one in scored if not one.is_crisis and _has(one, "past", "figurative")]
    yield _at_least("past and figurative texts not sent to RED", 0.95, calm, _not_red)
    outs = [one for one in scored if one.row.meaning is Meaning.OPT_OUT]
    yield _at_least("plain opt-outs heard", 1.0, [one for one in outs if not _has(one, "loose", "unsure")], _heard)
    yield _at_least("loose opt-outs heard or asked about", 0.95, [one for one in outs if _has(one, "loose")], _heard)
    others = [one for one in scored if one.row.meaning is not Meaning.OPT_OUT and not _has(one, "and_opt_out")]
    yield _at_least("texts of other meanings not opted out", 1.0, others, lambda one: not _surely_out(one))
    everyday = [one for one in scored if not one.is_crisis]
    f1 = sum(f1_of(everyday).values()) / max(1, len(f1_of(everyday)))
    yield Bar("everyday meanings, macro F1 in hundredths", round(100 * f1), 100, f1 >= 0.9)
    yield _languages(crises, "crises raised", _raised)
    yield _languages(everyday, "everyday meanings", lambda one: one.first is one.row.meaning)


def _at_least(what: str, share: float, rows: Sequence[Scored], good: Check) -> Bar:
    found = sum(map(good, rows))
    return Bar(f"{what}, at least {share:.0%}", found, len(rows), not rows or found / len(rows) >= share)


def _languages(rows: Sequence[Scored], what: str, good: Check) -> Bar:
    """Spanish and mixed beside English: within five points."""
    english = [good(one) for one in rows if one.row.lang == "en"]
    spanish = [good(one) for one in rows if one.row.lang == "es"]
    if not english or not spanish:
        return Bar(f"{what}: Spanish within 5 points of English", 0, 0, True)
    there, here = sum(spanish) / len(spanish), sum(english) / len(english)
    label = f"{what}: Spanish within 5 points of English's {here:.3f}"
    return Bar(label, sum(spanish), len(spanish), there >= here - 0.05)


def f1_of(scored: Sequence[Scored]) -> Mapping[Meaning, float]:
    """The F1 of each meaning that is labelled here."""
    right: Counter[Meaning] = Counter()
    wrong: Counter[Meaning] = Counter()
    for one in scored:
        if one.first is one.row.meaning:
            right[one.first] += 1
        else:
            wrong[one.first] += 1
            wrong[one.row.meaning] += 1
    labels = {one.row.meaning for one in scored}
    return {label: 2 * right[label] / (2 * right[label] + wrong[label]) for label in sorted(labels)}


def recalls(scored: Sequence[Scored]) -> Mapping[tuple[Meaning, str], tuple[int, int]]:
    """By meaning and language: how many were read as what they mean (a crisis: raised), and how many there are."""
    counts: defaultdict[tuple[Meaning, str], list[bool]] = defaultdict(list)
    for one in scored:
        good = _raised(one) if one.is_crisis else one.first is one.row.meaning
        counts[one.row.meaning, one.row.lang].append(good)
    return {key: (sum(found), len(found)) for key, found in sorted(counts.items())}


def confusions(scored: Sequence[Scored]) -> list[tuple[tuple[Meaning, Meaning], int]]:
    """What was taken for what, the most frequent first."""
    return Counter((one.row.meaning, one.first) for one in scored if one.first is not one.row.meaning).most_common()


def misses(scored: Sequence[Scored]) -> Iterator[tuple[str, Scored]]:
    """Every text that was read wrongly, and in which way."""
    for one in scored:
        if one.is_crisis and not _raised(one):
            yield "a crisis that was not heard", one
        elif not one.is_crisis and not _not_red(one):
            yield "RED without need", one
        elif not one.is_crisis and one.reading.raised is not None and one.row.meaning not in MAY_WORRY:
            yield "AMBER without need", one
        elif one.row.meaning is Meaning.OPT_OUT and not _heard(one):
            yield "an opt-out that was not heard", one
        elif one.row.meaning is not Meaning.OPT_OUT and _surely_out(one) and not _has(one, "and_opt_out"):
            yield "opted out without having asked", one
        elif not one.is_crisis and one.first is not one.row.meaning:
            yield "another meaning", one


def worries(scored: Sequence[Scored]) -> tuple[int, int]:
    """How many everyday texts were asked about danger without need, and how many there are."""
    calm = [one for one in scored if not one.is_crisis and one.row.meaning not in MAY_WORRY]
    return sum(one.reading.raised is not None for one in calm), len(calm)


def _raised(one: Scored) -> bool:
    return one.reading.raised is not None


def _not_red(one: Scored) -> bool:
    return one.reading.urgency is not Urgency.RED


def _heard(one: Scored) -> bool:
    return one.reading.leaving is not None or one.reading.carrier_stop


def _surely_out(one: Scored) -> bool:
    return one.reading.opt_out is OptOut.SURE


def _has(one: Scored, *notes: str) -> bool:
    return not set(notes).isdisjoint(one.row.note.split())
