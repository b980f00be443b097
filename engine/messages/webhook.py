"""A webhook: one signed POST a message, for the short-message gateway or the office chat of the county."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import orjson

from engine.messages.sending import Message, SendFailed

TIMEOUT_SECONDS = 10
SHORTEST_SECRET = 32
SIGNATURE, DELIVERY = "X-Banjian-Signature", "X-Banjian-Delivery"
# Answers that say: this message will never be taken (a wrong address or secret may be mended, so it is tried again).
FINAL = frozenset({400, 410, 413, 422})


def signature(secret: str, at: int, body: bytes) -> str:
    """Return what the header says: the second of sending and HMAC-SHA256 over ``second.body``, in hex.

    The receiver computes the same, compares in constant time, and refuses a second that is too long ago.
    """
    digest = hmac.digest(secret.encode(), str(at).encode() + b"." + body, hashlib.sha256).hex()
    return f"t={at},v1={digest}"


class _NoRedirect(HTTPRedirectHandler):
    """A redirect is not followed: the body was signed for this address alone."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


@dataclass(frozen=True)
class Webhook:
    """The address that messages are sent to, and the secret that signs them."""

    address: str
    secret: str = field(repr=False)

    @classmethod
    def of(cls, address: str, secret: str) -> Webhook:
        """Check both; raises ValueError (Chinese)."""
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("消息接口地址应当是 http:// 或者 https:// 开头。")
        if len(secret) < SHORTEST_SECRET:
            raise ValueError(f"消息接口的签名密钥不得少于 {SHORTEST_SECRET} 个字符。")
        return cls(address, secret)

    def send(self, message: Message) -> None:
        """Post the message as JSON; whatever is not answered with 2xx did not arrive."""
        body = orjson.dumps(
            {
                "id": message.id,
                "kind": message.kind,
                "text": message.text,
                "case_number": message.case_number,
                "people": list(message.people),
                "created_at": message.created_at.isoformat(),
            }
        )
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "banjian",
            DELIVERY: message.id,
            SIGNATURE: signature(self.secret, int(message.at.timestamp()), body),
        }
        request = Request(self.address, data=body, headers=headers, method="POST")  # noqa: S310 - `of` has checked the scheme
        try:
            with build_opener(_NoRedirect).open(request, timeout=TIMEOUT_SECONDS) as answer:
                answer.read(1024)
        except HTTPError as problem:
            raise SendFailed(f"接口答复 {problem.code}", final=problem.code in FINAL) from problem
        except (OSError, HTTPException) as problem:
            raise SendFailed(f"接口连接失败：{type(problem).__name__}") from problem
