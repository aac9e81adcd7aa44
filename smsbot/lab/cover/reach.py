"""Plays tests until every place of the flows was reached."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from smsbot.lab.cover.order import Order
from smsbot.lab.cover.watch import Place, Watched, Watcher
from smsbot.lab.stage import Stage
from smsbot.lab.transcript import Transcript
from smsbot.lab.transcript_record import Failure
from smsbot.lab.transcript_run import run


@dataclass(frozen=True, slots=True)
class Cover:
    """What the tests reach of some flows."""

    places: int
    missing: Sequence[Place]
    played: int  # so many conversations were enough, or there were no more
    failures: Sequence[Failure]


def cover(
    stage: Stage, transcripts: Sequence[Transcript], flows: Mapping[str, object], told: Callable[[int], None]
) -> Cover:
    """Play until nothing of these flows is missing. A conversation that fails counts as far as it went.

    `told` hears how many were played.
    """
    watcher = Watcher()
    watcher.programme(stage.program)
    failures, played = [], 0
    order = Order(transcripts, list(stage.program.flows.values()))
    while (missing := watcher.missing(flows)) and (one := order.next(missing)) is not None:
        failure = run(stage, one, partial(Watched, watcher=watcher))
        if failure is not None:
            failures.append(failure)
        played += 1
        told(played)
    everything = sum(len(watcher.places[name]) for name in flows)
    return Cover(everything, watcher.missing(flows), played, failures)
