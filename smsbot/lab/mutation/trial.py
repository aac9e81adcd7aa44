"""Plays the conversations that touch a flow against its mutants, until one notices."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from smsbot.core.flow import Flow, Step
from smsbot.core.program import Program
from smsbot.lab.mutation.mutants import WHOLE, Mutant, mutants
from smsbot.lab.stage import Stage
from smsbot.lab.transcript import Transcript
from smsbot.lab.transcript_read import read_paths
from smsbot.lab.transcript_run import run
from smsbot.usecases.ports import Programs


@dataclass(frozen=True, slots=True)
class Result:
    """One mutant, and the first conversation that noticed it; None if none did."""

    mutant: str
    flow: str
    operator: str
    caught_by: str | None


class _Mistaken:
    """Implements Programs: the staged programme with one flow in another form, on every publication."""

    def __init__(self, programs: Programs, flow: Flow) -> None:
        self._programs = programs
        self._flow = flow

    def current(self) -> Program:
        return self._with(self._programs.current())

    def publication(self, publication_id: str) -> Program:
        return self._with(self._programs.publication(publication_id))

    def _with(self, program: Program) -> Program:
        return replace(program, flows={**program.flows, self._flow.name: self._flow})


class _Watched(dict[str, Step]):
    """The steps of a flow; remembers which of them were looked at."""

    def __init__(self, flow: Flow, seen: set[tuple[str, str]]) -> None:
        super().__init__(flow.steps)
        self._flow, self._seen = flow.name, seen

    def __getitem__(self, name: str) -> Step:
        self._seen.add((self._flow, name))
        return super().__getitem__(name)


class _Watching:
    """Implements Programs: the staged programme; knows which steps were come through."""

    def __init__(self, programs: Programs, seen: set[tuple[str, str]]) -> None:
        self._programs = programs
        self._seen = seen

    def current(self) -> Program:
        return self._with(self._programs.current())

    def publication(self, publication_id: str) -> Program:
        return self._with(self._programs.publication(publication_id))

    def _with(self, program: Program) -> Program:
        flows = {name: replace(flow, steps=_Watched(flow, self._seen)) for name, flow in program.flows.items()}
        return replace(program, flows=flows)


class Trial:
    """A stage and the conversations on it; it knows which of them come through which step."""

    def __init__(self, stage: Stage, transcripts: Sequence[Transcript]) -> None:
        self._stage = stage
        self._touching: dict[tuple[str, str], list[Transcript]] = {}
        for one in transcripts:
            seen: set[tuple[str, str]] = set()
            failure = run(stage, one, partial(_Watching, seen=seen))
            if failure is not None:
                raise ValueError(f"it fails without any mistake in the flows:\n{failure}")
            for place in {*seen, *((flow, WHOLE) for flow, _ in seen)}:
                self._touching.setdefault(place, []).append(one)

    def judge(self, mutant: Mutant) -> Result:
        """Play until a conversation does not go as it is written; a flow's own tests first."""
        name = mutant.flow.name
        mistaken = partial(_Mistaken, flow=mutant.flow)
        own_first = sorted(self._touching.get((name, mutant.step), ()), key=lambda one: Path(one.file).stem != name)
        caught = next((one.name for one in own_first if run(self._stage, one, mistaken) is not None), None)
        return Result(str(mutant), name, mutant.operator, caught)


def all_mutants(program: Program, only: Sequence[str] = ()) -> list[Mutant]:
    """The mutants of every flow, or of the named ones."""
    return [mutant for name, flow in program.flows.items() if not only or name in only for mutant in mutants(flow)]


def try_all(
    folders: tuple[Path, Path], paths: Sequence[Path], wanted: Sequence[int], processes: int
) -> Iterator[Result]:
    """The results of these mutants (by their place in `all_mutants`), as they come; each process has its own stage."""
    context = get_context("spawn")
    with context.Pool(processes, _set_up, (folders, tuple(paths))) as pool:
        yield from pool.imap_unordered(_judge, wanted, chunksize=4)


_here: Mapping[str, object] = {}


def _set_up(folders: tuple[Path, Path], paths: Sequence[Path]) -> None:
    global _here  # one stage for each process of the pool, opened once
    stage = Stage(*folders)
    _here = {"trial": Trial(stage, read_paths(list(paths), stage.rota)), "mutants": all_mutants(stage.program)}


def _judge(place: int) -> Result:
    trial, made = _here["trial"], _here["mutants"]
    assert isinstance(trial, Trial)  # noqa: S101  # set a few lines above
    assert isinstance(made, list)  # noqa: S101
    return trial.judge(made[place])
