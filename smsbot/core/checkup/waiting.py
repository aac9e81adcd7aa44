"""What waits for a human, judged from counts."""

from dataclasses import dataclass

from smsbot.core.checkup.finding import Finding, ok, problem, warning

_REPORT = "smsbot report"


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many of each wait now; nobody's words."""

    red_untaken: int = 0
    red_taken: int = 0
    flagged: int = 0
    unknown: int = 0
    urgent_not_sent: int = 0
    held_since: str | None = None


def judge_waiting(waiting: Waiting) -> list[Finding]:
    """One finding for each kind that waits; one that says so when nothing does."""
    findings = []
    if waiting.red_untaken:
        found = f"{waiting.red_untaken} RED that nobody has taken"
        findings.append(problem("tickets", found, "smsbot tickets list, then call them now"))
    if waiting.red_taken:
        found = f"{waiting.red_taken} RED taken and still open"
        findings.append(
            warning("tickets", found, "whoever took it texts DONE and its code when a person has seen to it")
        )
    if waiting.flagged:
        found = f"{waiting.flagged} incoming that could not be read by the rules"
        findings.append(problem("texts nobody decided", found, f"{_REPORT}; read them in Twilio's log, answer by hand"))
    if waiting.urgent_not_sent:
        found = f"{waiting.urgent_not_sent} waiting for more than 2 minutes"
        findings.append(problem("urgent texts", found, "see worker and Twilio account above; call the people yourself"))
    if waiting.unknown:
        found = f"{waiting.unknown} handed over, and nobody knows whether they arrived"
        findings.append(warning("texts of unknown outcome", found, f"{_REPORT}; after ten minutes, Twilio's log"))
    if waiting.held_since is not None:
        found = f"on since {waiting.held_since}: people get nothing but crisis answers"
        findings.append(warning("send stop", found, "smsbot release, when whatever it was for is mended"))
    return findings or [ok("what waits for a human", "nothing")]
