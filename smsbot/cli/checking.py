"""smsbot flows check: what is wrong in the staff's files, and what could be better."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from smsbot.cli.staff_files import staff_files
from smsbot.core.errors import SmsbotError

if TYPE_CHECKING:
    from smsbot.content.findings.finding import Finding
    from smsbot.content.findings.look import Look


class FindingsLeft(SmsbotError):
    """The files work, and something in them is neither mended nor accepted."""

    code = "findings_left"


@click.command()
@staff_files
@click.option("--accepted", is_flag=True, help="Also show what the files accept, and why.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="As if it were this day, at noon UTC.")
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
def check(flows_dir: Path, templates: Path, accepted: bool, today: datetime | None, as_json: bool) -> None:
    """Read every file as the bot would, and list at once what is wrong and what could be better; nothing is published.

    A mistake keeps the bot from using the files. A finding does not; mend it, or accept it with a reason in the file.
    """
    from datetime import UTC

    from smsbot.content.findings.look import look
    from smsbot.content.problems import ContentError
    from smsbot.wiring import RealClock

    now = RealClock().now() if today is None else today.replace(hour=12, tzinfo=UTC)
    seen = look(flows_dir, templates, now)
    left = [one for one in seen.findings if one.counts]
    if as_json:
        click.echo(json.dumps(_as_json(seen), indent=2, ensure_ascii=False))
    else:
        _show([one for one in seen.findings if accepted or not one.reason])
    if seen.problems:
        raise ContentError(seen.problems)
    said = f"{seen.flows} flows, {seen.steps} steps, {seen.texts} shared texts: no problems"
    if left:
        raise FindingsLeft(f"{said}, {len(left)} findings: mend them, or accept them with a reason (docs/flows.md)")
    if not as_json:
        count = sum(1 for one in seen.findings if one.reason)
        click.echo(f"{said}, {count} findings accepted")


def _show(findings: "Sequence[Finding]") -> None:
    for one in findings:
        click.echo(f"{one}; accepted: {one.reason}" if one.reason else str(one))
    for code, why in sorted({(one.code, one.why) for one in findings}):
        click.echo(f"[{code}] {why}")


def _as_json(seen: "Look") -> dict[str, object]:
    return {
        "problems": [
            {"file": one.file, "line": one.line, "step": one.step, "what": one.what, "do": one.fix}
            for one in seen.problems
        ],
        "findings": [
            {
                "code": one.code,
                "file": one.file,
                "line": one.line,
                "step": one.step,
                "what": one.what,
                "do": one.fix,
                "why": one.why,
                "accepted": one.reason or None,
            }
            for one in seen.findings
        ],
    }
