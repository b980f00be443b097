"""公示: what is published stands its working days; an objection is looked into and then published anew."""

from __future__ import annotations

import pytest
from documents_of import printed
from support.county import people
from support.matters import APPLICATION, bundle, flow, message, task
from support.notices import NOTICE
from support.training import TrainingHall, key, publish

from engine.actor import SYSTEM
from engine.administration.verify import verify
from engine.cases.public_notice import EndPublicNotice, RaiseObjection
from engine.errors import Forbidden, Invalid, NotFound
from engine.hall import Hall
from engine.jobs.agenda import DUE
from engine.jobs.public_notices import PublicNoticeEnd
from engine.jobs.sweep import work_through

WHERE = {"town": {"type": "string", "title": "所在镇"}}
SAYS = {"content": "拟给予军坝村王某某临时救助 2000 元", "place": "军坝村村务公开栏"}


@pytest.fixture
def case(training: TrainingHall) -> str:
    """A case whose notice is about to be published."""
    people(
        training,
        town_clerk=("window_clerk", "town_jianchi"),
        puxi_clerk=("window_clerk", "town_puxi"),
        town_reviewer=("reviewer", "town_jianchi"),
    )
    body = [
        '<startEvent id="filed"/><endEvent id="closed"/><eventBasedGateway id="published"/>',
        '<exclusiveGateway id="again"/>',
        task("acceptance", stage="acceptance", post="window_clerk", department="town"),
        task("notice", department="town", document="public_notice", form="notice"),
        task("objection_review", department="town") + task("close", department="town"),
        message("public_notice_ended") + message("objection_raised"),
        flow("filed", "acceptance") + flow("acceptance", "again") + flow("again", "notice"),
        flow("notice", "published") + flow("published", "public_notice_ended") + flow("published", "objection_raised"),
        flow("objection_raised", "objection_review") + flow("objection_review", "again"),
        flow("public_notice_ended", "close") + flow("close", "closed"),
    ]
    form = APPLICATION | {"properties": APPLICATION["properties"] | WHERE}
    publish(training.hall, bundle("noticed", "".join(body), forms={"application": form, "notice": NOTICE}))
    filed = training.file_case("noticed", town="涧池镇")
    training["town_clerk"].complete(filed, "acceptance", result="accept")
    return filed


def end_public_notices(hall: Hall) -> str:
    return work_through(hall, "worker", tuple(kind for kind in DUE if isinstance(kind, PublicNoticeEnd)))


def object_to(training: TrainingHall, case: str, login: str = "town_clerk", **changes: str) -> None:
    said = {"objector": "李四海", "content": "家里有小汽车"} | changes
    training.hall.run(RaiseObjection(by=training[login].actor, key=key(), case_id=case, **said))


def notice_clock(training: TrainingHall, case: str) -> list[tuple[str, bool]]:
    clocks = training.supervisor.file(case).clocks
    return [(one.due_on.isoformat(), one.stopped_on is None) for one in clocks if one.kind == "public_notice"]


def test_it_stands_five_working_days_and_the_worker_ends_it_on_the_next(training: TrainingHall, case: str) -> None:
    training["town_reviewer"].complete(case, "notice", **SAYS)
    assert notice_clock(training, case) == [("2026-03-09", True)]
    training.pass_days(7)
    assert end_public_notices(training.hall) == "failed 0"
    assert training.open_elements(case) == []
    training.pass_days(1)
    assert end_public_notices(training.hall) == "ended 1, failed 0"
    assert training.open_elements(case) == ["close"]
    assert notice_clock(training, case) == [("2026-03-09", False)]
    assert end_public_notices(training.hall) == "failed 0"
    assert list(verify(training.hall)) == []


def test_a_rest_day_ends_no_notice(training: TrainingHall, case: str) -> None:
    training["town_reviewer"].complete(case, "notice", days=4, **SAYS)
    training.pass_days(5)  # the fourth working day is the Friday, today is Saturday
    assert end_public_notices(training.hall) == "failed 0"
    with pytest.raises(Forbidden, match="公示期还没有届满"):
        training.hall.run(EndPublicNotice(by=SYSTEM, case_id=case))
    training.pass_days(2)
    assert end_public_notices(training.hall) == "ended 1, failed 0"


def test_the_paper_says_what_where_until_when_and_how_to_object(training: TrainingHall, case: str) -> None:
    training["town_reviewer"].complete(case, "notice", days=5, **SAYS)
    text = printed(training, case, "public_notice")
    for said in (
        "涧池镇人民政府示〔2026〕00001号",
        "军坝村村务公开栏",
        "2026年3月2日至2026年3月9日",
        "5个工作日",
        "异议",
    ):
        assert said in text
    assert "身份证号码" not in text
    assert "王小明" not in text


def test_an_objection_is_taken_down_at_the_window_and_a_new_notice_has_its_own_days(
    training: TrainingHall, case: str
) -> None:
    training["town_reviewer"].complete(case, "notice", **SAYS)
    training.pass_days(2)
    object_to(training, case)
    assert training.open_elements(case) == ["objection_review"]
    assert [running for _, running in notice_clock(training, case)] == [False]
    line = next(one for one in training["town_clerk"].file(case).trail if one.act == "caught")
    assert line.values == {"objector": "李四海", "content": "家里有小汽车"}
    training["town_reviewer"].complete(case, "objection_review", result="pass")
    training["town_reviewer"].complete(case, "notice", **SAYS)
    assert notice_clock(training, case)[-1] == ("2026-03-11", True)
    assert list(verify(training.hall)) == []


def test_only_the_window_of_the_town_takes_an_objection_and_only_during_the_notice(
    training: TrainingHall, case: str
) -> None:
    with pytest.raises(Forbidden, match="没有在公示"):
        object_to(training, case)
    training["town_reviewer"].complete(case, "notice", **SAYS)
    with pytest.raises(NotFound):
        object_to(training, case, "puxi_clerk")
    with pytest.raises(Invalid) as refusal:
        object_to(training, case, objector=" ", content="")
    assert set(refusal.value.problems) == {"objector", "content"}


def test_a_notice_raises_no_lights(training: TrainingHall, case: str) -> None:
    training["town_reviewer"].complete(case, "notice", **SAYS)
    training.pass_days(10)
    work_through(training.hall, "worker")
    lights = [one.detail["of"] for one in training.supervisor.file(case).trail if one.act == "light"]
    assert "public_notice" not in lights


def test_a_notice_without_content_or_place_is_none(training: TrainingHall, case: str) -> None:
    with pytest.raises(Invalid, match="公示地点"):
        training["town_reviewer"].complete(case, "notice", content="拟给予临时救助")
