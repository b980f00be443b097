"""充分授权窗口: by the department's written authorisation the window reviews and decides in one sitting, else not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from support.county import people
from support.matters import ANSWER, bundle, flow, task
from support.training import TrainingHall, key, publish

from engine.administration.authorisations import GiveAuthorisation, RevokeAuthorisation
from engine.administration.verify import verify
from engine.bundle import Bundle
from engine.cases.decide_at_window import DecideAtWindow
from engine.errors import Forbidden, Invalid, NotAllowed, NotFound, TaskClosed
from engine.queries.authorisations import authorisations, decision_at_window

CHECKED = {"verified": {"type": "string", "title": "已核验"}}
REVIEW = ANSWER | {"properties": ANSWER["properties"] | CHECKED, "required": ["result", "verified"]}


def instant() -> Bundle:
    """Return a matter whose review and approval are two people's, unless the window is authorised."""
    body = [
        '<startEvent id="filed"/><endEvent id="closed"/><endEvent id="refused"/>',
        '<exclusiveGateway id="decided" default="decided__certificate"/>',
        task("acceptance", stage="acceptance", post="window_clerk"),
        task("review", form="review"),
        task("approval", stage="approval", post="approver", separateFrom="review"),
        task("certificate", stage="completion", post="issuing_clerk"),
        task("delivery", stage="delivery", post="issuing_clerk"),
        flow("filed", "acceptance") + flow("acceptance", "review") + flow("review", "approval"),
        flow("approval", "decided") + flow("certificate", "delivery") + flow("delivery", "closed"),
        flow("decided", "certificate"),
        flow("decided", "refused", "approval.result == 'refuse' and review.result == 'pass'"),
    ]
    return bundle("instant", "".join(body), forms={"review": REVIEW})


@pytest.fixture
def case(training: TrainingHall) -> str:
    people(training, far_clerk=("window_clerk", "civil_affairs_bureau"), maker=("issuing_clerk", "market_bureau"))
    publish(training.hall, instant())
    filed = training.file_case("instant")
    training.clerk.complete(filed, "acceptance", result="accept")
    return filed


def authorise(training: TrainingHall, by: str = "shenpi", **changes: Any) -> str:
    given = {
        "department": "market_bureau",
        "matter_key": "instant",
        "person_id": training.clerk.actor.person_id,
        "scope": "材料齐全、无须现场核查的设立登记",
        "document": "汉市监函〔2026〕7号",
        "starts_on": training.today,
        "ends_on": training.today + timedelta(days=180),
    } | changes
    answer = training.hall.run(GiveAuthorisation(by=training[by].actor, key=key(), **given))
    return str(answer["authorisation_id"])


def decide(training: TrainingHall, case: str, login: str = "chuangkou", **values: Any) -> dict[str, Any]:
    values = {"result": "grant", "opinion": "符合条件", "verified": "身份、名称、场所"} | values
    return training.hall.run(DecideAtWindow(by=training[login].actor, key=key(), case_id=case, values=values))


def has_button(training: TrainingHall, case: str, login: str = "chuangkou") -> bool:
    with training.hall.reading() as connection:
        return decision_at_window(connection, training[login].actor, training[login].file(case)) is not None


def test_one_sitting_leaves_five_records_under_the_authorisation(training: TrainingHall, case: str) -> None:
    authorise(training)
    decide(training, case)
    for step in ("certificate", "delivery"):
        training["maker"].complete(case, step, result="delivered")
    file = training.approver.file(case)
    assert (file.case["status"], file.case["outcome"]) == ("closed", "granted")
    done = [(one.stage, one.done_by_name) for one in file.tasks]
    assert [stage for stage, _ in done] == ["acceptance", "review", "approval", "completion", "delivery"]
    assert {name for _, name in done[:3]} == {"林小满"}
    said = [one.detail for one in file.trail if one.act == "authorised"]
    assert [one["stage"] for one in said] == ["review", "approval"]
    assert {one["authorisation"] for one in said} == {"县市场监督管理局授〔2026〕00001号"}
    assert list(verify(training.hall)) == []


def test_what_follows_the_decision_may_ask_for_the_review(training: TrainingHall, case: str) -> None:
    authorise(training)
    decide(training, case, result="refuse", reason="场所不符", basis="个体工商户条例 第八条")
    assert training.status(case) == "closed"
    assert training.approver.file(case).case["outcome"] == "refused"


def test_without_an_authorisation_there_is_no_button_and_the_rule_is_named(training: TrainingHall, case: str) -> None:
    assert not has_button(training, case)
    with pytest.raises(NotAllowed, match="充分授权窗口须有书面授权"):
        decide(training, case)
    assert training.open_elements(case) == ["review"]


def test_the_button_brings_one_form_for_review_and_decision(training: TrainingHall, case: str) -> None:
    authorise(training)
    with training.hall.reading() as connection:
        found = decision_at_window(connection, training.clerk.actor, training.clerk.file(case))
    assert found is not None
    assert found.authority.number == "县市场监督管理局授〔2026〕00001号"
    assert [one.path for one in found.form.fields()][:2] == ["result", "verified"]
    assert not has_button(training, case, "shenpi")


@pytest.mark.parametrize(("starts", "ends"), [(1, 30), (-30, -1)])
def test_it_holds_from_a_day_to_a_day(training: TrainingHall, case: str, starts: int, ends: int) -> None:
    today = training.today
    if ends < 0:
        with pytest.raises(Invalid) as refusal:
            authorise(training, starts_on=today + timedelta(starts), ends_on=today + timedelta(ends))
        assert "ends_on" in refusal.value.problems
        return
    authorise(training, starts_on=today + timedelta(starts), ends_on=today + timedelta(ends))
    assert not has_button(training, case)
    training.pass_days(1)
    assert has_button(training, case)
    training.pass_days(30)
    with pytest.raises(NotAllowed):
        decide(training, case)


def test_a_revoked_one_is_none(training: TrainingHall, case: str) -> None:
    given = authorise(training)
    revoke = RevokeAuthorisation(by=training.approver.actor, key=key(), authorisation_id=given, reason="职责调整")
    training.hall.run(revoke)
    assert not has_button(training, case)
    with pytest.raises(NotAllowed):
        decide(training, case)
    with pytest.raises(TaskClosed, match="已由宋明远于"):
        training.hall.run(RevokeAuthorisation(by=training.approver.actor, authorisation_id=given, reason="再次"))


def test_it_may_be_given_to_all_clerks_of_a_window(training: TrainingHall, case: str) -> None:
    authorise(training, person_id=None, window_department="market_bureau")
    decide(training, case)
    assert training.status(case) == "decided"


def test_another_window_cannot_use_it(training: TrainingHall, case: str) -> None:
    authorise(training, person_id=training["far_clerk"].actor.person_id)
    with pytest.raises(NotFound):
        decide(training, case, "far_clerk")
    with pytest.raises(NotAllowed):
        decide(training, case)


@pytest.mark.parametrize(("changes", "field"), [
    ({"person_id": None}, "person_id"),
    ({"window_department": "market_bureau"}, "person_id"),
    ({"person_id": "nobody"}, "person_id"),
    ({"scope": " "}, "scope"),
    ({"document": ""}, "document"),
    ({"ends_on": date(2028, 1, 1)}, "ends_on"),
    ({"department": "approval_bureau"}, "department"),
])  # fmt: skip
def test_what_a_written_authorisation_must_say(
    training: TrainingHall, case: str, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        authorise(training, "admin", **changes)
    assert set(refusal.value.problems) == {field}


def test_only_the_head_of_the_department_or_an_administrator_gives_it(training: TrainingHall, case: str) -> None:
    for login in ("shenhe", "chuangkou", "jiancha"):
        with pytest.raises(NotAllowed):
            authorise(training, login)
    authorise(training, "admin")
    with training.hall.reading() as connection:
        (line,) = authorisations(connection, training.approver.actor, training.today)
        assert (line.holder, line.state, line.matter_key) == ("林小满", "valid", "instant")
        with pytest.raises(NotFound):
            authorisations(connection, training.clerk.actor, training.today)


def test_only_a_decision_can_be_made_at_the_window(training: TrainingHall, case: str) -> None:
    authorise(training)
    with pytest.raises(Invalid, match="准予或者不予"):
        decide(training, case, result="return")
    with pytest.raises(Invalid):
        decide(training, case, verified=None)
    decide(training, case)
    with pytest.raises(Forbidden, match="没有可以在窗口当场决定"):
        decide(training, case)
