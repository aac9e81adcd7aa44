"""The programme as it is now, and the publications that older conversations finish on."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from smsbot.content.frame import Frame, read_frame
from smsbot.content.problems import ContentError, Problem
from smsbot.content.publication import compile_program
from smsbot.content.sources import Sources, digest, from_json, read_sources, to_json, yaml_paths
from smsbot.core.program import Program

Stamp: TypeAlias = tuple[tuple[str, int, int], ...]
Load: TypeAlias = Callable[[str], str | None]
"""The kept sources (JSON) of a publication by its id; None when it is not kept."""
Publish: TypeAlias = Callable[[str, str], str]
"""Keep sources (JSON) under their digest and give the publication's id; equal digests give the same id."""

_MOST_KEPT = 32


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Programmes that share one frame; replaced as a whole, so that readers in other threads see one or the other."""

    frame: Frame
    current: Program
    older: dict[str, Program] = field(default_factory=dict)


class Catalog:
    """Implements `usecases.ports.Programs`. Bad files never replace a programme that works."""

    def __init__(self, flows_dir: Path, templates_dir: Path, load_publication: Load, public_url: str = "") -> None:
        """Nothing is read yet: call `reload`, and `adopt` if that finds problems.

        `public_url` is where our pages are; every programme carries it, for links to workers.
        """
        self._public_url = public_url
        self._flows_dir = flows_dir
        self._templates_dir = templates_dir
        self._load = load_publication
        self._shelf: _Shelf | None = None
        self.seen: Stamp | None = None
        self.problems: ContentError | None = None  # of the last try, for staff to see

    def current(self) -> Program:
        """The last good programme. ContentError when there never was one."""
        return self._loaded().current

    def publication(self, publication_id: str) -> Program:
        """The programme with an older publication's flows; the current one if it is not kept or no longer fits."""
        shelf = self._loaded()
        if publication_id == shelf.current.publication:
            return shelf.current
        program = shelf.older.get(publication_id)
        if program is None:
            program = self._compile_kept(publication_id, shelf.frame) or shelf.current
            if len(shelf.older) >= _MOST_KEPT:
                shelf.older.clear()
            shelf.older[publication_id] = program
        return program

    def check(self) -> Program:
        """The programme that the files make now, unpublished; nothing changes. Raises ContentError."""
        _, _, program = self._read()
        return program

    def reload(self, publish: Publish) -> ContentError | None:
        """Read the files; publish and swap if all is good, else keep the last good programme and say why."""
        self.seen = self.stamp()
        try:
            sources, frame, program = self._read()
        except ContentError as error:
            self.problems = error
            return error
        kept = publish(to_json(sources), digest(sources))
        self._shelf = _Shelf(frame, replace(program, publication=kept, public_url=self._public_url))
        self.problems = None
        return None

    def refresh(self, publish: Publish) -> bool:
        """Reload if a file changed since the last try; True when a new programme is in place."""
        return self.stamp() != self.seen and self.reload(publish) is None

    def adopt(self, publication_id: str) -> None:
        """Start on a kept publication, when the files are bad. Raises ContentError if that is impossible too."""
        frame = read_frame(self._flows_dir)
        kept = self._load(publication_id)
        if kept is None:
            raise ContentError([Problem("publication", 1, None, "it is not kept", "mend the files")])
        program = compile_program(publication_id, from_json(kept), frame)
        self._shelf = _Shelf(frame, replace(program, public_url=self._public_url))

    def stamp(self) -> Stamp:
        """A cheap fingerprint (name, change time in ns, size) of every file that counts."""
        folders = (self._flows_dir, self._flows_dir / "words", self._templates_dir / "sms")
        return tuple(_mark(path) for folder in folders for path in yaml_paths(folder))

    def _loaded(self) -> _Shelf:
        if self._shelf is None:
            nothing = Problem("flows/", 1, None, "no programme has been loaded", "run smsbot flows check")
            raise self.problems or ContentError([nothing])
        return self._shelf

    def _read(self) -> tuple[Sources, Frame, Program]:
        problems: list[Problem] = []
        frame, sources = None, None
        try:
            sources = read_sources(self._flows_dir, self._templates_dir)
        except ContentError as error:
            problems.extend(error.problems)
        try:
            frame = read_frame(self._flows_dir)
        except ContentError as error:
            problems.extend(error.problems)
        if sources is None or frame is None:
            raise ContentError(problems)
        return sources, frame, compile_program("", sources, frame)

    def _compile_kept(self, publication_id: str, frame: Frame) -> Program | None:
        kept = self._load(publication_id)
        try:
            return None if kept is None else compile_program(publication_id, from_json(kept), frame)
        except ContentError:
            return None  # a name or cadence it uses is gone from program.yaml


def _mark(path: Path) -> tuple[str, int, int]:
    try:
        found = path.stat()
    except OSError:
        return str(path), 0, -1  # it went away while we looked
    return str(path), found.st_mtime_ns, found.st_size
