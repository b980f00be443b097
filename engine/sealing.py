"""Keys and sealed values: AES-256-GCM under a key per case, which the key of the hall seals in turn.

Destroying the key of a case forgets its values for good while its trail still verifies, since the
trail holds only salted digests of them (个人信息保护法 第四十七条, 第五十一条).
"""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12
_SALT = 16


class Unsealable(ValueError):
    """The sealed bytes were changed, or another key sealed them."""


class Key:
    """A symmetric key; ``seal`` and ``unseal`` bytes."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self._cipher = AESGCM(raw)

    def seal(self, plain: bytes) -> bytes:
        """Return nonce and ciphertext with its tag, in one piece."""
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, plain, None)

    def unseal(self, sealed: bytes) -> bytes:
        """Return what was sealed; raises Unsealable where it was changed."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], None)
        except (InvalidTag, ValueError) as problem:
            raise Unsealable("密封内容无法打开") from problem

    @property
    def fingerprint(self) -> str:
        """Name the key without telling it."""
        return hashlib.sha256(b"banjian key" + self.raw).hexdigest()[:16]


def new_case_key() -> Key:
    """Return a fresh key for one case."""
    return Key(secrets.token_bytes(32))


def seal_values(key: Key, values: object) -> tuple[bytes, str]:
    """Return the sealed ``values`` (anything JSON can say) and the salted digest for the trail."""
    plain = os.urandom(_SALT) + orjson.dumps(values, option=orjson.OPT_SORT_KEYS)
    return key.seal(plain), hashlib.sha256(plain).hexdigest()


def unseal_values(key: Key, sealed: bytes) -> tuple[object, str]:
    """Return the values and their digest; raises Unsealable."""
    plain = key.unseal(sealed)
    return orjson.loads(plain[_SALT:]), hashlib.sha256(plain).hexdigest()


def opened(key: Key, sealed: bytes) -> tuple[bytes, bytes] | None:
    """Return salt and JSON of sealed values, by which their digest can be made again; none where they do not open."""
    try:
        plain = key.unseal(sealed)
    except Unsealable:
        return None
    return plain[:_SALT], plain[_SALT:]


def load_hall_key(folder: Path) -> Key:
    """Read the key of the hall, or make it at the very first start; the file is for its owner alone."""
    path = folder / "hall.key"
    try:
        return Key(bytes.fromhex(path.read_text("ascii").strip()))
    except FileNotFoundError:
        pass
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f".hall.key.{secrets.token_hex(4)}"
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        # A link fails where another process was first, and then its key is the key.
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return Key(bytes.fromhex(path.read_text("ascii").strip()))
