"""Transcripts on staff files that are not the shipped ones: a series of caring texts."""

import shutil
from collections.abc import Callable
from pathlib import Path

from smsbot.lab.stage import Stage
from smsbot.lab.transcript import Transcript
from smsbot.lab.transcript_run import run

ROOT = Path(__file__).parents[2]
Read = Callable[[str], list[Transcript]]

MONTH = """
flow: month
about: A hello on some days of the first month.
keywords: {en: [caring texts]}
expires: 1 day
steps:
  choose:
    ask: {en: "A hello now and then, for a month? 1 yes 2 no", es: "¿Un saludo a veces, por un mes? 1 bien 2 no"}
    choices: {yes: {words: [1]}, no: {words: [2], go: end}}
    otherwise: flow person
  chosen:
    consent: follow_ups
    cadence: first_month
    say: {text: cadence.done}
    go: end
"""

SERIES = """
- title: a series keeps to its days, skips a missed one, and ends
  script:
    - me: caring texts
    - bot: choose
    - me: "1"
    - bot: {is: cadence.done, contains: 6 times until Dec 2}
    - expect: {next: Tue Nov 3}
    - at: nov 3 21:00
    - bot: today
    - at: nov 5 08:00
    - down: 1 day
    - bot: nothing
    - expect: {next: Mon Nov 9}
    - at: nov 9 21:00
    - bot: today
    - at: nov 16 21:00
    - bot: today
    - at: nov 23 21:00
    - bot: today
    - at: dec 2 21:00
    - bot: today
      when: dec 2 13:00-14:30
    - expect: {next: none, consent: open}
    - pass: 90d
    - bot: nothing
"""


def test_a_series_of_the_programme(tmp_path: Path, read: Read) -> None:
    shutil.copytree(ROOT / "flows", tmp_path / "flows")
    (tmp_path / "flows" / "month.yaml").write_text(MONTH)
    with Stage(tmp_path / "flows", ROOT / "templates") as stage:
        failures = [run(stage, one) for one in read(SERIES)]
    assert failures == [None], str(failures[0])
