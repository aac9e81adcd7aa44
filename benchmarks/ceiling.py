"""The ceiling: a Flask view that does nothing and answers as smsbot does."""

from flask import Flask, Response

app = Flask(__name__, static_folder=None)


@app.post("/twilio/sms")
def sms() -> Response:
    """Received; say nothing."""
    return Response('<?xml version="1.0" encoding="UTF-8"?><Response/>', 200, mimetype="text/xml")


@app.get("/healthz")
def healthz() -> str:
    """It is up."""
    return "ok"
