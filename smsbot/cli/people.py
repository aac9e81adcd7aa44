"""smsbot workers, participants and tickets."""

from typing import TYPE_CHECKING

import click

from smsbot.cli.parts import opened
from smsbot.core.errors import SmsbotError
from smsbot.core.language import Language
from smsbot.core.phone import masked, parse, pretty

if TYPE_CHECKING:
    from datetime import datetime


@click.group()
def workers() -> None:
    """The people who get alerts. program.yaml's rota names them by their short names."""


@workers.command("add")
@click.argument("name")
@click.argument("number")
def add_worker(name: str, number: str) -> None:
    """Add NAME (as in the rota) with their mobile NUMBER."""
    from smsbot.db import workers as rows

    with opened() as parts, parts.db.write(parts.clock.now()) as tx:
        rows.add(tx, name.casefold(), parse(number, parts.catalog.current().settings.region))
    click.echo(f"{name} gets alerts at {masked(parse(number))}")


@workers.command("remove")
@click.argument("name")
def remove_worker(name: str) -> None:
    """Take NAME off: no more alerts, and their number is a stranger's again."""
    from smsbot.db import workers as rows

    with opened() as parts, parts.db.write(parts.clock.now()) as tx:
        if not rows.remove(tx, name.casefold()):
            raise SmsbotError(f"there is no worker '{name}'; 'smsbot workers list' shows who there is")
    click.echo(f"{name} is off")


@workers.command("list")
def list_workers() -> None:
    """Who gets alerts, and whether the rota knows them."""
    from smsbot.db import workers as rows

    with opened() as parts, parts.db.read(parts.clock.now()) as tx:
        settings = parts.catalog.current().settings
        named = {handle for shift in settings.shifts for handle in shift.workers} | {
            *settings.on_call,
            *settings.backup,
        }
        everyone = rows.everyone(tx)
        for worker in everyone:
            note = "" if worker.handle in named else "  (not in the rota of program.yaml)"
            click.echo(f"{worker.handle}  {masked(worker.number)}{note}")
    for missing in sorted(named - {worker.handle for worker in everyone}):
        click.echo(f"{missing}  is in the rota but has no number: smsbot workers add {missing} NUMBER")


@click.group()
def participants() -> None:
    """People who text with the programme."""


@participants.command("invite")
@click.argument("number")
@click.option("--by", "handle", required=True, help="The worker who heard them agree.")
@click.option("--said", required=True, help="What they agreed to, in their words; kept in the consent ledger.")
@click.option("--language", type=click.Choice(["en", "es"]), default="en", show_default=True)
@click.option("--flow", default="cadence", show_default=True, help="The flow that begins once they confirm.")
def invite_person(number: str, handle: str, said: str, language: str, flow: str) -> None:
    """Record spoken consent and send the one text that asks NUMBER to confirm it."""
    from smsbot.usecases.invite import invite

    with opened() as parts:
        invite(
            parts.db,
            parts.catalog,
            parts.clock.now(),
            number=parse(number, parts.catalog.current().settings.region),
            handle=handle.casefold(),
            words=said,
            language=Language(language),
            flow=flow,
        )
    click.echo("recorded; one text asks them to confirm, in their hours. Nothing else is sent until they do")


@participants.command("stop")
@click.argument("number")
@click.option("--by", "handle", required=True, help="The worker who heard it.")
@click.option("--said", required=True, help="What they said; kept in the consent ledger.")
def stop_person(number: str, handle: str, said: str) -> None:
    """They told a worker to stop: texts, calls and visits end now, without a text about it."""
    from smsbot.usecases.stop_for import stop_for

    with opened() as parts:
        stop_for(parts.db, parts.catalog, parts.clock.now(), number=parse(number), handle=handle.casefold(), words=said)
    click.echo("stopped")


_BY = click.option("--by", "handle", required=True, help="The worker who heard it.")


@participants.command("shared")
@click.argument("number")
@_BY
@click.option("--not", "undo", is_flag=True, help="It is theirs alone now.")
def share_phone(number: str, handle: str, undo: bool) -> None:
    """Others read this phone: no name, quiet words, nothing scheduled. What they text is answered as ever."""
    from smsbot.usecases.told_worker import share

    with opened() as parts:
        to = parse(number, parts.catalog.current().settings.region)
        share(parts.db, parts.catalog, parts.clock.now(), number=to, handle=handle.casefold(), shared=not undo)
    if undo:
        click.echo("marked as theirs alone. Words stay quiet until they text PLAIN WORDS")
    else:
        click.echo("marked as shared: no names, quiet words, nothing scheduled. Please tell them: no text does")


@participants.command("away")
@click.argument("number")
@_BY
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The day they may be back, like 2026-12-24.")
def send_away(number: str, handle: str, until: "datetime | None") -> None:
    """Jail, a hospital, a programme: everything rests, and nothing resumes by itself."""
    from smsbot.core.hours import at
    from smsbot.usecases.told_worker import CannotChange
    from smsbot.usecases.told_worker import send_away as away

    with opened() as parts:
        settings, now = parts.catalog.current().settings, parts.clock.now()
        day = at(until.date(), 0, settings.zone) if until is not None else None
        if day is not None and day <= now:
            raise CannotChange("that day is past; name one that is to come, or none")
        who = parse(number, settings.region)
        away(parts.db, parts.catalog, now, number=who, handle=handle.casefold(), until=day)
    asked = f"; on {until:%Y-%m-%d} a ticket asks a worker to get in touch" if until is not None else ""
    click.echo(f"everything rests until they text START, JOIN or I'M BACK{asked}")


@participants.command("death")
@click.argument("number")
@_BY
@click.option("--confirm", is_flag=True, help="They died: nothing is ever sent to them again.")
@click.option("--not-true", "alive", is_flag=True, help="They did not: they are answered as ever.")
def record_death(number: str, handle: str, confirm: bool, alive: bool) -> None:
    """A death was reported and a worker has looked. Nothing is sent about it, whichever it is."""
    from smsbot.usecases.told_worker import confirm_death, deny_death

    if confirm == alive:
        raise click.UsageError("say which it is: --confirm or --not-true")
    with opened() as parts:
        who = parse(number, parts.catalog.current().settings.region)
        act = confirm_death if confirm else deny_death
        act(parts.db, parts.catalog, parts.clock.now(), number=who, handle=handle.casefold())
    if confirm:
        click.echo("recorded. Nothing is ever sent to them again; whoever holds a ticket of theirs was told to look")
    else:
        click.echo("lifted. What they chose resumes only when they text START or JOIN")


@participants.command("join")
@click.argument("new")
@click.option("--to", "old", required=True, help="The number they had before.")
@_BY
@click.option("--said", required=True, help="What they said; kept in the consent ledger.")
def join_phones(new: str, old: str, handle: str, said: str) -> None:
    """After talking with them: whoever texts from NEW is the person of the old number."""
    from smsbot.usecases.join_phone import join

    with opened() as parts:
        region = parts.catalog.current().settings.region
        numbers = {"new": parse(new, region), "old": parse(old, region)}
        asks = join(parts.db, parts.catalog, parts.clock.now(), **numbers, handle=handle.casefold(), words=said)
    if asks:
        click.echo("joined. One text asks whether they would like their hellos there; nothing else is sent until a 1")
    else:
        click.echo("joined. They have no plan to ask about; whatever they text is answered")


@click.group()
def tickets() -> None:
    """What waits for a human."""


@tickets.command("list")
def list_tickets() -> None:
    """Every open ticket, without words or names."""
    from smsbot.db import tickets as rows

    with opened() as parts, parts.db.read(parts.clock.now()) as tx:
        for row in rows.all_open(tx):
            taken = "taken" if row.taken_at is not None else "waiting"
            click.echo(f"{row.code}  {row.level:8} {row.topic:14} {taken:8} since {row.opened_at:%Y-%m-%d %H:%M} UTC")


@tickets.command("show")
@click.argument("code")
@click.option("--by", "handle", required=True, help="Who looks; it is kept with the ticket.")
def show_ticket(code: str, handle: str) -> None:
    """What whoever works on CODE needs: the number, their answers, their last words, and the notes of the team."""
    from smsbot.usecases.show_ticket import show

    with opened() as parts:
        shown = show(parts.db, parts.clock.now(), code, handle.casefold())
    click.echo(f"{shown.code}  {shown.level}  {shown.topic}  since {shown.opened_at:%Y-%m-%d %H:%M} UTC")
    click.echo(f"number   {pretty(shown.number) if shown.number else 'none'}")
    for name, value in shown.answers:
        click.echo(f"{name:8} {value}")
    if shown.tags:
        click.echo(f"marked: {', '.join(shown.tags)}")
    for words in shown.last_words:
        click.echo(f'said     "{words}"')
    for at, what, words in shown.notes:
        click.echo(f'{what:8} "{words}"  ({at:%m-%d %H:%M})')
    if shown.outcome is not None:
        click.echo(f"outcome  {shown.outcome}")
    for what, at in shown.history:
        click.echo(f"{at:%m-%d %H:%M}  {what}")
