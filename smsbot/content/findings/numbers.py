"""Resource numbers: written where their day is kept, and called within the quarter."""

import re
from collections.abc import Collection, Mapping
from datetime import date

from smsbot.content.findings.finding import Findings
from smsbot.content.findings.wordings import Wording
from smsbot.content.places import Place
from smsbot.content.sources import PROGRAM
from smsbot.content.yaml_files import Document
from smsbot.core.checkup.finding import Status
from smsbot.core.checkup.programme import judge_checked

_PHONE = re.compile(r"(?<![\d.-])(?:1[ .-])?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?![\d-])")


def judge_bare(wording: Wording, known: Collection[str], findings: Findings) -> None:
    """Note a telephone number that is written out in a text instead of under `names`."""
    for number in _PHONE.findall(wording.words):
        if number not in known:
            fix = f"put it under names and checked in {PROGRAM}, and write its name here in double braces"
            findings.note("bare_number", wording.place, f"{wording.label} hold the number {number}", fix)


def judge_old(
    document: Document, names: Mapping[str, str], checked: Mapping[str, date], today: date, findings: Findings
) -> None:
    """Note numbers that nobody has called lately; `today` is the programme's local day."""
    top = Place(document, [], document.data)
    for one in judge_checked(names, checked, today):
        if one.status is not Status.OK:
            name = one.name.rpartition(" ")[2]
            section = "checked" if name in checked else "names"
            findings.note("old_number", top.at(section, None).at(name, None), f"{one.name}: {one.found}", one.do)
