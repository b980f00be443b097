"""A case belongs to a town (属地办理): its steps go to that town's people, and its window alone takes it in."""

from __future__ import annotations

import pytest
from support.county import people
from support.matters import APPLICATION, bundle, flow, task
from support.training import TrainingHall, key, publish

from engine.administration.verify import verify
from engine.bundle import Bundle
from engine.cases.file_case import FileCase
from engine.errors import Invalid, NotAllowed, NotFound

WHERE = {"town": {"type": "string", "title": "所在镇"}, "village": {"type": "string", "title": "所在村"}}
FORM = APPLICATION | {"properties": APPLICATION["properties"] | WHERE}


def relief() -> Bundle:
    """Return a matter from the village over the town to the county."""
    body = [
        '<startEvent id="filed"/><endEvent id="closed"/>',
        task("acceptance", stage="acceptance", post="window_clerk", department="town"),
        task("visit", stage="review", post="village_agent", department="village"),
        task("approval", stage="approval", post="approver", department="civil_affairs_bureau"),
        flow("filed", "acceptance") + flow("acceptance", "visit"),
        flow("visit", "approval") + flow("approval", "closed"),
    ]
    return bundle("relief", "".join(body), forms={"application": FORM})


@pytest.fixture
def county(training: TrainingHall) -> TrainingHall:
    people(
        training,
        jianchi=("window_clerk", "town_jianchi"),
        puxi=("window_clerk", "town_puxi"),
        junba=("village_agent", "village_jianchi_1"),
        jianchi_agent=("village_agent", "town_jianchi"),
    )
    publish(training.hall, relief())
    return training


def places(training: TrainingHall, case: str) -> list[tuple[str, str, str]]:
    tasks = training.supervisor.file(case).open_tasks
    return [(one.element_id, one.department, one.department_name) for one in tasks]


def test_steps_go_to_town_and_village_of_the_applicant(county: TrainingHall) -> None:
    case = county.file_case("relief", town="涧池镇", village="军坝村")
    assert places(county, case) == [("acceptance", "town_jianchi", "涧池镇人民政府")]
    with pytest.raises(NotFound):
        county["puxi"].complete(case, "acceptance", result="accept")
    county["jianchi"].complete(case, "acceptance", result="accept")
    assert places(county, case) == [("visit", "village_jianchi_1", "涧池镇军坝村")]
    county["junba"].complete(case, "visit", result="pass")
    assert places(county, case)[0][1] == "civil_affairs_bureau"
    assert list(verify(county.hall)) == []


@pytest.mark.parametrize("village", [{}, {"village": "不存在的村"}])
def test_where_the_village_is_no_department_its_town_does_the_step(
    county: TrainingHall, village: dict[str, str]
) -> None:
    case = county.file_case("relief", town="涧池镇人民政府", **village)
    county["jianchi"].complete(case, "acceptance", result="accept")
    assert places(county, case) == [("visit", "town_jianchi", "涧池镇人民政府")]
    county["jianchi_agent"].complete(case, "visit", result="pass")


def test_a_village_is_looked_for_in_its_own_town(county: TrainingHall) -> None:
    case = county.file_case("relief", town="蒲溪镇", village="军坝村")
    county["puxi"].complete(case, "acceptance", result="accept")
    assert places(county, case)[0][1] == "town_puxi"


@pytest.mark.parametrize(
    ("town", "said"), [({}, "请写明所在的镇"), ({"town": "石泉县城关镇"}, "没有找到“石泉县城关镇”")]
)
def test_a_case_without_a_known_town_is_refused_at_filing(
    county: TrainingHall, town: dict[str, str], said: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        county.file_case("relief", **town)
    assert said in str(refusal.value.problems["town"])


def test_a_matter_of_the_county_does_not_ask_for_a_town(county: TrainingHall) -> None:
    assert county.status(county.file_case("three_reviews")) == "received"


def test_a_town_takes_in_only_its_own(county: TrainingHall) -> None:
    def take_in(login: str, matter: str = "relief") -> dict[str, object]:
        values = {"applicant_name": "王小明", "town": "涧池镇"}
        command = FileCase(by=county[login].actor, key=key(), matter_key=matter, values=values, channel="window")
        return county.hall.run(command)

    assert take_in("jianchi")["number"]
    with pytest.raises(NotAllowed, match="镇的窗口只能收本镇的申请"):
        take_in("puxi")
    with pytest.raises(NotFound):
        take_in("puxi", "three_reviews")
