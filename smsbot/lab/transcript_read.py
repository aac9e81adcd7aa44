"""Reads transcripts: files of their own, and the `tests:` of a flow file. Mistakes carry file and line."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from smsbot.content.flow_parse import TEST_KEYS
from smsbot.content.places import Place
from smsbot.content.problems import ContentError, Problem
from smsbot.content.yaml_files import Document, read_yaml
from smsbot.core.language import Language
from smsbot.lab.transcript import ME, Line, Someone, Transcript
from smsbot.lab.transcript_lines import VERBS, Cast, read_line
from smsbot.lab.transcript_times import BadTime, Moment, moment

_FICTION = re.compile(r"\+1[2-9]\d{2}55501\d\d")
_MY_NUMBER = "+13365550111"
_OTHERS_FROM = 112


def read_paths(paths: list[Path], rota: Mapping[str, str]) -> list[Transcript]:
    """Every transcript in these files, and in the .yaml files of these folders; `rota` names who works there.

    Raises ContentError with every mistake in every file.
    """
    problems: list[Problem] = []
    found: list[Transcript] = []
    for path in _files(paths, problems):
        try:
            source = path.read_bytes()
        except OSError as error:
            problems.append(
                Problem(str(path), 1, None, f"the file cannot be read ({error.strerror})", "check its name")
            )
            continue
        found.extend(read_transcripts(read_yaml(str(path), source), rota, problems))
    if problems:
        raise ContentError(problems)
    return found


def read_transcripts(document: Document, rota: Mapping[str, str], problems: list[Problem]) -> list[Transcript]:
    """The transcripts of one file; what is wrong goes to `problems`."""
    if not isinstance(document.data, dict):
        top = Place.top(document, problems)
        return [] if top.value is None else [_transcript(item, rota, None) for item in top.items()]
    if "tests" not in document.data or "flow" not in document.data:
        return []  # program.yaml, or a flow without tests: `flows check` looks at those
    top = replace(Place.top(document, []), problems=problems)
    flow = str(document.data["flow"])
    return [_transcript(item, rota, flow) for item in top.at("tests", document.data["tests"]).items()]


def _files(paths: list[Path], problems: list[Problem]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
        if not inside:
            problems.append(Problem(str(path), 1, None, "there is no .yaml file in this folder", "name another"))
        found.extend(inside)
    return found


def _transcript(place: Place, rota: Mapping[str, str], flow: str | None) -> Transcript:
    fields = place.fields(TEST_KEYS, required=("title", "script"))
    people = _people(fields)
    staff = _staff(fields["workers"], rota) if "workers" in fields else None
    cast = Cast(people, rota if staff is None else staff)
    script = tuple(read_line(item, cast) for item in fields["script"].items()) if "script" in fields else ()
    return Transcript(
        file=place.document.file,
        number=place.line,
        title=fields["title"].words() if "title" in fields else "",
        script=script,
        people=people,
        start=_start(fields["start"]) if "start" in fields else None,
        staff=staff,
        starts=_starts(fields, script, flow),
    )


def _people(fields: Mapping[str, Place]) -> dict[str, Someone]:
    people = {ME: Someone(_MY_NUMBER, _language(fields), _quiet(fields))}
    for name, item in (fields["people"].entries() if "people" in fields else {}).items():
        if name in VERBS:
            item.note(f"'{name}' cannot be a person's name here", "choose another name")
        item.check_name(name)
        people[name] = _someone(item, people.get(name))
    taken = {one.number for one in people.values()}
    for name, one in people.items():
        if not one.number:
            spare = next(number for n in range(_OTHERS_FROM, 200) if (number := f"+13365550{n}") not in taken)
            taken.add(spare)
            people[name] = replace(one, number=spare)
    return people


def _language(fields: Mapping[str, Place]) -> Language | None:
    if "language" not in fields:
        return None
    spoken = [str(one) for one in Language]
    named = fields["language"].one_of(spoken, "language")
    return Language(named) if named in spoken else None


def _someone(place: Place, known: Someone | None) -> Someone:
    """A person as written; without a number they get a spare one later."""
    fields = place.fields(("phone", "language", "quiet"))
    number = known.number if known is not None else ""
    if "phone" in fields:
        number = fields["phone"].words()
        if number and not _FICTION.fullmatch(number):
            fields["phone"].note(f"'{number}' could be somebody's number", 'write one like "+13365550113"')
    return Someone(number, _language(fields) or (known.language if known is not None else None), _quiet(fields))


def _quiet(fields: Mapping[str, Place]) -> bool:
    """Only somebody we know already can have asked for quiet words."""
    if "quiet" in fields and "language" not in fields:
        fields["quiet"].note("quiet words are for somebody we know", "write `language:` beside it")
    return "quiet" in fields and fields["quiet"].flag()


def _staff(place: Place, rota: Mapping[str, str]) -> dict[str, str]:
    """A list of short names from the rota, or a map of names to numbers."""
    if isinstance(place.value, dict):
        return {name: item.words() for name, item in place.entries().items()}
    handles = [item.one_of(list(rota), "worker") for item in place.items()] if place.value != [] else []
    return {handle: rota.get(handle, "") for handle in handles}


def _start(place: Place) -> Moment | None:
    try:
        return moment(place.words())
    except BadTime as error:
        place.note(str(error))
        return None


def _starts(fields: Mapping[str, Place], script: tuple[Line, ...], flow: str | None) -> str | None:
    """A flow's own test begins in that flow, by the person's word or because it says so."""
    if "starts" in fields:
        wanted = fields["starts"]
        if flow is None:
            return wanted.words() or None
        return flow if wanted.flag() else None
    begins = bool(script) and script[0].verb == "bot"
    return flow if begins else None
