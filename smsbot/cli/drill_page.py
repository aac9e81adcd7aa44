"""The page of proof that a drill leaves behind."""

from datetime import datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from smsbot.cli.kit_page import write_page
from smsbot.core.drill import Seen
from smsbot.core.flow import Level
from smsbot.core.hours import local
from smsbot.core.language import Language
from smsbot.core.program import Program

WORDS = (
    "crisis.overdose", "crisis.suicide", "crisis.medical", "crisis.violence", "crisis.amber", "crisis.truth"
)  # fmt: skip
"""What a person would have been told: at once by the situation, and when nobody takes the alert."""


def write_proof(templates: Path, out: Path, program: Program, seen: Seen, how: str, limit: int) -> None:
    """One page for the file: times and short names of workers, no participant, no number."""
    rules = program.settings
    truth = rules.ladders[Level.RED].truth_after

    def clock(moment: datetime | None) -> str:
        return f"{local(moment, rules.zone):%H:%M:%S}" if moment is not None else "not reported"

    def seconds(value: float | None) -> str:
        return f"{value:.0f} s" if value is not None else "not reported"

    write_page(
        templates,
        "drill.html",
        out,
        seen=seen,
        how=how,
        limit=limit,
        sender=rules.names.get("sender", rules.alert_name),
        day=f"{local(seen.opened_at, rules.zone):%A, %B %d, %Y}",
        zone=rules.zone,
        clock=clock,
        seconds=seconds,
        truth_minutes=None if truth is None else int(truth.total_seconds() // 60),
        words=[_told(program, key) for key in WORDS],
        version=version("smsbot"),
        publication=program.publication,
    )


def _told(program: Program, key: str) -> dict[str, str]:
    """A text in both languages, and a fingerprint by which two pages can be compared."""
    en, es = (program.text(key).render(language, program.settings.names) for language in (Language.EN, Language.ES))
    return {"key": key, "en": en, "es": es, "mark": sha256(f"{en}\n{es}".encode()).hexdigest()[:10]}
