"""窗口授权: heads of departments and administrators give and revoke what lets a window decide."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from support.played_matters import PlayedMatter

from engine.store.base import table_of
from engine.store.office import OfficeTrail

MATTER = "individual_business_registration"
LIST, NEW = "/admin/authorisations", "/admin/authorisations/new"


@pytest.fixture
def matter(training):
    """The matter that is decided while the applicant waits."""
    return PlayedMatter(training, MATTER)


def said(training, **changes):
    given = {
        "matter_key": MATTER,
        "person_id": training.clerk.actor.person_id,
        "scope": "材料齐全的设立登记",
        "document": "汉市监函〔2026〕7号",
        "ends_on": "2026-08-31",
    }
    return given | changes


def rows(page):
    return [" ".join(one.text_content().split()) for one in page.document.xpath("//tbody/tr")]


def options(page, name):
    return {one.get("value"): one.text for one in page.document.xpath(f"//select[@id='{name}']/option[@value!='']")}


def office_acts(hall):
    trail = table_of(OfficeTrail).c
    with hall.reading() as connection:
        found = connection.execute(select(trail.act, trail.actor_name, trail.subject).order_by(trail.at, trail.id))
        return [tuple(row) for row in found if "authorisation" in row.act]


def test_the_head_authorises_a_clerk_who_then_decides(at, training, matter, hall):
    case = matter.file(("operator_id", "premises_proof"))
    training.clerk.complete(case, "acceptance", result="accept", checked=["operator_id", "premises_proof"])
    form = at("shenpi").open(NEW)
    assert options(form, "department") == {"market_bureau": "县市场监督管理局"}
    assert form.document.xpath("//select[@id='department']/option[@selected]/@value") == ["market_bureau"]
    assert form.document.xpath("//input[@id='starts_on']/@value") == ["2026-03-02"]
    assert "林小满（县行政审批服务局、县市场监督管理局）" in options(form, "person_id").values()
    after = form.press("授权", **said(training))
    assert after.status == 200
    assert "已授权，授权编号为县市场监督管理局授〔2026〕00001号。" in after.text
    (row,) = rows(after)
    for text in (
        "林小满",
        "窗口人员",
        "个体工商户设立登记",
        "材料齐全的设立登记",
        "2026年8月31日 有效",
        "授权人：宋明远",
    ):
        assert text in row
    assert office_acts(hall) == [("give_authorisation", "宋明远", "县市场监督管理局授〔2026〕00001号")]
    assert at("chuangkou").open(f"/intake/cases/{case}/decision").status == 200


def test_what_it_must_say_is_told_beside_the_fields(at, training, matter):
    form = at("admin").open(NEW)
    (here,) = form.document.xpath("//nav//a[@aria-current='page']")
    assert here.text_content().strip() == "窗口授权"
    form = at("shenpi").open(NEW)
    empty = form.press("授权")
    assert empty.status == 422
    wrong = {one.get("id").removesuffix("-error") for one in empty.document.xpath("//p[@class='field-error']")}
    assert wrong == {"matter_key", "ends_on"}
    both = empty.press("授权", **said(training, window_department="market_bureau", scope=" ", ends_on="2028-01-01"))
    wrong = {one.get("id").removesuffix("-error") for one in both.document.xpath("//p[@class='field-error']")}
    assert wrong == {"person_id", "scope", "ends_on"}
    assert both.document.xpath("//input[@id='document']/@value") == ["汉市监函〔2026〕7号"]
    assert "还没有授权过窗口。" in at("shenpi").open(LIST).text


def test_a_head_lends_no_powers_but_those_of_the_own_department(at, training, matter):
    form = at("shenpi").open(NEW)
    refused = form.press("授权", **said(training, department="approval_bureau"))
    assert refused.status == 422
    assert refused.document.xpath("//*[@id='department-error']")
    by_admin = at("admin").open(NEW).press("授权", **said(training, department="market_bureau"))
    assert "授权人：管理员（练习）" in rows(by_admin)[0]


def test_an_authorisation_is_revoked_with_its_reason(at, training, matter, hall):
    after = at("shenpi").open(NEW).press("授权", **said(training, person_id="", window_department="market_bureau"))
    assert "窗口全体人员" in rows(after)[0]
    (link,) = [one for one in after.links() if one.endswith("/revoke")]
    page = at("shenpi").open(link)
    assert page.press("撤回授权").status == 422
    path, fields = page.asked("撤回授权", reason="职责调整")
    done = [at("shenpi").post(path, fields) for _ in range(2)]
    assert [one.status for one in done] == [200, 200]
    (row,) = rows(done[0])
    assert "已撤回宋明远于2026年3月2日撤回：职责调整" in row
    assert not [one for one in done[0].links() if one.endswith("/revoke")]
    assert [act for act, *_ in office_acts(hall)] == ["give_authorisation", "revoke_authorisation"]
    again = at("admin").open(link)
    assert "职责调整" in again.text
    assert not again.document.xpath("//input[@name='reason']")


def test_the_state_follows_the_days(at, training, matter):
    at("shenpi").open(NEW).press("授权", **said(training, starts_on="2026-03-04", ends_on="2026-03-05"))
    for days, state in ((0, "未到起始日"), (2, "有效"), (2, "已期满")):
        training.pass_days(days)
        assert state in rows(at("shenpi").open(LIST))[0]


def test_others_neither_see_nor_give_them(at, training, matter):
    at("shenpi").open(NEW).press("授权", **said(training))
    for login in ("chuangkou", "shenhe", "jiancha", "suozhang"):
        for address in (LIST, NEW):
            assert at(login).open(address).status == 403, (login, address)
        assert "窗口授权" not in at(login).open("/desk").text
    assert "窗口授权" in at("shenpi").open("/desk").text
