"""smsbot words: how inbound texts are read, how well, and the training of what weighs them."""

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from smsbot.cli.staff_files import flows_folder
from smsbot.core.errors import SmsbotError

if TYPE_CHECKING:
    from smsbot.core.words import Lexicon, Reading
    from smsbot.lab.word_scoring import Scored

TUNING = Path("tests/words/tuning.csv")
HELD_OUT = Path("tests/words/held_out.csv")
MODEL = Path("smsbot/content/data/model.json")
_LEAST = 0.15
_MOST_SHOWN = 12


class BarsMissed(SmsbotError):
    """The labelled texts are not read well enough."""

    code = "bars_missed"


@click.group()
def words() -> None:
    """How an inbound text is read."""


@words.command()
@click.argument("text")
@flows_folder
def explain(text: str, flows_dir: Path) -> None:
    """What TEXT is read as, and why."""
    from smsbot.core.words import read

    reading = read(text, _lexicon(flows_dir))
    for name in ("urgency", "situation", "opt_out", "reserved", "rest", "life", "language"):
        value = getattr(reading, name)
        if value:
            click.echo(f"{name:10} {value}")
    for name in ("carrier_stop", "carrier_help", "carrier_start", "thanks", "greeting", "wrong_number", "who_are_you"):
        if getattr(reading, name):
            click.echo(name)
    _show_why(reading)
    if not reading.plain:
        raise SmsbotError("there are no words in that text")


def _show_why(reading: "Reading") -> None:
    for line in reading.evidence:
        click.echo(f"because    {line}")
    for meaning, share in reading.weighed.ranked[:3]:
        click.echo(f"means      {share:4.0%} {meaning}")
    if reading.weighed.found:
        click.echo(f"words for  {', '.join(dict.fromkeys(reading.weighed.found))}")


@words.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False), default=HELD_OUT)
@flows_folder
@click.option("--misses/--no-misses", default=True, help="Print every text that was read wrongly, with its evidence.")
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
def test(file: Path, flows_dir: Path, misses: bool, as_json: bool) -> None:
    """Score the labelled texts of FILE (text,intent,lang): what holds, what was taken for what, and every miss."""
    from smsbot.lab import word_scoring as scoring
    from smsbot.lab.word_training import read_labelled

    scored = scoring.score(read_labelled(file), _lexicon(flows_dir))
    found = list(scoring.bars(scored))
    if as_json:
        bars = [{"what": bar.what, "good": bar.good, "of": bar.of, "holds": bar.holds} for bar in found]
        click.echo(json.dumps({"rows": [_row(one) for one in scored], "bars": bars}, ensure_ascii=False))
        return
    _show_recalls(scored)
    for (meant, read_as), count in scoring.confusions(scored)[:_MOST_SHOWN]:
        click.echo(f"{count:4} of {meant} were taken for {read_as}")
    if misses:
        for way, one in scoring.misses(scored):
            click.echo(f"{way}: {one.row.meaning}: {one.row.text}")
            click.echo(f"    {'; '.join(one.reading.evidence) or 'no rule spoke'}; {_top(one)}")
    asked, of = scoring.worries(scored)
    click.echo(f"{len(scored)} texts; {asked} of {of} everyday ones were asked about danger without need")
    for bar in found:
        click.echo(str(bar))
    if not all(bar.holds for bar in found):
        raise BarsMissed(f"{file}: not every bar is cleared")


@words.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--to", "target", type=click.Path(path_type=Path, dir_okay=False), default=MODEL, show_default=True)
def train(files: Sequence[Path], target: Path) -> None:
    """Learn from labelled texts what words say for which meaning. Without FILES from tests/words/tuning.csv."""
    from smsbot.content.word_model import write_model
    from smsbot.core.words import Meaning
    from smsbot.lab import word_training as training

    lexicon = _only_rules(_lexicon(Path("flows")))
    rows = [row for file in files or (TUNING,) for row in training.read_labelled(file)]
    learnt = training.learn([training.example(row, lexicon) for row in rows], _round)
    target.write_text(write_model(list(Meaning), learnt.bias, learnt.weights, _LEAST), encoding="utf-8")
    click.echo(f"learnt from {len(rows)} texts; {target} has {target.stat().st_size // 1024} kB")


@words.command()
@flows_folder
@click.option("--file", type=click.Path(path_type=Path, exists=True, dir_okay=False), default=TUNING, show_default=True)
def check(flows_dir: Path, file: Path) -> None:
    """Which labelled texts are read otherwise because of what flows/words/ adds. Read each before you accept it."""
    from smsbot.core.words import read
    from smsbot.lab.word_training import read_labelled

    ours, shipped = _lexicon(flows_dir), _shipped()
    changed = 0
    for row in read_labelled(file):
        before, after = (read(row.text, lexicon) for lexicon in (shipped, ours))
        was, became = (_in_short(one) for one in (before, after))
        if was != became:
            changed += 1
            click.echo(f"{row.meaning}: {row.text}\n    was {was}, is {became}")
    click.echo(f"{changed} labelled texts are read otherwise than without the words of {flows_dir}/words")


def _in_short(reading: "Reading") -> str:
    top = reading.weighed.ranked[0][0] if reading.weighed.ranked else "other"
    parts = (reading.raised, reading.leaving and f"opt-out {reading.leaving}", reading.reserved, reading.life, top)
    return ", ".join(str(part) for part in parts if part)


def _lexicon(flows_dir: Path) -> "Lexicon":
    from smsbot.content.frame import read_frame

    return read_frame(flows_dir).lexicon


def _shipped() -> "Lexicon":
    from smsbot.content.frame import shipped_lexicon

    return shipped_lexicon()


def _only_rules(lexicon: "Lexicon") -> "Lexicon":
    return replace(lexicon, weighing=replace(lexicon.weighing, model=None))


def _round(number: int) -> None:
    from smsbot.lab.word_training import ROUNDS

    if sys.stderr.isatty():
        click.echo(f"\rround {number} of {ROUNDS}", nl=number == ROUNDS, err=True)


def _row(one: "Scored") -> dict[str, object]:
    reading = one.reading
    return {
        "label": str(one.first),
        "urgency": str(reading.raised or "none"),
        "opt_out": str(reading.leaving or "none"),
        "ranked": [[str(meaning), round(share, 3)] for meaning, share in reading.weighed.ranked[:5]],
    }


def _top(one: "Scored") -> str:
    return ", ".join(f"{meaning} {share:.2f}" for meaning, share in one.reading.weighed.ranked[:3])


def _show_recalls(scored: Sequence["Scored"]) -> None:
    from smsbot.lab.word_scoring import f1_of, recalls

    f1 = f1_of([one for one in scored if not one.is_crisis])
    by_language = recalls(scored)
    for meaning in dict.fromkeys(meaning for meaning, _ in by_language):
        found = [f"{lang} {good} of {of}" for (one, lang), (good, of) in by_language.items() if one is meaning]
        click.echo(f"{meaning:22} {'' if meaning not in f1 else f'F1 {f1[meaning]:.2f}':8} {', '.join(found)}")
