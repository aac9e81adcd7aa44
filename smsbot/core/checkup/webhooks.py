"""Does an address that the carrier has lead to us, and does it try again when we are away?

Connection overrides: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
"""

from urllib.parse import urlsplit

from smsbot.core.checkup.facts import Webhook
from smsbot.core.checkup.finding import Finding, ok, problem

OVERRIDES = "#rc=3&rp=ct,rt,5xx&ct=2000&rt=4000&tt=15000"
"""Three retries, also after a slow or a failed answer. Without it the carrier tries again only if it cannot connect."""

_RETRY_ON = frozenset({"rt", "5xx"})


def judge_texts(name: str, place: str, hook: Webhook, expected: str) -> list[Finding]:
    """Incoming texts: the address, POST, retries, and a fallback. `place` is where it is set in the console."""
    if hook.taken_over:
        do = f"in the Twilio console, {place}: choose Webhook, not a TwiML App, with {expected}{OVERRIDES}"
        return [problem(name, "a TwiML App answers texts, and they never reach us", do)]
    findings = [_address(name, place, hook, expected, OVERRIDES)]
    if not hook.fallback_url:
        do = f"{place}: set 'Primary handler fails' to the TwiML Bin in README.md, Point Twilio at it"
        findings.append(problem(f"{name}, fallback", "no fallback is set: when we are away people hear nothing", do))
    return findings


def judge_calls(name: str, place: str, hook: Webhook, expected: str) -> list[Finding]:
    """Incoming calls: the address and POST."""
    if hook.taken_over:
        do = f"{place}: choose Webhook, not a TwiML App or a SIP trunk, with {expected}"
        return [problem(name, "something else answers calls", do)]
    return [_address(name, place, hook, expected, "")]


def _address(name: str, place: str, hook: Webhook, expected: str, overrides: str) -> Finding:
    do = f"{place}: set it to {expected}{overrides}, HTTP POST"
    if not hook.url:
        return problem(name, "no address is set: they are lost", do)
    bare, _, fragment = hook.url.partition("#")
    if not _same(bare, expected):
        return problem(name, f"they go to {bare}, not to {expected}", do)
    if hook.method.upper() != "POST":
        return problem(name, f"they come by {hook.method.upper()}: we answer only POST", do)
    if overrides and not _retries(fragment):
        return problem(name, "no retries after a slow or failed answer: a text that meets a restart is lost", do)
    return ok(name, f"{bare}, POST{', with retries' if overrides else ''}")


def _same(found: str, expected: str) -> bool:
    """Host and scheme in any case; the path to the letter, because the signature is over it."""
    try:
        one, other = urlsplit(found), urlsplit(expected)
    except ValueError:
        return False
    return (one.scheme, one.netloc.lower(), one.path, one.query) == (
        other.scheme,
        other.netloc.lower(),
        other.path,
        other.query,
    )


def _retries(fragment: str) -> bool:
    """Do the overrides ask for at least one retry, and for one after a slow answer and after a 5xx?"""
    values = dict(part.split("=", 1) for part in fragment.split("&") if "=" in part)
    when = {word.strip() for word in values.get("rp", "ct").split(",")}
    count = values.get("rc", "1")
    return count.isdigit() and int(count) > 0 and ("all" in when or when >= _RETRY_ON)
