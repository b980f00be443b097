"""The invented people: enough for every step, in every town, and somebody else where the law wants it."""

from __future__ import annotations

from itertools import product

import pytest
from sqlalchemy import func, select

from engine.actor import SYSTEM
from engine.administration.authorisations import RevokeAuthorisation
from engine.administration.publish_bundle import PublishBundle
from engine.bundle import Bundle
from engine.errors import NotAllowed
from engine.hall import Hall
from engine.law.codes import id_number_problem
from engine.steps import TOWN, VILLAGE
from engine.store.authorisations import Authorisation
from engine.store.base import table_of
from engine.store.people import Person
from engine.store.service_windows import ServiceWindow
from processes.registry import folders, load_folder
from webapp.training_hall.people import population
from webapp.training_hall.windows import OpenWindows

TOWNS = [row["code"] for row in population()["departments"] if row["code"].startswith("town_")]
MATTERS = {folder.key: Bundle.of(folder.key, folder.files) for folder in map(load_folder, folders())}


def holders(post: str, department: str) -> set[str]:
    """Return the logins of those who hold a post."""
    return {row["login"] for row in population()["people"] if [post, department] in row["posts"]}


def place(step, town: str) -> str:
    """Return the department of a step for a case of this town and of the village in it."""
    return {TOWN: town, VILLAGE: town.replace("town_", "village_") + "_1"}.get(step.department, step.department)


@pytest.mark.parametrize("matter", MATTERS)
def test_every_step_has_people_in_every_town(matter):
    steps = MATTERS[matter].steps
    for step, town in product((one for one in steps.values() if one.post), TOWNS):
        able = holders(step.post, place(step, town))
        assert able, f"nobody for {step.element} in {place(step, town)}"
        if step.item is not None:
            assert len(able) >= 2, f"one alone for {step.element} in {place(step, town)}"
        for other in step.separate_from:
            if other in steps:
                # Whoever did the other step, somebody is left for this one.
                for one in holders(steps[other].post, place(steps[other], town)):
                    assert able - {one}, f"only {one} for {step.element} after {other}"


def test_a_village_without_an_agent_is_helped_by_its_town():
    for town in TOWNS:
        assert holders("village_agent", town)


def test_numbers_of_staff_are_nobodys_and_known_to_the_hall(hall):
    numbers = [row["id_number"] for row in population()["people"] if "id_number" in row]
    assert len(set(numbers)) == len(numbers) >= 3
    assert all(id_number_problem(one) is None and one.startswith("610999") for one in numbers)
    with hall.reading() as connection:
        known = select(func.count()).where(table_of(Person).c.id_number_digest.is_not(None))
        assert connection.execute(known).scalar() == len(numbers)


def windows_and_authorisations(hall: Hall) -> tuple[int, int]:
    with hall.reading() as connection:
        counts = (select(func.count()).select_from(table_of(one)) for one in (ServiceWindow, Authorisation))
        windows, given = (connection.execute(one).scalar_one() for one in counts)
        return windows, given


def test_a_window_may_register_businesses_and_keeps_what_was_changed(hall):
    for bundle in MATTERS.values():
        hall.run(PublishBundle(by=SYSTEM, matter_key=bundle.key, files=bundle.files))
    hall.run(OpenWindows(by=SYSTEM))
    with hall.reading() as connection:
        given = connection.execute(select(table_of(Authorisation))).one()
        today = hall.today(connection)
    assert (given.matter_key, given.window_department) == ("individual_business_registration", "approval_bureau")
    assert given.starts_on <= today <= given.ends_on
    before = windows_and_authorisations(hall)
    hall.run(RevokeAuthorisation(by=SYSTEM, authorisation_id=given.id, reason="练习撤回"))
    hall.run(OpenWindows(by=SYSTEM))
    assert windows_and_authorisations(hall) == before == (5, 1)


def test_no_window_opens_by_itself_in_a_real_hall(hall):
    real = Hall(hall.url, hall.data)
    with pytest.raises(NotAllowed):
        real.run(OpenWindows(by=SYSTEM))
    real.close()
