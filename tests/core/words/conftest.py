"""The shipped words, parsed and compiled once."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from smsbot.core.words import Lexicon, Reading, build_lexicon, read

SHIPPED = Path(__file__).parents[3] / "smsbot" / "content" / "data" / "words.yaml"


@pytest.fixture(scope="session")
def words() -> dict[str, object]:
    return dict(yaml.safe_load(SHIPPED.read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def lexicon(words: dict[str, object]) -> Lexicon:
    return build_lexicon(words)


@pytest.fixture(scope="session")
def reading(lexicon: Lexicon) -> Callable[[str], Reading]:
    return lambda text: read(text, lexicon)
