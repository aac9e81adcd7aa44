"""What is sealed, under which key, and how a number is found without being readable.

AES-256-GCM; the associated data names the table, column and row, so that a sealed value copied to another row does
not open. Every participant, phone and worker has a random key of their own, wrapped by DATA_KEYS: the first key seals,
all of them open. Numbers are found by HMAC-SHA256 under LOOKUP_KEYS in the same way.
"""

import base64
import hmac
import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from smsbot.core.errors import SmsbotError

_NONCE = 12
_KEY_ID = 4


class BadKeys(SmsbotError):
    """Keys that are malformed, or not those of this database. The message says which setting to look at."""

    code = "bad_keys"


class NotSealedHere(SmsbotError):
    """A sealed value that no key we hold opens, or that was moved from another row."""

    code = "not_sealed_here"


def new_key() -> str:
    """A fresh key as DATA_KEYS and LOOKUP_KEYS want it: 32 random bytes, urlsafe base64."""
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


def parse_keys(setting: str, text: str) -> tuple[bytes, ...]:
    """The keys of a comma-separated setting, in order; BadKeys names the setting and what is wrong."""
    keys: list[bytes] = []
    for number, part in enumerate((p.strip() for p in text.split(",")), start=1):
        try:
            key = base64.b64decode(part, altchars=b"-_", validate=True)
        except ValueError:
            key = b""
        if len(key) != 32:
            raise BadKeys(f"{setting}: key {number} is not 32 bytes of urlsafe base64; make one with 'smsbot keys new'")
        keys.append(key)
    return tuple(keys)


def key_id(key: bytes) -> bytes:
    """Four bytes that tell keys apart and say nothing about them."""
    return hmac.digest(key, b"smsbot key id", "sha256")[:_KEY_ID]


def _seal(key: bytes, plain: bytes, bound_to: str) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to.encode())


def _open(key: bytes, sealed: bytes, bound_to: str) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], bound_to.encode())
    except (InvalidTag, ValueError):  # the latter when it is too short to be anything
        raise NotSealedHere(f"a sealed value does not open ({bound_to.split(':')[0]})") from None


class MasterKeys:
    """DATA_KEYS: wrap the keys of owners, and seal what has no owner yet."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._keys = {key_id(key): key for key in keys}
        self._first = keys[0]
        self._first_id = key_id(keys[0])

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all keys, the sealing one first."""
        return tuple(kid.hex() for kid in self._keys)

    def seal(self, plain: bytes, bound_to: str) -> bytes:
        """Seal under the first key."""
        return self._first_id + _seal(self._first, plain, bound_to)

    def open(self, sealed: bytes, bound_to: str) -> bytes:
        """Open under whichever key it names; NotSealedHere if we do not hold that key."""
        key = self._keys.get(sealed[:_KEY_ID])
        if key is None:
            raise NotSealedHere("a value was sealed under a key that DATA_KEYS does not hold")
        return _open(key, sealed[_KEY_ID:], bound_to)


class OwnerKey:
    """The key of one participant, phone or worker."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def seal(self, text: str, bound_to: str) -> bytes:
        """Seal a text, bound to its place (table, column, row)."""
        return _seal(self._key, text.encode("utf-8", "replace"), bound_to)

    def open(self, sealed: bytes, bound_to: str) -> str:
        """The text again."""
        return _open(self._key, sealed, bound_to).decode()


class LookupKeys:
    """LOOKUP_KEYS: keyed hashes by which a number or a handle is found."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._keys = tuple(keys)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all keys, the hashing one first."""
        return tuple(key_id(key).hex() for key in self._keys)

    def hash(self, value: str) -> str:
        """The hash that new rows store, under the first key."""
        return self.all_hashes(value)[0]

    def all_hashes(self, value: str) -> tuple[str, ...]:
        """The hashes under every key: what to search for."""
        return tuple(hmac.digest(key, value.encode(), "sha256").hex() for key in self._keys)
