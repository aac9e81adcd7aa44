"""The web process: Twilio's doors, health, and (simulated only) the phones' page. It records and never decides."""

import logging

from flask import Flask, Response
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from smsbot.providers.steerable_clock import SteerableClock
from smsbot.usecases.next_due import what_is_due
from smsbot.web.doors import Doors
from smsbot.web.health import health_blueprint
from smsbot.web.lane import Lane
from smsbot.web.peek import peek_blueprint
from smsbot.web.phones import phones_blueprint
from smsbot.web.twilio import twilio_blueprint
from smsbot.wiring import Parts, calls_come_from

log = logging.getLogger(__name__)

LARGEST_BODY = 64 * 1024
"""Bytes. Twilio's requests stay far below; whatever is larger did not come from there."""


def create_app(parts: Parts) -> Flask:
    """The WSGI application over these parts."""
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_BODY
    doors = _doors(parts)
    app.register_blueprint(twilio_blueprint(doors))
    app.register_blueprint(health_blueprint(parts.db, parts.clock))
    app.register_blueprint(peek_blueprint(parts.db, parts.clock, secure=parts.settings.public_url.startswith("https:")))
    if parts.simulated is not None and isinstance(parts.clock, SteerableClock):
        clock = parts.clock
        app.register_blueprint(
            phones_blueprint(
                parts.simulated,
                clock,
                lambda: what_is_due(parts.db, clock.now()),
                lambda: parts.catalog.current().settings.zone,
            )
        )
    app.register_error_handler(Exception, _answer_error)
    app.wsgi_app = Lane(app.wsgi_app, doors, LARGEST_BODY, _answer_failure)  # type: ignore[method-assign]
    return app


def _doors(parts: Parts) -> Doors:
    twilio = parts.settings.twilio
    return Doors(
        db=parts.db,
        clock=parts.clock,
        public_url=parts.settings.public_url,
        tokens=twilio.auth_tokens,
        account_sid=twilio.account_sid,
        worker_number=twilio.worker_number,
        forward_calls_to=parts.catalog.current().settings.forward_calls_to,
        caller_id=calls_come_from(parts.settings),
    )


def _answer_error(error: Exception) -> Response | HTTPException:
    """Errors of HTTP as they are; all others are ours."""
    return error if isinstance(error, HTTPException) else _answer_failure(error)


def _answer_failure(error: Exception) -> Response:
    """A database that is away is 503, so that Twilio tries again; our own bugs are 500."""
    if isinstance(error, DBAPIError | PoolTimeout):
        log.error("web.database_away", extra={"error": type(error).__name__})
        return Response("database away, try again\n", 503, {"Retry-After": "2"}, mimetype="text/plain")
    log.exception("web.bug")
    return Response("our bug, logged\n", 500, mimetype="text/plain")
