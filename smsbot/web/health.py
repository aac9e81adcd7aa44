"""Is the process up (/healthz), and is the whole programme able to answer people (/readyz)?"""

from flask import Blueprint, Response, jsonify
from sqlalchemy.exc import DBAPIError

from smsbot.db.database import Database
from smsbot.usecases.ports import Clock
from smsbot.usecases.receive import is_worker_alive


def health_blueprint(db: Database, clock: Clock) -> Blueprint:
    """Both answer JSON; /readyz is 503 while the database is away or no worker has been alive for 15 s."""
    blueprint = Blueprint("health", __name__)

    @blueprint.get("/healthz")
    def healthz() -> Response:
        return jsonify(ok=True)

    @blueprint.get("/readyz")
    def readyz() -> tuple[Response, int]:
        try:
            alive = is_worker_alive(db, clock.now())
        except DBAPIError:
            return jsonify(ok=False, database="away", worker="unknown"), 503
        return jsonify(ok=alive, database="up", worker="alive" if alive else "no heartbeat for 15 s"), (
            200 if alive else 503
        )

    return blueprint
