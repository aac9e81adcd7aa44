"""The stand-in for the carrier as a process of its own, so that it does not run beside the load in one interpreter."""

import json
import subprocess
import sys
from types import TracebackType
from typing import Any, Self
from urllib.request import urlopen

from standin.fake_twilio import ACCOUNT, TOKEN

from benchmarks import ROOT


class StandIn:
    """What a deployment needs to know of it, and what it took."""

    account_sid, auth_token = ACCOUNT, TOKEN
    url = ""

    def __enter__(self) -> Self:
        command = [sys.executable, str(ROOT / "tests" / "standin" / "fake_twilio.py"), "--port", "0"]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.url = json.loads(self._process.stdout.readline())["url"]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait(10)
        if self._process.stdout is not None:
            self._process.stdout.close()

    def accepted(self) -> dict[str, float]:
        """When it took the first text to each number, in monotonic seconds, which are those of this machine."""
        with urlopen(f"{self.url}/_standin/accepted", timeout=60) as answer:
            rows: list[dict[str, Any]] = json.load(answer)
        taken: dict[str, float] = {}
        for row in rows:
            taken.setdefault(row["to"], row["at"])
        return taken
