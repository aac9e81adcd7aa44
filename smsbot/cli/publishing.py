"""smsbot flows diff, publish, rollback and history: what a change does, who made it count, and what counted when."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from smsbot.cli.parts import settings_from_env
from smsbot.cli.staff_files import staff_files
from smsbot.core.errors import SmsbotError

if TYPE_CHECKING:
    from smsbot.content.changes.tell import Waiting
    from smsbot.content.sources import Sources
    from smsbot.db.tx import Tx

PUBLISHED = "published"


class NoSuchPublication(SmsbotError):
    """Neither a folder of staff files nor a publication."""

    code = "no_such_publication"


class NoDatabase(SmsbotError):
    """There is no database here to look into."""

    code = "no_database"


class NothingToRollBack(SmsbotError):
    """There is one publication, or none."""

    code = "nothing_to_roll_back"


@contextmanager
def looking(*, writes: bool = False) -> Iterator["Tx"]:
    """A transaction. Never `opened()`: that publishes the files, as a start of the bot does."""
    from smsbot.db import migrate
    from smsbot.wiring import RealClock, open_database

    settings = settings_from_env()
    kind, _, path = settings.database_url.partition(":///")
    if kind == "sqlite" and not Path(path).is_file():
        raise NoDatabase(f"there is no database {path}; set DATABASE_URL to the bot's")
    db = open_database(settings)
    try:
        migrate.check(db)
        now = RealClock().now()
        with db.write(now) if writes else db.read(now) as tx:
            yield tx
    finally:
        db.close()


@click.command()
@click.argument("old")
@click.argument("new")
def diff(old: str, new: str) -> None:
    """What changes between OLD and NEW for people who text.

    Each is a folder that holds `flows` and `templates`, a publication's number (smsbot flows history), or `published`:
    what counts now.
    """
    folder = next((Path(one) for one in (new, old) if Path(one).is_dir()), Path())
    _show(sources_of(old), sources_of(new), folder / "flows")


def _show(before: "Sources", after: "Sources", flows_dir: Path) -> int:
    """Print what changes; returns how much. Raises ContentError where `after` cannot be used."""
    from smsbot.content.changes.compare import compare
    from smsbot.content.changes.tell import tell
    from smsbot.content.frame import read_frame
    from smsbot.content.publication import compile_program

    program = compile_program("", after, read_frame(flows_dir))
    changes, waiting = compare(before, after), _waiting()
    if waiting is None:
        click.echo("no database of the bot here: conversations are not counted")
    for change in changes:
        for line in tell(change, program, waiting):
            click.echo(line)
    click.echo(f"{len(changes)} changed" if changes else "nothing changes for anybody")
    return len(changes)


@click.command()
@click.argument("draft", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--by", required=True, help="Who publishes; it is kept.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@staff_files
def publish(draft: Path, by: str, yes: bool, flows_dir: Path, templates: Path) -> None:
    """Make the flows and shared texts of the folder DRAFT count, after showing what that changes.

    Nothing changes if anything in DRAFT is wrong. `smsbot flows rollback` takes it back. DRAFT holds `flows` and
    `templates` like the bot's own folder; program.yaml and the words of the bot stay as they are.
    """
    from smsbot.content.sources import read_sources

    before, after = read_sources(flows_dir, templates), read_sources(draft / "flows", draft / "templates")
    if _show(before, after, flows_dir) and (yes or click.confirm("Publish this?")):
        _put(before, by, flows_dir, templates, after)
        click.echo("published; a running bot takes it within five seconds. To take it back: smsbot flows rollback")


@click.command()
@click.argument("number", type=int, required=False)
@click.option("--by", required=True, help="Who rolls back; it is kept.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@staff_files
def rollback(number: int | None, by: str, yes: bool, flows_dir: Path, templates: Path) -> None:
    """Make an earlier publication count again: the one before, or NUMBER (smsbot flows history)."""
    from smsbot.content.sources import read_sources
    from smsbot.db import programme

    if number is None:
        with looking() as tx:
            rows = programme.publications(tx)
        newest = sorted(range(len(rows)), key=lambda n: rows[n].current_since)
        if len(newest) < 2:  # this one and the one before
            raise NothingToRollBack("there is no earlier publication")
        number = newest[-2] + 1
    before, after = read_sources(flows_dir, templates), sources_of(str(number))
    if _show(before, after, flows_dir) and (yes or click.confirm(f"Go back to publication {number}?")):
        _put(before, by, flows_dir, templates, after)
        click.echo(f"publication {number} counts again; a running bot takes it within five seconds")


def _put(before: "Sources", by: str, flows_dir: Path, templates: Path, after: "Sources") -> None:
    """The row first: if writing the files fails half way, what was there can still be rolled back to."""
    from smsbot.content.live import put_in_place
    from smsbot.content.sources import digest, to_json
    from smsbot.db import programme

    with looking(writes=True) as tx:
        programme.keep(tx, digest(before), to_json(before))
        programme.published_by(tx, programme.publish(tx, digest(after), to_json(after)), by)
    put_in_place(after, flows_dir, templates)


@click.command()
def history() -> None:
    """Every publication: its number, when it was first published (UTC), by whom, and which counts now."""
    from smsbot.db import programme

    with looking() as tx:
        current = programme.current_publication(tx)
        for number, row in enumerate(programme.publications(tx), start=1):
            note = "  counts now" if row.id == current else ""
            people = "".join(f"\n     {at:%Y-%m-%d %H:%M} by {name}" for at, name in programme.publishers(tx, row.id))
            click.echo(f"{number}  {row.published_at:%Y-%m-%d %H:%M}{note}{people}")


def sources_of(name: str) -> "Sources":
    """The staff files of a folder or of a publication. Raises NoSuchPublication or ContentError."""
    from smsbot.content.sources import from_json, read_sources
    from smsbot.db import programme

    folder = Path(name)
    if (folder / "flows").is_dir():
        return read_sources(folder / "flows", folder / "templates")
    if name != PUBLISHED and not name.isdecimal():
        raise NoSuchPublication(f"{name} has no folder 'flows', and is no number of a publication and not 'published'")
    with looking() as tx:
        ids = dict(enumerate((row.id for row in programme.publications(tx)), start=1))
        wanted = programme.current_publication(tx) if name == PUBLISHED else ids.get(int(name))
        kept = None if wanted is None else programme.publication_sources(tx, wanted)
    if kept is None:
        raise NoSuchPublication(f"there is no publication {name}; 'smsbot flows history' shows those there are")
    return from_json(kept)


def _waiting() -> "Waiting | None":
    from smsbot.db import conversations

    try:
        with looking() as tx:
            return conversations.counted(tx)
    except SmsbotError:
        return None
