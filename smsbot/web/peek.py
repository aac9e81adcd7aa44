"""The page that shows a worker what a person wrote. A link preview sees a button; one tap opens it, once."""

from hashlib import sha256
from math import ceil

from flask import Blueprint, Response, make_response, render_template, request

from smsbot.db.database import Database
from smsbot.usecases.peek import READABLE_FOR, Open, Page, Shut, look, open_page
from smsbot.usecases.ports import Clock

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
_REFRESH = 60  # seconds: the page follows what they write, and empties itself when its time is over


def peek_blueprint(db: Database, clock: Clock, *, secure: bool) -> Blueprint:
    """The pages under /w. `secure`: we are reached by https, so the cookie travels by nothing else."""
    pages = Blueprint(
        "peek", __name__, url_prefix="/w", template_folder="pages", static_folder="static", static_url_path="/static"
    )

    @pages.after_request
    def _stay_private(response: Response) -> Response:
        if request.endpoint != "peek.static":
            response.headers.update(HEADERS)
        return response

    @pages.get("/<token>")
    def see(token: str) -> Response:
        return _shown(look(db, clock.now(), token, _proof(token)), token, secure)

    @pages.post("/<token>")
    def open_it(token: str) -> Response:
        return _shown(open_page(db, clock.now(), token, _proof(token)), token, secure)

    return pages


def _proof(token: str) -> str:
    return request.cookies.get(_cookie(token), "")


def _cookie(token: str) -> str:
    """A cookie of each page's own, so that two can be open; its name does not give the link away."""
    return f"w{sha256(token.encode()).hexdigest()[:16]}"


def _shown(page: Page, token: str, secure: bool) -> Response:
    if isinstance(page, Shut):
        return make_response(render_template("peek.html", code=page.code))
    if not isinstance(page, Open):
        return make_response(render_template("peek.html"), 404)
    seconds = ceil(page.left.total_seconds())
    shown = make_response(
        render_template("peek.html", code=page.code, words=page.words, minutes=ceil(seconds / 60), opened=True)
    )
    shown.headers["Refresh"] = str(min(_REFRESH, seconds))
    shown.set_cookie(
        _cookie(token),
        page.proof,
        max_age=int(READABLE_FOR.total_seconds()),
        httponly=True,
        secure=secure,
        samesite="Strict",
    )
    return shown
