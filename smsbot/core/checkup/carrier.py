"""What the carrier says about our account, judged: may we send, and do texts and calls reach us?"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from smsbot.core.checkup.facts import AccountFacts, NumberFacts, ServiceFacts
from smsbot.core.checkup.finding import Finding, by_hand, ok, problem, skipped, warning
from smsbot.core.checkup.webhooks import OVERRIDES, judge_calls, judge_texts
from smsbot.core.phone import pretty

CLOCKS_MAY_DIFFER = timedelta(seconds=5)
"""The carrier's time has whole seconds and a network lies between; a heartbeat is late after 15."""

_WRONG_CLOCK = timedelta(seconds=60)
_AT_HOME = ("localhost", "127.", "0.", "10.", "192.168.")


def judge_account(facts: AccountFacts) -> Finding:
    """May this account send at all?"""
    if facts.status != "active":
        return problem("Twilio account", f"it is {facts.status}: nothing is sent", "ask Twilio's support why")
    if facts.kind == "Trial":
        found = "a trial account texts only numbers that were verified by hand"
        return problem("Twilio account", found, "upgrade it in the Twilio console, Billing")
    return ok("Twilio account", "the token is good and the account is active")


def judge_clock(carrier: datetime | None, ours: datetime) -> Finding:
    """This machine's clock against the carrier's."""
    if carrier is None:
        return warning("clock", "the carrier did not say what time it is", "run smsbot doctor again later")
    apart = abs(ours - carrier)
    if apart <= CLOCKS_MAY_DIFFER:
        return ok("clock", "agrees with the carrier's")
    found = f"{int(apart.total_seconds())} s {'ahead of' if ours > carrier else 'behind'} the carrier's"
    do = "switch on the time service of this machine (for example: timedatectl set-ntp true)"
    return problem("clock", found, do) if apart > _WRONG_CLOCK else warning("clock", found, do)


def judge_number(
    number: str, facts: NumberFacts | None, service: ServiceFacts | None, public_url: str
) -> list[Finding]:
    """One of our numbers: is it ours, can it text, and where do its texts and calls go?"""
    if not number.startswith("+"):
        do = f"Twilio console, Short Codes, {number}: {public_url}/twilio/sms{OVERRIDES}, HTTP POST"
        return [by_hand(f"number {number}", "a short code cannot be read here", do)]
    name = f"number {pretty(number)}"
    if facts is None:
        do = "look at the numbers in the Twilio console; correct TWILIO_FROM_NUMBER, TWILIO_NUMBERS, ..._WORKER_NUMBER"
        return [problem(name, "this account has no such number", do)]
    findings = [
        ok(name, "it is ours and can text")
        if facts.texts
        else problem(name, "it cannot send or receive SMS", "buy a number with SMS, and set it in its place")
    ]
    place = f"Twilio console, Phone Numbers, {pretty(number)}"
    if service is None or number not in service.numbers or service.uses_webhook_of_number:
        hook, there = facts.sms, f"{place}, A message comes in"
        findings += judge_texts(f"{name}, texts", there, hook, f"{public_url}/twilio/sms")
    if facts.calls:
        there = f"{place}, A call comes in"
        findings += judge_calls(f"{name}, calls", there, facts.voice, f"{public_url}/twilio/voice")
    return findings


def judge_service(sid: str, facts: ServiceFacts | None, numbers: Sequence[str], public_url: str) -> list[Finding]:
    """The messaging service that we send through, and whether our numbers are in it."""
    name = "messaging service"
    if facts is None:
        return [problem(name, f"this account has no service {sid}", "correct TWILIO_MESSAGING_SERVICE_SID")]
    missing = [number for number in numbers if number not in facts.numbers]
    findings = [
        problem(name, f"{pretty(number)} is not among its senders", "add it: Messaging, Services, Sender Pool")
        for number in missing
    ]
    strangers = [number for number in facts.numbers if number not in numbers]
    findings += [
        problem(name, f"it may send from {pretty(number)}, which TWILIO_NUMBERS does not name", "add it there")
        for number in strangers
    ]
    if facts.uses_webhook_of_number:
        findings.append(ok(f"{name}, texts", "each number's own address counts"))
    else:
        place = "Twilio console, Messaging, Services, Integration, Send a webhook"
        findings += judge_texts(f"{name}, texts", place, facts.inbound, f"{public_url}/twilio/sms")
    return findings


def judge_public_url(public_url: str) -> Finding:
    """Can the carrier reach this address, in secret?"""
    parts = urlsplit(public_url)
    host = (parts.hostname or "").lower()
    do = "set PUBLIC_URL to the https address that the internet sees, like https://sms.example.org"
    if host.startswith(_AT_HOME) or ":" in host:
        return problem("PUBLIC_URL", f"{public_url} is this machine or this house: Twilio cannot reach it", do)
    if parts.scheme != "https":
        return problem("PUBLIC_URL", f"{public_url} is not https: texts would travel in the open", do)
    return ok("PUBLIC_URL", public_url)


def opt_out_by_hand(service_sid: str | None, carrier_stop: Sequence[str]) -> Finding:
    """What nobody can read through the API: who answers STOP, START and HELP."""
    words = ", ".join(word.upper() for word in carrier_stop) or "none"
    if service_sid is None:
        found = f"we leave these words to Twilio: {words}"
        do = "text HELP from your own phone; if Twilio answers as well as we do, ask its support to leave HELP to us"
    else:
        found = f"Advanced Opt-Out cannot be read here; we leave these words to Twilio: {words}"
        do = (
            "Twilio console, Messaging, Services, Opt-Out Management: take YES out of the opt-in words, keep the stop "
            "words equal to carrier.stop in flows/program.yaml, paste the HELP text of README.md"
        )
    return by_hand("words that Twilio answers", found, do)


def not_seen(numbers: Sequence[str], service_sid: str | None, why: str) -> list[Finding]:
    """Everything that a bad login keeps from us."""
    names = [f"number {pretty(number) if number.startswith('+') else number}" for number in numbers]
    return [skipped(name, why) for name in (*names, *(("messaging service",) if service_sid else ()))]
