"""转办 on the page of a task: the choice of colleagues, what is refused, and what the head may do."""

from __future__ import annotations

import pytest
from support import catering
from support.training import key

from engine.queries.transfers import transfer_choices
from webapp.accounts.posts import GivePost


@pytest.fixture
def case(training):
    """A catering case at its review, which ``shenhe`` has; ``hecha3`` could do it, ``shenpi`` is their head."""
    for login, post, department in (
        ("hecha3", "reviewer", "market_station"),
        ("suozhang", "reviewer", "market_bureau"),
    ):
        give(training, login, post, department)
    filed = catering.file_application(training)
    catering.accept(training, filed)
    catering.assign(training, filed)
    for login in ("hecha1", "hecha2"):
        catering.check(training, filed, login)
    training.reviewer.claim(filed, "review")
    return filed


def give(training, login, post, department):
    person = training[login].actor.person_id
    admin = training["admin"].actor
    training.hall.run(GivePost(by=admin, key=key(), person_id=person, post=post, department=department))


def page_of(at, training, login, case, element="review"):
    return at(login).open(f"/tasks/{training[login].find(case, element)}")


def offered(page):
    return [one.text for one in page.document.xpath("//select[@id='to_person_id']/option")][1:]


def chosen(page, name):
    (found,) = page.document.xpath(f"//select[@id='to_person_id']/option[text()='{name}']/@value")
    return found


def holder(training, case):
    return training.approver.file(case).open_tasks[0].holder


def test_a_colleague_gets_it_and_reads_why(at, training, case):
    page = page_of(at, training, "shenhe", case)
    assert offered(page) == ["康定"]
    after = page.press("转办", to_person_id=chosen(page, "康定"), reason="明日外出培训")
    assert after.status == 200
    assert after.path.startswith("/inbox")
    assert "已转给康定办理，已通知对方。" in after.text
    assert holder(training, case) == "康定"
    told = at("hecha3").open("/notices")
    assert "程砚把办件" in told.text
    assert "明日外出培训" in told.text
    mine = page_of(at, training, "hecha3", case)
    assert "把“审核”转给康定办理" in mine.text
    late = page.press("提交", result="pass", opinion="同意")
    assert late.status == 409


def test_a_double_click_transfers_once(at, training, case):
    page = page_of(at, training, "shenhe", case)
    path, fields = page.asked("转办", to_person_id=chosen(page, "康定"), reason="外出")
    assert [at("shenhe").post(path, fields).status for _ in range(2)] == [200, 200]
    assert [line.act for line in training.approver.file(case).trail].count("transferred") == 1


def test_what_is_wrong_stands_beside_its_field(at, training, case):
    page = page_of(at, training, "shenhe", case)
    empty = page.press("转办", to_person_id=chosen(page, "康定"))
    assert empty.status == 422
    assert "请用 1 至 200 字写明转办的原因。" in empty.document.xpath("//*[@id='reason-error']")[0].text
    assert empty.document.xpath("//details[@id='transfer' and @open]")
    again = empty.press("转办", to_person_id="", reason="外出")
    assert again.status == 422
    assert "请选择另一名同事。" in again.document.xpath("//*[@id='to_person_id-error']")[0].text
    assert again.document.xpath("//input[@id='reason']/@value") == ["外出"]
    wrong = again.press("转办", to_person_id=training["hecha1"].actor.person_id)
    assert "秦川不是本部门在岗的审核人。" in wrong.document.xpath("//*[@id='to_person_id-error']")[0].text
    assert holder(training, case) == "程砚"


def test_who_is_kept_from_it_is_not_offered_and_the_rule_is_named(at, training, case):
    training.reviewer.complete(case, "review", result="pass", opinion="同意")
    give(training, "shenhe", "approver", "market_bureau")
    give(training, "hecha3", "approver", "market_bureau")
    page = page_of(at, training, "shenpi", case, "approval")
    assert offered(page) == ["康定"]
    assert page.document.xpath("//details[@id='transfer' and not(@open)]")
    refused = page.press("转办", to_person_id=training["shenhe"].actor.person_id, reason="外出")
    assert refused.status == 403
    (said,) = refused.document.xpath("//*[@id='to_person_id-error']")
    assert "程砚审核过本件，不能再审批" in said.text
    assert "EM-18" in said.text


def test_the_head_gives_the_task_of_who_is_away_to_a_colleague(at, training, case):
    shown = at("shenpi").open(f"/cases/{case}")
    (link,) = [one for one in shown.links() if one.endswith("/transfer#transfer")]
    page = at("shenpi").open(link.partition("#")[0])
    assert page.document.xpath("//details[@id='transfer' and @open]")
    assert "这一步已由程砚签收。" in page.text
    assert not page.document.xpath("//textarea[@name='opinion']")
    page.press("转办", to_person_id=chosen(page, "康定"), reason="病假")
    assert holder(training, case) == "康定"


def test_others_may_not(at, training, case):
    """A colleague with the post reads why; who has nothing to do with the step learns nothing of it."""
    page = page_of(at, training, "hecha3", case)
    assert not page.document.xpath("//*[@id='transfer']")
    task = training["shenhe"].find(case, "review")
    token = page.document.xpath("//input[@name='csrf_token']/@value")[0]
    fields = [("csrf_token", token), ("to_person_id", training["hecha3"].actor.person_id), ("reason", "我来办")]
    refused = at("hecha3").post(f"/tasks/{task}/transfer", fields)
    assert refused.status == 403
    assert "只有经办人本人或者部门负责人可以转办" in refused.text
    for login, status in (("chujian", 404), ("suozhang", 404), ("jiancha", 403)):
        assert at(login).open(f"/tasks/{task}/transfer").status == status, login
        token = at(login).open("/desk").document.xpath("//input[@name='csrf_token']/@value")[0]
        assert at(login).post(f"/tasks/{task}/transfer", [("csrf_token", token), *fields[1:]]).status == status
    assert holder(training, case) == "程砚"


def test_nobody_gets_a_second_share_of_what_two_must_do(at, training):
    filed = catering.file_application(training)
    catering.accept(training, filed)
    catering.assign(training, filed)
    page = page_of(at, training, "hecha1", filed, "site_check")
    assert offered(page) == ["康定"]
    refused = page.press("转办", to_person_id=training["hecha2"].actor.person_id, reason="外出")
    assert "叶知秋名下已有其中一份" in refused.text
    page.press("转办", to_person_id=chosen(page, "康定"), reason="外出")
    with training.hall.reading() as connection:
        file = training.approver.file(filed)
        assert transfer_choices(connection, training["hecha1"].actor, file, file.open_tasks[0]) is None


def test_who_is_alone_in_the_post_reads_so(at, training):
    filed = catering.file_application(training)
    catering.accept(training, filed)
    page = page_of(at, training, "suozhang", filed, training.open_elements(filed)[0])
    assert "本部门没有其他可以办理这一步的监管所所长。" in page.text
