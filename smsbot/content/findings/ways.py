"""Ways that look open and are not: keywords of a longer word's flow, and timeouts after the end."""

from collections.abc import Sequence

from smsbot.content.findings.finding import Findings
from smsbot.content.flow_parse import FlowFile
from smsbot.content.staff_words import folded
from smsbot.core.keywords import flow_for
from smsbot.core.program import Program


def judge_keywords(files: Sequence[FlowFile], program: Program, findings: Findings) -> None:
    """Note each keyword that leads to another flow, by the very rule that reads inbound texts."""
    for file in files:
        for place in file.keywords:
            word = place.typed() if isinstance(place.value, str | int) else ""
            led = flow_for(folded(word, program.lexicon), program) if word else None
            if led not in (None, file.flow.name):
                what = f"keyword '{word}' starts flow '{led}', which has one that is longer and nearly the same"
                findings.note("keyword_lost", place, what, "choose another word, or keep it in one flow")


def judge_timeouts(file: FlowFile, findings: Findings) -> None:
    """Note each timeout that would come when the conversation has ended for want of an answer."""
    for step in file.flow.steps.values():
        if step.ask is not None and step.ask.timeout is not None and step.ask.timeout.after >= file.flow.expires:
            place = file.step_place(step.name, "timeout", "after")
            what = "the flow expires before this timeout comes"
            findings.note("late_timeout", place, what, "make it shorter, or 'expires' longer")
