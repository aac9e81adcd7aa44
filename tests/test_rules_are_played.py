"""Every rule, in both languages, decides a text in some transcript: no rule is only believed to work."""

from collections.abc import Iterator

import pytest
from test_transcripts import FLOWS, ROTA, TEMPLATES, TRANSCRIPTS

from smsbot.core import inbound
from smsbot.core.effects import Turn
from smsbot.core.inbound import RULES, Rule
from smsbot.core.language import Language
from smsbot.core.rules.heard import Heard
from smsbot.core.scene import Scene
from smsbot.lab.stage import Stage
from smsbot.lab.transcript_read import read_paths
from smsbot.lab.transcript_run import run

Played = set[tuple[str, Language]]


def name(rule: Rule) -> str:
    """Like `crisis.red`."""
    return f"{rule.__module__.rsplit('.', 1)[-1]}.{rule.__name__}"


def watched(rule: Rule, played: Played) -> Rule:
    def watching(scene: Scene, heard: Heard) -> Turn | None:
        turn = rule(scene, heard)
        if turn is not None:
            played.add((name(rule), scene.person.language))
        return turn

    return watching


@pytest.fixture(scope="module")
def played() -> Iterator[Played]:
    """Which rules decided, and for people of which language, while every transcript was played."""
    found: Played = set()
    with pytest.MonkeyPatch.context() as patch, Stage(FLOWS, TEMPLATES) as stage:
        patch.setattr(inbound, "RULES", tuple(watched(rule, found) for rule in RULES))
        # Those beside `ways_`, which walk through single flows.
        paths = [path for path in sorted(TRANSCRIPTS.glob("*.yaml")) if not path.name.startswith("ways_")]
        for transcript in read_paths(paths, ROTA):
            run(stage, transcript)
        yield found


def test_every_rule_decides_in_some_transcript_in_both_languages(played: Played) -> None:
    wanted = {(name(rule), language) for rule in RULES for language in Language}

    assert sorted(wanted - played) == []
