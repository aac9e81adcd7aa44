"""The page with the simulated phones: people try the programme here, and nothing leaves the machine.

It is mounted only beside the simulated carrier. Every write carries a header that a foreign page cannot send.
"""

import secrets
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from threading import Lock

from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest, Forbidden, HTTPException

from smsbot.providers.simulated import SimulatedCarrier
from smsbot.providers.simulated_phones import PhoneError, PhoneView, Role
from smsbot.providers.steerable_clock import SteerableClock
from smsbot.usecases.next_due import Due

NextDue = Callable[[], Due | None]
LARGEST_POST = 32 * 1024  # bytes; the longest text, every character escaped, fits
LONGEST_MOVE = timedelta(days=3660)  # beyond any follow-up, and far from the end of the calendar
NAMES = ("Ben", "Carla", "Dee", "Eli", "Fay", "Gus", "Ida", "Joe", "Kim", "Lou", "Mia", "Ned")
# 555-0100 to 555-0199 are set aside for fiction in every area code (NANPA); these are not taken from the start.
FREE_NUMBERS = tuple(f"+1336555{last:04d}" for last in (*range(112, 150), *range(151, 200)))
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class _Version:
    """A number that grows when what it looks at differs; begins at random, so that a restart is a change too."""

    def __init__(self, look: Callable[[], object]) -> None:
        self._look = look
        self._seen: object = None
        self._number = secrets.randbelow(2**40)
        self._lock = Lock()

    def current(self) -> int:
        with self._lock:
            seen = self._look()
            if seen != self._seen:
                self._seen = seen
                self._number += 1
            return self._number


def phones_blueprint(
    carrier: SimulatedCarrier,
    clock: SteerableClock,
    next_due: NextDue,
    zone: Callable[[], str] = lambda: "America/New_York",
) -> Blueprint:
    """The page under /phone. `next_due` is what the programme does next, `zone` the IANA name of its zone."""
    pages = Blueprint(
        "phones", __name__, url_prefix="/phone", template_folder="pages", static_folder="static",
        static_url_path="/static",
    )  # fmt: skip
    _guard(pages)
    _reading(pages, carrier, clock, next_due, zone)
    _phones(pages, carrier)
    _clock(pages, clock, next_due)
    return pages


def _guard(pages: Blueprint) -> None:
    @pages.before_request
    def only_from_this_page() -> None:
        request.max_content_length = LARGEST_POST
        if request.method == "POST" and request.headers.get("X-Smsbot-Page") != "1":
            raise Forbidden("Only the page of the simulated phones may do this.")

    @pages.after_request
    def stay_private(response: Response) -> Response:
        response.headers.update(HEADERS)
        return response

    @pages.errorhandler(HTTPException)
    def in_words(error: HTTPException) -> ResponseReturnValue:
        return jsonify(error=error.description), error.code or 500

    @pages.errorhandler(PhoneError)
    def refused(error: PhoneError) -> ResponseReturnValue:
        return jsonify(error=str(error)), 400


def _reading(
    pages: Blueprint,
    carrier: SimulatedCarrier,
    clock: SteerableClock,
    next_due: NextDue,
    zone: Callable[[], str],
) -> None:
    version = _Version(lambda: (carrier.changes, clock.offset, next_due(), zone()))

    @pages.get("", strict_slashes=False)
    def page() -> ResponseReturnValue:
        return render_template("phone.html")

    @pages.get("/state")
    def state() -> ResponseReturnValue:
        current = version.current()
        if _since() == current:
            return Response(status=204)
        due = next_due()
        phones = [_as_json(phone) for phone in carrier.phones()]
        planned = None if due is None else {"at": due.at.isoformat(), "what": due.what}
        return jsonify(version=current, zone=zone(), now=clock.now().isoformat(), due=planned, phones=phones)


def _phones(pages: Blueprint, carrier: SimulatedCarrier) -> None:
    @pages.post("/text")
    def text() -> ResponseReturnValue:
        fields = _fields()
        media = fields.get("media", 0)
        if type(media) is not int:
            raise BadRequest("'media' is the number of pictures.")
        carrier.text_from(_phone(carrier, fields), _text(fields, "body"), media)
        return jsonify(ok=True)

    @pages.post("/call")
    def call() -> ResponseReturnValue:
        return jsonify(spoken=carrier.call_from(_phone(carrier, _fields())))

    @pages.post("/power")
    def power() -> ResponseReturnValue:
        fields = _fields()
        on = fields.get("on")
        if not isinstance(on, bool):
            raise BadRequest("'on' is true or false.")
        carrier.power(_phone(carrier, fields), on)
        return jsonify(ok=True)

    @pages.post("/add")
    def add() -> ResponseReturnValue:
        taken = {phone.number for phone in carrier.phones()}
        number = next((free for free in FREE_NUMBERS if free not in taken), None)
        if number is None:
            raise BadRequest("Every number of the simulated exchange is taken; restart to begin afresh.")
        labels = {phone.label for phone in carrier.phones()}
        label = next((name for name in NAMES if name not in labels), "")
        carrier.add_phone(number, label, Role.PARTICIPANT)
        return jsonify(number=number)


def _clock(pages: Blueprint, clock: SteerableClock, next_due: NextDue) -> None:
    @pages.post("/clock")
    def move() -> ResponseReturnValue:
        """To a moment, or to what is due before it: the programme gets to do that first, so nothing is skipped."""
        target, now = _moment(_fields(), "to"), clock.now()
        if target - now > LONGEST_MOVE:
            raise BadRequest(f"The clock moves at most {LONGEST_MOVE.days} days at once.")
        due = next_due()
        if due is not None and now < due.at < target:
            target = due.at
        clock.move_to(target)
        return jsonify(now=clock.now().isoformat())


def _as_json(phone: PhoneView) -> dict[str, object]:
    messages = [{**asdict(bubble), "at": bubble.at.isoformat()} for bubble in phone.messages]
    return {**asdict(replace(phone, messages=())), "messages": messages}


def _since() -> int | None:
    since = request.args.get("since")
    if since is None:
        return None
    if not (since.isascii() and since.isdecimal() and len(since) <= 18):
        raise BadRequest("'since' is the version of the last answer.")
    return int(since)


def _fields() -> dict[str, object]:
    try:
        fields = request.get_json(force=True, silent=True)
    except RecursionError:  # brackets nested too deeply
        fields = None
    if not isinstance(fields, dict):
        raise BadRequest("The page sends one JSON object.")
    return fields


def _text(fields: dict[str, object], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str):
        raise BadRequest(f"'{name}' is a text.")
    return value


def _moment(fields: dict[str, object], name: str) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(fields, name))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise BadRequest(f"'{name}' is a moment with its zone, like 2026-11-02T15:00:00Z.")
    return moment


def _phone(carrier: SimulatedCarrier, fields: dict[str, object]) -> str:
    number = _text(fields, "number")
    if all(phone.number != number for phone in carrier.phones()):
        raise BadRequest("There is no phone with this number on the page.")
    return number
