"""Whom they would like to hear from, in which words; and family, with a record of their own."""

import pytest
from town import ANA, BEN, DEE, MONDAY, OVERDOSE, SAM, Town

from smsbot.db import people
from smsbot.db.schema import participant
from smsbot.usecases.fire_timers import fire_due

# --- whom they would like to hear from


def asked(town: Town) -> list[str]:
    """Who was alerted so far."""
    return [name for name, number in (("sam", SAM), ("dee", DEE)) if "worker.alert" in town.heard(number)]


def test_an_avoided_worker_is_not_asked_while_somebody_else_is_on(town: Town) -> None:
    assert town.says(ANA, "not Sam") == ["worker.avoid"]
    assert town.person(ANA).avoid_workers == [town.sam.id]
    town.says(ANA, "PERSON")
    assert asked(town) == ["dee"]


def test_a_preferred_worker_is_asked_first(town: Town) -> None:
    town.says(ANA, "no quiero hablar con Sam")
    assert town.says(ANA, "i want Sam") == ["worker.prefer"]
    person = town.person(ANA)
    assert (person.preferred_worker_id, person.avoid_workers) == (town.sam.id, None)
    assert town.says(ANA, "not sam, i want dee") == ["worker.avoid", "worker.prefer"]
    person = town.person(ANA)
    assert (person.preferred_worker_id, person.avoid_workers) == (town.dee.id, [town.sam.id])
    town.says(ANA, "not dee")
    assert town.person(ANA).preferred_worker_id is None


def test_who_asks_to_talk_with_one_of_them_is_put_through(town: Town) -> None:
    assert town.says(ANA, "can i talk to dee") == ["person.asked"]
    assert town.person(ANA).preferred_worker_id == town.dee.id
    alerts = [sent.to for sent in town.carrier.sent if sent.to in (SAM, DEE)]
    assert alerts[0] == DEE


def test_when_nobody_else_is_there_the_avoided_one_is_asked(town: Town) -> None:
    town.says(ANA, "not Sam")
    town.says(ANA, "not Dee")
    town.says(ANA, "PERSON")
    assert asked(town) == ["sam", "dee"]


def test_in_a_crisis_an_avoided_worker_is_asked_at_the_last_rung_only(town: Town) -> None:
    town.says(ANA, "not Sam")
    town.says(ANA, OVERDOSE)
    town.passes(minutes=9)
    assert asked(town) == ["dee"]
    town.passes(minutes=2)
    assert asked(town) == ["sam", "dee"]


def test_a_name_that_is_not_on_the_team_is_nobody(town: Town) -> None:
    town.says(ANA, "not Bob")
    assert town.person(ANA).avoid_workers is None


def test_a_name_of_the_rota_without_a_number_changes_nothing(town: Town) -> None:
    from smsbot.db import workers

    with town.db.write(MONDAY) as tx:
        workers.remove(tx, "dee")
    town.says(ANA, "not dee")
    assert town.person(ANA).avoid_workers is None


# --- in which words


def test_quiet_words_at_once_also_for_the_plan(town: Town) -> None:
    town.joins(ANA)
    assert town.says(ANA, "just hello, no treatment talk") == ["words.quiet"]
    person = town.person(ANA)
    assert (person.quiet, person.topics, person.cadence["quiet"]) == (True, ["hello"], True)
    assert town.acts(ANA)[-1] == "words"
    town.says(ANA, "LESS")
    assert town.person(ANA).quiet
    [hello] = [sent.body for sent in town.pass_time(town.next_follow_up(ANA) - town.clock.now()) if sent.to == ANA]  # type: ignore[operator]
    assert "just a hello" in hello


def test_plain_words_bring_them_back(town: Town) -> None:
    town.says(ANA, "palabras discretas")
    assert town.person(ANA).quiet
    assert town.says(ANA, "plain words ok") == ["words.plain"]
    assert (town.person(ANA).quiet, town.person(ANA).topics) == (False, None)


def test_a_hello_that_was_queued_in_the_other_words_is_not_sent(town: Town) -> None:
    town.joins(ANA)
    due = town.next_follow_up(ANA)
    assert due is not None
    town.sleep(due)
    fire_due(town.db, town.programs, town.carrier, town.clock)
    town.says(ANA, "quiet words please")
    assert town.fate("check_in.today.ask") == ["cancelled"]


# --- family and friends


@pytest.mark.parametrize("text", ["im his mom how do i help", "soy la mamá, cómo le ayudo"])
def test_family_hears_what_they_can_get_and_nothing_about_anyone(town: Town, text: str) -> None:
    town.joins(ANA)
    assert town.says(BEN, text) == ["family"]
    assert town.person(BEN).relation == people.FAMILY
    assert town.says(BEN, "kit") == ["naloxone.how.ask"]
    town.joins(BEN)
    assert town.acts(BEN)[:1] == ["opt_in"]
    assert town.person(ANA).relation == "self"


def test_a_kit_that_family_asks_for_comes_without_a_lecture(town: Town) -> None:
    assert town.says(BEN, "im his mom can i get narcan") == ["naloxone.how.ask"]
    assert town.person(BEN).relation == people.FAMILY


def test_an_overdose_of_theirs_is_asked_about_first(town: Town) -> None:
    assert town.says(BEN, "my son overdosed, i found your card") == ["crisis.amber"]
    assert town.says(BEN, "2") == ["crisis.amber_no", "family"]
    assert town.person(BEN).relation == people.FAMILY


def test_family_on_the_phone_of_somebody_with_a_plan_is_a_matter_for_a_worker(town: Town) -> None:
    town.joins(ANA)
    assert town.says(ANA, "this is his mom") == ["family"]
    assert town.person(ANA).relation == "self"
    assert town.open_tickets() == [("number", "routine")]
    assert len(town.rows(participant)) == 1
