"""The part of the programme that is never pinned: program.yaml, the words, and the package's own texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from smsbot.content.problems import ContentError, Problem
from smsbot.content.program_file import read_program
from smsbot.content.shared_texts import package_texts
from smsbot.content.sources import PROGRAM, WORDS, read_folder, read_text_file
from smsbot.content.word_model import read_model
from smsbot.content.words_files import Shipped, read_words
from smsbot.content.yaml_files import Document, read_yaml
from smsbot.core.program import Settings
from smsbot.core.scene import BUILT_IN_NAMES
from smsbot.core.text import Text
from smsbot.core.words import Lexicon

_DATA = "smsbot/content/data/"


@dataclass(frozen=True, slots=True)
class Frame:
    """What counts at once for everybody, whichever publication their conversation is on."""

    settings: Settings
    lexicon: Lexicon
    texts: Mapping[str, Text]  # the package's; staff texts go over them, but never over crisis.* and stop.*
    check_in_line: int = 1  # where program.yaml names its check-in flow

    @property
    def names(self) -> frozenset[str]:
        """The names that always have a value, in any text."""
        return BUILT_IN_NAMES | self.settings.names.keys()


def read_frame(flows_dir: Path, package: Traversable | None = None) -> Frame:
    """Read program.yaml and words/ in `flows_dir`, and the package data. Raises ContentError with every problem."""
    data = package or files("smsbot.content") / "data"
    problems: list[Problem] = []
    text = read_text_file(flows_dir / "program.yaml", PROGRAM, problems)
    program = read_program(Document(PROGRAM, None) if text is None else read_yaml(PROGRAM, text), problems)
    names = BUILT_IN_NAMES | program.settings.names.keys()
    # With a broken program.yaml the package's texts would only seem to lack names.
    texts = package_texts(_package(data, "texts.yaml"), names, [] if problems else problems)
    extra = [read_yaml(name, text) for name, text in read_folder(flows_dir / "words", WORDS, problems).items()]
    lexicon = read_words(_shipped(data), extra, program.carrier_stop, problems)
    if problems or lexicon is None:
        raise ContentError(problems)
    return Frame(program.settings, lexicon, texts, program.check_in_line)


def _shipped(data: Traversable) -> Shipped:
    model = data / "model.json"
    trained = read_model(model.read_text(encoding="utf-8")) if model.is_file() else None
    return Shipped(_package(data, "words.yaml"), _package(data, "meanings.yaml"), trained)


def _package(data: Traversable, name: str) -> Document:
    return read_yaml(_DATA + name, (data / name).read_bytes())


def shipped_lexicon() -> Lexicon:
    """The words of the package alone, without any that staff add."""
    problems: list[Problem] = []
    lexicon = read_words(_shipped(files("smsbot.content") / "data"), (), (), problems)
    if lexicon is None:
        raise ContentError(problems)
    return lexicon
