"""smsbot workers, participants and tickets."""

import click

from smsbot.cli.parts import opened
from smsbot.core.errors import SmsbotError
from smsbot.core.language import Language
from smsbot.core.phone import masked, parse, pretty


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
    """What whoever works on CODE needs: the number, their answers and their last words."""
    from smsbot.usecases.show_ticket import show

    with opened() as parts:
        shown = show(parts.db, parts.clock.now(), code, handle.casefold())
    click.echo(f"{shown.code}  {shown.level}  {shown.topic}  since {shown.opened_at:%Y-%m-%d %H:%M} UTC")
    click.echo(f"number   {pretty(shown.number) if shown.number else 'none'}")
    for name, value in shown.answers:
        click.echo(f"{name:8} {value}")
    for words in shown.last_words:
        click.echo(f'said     "{words}"')
    for what, at in shown.history:
        click.echo(f"{at:%m-%d %H:%M}  {what}")
