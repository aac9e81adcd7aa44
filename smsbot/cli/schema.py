"""smsbot flows schema: for editors that complete and check flow files."""

import json
from pathlib import Path

import click

from smsbot.cli.written import leave, out_file


@click.command()
@out_file
def schema(out: Path | None) -> None:
    """Print the JSON Schema of a flow file, for an editor to complete and check what is typed."""
    from smsbot.content.flow_schema import flow_schema

    leave(json.dumps(flow_schema(), indent=2) + "\n", out, "the schema of a flow file")
