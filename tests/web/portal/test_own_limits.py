"""What the applicant is told while the limits stand still, and why a limit ends when it does."""

from __future__ import annotations

from support import catering, limits


def test_the_applicant_reads_since_when_until_when_and_why(followed, training):
    case = catering.to_approval(training)
    limits.start(training.approver, case, days=5)
    page = followed(case)
    assert "特别程序：检测" in page.text
    assert "计时暂停自2026年3月2日，预计2026年3月9日结束" in page.text
    assert "启动特别程序，暂停计时" in page.text
    assert "宋明远" not in page.text
    (row,) = page.document.xpath("//tr[@aria-current='step']")
    assert "暂停计时" in row.text_content()
    (address,) = {link for link in page.links() if link.endswith("/limits/statutory")}
    why = page.browser.open(address)
    assert "2026-03-02起暂停计时，尚未恢复（检测，行政许可法 第四十五条）" in why.text
    assert page.browser.open(address.replace("statutory", "nothing")).status == 404
