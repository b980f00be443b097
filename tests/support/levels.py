"""A licence that a town reviews before the county, or the county before the city, decides; with its people."""

from __future__ import annotations

from support import county
from support.county import people
from support.matters import APPLICATION, bundle, flow, lane, lanes, task
from support.training import TrainingHall, publish

from engine.queries.case_file import ClockLine

TOWN, COUNTY, CITY = "town_jianchi", "civil_affairs_bureau", "city_bureau"
POSTS = {
    "town_clerk": ("window_clerk", TOWN),
    "town_reviewer": ("reviewer", TOWN),
    "town_head": ("authority_head", TOWN),
    "county_clerk": ("window_clerk", COUNTY),
    "county_reviewer": ("reviewer", COUNTY),
    "county_approver": ("approver", COUNTY),
    "city_approver": ("approver", CITY),
}
WHERE = {"town": {"type": "string", "title": "所在镇"}}


def open_upward(training: TrainingHall, *changes: tuple[str, str], city: bool = False, accepts: str = "town") -> None:
    """Publish the matter; with ``city`` the city decides what town and county have reviewed."""
    county.DEPARTMENTS.setdefault(CITY, ("市民政局", "city", None))
    people(training, **POSTS)
    last = "city_approval" if city else "county_approval"
    held = ["acceptance", "town_review"] if accepts == "town" else ["town_review"]
    above = ["county_review", "judged"] if accepts == "town" else ["acceptance", "county_review", "judged"]
    places = [lane("town", "town", *held), lane(COUNTY, "county", *above, *([] if city else [last]))]
    if city:
        places.append(lane(CITY, "city", last, "decided"))
    own = {"department": ""}
    body = [
        lanes(*places),
        '<startEvent id="filed"/><endEvent id="closed"/>',
        '<exclusiveGateway id="judged" default="judged__up"/>',
        '<exclusiveGateway id="decided" default="decided__closed"/>',
        task("acceptance", stage="acceptance", post="window_clerk", **own),
        task("town_review", document="handover_slip", **own),
        task("county_review", document="handover_slip", **own),
        task(last, stage="approval", post="approver", document="grant_decision,refusal_decision", **own),
        flow("filed", "acceptance") + flow("acceptance", "town_review") + flow("town_review", "county_review"),
        flow("county_review", "judged") + flow("judged", last).replace(f"judged__{last}", "judged__up"),
        flow("judged", "town_review", "county_review.result == 'return'"),
        flow(last, "decided") + flow("decided", "closed"),
        flow("decided", "county_review", f"{last}.result == 'return'"),
    ]
    forms = {"application": APPLICATION | {"properties": APPLICATION["properties"] | WHERE}}
    changes = (
        ("\ndepartment: market_bureau", f"\ndepartment: {COUNTY}"),
        ("  market_bureau: ", f"  {COUNTY}: "),
        *changes,
    )
    publish(training.hall, bundle("upward", "".join(body), changes=changes, forms=forms))


def file_upward(training: TrainingHall) -> str:
    """File an application in the town and return the case."""
    return training.file_case("upward", town="涧池镇")


def accepted(training: TrainingHall) -> str:
    """Return a case that the town has accepted today."""
    case = file_upward(training)
    training["town_clerk"].complete(case, "acceptance", result="accept")
    return case


def level_limits(training: TrainingHall, case: str) -> list[ClockLine]:
    """Return the level limits of a case, the first one first."""
    return [clock for clock in training.supervisor.file(case).clocks if clock.kind == "level"]
