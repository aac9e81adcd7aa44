"""The page of proof, from the command: in a moment on a virtual clock, and from real processes."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from socket import socket

import pytest
from kit_bench import PUBLIC_URL, SAM, WORKERS_LINE, Bench

SMSBOT = Path(sys.executable).parent / "smsbot"


def test_a_rehearsal_shows_the_page_and_alerts_nobody(small_bench: Bench, tmp_path: Path) -> None:
    out = tmp_path / "drill.html"
    result = small_bench.run("drill", "--simulated-clock", "--to", "Sam", "--to", "dee", "--out", str(out))
    page = out.read_text()

    assert result.exit_code == 0, result.output
    assert "sam took it after 95 s" in result.output
    assert "nobody was alerted" in page
    assert small_bench.fake.posts == []


def test_the_page_holds_the_exact_words_and_no_number(small_bench: Bench, tmp_path: Path) -> None:
    out = tmp_path / "drill.html"
    small_bench.run("drill", "--simulated-clock", "--out", str(out))
    page = out.read_text()

    assert "The truth: nobody on our team has answered yet." in page
    assert "Llame al 911" in page
    assert "crisis.truth after 10 minutes" in page
    assert len(re.findall(r"crisis\.\w+<br>[0-9a-f]{10}", page)) == 6
    assert not re.search(r"555-?0\d{3}", page)


def test_a_limit_that_nobody_meets_is_a_failure_with_a_page(small_bench: Bench, tmp_path: Path) -> None:
    out = tmp_path / "drill.html"
    result = small_bench.run("drill", "--simulated-clock", "--limit", "1", "--out", str(out))

    assert result.exit_code != 0
    assert "nobody took it in 1 minutes; alerted: " in str(result.exception)
    assert "Nobody took it in 1 minutes" in out.read_text()


def test_a_page_that_cannot_be_written_says_so(small_bench: Bench) -> None:
    result = small_bench.run("drill", "--simulated-clock", "--out", "/nowhere/at/all/drill.html")

    assert "cannot be written" in str(result.exception)


def test_flows_with_problems_cannot_be_rehearsed(small_bench: Bench) -> None:
    small_bench.edit("expires: 2 days", "expires: never", "join.yaml")

    assert "flows/join.yaml:3: 'never' is not a duration" in str(
        small_bench.run("drill", "--simulated-clock").exception
    )


@pytest.fixture
def running(small_bench: Bench, tmp_path: Path) -> Iterator[str]:
    """`smsbot run` on the bench: where its web is."""
    with socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    env = {**os.environ, **small_bench.env, "PORT": str(port), "HEARTBEAT_URL": "", "ALARM_URL": ""}
    with (
        (tmp_path / "run.log").open("wb") as log,
        subprocess.Popen([SMSBOT, "run"], env=env, stdout=log, stderr=log) as bot,
    ):
        try:
            _until(lambda: _status(port, "/readyz") == 200)
            yield f"http://127.0.0.1:{port}"
        finally:
            bot.kill()


def _until(condition: "object", seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.05)


def _status(port: int, path: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


def test_real_processes_and_a_worker_who_answers_leave_a_page_with_the_right_times(
    small_bench: Bench, running: str, tmp_path: Path
) -> None:
    out, fake = tmp_path / "drill.html", small_bench.fake
    command = [SMSBOT, "drill", "--to", "sam", "--limit", "2", "--out", str(out)]
    env = {**os.environ, **small_bench.env}
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as drill:
        alert = fake.wait_for(1, timeout=60)[0]
        assert re.fullmatch(r"PORT DRILL \w{4} \d+:\d\d[ap]\. Reply 1 to take\.", alert.body)
        assert (alert.to, alert.sender) == (SAM, WORKERS_LINE)
        fake.callback(alert, "delivered", url_base=running)
        time.sleep(2)  # somebody reaches for their phone
        there = f"{running}/twilio/sms"
        fake.deliver_text(there, SAM, WORKERS_LINE, "1", public_url=f"{PUBLIC_URL}/twilio/sms")
        answered = time.monotonic()
        output, _ = drill.communicate(timeout=60)

    page = out.read_text()
    taken = re.search(r"Taken by sam after (\d+) s", page)
    assert drill.returncode == 0, output
    assert taken is not None
    assert 2 <= int(taken.group(1)) <= answered - alert.at + 30
    assert page.count("not reported") == 0
    assert [there.to for there in fake.accepted] == [SAM, SAM]  # the alert, and the thanks
