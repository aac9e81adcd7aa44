"""A stage opens worlds in which nothing has happened yet, and leaves nothing behind."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from smsbot.content.problems import ContentError
from smsbot.core.language import Language
from smsbot.lab.begin import know, set_language, start_flow
from smsbot.lab.look import look, newest_code
from smsbot.lab.stage import MONDAY, Stage

ROOT = Path(__file__).parents[2]
ANA = "+13365550111"


def test_nothing_of_one_world_is_in_the_next(stage: Stage) -> None:
    first = stage.world()
    first.text(ANA, "narcan")
    assert look(first, ANA) is not None
    assert look(stage.world(), ANA) is None


def test_everyone_in_the_rota_has_a_number_that_is_nobodys(stage: Stage) -> None:
    assert stage.rota == {"sam": "+13365550150", "dee": "+13365550151"}


def test_a_conversation_goes_on_while_the_clock_moves(stage: Stage) -> None:
    world = stage.world()
    for words in ("join", "every day", "1"):
        world.text(ANA, words)
    sent = world.move_to(MONDAY + timedelta(days=3))
    assert [one.to for one in sent] == [ANA] * len(sent)
    assert len(sent) in (2, 3)


def test_its_folder_is_gone_afterwards() -> None:
    with Stage(ROOT / "flows", ROOT / "templates") as opened:
        folder = Path(opened._folder.name)
        opened.world()
        assert folder.is_dir()
    assert not folder.exists()


def test_bad_files_are_said_before_anything_is_made(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "flows", tmp_path / "flows")
    (tmp_path / "flows" / "naloxone.yaml").write_text("flow: naloxone\n")
    with pytest.raises(ContentError, match=r"naloxone\.yaml"):
        Stage(tmp_path / "flows", ROOT / "templates")


def test_nobody_is_known_before_they_text(stage: Stage) -> None:
    world = stage.world()
    assert look(world, ANA) is None
    assert newest_code(world) == ""


def test_somebody_can_be_known_with_their_language(stage: Stage) -> None:
    world = stage.world()
    know(world, ANA, Language.ES)
    assert world.text(ANA, "kit")[0].startswith("Con gusto: un kit")
    set_language(world, ANA, Language.EN)
    assert world.text(ANA, "kit")[0].startswith("We can get you a free kit")


def test_a_flow_begins_as_if_it_had_been_asked_for(stage: Stage) -> None:
    world = stage.world()
    start_flow(world, ANA, "check_in")
    seen = look(world, ANA)
    assert seen is not None
    assert seen.person.conversation is not None
    assert seen.last_flow == "check_in"
    assert [one.to for one in world.carrier.sent] == [ANA]
    assert world.text(ANA, "1")[0].startswith("Thanks for the word")
