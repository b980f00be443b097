"""What people write is printed as they wrote it: it runs nothing, fetches nothing and breaks no page."""

from __future__ import annotations

import pytest
from documents_read import pages_of, text_of
from support import catering

from webapp.documents.rendering import render_document
from webapp.documents.typesetting import papers, typeset

MARKUP = (
    '<script>alert(1)</script><img src="http://127.0.0.1:9/x.png"><style>@import url(file:///etc/passwd)</style>{{7*7}}'
)


def paper(office, case, kind):
    document = [one for one in office.clerk.file(case).documents if one.kind == kind][-1]
    with office.hall.reading() as connection:
        return render_document(office.hall, connection, office.clerk.actor, case, document.id)


def refusal(office, reason):
    case = catering.to_approval(office)
    office.approver.complete(
        case, "approval", result="refuse", opinion="不同意", reason=reason, basis="陕西省小餐饮管理办法"
    )
    return paper(office, case, "refusal_decision")


def test_markup_is_text(office) -> None:
    case = catering.file_application(office, subject=MARKUP[:78], applicant_name="<b>王</b>")
    text = text_of(paper(office, case, "receipt"))
    assert "".join(MARKUP[:78].split()) in text
    assert "<b>王</b>" in text
    assert MARKUP.replace(" ", "") in text_of(refusal(office, MARKUP))


def test_a_long_reason_goes_on_over_pages_and_the_signature_is_not_alone(office) -> None:
    for length in (900, 1100, 1300, 1500, 2000):
        pages = pages_of(refusal(office, "经营场所的布局不符合要求。" * (length // 13)))
        last = next(page for page in reversed(pages) if "（机关印章）" in page)
        assert "提起行政诉讼" in last
        assert "2026年" in last


@pytest.mark.parametrize(
    "reason",
    [
        "W" * 1900,
        "😀🏮👩‍👩‍👧‍👦不符合" * 20,
        "\u202e反写\u200b\ufeff不符合条件",
        "a\u0301" * 300,
        "٣٤٥ हिन्दी 𠮷野家不符合",
    ],
    ids=["one word", "emoji", "directions", "accents", "scripts"],
)
def test_odd_text_breaks_nothing(office, reason) -> None:
    pages = pages_of(refusal(office, reason))
    assert "提起行政诉讼" in "".join(pages)
    assert len(pages) < 5


def test_a_paper_that_asks_for_something_from_outside_is_not_printed(tmp_path, monkeypatch) -> None:
    from jinja2 import DictLoader
    from weasyprint.urls import FatalURLFetchingError

    for wanted in ("http://127.0.0.1:9/a.png", "file:///etc/hostname", "data:image/png;base64,AAAA"):
        monkeypatch.setattr(papers(), "loader", DictLoader({f"{wanted}.html": f'<p>a<img src="{wanted}">'}))
        with pytest.raises(FatalURLFetchingError):
            typeset(f"{wanted}.html", "x")
