"""What works and could be better: where it is looked for, how a file accepts it, and what the calendar does."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from smsbot.cli.checking import FindingsLeft, check
from smsbot.content.codes import CODES
from smsbot.content.findings.finding import Finding
from smsbot.content.findings.look import findings_in, look
from smsbot.content.findings.plausible import values_of
from smsbot.content.findings.reading_ease import english_syllables, spanish_syllables, too_hard
from smsbot.content.findings.words import find, lists
from smsbot.content.frame import Frame
from smsbot.content.problems import ContentError
from smsbot.content.publication import read_all
from smsbot.content.sources import Sources
from smsbot.core.language import Language

if TYPE_CHECKING:
    from conftest import Staff

ROOT = Path(__file__).parents[2]
HEAD = "flow: kit\nabout: A free kit.\nexpires: 2 days\n"
MUST = "{en: You must see it., es: Hola}"
NOON = datetime(2026, 11, 27, 17, 0, tzinfo=UTC)


def found(frame: Frame, good: Mapping[str, str], name: str, text: str) -> list[Finding]:
    return [
        one for one in findings_in(read_all(Sources({**good, name: text}), frame), frame).sorted() if one.file == name
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}accept: {{pushes: It is quoted from the law.}}\nsteps:\n  a: {{say: {MUST}}}",
        f"{HEAD}steps:\n  a: {{accept: {{pushes: It is quoted from the law.}}, say: {MUST}}}",
        f"{HEAD}steps:\n  a: {{say: {MUST[:-1]}, accept: {{pushes: It is quoted from the law.}}}}}}",
    ],
    ids=["by the flow", "by the step", "by the text"],
)
def test_a_finding_is_accepted_with_a_reason(frame: Frame, good: dict[str, str], text: str) -> None:
    one = found(frame, good, "flows/kit.yaml", text)

    assert [(finding.code, finding.reason, finding.counts) for finding in one] == [
        ("pushes", "It is quoted from the law.", False)
    ]


def test_a_shared_text_accepts_for_itself_alone(frame: Frame, good: dict[str, str]) -> None:
    more = "mine: {en: You must., es: Hola, accept: {pushes: Quoted.........., unused_text: For later use.}}\n"
    ours = "yours: {en: You must., es: Hola}\n"

    assert [(one.line, one.code, one.counts) for one in found(frame, good, "templates/sms/a.yaml", more + ours)] == [
        (1, "pushes", False),
        (1, "unused_text", False),
        (2, "pushes", True),
        (2, "unused_text", True),
    ]


def test_a_step_or_an_answer_may_be_called_accept(frame: Frame, good: dict[str, str]) -> None:
    text = f"{HEAD}steps:\n  accept:\n    set: {{accept: segments}}\n    say: {{en: Hi, es: Hola}}"

    assert found(frame, good, "flows/kit.yaml", text) == []


def test_a_shared_text_that_an_unasked_flow_says_is_one_that_arrives_unasked(
    frame: Frame, good: dict[str, str]
) -> None:
    text = {"templates/sms/b.yaml": "kits: {en: Narcan for you, es: Hola, quiet: {en: Hi, es: Hola}}"}
    flow = HEAD + "unasked: {0}\nsteps:\n  a: {{say: {{text: kits}}}}"

    assert found(frame, {**good, **text}, "templates/sms/b.yaml", text["templates/sms/b.yaml"])[0].code == "unused_text"
    for unasked, codes in (("true", ["not_neutral"]), ("false", [])):
        files = {**good, "flows/kit.yaml": flow.format(unasked)}
        assert [one.code for one in found(frame, files, *next(iter(text.items())))] == codes


def test_broken_flows_keep_nobody_from_hearing_about_the_others(frame: Frame, good: dict[str, str]) -> None:
    broken = {**good, "flows/broken.yaml": "flow: broken"}

    assert [one.code for one in found(frame, broken, "flows/kit.yaml", f"{HEAD}steps:\n  a: {{say: {MUST}}}")] == [
        "pushes"
    ]


def test_the_longest_plan_stands_for_every_plan(frame: Frame) -> None:
    assert values_of(frame.settings, Language.EN)["plan"] == (
        "every other Tuesday and Friday between 9:30 am and 6 pm, by text"
    )
    assert values_of(frame.settings, Language.ES)["team"] == "Sam's team"


def test_a_keyword_that_leads_to_another_flow_is_found(frame: Frame, good: dict[str, str]) -> None:
    head = "flow: {0}\nabout: A cable.\nexpires: 1 day\nkeywords: {{en: [{1}]}}\n"
    charge = head + "steps:\n  a: {{say: {{en: Hi, es: Hola}}}}"
    files = {**good, "flows/cable.yaml": charge.format("cable", "charger")}

    assert [str(one) for one in found(frame, files, "flows/power.yaml", charge.format("power", "charge"))] == [
        "flows/power.yaml:4: keyword 'charge' starts flow 'cable', which has one that is longer and nearly the same; "
        "choose another word, or keep it in one flow [keyword_lost]"
    ]


# Reading.


@pytest.mark.parametrize(
    ("word", "syllables"),
    [("a", 1), ("hello", 2), ("automatic", 4), ("team", 1), ("asked", 1), ("wanted", 2), ("people", 2), ("rhythm", 1)],
)
def test_english_syllables(word: str, syllables: int) -> None:
    assert english_syllables(word) == syllables


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        *(("hola", 2), ("cada", 2), ("bien", 1), ("correo", 3), ("medicina", 4), ("quiere", 2), ("guste", 2)),
        *(("días", 2), ("y", 1), ("ahora", 3), ("ciudad", 2), ("ya", 1), ("muy", 1)),
    ],
)
def test_spanish_syllables(word: str, syllables: int) -> None:
    assert spanish_syllables(word) == syllables


def test_a_short_text_is_never_hard() -> None:
    assert too_hard("Administrative documentation", Language.EN) == ""
    assert too_hard("", Language.ES) == ""


def test_numbers_of_choices_part_the_sentences() -> None:
    words = "How often would you like one of our hellos from now on 1 every week 2 every month 3 only when I text"

    assert too_hard(words, Language.EN) == ""


# Words.


@pytest.mark.parametrize(
    ("name", "language", "words", "expected"),
    [
        ("hurts", "en", "MAT works", "MAT"),
        ("hurts", "en", "a mat to sleep on", None),
        ("hurts", "es", "la adicción", "adiccion"),
        ("pushes", "en", "There's no need to write, and you don't have to.", None),
        ("pushes", "en", "You need to write.", "need to"),
        ("pushes", "es", "porque usted quiso", None),
        ("pushes", "es", "¿Por qué no escribe?", "Por qué"),
        ("health", "en", "kitchen", None),
        ("health", "en", "It\u2019s your kit.", "kit"),
        ("filtered", "en", "Fentanyl test strips", "fentanyl test strips"),
    ],
)
def test_a_word_is_found_whole(name: str, language: str, words: str, expected: str | None) -> None:
    one = find(name, Language(language), words)

    assert (one and one[0]) == expected


def test_every_list_is_there_in_both_languages() -> None:
    names = {name for name, _ in lists()}

    assert names == {"hurts", "pushes", "off_limits", "health", "filtered"}
    assert all(lists()[name, language] for name in names for language in Language)


# The shipped files, and the days.


def test_nothing_in_the_shipped_files_is_left_to_mend() -> None:
    seen = look(ROOT / "flows", ROOT / "templates", NOON)

    assert [str(one) for one in (*seen.problems, *seen.findings) if not isinstance(one, Finding) or one.counts] == []


def test_a_number_grows_old_and_no_file_is_refused_for_it(staff: "Staff") -> None:
    for day, old in ((datetime(2027, 1, 30, 12, tzinfo=UTC), 0), (datetime(2027, 1, 31, 12, tzinfo=UTC), 1)):
        seen = [one for one in look(staff.flows, staff.templates, day).findings if one.code == "old_number"]
        assert len(seen) == old
        assert [(one.line, one.counts) for one in seen] == [(2, False)] * old


def test_a_number_without_a_day_is_shown_where_it_stands(staff: "Staff", program_text: str) -> None:
    staff.write("flows/program.yaml", program_text.replace("checked: {warmline: 2026-11-01}\n", ""))
    seen = look(staff.flows, staff.templates, NOON)

    assert [(one.code, one.line) for one in seen.findings] == [("old_number", 1)]


def test_files_that_cannot_be_read_are_the_only_thing_said(staff: "Staff") -> None:
    staff.write("flows/program.yaml", "names: {}")
    staff.write("flows/kit.yml", "flow: kit")

    seen = look(staff.flows, staff.templates, NOON)

    assert [one.file for one in seen.problems][:2] == ["flows/kit.yml", "flows/program.yaml"]
    assert seen.findings == ()


# The command.


def checked(staff: "Staff", *more: str) -> Result:
    folders = ["--flows", str(staff.flows), "--templates", str(staff.templates), "--today", "2026-11-27"]
    return CliRunner().invoke(check, [*folders, *more])


def test_good_files_are_counted(staff: "Staff") -> None:
    assert checked(staff).output == "1 flows, 2 steps, 73 shared texts: no problems, 0 findings accepted\n"


def test_a_finding_is_told_with_its_reason_and_fails(staff: "Staff") -> None:
    staff.write("flows/kit.yaml", f"{HEAD}steps:\n  a: {{say: {MUST}}}")
    result = checked(staff)

    assert isinstance(result.exception, FindingsLeft)
    assert result.output.splitlines() == [
        'flows/kit.yaml:5: step a: the English words say \'must\'; instead: "if you like", "up to you" [pushes]',
        f"[pushes] {CODES['pushes']}",
    ]


def test_mistakes_and_findings_are_told_together(staff: "Staff") -> None:
    staff.write("flows/kit.yaml", f"{HEAD}steps:\n  a: {{say: {MUST}, go: b}}\n  c: {{say: {MUST}}}")
    result = checked(staff)

    assert isinstance(result.exception, ContentError)
    assert "there is no step 'b'" in str(result.exception)


def test_what_is_accepted_is_shown_when_asked_for(staff: "Staff") -> None:
    staff.write("flows/kit.yaml", f"{HEAD}accept: {{pushes: Quoted from the law.}}\nsteps:\n  a: {{say: {MUST}}}")

    assert checked(staff).output.endswith("no problems, 1 findings accepted\n")
    assert "[pushes]; accepted: Quoted from the law." in checked(staff, "--accepted").output


def test_programs_read_it_as_json(staff: "Staff") -> None:
    staff.write("flows/kit.yaml", f"{HEAD}steps:\n  a: {{say: {MUST}}}\n  b: {{say: Hi}}")
    told = json.loads(checked(staff, "--json").output)

    assert [(one["step"], one["what"]) for one in told["problems"]] == [("b", "'say' is in one language")]
    assert [(one["code"], one["line"], one["accepted"]) for one in told["findings"]] == [("pushes", 5, None)]
