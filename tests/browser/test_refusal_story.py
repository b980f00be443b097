"""A registration is refused: with the reason, on paper, handed over, and told to the applicant with the remedies."""

from __future__ import annotations

import pytest
from story import PUBLIC, Story, fill_in
from test_registration_story import MATERIALS, MATTER, application

pytestmark = pytest.mark.browser
REASON = "经营场所是住宅，没有有利害关系业主同意的证明"


def test_refused_with_reasons_served_and_told(visit, served):
    story = Story(visit, name="refusal", subject="凤凰路安记烧烤")
    number = story.applicant_files(MATTER, application(story.subject, 741))
    page = story.start("chuangkou", "/intake", "审查")
    story.answers("chuangkou", page, "受理审查", result="accept", checked=MATERIALS)
    story.does("shenhe", "审核", result="fail", opinion="经营场所不符合规定，建议不予登记", reason=REASON)

    # A paper against the applicant is asked for once more, with all that will stand in it.
    page = story.take("shenpi", step="核准登记")
    assert REASON in page.inner_text(".task-side")
    fill_in(page, {"result": "refuse", "opinion": "同意不予登记"})
    page = story.submit("shenpi")
    assert "请用" in page.inner_text("#error-summary") or "理由" in page.inner_text("#error-summary")
    fill_in(page, {"reason": REASON})
    page = story.submit("shenpi")
    assert REASON in page.inner_text("main")
    page.click("text=确认并制发")
    page.wait_for_url("**/inbox")
    story.look("shenpi")
    assert story.prints("shenpi", "决定书").startswith(b"%PDF")

    story.does("shichang", "制发不予登记通知书", checked=True, notified_on=story.today)
    page = story.start("chujian", "/delivery?tab=window", "办理")
    assert "《送达回证》" in story.answers("chujian", page, "送达").inner_text("main")

    page = story.applicant_follows(number)
    told = page.inner_text("main")
    assert "不予" in page.inner_text(".case-line")
    assert "申请行政复议" in told
    assert "汉阴县人民政府" in told
    assert story.prints(PUBLIC, "决定书").startswith(b"%PDF")
    assert "宋明远" not in page.content()
