"""smsbot doctor, drill and cards: what a team needs on its first day, and every week after."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from smsbot.cli.staff_files import staff_files
from smsbot.core.errors import SmsbotError

_PAGE = click.Path(path_type=Path, dir_okay=False)


class SomethingToMend(SmsbotError):
    """The check-up found problems, or nobody took the drill."""

    code = "something_to_mend"


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
def doctor(as_json: bool) -> None:
    """Look at everything that has to be right before people rely on the bot, and say what to do about the rest."""
    from smsbot.cli.checkup import look_at_everything
    from smsbot.core.checkup.finding import Status, is_well

    findings = look_at_everything()
    if as_json:
        well = is_well(findings)
        click.echo(json.dumps({"ok": well, "checks": [asdict(one) for one in findings]}, indent=2, ensure_ascii=False))
    else:
        for one in findings:
            click.echo(
                f"{one.status.value.upper() if one.status is Status.PROBLEM else one.status.value:14}"
                f"{one.name}: {one.found}"
            )
            if one.do:
                click.echo(f"{'':14}-> {one.do}")
    wrong = [one for one in findings if one.status is Status.PROBLEM]
    if wrong:
        raise SomethingToMend(f"{len(wrong)} to mend: {', '.join(dict.fromkeys(one.name for one in wrong))}")
    if not as_json:
        click.echo("nothing to mend")


@click.command()
@click.option("--to", "handles", multiple=True, help="A worker to alert; again for more. Without it: who is on duty.")
@click.option("--limit", type=click.IntRange(1, 120), default=15, show_default=True, help="Minutes to wait at most.")
@click.option("--out", type=_PAGE, default="drill.html", show_default=True, help="Where the page of proof goes.")
@click.option("--simulated-clock", is_flag=True, help="Show how it goes in a second; nobody is alerted.")
@staff_files
def drill(
    handles: tuple[str, ...], limit: int, out: Path, simulated_clock: bool, flows_dir: Path, templates: Path
) -> None:
    """Raise a RED about nobody down the real path, wait until a worker takes it, and write a page of proof."""
    from smsbot.cli import drilling

    asked = tuple(handle.casefold() for handle in handles)
    if simulated_clock:
        seen = drilling.rehearse(asked, limit, out, flows_dir, templates)
    else:
        seen = drilling.for_real(asked, limit, out)
    click.echo(f"the page is {out}: print it, date it, keep it")
    if seen.interrupted:
        raise SomethingToMend("a person needs somebody: the drill gave way. See smsbot tickets list")
    if seen.taken is None:
        alerted = ", ".join(dict.fromkeys(alert.handle for alert in seen.alerts)) or "nobody"
        raise SomethingToMend(f"nobody took it in {limit} minutes; alerted: {alerted}. Call them, then drill again")
    click.echo(f"{seen.taken_by} took it after {seen.taken:.0f} s")


@click.command()
@click.option("--number", help="The number to print; without it, the one that we text from.")
@click.option("--out", type=_PAGE, default="cards.html", show_default=True, help="Where the cards go.")
@staff_files
def cards(number: str | None, out: Path, flows_dir: Path, templates: Path) -> None:
    """Make cards to hand out: name, number and QR code, eight to a Letter page, English and Spanish."""
    from smsbot.cli.card_page import make_cards
    from smsbot.core.phone import pretty

    printed = make_cards(number, out, flows_dir, templates)
    click.echo(f"{out}: 8 cards in English, 8 in Spanish, for {pretty(printed)}. Open it and print, both sides, 100 %")
