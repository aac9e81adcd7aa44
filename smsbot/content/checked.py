"""The days on which somebody last called each resource number: `checked` in program.yaml."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from smsbot.content.measures import day
from smsbot.content.places import Place
from smsbot.content.problems import Problem
from smsbot.content.sources import PROGRAM, read_text_file
from smsbot.content.yaml_files import read_yaml


def checked_days(flows_dir: Path) -> Mapping[str, date]:
    """By the name that program.yaml gives the number. What is wrong with the file is for `read_program` to say."""
    ignored: list[Problem] = []
    text = read_text_file(flows_dir / "program.yaml", PROGRAM, ignored)
    if text is None:
        return {}
    document = read_yaml(PROGRAM, text)
    place = Place(document, ignored, document.data).entries().get("checked") if document.data else None
    return {} if place is None else {name: day(item) for name, item in place.entries().items()}
