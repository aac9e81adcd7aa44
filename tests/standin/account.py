"""What the stand-in shows of the account besides its texts: itself, its numbers, its messaging services."""

import re
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Account:
    """All of it may be changed at any time. Fields are those of the API's JSON."""

    sid: str
    state: dict[str, Any] = field(default_factory=lambda: {"status": "active", "type": "Full"})
    numbers: dict[str, dict[str, Any]] = field(default_factory=dict)
    services: dict[str, dict[str, Any]] = field(default_factory=dict)
    pools: dict[str, list[str]] = field(default_factory=dict)

    def add_number(self, number: str, base: str) -> dict[str, Any]:
        """A number that is set up as the README says, for a bot at `base`; change what comes back."""
        self.numbers[number] = {
            "account_sid": self.sid,
            "phone_number": number,
            "sid": "PN" + number[1:].rjust(32, "0"),
            "capabilities": {"sms": True, "voice": True, "mms": True, "fax": False},
            "sms_url": f"{base}/twilio/sms#rc=3&rp=ct,rt,5xx&ct=2000&rt=4000&tt=15000",
            "sms_method": "POST",
            "sms_fallback_url": "https://handler.example.test/bin",
            "sms_application_sid": "",
            "voice_url": f"{base}/twilio/voice",
            "voice_method": "POST",
            "voice_fallback_url": "https://handler.example.test/bin",
            "voice_application_sid": None,
            "trunk_sid": None,
        }
        return self.numbers[number]

    def add_service(self, sid: str, base: str, *numbers: str) -> dict[str, Any]:
        """A messaging service with these senders that posts to a bot at `base`; change what comes back."""
        self.pools[sid] = list(numbers)
        self.services[sid] = {
            "account_sid": self.sid,
            "sid": sid,
            "inbound_request_url": f"{base}/twilio/sms#rc=3&rp=ct,rt,5xx",
            "inbound_method": "POST",
            "fallback_url": "https://handler.example.test/bin",
            "use_inbound_webhook_on_number": False,
        }
        return self.services[sid]

    def is_at(self, path: str) -> bool:
        """Is this address one of ours to answer?"""
        return path.startswith("/v1/Services/") or path == f"/2010-04-01/Accounts/{self.sid}.json"

    def show(self, path: str, query: dict[str, str]) -> dict[str, Any] | None:
        """The API's JSON; None for a 404."""
        if path == f"/2010-04-01/Accounts/{self.sid}.json":
            return {"sid": self.sid, **self.state}
        if path.endswith("/IncomingPhoneNumbers.json"):
            wanted = query.get("PhoneNumber", "").lstrip("+")
            found = [shown for number, shown in self.numbers.items() if wanted in number]  # parts match too
            return {"incoming_phone_numbers": found, "next_page_uri": None, "page": 0, "page_size": 50}
        named = re.fullmatch(r"/v1/Services/(\w+)(/PhoneNumbers)?", path)
        if named is None or named.group(1) not in self.services:
            return None
        if not named.group(2):
            return self.services[named.group(1)]
        pool = [{"phone_number": number, "sid": "PN"} for number in self.pools[named.group(1)]]
        return {"phone_numbers": pool, "meta": {"key": "phone_numbers", "next_page_url": None}}
