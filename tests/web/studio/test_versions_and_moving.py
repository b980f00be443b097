"""From a draft to a version and running cases onto it, as two people do it in their browsers."""

from __future__ import annotations

import re

import pytest
from support.training import TrainingHall

PROMISE = b"promised: {value: {days: 7}"
LIMIT = b'name="limitWorkdays" value="2"'
KEY = "small_catering_permit"
VERSIONS = f"/studio/matters/{KEY}/versions"
MOVING = f"/studio/matters/{KEY}/moving"


@pytest.fixture
def people(another_visitor):
    designer, manager = another_visitor(), another_visitor()
    designer.log_in("liucheng")
    manager.log_in("shixiang")
    return designer, manager


def fields_of(page: str, action: str) -> dict[str, str]:
    """Return what the form with this action carries, its boxes as they are ticked."""
    form = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', page, re.S).group(0)
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    boxes = re.findall(r'name="case" value="([^"]+)" checked', form)
    return hidden | ({"case": boxes} if boxes else {})


def send(visitor, page: str, action: str, **more):
    fields = fields_of(visitor.get(page).text, action) | more
    return visitor.client.post(action, data=fields, environ_base=visitor.where)


def shortened(people, hall, *, steps: bool = True) -> str:
    """Let the designer begin a draft with a promise of six days, and limits that fit it; return its address."""
    from engine.queries.drafts import draft
    from engine.studio.save_process_draft import SaveProcessDraft

    designer, _manager = people
    answer = designer.post(f"/studio/matters/{KEY}/drafts", {"title": "承诺时限改为 6 个工作日"}, page="/studio")
    address = answer.headers["Location"]
    by = TrainingHall(hall, hall.clock)["liucheng"].actor
    draft_id = address.rsplit("/", 1)[1]
    with hall.reading() as connection:
        files = draft(connection, by, draft_id).files
    changed = {"matter.yaml": files["matter.yaml"].replace(PROMISE, PROMISE.replace(b"7", b"6"))}
    if steps:
        changed["process.bpmn"] = files["process.bpmn"].replace(LIMIT, LIMIT.replace(b"2", b"1"))
    hall.run(SaveProcessDraft(by=by, draft_id=draft_id, revision=1, changed=changed))
    return address


def test_a_draft_is_submitted_returned_and_approved_by_a_second_person(people, hall):
    designer, manager = people
    address = shortened(people, hall)
    page = designer.get(f"{address}/review").text
    assert "承诺办结时限：7 个工作日 → 6 个工作日" in page
    assert "批准</button>" not in page
    assert send(designer, f"{address}/review", f"{address}/submit").status_code == 303
    refused = send(manager, f"{address}/review", f"{address}/return", reason=" ")
    assert refused.status_code == 422
    assert "请写明退回的理由" in refused.text
    assert send(designer, f"{address}/review", f"{address}/take-back").status_code == 303
    assert f"{address}/approve" not in manager.get(f"{address}/review").text
    send(designer, f"{address}/review", f"{address}/submit")
    send(manager, f"{address}/review", f"{address}/return", reason="请写明依据")
    assert "文清退回：请写明依据" in designer.get(f"{address}/review").text
    send(designer, f"{address}/review", f"{address}/submit")
    wrong = send(manager, f"{address}/review", f"{address}/approve", in_force_from="2001-01-01")
    assert wrong.status_code == 422
    answer = send(manager, f"{address}/review", f"{address}/approve", in_force_from=str(hall_day(hall)))
    assert answer.headers["Location"] == VERSIONS
    listed = manager.get(VERSIONS).text
    assert "文清" in listed
    assert "没有报告" in listed
    shown = manager.get(f"{VERSIONS}/2").text
    assert "承诺办结时限：7 个工作日 → 6 个工作日" in shown
    assert "批准时的检查报告" in shown


def test_what_the_check_refuses_cannot_be_approved(people, hall):
    designer, manager = people
    address = shortened(people, hall, steps=False)
    send(designer, f"{address}/review", f"{address}/submit")
    page = manager.get(f"{address}/review").text
    assert "超过承诺时限 6 天" in page
    assert "检查有 1 处错误，改正以前不能批准。" in page
    form = fields_of(page, f"{address}/return")
    answer = manager.client.post(
        f"{address}/approve", data=form | {"in_force_from": str(hall_day(hall))}, environ_base=manager.where
    )
    assert answer.status_code == 422
    assert "不能批准" in answer.text


def hall_day(hall):
    with hall.reading() as connection:
        return hall.today(connection)


def approved(people, hall) -> None:
    designer, manager = people
    address = shortened(people, hall)
    send(designer, f"{address}/review", f"{address}/submit")
    send(manager, f"{address}/review", f"{address}/approve", in_force_from=str(hall_day(hall)))


def test_a_version_is_withdrawn_with_a_reason(people, hall):
    designer, manager = people
    approved(people, hall)
    assert "撤下第 2 版" not in designer.get(f"{VERSIONS}/2").text
    assert send(manager, f"{VERSIONS}/2", f"{VERSIONS}/2/withdraw", reason="").status_code == 422
    send(manager, f"{VERSIONS}/2", f"{VERSIONS}/2/withdraw", reason="时限没有商量好")
    assert "时限没有商量好" in designer.get(f"{VERSIONS}/2").text
    assert "已撤下" in designer.get(VERSIONS).text
    with hall.reading() as connection:
        assert hall.current_bundle(connection, KEY).version == 1


def test_running_cases_are_previewed_moved_and_moved_back(people, hall):
    from support import catering

    designer, manager = people
    training = TrainingHall(hall, hall.clock)
    case = catering.to_approval(training)
    approved(people, hall)
    page = designer.get(MOVING).text
    assert "1 件可以迁移" in page
    assert "迁移所选办件" not in page
    assert "承诺办结时限：" in manager.get(MOVING).text
    assert send(manager, MOVING, MOVING).status_code == 303
    assert training.clerk.file(case).bundle.version == 2
    assert "办件迁移到事项的另一个版本" in seen_by_supervisor(people, case)
    assert send(manager, MOVING, f"{MOVING}/undo").status_code == 303
    assert training.clerk.file(case).bundle.version == 1
    assert "已撤销" in manager.get(MOVING).text


def test_one_case_of_a_batch_moves_back_and_pages_show_the_rest(people, hall, monkeypatch):
    from support import catering

    from engine.queries import moves
    from webapp.studio import moving

    _designer, manager = people
    training = TrainingHall(hall, hall.clock)
    cases = [catering.to_approval(training) for _ in range(3)]
    approved(people, hall)
    for module in (moves, moving):
        monkeypatch.setattr(module, "MOST", 2)
    first, second = manager.get(MOVING).text, manager.get(f"{MOVING}?from=1&to=2&page=2").text
    assert "第 1 至 2 件，共 3 件" in first
    assert "第 3 至 3 件，共 3 件" in second
    shown = [set(re.findall(r'name="case" value="([^:"]+):', page)) for page in (first, second)]
    assert shown[0] | shown[1] == set(cases)
    assert not shown[0] & shown[1]
    send(manager, MOVING, MOVING)
    batch = fields_of(manager.get(MOVING).text, f"{MOVING}/undo")
    one, other = sorted(shown[0])
    answer = manager.client.post(f"{MOVING}/undo", data=batch | {"case": one}, environ_base=manager.where)
    assert answer.status_code == 303
    assert [training.clerk.file(case).bundle.version for case in (one, other)] == [1, 2]
    again = fields_of(manager.get(MOVING).text, f"{MOVING}/undo") | {"case": one}
    assert manager.client.post(f"{MOVING}/undo", data=again, environ_base=manager.where).status_code == 409
    stranger = again | {"case": "nobody"}
    assert manager.client.post(f"{MOVING}/undo", data=stranger, environ_base=manager.where).status_code in (404, 409)


def seen_by_supervisor(people, case) -> str:
    designer, _manager = people
    other = type(designer)(designer.client.application, "10.0.1.9")
    other.log_in("jiancha")
    return other.get(f"/cases/{case}").text


def test_in_english_too(people, hall):
    _designer, manager = people
    address = shortened(people, hall)
    for path in (f"{address}/review", VERSIONS, f"{VERSIONS}/1", MOVING):
        page = manager.get(f"{path}?lang=en").text
        assert '<html lang="en' in page, path
