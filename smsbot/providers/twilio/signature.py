"""X-Twilio-Signature: proof that a request comes from Twilio, and the address it is computed over.

Rule: base64(HMAC-SHA1(auth token, address + sorted names and values)), https://www.twilio.com/docs/usage/webhooks/webhooks-security
"""

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from twilio.request_validator import RequestValidator, compare  # type: ignore[import-untyped]

Params = Mapping[str, str | Sequence[str]]


class _Fields(dict[str, list[str]]):
    """Form fields in the one shape that the validator reads repeated values from."""

    def getall(self, name: str) -> list[str]:
        return self[name]


def verify(tokens: Sequence[str], url: str, params: Params | str, signature: str | None) -> bool:
    """Whether one of our tokens signed exactly this request; two are tried while a token is rotated.

    `params` are all fields of a form post (a Flask `request.form` as it is), or the raw text of a JSON body.
    False for a missing signature; never raises, whatever comes in.
    """
    if not isinstance(signature, str) or not signature:
        return False
    # An empty token is a key that anyone can sign with.
    return any(_matches(token, url, params, signature) for token in tokens if token.strip())


def sign(token: str, url: str, params: Params) -> str:
    """The signature Twilio would send with this form post."""
    return str(RequestValidator(token).compute_signature(url, _fields(params)))


def public_url(base: str, raw_path: str, query: str = "") -> str:
    """The address Twilio called and signed: our configured base, then path and query as they came, undecoded.

    The base may carry a path, a trailing slash or capitals in its host; a login in it is dropped, Twilio does
    not sign it. The request's own Host header plays no part, since whoever calls can set it.
    """
    parts = urlsplit(base.strip())
    host = parts.netloc.rpartition("@")[2].lower()
    path = raw_path if raw_path.startswith("/") else f"/{raw_path}"
    address = f"{parts.scheme}://{host}{parts.path.rstrip('/')}{path}"
    return f"{address}?{query}" if query else address


def _matches(token: str, url: str, params: Params | str, signature: str) -> bool:
    try:
        validator = RequestValidator(token)
        if isinstance(params, str):
            return bool(validator.validate(url, params, signature))
        fields = _fields(params)
        # The address as it stands first; `validate` tries it with and without a port, at twice the cost.
        straight = compare(validator.compute_signature(url, fields), signature)
        return straight or bool(validator.validate(url, fields, signature))
    except Exception:  # an odd port, a lone surrogate, a value that is no text: not signed by Twilio
        return False


def _fields(params: Params) -> _Fields:
    read = getattr(params, "getlist", None) or params.__getitem__
    values = ((name, read(name)) for name in params)
    return _Fields({name: [value] if isinstance(value, str) else list(value) for name, value in values})
