"""Power cuts: what a process really wrote and synced, traced, and the disks that a cut at any moment may leave.

A disk keeps what a finished fsync covers. Of everything later it may hold any part, in any order, torn at its blocks;
a new or removed file counts for sure only once its folder was synced.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

CALLS = "openat,pwrite64,pwritev,write,ftruncate,fallocate,fsync,fdatasync,rename,unlink,sendto,recvfrom"
_LINE = re.compile(r"^(\d+) +(.*)$")
_RESUMED = re.compile(r"^<\.\.\. \w+ resumed>(.*)$")
_CALL = re.compile(r"^(\w+)\((.*)\) += (-?\d+)(.*)$")
_QUOTED = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_SID = re.compile(rb"MessageSid=(SM[0-9a-f]{32})")


def tracer(trace: Path) -> list[str]:
    """What to start a process under, so that its calls are written down."""
    return ["strace", "-f", "--seccomp-bpf", "-y", "-xx", "-s", "70000", "-e", f"trace={CALLS}", "-o", str(trace)]


@dataclass(frozen=True)
class Change:
    """A write of `data` at `offset`, or without data a truncation to `offset`; begun and done at lines of the trace."""

    file: str
    life: int  # a removed file that is made again begins another life
    began: int
    done: int
    offset: int
    data: bytes | None


@dataclass(frozen=True)
class Sync:
    """An fsync of a file, or of the folder."""

    file: str
    began: int
    done: int


@dataclass(frozen=True)
class Entry:
    """A file that was made, or removed."""

    file: str
    at: int
    made: bool


@dataclass
class Trace:
    """What happened to the files named `base` and `base-...` in a folder, and which texts were answered 200 when."""

    folder: str
    base: str
    changes: list[Change] = field(default_factory=list)
    syncs: list[Sync] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    answered: dict[str, int] = field(default_factory=dict)
    lines: int = 0
    _lives: dict[str, int] = field(default_factory=dict)
    _asked: dict[str, str] = field(default_factory=dict)  # by socket: the text that came in through it last

    def read(self, trace: Path) -> "Trace":
        """Take in what the tracer wrote."""
        self._lives[self.base] = 0
        for began, done, call in _calls(trace):
            self._take(began, done, *call)
            self.lines = max(self.lines, done)
        return self

    def _take(self, began: int, done: int, name: str, arguments: str, result: int) -> None:
        if result < 0:
            return
        if name in ("recvfrom", "sendto"):
            self._talk(began, name, arguments)
            return
        file = self._mine(_texts(arguments)[0] if name in ("openat", "unlink", "rename") else _path(arguments))
        if file is None:
            return
        if name == "openat":
            self._opened(file, arguments, began)
        elif name == "unlink":
            self.entries.append(Entry(file, began, made=False))
        elif name in ("fsync", "fdatasync"):
            self.syncs.append(Sync(file, began, done))
        else:
            self._wrote(file, (began, done), name, arguments, result)

    def _opened(self, file: str, arguments: str, began: int) -> None:
        if file and "O_CREAT" in arguments and file not in self._alive():
            self.entries.append(Entry(file, began, made=True))
            self._lives[file] = self._lives.get(file, 0) + 1

    def _wrote(self, file: str, when: tuple[int, int], name: str, arguments: str, result: int) -> None:
        assert name in ("pwrite64", "ftruncate"), f"{name} of {file} is not foreseen here"
        data = None
        if name == "pwrite64":
            data = bytes.fromhex(_QUOTED.findall(arguments)[-1].replace("\\x", ""))[:result]
        self._changed(file, *when, int(arguments.rsplit(",", 1)[1]), data)

    def _changed(self, file: str, began: int, done: int, offset: int, data: bytes | None) -> None:
        self.changes.append(Change(file, self._lives[file], began, done, offset, data))

    def _talk(self, began: int, name: str, arguments: str) -> None:
        socket = _path(arguments)
        said = b"".join(bytes.fromhex(text.replace("\\x", "")) for text in _QUOTED.findall(arguments)[:1])
        if name == "recvfrom":
            for sid in _SID.findall(said):
                self._asked[socket] = sid.decode()
        elif said.startswith(b"HTTP/1.1 200") and socket in self._asked:
            self.answered.setdefault(self._asked.pop(socket), began)

    def _mine(self, path: str) -> str | None:
        """The name of one of the files; "" for their folder; None for all else and the shared memory, never synced."""
        if path == self.folder:
            return ""
        name = path.removeprefix(self.folder + "/")
        return name if name in (self.base, self.base + "-wal", self.base + "-journal") else None

    def _alive(self) -> set[str]:
        return alive(self.base, self.entries)[0]


def alive(base: str, entries: list[Entry]) -> tuple[set[str], dict[str, int]]:
    """Which files are there after these entries, and in which of their lives."""
    there, lives = {base}, {base: 0}
    for entry in entries:
        if entry.made:
            there.add(entry.file)
            lives[entry.file] = lives.get(entry.file, 0) + 1
        else:
            there.discard(entry.file)
    return there, lives


def leave(trace: Trace, before: bytes, cut: int, chance: random.Random, folder: Path) -> None:
    """One disk that a cut at this line may leave; `before`: what the database file held when the trace began."""
    kept = [entry for entry in trace.entries if entry.at <= cut]
    sure = sum(_is_sure(trace, "", entry.at, cut) for entry in kept)
    there, lives = alive(trace.base, kept[: chance.randint(sure, len(kept))])
    for file in there:
        changes = [one for one in trace.changes if one.file == file and one.life == lives[file] and one.began <= cut]
        content = bytearray(before if file == trace.base else b"")
        later = []
        for one in changes:
            if _is_sure(trace, file, one.done, cut):
                _apply(content, one)
            else:
                later.append(one)
        _apply_some(content, later, chance)
        (folder / file).write_bytes(content)
    # Shared memory is written back whenever the kernel likes, or not.
    (folder / f"{trace.base}-shm").write_bytes(chance.randbytes(32768))


def _is_sure(trace: Trace, file: str, done: int, cut: int) -> bool:
    return any(one.file == file and done < one.began and one.done <= cut for one in trace.syncs)


def _apply(content: bytearray, change: Change) -> None:
    if change.data is None:
        del content[change.offset :]
        content.extend(bytes(change.offset - len(content)))
        return
    content.extend(bytes(max(0, change.offset - len(content))))
    content[change.offset : change.offset + len(change.data)] = change.data


def _apply_some(content: bytearray, later: list[Change], chance: random.Random) -> None:
    """Nothing, all, the first ones with the last of them torn, or of each block one of its versions."""
    how = chance.choice(["nothing", "all", "first", "blocks", "blocks"])
    block = chance.choice([512, 4096])
    if how == "nothing":
        return
    if how == "first":
        later = later[: chance.randint(0, len(later))]
        if later and later[-1].data is not None:
            later[-1:] = list(_blocks(later[-1], block))[: chance.randint(0, 8)]
    if how != "blocks":
        for one in later:
            _apply(content, one)
        return
    _apply_blocks(content, later, block, chance)


def _apply_blocks(content: bytearray, later: list[Change], block: int, chance: random.Random) -> None:
    versions: dict[int, int] = {}
    pieces = [piece for one in later for piece in _blocks(one, block)]
    for piece in pieces:
        versions[piece.offset // block] = versions.get(piece.offset // block, 0) + 1
    reached = {place: chance.randint(0, count) for place, count in versions.items()}
    for piece in pieces:
        place = piece.offset // block
        if reached[place] > 0:
            reached[place] -= 1
            _apply(content, piece)


def _blocks(change: Change, block: int) -> Iterator[Change]:
    if change.data is None:
        yield change
        return
    start, end = change.offset, change.offset + len(change.data)
    while start < end:
        stop = min(end, (start // block + 1) * block)
        data = change.data[start - change.offset : stop - change.offset]
        yield Change(change.file, change.life, change.began, change.done, start, data)
        start = stop


def _calls(trace: Path) -> Iterator[tuple[int, int, tuple[str, str, int]]]:
    """(line it began, line it was done, (name, arguments, result)), in the order they began to have an effect."""
    found = []
    waiting: dict[str, tuple[int, str]] = {}
    with trace.open(encoding="ascii") as lines:
        for number, line in enumerate(lines):
            matched = _LINE.match(line.rstrip("\n"))
            if matched is None:
                continue
            thread, text = matched.groups()
            if text.endswith(" <unfinished ...>"):
                waiting[thread] = (number, text.removesuffix(" <unfinished ...>"))
                continue
            began = number
            resumed = _RESUMED.match(text)
            if resumed:
                began, start = waiting.pop(thread)
                text = start + resumed[1]
            call = _CALL.match(text)
            if call:
                found.append((began, number, (call[1], call[2], int(call[3]))))
    yield from sorted(found)


def _path(arguments: str) -> str:
    """What the descriptor that comes first stands for."""
    named = re.match(r"\d+<((?:\\x[0-9a-f]{2})*)>", arguments)
    return bytes.fromhex(named[1].replace("\\x", "")).decode() if named else ""


def _texts(arguments: str) -> list[str]:
    return [bytes.fromhex(text.replace("\\x", "")).decode(errors="replace") for text in _QUOTED.findall(arguments)]
