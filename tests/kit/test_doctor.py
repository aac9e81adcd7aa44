"""smsbot doctor: every fault is named, with what to do about it; and nothing else is."""

import re
from datetime import timedelta

import pytest
from kit_bench import PUBLIC_URL, SERVICE, US, WORKERS_LINE, Bench, Break, key, now

from smsbot.core.flow import Level
from smsbot.db import inbox, programme, tickets, workers

OURS, LINE = "number (336) 555-0199", "number (336) 555-0198"


def test_nothing_is_to_be_mended_where_nothing_is_wrong(bench: Bench) -> None:
    result = bench.run("doctor")

    assert result.exit_code == 0, result.output
    assert "PROBLEM" not in result.output
    assert "nothing to mend" in result.output


def test_looking_changes_nothing_at_the_carrier(small_bench: Bench) -> None:
    small_bench.run("doctor")

    assert small_bench.fake.posts == []


def _number(number: str, **changes: object) -> Break:
    return lambda bench: bench.fake.account.numbers[number].update(changes)


def _service(**changes: object) -> Break:
    def break_it(bench: Bench) -> None:
        bench.env |= {"TWILIO_MESSAGING_SERVICE_SID": SERVICE, "TWILIO_NUMBERS": US}
        bench.fake.account.add_service(SERVICE, PUBLIC_URL, US).update(changes)

    return break_it


def _pool(*numbers: str) -> Break:
    def break_it(bench: Bench) -> None:
        _service()(bench)
        bench.fake.account.pools[SERVICE] = list(numbers)

    return break_it


def _set(**env: str) -> Break:
    return lambda bench: bench.env.update(env)


def _edit(old: str, new: str, file: str = "program.yaml") -> Break:
    return lambda bench: bench.edit(old, new, file)


def _state(**state: str) -> Break:
    return lambda bench: bench.fake.account.state.update(state)


def _no_such_number(bench: Bench) -> None:
    del bench.fake.account.numbers[WORKERS_LINE]


def _no_such_service(bench: Bench) -> None:
    _service()(bench)
    bench.fake.account.services.clear()


def _without_number(bench: Bench) -> None:
    with bench.db.write(now()) as tx:
        workers.remove(tx, "dee")


def _dead(bench: Bench) -> None:
    with bench.db.write(now()) as tx:
        tx.conn.exec_driver_sql("DELETE FROM heartbeat")
    bench.beat(ago=timedelta(minutes=5))


def _never_alive(bench: Bench) -> None:
    with bench.db.write(now()) as tx:
        tx.conn.exec_driver_sql("DELETE FROM heartbeat")


def _not_upgraded(bench: Bench) -> None:
    with bench.db.write(now()) as tx:
        tx.conn.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")


def _red(bench: Bench) -> None:
    with bench.db.write(now()) as tx:
        tickets.open_ticket(tx, "crisis", Level.RED, participant_id=None, phone_id=None, inbox_id=None)


def _demo(bench: Bench) -> None:
    with bench.db.write(now()) as tx:
        programme.put(tx, "stamp", "demo")


def _flagged(bench: Bench) -> None:
    with bench.db.write(now()) as tx:
        arrived = inbox.Arrived("+13365550111", "hello", 0)
        row = inbox.record(tx, "sms", "SM" + "a" * 32, arrived, number_hash="h" * 64, worker_line=False, seq=1)
        assert row is not None
        tx.conn.exec_driver_sql("UPDATE inbox SET flagged_at = received_at")


def _late_clock(bench: Bench) -> None:
    bench.fake.clock_ahead = 600.0


FAULTS: dict[str, tuple[Break, str, str, str]] = {
    # fault: (how it is planted, the check that names it, what it found, what to do)
    "wrong token": (_set(TWILIO_AUTH_TOKEN="f" * 32), "Twilio account", "refuses", "TWILIO_AUTH_TOKEN"),
    "no internet": (_set(TWILIO_API_URL="http://127.0.0.1:9"), "Twilio account", "not be reached", "internet"),
    "trial account": (_state(type="Trial"), "Twilio account", "trial", "upgrade"),
    "suspended account": (_state(status="suspended"), "Twilio account", "suspended", "support"),
    "our clock is late": (_late_clock, "clock", "behind", "time service"),
    "number of another account": (_no_such_number, LINE, "no such number", "_WORKER_NUMBER"),
    "number without SMS": (_number(US, capabilities={"sms": False, "voice": True}), OURS, "cannot", "buy"),
    "texts go elsewhere": (
        _number(US, sms_url="https://old.example.test/sms#rp=all"), f"{OURS}, texts", "old.example.test", "set it to"
    ),
    "texts come by GET": (_number(US, sms_method="GET"), f"{OURS}, texts", "GET", "HTTP POST"),
    "no retries": (_number(US, sms_url=f"{PUBLIC_URL}/twilio/sms"), f"{OURS}, texts", "no retries", "#rc=3"),
    "no address for texts": (_number(US, sms_url=""), f"{OURS}, texts", "lost", f"{PUBLIC_URL}/twilio/sms"),
    "an app answers texts": (_number(US, sms_application_sid="AP1"), f"{OURS}, texts", "TwiML App", "Webhook"),
    "no fallback": (_number(US, sms_fallback_url=None), f"{OURS}, texts, fallback", "no fallback", "TwiML Bin"),
    "calls go elsewhere": (
        _number(WORKERS_LINE, voice_url="https://demo.example.test/"), f"{LINE}, calls", "demo.example.test", "/voice"
    ),
    "a trunk answers calls": (_number(US, trunk_sid="TK1"), f"{OURS}, calls", "something else", "/twilio/voice"),
    "no such service": (_no_such_service, "messaging service", "no service", "TWILIO_MESSAGING_SERVICE_SID"),
    "service drops texts": (_service(inbound_request_url=None), "messaging service, texts", "lost", "Send a webhook"),
    "service posts elsewhere": (
        _service(inbound_request_url="https://old.example.test/"), "messaging service, texts", "old.exam", "set it"
    ),
    "service without our number": (_pool(), "messaging service", "not among its senders", "Sender Pool"),
    "service with a strange number": (_pool(US, "+13365550177"), "messaging service", "555-0177", "add it there"),
    "PUBLIC_URL at home": (_set(PUBLIC_URL="https://localhost"), "PUBLIC_URL", "cannot reach", "https://sms.example.org"),
    "PUBLIC_URL in the open": (_set(PUBLIC_URL="http://sms.example.test"), "PUBLIC_URL", "not https", "https://"),
    "stale date": (_edit("  warmline: 20", "  warmline: 2020-01-01 # "), "resource number warmline", "2020-01", "call"),
    "no date": (_edit("  poison_line: 20", "  # 20"), "resource number poison_line", "nobody has dated", "call it"),
    "worker without a number": (_without_number, "worker dee", "no number", "smsbot workers add dee"),
    "nobody at night": (_edit("on_call: [sam]", "on_call: []"), "on call", "outside the shifts", "on_call"),
    "broken flow": (_edit("expires: 2 days", "expires: never", "join.yaml"), "flows", "flows/join.yaml", "flows check"),
    "broken programme": (_edit("zone: America/New_York", "zone: Atlantis"), "flows", "Atlantis", "flows check"),
    "dead worker": (_dead, "worker", "silent for 5 minutes", "smsbot worker"),
    "no worker ever": (_never_alive, "worker", "none has ever run", "smsbot worker"),
    "database not upgraded": (_not_upgraded, "database", "version 0000", "smsbot db upgrade"),
    "wrong data key": (_set(DATA_KEYS=key(b"x")), "keys", "DATA_KEYS", "right keys"),
    "wrong lookup key": (_set(LOOKUP_KEYS=key(b"x")), "keys", "LOOKUP_KEYS", "right keys"),
    "demo database": (_demo, "database", "stamped 'demo'", "SMSBOT_CARRIER"),
    "no database": (_set(DATABASE_URL="postgresql://nobody@127.0.0.1:9/none"), "database", "does not work", "running"),
    "no file": (_set(DATABASE_URL="sqlite:////nowhere/at/all.sqlite3"), "database", "no file", "smsbot db upgrade"),
    "RED nobody took": (_red, "tickets", "1 RED", "call them now"),
    "text nobody decided": (_flagged, "texts nobody decided", "1 incoming", "smsbot report"),
    "missing setting": (_set(PUBLIC_URL=""), "settings", "PUBLIC_URL is missing", "README.md"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_named_with_what_to_do(small_bench: Bench, fault: str) -> None:
    plant, name, found, do = FAULTS[fault]
    plant(small_bench)
    checks = small_bench.doctor()

    assert checks[name]["status"] == "problem", checks
    assert found in checks[name]["found"]
    assert do in checks[name]["do"]
    related = {
        n for n, c in checks.items() if c["status"] == "problem" and not n.startswith((name, OURS, LINE, "messag"))
    }
    assert related <= ({"resource number"} if fault == "broken programme" else set())


TOGETHER = (
    "number of another account", "texts come by GET", "no fallback", "calls go elsewhere", "PUBLIC_URL in the open",
    "stale date", "no date", "worker without a number", "nobody at night", "broken flow", "dead worker",
    "RED nobody took", "our clock is late",
)  # fmt: skip


def test_many_faults_at_once_are_all_named(bench: Bench) -> None:
    faults = {name: FAULTS[name] for name in TOGETHER if name != "calls go elsewhere"}
    for plant, *_ in faults.values():
        plant(bench)
    _number(US, voice_url="https://demo.example.test/")(bench)
    result = bench.run("doctor")
    checks = bench.doctor()

    assert result.exit_code == 1
    named = {name for name, check in checks.items() if check["status"] == "problem"}
    assert {name for _, name, _, _ in faults.values()} | {f"{OURS}, calls"} == named
    assert len(named) >= 10
    for name in named:
        assert checks[name]["do"]
        assert _untimed(f"{name}: {checks[name]['found']}") in _untimed(result.output)


def _untimed(text: str) -> str:
    """The doctor was asked twice, and seconds may have passed in between."""
    return re.sub(r"\b\d+ s\b", "n s", text)


def test_a_messaging_service_answers_for_its_numbers(small_bench: Bench) -> None:
    _service()(small_bench)
    small_bench.fake.account.numbers[US]["sms_url"] = ""

    assert small_bench.run("doctor").exit_code == 0


def test_a_service_may_leave_texts_to_each_number(small_bench: Bench) -> None:
    _service(use_inbound_webhook_on_number=True, inbound_request_url=None)(small_bench)

    checks = small_bench.doctor()

    assert checks["messaging service, texts"]["status"] == "ok"
    assert checks[f"{OURS}, texts"]["status"] == "ok"
    assert "YES" in checks["words that Twilio answers"]["do"]


def test_what_only_a_person_can_see_is_said_and_is_no_fault(small_bench: Bench) -> None:
    small_bench.env["TWILIO_WORKER_NUMBER"] = ""
    checks = small_bench.doctor()

    assert checks["words that Twilio answers"]["status"] == "by hand"
    assert "STOPALL" in checks["words that Twilio answers"]["found"]


def test_no_watcher_is_a_warning(small_bench: Bench) -> None:
    small_bench.env |= {"HEARTBEAT_URL": "", "ALARM_URL": ""}
    checks = small_bench.doctor()

    assert [checks[name]["status"] for name in ("HEARTBEAT_URL", "ALARM_URL")] == ["warning", "warning"]
    assert small_bench.run("doctor").exit_code == 0


def test_trouble_in_the_middle_is_said_once(small_bench: Bench) -> None:
    from standin.fake_twilio import Status

    small_bench.fake.on_get = lambda form: Status(503) if "PhoneNumber" in form else None
    checks = small_bench.doctor()

    assert "http 503" in checks["Twilio"]["found"]


def test_a_service_that_cannot_be_asked_about_is_no_missing_service(small_bench: Bench) -> None:
    from standin.fake_twilio import Status

    _service()(small_bench)
    small_bench.fake.on_get = lambda form: Status(500) if "PageSize" in form or form == {} else None
    checks = small_bench.doctor()

    assert "no service" not in str(checks)


def test_the_simulated_carrier_says_so(small_bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small_bench.folder)
    small_bench.env |= {"SMSBOT_CARRIER": "simulated", "DATABASE_URL": ""}
    del small_bench.env["DATABASE_URL"], small_bench.env["DATA_KEYS"], small_bench.env["LOOKUP_KEYS"]
    small_bench.run("db", "upgrade")
    checks = small_bench.doctor()

    assert "simulated" in checks["Twilio account"]["found"]
    assert {name for name, check in checks.items() if check["status"] == "problem"} == {
        "worker",
        "worker sam",
        "worker dee",
    }
