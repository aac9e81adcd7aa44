"""Texts that belong to no flow: the package's own, and those that staff write in templates/sms/."""

import re
from collections.abc import Collection, Iterable, Mapping

from smsbot.content.places import Place
from smsbot.content.problems import Problem
from smsbot.content.texts import read_text
from smsbot.content.yaml_files import Document
from smsbot.core.text import Text

REQUIRED = frozenset(
    (
        *(
            "crisis.overdose",
            "crisis.suicide",
            "crisis.medical",
            "crisis.violence",
            "crisis.amber",
            "crisis.amber_no",
            "crisis.truth",
        ),
        *("stop.confirm", "stop.unsure", "stop.kept", "help", "start", "menu", "greeting"),
        *(
            "person.asked",
            "person.asked_closed",
            "person.offer",
            "call.asked",
            "plan",
            "plan.none",
            "plan.resting",
            "next.some",
            "next.none",
        ),
        *("pause.done", "pause.how", "away.done", "less.done", "less.none", "more.ask", "more.done", "more.no"),
        *(
            "cadence.ask",
            "cadence.done",
            "cadence.none",
            "back.none",
            "back.done",
            "hold_on",
            "series.last",
            "why",
            "language.done",
            "status.none",
            "status.some",
        ),
        *("relay.intro", "relay.intro_named", "done.told", "done.reopened", "nevermind.none", "nevermind.still"),
        *("request.closed", "request.what", "request.changed"),
        *("delete.ask", "delete.done", "delete.kept", "long", "media", "invite", "wrong_number", "who", "confused"),
        *("away.until", "report", "death", "grief", "family", "shared_phone", "shared_phone.join", "new_phone"),
        *("join_back", "words.quiet", "words.plain", "worker.avoid", "worker.prefer"),
    )
)
"""Texts that the rules say without asking whether they exist."""

_OURS = ("crisis.", "stop.")
_KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")


def package_texts(document: Document, names: Collection[str], problems: list[Problem]) -> dict[str, Text]:
    """The texts that ship with the package."""
    return _texts(Place.top(document, problems), names)


def staff_texts(documents: Iterable[Document], names: Collection[str], problems: list[Problem]) -> dict[str, Text]:
    """The staff's shared texts; those about crisis and stopping are not theirs to replace."""
    texts: dict[str, Text] = {}
    homes: dict[str, str] = {}
    for document in documents:
        top = Place.top(document, problems)
        for key, text in _texts(top, names).items():
            if key.startswith(_OURS):
                top.at(key, None).note(f"'{key}' ships with smsbot and cannot be replaced here", "remove it")
            if key in homes:
                top.at(key, None).note(f"'{key}' is also written in {homes[key]}", "keep one of them")
            homes[key] = document.file
            texts[key] = text
    return texts


def note_missing(texts: Mapping[str, Text], problems: list[Problem]) -> None:
    """Note every required text that nobody wrote."""
    for key in sorted(REQUIRED.difference(texts)):
        what = f"the text '{key}' is missing"
        problems.append(Problem("templates/sms/shared.yaml", 1, None, what, f"add {key}: {{en: ..., es: ...}}"))


def _texts(top: Place, names: Collection[str]) -> dict[str, Text]:
    if top.value is None:
        return {}  # what is wrong with the file is noted already
    texts = {}
    for key, place in top.entries().items():
        if not _KEY.fullmatch(key):
            place.note(f"'{key}' is not a text's name", "write it like pause.done")
        texts[key] = read_text(place, key, names, None)
    return texts
