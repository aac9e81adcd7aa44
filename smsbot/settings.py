"""Every setting, read once from the environment; all problems in one error."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from smsbot.core.errors import SmsbotError
from smsbot.core.pace import NO_LIMIT, Rates
from smsbot.core.phone import InvalidPhone, parse
from smsbot.db.database import BadDatabaseUrl, read_url
from smsbot.db.sealing import BadKeys, parse_keys


class BadSettings(SmsbotError):
    """One or more settings are missing or wrong; the message names each and what to do."""

    code = "bad_settings"


@dataclass(frozen=True, slots=True)
class Twilio:
    """The account and the numbers."""

    account_sid: str
    auth_tokens: tuple[str, ...] = field(repr=False)  # the first sends; all of them verify
    from_number: str | None = None
    service_sid: str | None = None
    numbers: tuple[str, ...] = ()
    worker_number: str | None = None
    api_url: str | None = None
    rates: Rates = NO_LIMIT


@dataclass(frozen=True, slots=True)
class Settings:
    """What this process was started with."""

    database_url: str = field(repr=False)
    public_url: str
    data_keys: tuple[bytes, ...] = field(repr=False)
    lookup_keys: tuple[bytes, ...] = field(repr=False)
    simulated: bool
    twilio: Twilio
    flows_dir: Path
    templates_dir: Path
    port: int
    heartbeat_url: str | None = None
    alarm_url: str | None = None


_NEW_KEYS = "make one with 'smsbot keys new'"


def read_settings(env: Mapping[str, str], *, web_or_worker: bool = False) -> Settings:
    """Read every setting; BadSettings lists all that are missing or wrong.

    Args:
        env: the process's environment.
        web_or_worker: separate processes share a database server, so a SQLite file under a dyno is refused.
    """
    reader = _Reader(env)
    simulated = reader.choice("SMSBOT_CARRIER", ("", "simulated")) == "simulated"
    settings = Settings(
        database_url=reader.database(web_or_worker),
        public_url=reader.public_url(simulated),
        data_keys=reader.keys("DATA_KEYS"),
        lookup_keys=reader.keys("LOOKUP_KEYS"),
        simulated=simulated,
        twilio=_SIMULATED if simulated else reader.twilio(),
        flows_dir=reader.folder("FLOWS_DIR", "flows"),
        templates_dir=reader.folder("TEMPLATES_DIR", "templates"),
        port=reader.port(),
        heartbeat_url=reader.url("HEARTBEAT_URL"),
        alarm_url=reader.url("ALARM_URL"),
    )
    if reader.problems:
        lines = dict.fromkeys(reader.problems)  # a port that is read twice is wrong once
        raise BadSettings("these settings need a look:\n" + "\n".join(f"  {line}" for line in lines))
    return settings


_SIMULATED = Twilio(
    account_sid="AC" + "5" * 32,
    auth_tokens=("simulated",),
    from_number="+13365550199",
    numbers=("+13365550199",),
)


class _Reader:
    """Collects problems instead of stopping at the first."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env
        self.problems: list[str] = []

    def _get(self, name: str) -> str:
        return self._env.get(name, "").strip()

    def _problem(self, text: str) -> str:
        self.problems.append(text)
        return ""

    def choice(self, name: str, allowed: tuple[str, ...]) -> str:
        value = self._get(name)
        return value if value in allowed else self._problem(f"{name}: '{value}' is not one of: simulated, or unset")

    def database(self, web_or_worker: bool) -> str:
        text = self._get("DATABASE_URL")
        if not text:
            return self._problem(
                "DATABASE_URL is missing: postgresql://user:password@host/name, or sqlite:///smsbot.sqlite3"
            )
        try:
            backend = read_url(text).get_backend_name()
        except BadDatabaseUrl as error:
            return self._problem(str(error))
        if web_or_worker and backend == "sqlite" and self._get("DYNO"):
            self._problem("DATABASE_URL: a dyno's disk is wiped at every restart; attach PostgreSQL instead of SQLite")
        return text

    def public_url(self, simulated: bool) -> str:
        text = self._get("PUBLIC_URL")
        if not text and simulated:
            return f"http://127.0.0.1:{self.port()}"
        if not _is_address(text) or "?" in text or "#" in text:
            return self._problem(
                "PUBLIC_URL is missing or no web address: the address Twilio reaches, like https://sms.example.org"
            )
        return text.rstrip("/")

    def keys(self, name: str) -> tuple[bytes, ...]:
        text = self._get(name)
        if not text:
            self._problem(f"{name} is missing: {_NEW_KEYS} and keep it where backups of the database are not")
            return ()
        try:
            return parse_keys(name, text)
        except BadKeys as error:
            self._problem(str(error))
            return ()

    def twilio(self) -> Twilio:
        sid, tokens = self._get("TWILIO_ACCOUNT_SID"), self._get("TWILIO_AUTH_TOKEN")
        if not (sid.startswith("AC") and len(sid) == 34):
            self._problem(
                "TWILIO_ACCOUNT_SID is missing or not one: AC and 32 characters (or set SMSBOT_CARRIER=simulated)"
            )
        if not tokens:
            self._problem(
                "TWILIO_AUTH_TOKEN is missing: from the Twilio console; two, separated by a comma, while rotating"
            )
        number = self._number("TWILIO_FROM_NUMBER")
        service = self._get("TWILIO_MESSAGING_SERVICE_SID") or None
        numbers = self._numbers("TWILIO_NUMBERS")
        if number is None and service is None:
            self._problem("TWILIO_FROM_NUMBER is missing (or TWILIO_MESSAGING_SERVICE_SID with TWILIO_NUMBERS)")
        if service is not None and not numbers:
            self._problem("TWILIO_NUMBERS is missing: the numbers of the messaging service, separated by commas")
        rate = self._rate()
        return Twilio(
            account_sid=sid,
            auth_tokens=tuple(token.strip() for token in tokens.split(",") if token.strip()),
            from_number=number,
            service_sid=service,
            numbers=numbers or ((number,) if number else ()),
            worker_number=self._number("TWILIO_WORKER_NUMBER"),
            api_url=self.url("TWILIO_API_URL"),
            rates=Rates(rate * max(1, len(numbers)) if service is not None else rate, rate),
        )

    def _rate(self) -> float:
        text = self._get("TWILIO_SEGMENTS_PER_SECOND") or "1"
        try:
            rate = float(text)
        except ValueError:
            rate = -1
        if 0 <= rate < 10_000:
            return rate
        self._problem(
            f"TWILIO_SEGMENTS_PER_SECOND: '{text}' is no number of segments a second, like 1 or 3; 0: no limit"
        )
        return 1

    def _number(self, name: str) -> str | None:
        text = self._get(name)
        if not text:
            return None
        try:
            return parse(text)
        except InvalidPhone:
            self._problem(f"{name}: '{text}' is not a phone number; write it like +13365550123")
            return None

    def _numbers(self, name: str) -> tuple[str, ...]:
        found = []
        for part in filter(None, (part.strip() for part in self._get(name).split(","))):
            try:
                found.append(parse(part))
            except InvalidPhone:
                self._problem(f"{name}: '{part}' is not a phone number; write it like +13365550123")
        return tuple(found)

    def url(self, name: str) -> str | None:
        text = self._get(name)
        if text and not _is_address(text):
            self._problem(f"{name}: '{text}' is no web address")
        return text.rstrip("/") or None

    def folder(self, name: str, default: str) -> Path:
        path = Path(self._get(name) or default)
        if not path.is_dir():
            self._problem(f"{name}: there is no folder '{path}' (start smsbot in its own folder, or set {name})")
        return path

    def port(self) -> int:
        text = self._get("PORT") or "8000"
        if not text.isdecimal() or not 0 < int(text) < 65536:
            self._problem(f"PORT: '{text}' is no port number")
            return 8000
        return int(text)


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:  # like http://[, which is half an address
        return False
