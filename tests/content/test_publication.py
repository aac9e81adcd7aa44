"""Staff files from folders to a programme, and back from what a publication keeps."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from smsbot.content.frame import Frame, read_frame
from smsbot.content.problems import ContentError
from smsbot.content.publication import (
    Sources,
    compile_program,
    digest,
    from_json,
    read_sources,
    to_json,
)
from smsbot.core.language import Language
from smsbot.core.words import OptOut, read

if TYPE_CHECKING:
    from conftest import Staff


def refused(error: pytest.ExceptionInfo[ContentError]) -> list[str]:
    return str(error.value).split("\n")


def test_a_publication_keeps_flows_and_shared_texts_and_nothing_else(staff: "Staff") -> None:
    staff.write("flows/words/more.yaml", "opt_out: {}")
    staff.write("flows/.#check_in.yaml", "an editor's own")
    staff.write("flows/notes.txt", "not a flow")
    staff.write("templates/console/page.yaml", "not a text")

    assert list(read_sources(staff.flows, staff.templates).flows) == [
        "flows/check_in.yaml",
        "templates/sms/shared.yaml",
    ]


def test_unreadable_files_are_all_named(staff: "Staff") -> None:
    staff.write("flows/old.yml", "x: y")
    staff.write("flows/bad.yaml", b"a: 1\nb: \xff")
    (staff.flows / "folder.yaml").mkdir()
    (staff.templates / "sms" / "gone.yaml").symlink_to(staff.flows / "nowhere.yaml")

    with pytest.raises(ContentError) as error:
        read_sources(staff.flows, staff.templates)

    advice = "check that it exists and that smsbot may read it"
    assert refused(error) == [
        "flows/bad.yaml:2: the file is not UTF-8 text; save it as UTF-8",
        f"flows/folder.yaml:1: the file cannot be read (Is a directory); {advice}",
        "flows/old.yml:1: the file ends in .yml; rename it to old.yaml",
        f"templates/sms/gone.yaml:1: the file cannot be read (No such file or directory); {advice}",
    ]


def test_folders_that_are_not_there_hold_nothing(tmp_path: Path) -> None:
    assert read_sources(tmp_path / "a", tmp_path / "b") == Sources({})


def test_the_digest_depends_on_names_and_words_and_not_on_order_or_line_ends(staff: "Staff") -> None:
    one = digest(Sources({"flows/a.yaml": "x", "flows/b.yaml": "y"}))
    before = digest(read_sources(staff.flows, staff.templates))
    staff.write("flows/check_in.yaml", (staff.flows / "check_in.yaml").read_bytes().replace(b"\n", b"\r\n"))

    assert len(one) == 64
    assert one == digest(Sources({"flows/b.yaml": "y", "flows/a.yaml": "x"}))
    assert one != digest(Sources({"flows/a.yaml": "y", "flows/b.yaml": "x"}))
    assert before == digest(read_sources(staff.flows, staff.templates))


def test_sources_survive_the_database(good: Mapping[str, str]) -> None:
    assert from_json(to_json(Sources(good))) == Sources(good)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"flows": 1}', '{"flows": {"a": 1}}', "[" * 100_000])
def test_what_was_never_stored_is_refused(text: str) -> None:
    with pytest.raises(ContentError, match="it is not what was stored; publish the files again"):
        from_json(text)


def test_a_programme_is_everything_together(frame: Frame, good: Mapping[str, str]) -> None:
    program = compile_program("p7", Sources(good), frame)

    assert program.publication == "p7"
    assert list(program.flows) == ["check_in"]
    assert program.settings is frame.settings
    assert program.lexicon is frame.lexicon
    assert program.text("menu").render(Language.ES, {}) == "menu en palabras"


def test_the_flow_for_check_ins_has_to_be_there_and_unasked(frame: Frame, good: Mapping[str, str]) -> None:
    text = good["flows/check_in.yaml"]
    renamed = {**good, "flows/chek_in.yaml": text.replace("check_in", "chek_in")}
    del renamed["flows/check_in.yaml"]

    with pytest.raises(ContentError) as missing:
        compile_program("p1", Sources(renamed), frame)
    with pytest.raises(ContentError) as asked:
        compile_program("p1", Sources({**good, "flows/check_in.yaml": text.replace("unasked: true\n", "")}), frame)

    assert refused(missing) == [
        "flows/program.yaml:7: there is no flow 'check_in' for check-ins; did you mean 'chek_in'?"
    ]
    assert refused(asked) == [
        "flows/check_in.yaml:1: follow-ups start this flow and it is not 'unasked: true'; add unasked: true"
    ]


def test_a_frame_names_the_values_every_text_may_use(frame: Frame) -> None:
    assert {"name", "plan", "worker", "team", "warmline"} <= frame.names
    assert {"crisis.overdose", "stop.confirm"} <= frame.texts.keys()


def test_a_missing_program_file_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as error:
        read_frame(tmp_path)

    assert refused(error)[0] == (
        "flows/program.yaml:1: the file cannot be read (No such file or directory); "
        "check that it exists and that smsbot may read it"
    )


def test_a_broken_program_file_is_not_blamed_on_the_package(staff: "Staff") -> None:
    staff.write("flows/program.yaml", "zone: UTC")

    with pytest.raises(ContentError) as error:
        read_frame(staff.flows)

    assert {problem.file for problem in error.value.problems} == {"flows/program.yaml"}


def test_a_name_that_the_package_uses_cannot_go(staff: "Staff") -> None:
    program = (staff.flows / "program.yaml").read_text()
    staff.write("flows/program.yaml", program.replace("sender:", "from_us:"))

    with pytest.raises(ContentError, match="unknown name 'sender'; add it to names in"):
        read_frame(staff.flows)


def test_staff_words_are_added_to_the_lexicon(staff: "Staff") -> None:
    staff.write("flows/words/ours.yaml", "opt_out: {whole: {sure: {en: [buzz off]}}}")

    assert read("buzz off", read_frame(staff.flows).lexicon).opt_out is OptOut.SURE


def test_broken_words_are_named_with_their_line(staff: "Staff") -> None:
    staff.write("flows/words/a.yaml", "opt_out:\n  whole:\n    sure:\n      en: [ok, 5]")
    staff.write("flows/words/b.yaml", "opt_out:\n  partly: {}")
    staff.write("flows/words/c.yaml", "- a")
    staff.write("flows/words/d.yaml", "")
    staff.write("flows/words/e.yaml", "opt_out: [a]\nnothing: x")

    with pytest.raises(ContentError) as error:
        read_frame(staff.flows)

    assert [line.split(": ")[0] for line in refused(error)] == [
        "flows/words/a.yaml:4",
        "flows/words/b.yaml:2",
        "flows/words/c.yaml:1",
        "flows/words/d.yaml:1",
        "flows/words/e.yaml:2",
    ]
    assert refused(error)[0].startswith("flows/words/a.yaml:4: opt_out.whole.sure.en[2]: expected text")


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("texts.yaml", "a: b", "smsbot/content/data/texts.yaml:1: 'a' is in one language"),
        ("texts.yaml", "", "smsbot/content/data/texts.yaml:1: the file is empty"),
        ("words.yaml", "nonsense: 1", "smsbot/content/data/words.yaml:1: nonsense: not known here"),
        ("words.yaml", "{}", "smsbot/content/data/words.yaml:1: "),
    ],
)
def test_broken_package_data_is_named_too(staff: "Staff", package: Path, name: str, text: str, problem: str) -> None:
    (package / name).write_text(text)

    with pytest.raises(ContentError) as error:
        read_frame(staff.flows, package)

    assert refused(error)[0].startswith(problem)
