"""The programme as it is now: bad files never replace a good one."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from smsbot.content.catalog import Catalog
from smsbot.content.problems import ContentError
from smsbot.core.language import Language
from smsbot.usecases.ports import Programs

if TYPE_CHECKING:
    from conftest import Staff


class Shelf:
    """Keeps publications as the database does: equal digests keep their id."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.ids: dict[str, str] = {}
        self.loads = 0

    def publish(self, sources: str, digest: str) -> str:
        publication_id = self.ids.setdefault(digest, f"p{len(self.ids) + 1}")
        self.kept[publication_id] = sources
        return publication_id

    def load(self, publication_id: str) -> str | None:
        self.loads += 1
        return self.kept.get(publication_id)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def catalog(staff: "Staff", shelf: Shelf) -> Catalog:
    return Catalog(staff.flows, staff.templates, shelf.load)


def say_menu(staff: "Staff", words: str) -> None:
    text = (staff.templates / "sms" / "shared.yaml").read_text()
    lines = [line for line in text.split("\n") if not line.startswith("menu:")]
    staff.write("templates/sms/shared.yaml", "\n".join(lines) + f"\nmenu: {{en: {words}, es: b}}\n")


def menu_of(programs: Programs, publication: str | None = None) -> str:
    program = programs.current() if publication is None else programs.publication(publication)
    return program.text("menu").render(Language.EN, {})


def test_before_anything_is_loaded_there_is_no_programme(catalog: Catalog) -> None:
    with pytest.raises(ContentError, match="no programme has been loaded"):
        catalog.current()


def test_good_files_are_published_and_current(catalog: Catalog, shelf: Shelf) -> None:
    assert catalog.reload(shelf.publish) is None

    assert catalog.current().publication == "p1"
    assert catalog.problems is None


def test_checking_publishes_nothing(catalog: Catalog, shelf: Shelf) -> None:
    assert list(catalog.check().flows) == ["check_in"]

    assert shelf.kept == {}
    with pytest.raises(ContentError):
        catalog.current()


def test_bad_files_keep_the_last_good_programme_and_say_why(catalog: Catalog, shelf: Shelf, staff: "Staff") -> None:
    catalog.reload(shelf.publish)
    staff.write("flows/kit.yaml", "flow: kit")
    staff.write("flows/program.yaml", "x: y")

    error = catalog.reload(shelf.publish)

    assert error is not None
    assert error is catalog.problems
    assert {problem.file for problem in error.problems} >= {"flows/program.yaml"}
    assert catalog.current().publication == "p1"
    assert list(shelf.kept) == ["p1"]


def test_unreadable_sources_and_a_bad_frame_are_named_together(catalog: Catalog, staff: "Staff") -> None:
    staff.write("flows/kit.yaml", b"\xff")
    staff.write("flows/program.yaml", "x: y")

    with pytest.raises(ContentError) as error:
        catalog.check()

    assert {problem.file for problem in error.value.problems} == {"flows/kit.yaml", "flows/program.yaml"}


def test_files_that_were_bad_from_the_first_start_are_explained(catalog: Catalog, shelf: Shelf, staff: "Staff") -> None:
    staff.write("flows/kit.yaml", "flow: kit")
    catalog.reload(shelf.publish)

    with pytest.raises(ContentError, match=r"flows/kit.yaml:1: 'about' is missing"):
        catalog.current()


def test_only_a_change_makes_a_new_programme(catalog: Catalog, shelf: Shelf, staff: "Staff") -> None:
    assert catalog.refresh(shelf.publish)
    first = catalog.current()
    assert not catalog.refresh(shelf.publish)
    assert catalog.current() is first

    say_menu(staff, "Pick one")

    assert catalog.refresh(shelf.publish)
    assert (catalog.current().publication, menu_of(catalog)) == ("p2", "Pick one")


def test_bad_files_are_tried_once_until_they_change(catalog: Catalog, shelf: Shelf, staff: "Staff") -> None:
    staff.write("flows/kit.yaml", "flow: kit")
    assert not catalog.refresh(shelf.publish)
    first = catalog.problems

    assert not catalog.refresh(shelf.publish)
    assert catalog.problems is first

    (staff.flows / "kit.yaml").unlink()
    assert catalog.refresh(shelf.publish)


def test_an_older_conversation_finishes_on_its_publication(catalog: Catalog, shelf: Shelf, staff: "Staff") -> None:
    catalog.reload(shelf.publish)
    old = menu_of(catalog)
    say_menu(staff, "Pick one")
    catalog.reload(shelf.publish)

    assert menu_of(catalog, "p1") == old
    assert menu_of(catalog, "p2") == "Pick one"
    assert catalog.publication("p1") is catalog.publication("p1")
    assert shelf.loads == 1


def test_the_frame_is_never_pinned(catalog: Catalog, shelf: Shelf, staff: "Staff") -> None:
    catalog.reload(shelf.publish)
    say_menu(staff, "Pick one")
    catalog.reload(shelf.publish)
    assert catalog.publication("p1").settings.alert_name == "PORT"
    program = (staff.flows / "program.yaml").read_text()
    staff.write("flows/program.yaml", program.replace("alert_name: PORT", "alert_name: TEAM"))

    catalog.reload(shelf.publish)

    assert catalog.publication("p1").settings.alert_name == "TEAM"
    assert catalog.current().publication == "p2"


@pytest.mark.parametrize("kept", [None, "{}", '{"flows": {"flows/x.yaml": "a: ["}}'])
def test_a_publication_that_is_gone_or_no_longer_fits_is_the_current_one(
    catalog: Catalog, shelf: Shelf, kept: str | None
) -> None:
    catalog.reload(shelf.publish)
    if kept is not None:
        shelf.kept["old"] = kept

    assert catalog.publication("old") is catalog.current()


def test_only_so_many_publications_are_held_in_memory(catalog: Catalog, shelf: Shelf) -> None:
    catalog.reload(shelf.publish)

    for number in range(40):
        catalog.publication(f"old{number}")
    catalog.publication("old0")

    assert shelf.loads == 41


def test_bad_files_at_the_first_start_fall_back_on_a_kept_publication(
    catalog: Catalog, shelf: Shelf, staff: "Staff"
) -> None:
    catalog.reload(shelf.publish)
    staff.write("flows/kit.yaml", "flow: kit")
    later = Catalog(staff.flows, staff.templates, shelf.load)
    assert later.reload(shelf.publish) is not None

    later.adopt("p1")

    assert later.current().publication == "p1"
    assert later.problems is not None


def test_adopting_what_is_not_kept_or_without_a_frame_is_an_error(
    catalog: Catalog, shelf: Shelf, staff: "Staff"
) -> None:
    with pytest.raises(ContentError, match="it is not kept"):
        catalog.adopt("p1")
    catalog.reload(shelf.publish)
    staff.write("flows/program.yaml", "x: y")
    with pytest.raises(ContentError, match="unknown key 'x'"):
        catalog.adopt("p1")


def test_the_stamp_sees_every_file_that_counts(catalog: Catalog, staff: "Staff", tmp_path: Path) -> None:
    seen = {catalog.stamp()}
    for name in ("flows/program.yaml", "flows/words/a.yaml", "flows/new.yaml", "templates/sms/more.yaml"):
        staff.write(name, "# changed\n")
        seen.add(catalog.stamp())
    (staff.flows / "gone.yaml").symlink_to(tmp_path / "nowhere")
    seen.add(catalog.stamp())

    assert len(seen) == 6
    assert catalog.stamp() in seen
