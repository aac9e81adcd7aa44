"""Twilio's webhooks: verify, read, record, answer. Nothing is decided and nobody is called from here."""

from flask import Blueprint, Response, abort, request

from smsbot.providers.twilio import twiml
from smsbot.providers.twilio.inbound import NotTwilio, read_call, read_inbound, read_receipt
from smsbot.providers.twilio.signature import public_url, verify
from smsbot.usecases.call import connect
from smsbot.usecases.receive import Inbound, record, record_receipt
from smsbot.web import words
from smsbot.web.doors import Doors, answer_text
from smsbot.web.words import CALL_ANSWERED, CALL_GREETING

_ANSWERED = frozenset({"completed", "answered"})


def twilio_blueprint(doors: Doors) -> Blueprint:
    """The routes under /twilio. A bad signature is 403, a body Twilio would never send 400; both store nothing."""
    blueprint = Blueprint("twilio", __name__, url_prefix="/twilio")

    @blueprint.before_request
    def _verify() -> None:
        # The address that Twilio signed is the one we gave it, never what a Host header says.
        url = public_url(doors.public_url, request.path, request.query_string.decode("latin-1"))
        if not verify(doors.tokens, url, request.form, request.headers.get("X-Twilio-Signature")):
            abort(403)

    @blueprint.errorhandler(NotTwilio)
    def _refuse(error: NotTwilio) -> Response:
        return Response(f"{error}\n", 400, mimetype="text/plain")

    @blueprint.post("/sms")
    def sms() -> Response:
        return _xml(answer_text(doors, read_inbound(request.form, doors.account_sid)))

    @blueprint.post("/status")
    def status() -> Response:
        news = read_receipt(request.form, request.args, doors.account_sid)
        record_receipt(doors.db, news.text_id, news.sid, news.status, news.error_code, doors.clock.now())
        return _xml(twiml.EMPTY)

    @blueprint.post("/voice")
    def voice() -> Response:
        return _answer_call(doors)

    @blueprint.post("/bridge")
    def bridge() -> Response:
        return _bridge(doors)

    return blueprint


def _answer_call(doors: Doors) -> Response:
    """A calm message; passed on to the team if there is a number for that; a call nobody took is kept."""
    call = read_call(request.form, doors.account_sid)
    forward = doors.forward_calls_to
    if forward is not None and call.dial_status is None:
        address = public_url(doors.public_url, request.path)
        return _xml(twiml.voice(CALL_GREETING, forward, address))
    if call.dial_status in _ANSWERED:
        return _xml(twiml.voice(CALL_ANSWERED, None, None))
    if call.sender.startswith("+"):
        record(doors.db, Inbound("call", call.sid, call.sender), doors.clock.now())
    return _xml(twiml.voice(CALL_GREETING, None, None))


def _bridge(doors: Doors) -> Response:
    """A worker who texted CALL answers: a key proves that no voicemail did, and then the person's phone rings."""
    read_call(request.form, doors.account_sid)
    if not request.form.get("Digits"):
        address = public_url(doors.public_url, request.path, request.query_string.decode("latin-1"))
        return _xml(twiml.ask_for_a_key(words.BRIDGE_ASKS, address))
    may = request.form["Digits"] == "1" and doors.caller_id is not None
    number = connect(doors.db, doors.clock.now(), request.args.get("oid", "")) if may else None
    if number is None:
        return _xml(twiml.voice((("en-US", words.BRIDGE_REFUSES),), None, None))
    return _xml(twiml.connect(words.BRIDGE_CONNECTS, number, doors.caller_id or "", words.BRIDGE_ENDS))


def _xml(body: str) -> Response:
    return Response(body, 200, mimetype="text/xml")
