"""The inbox: what may be claimed, what is mine, what is done."""

from __future__ import annotations

import re
from dataclasses import replace

from sqlalchemy import event
from support import catering

from engine.bundle import Bundle
from engine.cases.claim_task import ClaimTask
from processes.registry import HERE as PROCESSES
from processes.registry import load_folder
from webapp.inbox import HANDLING


def rows(page):
    return [re.sub(r"\s+", " ", one.text_content()).strip() for one in page.document.xpath("//tbody/tr")]


def test_a_row_says_what_it_is_and_how_long_is_left(clerk, training):
    catering.file_application(training)
    page = clerk.open("/inbox?tab=claimable")
    assert page.status == 200
    (row,) = rows(page)
    for text in ("小明面馆", "王小明", "小餐饮经营许可", "受理审查", "受理", "县行政审批服务局", "剩 1 个工作日"):
        assert text in row
    assert re.search(r"61092120260302\d{5}", row)


def test_the_tabs_count_what_is_in_them(clerk, training):
    for _ in range(3):
        catering.file_application(training)
    page = clerk.open("/inbox?tab=claimable")
    assert [
        re.sub(r"\s+", " ", one.text_content()).strip() for one in page.document.xpath("//ul[@class='tabs']//a")
    ] == [
        "可签收 3",
        "我的 0",
        "已办 0",
    ]
    page.press("签收")
    assert "我的 1" in clerk.open("/inbox").text


def test_what_is_due_first_comes_first(clerk, training):
    catering.file_application(training, subject="先来的店")
    training.pass_days(3)
    catering.file_application(training, subject="后来的店")
    found = rows(clerk.open("/inbox?tab=claimable"))
    assert "先来的店" in found[0]
    assert "超期 2 个工作日" in found[0]
    assert "后来的店" in found[1]


FOUND = {
    "q=面馆": ["甲面馆"],
    "q=王大": ["乙粉店"],
    "q=没有": [],
    "q=%25": [],
    "matter=three_reviews": [],
    "stage=acceptance": ["甲面馆", "乙粉店"],
    "stage=review": [],
    "light=green": [],
    "light=red": ["甲面馆", "乙粉店"],
    "light=red&q=粉店": ["乙粉店"],
}


def test_a_list_is_narrowed(clerk, training):
    catering.file_application(training, subject="甲面馆", applicant_name="李四")
    catering.file_application(training, subject="乙粉店", applicant_name="王大")
    training.pass_days(4)

    def shops(asked):
        listed = str(rows(clerk.open(f"/inbox?tab=claimable&{asked}")))
        return [shop for shop in ("甲面馆", "乙粉店") if shop in listed]

    assert {asked: shops(asked) for asked in FOUND} == FOUND


def test_pages_go_on_where_the_last_one_ended(clerk, training):
    for number in range(23):
        training.file_case(applicant_name=f"申请人{number:02d}")
    first = clerk.open("/inbox?tab=claimable")
    assert len(rows(first)) == 20
    (onward,) = [link for link in first.links() if "after=" in link]
    second = clerk.open(onward)
    assert len(rows(second)) == 3
    assert not set(rows(first)) & set(rows(second))
    assert clerk.open("/inbox?tab=claimable&after=nonsense~1").status == 200


def test_claiming_leads_to_the_task(clerk, training):
    case = catering.file_application(training)
    page = clerk.open("/inbox?tab=claimable").press("签收")
    assert page.path.startswith("/tasks/")
    assert "已签收，请办理。" in page.text
    assert training.clerk.file(case).open_tasks[0].holder == "林小满"


def test_a_double_click_claims_once(clerk, training):
    case = catering.file_application(training)
    path, fields = clerk.open("/inbox?tab=claimable").asked("签收")
    assert [clerk.post(path, fields).status for _ in range(3)] == [200, 200, 200]
    assert [line.act for line in training.clerk.file(case).trail].count("claimed") == 1


def test_several_are_claimed_at_once_and_the_lost_one_is_told(reviewer, training, hall):
    cases = [training.file_case(applicant_name=name) for name in ("张一", "张二")]
    for case in cases:
        training.clerk.complete(case, "accept")
    page = reviewer.open("/inbox?tab=claimable")
    tasks = page.document.xpath("//input[@name='task']/@value")
    assert len(tasks) == 6
    other = colleague_of(training, "shenhe", "hecha1")
    hall.run(ClaimTask(by=other, task_id=tasks[0]))
    after = page.press("签收所选", task=tasks[:3])
    assert "已签收 2 项。" in after.text
    assert re.search(r"已由秦川于2026-03-02 09:30签收", after.text)
    assert "我的 2" in after.text


def colleague_of(training, of, login):
    """Return the actor ``login`` with the posts of ``of``."""
    return replace(training[login].actor, holdings=training[of].actor.holdings)


def test_who_comes_too_late_reads_who_was_first(reviewer, training, hall):
    case = training.file_case()
    training.clerk.complete(case, "accept")
    page = reviewer.open("/inbox?tab=claimable")
    task = page.document.xpath("//input[@name='task']/@value")[0]
    hall.run(ClaimTask(by=colleague_of(training, "shenhe", "hecha1"), task_id=task))
    late = page.press("签收")
    assert late.status == 409
    assert re.search(r"“review_\w+”已由秦川于2026-03-02 09:30签收", late.text)
    assert "Traceback" not in late.source


def test_nothing_chosen_is_told(clerk, training):
    catering.file_application(training)
    assert "请先选择要签收的步骤。" in clerk.open("/inbox?tab=claimable").press("签收所选").text


def test_what_is_released_can_be_claimed_again(clerk, training):
    case = catering.file_application(training)
    task = clerk.open("/inbox?tab=claimable").press("签收")
    after = task.press("退回待签收")
    assert "已退回待签收" in after.text
    assert "可签收 1" in after.text
    assert training.clerk.file(case).open_tasks[0].holder is None


def test_done_steps_are_listed_with_their_results(clerk, training):
    case = catering.file_application(training)
    catering.accept(training, case)
    (row,) = rows(clerk.open("/inbox?tab=done"))
    assert "予以受理" in row
    assert "2026年3月2日" in row


def test_nobody_sees_what_is_of_another_department(at, training):
    catering.file_application(training)
    for login in ("shenhe", "shenpi", "chujian", "hecha1"):
        assert "没有可以签收的步骤。" in at(login).open("/inbox?tab=claimable").text


def test_english_has_no_chinese_of_ours(clerk, training):
    catering.file_application(training, subject="Shop", applicant_name="Wang")
    page = clerk.open("/inbox?tab=claimable&lang=en")
    assert "Time left" in page.text
    for text in ("签收", "剩", "到期", "筛选", "待办"):
        assert text not in page.text


MOST_QUERIES, MOST_BYTES = 9, 150_000


def test_the_page_takes_few_queries_and_bytes_whatever_one_holds(clerk, training, hall):
    assert len(training.clerk.actor.holdings) > 1
    for number in range(25):
        catering.file_application(training, subject=f"第{number}家店")
    clerk.open("/inbox")
    asked = []
    event.listen(hall.database, "before_cursor_execute", lambda *seen: asked.append(seen[2]))
    for address in ("/inbox", "/inbox?tab=claimable", "/inbox?tab=mine", "/inbox?tab=done"):
        asked.clear()
        page = clerk.open(address)
        assert page.status == 200
        # One more, that for the session, is made ready beforehand and does not pass here.
        assert 0 < len(asked) < MOST_QUERIES, asked
        assert len(page.source.encode()) < MOST_BYTES


def test_every_post_of_a_published_step_has_an_inbox():
    folders = [one.parent for one in PROCESSES.glob("*/matter.yaml")]
    bundles = [Bundle.of(folder.key, folder.files) for folder in map(load_folder, folders)]
    posts = {step.post for bundle in bundles for step in bundle.steps.values()}
    assert "handler" in posts
    assert posts - {""} <= set(HANDLING)
