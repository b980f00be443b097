"""What somebody wrote to the hall: checked, sealed with the key of the hall, and opened again."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import orjson
from sqlalchemy import func, select

from engine.actor import Actor
from engine.administration.set_email import ADDRESS
from engine.administration.set_email import LONGEST as LONGEST_ADDRESS
from engine.errors import Refused
from engine.sealing import Key
from engine.store.unit_of_work import UnitOfWork
from engine.text import Text, zh

CHANNELS = ("window", "online", "phone", "mail")
ONLINE = "online"
LONGEST_TITLE, LONGEST_TEXT, LONGEST_NAME = 60, 2000, 60
FLOOD_WINDOW = timedelta(hours=1)
MOST_AN_HOUR = 20
"""From one address, which a whole village may share."""
_PHONE = re.compile(r"[0-9+()（）\- ]{5,30}")


class TooMany(Refused):
    """Too much came from one network address."""

    status = 429


def seal(key: Key, values: Mapping[str, Any]) -> bytes:
    """Return the values sealed."""
    return key.seal(orjson.dumps(dict(values), option=orjson.OPT_SORT_KEYS))


def unseal(key: Key, sealed: bytes | None) -> dict[str, Any]:
    """Return what was sealed, nothing for nothing; raises engine.sealing.Unsealable where it was changed."""
    values: dict[str, Any] = orjson.loads(key.unseal(sealed)) if sealed else {}
    return values


def content_problems(title: str, content: str, name: str, phone: str, email: str) -> dict[str, Text]:
    """Return what is wrong with each of the stripped fields; only title and content must be there."""
    problems: dict[str, Text] = {}
    if not 0 < len(title) <= LONGEST_TITLE:
        problems["title"] = zh("请填写标题，最多 {most} 个字。", most=LONGEST_TITLE)
    if not 0 < len(content) <= LONGEST_TEXT:
        problems["content"] = zh("请填写内容，最多 {most} 个字。", most=LONGEST_TEXT)
    if len(name) > LONGEST_NAME:
        problems["name"] = zh("姓名最多 {most} 个字。", most=LONGEST_NAME)
    if phone and not _PHONE.fullmatch(phone):
        problems["phone"] = zh("请填写电话号码，例如 0915-0000000。")
    if email and (len(email) > LONGEST_ADDRESS or not ADDRESS.fullmatch(email)):
        problems["email"] = zh("请填写完整的电子邮箱地址，例如 name@example.com。")
    return problems


def origin_of(uow: UnitOfWork, by: Actor) -> str:
    """Return a keyed digest of the network address of a member of the public, nothing for others."""
    if by.kind != "applicant" or not by.address:
        return ""
    return hmac.digest(uow.hall.key.raw, f"origin {by.address}".encode(), hashlib.sha256).hex()


def require_no_flood(uow: UnitOfWork, table: Any, origin: str) -> None:
    """Raise TooMany where the last hour brought MOST_AN_HOUR rows of ``table`` from the same address."""
    recent = (table.c.origin == origin, table.c.received_at > uow.now - FLOOD_WINDOW)
    if origin and uow.execute(select(func.count()).where(*recent)).scalar_one() >= MOST_AN_HOUR:
        raise TooMany(zh("从这个网络提交得太多，请一小时后再试，或者拨打大厅电话。"))
