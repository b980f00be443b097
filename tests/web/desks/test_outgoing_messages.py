"""Administrators see what went out of the house; everybody says where their own mail goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert

from engine.actor import SYSTEM
from engine.command import Command
from engine.ids import new_id
from engine.store.base import table_of
from engine.store.messages import OutgoingMessage
from engine.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class GiveUp(Command):
    """Put a message into the outbox that could not be sent."""

    def execute(self, uow: UnitOfWork) -> dict[str, Any]:
        row = {"id": new_id(uow.now), "channel": "mail", "recipient": "song@example.gov.cn", "people": ["shenpi"]}
        said = {"kind": "red", "text": "办件 X-1 已超期。", "status": "failed", "problem": "收件人被拒绝（550）"}
        uow.execute(insert(table_of(OutgoingMessage)), row | said | {"created_at": uow.now, "due_at": uow.now})
        return {}


def test_what_was_given_up_is_listed_and_sent_again(at, hall) -> None:
    hall.run(GiveUp(by=SYSTEM))
    admin = at("admin")
    page = admin.open("/admin/messages?status=failed")
    assert "收件人被拒绝（550）" in page.text
    assert "没有设置邮件服务器" in page.text
    after = page.press("重新发送")
    assert "已重新排队" in after.text
    assert "song@example.gov.cn" in admin.open("/admin/messages?status=waiting").text
    assert "没有消息" in admin.open("/admin/messages?status=failed").text


def test_everybody_says_where_their_mail_goes(at) -> None:
    reviewer = at("shenhe")
    page = reviewer.open("/account").press("保存", email="不是邮箱")
    assert "请填写完整的电子邮箱地址" in page.text
    assert page.document.xpath("//input[@name='email']/@value") == ["不是邮箱"]
    page = reviewer.open("/account").press("保存", email="cheng@example.gov.cn")
    assert "电子邮箱已登记" in page.text
    assert page.document.xpath("//input[@name='email']/@value") == ["cheng@example.gov.cn"]
