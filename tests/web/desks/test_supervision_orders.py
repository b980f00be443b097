"""An order from the supervisor's page to the head's answer and back; an overrun explained where everybody reads it."""

from __future__ import annotations

from support import catering

from engine.query_code import query_code


def test_a_supervisor_issues_an_order_from_a_case_and_its_head_answers(at, training) -> None:
    case = catering.to_approval(training)
    supervisor, head = at("jiancha"), at("shenpi")
    form = supervisor.open(f"/cases/{case}").follow("签发督办单")
    assert form.document.xpath("//select[@name='department']/option[@selected]/@value") == ["market_bureau"]
    wrong = form.press("发出", demand="", answer_within="三")
    assert wrong.status == 422
    assert "请填写内容" in wrong.text
    page = wrong.press("发出", demand="说明原因，限期办结。", answer_within="3", rule="EM-03")
    assert "督〔2026〕0001号 已发出" in page.text
    assert "EM-03 超过承诺时限" in page.text

    page = head.open("/orders").follow("说明原因，限期办结。")
    assert "签收" in page.text
    page = page.press("报送答复", answer="  ")
    assert page.status == 422
    page = page.press("报送答复", answer="已安排核查。")
    assert "答复已报送" in page.text
    assert "督〔2026〕0001号" in head.open(f"/cases/{case}").text

    page = supervisor.open("/supervision/orders?tab=answered").follow("说明原因，限期办结。")
    assert "已安排核查。" in page.text
    page = page.press("退回", reason="没有写明期限。")
    assert "答复期限重新计算" in page.text
    page = head.open("/orders").follow("说明原因，限期办结。").press("报送答复", answer="3月10日前决定。")
    page = (
        supervisor.open("/supervision/orders?tab=answered")
        .follow("说明原因，限期办结。")
        .press("办结", conclusion="属实。")
    )
    assert "督办单已办结" in page.text
    assert "没有收到督办单" in head.open("/orders").text


def test_an_overrun_is_explained_where_everybody_reads_it(at, training, another_visitor, hall) -> None:
    case = catering.to_approval(training)
    training.pass_days(10)
    head = at("shenpi")
    page = head.open(f"/cases/{case}").follow("公开说明超时限的理由")
    page = page.press("公开", why="核查人员因防汛抽调，现场核查推迟。", expected_on="2026-03-20")
    assert "说明已公开" in page.text
    visitor = another_visitor()
    public = visitor.get("/overruns").get_data(as_text=True)
    assert "核查人员因防汛抽调" in public
    number = training.supervisor.file(case).case["number"]
    assert number in public
    name = training.supervisor.file(case).case["applicant_name"]
    assert name not in public
    code = query_code(hall.key, case)
    visitor.post("/progress", {"number": number, "code": code})
    own = visitor.get(f"/progress/{number}").get_data(as_text=True)
    assert "超过时限的理由：核查人员因防汛抽调" in own
