"""A deployment on which nothing is wrong, for the doctor to look at; each test then breaks something."""

import json
import shutil
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from click.testing import CliRunner, Result
from standin.fake_twilio import FakeTwilio

from smsbot.cli import cli
from smsbot.db import programme, workers
from smsbot.db.database import Database, read_url
from smsbot.db.sealing import LookupKeys, MasterKeys
from smsbot.db.tx import Keys

ROOT = Path(__file__).parents[2]
KEYS = Keys(MasterKeys([b"d" * 32]), LookupKeys([b"l" * 32]))
PUBLIC_URL = "https://sms.example.test"
US, WORKERS_LINE = "+13365550199", "+13365550198"
ANA, SAM, DEE = "+13365550111", "+13365550150", "+13365550151"
SERVICE = "MG" + "5" * 32


def _today() -> str:
    """The day it is where the programme is."""
    return datetime.now(ZoneInfo("America/New_York")).date().isoformat()


def now() -> datetime:
    """This moment: the commands go by the machine's clock."""
    return datetime.now(UTC)


def key(letter: bytes) -> str:
    """A key as the settings want it."""
    return urlsafe_b64encode(letter * 32).decode()


@dataclass
class Bench:
    """Settings, files, a database and a carrier that fit together. Change them, then look."""

    folder: Path
    fake: FakeTwilio
    db: Database
    env: dict[str, str]

    def run(self, *words: str) -> Result:
        """One command of smsbot, in this process."""
        return CliRunner().invoke(cli, list(words), env=self.env)

    def doctor(self) -> dict[str, dict[str, str]]:
        """What the doctor found, by name; the last one where a name comes twice, a problem before all others."""
        result = self.run("doctor", "--json")
        checks = json.loads(result.stdout)["checks"]
        assert json.loads(result.stdout)["ok"] is (result.exit_code == 0)
        problems = [check for check in checks if check["status"] == "problem"]
        return {check["name"]: check for check in (*checks, *problems)}

    def edit(self, old: str, new: str, file: str = "program.yaml") -> None:
        """Change a staff file."""
        path = self.folder / "flows" / file
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))

    def beat(self, ago: timedelta = timedelta(minutes=-5)) -> None:
        """A worker's heart beats (also for a test that is slow), or did."""
        with self.db.write(now() - ago) as tx:
            programme.beat(tx, "worker")


def set_up(folder: Path, database_url: str, fake: FakeTwilio) -> Bench:
    """Nothing to mend: every date is today's, everybody on the rota has a number, every address is ours."""
    for name in ("flows", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    program = folder / "flows/program.yaml"
    program.write_text(program.read_text().replace("2026-11-01", _today()))
    fake.account.add_number(US, PUBLIC_URL)
    fake.account.add_number(WORKERS_LINE, PUBLIC_URL)
    bench = Bench(folder, fake, Database(read_url(database_url), KEYS), settings(folder, database_url, fake))
    with bench.db.write(now()) as tx:
        programme.stamp(tx, "live")
        programme.check_keys(tx)
        workers.add(tx, "sam", SAM)
        workers.add(tx, "dee", DEE)
    bench.beat()
    return bench


def settings(folder: Path, database_url: str, fake: FakeTwilio) -> dict[str, str]:
    """The environment of a live deployment."""
    return {
        "DATABASE_URL": database_url,
        "PUBLIC_URL": PUBLIC_URL,
        "DATA_KEYS": key(b"d"),
        "LOOKUP_KEYS": key(b"l"),
        "TWILIO_ACCOUNT_SID": fake.account_sid,
        "TWILIO_AUTH_TOKEN": fake.auth_token,
        "TWILIO_FROM_NUMBER": US,
        "TWILIO_SEGMENTS_PER_SECOND": "0",
        "TWILIO_WORKER_NUMBER": WORKERS_LINE,
        "TWILIO_API_URL": fake.url,
        "FLOWS_DIR": str(folder / "flows"),
        "TEMPLATES_DIR": str(folder / "templates"),
        "HEARTBEAT_URL": "https://watch.example.test/beat",
        "ALARM_URL": "https://watch.example.test/alarm",
    }


Break = Callable[[Bench], None]
