"""R-28, 行政许可法 第四十条: everybody reads which licences were granted and refused, and no personal data."""

from __future__ import annotations

import csv
import io

import pytest
from support import catering
from support.matters import bundle, flow, task
from support.training import publish

from engine.law.masking import mask_applicant
from engine.queries import open_decisions as read
from engine.queries.open_decisions import OpenFilters, days_used, open_decisions


def refused(training):
    case = catering.file_application(training)
    catering.accept(training, case)
    catering.assign(training, case)
    for login in ("hecha1", "hecha2"):
        catering.check(training, case, login, "fail")
    training.reviewer.complete(case, "review", result="fail", opinion="不符合条件", reason="场所不符合条件")
    catering.refuse(training, case)
    return case


@pytest.fixture
def decided(training):
    granted = catering.to_approval(training)
    training.pass_days(2)
    catering.grant(training, granted)
    return granted, refused(training)


def numbers(training, case, kind):
    return [one.number for one in training.supervisor.file(case).documents if one.kind == kind]


def test_grants_and_refusals_are_open_from_the_day_of_decision(public, training, decided) -> None:
    page = public.open("/decisions")
    (grant,), (refusal,) = (numbers(training, decided[0], "grant_decision"),
                            numbers(training, decided[1], "refusal_decision"))  # fmt: skip
    for word in (grant, refusal, "准予许可", "不予许可", "小餐饮经营许可", "王**", "2 件决定"):
        assert word in page.text
    for hidden in ("王小明", "小明面馆", catering.ID_NUMBER, "北城街", "13800001234"):
        assert hidden not in page.source


def test_it_is_searched_by_number_matter_and_month(public, training, decided) -> None:
    (grant,) = numbers(training, decided[0], "grant_decision")
    (refusal,) = numbers(training, decided[1], "refusal_decision")
    page = public.open(f"/decisions?number=%20{grant}%20&matter={catering.KEY}")
    assert grant in page.text
    assert refusal not in page.text
    month = f"{training.today:%Y-%m}"
    assert refusal in public.open(f"/decisions?month={month}").text
    for nothing in ("?month=2001-01", "?number=%25", "?matter=no_such", "?number=😀"):
        assert "没有找到这样的决定。" in public.open(f"/decisions{nothing}").text
    for nonsense in ("?month=2026-13", "?month=9999-99", "?after=x~y", "?after=", "?number=" + "9" * 500):
        assert public.open(f"/decisions{nonsense}").status == 200


def test_what_is_no_licence_stays_out(public, hall, training, decided) -> None:
    steps = task("approval", stage="approval", post="approver")
    body = '<startEvent id="filed"/><endEvent id="closed"/>' + steps + flow("filed", "approval")
    publish(hall, bundle("relief", body + flow("approval", "closed"), changes=(("licence", "public_service"),)))
    with hall.reading() as connection:
        kept = read.licences(hall, connection)
        shas = {hall.bundle(connection, one).key for one in kept}
    assert "relief" not in shas
    assert catering.KEY in shas


def test_long_lists_come_in_pages(hall, training, decided, monkeypatch) -> None:
    monkeypatch.setattr(read, "PAGE", 1)
    with hall.reading() as connection:
        (first,), after, total = open_decisions(hall, connection, OpenFilters(), None)
        (second,), last, _total = open_decisions(hall, connection, OpenFilters(), after)
    assert total == 2
    assert first.result == "refused"
    assert second.result == "granted"
    assert last is None


def test_the_days_used_stand_against_the_promise_and_open_their_list(public, hall, training, decided) -> None:
    with hall.reading() as connection:
        (line,) = days_used(hall, connection, training.today.replace(day=1), training.today)
    assert (line.matter, line.decisions, line.promised) == (catering.KEY, 2, 7)
    files = [training.supervisor.file(one) for one in decided]
    used = sum(hall.calendar.workdays_between(one.case["accepted_on"], one.case["decided_on"]) for one in files)
    assert used > 0
    assert line.tenths == used * 10 // 2
    page = public.open("/decisions/days")
    (link,) = [one for one in page.links() if "month=" in one]
    assert "2 件决定" in public.open(link).text


def test_both_are_files(public, training, decided) -> None:
    for table, rows in (("list", 2), ("days", 1)):
        answer = public.visitor.client.get(f"/decisions/export/{table}?as=csv")
        lines = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
        assert len(lines) == rows + 1
        assert "王小明" not in str(lines)
        with public.visitor.client.get(f"/decisions/export/{table}?as=xlsx") as sheet:
            assert sheet.data.startswith(b"PK")
    assert public.visitor.client.get("/decisions/export/people?as=csv").status_code == 404
    assert public.visitor.client.get("/decisions/export/list?as=exe").status_code == 404


def test_enterprises_are_named_in_full_and_persons_masked() -> None:
    assert mask_applicant("汉阴县小明餐饮有限公司") == "汉阴县小明餐饮有限公司"
    assert mask_applicant("王小明") == "王**"
    assert mask_applicant("欧阳公司") == "欧***"
    assert mask_applicant("") == ""
