"""The identity number of a member of staff: noted once, shown nowhere, and what it keeps them from."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from support import catering

from engine.store.base import table_of
from engine.store.office import AnsweredCommand, OfficeTrail

PATH = "/admin/people/{}"


@pytest.fixture
def page(at, training):
    """The page of the window's clerk, before the administrator."""
    return at("admin").open(PATH.format(training.clerk.actor.person_id))


def test_it_is_noted_and_never_shown_and_keeps_them_from_their_own_application(page, clerk, training):
    assert "未登记" in page.text
    after = page.press("登记", id_number=catering.ID_NUMBER.lower())
    assert "身份证号码已登记。" in after.text
    assert "未登记" not in after.text
    assert "****" in after.text
    assert catering.ID_NUMBER not in after.source
    catering.file_application(training)
    refused = clerk.open("/inbox?tab=claimable").press("签收")
    assert refused.status == 403
    assert "您是本件的申请人或代理人，应当回避" in refused.text
    assert "公务员法 第七十六条" in refused.text


def test_a_wrong_number_is_told_beside_the_field(page):
    wrong = page.press("登记", id_number="610921199003070018")
    assert wrong.status == 422
    assert wrong.document.xpath("//*[@id='id_number-error']")
    assert wrong.document.xpath("//input[@id='id_number']/@value") == ["610921199003070018"]
    assert "未登记" in wrong.text


def test_it_is_forgotten_again(page, clerk, training):
    noted = page.press("登记", id_number=catering.ID_NUMBER)
    after = noted.press("删除身份证号码的登记")
    assert "身份证号码的登记已删除。" in after.text
    assert "未登记" in after.text
    catering.file_application(training)
    assert clerk.open("/inbox?tab=claimable").press("签收").status == 200


def test_the_office_trail_tells_that_it_was_noted_but_no_number_or_hash_of_it(page, hall):
    page.press("登记", id_number=catering.ID_NUMBER)
    trail, answered = table_of(OfficeTrail).c, table_of(AnsweredCommand).c
    with hall.reading() as connection:
        acts = connection.execute(select(trail.act, trail.subject, trail.actor_name, trail.detail)).all()
        kept = connection.execute(select(answered.name)).scalars().all()
    assert ("set_id_number", "chuangkou", "管理员（练习）", {"known": True}) in [tuple(row) for row in acts]
    assert "SetIdNumber" not in kept


def test_only_administrators_may(at, page, training):
    path, fields = page.asked("登记", id_number=catering.ID_NUMBER)
    for login in ("chuangkou", "shenpi", "jiancha"):
        token = at(login).open("/desk").document.xpath("//input[@name='csrf_token']/@value")[0]
        assert at(login).post(path, [("csrf_token", token), *fields[1:]]).status == 403
    assert "未登记" in at("admin").open(page.path).text
