from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from smsbot.core.errors import SmsbotError
from smsbot.providers.twilio.inbound import (
    MAX_BODY,
    InboundCall,
    InboundSms,
    NotTwilio,
    Receipt,
    read_call,
    read_inbound,
    read_receipt,
)

ACCOUNT = "AC" + "a1" * 16
SID = "SM" + "0123456789abcdef" * 2
CALL_SID = "CA" + "f" * 32
SERVICE = "MG" + "b" * 32
TEXT = {"MessageSid": SID, "AccountSid": ACCOUNT, "From": "+14135550123", "To": "+14135550100", "Body": "hi"}
NEWS = {"MessageSid": SID, "AccountSid": ACCOUNT, "MessageStatus": "delivered"}
OURS = {"oid": "019a0000-0000-7000-8000-000000000001"}
CALL = {"CallSid": CALL_SID, "AccountSid": ACCOUNT, "From": "+14135550123", "To": "+14135550100"}


def test_a_text_is_read_whole() -> None:
    form = {**TEXT, "NumMedia": "2", "OptOutType": "STOP", "MessagingServiceSid": SERVICE, "FromCity": "X"}
    assert read_inbound(form, ACCOUNT) == InboundSms(
        SID, ACCOUNT, "+14135550123", "+14135550100", "hi", 2, "STOP", SERVICE
    )


def test_a_plain_text_has_no_extras() -> None:
    text = read_inbound(MultiDict(TEXT))
    assert (text.media, text.opt_out_type, text.service_sid) == (0, None, None)


@pytest.mark.parametrize("sid", [SID, "MM" + "0" * 32, "SM" + "F" * 32])
def test_sms_and_mms_are_read(sid: str) -> None:
    assert read_inbound({**TEXT, "MessageSid": sid}).sid == sid


@pytest.mark.parametrize(
    "sid", [None, "", "SM", SID + "0", SID[:-1], SID + "\n", " " + SID, "XX" + SID[2:], SID[:-1] + "g", ["x"]]
)
def test_a_text_without_its_sid_is_not_twilios(sid: object) -> None:
    with pytest.raises(NotTwilio) as refused:
        read_inbound({**TEXT, "MessageSid": sid})
    assert refused.value.code == "not_twilio"
    assert isinstance(refused.value, SmsbotError)


@pytest.mark.parametrize("field", ["MessageSid", "From", "To"])
@pytest.mark.parametrize("value", [None, "", "  ", "+1413\x00", "x" * 129, 5])
def test_a_text_with_a_missing_or_odd_address_is_not_twilios(field: str, value: object) -> None:
    with pytest.raises(NotTwilio, match=field):
        read_inbound({**TEXT, field: value})


def test_the_refusal_does_not_repeat_what_was_sent() -> None:
    with pytest.raises(NotTwilio) as refused:
        read_inbound({**TEXT, "From": "+14135550123\x00"})
    assert "555" not in str(refused.value)


@pytest.mark.parametrize("account", [None, "", "AC" + "0" * 32, ACCOUNT.upper()])
def test_a_text_of_another_account_is_refused(account: str | None) -> None:
    with pytest.raises(NotTwilio, match="AccountSid"):
        read_inbound({**TEXT, "AccountSid": account}, ACCOUNT)


def test_an_account_sid_that_goes_on_for_ever_is_refused() -> None:
    with pytest.raises(NotTwilio):
        read_inbound({**TEXT, "AccountSid": "A" * 1000})


@pytest.mark.parametrize("sender", ["384387", "Pharmacy", "My Clinic", "whatsapp:+14135550123"])
def test_short_codes_and_names_may_write(sender: str) -> None:
    assert read_inbound({**TEXT, "From": sender}).sender == sender


@pytest.mark.parametrize(
    ("raw", "body"),
    [
        (None, ""),
        ("", ""),
        ("  hi  ", "  hi  "),
        ("a\r\nb", "a\nb"),
        ("not\tbreathing\x00", "not breathing"),
        ("\ud83d\x07!", "!"),
        ("é" * 2000, "é" * MAX_BODY),
        ("\x00" * 500 + "x" * MAX_BODY, "x" * MAX_BODY),
    ],
)
def test_the_body_is_kept_plain_and_bounded(raw: str | None, body: str) -> None:
    assert read_inbound({**TEXT, "Body": raw}).body == body


def test_a_picture_alone_has_an_empty_body() -> None:
    form = {name: value for name, value in TEXT.items() if name != "Body"}
    assert read_inbound({**form, "NumMedia": "1"}).body == ""


@pytest.mark.parametrize("count", ["", "-1", "x", "²", "9" * 5000, None, "1.0"])
def test_an_odd_media_count_loses_no_text(count: str | None) -> None:
    assert read_inbound({**TEXT, "NumMedia": count}).media == 0


@pytest.mark.parametrize(("value", "read"), [("start", "START"), ("HELP", "HELP"), ("other", None), ("", None)])
def test_the_opt_out_type_is_one_of_three(value: str, read: str | None) -> None:
    assert read_inbound({**TEXT, "OptOutType": value}).opt_out_type == read


def test_an_odd_service_is_left_out() -> None:
    assert read_inbound({**TEXT, "MessagingServiceSid": "MG1"}).service_sid is None


def test_a_receipt_names_our_text() -> None:
    form = {**NEWS, "MessageStatus": "failed", "ErrorCode": "21610"}
    assert read_receipt(form, MultiDict(OURS), ACCOUNT) == Receipt(OURS["oid"], SID, "failed", 21610)


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({}, "delivered", None),
        ({"MessageStatus": "Sent"}, "sent", None),
        ({"MessageStatus": "", "SmsStatus": "sent"}, "sent", None),
        ({"MessageStatus": "teleported"}, "teleported", None),
        ({"ErrorCode": ""}, "delivered", None),
        ({"ErrorCode": "0"}, "delivered", None),
        ({"ErrorCode": "soon"}, "delivered", None),
        ({"ErrorCode": "9" * 5000}, "delivered", None),
        ({"ErrorCode": "30003"}, "delivered", 30003),
    ],
)
def test_a_receipt_is_read_leniently(changes: dict[str, str], status: str, code: int | None) -> None:
    receipt = read_receipt({**NEWS, **changes}, OURS)
    assert (receipt.status, receipt.error_code) == (status, code)


@pytest.mark.parametrize(
    ("form", "args"),
    [
        ({**NEWS, "MessageStatus": None}, OURS),
        ({**NEWS, "MessageStatus": "a b"}, OURS),
        ({**NEWS, "MessageStatus": "x" * 33}, OURS),
        ({**NEWS, "MessageSid": "SM1"}, OURS),
        ({**NEWS, "AccountSid": "AC"}, OURS),
        (NEWS, {}),
        (NEWS, {"oid": ""}),
        (NEWS, {"oid": "../x"}),
        (NEWS, {"oid": "x" * 65}),
    ],
)
def test_a_receipt_that_cannot_be_for_us_is_refused(form: dict[str, object], args: dict[str, object]) -> None:
    with pytest.raises(NotTwilio):
        read_receipt(form, args, ACCOUNT)


def test_a_call_is_read() -> None:
    assert read_call(CALL, ACCOUNT) == InboundCall(CALL_SID, "+14135550123", "+14135550100", None)


def test_the_end_of_a_call_passed_on_is_read() -> None:
    assert read_call({**CALL, "DialCallStatus": "no-answer"}).dial_status == "no-answer"
    assert read_call({**CALL, "DialCallStatus": "???"}).dial_status is None


@pytest.mark.parametrize(("sender", "read"), [("", ""), (None, ""), ("anonymous", "anonymous")])
def test_a_caller_may_hide_the_number(sender: str | None, read: str) -> None:
    assert read_call({**CALL, "From": sender}).sender == read


@pytest.mark.parametrize("changes", [{"CallSid": SID}, {"CallSid": None}, {"To": ""}, {"From": "\x00"}])
def test_a_call_that_twilio_would_never_send_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(NotTwilio):
        read_call({**CALL, **changes})


values = st.one_of(st.none(), st.integers(), st.binary(), st.text(), st.lists(st.text()))
names = st.sampled_from([*TEXT, *CALL, *NEWS, "NumMedia", "OptOutType", "DialCallStatus", "ErrorCode", "oid"])


@given(st.sampled_from([TEXT, NEWS, CALL]), st.dictionaries(st.one_of(names, st.text()), values))
def test_nothing_but_not_twilio_is_ever_raised(base: dict[str, str], changes: dict[str, object]) -> None:
    form = {**base, **changes}
    for read in (read_inbound, read_call, lambda posted: read_receipt(posted, posted)):
        with suppress(NotTwilio):
            read(form)


@given(st.text())
def test_every_body_read_can_be_stored(raw: str) -> None:
    body = read_inbound({**TEXT, "Body": raw}).body
    assert len(body) <= MAX_BODY
    assert body.encode().decode() == body
