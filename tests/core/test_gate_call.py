"""May a worker and a person be connected?"""

from datetime import timedelta

import pytest
from builders import MONDAY

from smsbot.core.gate import Pass, Refuse, Wait
from smsbot.core.gate_call import CallFacts, rule_call


@pytest.mark.parametrize(
    ("facts", "ruling"),
    [
        ({}, "pass"),
        ({"expires_at": MONDAY + timedelta(seconds=1)}, "pass"),
        ({"expires_at": MONDAY}, "too late"),
        ({"holds": False}, "no longer theirs"),
        ({"reachable": False}, "nobody to call"),
        ({"dead": True}, "nobody to call"),
        ({"undecided": True}, "wait"),
        ({"stopped": True}, "stopped"),
        ({"stopped": True, "red": True}, "pass"),
        ({"red": True}, "pass"),
        ({"stopped": True, "undecided": True}, "wait"),
    ],
)
def test_each_fact_against_a_call(facts: dict[str, object], ruling: str) -> None:
    found = rule_call(CallFacts(**({"holds": True, "reachable": True} | facts)), MONDAY)  # type: ignore[arg-type]
    if isinstance(found, Refuse):
        assert found.why == ruling
    else:
        assert found == (Pass() if ruling == "pass" else Wait(MONDAY + timedelta(milliseconds=200)))
