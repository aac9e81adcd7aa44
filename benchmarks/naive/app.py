"""One view that verifies, parses, loads, decides, renders, stores, schedules and answers."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import phonenumbers
import yaml
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask, Response, abort, request
from jinja2.sandbox import SandboxedEnvironment
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session
from twilio.request_validator import RequestValidator
from twilio.twiml.messaging_response import MessagingResponse

from benchmarks.naive.models import Base, Message, Participant

FLOW: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "flow.yaml").read_text())


def check_in(participant_id: int) -> None:
    """What a participant's own job would do when it is due."""


def create_app() -> Flask:
    """The app over the database that the environment names."""
    url = os.environ["NAIVE_DATABASE_URL"]
    waits = {"timeout": 30} if url.startswith("sqlite") else {}
    engine = create_engine(url, connect_args=waits)
    Base.metadata.create_all(engine)
    scheduler = BackgroundScheduler(jobstores={"default": SQLAlchemyJobStore(engine=engine)}, timezone="UTC")
    scheduler.start(paused=True)  # it only keeps the jobs: two processes that ran them would run each twice
    app = Flask(__name__, static_folder=None)
    validator = RequestValidator(os.environ["TWILIO_AUTH_TOKEN"])
    address = os.environ["PUBLIC_URL"] + "/twilio/sms"

    @app.get("/healthz")
    def healthz() -> str:
        return "ok"

    @app.post("/twilio/sms")
    def sms() -> Response:
        if not validator.validate(address, request.form, request.headers.get("X-Twilio-Signature", "")):
            abort(403)
        number = phonenumbers.parse(request.form["From"], "US")
        if not phonenumbers.is_possible_number(number):
            abort(400)
        phone = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        with Session(engine) as session:
            sid = request.form["MessageSid"]
            if session.scalar(select(Message).where(Message.sid == sid)) is not None:
                return _xml(MessagingResponse())
            participant = session.scalar(select(Participant).where(Participant.phone == phone))
            if participant is None:
                participant = Participant(phone=phone)
                session.add(participant)
                session.flush()
            body = request.form["Body"]
            participant.messages.append(Message(sid=sid, direction="in", body=body))
            said = _reply(participant, body.strip().lower())
            participant.messages.append(Message(direction="out", body=said))
            session.commit()
            scheduler.add_job(
                check_in,
                "date",
                run_date=datetime.now(UTC) + timedelta(days=7),
                args=[participant.id],
                id=f"check-in-{participant.id}",
                replace_existing=True,
            )
        answer = MessagingResponse()
        answer.message(said)
        return _xml(answer)

    return app


def _reply(participant: Participant, word: str) -> str:
    if word in ("stop", "unsubscribe", "cancel", "end", "quit"):
        participant.opted_out = True
        return "You will get no more texts."
    step = FLOW["steps"][participant.state]
    participant.state = step.get("choices", {}).get(word, FLOW["keywords"].get(word, "menu"))
    participant.updated_at = datetime.now(UTC)
    template = SandboxedEnvironment().from_string(FLOW["steps"][participant.state]["say"])
    return template.render(name=participant.name, kit="free kit", number="988")


def _xml(answer: MessagingResponse) -> Response:
    return Response(str(answer), 200, mimetype="text/xml")


if "NAIVE_DATABASE_URL" in os.environ:
    app = create_app()
