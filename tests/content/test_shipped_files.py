"""The files that ship with smsbot are good."""

from pathlib import Path

from smsbot.content.catalog import Catalog

ROOT = Path(__file__).parents[2]


def test_the_shipped_flows_texts_and_words_make_a_programme() -> None:
    program = Catalog(ROOT / "flows", ROOT / "templates", lambda _: None).check()

    assert program.settings.check_in in program.flows
