"""市场主体登记管理条例实施细则 第十八条: what is incomplete goes back with everything that is missing, said once."""

from __future__ import annotations

import pytest
from documents_of import printed
from support.matters import bundle, flow, task
from support.notices import RETURN
from support.training import TrainingHall, publish

from engine.administration.verify import verify
from engine.errors import Forbidden, Invalid

ASKED = [{"material": "operator_id", "problem": "照片看不清", "correction": "请提交清晰的复印件"}]


def registration(training: TrainingHall, *changes: tuple[str, str]) -> str:
    """Publish a matter and file an application; return the case's id."""
    body = [
        '<startEvent id="filed"/><endEvent id="closed"/><endEvent id="returned"/>',
        '<exclusiveGateway id="looked" default="looked__review"/>',
        task("acceptance", stage="acceptance", post="window_clerk") + task("review"),
        flow("filed", "acceptance") + flow("acceptance", "looked") + flow("looked", "review"),
        flow("looked", "returned", "acceptance.result == 'return'") + flow("review", "closed"),
    ]
    publish(training.hall, bundle("registration", "".join(body), changes=changes))
    return training.file_case("registration")


def test_the_case_ends_with_one_notice_of_everything(training: TrainingHall) -> None:
    case = registration(training, RETURN)
    training.clerk.complete(case, "acceptance", result="return", materials=ASKED)
    file = training.approver.file(case)
    assert (file.case["status"], file.case["outcome"]) == ("returned", "returned")
    assert file.case["closed_at"] is not None
    assert [clock.stopped_on is None for clock in file.clocks] == [False]
    text = printed(training, case, "materials_return")
    for said in ("汉市监退〔2026〕00001号", "经营者身份证", "照片看不清", "请提交清晰的复印件", "重新提出申请",
                 "《市场主体登记管理条例实施细则》第十八条", "不再要求补正其他材料"):  # fmt: skip
        assert said in text
    assert list(verify(training.hall)) == []


def test_it_asks_for_something_and_for_nothing_outside_the_guide(training: TrainingHall) -> None:
    case = registration(training, RETURN)
    for asked, said in (([], "请至少选择一份"), ([{"material": "tax_record"}], "办事指南以外")):
        with pytest.raises(Invalid, match=said):
            training.clerk.complete(case, "acceptance", result="return", materials=asked)


def test_there_is_no_waiting_for_a_supplement(training: TrainingHall) -> None:
    case = registration(training, RETURN)
    with pytest.raises(Forbidden, match="补齐后重新申请"):
        training.clerk.complete(case, "acceptance", result="supplement", materials=ASKED)


def test_elsewhere_a_case_is_not_sent_away(training: TrainingHall) -> None:
    case = registration(training)
    with pytest.raises(Forbidden, match="不能退回重报"):
        training.clerk.complete(case, "acceptance", result="return", materials=ASKED)
