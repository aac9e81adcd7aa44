"""What a wording costs: letters outside of GSM-7, and segments."""

from smsbot.content.findings.finding import Findings
from smsbot.content.findings.wordings import Wording
from smsbot.core.language import Language
from smsbot.core.scene import SERIES_LAST
from smsbot.core.segments import count, not_gsm7

SCHEDULED = {Language.EN: 1, Language.ES: 2}
"""Segments of a text that the calendar sends; an answer to the person may have one more."""

ANSWER = {Language.EN: 2, Language.ES: 2}
_ONE = 160
_EACH = 153


def judge_length(wording: Wording, findings: Findings) -> None:
    """Note letters that GSM-7 has not, and more segments than such a text may have."""
    if wording.same:
        return
    strange = not_gsm7(wording.words)
    if strange:
        shown = " ".join(strange)
        fix = "use the plain letter, or another word"
        findings.note("not_gsm7", wording.place, f"{wording.label} hold {shown}, which GSM-7 lacks", fix)
        return
    most = (SCHEDULED if wording.unasked else ANSWER)[wording.language]
    found = count(wording.words)
    if found.segments > most:
        sort = "a text that arrives unasked" if wording.unasked else "an answer"
        over = found.characters - (_ONE if most == 1 else most * _EACH)
        what = f"{wording.label} take {found.segments} segments with the longest values, and {sort} has {most} at most"
        findings.note("segments", wording.place, what, f"take out {over} characters")


def judge_last(wording: Wording, last: str, findings: Findings) -> None:
    """The last text of a series arrives together with the one that says so."""
    together = count(f"{wording.words} {last}")
    most = SCHEDULED[wording.language]
    if together.segments > most:
        over = together.characters - (_ONE if most == 1 else most * _EACH)
        what = f"{wording.label} take {together.segments} segments together with '{SERIES_LAST}', {most} are the most"
        findings.note("segments", wording.place, what, f"take out {over} characters")
