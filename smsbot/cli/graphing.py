"""smsbot flows graph: a conversation as a picture."""

from pathlib import Path

import click

from smsbot.cli.staff_files import staff_files
from smsbot.cli.written import leave, out_file
from smsbot.core.errors import SmsbotError


class NoSuchFlow(SmsbotError):
    """A picture was asked for of a flow that does not exist."""

    code = "no_such_flow"


@click.command()
@click.argument("flow", required=False)
@staff_files
@out_file
@click.option("--mermaid", "as_mermaid", is_flag=True, help="Text that GitHub and others draw, instead of SVG.")
@click.option("--language", type=click.Choice(["en", "es"]), default="en", show_default=True)
def graph(
    flow: str | None, flows_dir: Path, templates: Path, out: Path | None, as_mermaid: bool, language: str
) -> None:
    """Draw FLOW with its texts, choices and timeouts; without FLOW, how all conversations lead to each other."""
    from smsbot.content.catalog import Catalog
    from smsbot.content.drawing.cards import flow_picture
    from smsbot.content.drawing.mermaid import mermaid
    from smsbot.content.drawing.overview import overview
    from smsbot.content.drawing.svg import draw
    from smsbot.content.problems import did_you_mean
    from smsbot.core.language import Language

    program = Catalog(flows_dir, templates, lambda _kept: None).check()
    spoken = Language(language)
    if flow is not None and flow not in program.flows:
        fix = did_you_mean(flow, program.flows, f"flows: {', '.join(sorted(program.flows))}")
        raise NoSuchFlow(f"there is no flow '{flow}'; {fix}")
    found = program.flows.get(flow) if flow else None
    picture = overview(program, spoken) if found is None else flow_picture(found, program.settings.names, spoken)
    text = mermaid(picture) if as_mermaid else draw(picture, language)
    leave(text, out, f"{picture.title}, {len(picture.cards)} cards")
